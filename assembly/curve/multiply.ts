// Multiplication modulo the four primes: all products column by column, each column carried into the next, and the reduction
// woven in. One kernel for the primes that are -1 modulo 2^29 (Montgomery's reduction, which costs them no multiplication)
// and one for those that are a little less than a power of two. What makes a prime is its `fold`.
import { BITS, limb, MASK, setLimb } from './limbs';

/**
 * p = -1 + (terms) of which each is a power of two. With R = 2^261, the factor that clears column k is m_k = t mod 2^29 itself,
 * and m_k * p is a few shifts of m_k. Numbers x stand in memory as x * R mod p.
 */
@unmanaged
export abstract class Montgomery {
  /** The terms of p times the factors of the columns 2, 3, 6, 7 and 8 places below. */
  abstract fold(m2: i64, m3: i64, m6: i64, m7: i64, m8: i64): i64;
}

/** 2^261 = low + high * 2^29 modulo p. Numbers stand as they are. */
@unmanaged
export abstract class PseudoMersenne {
  /** low * h + high * below: what the limb at this place of the upper half, and the one below it, give here. */
  abstract fold(h: i64, below: i64): i64;
  /** The same for what stands above the top bits: 2^256 or 2^255 modulo p. */
  abstract foldTop(h: i64, below: i64): i64;
  /** How many bits of the last limb belong to the number. */
  abstract topBits(): i64;
}

/** Folds what stands above the top bits, t * 2^261 and the end of r8, and stores limbs 0 to 3 and 8. */
@inline
function foldTop<F extends PseudoMersenne>(o: usize, above: i64, r0: i64, r1: i64, r2: i64, r3: i64, r8: i64): void {
  const field = changetype<F>(0);
  const top = field.topBits();
  const t = (above << (<i64>BITS - top)) + (r8 >> top);
  const low = t & MASK;
  const high = t >> BITS;
  setLimb(o, 8, r8 & ((<i64>1 << top) - 1));
  let c = r0 + field.foldTop(low, 0);
  setLimb(o, 0, c & MASK);
  c = r1 + field.foldTop(high, low) + (c >> BITS);
  setLimb(o, 1, c & MASK);
  c = r2 + field.foldTop(0, high) + (c >> BITS);
  setLimb(o, 2, c & MASK);
  setLimb(o, 3, r3 + (c >> BITS));
}

/** o = a * b / R mod p, tight: between -|a b| / R and |a b| / R + p, so -1.13p and 2.13p for factors below 6p. One is tight, the other loose. */
export function multiplyMontgomery<F extends Montgomery>(o: usize, a: usize, b: usize): void {
  const field = changetype<F>(0);
  const a0 = limb(a, 0); const a1 = limb(a, 1); const a2 = limb(a, 2);
  const a3 = limb(a, 3); const a4 = limb(a, 4); const a5 = limb(a, 5);
  const a6 = limb(a, 6); const a7 = limb(a, 7); const a8 = limb(a, 8);
  const b0 = limb(b, 0); const b1 = limb(b, 1); const b2 = limb(b, 2);
  const b3 = limb(b, 3); const b4 = limb(b, 4); const b5 = limb(b, 5);
  const b6 = limb(b, 6); const b7 = limb(b, 7); const b8 = limb(b, 8);
  let t = a0 * b0;
  const m0 = t & MASK; t >>= BITS;
  t += a0 * b1 + a1 * b0;
  const m1 = t & MASK; t >>= BITS;
  t += a0 * b2 + a1 * b1 + a2 * b0 + field.fold(m0, 0, 0, 0, 0);
  const m2 = t & MASK; t >>= BITS;
  t += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + field.fold(m1, m0, 0, 0, 0);
  const m3 = t & MASK; t >>= BITS;
  t += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + field.fold(m2, m1, 0, 0, 0);
  const m4 = t & MASK; t >>= BITS;
  t += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + field.fold(m3, m2, 0, 0, 0);
  const m5 = t & MASK; t >>= BITS;
  t += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + field.fold(m4, m3, m0, 0, 0);
  const m6 = t & MASK; t >>= BITS;
  t += a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + field.fold(m5, m4, m1, m0, 0);
  const m7 = t & MASK; t >>= BITS;
  t += a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + field.fold(m6, m5, m2, m1, m0);
  const m8 = t & MASK; t >>= BITS;
  t += a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1 + field.fold(m7, m6, m3, m2, m1);
  setLimb(o, 0, t & MASK); t >>= BITS;
  t += a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2 + field.fold(m8, m7, m4, m3, m2);
  setLimb(o, 1, t & MASK); t >>= BITS;
  t += a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3 + field.fold(0, m8, m5, m4, m3);
  setLimb(o, 2, t & MASK); t >>= BITS;
  t += a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4 + field.fold(0, 0, m6, m5, m4);
  setLimb(o, 3, t & MASK); t >>= BITS;
  t += a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5 + field.fold(0, 0, m7, m6, m5);
  setLimb(o, 4, t & MASK); t >>= BITS;
  t += a6 * b8 + a7 * b7 + a8 * b6 + field.fold(0, 0, m8, m7, m6);
  setLimb(o, 5, t & MASK); t >>= BITS;
  t += a7 * b8 + a8 * b7 + field.fold(0, 0, 0, m8, m7);
  setLimb(o, 6, t & MASK); t >>= BITS;
  t += a8 * b8 + field.fold(0, 0, 0, 0, m8);
  setLimb(o, 7, t & MASK); t >>= BITS;
  setLimb(o, 8, t);
}

