// Points of -x^2 + y^2 = 1 + d x^2 y^2 (Ed25519) in extended coordinates: x = X / Z, y = Y / Z, T = XY / Z (Hisil, Wong, Carter,
// Dawson 2008). These formulas are complete on this curve: no exceptions, and Z is never 0, for points of any order.
import { ED25519_CURVE } from './constants';
import { Ed25519 } from './curves';
import { nonAdjacentForm, windowsOf } from './digits';
import { invertAll, multiply, oneOf, square } from './field';
import { add, bitsAt, combine, copy, NUMBER, setZero, subtract } from './limbs';

const TWO_D = ED25519_CURVE + NUMBER;
/** Bytes of a point, and of an entry of a table: y + x, y - x, 2dxy. With Z apart an entry has 2Z as a fourth number. */
export const EXTENDED: usize = 4 * NUMBER;
export const ENTRY: usize = 3 * NUMBER;
const WIDTH: i32 = 5;
const ODD_MULTIPLES: usize = 8;

/** q = 2q by 4 multiplications and 4 squarings. */
export function doubleExtended(q: usize): void {
  const X = q, Y = q + NUMBER, Z = q + 2 * NUMBER, T = q + 3 * NUMBER;
  square<Ed25519>(A, X);
  square<Ed25519>(B, Y);
  square<Ed25519>(C, Z);
  combine(E, 1, X, 1, Y, 0, X);
  square<Ed25519>(E, E);
  add(H, A, B);
  combine(E, 1, A, 1, B, -1, E); // H - (X + Y)^2
  subtract(G, A, B);
  combine(F, 2, C, 1, A, -1, B); // 2Z^2 + G
  finish(X, Y, Z, T);
}

/** q += entry, or -entry, by 7 multiplications, 8 where the entry's Z is not 1. */
export function addExtended(q: usize, entry: usize, isNegative: bool, hasZ: bool): void {
  const X = q, Y = q + NUMBER, Z = q + 2 * NUMBER, T = q + 3 * NUMBER;
  const sum = isNegative ? entry + NUMBER : entry, difference = isNegative ? entry : entry + NUMBER;
  subtract(A, Y, X);
  multiply<Ed25519>(A, A, difference);
  add(B, Y, X);
  multiply<Ed25519>(B, B, sum);
  multiply<Ed25519>(C, T, entry + 2 * NUMBER);
  if (hasZ) multiply<Ed25519>(D, Z, entry + 3 * NUMBER);
  else add(D, Z, Z);
  const sign = isNegative ? -1 : 1;
  subtract(E, B, A);
  add(H, B, A);
  combine(F, 1, D, -sign, C, 0, D);
  combine(G, 1, D, sign, C, 0, D);
  finish(X, Y, Z, T);
}

/** X = EF, Y = GH, T = EH, Z = FG: F tight, and of E and H, and of G and H, one loose at most. */
@inline function finish(X: usize, Y: usize, Z: usize, T: usize): void {
  multiply<Ed25519>(X, F, E);
  multiply<Ed25519>(Y, G, H);
  multiply<Ed25519>(T, E, H);
  multiply<Ed25519>(Z, F, G);
}

/** q = the affine point (x, y). */
export function setExtended(q: usize, point: usize): void {
  copy(q, point);
  copy(q + NUMBER, point + NUMBER);
  copy(q + 2 * NUMBER, oneOf<Ed25519>());
  multiply<Ed25519>(q + 3 * NUMBER, point, point + NUMBER);
}

/** q = the neutral point (0, 1). */
export function setNeutral(q: usize): void {
  setZero(q);
  copy(q + NUMBER, oneOf<Ed25519>());
  copy(q + 2 * NUMBER, oneOf<Ed25519>());
  setZero(q + 3 * NUMBER);
}

/** X and Y at the head of an entry, and the inverse of Z, as an entry. */
function makeEntry(entry: usize, inverse: usize): void {
  multiply<Ed25519>(A, entry, inverse);
  multiply<Ed25519>(B, entry + NUMBER, inverse);
  combine(entry, 1, B, 1, A, 0, A);
  combine(entry + NUMBER, 1, B, -1, A, 0, A);
  multiply<Ed25519>(A, A, B);
  multiply<Ed25519>(entry + 2 * NUMBER, A, TWO_D);
}

