// Many messages in one call.
import { flush, queueMessage } from './batch';
import { INPUT, LENGTHS } from './memory';

/** Hashes `count` messages: in INPUT one after another with a free byte before each, their lengths in LENGTHS. */
export function hashMessages(algorithm: i32, count: i32, out: usize): void {
  let message = INPUT + 1;
  for (let i: usize = 0; i < <usize>count; i++) {
    const length = load<u32>(LENGTHS + (i << 2));
    queueMessage(algorithm, message, length, out + (i << 5));
    message += length + 1;
  }
  flush(algorithm);
}
