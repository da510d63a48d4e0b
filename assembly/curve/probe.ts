// What tests put to the inner functions of the curve core: calculations on raw limbs and words, at addresses in SPACE. Compiled to
// build/curve-probe.wasm, which is no part of the app.
import { P256_FIELD, SECP256K1_FIELD, SM2_FIELD } from './constants';
import { Ed25519, P256, Secp256k1, Sm2 } from './curves';
import { nonAdjacentForm as formOf } from './digits';
import * as field from './field';
import * as limbs from './limbs';
import { oddMultiples as multiplesOf } from './new-key';
import * as scalar from './scalar';
import { sha512 as digest } from './sha512';
import { isHalfNegative, splitScalar } from './split';
import { addAffine, double } from './weierstrass';

export const SPACE: usize = memory.data(4096, 16);
/** A message of up to 2048 bytes, and room for its padding. */
export const MESSAGE: usize = memory.data(4096, 16);

export function multiply(curve: i32, o: usize, a: usize, b: usize): void {
  if (curve == 0) field.multiply<Sm2>(o, a, b);
  else if (curve == 1) field.multiply<Secp256k1>(o, a, b);
  else if (curve == 2) field.multiply<P256>(o, a, b);
  else field.multiply<Ed25519>(o, a, b);
}

export function square(curve: i32, o: usize, a: usize): void {
  if (curve == 0) field.square<Sm2>(o, a);
  else if (curve == 1) field.square<Secp256k1>(o, a);
  else if (curve == 2) field.square<P256>(o, a);
  else field.square<Ed25519>(o, a);
}

export function reduce(curve: i32, o: usize, a: usize): void {
  if (curve == 0) field.reduce<Sm2>(o, a);
  else if (curve == 1) field.reduce<Secp256k1>(o, a);
  else if (curve == 2) field.reduce<P256>(o, a);
  else field.reduce<Ed25519>(o, a);
}

export function leave(curve: i32, o: usize, a: usize): void {
  if (curve == 0) field.leave<Sm2>(o, a);
  else if (curve == 1) field.leave<Secp256k1>(o, a);
  else if (curve == 2) field.leave<P256>(o, a);
  else field.leave<Ed25519>(o, a);
}

export function invert(curve: i32, o: usize, a: usize): void {
  if (curve == 0) field.invert<Sm2>(o, a);
  else if (curve == 1) field.invert<Secp256k1>(o, a);
  else if (curve == 2) field.invert<P256>(o, a);
  else field.invert<Ed25519>(o, a);
}

/** Of the curves whose p is 3 mod 4. */
export function squareRoot(curve: i32, o: usize, a: usize): bool {
  if (curve == 0) return field.squareRoot<Sm2>(o, a);
  if (curve == 1) return field.squareRoot<Secp256k1>(o, a);
  return field.squareRoot<P256>(o, a);
}

export function combine(o: usize, u: i64, a: usize, v: i64, b: usize, w: i64, c: usize): void {
  limbs.combine(o, u, a, v, b, w, c);
}

export function halve(o: usize, a: usize): void {
  limbs.halve(o, a);
}

export function subtractTwo(curve: i32, o: usize, a: usize, b: usize, c: usize): void {
  if (curve == 0) limbs.subtractTwo(o, a, b, c, SM2_FIELD, changetype<Sm2>(0).topBits());
  else if (curve == 1) limbs.subtractTwo(o, a, b, c, SECP256K1_FIELD, changetype<Secp256k1>(0).topBits());
  else limbs.subtractTwo(o, a, b, c, P256_FIELD, changetype<P256>(0).topBits());
}

export function montgomeryScalar(curve: i32, o: usize, a: usize, b: usize): void {
  if (curve == 0) scalar.montgomeryScalar<Sm2>(o, a, b);
  else if (curve == 1) scalar.montgomeryScalar<Secp256k1>(o, a, b);
  else if (curve == 2) scalar.montgomeryScalar<P256>(o, a, b);
  else scalar.montgomeryScalar<Ed25519>(o, a, b);
}

/** In place, of the curves with signatures by inverses. */
export function invertScalars(curve: i32, first: usize, count: i32, products: usize): void {
  if (curve == 0) scalar.invertScalars<Sm2>(first, limbs.NUMBER, count, products);
  else if (curve == 1) scalar.invertScalars<Secp256k1>(first, limbs.NUMBER, count, products);
  else scalar.invertScalars<P256>(first, limbs.NUMBER, count, products);
}

/** The halves of a scalar of secp256k1; bit 0 says that the first is negative, bit 1 that the second is. */
export function split(half1: usize, half2: usize, words: usize): i32 {
  splitScalar(half1, half2, words);
  return (isHalfNegative(half1) ? 1 : 0) | (isHalfNegative(half2) ? 2 : 0);
}

export function nonAdjacentForm(out: usize, words: usize, width: i32): i32 {
  return formOf(out, words, width);
}

/** Of the curves y^2 = x^3 + ax + b, on a point of X, Y and Z. */
export function doublePoint(curve: i32, q: usize): void {
  if (curve == 0) double<Sm2>(q);
  else if (curve == 1) double<Secp256k1>(q);
  else double<P256>(q);
}

export function addAffinePoint(curve: i32, q: usize, x: usize, y: usize): void {
  if (curve == 0) addAffine<Sm2>(q, x, y);
  else if (curve == 1) addAffine<Secp256k1>(q, x, y);
  else addAffine<P256>(q, x, y);
}

/** `lists` tells the addresses of room for ten points each, of which the first is set. */
export function oddMultiples(curve: i32, lists: usize, count: i32): void {
  if (curve == 0) multiplesOf<Sm2>(lists, count);
  else if (curve == 1) multiplesOf<Secp256k1>(lists, count);
  else multiplesOf<P256>(lists, count);
}

export function sha512(out: usize, length: i32): void {
  digest(out, MESSAGE, length);
}
