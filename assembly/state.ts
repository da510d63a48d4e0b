// The state of SHA-256 and SM3, which have eight words of 32 bits alike, big-endian where they are bytes.
import { swapWords } from './lanes';
import { STATE } from './memory';

/** A message word: big-endian. */
@inline
export function wordAt(address: usize): u32 {
  return bswap<u32>(load<u32>(address));
}

/** The 16 words of a block of message, to `words`. */
export function readWords(block: usize, words: usize): void {
  if (ASC_FEATURE_SIMD) for (let i: usize = 0; i < 64; i += 16) v128.store(words + i, swapWords(v128.load(block + i)));
  else for (let i: usize = 0; i < 64; i += 4) store<u32>(words + i, wordAt(block + i));
}

export function resetState(initial: usize): void {
  for (let i: usize = 0; i < 32; i += 8) store<u64>(STATE + i, load<u64>(initial + i));
}

/** Writes STATE as a digest. */
export function writeDigest(out: usize): void {
  for (let i: usize = 0; i < 32; i += 4) store<u32>(out + i, wordAt(STATE + i));
}
