// Multiples of a key that is seen for the first time: its odd multiples up to 15, and the scalar in non-adjacent form. On
// secp256k1 the scalar is split in two halves (Gallant, Lambert, Vanstone), which share the doublings.
import { nonAdjacentForm } from './digits';
import { multiply, square } from './field';
import { SECP256K1_BETA } from './constants';
import { Secp256k1 } from './curves';
import { copy, NUMBER } from './limbs';
import { isHalfNegative, splitScalar } from './split';
import { addAffine, addEntry, AFFINE, double, setAffine, storeApart } from './weierstrass';

const WIDTH: i32 = 5;
/** 1, 3, ... 15 times the key. */
export const ODD_MULTIPLES: usize = 8;

/** The odd multiples of an affine point, their Z apart (`normalize` brings those of a whole batch to 1). */
export function oddMultiples<C>(multiples: usize, zs: usize, point: usize): void {
  setAffine<C>(TWICE, point, point + NUMBER);
  double<C>(TWICE);
  const z = TWICE + 2 * NUMBER;
  // On the isomorphic curve where twice the point has Z = 1 the others are sums with an affine point; sums use neither a nor b.
  square<C>(T, z);
  multiply<C>(Q, point, T);
  multiply<C>(T, T, z);
  multiply<C>(Q + NUMBER, point + NUMBER, T);
  setAffine<C>(Q, Q, Q + NUMBER);
  for (let i: usize = 0; i < ODD_MULTIPLES; i++) {
    if (i > 0) addAffine<C>(Q, TWICE, TWICE + NUMBER);
    storeApart(multiples + AFFINE * i, zs + NUMBER * i, Q);
    multiply<C>(zs + NUMBER * i, zs + NUMBER * i, z);
  }
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

const TWICE: usize = memory.data(112, 16);
const Q: usize = memory.data(112, 16);
const T: usize = memory.data(48, 16);
const FORM_1: usize = memory.data(272, 16);
const FORM_2: usize = memory.data(272, 16);
const HALF_1: usize = memory.data(48, 16);
const HALF_2: usize = memory.data(48, 16);
const TURNED: usize = memory.data(576, 16);
