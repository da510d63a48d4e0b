// What the WebAssembly core exports. Everything takes addresses and lengths in the one memory (see `memory.ts`), and
// hash functions by number (see `algorithm.ts`).
import { beginStream, finishStream, hashMessage, updateStream } from './hash';
import { ARENA, INPUT, OUTPUT } from './memory';
import { hashMessages } from './messages';
import { prepareNodes } from './node';
import { pairedRoot } from './paired';
import { foldToRoot, hashLeaves, prepareEmptyRoot } from './rfc6962';
import { prepareSha256 } from './sha256';
import { prepareSha256x4 } from './sha256x4';
import { prepareSm3 } from './sm3';

export { ARENA, INPUT, INPUT_SIZE, LENGTHS, MAX_MESSAGES, OUTPUT, STATE as STREAM, STREAM_SIZE } from './memory';
export { EMPTY_ROOT } from './rfc6962';
export { arenaForPacked, packedRoots, rootsOfPacked } from './packed';
export { beginStream, foldToRoot, hashLeaves, hashMessages, pairedRoot };

prepareSha256();
if (ASC_FEATURE_SIMD) prepareSha256x4();
prepareSm3();
prepareNodes();
prepareEmptyRoot();

/** Digest of the first `length` bytes of INPUT to OUTPUT. */
export function hash(algorithm: i32, length: i32): void {
  hashMessage(algorithm, INPUT, length, OUTPUT);
}

/** The first `length` bytes of INPUT, taken into STREAM. */
export function update(algorithm: i32, length: i32): void {
  updateStream(algorithm, INPUT, length);
}

/** The digest of STREAM to OUTPUT. */
export function finish(algorithm: i32): void {
  finishStream(algorithm, OUTPUT);
}
