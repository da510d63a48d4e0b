// SM3 (GB/T 32905-2016): the compression of one block (V is u32), or in SIMD of one block of each of four messages at
// once (V is v128). Section numbers below are of GB/T 32905-2016.
import { STATE } from './memory';
import { STATE4, readWords4 } from './states4';
import { readWords } from './state';
import { add, and, constant32, rotate32, xor } from './word';

/** The initial value of section 4.1. */
export const SM3_INITIAL: usize = memory.data<u32>(
  [0x7380166f, 0x4914b2b9, 0x172442d7, 0xda8a0600, 0xa96f30bc, 0x163138aa, 0xe38dee4d, 0xb0fb0e4e],
  16,
);

/** The constants of section 4.2, each rotated by the number of its round, as section 5.3.3 uses them. */
const T: usize = memory.data(256, 16);

/** W_0 to W_67 of section 5.3.2. */
const W: usize = memory.data(68 * 16, 16);

/** The same for the block that ends a message of 64 bytes: it is padding alone, hence always equal. */
const PADDING: usize = memory.data(68 * 4, 16);
const PADDING4: usize = memory.data(68 * 16, 16);
const ONE_BIT: u32 = 0x80000000;
const LENGTH_BITS: u32 = 512;

// The functions of sections 4.3 and 4.4.

@inline
function parity<V>(x: V, y: V, z: V): V {
  return xor(xor(x, y), z);
}

/** y where x ^ y is 0, else z, which is y ^ (y ^ z). */
@inline
function majority<V>(x: V, y: V, z: V): V {
  return xor(y, and(xor(x, y), xor(y, z)));
}

@inline
function choose<V>(x: V, y: V, z: V): V {
  return xor(z, and(x, xor(y, z)));
}

@inline
function p0<V>(x: V): V {
  return xor(xor(x, rotate32(x, 9)), rotate32(x, 17));
}

@inline
function p1<V>(x: V): V {
  return xor(xor(x, rotate32(x, 15)), rotate32(x, 23));
}

/** W_j+16 for `w` at W_j. */
@inline
function nextWord<V>(w: usize): V {
  const size = sizeof<V>();
  const x = xor(xor(load<V>(w), load<V>(w, 7 * size)), rotate32(load<V>(w, 13 * size), 15));
  return xor(xor(p1(x), rotate32(load<V>(w, 3 * size), 7)), load<V>(w, 10 * size));
}

/** Four words of one message after the 16 at `w`. The last needs the first: that part comes later, as P1 is linear. */
@inline
function expandAcross(w: usize): void {
  const w0 = v128.load(w), w4 = v128.load(w, 16), w8 = v128.load(w, 32), w12 = v128.load(w, 48);
  const none = i32x4.splat(0);
  const w13 = v128.shuffle<u32>(w12, none, 1, 2, 3, 4);
  const x = xor(xor(w0, v128.shuffle<u32>(w4, w8, 3, 4, 5, 6)), rotate32(w13, 15));
  const y = xor(p1(x), rotate32(v128.shuffle<u32>(w0, w4, 3, 4, 5, 6), 7));
  const lower = xor(y, v128.shuffle<u32>(w8, w12, 2, 3, 4, 5));
  const missing = p1(rotate32(v128.shuffle<u32>(none, lower, 0, 1, 2, 4), 15));
  v128.store(w, xor(lower, missing), 64);
}

/** The four words after the 16 at `w`. */
@inline
function expand<V>(w: usize): void {
  const size = sizeof<V>();
  if (ASC_FEATURE_SIMD && !isVector<V>()) {
    expandAcross(w);
  } else {
    store<V>(w, nextWord<V>(w), 16 * size);
    store<V>(w, nextWord<V>(w + size), 17 * size);
    store<V>(w, nextWord<V>(w + 2 * size), 18 * size);
    store<V>(w, nextWord<V>(w + 3 * size), 19 * size);
  }
}

@inline
function stateOf<V>(): usize {
  if (isVector<V>()) return STATE4;
  else return STATE;
}

/** SS1 of a round, whose constant is at `t`; `a12` is A rotated by 12, and SS2 is SS1 ^ a12. */
@inline
function ss1<V>(a12: V, e: V, t: usize): V {
  return rotate32(add(add(a12, e), constant32<V>(t)), 7);
}

/** The next A: TT1 of a round, with its W at `w`; W' is W_j ^ W_j+4. */
@inline
function nextA<V>(ff: V, d: V, ss2: V, w: usize): V {
  return add(add(ff, d), add(ss2, xor(load<V>(w), load<V>(w, 4 * sizeof<V>()))));
}

/** The next E: P0 of TT2 of a round, with its W at `w`. */
@inline
function nextE<V>(gg: V, h: V, ss1: V, w: usize): V {
  return p0(add(add(gg, add(h, load<V>(w))), ss1));
}

