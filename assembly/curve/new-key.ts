// Multiples of a key that is seen for the first time: its odd multiples up to 15, and the scalar in non-adjacent form. On
// secp256k1 the scalar is split in two halves (Gallant, Lambert, Vanstone), which share the doublings.
import { nonAdjacentForm } from './digits';
import { invertAll, multiply } from './field';
import { SECP256K1_BETA } from './constants';
import { Secp256k1 } from './curves';
import { copy, NUMBER } from './limbs';
import { PRODUCTS, ZS } from './memory';
import { isHalfNegative, splitScalar } from './split';
import { addBySlope, addEntry, AFFINE, double, rise, run } from './weierstrass';

const WIDTH: i32 = 5;
/** 1, 3, ... 15 times the key. */
const ODD_MULTIPLES: usize = 8;
/**
 * Four rounds: how many sums, then p, q and p + q of each as places. At 0 to 7 stand the odd multiples, at 8 twice and later
 * 8 times the key, at 9 4 times the key.
 */
const ROUNDS: usize = memory.data<u8>([
  1,  0, 0, 8, // 2
  2,  0, 8, 1,  8, 8, 9, // 3, 4
  3,  0, 9, 2,  1, 9, 3,  9, 9, 8, // 5, 7, 8
  4,  0, 8, 4,  1, 8, 5,  2, 8, 6,  3, 8, 7, // 9, 11, 13, 15
  0,
]);

/**
 * The odd multiples of `count` affine points, each round of sums by one inversion. `lists` tells the addresses (u32) of room for
 * ten points each, the first of which is set. The points have orders so large that none of these sums has an exception.
 */
export function oddMultiples<C>(lists: usize, count: i32): void {
  for (let sums = ROUNDS; load<u8>(sums) > 0; sums += 1 + 3 * <usize>load<u8>(sums))
    addRound<C>(lists, count, sums + 1, load<u8>(sums));
}

function addRound<C>(lists: usize, count: i32, sums: usize, ofEach: usize): void {
  const all = ofEach * <usize>count;
  for (let i: usize = 0; i < all; i++) {
    const list = load<u32>(lists + (i / ofEach << 2)), sum = sums + 3 * (i % ofEach);
    run(ZS + NUMBER * i, placeIn(list, sum), placeIn(list, sum + 1));
  }
  invertAll<C>(ZS, NUMBER, <i32>all, PRODUCTS);
  for (let i: usize = 0; i < all; i++) {
    const list = load<u32>(lists + (i / ofEach << 2)), sum = sums + 3 * (i % ofEach);
    const p = placeIn(list, sum), q = placeIn(list, sum + 1);
    rise<C>(T, p, q);
    multiply<C>(T, T, ZS + NUMBER * i);
    addBySlope<C>(placeIn(list, sum + 2), p, q, T);
  }
}

@inline function placeIn(list: usize, at: usize): usize {
  return list + AFFINE * <usize>load<u8>(at);
}

/** q = scalar * point, out of the point's odd multiples with Z = 1. Whether q is empty, which it is for 0. */
export function multiplyNew<C>(q: usize, multiples: usize, words: usize): bool {
  const length = nonAdjacentForm(FORM_1, words, WIDTH);
  let isEmpty = true;
  for (let i = length - 1; i >= 0; i--) {
    if (!isEmpty) double<C>(q);
    isEmpty = addDigit<C>(q, multiples, <i32>load<i8>(FORM_1 + i), isEmpty);
  }
  return isEmpty;
}

/** The same on secp256k1 by two halves of 129 bits at most. */
export function multiplyNewSplit(q: usize, multiples: usize, words: usize): bool {
  splitScalar(HALF_1, HALF_2, words);
  const length = max(nonAdjacentForm(FORM_1, HALF_1, WIDTH), nonAdjacentForm(FORM_2, HALF_2, WIDTH));
  for (let i: usize = 0; i < ODD_MULTIPLES; i++) {
    multiply<Secp256k1>(TURNED + AFFINE * i, multiples + AFFINE * i, SECP256K1_BETA);
    copy(TURNED + AFFINE * i + NUMBER, multiples + AFFINE * i + NUMBER);
  }
  const sign1 = isHalfNegative(HALF_1) ? -1 : 1, sign2 = isHalfNegative(HALF_2) ? -1 : 1;
  let isEmpty = true;
  for (let i = length - 1; i >= 0; i--) {
    if (!isEmpty) double<Secp256k1>(q);
    isEmpty = addDigit<Secp256k1>(q, multiples, sign1 * <i32>load<i8>(FORM_1 + i), isEmpty);
    isEmpty = addDigit<Secp256k1>(q, TURNED, sign2 * <i32>load<i8>(FORM_2 + i), isEmpty);
  }
  return isEmpty;
}

@inline function addDigit<C>(q: usize, multiples: usize, digit: i32, isEmpty: bool): bool {
  if (digit == 0) return isEmpty;
  addEntry<C>(q, multiples + AFFINE * (<usize>abs(digit) >> 1), digit < 0, isEmpty);
  return false;
}

const T: usize = memory.data(48, 16);
const FORM_1: usize = memory.data(272, 16);
const FORM_2: usize = memory.data(272, 16);
const HALF_1: usize = memory.data(48, 16);
const HALF_2: usize = memory.data(48, 16);
const TURNED: usize = memory.data(576, 16);