/** A point as an entry with its Z. */
function makeEntryWithZ(entry: usize, q: usize): void {
  combine(entry, 1, q + NUMBER, 1, q, 0, q);
  combine(entry + NUMBER, 1, q + NUMBER, -1, q, 0, q);
  multiply<Ed25519>(entry + 2 * NUMBER, q + 3 * NUMBER, TWO_D);
  combine(entry + 3 * NUMBER, 2, q + 2 * NUMBER, 0, q, 0, q);
}

/** Bytes of a table. */
export function edwardsTableBytes(bits: i32): usize {
  return ENTRY * (windowsOf(bits) << (bits - 1));
}

/** The table of an affine point, laid out as `buildTable` of `weierstrass.ts` does; `scratch` likewise. */
export function buildEdwardsTable(table: usize, point: usize, bits: i32, scratch: usize): void {
  const half: usize = 1 << (bits - 1), rows: usize = windowsOf(bits);
  const products = scratch + NUMBER * half * rows;
  setExtended(P, point);
  for (let row: usize = 0; row < rows; row++) {
    storeApart(table + ENTRY * half * row, scratch + NUMBER * half * row, P);
    for (let i = 0; i < bits; i++) doubleExtended(P);
  }
  normalizeEntries(table, ENTRY * half, scratch, NUMBER * half, rows, products);
  for (let row: usize = 0; row < rows; row++) fillRow(table + ENTRY * half * row, scratch + NUMBER * half * row, half);
  // The first of each row is an entry already.
  for (let row: usize = 0; row < rows; row++)
    normalizeEntries(table + ENTRY * (half * row + 1), ENTRY, scratch + NUMBER * (half * row + 1), NUMBER, half - 1, products);
}

function fillRow(row: usize, zs: usize, half: usize): void {
  setNeutral(P);
  addExtended(P, row, false, false);
  for (let j: usize = 1; j < half; j++) {
    addExtended(P, row, false, false);
    storeApart(row + ENTRY * j, zs + NUMBER * j, P);
  }
}

@inline function storeApart(entry: usize, z: usize, q: usize): void {
  copy(entry, q);
  copy(entry + NUMBER, q + NUMBER);
  copy(z, q + 2 * NUMBER);
}

function normalizeEntries(first: usize, stride: usize, zs: usize, zStride: usize, count: usize, products: usize): void {
  invertAll<Ed25519>(zs, zStride, <i32>count, products);
  for (let i: usize = 0; i < count; i++) makeEntry(first + stride * i, zs + zStride * i);
}

/** q += scalar * the point of a table. */
export function addByEdwardsTable(q: usize, table: usize, words: usize, bits: i32): void {
  const half: usize = 1 << (bits - 1);
  let carry = 0;
  for (let window = 0; window < windowsOf(bits); window++) {
    const raw = <i32>bitsAt(words, window * bits, bits) + carry;
    carry = raw > <i32>half ? 1 : 0;
    const digit = raw - (carry << bits);
    if (digit != 0) addExtended(q, table + ENTRY * (half * window + abs(digit) - 1), digit < 0, false);
  }
}

/** q = scalar * an affine point that has no table. */
export function multiplyNewEdwards(q: usize, point: usize, words: usize): void {
  setExtended(P, point);
  makeEntryWithZ(MULTIPLES, P);
  doubleExtended(P);
  makeEntryWithZ(TWICE, P);
  setExtended(P, point);
  for (let i: usize = 1; i < ODD_MULTIPLES; i++) {
    addExtended(P, TWICE, false, true);
    makeEntryWithZ(MULTIPLES + EXTENDED * i, P);
  }
  setNeutral(q);
  for (let i = nonAdjacentForm(FORM, words, WIDTH) - 1; i >= 0; i--) {
    doubleExtended(q);
    const digit = <i32>load<i8>(FORM + i);
    if (digit != 0) addExtended(q, MULTIPLES + EXTENDED * (<usize>abs(digit) >> 1), digit < 0, true);
  }
}

const A: usize = memory.data(48, 16);
const B: usize = memory.data(48, 16);
const C: usize = memory.data(48, 16);
const D: usize = memory.data(48, 16);
const E: usize = memory.data(48, 16);
const F: usize = memory.data(48, 16);
const G: usize = memory.data(48, 16);
const H: usize = memory.data(48, 16);
const P: usize = memory.data(144, 16);
const TWICE: usize = memory.data(144, 16);
const MULTIPLES: usize = memory.data(8 * 144, 16);
const FORM: usize = memory.data(272, 16);
