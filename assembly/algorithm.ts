// The hash functions by number. `src/core/wasm-core.ts` has the same numbers.

export const SHA256: i32 = 0;
export const SM3: i32 = 1;
export const KECCAK256: i32 = 2;

/** Bytes of message that one compression takes: for Keccak the rate, 1600 - 2 * 256 bits. */
@inline
export function blockSize(algorithm: i32): i32 {
  return algorithm == KECCAK256 ? 136 : 64;
}

/** How many messages SIMD compresses at once: as many words as fit in 128 bits. */
@inline
export function laneCount(algorithm: i32): i32 {
  return algorithm == KECCAK256 ? 2 : 4;
}