/**
 * The 64 rounds of section 5.3.3 over the words at `w`, XORed into the state. Four rounds bring the names back to their
 * places. If only the first 16 words are there (`isBlock`), the rest is made on the way, in the gaps that each round
 * leaves while it waits for the one before.
 */
function runRounds<V>(w: usize, isBlock: bool): void {
  const state = stateOf<V>();
  const size = sizeof<V>();
  let a = load<V>(state), b = load<V>(state, size), c = load<V>(state, 2 * size), d = load<V>(state, 3 * size);
  let e = load<V>(state, 4 * size), f = load<V>(state, 5 * size), g = load<V>(state, 6 * size);
  let h = load<V>(state, 7 * size), r = a, s = a, t = T;
  for (; t < T + 64; t += 16, w += 4 * size) {
    if (isBlock) expand<V>(w);
    r = rotate32(a, 12); s = ss1(r, e, t); d = nextA(parity(a, b, c), d, xor(r, s), w);
    h = nextE(parity(e, f, g), h, s, w); b = rotate32(b, 9); f = rotate32(f, 19);
    r = rotate32(d, 12); s = ss1(r, h, t + 4); c = nextA(parity(d, a, b), c, xor(r, s), w + size);
    g = nextE(parity(h, e, f), g, s, w + size); a = rotate32(a, 9); e = rotate32(e, 19);
    r = rotate32(c, 12); s = ss1(r, g, t + 8); b = nextA(parity(c, d, a), b, xor(r, s), w + 2 * size);
    f = nextE(parity(g, h, e), f, s, w + 2 * size); d = rotate32(d, 9); h = rotate32(h, 19);
    r = rotate32(b, 12); s = ss1(r, f, t + 12); a = nextA(parity(b, c, d), a, xor(r, s), w + 3 * size);
    e = nextE(parity(f, g, h), e, s, w + 3 * size); c = rotate32(c, 9); g = rotate32(g, 19);
  }
  for (; t < T + 256; t += 16, w += 4 * size) {
    if (isBlock && t < T + 208) expand<V>(w);
    r = rotate32(a, 12); s = ss1(r, e, t); d = nextA(majority(a, b, c), d, xor(r, s), w);
    h = nextE(choose(e, f, g), h, s, w); b = rotate32(b, 9); f = rotate32(f, 19);
    r = rotate32(d, 12); s = ss1(r, h, t + 4); c = nextA(majority(d, a, b), c, xor(r, s), w + size);
    g = nextE(choose(h, e, f), g, s, w + size); a = rotate32(a, 9); e = rotate32(e, 19);
    r = rotate32(c, 12); s = ss1(r, g, t + 8); b = nextA(majority(c, d, a), b, xor(r, s), w + 2 * size);
    f = nextE(choose(g, h, e), f, s, w + 2 * size); d = rotate32(d, 9); h = rotate32(h, 19);
    r = rotate32(b, 12); s = ss1(r, f, t + 12); a = nextA(majority(b, c, d), a, xor(r, s), w + 3 * size);
    e = nextE(choose(f, g, h), e, s, w + 3 * size); c = rotate32(c, 9); g = rotate32(g, 19);
  }
  mix(state, a); mix(state + size, b); mix(state + 2 * size, c); mix(state + 3 * size, d);
  mix(state + 4 * size, e); mix(state + 5 * size, f); mix(state + 6 * size, g); mix(state + 7 * size, h);
}

@inline
function mix<V>(at: usize, word: V): void {
  store<V>(at, xor(load<V>(at), word));
}

/** Prepares the constants and the schedules of padding. */
export function prepareSm3(): void {
  for (let j = 0; j < 64; j++) store<u32>(T + (j << 2), rotl<u32>(j < 16 ? 0x79cc4519 : 0x7a879d8a, j));
  store<u32>(PADDING, ONE_BIT);
  store<u32>(PADDING, LENGTH_BITS, 60);
  for (let w = PADDING; w < PADDING + 208; w += 4) store<u32>(w, nextWord<u32>(w), 64);
  if (!ASC_FEATURE_SIMD) return;
  for (let i: usize = 0; i < 272; i += 4) v128.store(PADDING4 + (i << 2), v128.load32_splat(PADDING + i));
}

export function compressSm3(block: usize): void {
  readWords(block, W);
  runRounds<u32>(W, true);
}

/** The compression of the block that ends a message of 64 bytes. */
export function compressSm3Padding(): void {
  runRounds<u32>(PADDING, false);
}

/** The same of four messages at once. */
export function compressSm3x4(block0: usize, block1: usize, block2: usize, block3: usize): void {
  readWords4(block0, block1, block2, block3, W);
  runRounds<v128>(W, true);
}

export function compressSm3Padding4(): void {
  runRounds<v128>(PADDING4, false);
}