/** o = a * a / R mod p, likewise; limbs of a below 2^29 in size. */
export function squareMontgomery<F extends Montgomery>(o: usize, a: usize): void {
  const field = changetype<F>(0);
  const a0 = limb(a, 0); const a1 = limb(a, 1); const a2 = limb(a, 2);
  const a3 = limb(a, 3); const a4 = limb(a, 4); const a5 = limb(a, 5);
  const a6 = limb(a, 6); const a7 = limb(a, 7); const a8 = limb(a, 8);
  const d0 = a0 << 1; const d1 = a1 << 1; const d2 = a2 << 1; const d3 = a3 << 1;
  const d4 = a4 << 1; const d5 = a5 << 1; const d6 = a6 << 1; const d7 = a7 << 1;
  let t = a0 * a0;
  const m0 = t & MASK; t >>= BITS;
  t += d0 * a1;
  const m1 = t & MASK; t >>= BITS;
  t += d0 * a2 + a1 * a1 + field.fold(m0, 0, 0, 0, 0);
  const m2 = t & MASK; t >>= BITS;
  t += d0 * a3 + d1 * a2 + field.fold(m1, m0, 0, 0, 0);
  const m3 = t & MASK; t >>= BITS;
  t += d0 * a4 + d1 * a3 + a2 * a2 + field.fold(m2, m1, 0, 0, 0);
  const m4 = t & MASK; t >>= BITS;
  t += d0 * a5 + d1 * a4 + d2 * a3 + field.fold(m3, m2, 0, 0, 0);
  const m5 = t & MASK; t >>= BITS;
  t += d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + field.fold(m4, m3, m0, 0, 0);
  const m6 = t & MASK; t >>= BITS;
  t += d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + field.fold(m5, m4, m1, m0, 0);
  const m7 = t & MASK; t >>= BITS;
  t += d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + field.fold(m6, m5, m2, m1, m0);
  const m8 = t & MASK; t >>= BITS;
  t += d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5 + field.fold(m7, m6, m3, m2, m1);
  setLimb(o, 0, t & MASK); t >>= BITS;
  t += d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5 + field.fold(m8, m7, m4, m3, m2);
  setLimb(o, 1, t & MASK); t >>= BITS;
  t += d3 * a8 + d4 * a7 + d5 * a6 + field.fold(0, m8, m5, m4, m3);
  setLimb(o, 2, t & MASK); t >>= BITS;
  t += d4 * a8 + d5 * a7 + a6 * a6 + field.fold(0, 0, m6, m5, m4);
  setLimb(o, 3, t & MASK); t >>= BITS;
  t += d5 * a8 + d6 * a7 + field.fold(0, 0, m7, m6, m5);
  setLimb(o, 4, t & MASK); t >>= BITS;
  t += d6 * a8 + a7 * a7 + field.fold(0, 0, m8, m7, m6);
  setLimb(o, 5, t & MASK); t >>= BITS;
  t += d7 * a8 + field.fold(0, 0, 0, m8, m7);
  setLimb(o, 6, t & MASK); t >>= BITS;
  t += a8 * a8 + field.fold(0, 0, 0, 0, m8);
  setLimb(o, 7, t & MASK); t >>= BITS;
  setLimb(o, 8, t);
}

