// Sums of many affine points, for many signatures at once: pairs are added, then pairs of those sums, and so on, and all
// additions of a round share one inversion. That makes an addition 5 multiplications and a squaring, where Jacobian coordinates
// need 8 and 3; a signature under a key with a table is 85 points, seven rounds.
//
// Exceptions. Two points with the same x, equal or opposite, have no such sum; then the product of a round is zero, which is seen
// before it is inverted. The list that such a pair is in is given up (docs/decisions/015-curve-core.md).
import { windowsOf } from './digits';
import { copySigned, invert, isZeroElement, multiply } from './field';
import { bitsAt, combine, copy, NUMBER, subtract } from './limbs';
import { addBySlope, AFFINE } from './weierstrass';

/** Lists in a group, and points in a list. */
export const LISTS: i32 = 64;
const POINTS: i32 = 88;

const POINT_LISTS: usize = memory.data(64 * 88 * 72, 16);
const COUNTS: usize = memory.data(4 * 64, 16);
const GIVEN_UP: usize = memory.data(64, 16);
/** x2 - x1 of the pairs of a round, and the products of all up to each. */
const DIFFERENCES: usize = memory.data(64 * 44 * 36, 16);
const PRODUCTS: usize = memory.data(64 * 44 * 36, 16);

@inline function pointAt(list: i32, i: i32): usize {
  return POINT_LISTS + AFFINE * <usize>(POINTS * list + i);
}
@inline function countOf(list: i32): i32 {
  return load<i32>(COUNTS + (<usize>list << 2));
}
@inline function setCount(list: i32, count: i32): void {
  store<i32>(COUNTS + (<usize>list << 2), count);
}

/** How many points a list has left: 1 after `sumLists`, or 0 for an empty one. */
export function isListEmpty(list: i32): bool {
  return countOf(list) == 0;
}

export function isGivenUp(list: i32): bool {
  return load<u8>(GIVEN_UP + <usize>list) != 0;
}

/** The sum of a list, affine. */
export function sumOf(list: i32): usize {
  return pointAt(list, 0);
}

export function clearList(list: i32): void {
  setCount(list, 0);
  store<u8>(GIVEN_UP + <usize>list, 0);
}

/** Appends the entries of a table (`buildTable`) that add up to a scalar's multiple of its point. */
export function gather(list: i32, table: usize, words: usize, bits: i32): void {
  const half = 1 << (bits - 1);
  let count = countOf(list), carry = 0;
  for (let window = 0; window < windowsOf(bits); window++) {
    const raw = <i32>bitsAt(words, window * bits, bits) + carry;
    carry = raw > half ? 1 : 0; // digits are in (-half, half], and the last window never carries
    const digit = raw - (carry << bits);
    if (digit == 0) continue;
    const entry = table + AFFINE * <usize>(half * window + abs(digit) - 1), point = pointAt(list, count++);
    copy(point, entry);
    copySigned(point + NUMBER, entry + NUMBER, digit < 0);
  }
  setCount(list, count);
}

/** Adds up all lists below `lists`. */
export function sumLists<C>(lists: i32): void {
  for (let stride = 1; ; stride <<= 1) {
    let pairs = multiplyDifferences<C>(lists, stride);
    if (pairs > 0 && isZeroElement<C>(productOf(pairs))) {
      giveUp<C>(lists, stride);
      pairs = multiplyDifferences<C>(lists, stride);
    }
    if (pairs == 0) break;
    invert<C>(INVERSE, productOf(pairs));
    addPairs<C>(lists, stride, pairs);
  }
  for (let list = 0; list < lists; list++) setCount(list, min(countOf(list), 1));
}

/** The product of all differences of a round. */
@inline function productOf(pairs: i32): usize {
  return PRODUCTS + NUMBER * <usize>(pairs - 1);
}

/** The differences of the pairs of a round, and their products. How many pairs there are. */
function multiplyDifferences<C>(lists: i32, stride: i32): i32 {
  let at: usize = 0;
  let pairs = 0;
  for (let list = 0; list < lists; list++) {
    const count = countOf(list);
    for (let i = 0; i + stride < count; i += 2 * stride) {
      subtract(DIFFERENCES + at, pointAt(list, i + stride), pointAt(list, i));
      if (pairs == 0) combine(PRODUCTS, 1, DIFFERENCES, 0, DIFFERENCES, 0, DIFFERENCES);
      else multiply<C>(PRODUCTS + at, PRODUCTS + at - NUMBER, DIFFERENCES + at);
      at += NUMBER;
      pairs++;
    }
  }
  return pairs;
}

/** Empties the lists in which a pair of this round has no sum. */
function giveUp<C>(lists: i32, stride: i32): void {
  let at: usize = 0;
  for (let list = 0; list < lists; list++) {
    const count = countOf(list);
    for (let i = 0; i + stride < count; i += 2 * stride) {
      if (isZeroElement<C>(DIFFERENCES + at)) {
        setCount(list, 0);
        store<u8>(GIVEN_UP + <usize>list, 1);
      }
      at += NUMBER;
    }
  }
}

/** Puts the sums of the pairs of a round in the places of the first of each, from the last pair to the first. */
function addPairs<C>(lists: i32, stride: i32, pairs: i32): void {
  let at = NUMBER * <usize>(pairs - 1);
  for (let list = lists - 1; list >= 0; list--) {
    const count = countOf(list);
    if (count <= stride) continue;
    const last = (count - stride - 1) / (2 * stride) * (2 * stride);
    for (let i = last; i >= 0; i -= 2 * stride) {
      if (at == 0) copy(SLOPE, INVERSE);
      else {
        multiply<C>(SLOPE, INVERSE, PRODUCTS + at - NUMBER);
        multiply<C>(INVERSE, INVERSE, DIFFERENCES + at);
      }
      addPair<C>(pointAt(list, i), pointAt(list, i + stride), SLOPE);
      at -= NUMBER;
    }
  }
}

/** p += q, by 1 / (q.x - p.x). */
@inline function addPair<C>(p: usize, q: usize, inverse: usize): void {
  subtract(M, q + NUMBER, p + NUMBER);
  multiply<C>(M, M, inverse);
  addBySlope<C>(p, p, q, M);
}

const INVERSE: usize = memory.data(48, 16);
const SLOPE: usize = memory.data(48, 16);
const M: usize = memory.data(48, 16);
