// 1 / x modulo an odd m by "safegcd" (Bernstein, Yang 2019, section 11), 29 division steps at a time: steps that look at the
// lowest bits of f and g only are collected in a matrix, which is then applied to f and g in full, and modulo m to d and e.
// Always f = d * x and g = e * x modulo m; f ends as 1 or -1, g as 0. It takes different times for different numbers: there are
// no secrets here.
import { BITS, combine, compare, copy, isZero, limb, LIMBS, MASK, setLimb, setZero } from './limbs';

/** o = 1 / x modulo the prime at `m`, in [0, m); 0 for 0. x is in [0, m). */
export function invertModulo(o: usize, x: usize, m: usize): void {
  copy(F, m);
  copy(G, x);
  setZero(D);
  setZero(E);
  setLimb(E, 0, 1);
  const factor = inverseOfLowBits(limb(m, 0));
  eta = -1;
  while (!isZero(G)) {
    divisionSteps(limb(F, 0), limb(G, 0));
    updateModulo(m, factor);
    update();
  }
  combine(o, limb(F, 8) < 0 ? -1 : 1, D, 0, D, 0, D);
  while (limb(o, 8) < 0) combine(o, 1, o, 1, m, 0, m);
  while (compare(o, m) >= 0) combine(o, 1, o, -1, m, 0, m);
}

/** 1 / a modulo 2^29, for an odd a, by Newton's method: a is right in 3 bits, and each step doubles them. */
function inverseOfLowBits(a: i64): i64 {
  let inverse = a;
  for (let i = 0; i < 4; i++) inverse = (inverse * (2 - a * inverse)) & MASK;
  return inverse;
}

/** What 29 steps do: f = (u f + v g) / 2^29, g = (q f + r g) / 2^29; and the state that goes on from one matrix to the next. */
let u: i64 = 0, v: i64 = 0, q: i64 = 0, r: i64 = 0;
let eta: i64 = 0;

/** Makes the matrix out of the lowest 29 bits of f and g. */
function divisionSteps(f: i64, g: i64): void {
  let a: i64 = 1, b: i64 = 0, c: i64 = 0, d: i64 = 1, e = eta;
  let left: i64 = BITS;
  for (;;) {
    const zeros = ctz(g | (<i64>-1 << left));
    g >>= zeros;
    a <<= zeros;
    b <<= zeros;
    e -= zeros;
    left -= zeros;
    if (left == 0) break;
    if (e < 0) {
      e = -e;
      let old = f; f = g; g = -old;
      old = a; a = c; c = -old;
      old = b; b = d; d = -old;
    }
    // As many lowest bits of g as are allowed, and at most 6, vanish with w * f added: w = -g / f, and f (2 - f^2) = 1 / f modulo 64.
    const mask = ((<i64>1 << min(min(e + 1, left), 6)) - 1);
    const w = (f * g * (f * f - 2)) & mask;
    g += f * w;
    c += a * w;
    d += b * w;
  }
  u = a; v = b; q = c; r = d; eta = e;
}

/** f and g by the matrix: the lowest 29 bits become zero, and go. */
function update(): void {
  let f = (u * limb(F, 0) + v * limb(G, 0)) >> BITS, g = (q * limb(F, 0) + r * limb(G, 0)) >> BITS;
  for (let i = 1; i < LIMBS; i++) {
    const fi = limb(F, i), gi = limb(G, i);
    f += u * fi + v * gi;
    g += q * fi + r * gi;
    setLimb(F, i - 1, f & MASK);
    setLimb(G, i - 1, g & MASK);
    f >>= BITS;
    g >>= BITS;
  }
  setLimb(F, 8, f);
  setLimb(G, 8, g);
}

/** d and e likewise, between -2m and m: so many m are added that the lowest 29 bits become zero. `factor` is 1 / m modulo 2^29. */
function updateModulo(m: usize, factor: i64): void {
  const isNegativeD = limb(D, 8) >> 63, isNegativeE = limb(E, 8) >> 63; // all ones or all zeros
  let md = (u & isNegativeD) + (v & isNegativeE), me = (q & isNegativeD) + (r & isNegativeE);
  let d = u * limb(D, 0) + v * limb(E, 0), e = q * limb(D, 0) + r * limb(E, 0);
  md -= (factor * d + md) & MASK;
  me -= (factor * e + me) & MASK;
  d = (d + md * limb(m, 0)) >> BITS;
  e = (e + me * limb(m, 0)) >> BITS;
  for (let i = 1; i < LIMBS; i++) {
    const di = limb(D, i), ei = limb(E, i), mi = limb(m, i);
    d += u * di + v * ei + md * mi;
    e += q * di + r * ei + me * mi;
    setLimb(D, i - 1, d & MASK);
    setLimb(E, i - 1, e & MASK);
    d >>= BITS;
    e >>= BITS;
  }
  setLimb(D, 8, d);
  setLimb(E, 8, e);
}

const F: usize = memory.data(48, 16);
const G: usize = memory.data(48, 16);
const D: usize = memory.data(48, 16);
const E: usize = memory.data(48, 16);
