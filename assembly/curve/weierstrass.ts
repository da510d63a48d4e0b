// Points of y^2 = x^3 + ax + b, in Jacobian coordinates (x = X / Z^2, y = Y / Z^3).
//
// Exceptions. Adding is not complete: for two equal or opposite points H is zero, so Z becomes 0, and every formula here keeps a
// Z of 0. A sum that met an exception anywhere therefore ends with Z = 0 modulo p, as the point at infinity does, and no other
// sum does: whoever gets Z = 0 must have the claim checked in another way (docs/decisions/015-curve-core.md).
import { windowsOf } from './digits';
import { copySigned, invertAll, isZeroElement, multiply, oneOf, primeOf, square } from './field';
import { add, combine, copy, halve, limb, NUMBER, subtract, subtractTwo } from './limbs';

/** Bytes of an affine point, x and y, as tables hold them, and of a Jacobian one. */
export const AFFINE: usize = 2 * NUMBER;
export const POINT: usize = 3 * NUMBER;

/** Window of the tables of a key that comes back, and of the base point: 43 rows of 32 points, 29 rows of 256. */
export const KEY_BITS: i32 = 6;
export const BASE_BITS: i32 = 9;

/** L = (3X^2 + aZ^4) / 2. */
@inline function halfSlope<C>(X: usize, Z: usize): void {
  const curve = changetype<C>(0), p = primeOf<C>();
  if (curve.isMinus3()) {
    square<C>(A, Z);
    subtract(B, X, A);
    add(A, X, A);
    multiply<C>(A, A, B); // loose by small: (X + Z^2)(X - Z^2)
  } else square<C>(A, X);
  if (curve.a()) {
    square<C>(B, Z);
    square<C>(B, B);
    multiply<C>(B, B, curve.a());
    combine(L, 3, A, 1, B, (limb(A, 0) + limb(B, 0)) & 1, p);
  } else combine(L, 3, A, 0, A, limb(A, 0) & 1, p);
  halve(L, L);
}

/** q = 2q, by 4 multiplications (3 for a = 0) and 4 squarings. Everything is halved, so that no multiples stand in the formulas. */
export function double<C>(q: usize): void {
  const X = q, Y = q + NUMBER, Z = q + 2 * NUMBER;
  halfSlope<C>(X, Z);
  square<C>(S, Y);
  multiply<C>(Z, Y, Z);
  multiply<C>(U, X, S);
  square<C>(A, L);
  combine(X, 1, A, -2, U, 0, U); // X' = L^2 - 2U
  subtract(B, X, U);
  multiply<C>(A, L, B);
  square<C>(B, S);
  combine(Y, -1, A, -1, B, 0, B); // Y' = L (U - X') - S^2
}

/** q += (x, y), an affine point, by 8 multiplications and 3 squarings. y may be the negative of a tight number. */
export function addAffine<C>(q: usize, x: usize, y: usize): void {
  const X = q, Y = q + NUMBER, Z = q + 2 * NUMBER;
  square<C>(A, Z);
  multiply<C>(B, x, A);
  subtract(H, B, X);
  multiply<C>(A, Z, A);
  multiply<C>(R, A, y);
  subtract(R, R, Y);
  multiply<C>(Z, Z, H);
  square<C>(A, H);
  multiply<C>(U, X, A);
  multiply<C>(B, H, A);
  square<C>(A, R);
  combine(X, 1, A, -1, B, -2, U); // X' = R^2 - H^3 - 2 X H^2
  subtract(U, U, X);
  multiply<C>(A, R, U);
  multiply<C>(U, Y, B);
  combine(Y, 1, A, -1, U, 0, U); // Y' = R (X H^2 - X') - Y H^3
}

/**
 * The line through two affine points, or the tangent where they stand at the same place: its rise and its run, of which the
 * quotient is the slope. Of points whose sum is infinity the run is zero; whoever divides must see to that.
 */
@inline export function rise<C>(o: usize, p: usize, q: usize): void {
  if (p == q) {
    halfSlope<C>(p, oneOf<C>());
    copy(o, L);
  } else subtract(o, q + NUMBER, p + NUMBER);
}
@inline export function run(o: usize, p: usize, q: usize): void {
  if (p == q) copy(o, p + NUMBER);
  else subtract(o, q, p);
}

