// The split of a scalar k of secp256k1 into halves: k = k1 + k2 * lambda mod n, both below 2^129 in size. With the short vectors
// (a1, -b1) and (a2, a1) of the lattice of lambda, c1 = round(a1 * k / n) and c2 = round(b1 * k / n), k1 = k - c1 * a1 - c2 * a2 and
// k2 = c1 * b1 - c2 * a1. The quotients come from constants rounded to 2^384 / n, so they can be one off: the halves are then a
// little longer, and right all the same, since the equation holds for any c1 and c2.
import { SECP256K1_SPLIT } from './constants';
import { WORDS } from './limbs';

const A1 = SECP256K1_SPLIT;
const B1 = SECP256K1_SPLIT + WORDS;
const A2 = SECP256K1_SPLIT + 2 * WORDS;
const A1_OVER_N = SECP256K1_SPLIT + 3 * WORDS;
const B1_OVER_N = SECP256K1_SPLIT + 4 * WORDS;
/** Words with which halves are calculated: enough for their sign. */
const COUNT: i32 = 6;

/** The halves of a scalar as words: their size, and their sign behind it. */
export function splitScalar(half1: usize, half2: usize, words: usize): void {
  roundedQuotient(C1, words, A1_OVER_N);
  roundedQuotient(C2, words, B1_OVER_N);
  memory.copy(half1, words, COUNT << 2);
  subtractProduct(half1, C1, A1);
  subtractProduct(half1, C2, A2);
  // k2 = -(c2 * a1 - c1 * b1)
  memory.fill(half2, 0, WORDS);
  subtractProduct(half2, C2, A1);
  memory.fill(NEGATIVE, 0, WORDS);
  subtractProduct(NEGATIVE, C1, B1);
  subtractWords(half2, NEGATIVE);
  takeSign(half1);
  takeSign(half2);
}

export function isHalfNegative(half: usize): bool {
  return load<u32>(half + SIGN) != 0;
}

/** Behind the words of a half. */
const SIGN: usize = WORDS;

/** o = round(k * g / 2^384), 4 words. */
function roundedQuotient(o: usize, k: usize, g: usize): void {
  multiplyWords(WIDE, k, g, 16);
  let carry = <u64>(load<u32>(WIDE + 44) >> 31);
  for (let i: usize = 0; i < 4; i++) {
    carry += load<u32>(WIDE + 48 + (i << 2));
    store<u32>(o + (i << 2), <u32>carry);
    carry >>= 32;
  }
  memory.fill(o + 16, 0, WORDS - 16);
}

/** The lowest `count` words of a * b, each of 8 words. */
function multiplyWords(o: usize, a: usize, b: usize, count: i32): void {
  memory.fill(o, 0, count << 2);
  for (let i = 0; i < 8; i++) {
    const factor = <u64>load<u32>(a + (<usize>i << 2));
    let carry: u64 = 0;
    for (let j = 0; j < 8 && i + j < count; j++) {
      const at = o + (<usize>(i + j) << 2);
      carry += factor * load<u32>(b + (<usize>j << 2)) + load<u32>(at);
      store<u32>(at, <u32>carry);
      carry >>= 32;
    }
    if (i + 8 < count) store<u32>(o + (<usize>(i + 8) << 2), <u32>carry);
  }
}

/** o -= a * b, modulo 2^192. */
function subtractProduct(o: usize, a: usize, b: usize): void {
  multiplyWords(WIDE, a, b, COUNT);
  subtractWords(o, WIDE);
}

function subtractWords(o: usize, a: usize): void {
  let borrow: i64 = 0;
  for (let i: usize = 0; i < <usize>COUNT; i++) {
    borrow += <i64>load<u32>(o + (i << 2)) - <i64>load<u32>(a + (i << 2));
    store<u32>(o + (i << 2), <u32>borrow);
    borrow >>= 32;
  }
}

/** A number modulo 2^192 as its size, and its sign behind it. */
function takeSign(half: usize): void {
  const isNegative = load<i32>(half + 20) < 0;
  if (isNegative) {
    memory.copy(NEGATIVE, half, COUNT << 2);
    memory.fill(half, 0, COUNT << 2);
    subtractWords(half, NEGATIVE);
  }
  memory.fill(half + (COUNT << 2), 0, WORDS - (COUNT << 2));
  store<u32>(half + SIGN, isNegative ? 1 : 0);
}

const C1: usize = memory.data(48, 16);
const C2: usize = memory.data(48, 16);
const NEGATIVE: usize = memory.data(48, 16);
const WIDE: usize = memory.data(64, 16);
