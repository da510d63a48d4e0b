// Numbers of 256 bits as nine limbs of 29 bits, least first, each a signed i32 in memory and an i64 where it is calculated with.
//
// Bounds, on which everything in this folder rests (docs/decisions/015-curve-core.md; tested at the extremes):
//   tight  limbs 0 to 7 in [0, 2^29), what multiplication and the carrying operations give (one of secp256k1 or Ed25519 ends its
//          last carry in limb 3, which can so be -1 or 2^29); the last limb has a sign, and is small, since values stay below
//          8p in size
//   loose  limbs of a size below 2^30, what adding tight numbers gives; the difference of two tight ones stays below 2^29
// Nine products of a loose and a tight limb are below 9 * 2^59 < 2^62.2, so a column and what is carried into it fit 63 bits.
// Loose times loose does not fit.

export const LIMBS: i32 = 9;
export const BITS: i32 = 29;
export const MASK: i64 = 0x1fffffff;
/** Bytes of a number. */
export const NUMBER: usize = 36;
/** Bytes of a number of 256 bits as u32 words, least first, with room to read a u64 from every one. */
export const WORDS: usize = 40;

@inline export function limb(a: usize, i: i32): i64 {
  return <i64>load<i32>(a + (<usize>i << 2));
}

@inline export function setLimb(o: usize, i: i32, value: i64): void {
  store<i32>(o + (<usize>i << 2), <i32>value);
}

/** Word by word: for so few bytes faster than the instruction that moves memory. */
@inline export function copy(o: usize, a: usize): void {
  store<u64>(o, load<u64>(a));
  store<u64>(o, load<u64>(a, 8), 8);
  store<u64>(o, load<u64>(a, 16), 16);
  store<u64>(o, load<u64>(a, 24), 24);
  store<u32>(o, load<u32>(a, 32), 32);
}

export function setZero(o: usize): void {
  memory.fill(o, 0, NUMBER);
}

// Written out, since the compiler unrolls no loops.

/** o = a + b: loose for tight numbers. */
@inline export function add(o: usize, a: usize, b: usize): void {
  setLimb(o, 0, limb(a, 0) + limb(b, 0));
  setLimb(o, 1, limb(a, 1) + limb(b, 1));
  setLimb(o, 2, limb(a, 2) + limb(b, 2));
  setLimb(o, 3, limb(a, 3) + limb(b, 3));
  setLimb(o, 4, limb(a, 4) + limb(b, 4));
  setLimb(o, 5, limb(a, 5) + limb(b, 5));
  setLimb(o, 6, limb(a, 6) + limb(b, 6));
  setLimb(o, 7, limb(a, 7) + limb(b, 7));
  setLimb(o, 8, limb(a, 8) + limb(b, 8));
}

/** o = a - b: below 2^29 in size for tight numbers. */
@inline export function subtract(o: usize, a: usize, b: usize): void {
  setLimb(o, 0, limb(a, 0) - limb(b, 0));
  setLimb(o, 1, limb(a, 1) - limb(b, 1));
  setLimb(o, 2, limb(a, 2) - limb(b, 2));
  setLimb(o, 3, limb(a, 3) - limb(b, 3));
  setLimb(o, 4, limb(a, 4) - limb(b, 4));
  setLimb(o, 5, limb(a, 5) - limb(b, 5));
  setLimb(o, 6, limb(a, 6) - limb(b, 6));
  setLimb(o, 7, limb(a, 7) - limb(b, 7));
  setLimb(o, 8, limb(a, 8) - limb(b, 8));
}

@inline export function negate(o: usize, a: usize): void {
  setLimb(o, 0, -limb(a, 0));
  setLimb(o, 1, -limb(a, 1));
  setLimb(o, 2, -limb(a, 2));
  setLimb(o, 3, -limb(a, 3));
  setLimb(o, 4, -limb(a, 4));
  setLimb(o, 5, -limb(a, 5));
  setLimb(o, 6, -limb(a, 6));
  setLimb(o, 7, -limb(a, 7));
  setLimb(o, 8, -limb(a, 8));
}

/** Stores the lower bits of a limb and gives what is carried into the next. */
@inline function carryFrom(o: usize, i: i32, t: i64): i64 {
  setLimb(o, i, t & MASK);
  return t >> BITS;
}

/** o = u*a + v*b + w*c, tight; the factors are small constants. */
@inline export function combine(o: usize, u: i64, a: usize, v: i64, b: usize, w: i64, c: usize): void {
  let t = carryFrom(o, 0, u * limb(a, 0) + v * limb(b, 0) + w * limb(c, 0));
  t = carryFrom(o, 1, t + u * limb(a, 1) + v * limb(b, 1) + w * limb(c, 1));
  t = carryFrom(o, 2, t + u * limb(a, 2) + v * limb(b, 2) + w * limb(c, 2));
  t = carryFrom(o, 3, t + u * limb(a, 3) + v * limb(b, 3) + w * limb(c, 3));
  t = carryFrom(o, 4, t + u * limb(a, 4) + v * limb(b, 4) + w * limb(c, 4));
  t = carryFrom(o, 5, t + u * limb(a, 5) + v * limb(b, 5) + w * limb(c, 5));
  t = carryFrom(o, 6, t + u * limb(a, 6) + v * limb(b, 6) + w * limb(c, 6));
  t = carryFrom(o, 7, t + u * limb(a, 7) + v * limb(b, 7) + w * limb(c, 7));
  setLimb(o, 8, t + u * limb(a, 8) + v * limb(b, 8) + w * limb(c, 8));
}

