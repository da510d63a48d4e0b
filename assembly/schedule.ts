// The message schedule of one block of SHA-256 (FIPS 180-4 section 6.2.2 step 1).
import { K } from './constants';
import { add3, smallSigma0 as smallSigma0x4, smallSigma1 as smallSigma1x4 } from './lanes';

/** The message schedule W; and W + K, which is what the rounds consume. */
export const W: usize = memory.data(256, 16);
export const WK: usize = memory.data(256, 16);

/** The first 64 bytes of WK from those of W. */
export function beginSchedule(): void {
  if (ASC_FEATURE_SIMD) {
    for (let i: usize = 0; i < 64; i += 16) v128.store(WK + i, i32x4.add(v128.load(W + i), v128.load(K + i)));
  } else {
    for (let i: usize = 0; i < 64; i += 4) store<u32>(WK + i, load<u32>(W + i) + load<u32>(K + i));
  }
}

/** The next eight words of W and WK, from byte `at` on. */
@inline
export function expandSchedule(at: usize): void {
  if (ASC_FEATURE_SIMD) expandByFour(at);
  else expandByTwo(at);
}

/** W + K, to `out`, of a block that has `first`, zeros, and in its last word the `length` of the message in bytes. */
export function writeLastSchedule(first: u32, length: u32, out: usize): void {
  memory.fill(W, 0, 64);
  store<u32>(W, first);
  store<u32>(W, length << 3, 60);
  beginSchedule();
  for (let at: usize = 64; at < 256; at += 32) expandSchedule(at);
  memory.copy(out, WK, 256);
}

@inline
function smallSigma0(x: u32): u32 {
  return rotr<u32>(x, 7) ^ rotr<u32>(x, 18) ^ (x >> 3);
}

@inline
function smallSigma1(x: u32): u32 {
  return rotr<u32>(x, 17) ^ rotr<u32>(x, 19) ^ (x >> 10);
}

@inline
function nextWord(w: usize, twoBefore: u32): u32 {
  return load<u32>(w) + smallSigma0(load<u32>(w, 4)) + load<u32>(w, 36) + smallSigma1(twoBefore);
}

@inline
function expandByTwo(at: usize): void {
  for (const end = at + 32; at < end; at += 8) {
    const x = nextWord(W + at - 64, load<u32>(W + at - 8));
    const y = nextWord(W + at - 60, load<u32>(W + at - 4));
    store<u32>(W + at, x);
    store<u32>(W + at, y, 4);
    store<u32>(WK + at, x + load<u32>(K + at));
    store<u32>(WK + at, y + load<u32>(K + at, 4), 4);
  }
}

/** Four words after the 16 in w0 to w3. The upper two need sigma1 of the lower two: it is added in two steps. */
@inline
function nextFour(w0: v128, w1: v128, w2: v128, w3: v128): v128 {
  const none = i32x4.splat(0);
  const sum = add3(w0, smallSigma0x4(v128.shuffle<u32>(w0, w1, 1, 2, 3, 4)), v128.shuffle<u32>(w2, w3, 1, 2, 3, 4));
  const lower = i32x4.add(sum, smallSigma1x4(v128.shuffle<u32>(w3, none, 2, 3, 4, 5)));
  return i32x4.add(lower, smallSigma1x4(v128.shuffle<u32>(none, lower, 0, 1, 4, 5)));
}

@inline
function expandByFour(at: usize): void {
  const w1 = v128.load(W + at - 48), w2 = v128.load(W + at - 32), w3 = v128.load(W + at - 16);
  const w4 = nextFour(v128.load(W + at - 64), w1, w2, w3);
  const w5 = nextFour(w1, w2, w3, w4);
  v128.store(W + at, w4);
  v128.store(W + at, w5, 16);
  v128.store(WK + at, i32x4.add(w4, v128.load(K + at)));
  v128.store(WK + at, i32x4.add(w5, v128.load(K + at, 16)), 16);
}
