// The operations that SM3 and Keccak are made of: on a word of one message (T is u32 or u64), or on the same word of
// four or two messages in SIMD lanes (T is v128). So the hash functions themselves are written down once.

@inline
export function add<T>(x: T, y: T): T {
  if (isVector<T>()) return i32x4.add(x, y);
  else return (x + y) as T;
}

@inline
export function xor<T>(x: T, y: T): T {
  if (isVector<T>()) return v128.xor(x, y);
  else return (x ^ y) as T;
}

@inline
export function and<T>(x: T, y: T): T {
  if (isVector<T>()) return v128.and(x, y);
  else return (x & y) as T;
}

/** x where y is 0. */
@inline
export function andNot<T>(x: T, y: T): T {
  if (isVector<T>()) return v128.andnot(x, y);
  else return (x & ~y) as T;
}

/** Words of 32 bits, rotated to the left. */
@inline
export function rotate32<T>(x: T, n: i32): T {
  if (isVector<T>()) return v128.or(i32x4.shl(x, n), i32x4.shr_u(x, 32 - n));
  else return rotl<T>(x, n);
}

/** Words of 64 bits, rotated to the left. */
@inline
export function rotate64<T>(x: T, n: i32): T {
  if (isVector<T>()) return v128.or(i64x2.shl(x, n), i64x2.shr_u(x, 64 - n));
  else return rotl<T>(x, n);
}

/** A constant of 32 bits, for every message. */
@inline
export function constant32<T>(address: usize): T {
  if (isVector<T>()) return v128.load32_splat(address);
  else return load<T>(address);
}

/** A constant of 64 bits, for every message. */
@inline
export function constant64<T>(address: usize): T {
  if (isVector<T>()) return v128.load64_splat(address);
  else return load<T>(address);
}
