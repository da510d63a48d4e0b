// Ed25519's curve in two forms: -x^2 + y^2 = 1 + d x^2 y^2, whose formulas have no exceptions, and y^2 = x^3 + ax + b, on which
// tables lie, since sums of affine points (`tree.ts`) are cheaper there. Between them stands Curve25519, v^2 = u^3 + Au^2 + u
// (RFC 7748, 4.1): u = (1 + y) / (1 - y), v = cu / x with c^2 = -486664, back x = cu / v, y = (u - 1) / (u + 1), and u + A / 3 is
// the other form's x, v its y. The map keeps sums, whichever root c is.
import { ED25519_WEIERSTRASS } from './constants';
import { Ed25519 } from './curves';
import { invert, multiply, oneOf } from './field';
import { add, combine, copy, NUMBER, subtract } from './limbs';

const C = ED25519_WEIERSTRASS;
const THIRD = ED25519_WEIERSTRASS + NUMBER;

/** The affine point (x, y) in the other form. Of the points with x = 0 or y = 1 it makes (A / 3, 0), whose double is infinity. */
export function toWeierstrass(o: usize, point: usize): void {
  const one = oneOf<Ed25519>(), y = point + NUMBER;
  combine(U, 1, one, 1, y, 0, y);
  combine(V, 1, one, -1, y, 0, y);
  multiply<Ed25519>(T, V, point);
  invert<Ed25519>(T, T); // 1 / (x (1 - y))
  multiply<Ed25519>(U, U, T);
  multiply<Ed25519>(T, U, C); // c (1 + y) / (x (1 - y)) = cu / x
  multiply<Ed25519>(U, U, point); // (1 + y) / (1 - y) = u
  combine(o, 1, U, 1, THIRD, 0, U);
  copy(o + NUMBER, T);
}

/** q = the affine point in extended coordinates: Z = v (u + 1), and 0 for the points of order 2 and 4 with no image here. */
export function fromWeierstrass(q: usize, point: usize): void {
  const v = point + NUMBER, one = oneOf<Ed25519>();
  combine(U, 1, point, -1, THIRD, 0, point);
  add(PLUS, U, one);
  subtract(MINUS, U, one);
  multiply<Ed25519>(T, U, C);
  multiply<Ed25519>(q, T, PLUS);
  multiply<Ed25519>(q + NUMBER, v, MINUS);
  multiply<Ed25519>(q + 2 * NUMBER, v, PLUS);
  multiply<Ed25519>(q + 3 * NUMBER, T, MINUS);
}

const U: usize = memory.data(48, 16);
const V: usize = memory.data(48, 16);
const T: usize = memory.data(48, 16);
const PLUS: usize = memory.data(48, 16);
const MINUS: usize = memory.data(48, 16);
