// Points of -x^2 + y^2 = 1 + d x^2 y^2 (Ed25519) in extended coordinates: x = X / Z, y = Y / Z, T = XY / Z (Hisil, Wong, Carter,
// Dawson 2008). These formulas are complete on this curve: no exceptions, and Z is never 0, for points of any order.
import { ED25519_CURVE } from './constants';
import { Ed25519 } from './curves';
import { nonAdjacentForm } from './digits';
import { multiply, oneOf, square } from './field';
import { add, combine, copy, NUMBER, setZero, subtract } from './limbs';

const TWO_D = ED25519_CURVE + NUMBER;
/** Bytes of a point, and of an entry: Y + X, Y - X, 2dT, 2Z. */
const EXTENDED: usize = 4 * NUMBER;
const WIDTH: i32 = 5;
const ODD_MULTIPLES: usize = 8;

/** q = 2q by 4 multiplications and 4 squarings. */
function doubleExtended(q: usize): void {
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

/** q += entry, or -entry, by 8 multiplications. */
function addEntry(q: usize, entry: usize, isNegative: bool): void {
  const X = q, Y = q + NUMBER, Z = q + 2 * NUMBER, T = q + 3 * NUMBER;
  const sum = isNegative ? entry + NUMBER : entry, difference = isNegative ? entry : entry + NUMBER;
  subtract(A, Y, X);
  multiply<Ed25519>(A, A, difference);
  add(B, Y, X);
  multiply<Ed25519>(B, B, sum);
  multiply<Ed25519>(C, T, entry + 2 * NUMBER);
  multiply<Ed25519>(D, Z, entry + 3 * NUMBER);
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
function setExtended(q: usize, point: usize): void {
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

/** A point as an entry. */
function makeEntry(entry: usize, q: usize): void {
  combine(entry, 1, q + NUMBER, 1, q, 0, q);
  combine(entry + NUMBER, 1, q + NUMBER, -1, q, 0, q);
  multiply<Ed25519>(entry + 2 * NUMBER, q + 3 * NUMBER, TWO_D);
  combine(entry + 3 * NUMBER, 2, q + 2 * NUMBER, 0, q, 0, q);
}

/** q += p. */
export function addPoints(q: usize, p: usize): void {
  makeEntry(ENTRY, p);
  addEntry(q, ENTRY, false);
}

/** q = scalar * an affine point. */
export function multiplyNewEdwards(q: usize, point: usize, words: usize): void {
  setExtended(P, point);
  makeEntry(MULTIPLES, P);
  doubleExtended(P);
  makeEntry(TWICE, P);
  setExtended(P, point);
  for (let i: usize = 1; i < ODD_MULTIPLES; i++) {
    addEntry(P, TWICE, false);
    makeEntry(MULTIPLES + EXTENDED * i, P);
  }
  setNeutral(q);
  for (let i = nonAdjacentForm(FORM, words, WIDTH) - 1; i >= 0; i--) {
    doubleExtended(q);
    const digit = <i32>load<i8>(FORM + i);
    if (digit != 0) addEntry(q, MULTIPLES + EXTENDED * (<usize>abs(digit) >> 1), digit < 0);
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
const ENTRY: usize = memory.data(144, 16);
const TWICE: usize = memory.data(144, 16);
const MULTIPLES: usize = memory.data(8 * 144, 16);
const FORM: usize = memory.data(272, 16);