/** o = a * b mod p, tight; one of the factors tight, the other loose. */
export function multiplyPseudoMersenne<F extends PseudoMersenne>(o: usize, a: usize, b: usize): void {
  const field = changetype<F>(0);
  const a0 = limb(a, 0); const a1 = limb(a, 1); const a2 = limb(a, 2);
  const a3 = limb(a, 3); const a4 = limb(a, 4); const a5 = limb(a, 5);
  const a6 = limb(a, 6); const a7 = limb(a, 7); const a8 = limb(a, 8);
  const b0 = limb(b, 0); const b1 = limb(b, 1); const b2 = limb(b, 2);
  const b3 = limb(b, 3); const b4 = limb(b, 4); const b5 = limb(b, 5);
  const b6 = limb(b, 6); const b7 = limb(b, 7); const b8 = limb(b, 8);
  let t = a1 * b8 + a2 * b7 + a3 * b6 + a4 * b5 + a5 * b4 + a6 * b3 + a7 * b2 + a8 * b1;
  const h0 = t & MASK; t >>= BITS;
  t += a2 * b8 + a3 * b7 + a4 * b6 + a5 * b5 + a6 * b4 + a7 * b3 + a8 * b2;
  const h1 = t & MASK; t >>= BITS;
  t += a3 * b8 + a4 * b7 + a5 * b6 + a6 * b5 + a7 * b4 + a8 * b3;
  const h2 = t & MASK; t >>= BITS;
  t += a4 * b8 + a5 * b7 + a6 * b6 + a7 * b5 + a8 * b4;
  const h3 = t & MASK; t >>= BITS;
  t += a5 * b8 + a6 * b7 + a7 * b6 + a8 * b5;
  const h4 = t & MASK; t >>= BITS;
  t += a6 * b8 + a7 * b7 + a8 * b6;
  const h5 = t & MASK; t >>= BITS;
  t += a7 * b8 + a8 * b7;
  const h6 = t & MASK; t >>= BITS;
  t += a8 * b8;
  const h7 = t & MASK; t >>= BITS;
  const h8 = t;
  t = a0 * b0 + field.fold(h0, 0);
  const r0 = t & MASK; t >>= BITS;
  t += a0 * b1 + a1 * b0 + field.fold(h1, h0);
  const r1 = t & MASK; t >>= BITS;
  t += a0 * b2 + a1 * b1 + a2 * b0 + field.fold(h2, h1);
  const r2 = t & MASK; t >>= BITS;
  t += a0 * b3 + a1 * b2 + a2 * b1 + a3 * b0 + field.fold(h3, h2);
  const r3 = t & MASK; t >>= BITS;
  t += a0 * b4 + a1 * b3 + a2 * b2 + a3 * b1 + a4 * b0 + field.fold(h4, h3);
  const r4 = t & MASK; t >>= BITS;
  t += a0 * b5 + a1 * b4 + a2 * b3 + a3 * b2 + a4 * b1 + a5 * b0 + field.fold(h5, h4);
  const r5 = t & MASK; t >>= BITS;
  t += a0 * b6 + a1 * b5 + a2 * b4 + a3 * b3 + a4 * b2 + a5 * b1 + a6 * b0 + field.fold(h6, h5);
  const r6 = t & MASK; t >>= BITS;
  t += a0 * b7 + a1 * b6 + a2 * b5 + a3 * b4 + a4 * b3 + a5 * b2 + a6 * b1 + a7 * b0 + field.fold(h7, h6);
  const r7 = t & MASK; t >>= BITS;
  t += a0 * b8 + a1 * b7 + a2 * b6 + a3 * b5 + a4 * b4 + a5 * b3 + a6 * b2 + a7 * b1 + a8 * b0 + field.fold(h8, h7);
  const r8 = t & MASK; t >>= BITS;
  t += field.fold(0, h8);
  setLimb(o, 4, r4); setLimb(o, 5, r5); setLimb(o, 6, r6); setLimb(o, 7, r7);
  foldTop<F>(o, t, r0, r1, r2, r3, r8);
}

