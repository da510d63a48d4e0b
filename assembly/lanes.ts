// The functions of FIPS 180-4 section 4.1.2 on four words at once.

@inline
function rotr4(x: v128, n: i32): v128 {
  return v128.or(i32x4.shr_u(x, n), i32x4.shl(x, 32 - n));
}

@inline
function xor3(x: v128, y: v128, z: v128): v128 {
  return v128.xor(v128.xor(x, y), z);
}

@inline
export function add3(x: v128, y: v128, z: v128): v128 {
  return i32x4.add(i32x4.add(x, y), z);
}

@inline
export function bigSigma0(x: v128): v128 {
  return xor3(rotr4(x, 2), rotr4(x, 13), rotr4(x, 22));
}

@inline
export function bigSigma1(x: v128): v128 {
  return xor3(rotr4(x, 6), rotr4(x, 11), rotr4(x, 25));
}

@inline
export function smallSigma0(x: v128): v128 {
  return xor3(rotr4(x, 7), rotr4(x, 18), i32x4.shr_u(x, 3));
}

@inline
export function smallSigma1(x: v128): v128 {
  return xor3(rotr4(x, 17), rotr4(x, 19), i32x4.shr_u(x, 10));
}

@inline
export function choose(e: v128, f: v128, g: v128): v128 {
  return v128.xor(g, v128.and(e, v128.xor(f, g)));
}

/** Maj(a, b, c): b where a ^ b is 0, else c, which is b ^ (b ^ c). */
@inline
export function majority(b: v128, ab: v128, bc: v128): v128 {
  return v128.xor(b, v128.and(ab, bc));
}

/** Four big-endian words as numbers, and back. */
@inline
export function swapWords(x: v128): v128 {
  return v128.shuffle<u8>(x, x, 3, 2, 1, 0, 7, 6, 5, 4, 11, 10, 9, 8, 15, 14, 13, 12);
}