/** o = a - b - c - q * p, tight, with a q that leaves it between -p/8 and 9p/8: what is above the top bits, all but carries. */
@inline export function subtractTwo(o: usize, a: usize, b: usize, c: usize, p: usize, topBits: i64): void {
  const q = (limb(a, 8) - limb(b, 8) - limb(c, 8)) >> topBits;
  let t = carryFrom(o, 0, limb(a, 0) - limb(b, 0) - limb(c, 0) - q * limb(p, 0));
  t = carryFrom(o, 1, t + limb(a, 1) - limb(b, 1) - limb(c, 1) - q * limb(p, 1));
  t = carryFrom(o, 2, t + limb(a, 2) - limb(b, 2) - limb(c, 2) - q * limb(p, 2));
  t = carryFrom(o, 3, t + limb(a, 3) - limb(b, 3) - limb(c, 3) - q * limb(p, 3));
  t = carryFrom(o, 4, t + limb(a, 4) - limb(b, 4) - limb(c, 4) - q * limb(p, 4));
  t = carryFrom(o, 5, t + limb(a, 5) - limb(b, 5) - limb(c, 5) - q * limb(p, 5));
  t = carryFrom(o, 6, t + limb(a, 6) - limb(b, 6) - limb(c, 6) - q * limb(p, 6));
  t = carryFrom(o, 7, t + limb(a, 7) - limb(b, 7) - limb(c, 7) - q * limb(p, 7));
  setLimb(o, 8, t + limb(a, 8) - limb(b, 8) - limb(c, 8) - q * limb(p, 8));
}

/** o = a / 2, for an even a; tight. */
@inline export function halve(o: usize, a: usize): void {
  setLimb(o, 0, (limb(a, 0) >> 1) | ((limb(a, 1) & 1) << (BITS - 1)));
  setLimb(o, 1, (limb(a, 1) >> 1) | ((limb(a, 2) & 1) << (BITS - 1)));
  setLimb(o, 2, (limb(a, 2) >> 1) | ((limb(a, 3) & 1) << (BITS - 1)));
  setLimb(o, 3, (limb(a, 3) >> 1) | ((limb(a, 4) & 1) << (BITS - 1)));
  setLimb(o, 4, (limb(a, 4) >> 1) | ((limb(a, 5) & 1) << (BITS - 1)));
  setLimb(o, 5, (limb(a, 5) >> 1) | ((limb(a, 6) & 1) << (BITS - 1)));
  setLimb(o, 6, (limb(a, 6) >> 1) | ((limb(a, 7) & 1) << (BITS - 1)));
  setLimb(o, 7, (limb(a, 7) >> 1) | ((limb(a, 8) & 1) << (BITS - 1)));
  setLimb(o, 8, limb(a, 8) >> 1);
}

/** The sign of a - b for tight numbers whose last limbs are not negative. */
export function compare(a: usize, b: usize): i32 {
  for (let i = LIMBS - 1; i >= 0; i--) {
    const difference = limb(a, i) - limb(b, i);
    if (difference != 0) return difference < 0 ? -1 : 1;
  }
  return 0;
}

export function isZero(a: usize): bool {
  let bits: i64 = 0;
  for (let i = 0; i < LIMBS; i++) bits |= limb(a, i);
  return bits == 0;
}

/** The word at `i` of 32 bytes at `p`, least first. */
@inline function wordAt(p: usize, i: i32, isBigEndian: bool): u32 {
  return isBigEndian ? bswap(load<u32>(p + 28 - (<usize>i << 2))) : load<u32>(p + (<usize>i << 2));
}

/** 32 bytes as words with zeros behind them. */
export function wordsFromBytes(o: usize, p: usize, isBigEndian: bool): void {
  for (let i = 0; i < 8; i++) store<u32>(o + (<usize>i << 2), wordAt(p, i, isBigEndian));
  store<u64>(o + 32, 0);
}

/** The `count` bits from bit `from` of words; count at most 32. */
@inline export function bitsAt(words: usize, from: i32, count: i32): u32 {
  const whole = load<u64>(words + (<usize>(from >> 5) << 2)) >> (from & 31);
  return <u32>(whole & ((<u64>1 << count) - 1));
}

export function fromWords(o: usize, words: usize): void {
  for (let i = 0; i < LIMBS; i++) setLimb(o, i, <i64>bitsAt(words, BITS * i, BITS));
}

/** Of a tight number that is not negative and below 2^256. */
export function toWords(o: usize, a: usize): void {
  let bits: u64 = 0;
  let have = 0;
  let next = o;
  for (let i = 0; i < LIMBS; i++) {
    bits |= <u64>limb(a, i) << have;
    have += BITS;
    if (have < 32) continue;
    store<u32>(next, <u32>bits);
    next += 4;
    bits >>= 32;
    have -= 32;
  }
  store<u64>(o + 32, 0);
}

/** A number of 32 bytes. */
export function fromBytes(o: usize, p: usize, isBigEndian: bool): void {
  wordsFromBytes(SCRATCH, p, isBigEndian);
  fromWords(o, SCRATCH);
}

/** Of a tight number that is not negative and below 2^256. */
export function toBytes(p: usize, a: usize, isBigEndian: bool): void {
  toWords(SCRATCH, a);
  for (let i = 0; i < 8; i++) {
    const word = load<u32>(SCRATCH + (<usize>i << 2));
    if (isBigEndian) store<u32>(p + 28 - (<usize>i << 2), bswap(word));
    else store<u32>(p + (<usize>i << 2), word);
  }
}

const SCRATCH: usize = memory.data(48, 16);
