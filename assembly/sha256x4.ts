// SHA-256 of four messages at once, one in each 32-bit lane of the SIMD registers. Same steps as `sha256.ts`; every
// variable holds the same word of four messages.
import { add3, bigSigma0, bigSigma1, choose, majority, smallSigma0, smallSigma1 } from './lanes';
import { K } from './constants';
import { PADDING } from './sha256';
import { STATE4, readWords4, storeTransposed } from './states4';

/** The schedules W; and W + K, which is what the rounds consume. */
export const W4: usize = memory.data(256 * 4, 16);
export const WK4: usize = memory.data(256 * 4, 16);

/** PADDING for every message. */
const PADDING4: usize = memory.data(256 * 4, 16);

@inline
function temp1(h: v128, e: v128, f: v128, g: v128, wk: usize): v128 {
  return i32x4.add(add3(h, v128.load(wk), choose(e, f, g)), bigSigma1(e));
}

@inline
function temp2(a: v128, b: v128, ab: v128, bc: v128): v128 {
  return i32x4.add(bigSigma0(a), majority(b, ab, bc));
}

/** W + K of four blocks whose schedules are known beforehand. */
export function setSchedules4(row0: usize, row1: usize, row2: usize, row3: usize): void {
  for (let i: usize = 0; i < 256; i += 16) {
    storeTransposed(v128.load(row0 + i), v128.load(row1 + i), v128.load(row2 + i), v128.load(row3 + i), WK4 + (i << 2));
  }
}

@inline
function nextWord(w: usize, twoBefore: v128): v128 {
  return i32x4.add(add3(v128.load(w), smallSigma0(v128.load(w, 16)), v128.load(w, 144)), smallSigma1(twoBefore));
}

/** Fills W4 and WK4 from the first 16 words of W4. */
export function expandSchedules4(): void {
  for (let i: usize = 0; i < 64; i += 4) {
    v128.store(WK4 + (i << 2), i32x4.add(v128.load(W4 + (i << 2)), v128.load32_splat(K + i)));
  }
  let x = v128.load(W4, 224);
  let y = v128.load(W4, 240);
  for (let i: usize = 0; i < 192; i += 8) {
    const at = i << 2;
    x = nextWord(W4 + at, x);
    y = nextWord(W4 + at + 16, y);
    v128.store(W4 + at, x, 256);
    v128.store(W4 + at, y, 272);
    v128.store(WK4 + at, i32x4.add(x, v128.load32_splat(K + i, 64)), 256);
    v128.store(WK4 + at, i32x4.add(y, v128.load32_splat(K + i, 68)), 272);
  }
}

/** The 64 rounds over the W + K at `wk`, added into STATE4. */
export function runRounds4(wk: usize): void {
  let a = v128.load(STATE4, 0), b = v128.load(STATE4, 16), c = v128.load(STATE4, 32), d = v128.load(STATE4, 48);
  let e = v128.load(STATE4, 64), f = v128.load(STATE4, 80), g = v128.load(STATE4, 96), h = v128.load(STATE4, 112);
  let x = a;
  let y = v128.xor(b, c);
  for (const end = wk + 1024; wk < end; wk += 128) {
    x = v128.xor(a, b); h = temp1(h, e, f, g, wk); d = i32x4.add(d, h); h = i32x4.add(h, temp2(a, b, x, y));
    y = v128.xor(h, a); g = temp1(g, d, e, f, wk + 16); c = i32x4.add(c, g); g = i32x4.add(g, temp2(h, a, y, x));
    x = v128.xor(g, h); f = temp1(f, c, d, e, wk + 32); b = i32x4.add(b, f); f = i32x4.add(f, temp2(g, h, x, y));
    y = v128.xor(f, g); e = temp1(e, b, c, d, wk + 48); a = i32x4.add(a, e); e = i32x4.add(e, temp2(f, g, y, x));
    x = v128.xor(e, f); d = temp1(d, a, b, c, wk + 64); h = i32x4.add(h, d); d = i32x4.add(d, temp2(e, f, x, y));
    y = v128.xor(d, e); c = temp1(c, h, a, b, wk + 80); g = i32x4.add(g, c); c = i32x4.add(c, temp2(d, e, y, x));
    x = v128.xor(c, d); b = temp1(b, g, h, a, wk + 96); f = i32x4.add(f, b); b = i32x4.add(b, temp2(c, d, x, y));
    y = v128.xor(b, c); a = temp1(a, f, g, h, wk + 112); e = i32x4.add(e, a); a = i32x4.add(a, temp2(b, c, y, x));
  }
  addToState4(0, a); addToState4(16, b); addToState4(32, c); addToState4(48, d);
  addToState4(64, e); addToState4(80, f); addToState4(96, g); addToState4(112, h);
}

@inline
function addToState4(at: usize, words: v128): void {
  v128.store(STATE4 + at, i32x4.add(v128.load(STATE4 + at), words));
}

export function prepareSha256x4(): void {
  setSchedules4(PADDING, PADDING, PADDING, PADDING);
  memory.copy(PADDING4, WK4, 1024);
}

export function compressSha256x4(block0: usize, block1: usize, block2: usize, block3: usize): void {
  readWords4(block0, block1, block2, block3, W4);
  expandSchedules4();
  runRounds4(WK4);
}

/** The compression of the block that ends messages of 64 bytes. */
export function compressSha256Padding4(): void {
  runRounds4(PADDING4);
}