/** o = p + q, affine, by the slope m: x = m^2 - p.x - q.x, y = m (p.x - x) - p.y. o may be p or q; m is consumed. */
@inline export function addBySlope<C>(o: usize, p: usize, q: usize, m: usize): void {
  const topBits = changetype<C>(0).topBits();
  square<C>(A, m);
  subtractTwo(B, A, p, q, primeOf<C>(), topBits);
  subtract(A, p, B);
  multiply<C>(m, m, A);
  subtractTwo(o + NUMBER, m, p + NUMBER, ZERO, primeOf<C>(), topBits);
  copy(o, B);
}

/** q = (x, y). */
export function setAffine<C>(q: usize, x: usize, y: usize): void {
  copy(q, x);
  copy(q + NUMBER, y);
  copy(q + 2 * NUMBER, oneOf<C>());
}

/** q += entry, or -entry; an empty q becomes it. */
@inline export function addEntry<C>(q: usize, entry: usize, isNegative: bool, isEmpty: bool): void {
  copySigned(SIGNED, entry + NUMBER, isNegative);
  if (isEmpty) {
    setAffine<C>(q, entry, SIGNED);
    combine(q + NUMBER, 1, SIGNED, 0, SIGNED, 0, SIGNED); // tight
  } else addAffine<C>(q, entry, SIGNED);
}

/** Brings points to Z = 1 by one inversion. Their Z stand apart; all are consumed. */
export function normalize<C>(points: usize, stride: usize, zs: usize, zStride: usize, count: i32, products: usize): void {
  invertAll<C>(zs, zStride, count, products);
  for (let i: usize = 0; i < <usize>count; i++) scale<C>(points + stride * i, zs + zStride * i);
}

/** The affine point of X and Y, by the inverse of Z. */
export function scale<C>(point: usize, inverse: usize): void {
  square<C>(A, inverse);
  multiply<C>(point, point, A);
  multiply<C>(A, A, inverse);
  multiply<C>(point + NUMBER, point + NUMBER, A);
}

/** Stores q as a point whose Z stands apart. */
@inline export function storeApart(point: usize, z: usize, q: usize): void {
  copy(point, q);
  copy(point + NUMBER, q + NUMBER);
  copy(z, q + 2 * NUMBER);
}

/** Bytes of a table, and of what is needed while it is built. */
export function tableBytes(bits: i32): usize {
  return AFFINE * (windowsOf(bits) << (bits - 1));
}

/**
 * The table of an affine point P: row after row, row i holds j * 2^(bits * i) * P for j = 1 to 2^(bits - 1). `scratch` has
 * room for as many bytes as the table. False, and no table, where P is of small order, which only Ed25519 has: doubling leads to
 * infinity then. All others have orders so large that no sum in here meets an exception.
 */
export function buildTable<C>(table: usize, point: usize, bits: i32, scratch: usize): bool {
  const half: usize = 1 << (bits - 1), rows = windowsOf(bits);
  const products = scratch + NUMBER * half * rows;
  setAffine<C>(P, point, point + NUMBER);
  for (let row: usize = 0; row < <usize>rows; row++) {
    storeApart(table + AFFINE * half * row, scratch + NUMBER * half * row, P);
    for (let i = 0; i < bits; i++) double<C>(P);
  }
  if (isZeroElement<C>(P + 2 * NUMBER)) return false;
  normalize<C>(table, AFFINE * half, scratch, NUMBER * half, rows, products);
  for (let row: usize = 0; row < <usize>rows; row++) fillRow<C>(table + AFFINE * half * row, scratch + NUMBER * half * row, half);
  normalize<C>(table, AFFINE, scratch, NUMBER, rows << (bits - 1), products);
  return true;
}

/** The multiples of a row's first point, their Z apart. */
function fillRow<C>(row: usize, zs: usize, half: usize): void {
  setAffine<C>(P, row, row + NUMBER);
  copy(zs, oneOf<C>());
  for (let j: usize = 1; j < half; j++) {
    if (j == 1) double<C>(P);
    else addAffine<C>(P, row, row + NUMBER);
    storeApart(row + AFFINE * j, zs + NUMBER * j, P);
  }
}

const A: usize = memory.data(48, 16);
const B: usize = memory.data(48, 16);
const H: usize = memory.data(48, 16);
const L: usize = memory.data(48, 16);
const R: usize = memory.data(48, 16);
const S: usize = memory.data(48, 16);
const U: usize = memory.data(48, 16);
const ZERO: usize = memory.data(48, 16);
const SIGNED: usize = memory.data(48, 16);
const P: usize = memory.data(112, 16);
