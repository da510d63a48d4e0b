// Field elements of a curve C, over its multiplication.
import { invertModulo } from './inverse';
import { combine, compare, copy, fromBytes, isZero, limb, negate, NUMBER, subtract, toBytes } from './limbs';

@inline export function multiply<C>(o: usize, a: usize, b: usize): void { changetype<C>(0).multiply(o, a, b); }
@inline export function square<C>(o: usize, a: usize): void { changetype<C>(0).square(o, a); }
@inline export function primeOf<C>(): usize { return changetype<C>(0).field(); }
@inline export function oneOf<C>(): usize { return changetype<C>(0).field() + 2 * NUMBER; }

/** Into the form in which elements stand: from any number below 2^256 in size. */
@inline export function enter<C>(o: usize, a: usize): void { multiply<C>(o, a, changetype<C>(0).field() + NUMBER); }

/** o = a in [0, p), for every a whose size is below 8p. */
export function reduce<C>(o: usize, a: usize): void {
  const p = primeOf<C>();
  combine(o, 1, a, 0, p, 0, p);
  // p is a little less than 2^topBits, so what stands above those bits is the quotient, or one less or more.
  const quotient = limb(o, 8) >> changetype<C>(0).topBits();
  combine(o, 1, o, -quotient, p, 0, p);
  while (limb(o, 8) < 0) combine(o, 1, o, 1, p, 0, p);
  while (compare(o, p) >= 0) combine(o, 1, o, -1, p, 0, p);
}

/** The number that an element stands for, in [0, p). */
export function leave<C>(o: usize, a: usize): void {
  multiply<C>(o, a, ONE);
  reduce<C>(o, o);
}

export function isZeroElement<C>(a: usize): bool {
  reduce<C>(REDUCED, a);
  return isZero(REDUCED);
}

export function areEqual<C>(a: usize, b: usize): bool {
  subtract(DIFFERENCE, a, b);
  return isZeroElement<C>(DIFFERENCE);
}

/**
 * o = a ^ e, by an addition chain for e: how many steps, then three bytes for each. A step (from, squarings, by) makes the next
 * power, that of step `from` squared so often and multiplied by that of step `by`, unless it is NO_FACTOR. Step 0 is a itself.
 */
export function powerByChain<C>(o: usize, a: usize, chain: usize): void {
  const steps = <usize>load<u8>(chain);
  copy(POWERS, a);
  for (let i: usize = 0; i < steps; i++) {
    const step = chain + 1 + 3 * i, by = <usize>load<u8>(step, 2), made = POWERS + NUMBER * (i + 1);
    copy(made, POWERS + NUMBER * <usize>load<u8>(step));
    for (let left = load<u8>(step, 1); left > 0; left--) square<C>(made, made);
    if (by != NO_FACTOR) multiply<C>(made, made, POWERS + NUMBER * by);
  }
  copy(o, POWERS + NUMBER * steps);
}

/** o = 1 / a; 0 for 0. */
export function invert<C>(o: usize, a: usize): void {
  reduce<C>(REDUCED, a);
  invertModulo(REDUCED, REDUCED, primeOf<C>());
  // What was inverted is a * R, where elements stand so: one entry leads to 1 / a as a number, the other to the element.
  enter<C>(REDUCED, REDUCED);
  enter<C>(o, REDUCED);
}

/** o = a root of a, where p = 3 mod 4; false where there is none. */
export function squareRoot<C>(o: usize, a: usize): bool {
  powerByChain<C>(ROOT, a, changetype<C>(0).rootChain());
  square<C>(RESULT, ROOT);
  const isRoot = areEqual<C>(RESULT, a);
  copy(o, ROOT);
  return isRoot;
}

/** Inverts `count` elements that are not zero, `stride` bytes apart, by one inversion; `products` has room for as many. */
export function invertAll<C>(first: usize, stride: usize, count: i32, products: usize): void {
  if (count == 0) return;
  copy(products, first);
  for (let i: usize = 1; i < <usize>count; i++)
    multiply<C>(products + NUMBER * i, products + NUMBER * (i - 1), first + stride * i);
  invert<C>(INVERSE, products + NUMBER * (count - 1));
  for (let i: usize = count - 1; i > 0; i--) {
    const element = first + stride * i;
    multiply<C>(RESULT, INVERSE, products + NUMBER * (i - 1));
    multiply<C>(INVERSE, INVERSE, element);
    copy(element, RESULT);
  }
  copy(first, INVERSE);
}

/** Reads 32 bytes; false unless they are below p. */
export function readElement<C>(o: usize, p: usize, isBigEndian: bool): bool {
  fromBytes(o, p, isBigEndian);
  const isBelow = compare(o, primeOf<C>()) < 0;
  enter<C>(o, o);
  return isBelow;
}

export function writeElement<C>(p: usize, a: usize, isBigEndian: bool): void {
  leave<C>(RESULT, a);
  toBytes(p, RESULT, isBigEndian);
}

/** The parity of the number that an element stands for. */
export function isOdd<C>(a: usize): bool {
  leave<C>(RESULT, a);
  return (limb(RESULT, 0) & 1) == 1;
}

/** o = a or -a, of a size of limbs below 2^29 for a tight a. */
@inline export function copySigned(o: usize, a: usize, isNegative: bool): void {
  if (isNegative) negate(o, a);
  else copy(o, a);
}

/** In a chain: this step has no multiplication. */
const NO_FACTOR: usize = 255;
const ONE: usize = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0]);
const POWERS: usize = memory.data(576, 16);
const RESULT: usize = memory.data(48, 16);
const INVERSE: usize = memory.data(48, 16);
const ROOT: usize = memory.data(48, 16);
const REDUCED: usize = memory.data(48, 16);
const DIFFERENCE: usize = memory.data(48, 16);
