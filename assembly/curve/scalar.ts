// Numbers modulo the order n of a curve's base point: a few multiplications for each signature, so this is written for size.
// A multiplication is a step of Montgomery's, which divides by R = 2^261. Every result is in [0, n).
import { invertModulo } from './inverse';
import { BITS, combine, compare, copy, limb, LIMBS, MASK, NUMBER, setLimb } from './limbs';

@inline export function orderOf<C>(): usize { return changetype<C>(0).order(); }

/** o = a * b / R mod n; a and b not negative and below 2^256. */
export function montgomeryScalar<C>(o: usize, a: usize, b: usize): void {
  const n = orderOf<C>();
  const factor = changetype<C>(0).orderFactor();
  let t: i64 = 0;
  for (let k = 0; k < LIMBS; k++) {
    for (let i = 0; i < k; i++) t += limb(a, i) * limb(b, k - i) + limb(M, i) * limb(n, k - i);
    t += limb(a, k) * limb(b, 0);
    const m = (t * factor) & MASK;
    setLimb(M, k, m);
    t = (t + m * limb(n, 0)) >> BITS;
  }
  for (let k = LIMBS; k < 2 * LIMBS - 1; k++) {
    for (let i = k - LIMBS + 1; i < LIMBS; i++) t += limb(a, i) * limb(b, k - i) + limb(M, i) * limb(n, k - i);
    setLimb(SUM, k - LIMBS, t & MASK);
    t >>= BITS;
  }
  setLimb(SUM, LIMBS - 1, t);
  copy(o, SUM);
  reduceScalar<C>(o);
}

/** o in [0, n), for an o below a few n. */
export function reduceScalar<C>(o: usize): void {
  const n = orderOf<C>();
  while (compare(o, n) >= 0) combine(o, 1, o, -1, n, 0, n);
}

/** o = a + b mod n, for a and b in [0, n). */
export function addScalar<C>(o: usize, a: usize, b: usize): void {
  const n = orderOf<C>();
  combine(o, 1, a, 1, b, 0, n);
  reduceScalar<C>(o);
}

/** o = a - b mod n, for a in [0, n) and b in [0, 2n). */
export function subtractScalar<C>(o: usize, a: usize, b: usize): void {
  const n = orderOf<C>();
  combine(o, 1, a, -1, b, 2, n);
  reduceScalar<C>(o);
}

/** Whether a is in [1, n - 1]. */
export function isScalar<C>(a: usize): bool {
  return compare(a, orderOf<C>()) < 0 && compare(a, ZERO) > 0;
}

/**
 * Replaces `count` numbers that are not zero, `stride` bytes apart, by R / number mod n, so that one `montgomeryScalar` divides
 * by them. One inversion; `products` has room for as many. The R that a step divides by is in the product before and after it.
 */
export function invertScalars<C>(first: usize, stride: usize, count: i32, products: usize): void {
  if (count == 0) return;
  copy(products, first);
  for (let i: usize = 1; i < <usize>count; i++)
    montgomeryScalar<C>(products + NUMBER * i, products + NUMBER * (i - 1), first + stride * i);
  invertModulo(INVERSE, products + NUMBER * (count - 1), orderOf<C>());
  montgomeryScalar<C>(INVERSE, INVERSE, orderOf<C>() + NUMBER);
  for (let i: usize = count - 1; i > 0; i--) {
    const own = first + stride * i;
    montgomeryScalar<C>(PRODUCT, INVERSE, products + NUMBER * (i - 1));
    montgomeryScalar<C>(INVERSE, INVERSE, own);
    copy(own, PRODUCT);
  }
  copy(first, INVERSE);
}

const ZERO: usize = memory.data(48, 16);
const M: usize = memory.data(48, 16);
const SUM: usize = memory.data(48, 16);
const INVERSE: usize = memory.data(48, 16);
const PRODUCT: usize = memory.data(48, 16);
