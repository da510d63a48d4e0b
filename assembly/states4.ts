// The states of SHA-256 or SM3 of four messages at once: every vector holds the same word of each, in 32-bit lanes.
import { swapWords } from './lanes';

export const STATE4: usize = memory.data(128, 16);

/** For turning digests around. */
const TURNED: usize = memory.data(64, 16);

/** Four words of each of four messages, stored as four vectors of one word of each; and back, being its own inverse. */
@inline
export function storeTransposed(x0: v128, x1: v128, x2: v128, x3: v128, out: usize): void {
  const low01 = v128.shuffle<u32>(x0, x1, 0, 4, 1, 5);
  const high01 = v128.shuffle<u32>(x0, x1, 2, 6, 3, 7);
  const low23 = v128.shuffle<u32>(x2, x3, 0, 4, 1, 5);
  const high23 = v128.shuffle<u32>(x2, x3, 2, 6, 3, 7);
  v128.store(out, v128.shuffle<u64>(low01, low23, 0, 2));
  v128.store(out, v128.shuffle<u64>(low01, low23, 1, 3), 16);
  v128.store(out, v128.shuffle<u64>(high01, high23, 0, 2), 32);
  v128.store(out, v128.shuffle<u64>(high01, high23, 1, 3), 48);
}

/** Four words of each of four messages, given as 16 bytes of each. */
@inline
export function storeWords4(x0: v128, x1: v128, x2: v128, x3: v128, out: usize): void {
  storeTransposed(swapWords(x0), swapWords(x1), swapWords(x2), swapWords(x3), out);
}

/** The 16 words of a block of each of four messages, to `words`. */
export function readWords4(block0: usize, block1: usize, block2: usize, block3: usize, words: usize): void {
  for (let i: usize = 0; i < 64; i += 16) {
    const out = words + (i << 2);
    storeWords4(v128.load(block0 + i), v128.load(block1 + i), v128.load(block2 + i), v128.load(block3 + i), out);
  }
}

export function resetStates4(initial: usize): void {
  for (let i: usize = 0; i < 32; i += 4) v128.store(STATE4 + (i << 2), v128.load32_splat(initial + i));
}

/** Writes the four states as digests. */
export function writeDigests4(out0: usize, out1: usize, out2: usize, out3: usize): void {
  for (let half: usize = 0; half < 32; half += 16) {
    const words = STATE4 + (half << 2);
    storeTransposed(v128.load(words), v128.load(words, 16), v128.load(words, 32), v128.load(words, 48), TURNED);
    v128.store(out0 + half, swapWords(v128.load(TURNED)));
    v128.store(out1 + half, swapWords(v128.load(TURNED, 16)));
    v128.store(out2 + half, swapWords(v128.load(TURNED, 32)));
    v128.store(out3 + half, swapWords(v128.load(TURNED, 48)));
  }
}
