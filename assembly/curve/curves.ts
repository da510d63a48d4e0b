// The four curves as types. They have no instances: a function over one is written f<C>() and compiled for each, with
// `changetype<C>(0)` to call its methods, so that formulas stand once and nothing is decided at run time.
import {
  ED25519_CURVE, ED25519_ROOT, ED25519_FIELD, ED25519_ORDER, ED25519_ORDER_FACTOR, ED25519_WEIERSTRASS, P256_CURVE, P256_ROOT,
  P256_FIELD, P256_ORDER, P256_ORDER_FACTOR, SECP256K1_CURVE, SECP256K1_ROOT, SECP256K1_FIELD, SECP256K1_ORDER,
  SECP256K1_ORDER_FACTOR, SM2_CURVE, SM2_ROOT, SM2_FIELD, SM2_ORDER, SM2_ORDER_FACTOR,
} from './constants';
import { NUMBER } from './limbs';
import {
  Montgomery, multiplyMontgomery, multiplyPseudoMersenne, PseudoMersenne, squareMontgomery, squarePseudoMersenne,
} from './multiply';

/** p = 2^256 - 2^224 - 2^96 + 2^64 - 1, y^2 = x^3 - 3x + b (GB/T 32918.5-2017). */
@unmanaged
export class Sm2 extends Montgomery {
  @inline fold(m2: i64, m3: i64, m6: i64, m7: i64, m8: i64): i64 {
    return (m2 << 6) - (m3 << 9) - (m7 << 21) + (m8 << 24);
  }
  @inline multiply(o: usize, a: usize, b: usize): void { multiplyMontgomery<Sm2>(o, a, b); }
  @inline square(o: usize, a: usize): void { squareMontgomery<Sm2>(o, a); }
  @inline topBits(): i64 { return 24; }
  @inline isMinus3(): bool { return true; }
  @inline a(): usize { return 0; }
  @inline isSplit(): bool { return false; }
  @inline field(): usize { return SM2_FIELD; }
  @inline curve(): usize { return SM2_CURVE; }
  @inline rootChain(): usize { return SM2_ROOT; }
  @inline order(): usize { return SM2_ORDER; }
  @inline orderFactor(): i64 { return SM2_ORDER_FACTOR; }
}

/** p = 2^256 - 2^224 + 2^192 + 2^96 - 1, y^2 = x^3 - 3x + b (FIPS 186-4, P-256). */
@unmanaged
export class P256 extends Montgomery {
  @inline fold(m2: i64, m3: i64, m6: i64, m7: i64, m8: i64): i64 {
    return (m3 << 9) + (m6 << 18) - (m7 << 21) + (m8 << 24);
  }
  @inline multiply(o: usize, a: usize, b: usize): void { multiplyMontgomery<P256>(o, a, b); }
  @inline square(o: usize, a: usize): void { squareMontgomery<P256>(o, a); }
  @inline topBits(): i64 { return 24; }
  @inline isMinus3(): bool { return true; }
  @inline a(): usize { return 0; }
  @inline isSplit(): bool { return false; }
  @inline field(): usize { return P256_FIELD; }
  @inline curve(): usize { return P256_CURVE; }
  @inline rootChain(): usize { return P256_ROOT; }
  @inline order(): usize { return P256_ORDER; }
  @inline orderFactor(): i64 { return P256_ORDER_FACTOR; }
}

/** p = 2^256 - 2^32 - 977, y^2 = x^3 + 7 (SEC 2): 2^261 = 31264 + 2^8 * 2^29 modulo p. */
@unmanaged
export class Secp256k1 extends PseudoMersenne {
  @inline fold(h: i64, below: i64): i64 { return h * 31264 + (below << 8); }
  @inline foldTop(h: i64, below: i64): i64 { return h * 977 + (below << 3); }
  @inline multiply(o: usize, a: usize, b: usize): void { multiplyPseudoMersenne<Secp256k1>(o, a, b); }
  @inline square(o: usize, a: usize): void { squarePseudoMersenne<Secp256k1>(o, a); }
  @inline topBits(): i64 { return 24; }
  @inline isMinus3(): bool { return false; }
  @inline a(): usize { return 0; }
  /** Whether scalars of new keys are split in two (`split.ts`). */
  @inline isSplit(): bool { return true; }
  @inline field(): usize { return SECP256K1_FIELD; }
  @inline curve(): usize { return SECP256K1_CURVE; }
  @inline rootChain(): usize { return SECP256K1_ROOT; }
  @inline order(): usize { return SECP256K1_ORDER; }
  @inline orderFactor(): i64 { return SECP256K1_ORDER_FACTOR; }
}

/** p = 2^255 - 19, -x^2 + y^2 = 1 + d x^2 y^2 (RFC 8032), the same as y^2 = x^3 + ax + b (`edwards-map.ts`); 2^261 = 1216 modulo p. */
@unmanaged
export class Ed25519 extends PseudoMersenne {
  @inline fold(h: i64, below: i64): i64 { return h * 1216; }
  @inline foldTop(h: i64, below: i64): i64 { return h * 19; }
  @inline multiply(o: usize, a: usize, b: usize): void { multiplyPseudoMersenne<Ed25519>(o, a, b); }
  @inline square(o: usize, a: usize): void { squarePseudoMersenne<Ed25519>(o, a); }
  @inline topBits(): i64 { return 23; }
  @inline isMinus3(): bool { return false; }
  /** Where a of y^2 = x^3 + ax + b stands, if it is neither -3 nor 0. */
  @inline a(): usize { return ED25519_WEIERSTRASS + 2 * NUMBER; }
  @inline field(): usize { return ED25519_FIELD; }
  @inline curve(): usize { return ED25519_CURVE; }
  @inline rootChain(): usize { return ED25519_ROOT; }
  @inline order(): usize { return ED25519_ORDER; }
  @inline orderFactor(): i64 { return ED25519_ORDER_FACTOR; }
}