/** o = a * a mod p, likewise; limbs of a below 2^29 in size. */
export function squarePseudoMersenne<F extends PseudoMersenne>(o: usize, a: usize): void {
  const field = changetype<F>(0);
  const a0 = limb(a, 0); const a1 = limb(a, 1); const a2 = limb(a, 2);
  const a3 = limb(a, 3); const a4 = limb(a, 4); const a5 = limb(a, 5);
  const a6 = limb(a, 6); const a7 = limb(a, 7); const a8 = limb(a, 8);
  const d0 = a0 << 1; const d1 = a1 << 1; const d2 = a2 << 1; const d3 = a3 << 1;
  const d4 = a4 << 1; const d5 = a5 << 1; const d6 = a6 << 1; const d7 = a7 << 1;
  let t = d1 * a8 + d2 * a7 + d3 * a6 + d4 * a5;
  const h0 = t & MASK; t >>= BITS;
  t += d2 * a8 + d3 * a7 + d4 * a6 + a5 * a5;
  const h1 = t & MASK; t >>= BITS;
  t += d3 * a8 + d4 * a7 + d5 * a6;
  const h2 = t & MASK; t >>= BITS;
  t += d4 * a8 + d5 * a7 + a6 * a6;
  const h3 = t & MASK; t >>= BITS;
  t += d5 * a8 + d6 * a7;
  const h4 = t & MASK; t >>= BITS;
  t += d6 * a8 + a7 * a7;
  const h5 = t & MASK; t >>= BITS;
  t += d7 * a8;
  const h6 = t & MASK; t >>= BITS;
  t += a8 * a8;
  const h7 = t & MASK; t >>= BITS;
  const h8 = t;
  t = a0 * a0 + field.fold(h0, 0);
  const r0 = t & MASK; t >>= BITS;
  t += d0 * a1 + field.fold(h1, h0);
  const r1 = t & MASK; t >>= BITS;
  t += d0 * a2 + a1 * a1 + field.fold(h2, h1);
  const r2 = t & MASK; t >>= BITS;
  t += d0 * a3 + d1 * a2 + field.fold(h3, h2);
  const r3 = t & MASK; t >>= BITS;
  t += d0 * a4 + d1 * a3 + a2 * a2 + field.fold(h4, h3);
  const r4 = t & MASK; t >>= BITS;
  t += d0 * a5 + d1 * a4 + d2 * a3 + field.fold(h5, h4);
  const r5 = t & MASK; t >>= BITS;
  t += d0 * a6 + d1 * a5 + d2 * a4 + a3 * a3 + field.fold(h6, h5);
  const r6 = t & MASK; t >>= BITS;
  t += d0 * a7 + d1 * a6 + d2 * a5 + d3 * a4 + field.fold(h7, h6);
  const r7 = t & MASK; t >>= BITS;
  t += d0 * a8 + d1 * a7 + d2 * a6 + d3 * a5 + a4 * a4 + field.fold(h8, h7);
  const r8 = t & MASK; t >>= BITS;
  t += field.fold(0, h8);
  setLimb(o, 4, r4); setLimb(o, 5, r5); setLimb(o, 6, r6); setLimb(o, 7, r7);
  foldTop<F>(o, t, r0, r1, r2, r3, r8);
}
