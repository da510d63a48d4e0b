// What the WebAssembly core exports. Everything takes addresses and lengths in the one memory (see `memory.ts`).
import { ARENA, INPUT, OUTPUT } from './memory';
import { foldToRoot, hashLeaves, prepareEmptyRoot } from './rfc6962';
import { prepareNodes } from './node';
import { beginStream, finishStream, hashMessage, updateStream } from './sha256';

export { ARENA, INPUT, INPUT_SIZE, LENGTHS, MAX_LEAVES, OUTPUT, STATE as STREAM, STREAM_SIZE } from './memory';
export { EMPTY_ROOT } from './rfc6962';
export { arenaForPacked, packedRoots, rootsOfPacked } from './packed';
export { beginStream, foldToRoot, hashLeaves };

prepareNodes();
prepareEmptyRoot();

/** SHA-256 of the first `length` bytes of INPUT to OUTPUT. */
export function sha256(length: i32): void {
  hashMessage(INPUT, length, OUTPUT);
}

/** The first `length` bytes of INPUT, taken into STREAM. */
export function update(length: i32): void {
  updateStream(INPUT, length);
}

/** The digest of STREAM to OUTPUT. */
export function finish(): void {
  finishStream(OUTPUT);
}
