// One message by any of the hash functions: in one piece, or as a stream whose state lies in STATE, TAKEN and PARTIAL.
import { blockSize } from './algorithm';
import { compress, digest, reset } from './dispatch';
import { PARTIAL, TAKEN } from './memory';
import { TAIL_SIZE, padTail } from './padding';

const TAIL: usize = memory.data(TAIL_SIZE, 16);

/** Digest of a message that lies in one piece. */
export function hashMessage(algorithm: i32, message: usize, length: i32, out: usize): void {
  const size = blockSize(algorithm);
  const end = message + length;
  reset(algorithm);
  for (; message + size <= end; message += size) compress(algorithm, message);
  finish(algorithm, message, length, out);
}

function finish(algorithm: i32, rest: usize, total: u64, out: usize): void {
  const blocks = padTail(algorithm, rest, total, TAIL);
  compress(algorithm, TAIL);
  if (blocks == 2) compress(algorithm, TAIL + 64);
  digest(algorithm, out);
}

export function beginStream(algorithm: i32): void {
  reset(algorithm);
  store<u64>(TAKEN, 0);
}

export function updateStream(algorithm: i32, chunk: usize, length: i32): void {
  const size = blockSize(algorithm);
  const held = <i32>(load<u64>(TAKEN) % size);
  store<u64>(TAKEN, load<u64>(TAKEN) + length);
  const end = chunk + length;
  if (held > 0) {
    const wanted = min(size - held, length);
    memory.copy(PARTIAL + held, chunk, wanted);
    if (held + wanted < size) return;
    compress(algorithm, PARTIAL);
    chunk += wanted;
  }
  for (; chunk + size <= end; chunk += size) compress(algorithm, chunk);
  memory.copy(PARTIAL, chunk, end - chunk);
}

export function finishStream(algorithm: i32, out: usize): void {
  finish(algorithm, PARTIAL, load<u64>(TAKEN), out);
}
