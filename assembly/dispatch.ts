// From the number of a hash function to its code: for one message at a time, and for four where words have 32 bits.
import { KECCAK256, SHA256, SM3 } from './algorithm';
import { INITIAL } from './constants';
import { absorb, resetKeccak, writeKeccakDigest } from './keccak';
import { compressSha256, compressSha256Padding } from './sha256';
import { compressSha256Padding4, compressSha256x4 } from './sha256x4';
import { SM3_INITIAL, compressSm3, compressSm3Padding, compressSm3Padding4, compressSm3x4 } from './sm3';
import { resetState, writeDigest } from './state';
import { resetStates4 } from './states4';

@inline
function initialOf(algorithm: i32): usize {
  return algorithm == SM3 ? SM3_INITIAL : INITIAL;
}

export function reset(algorithm: i32): void {
  if (algorithm == KECCAK256) resetKeccak();
  else resetState(initialOf(algorithm));
}

export function compress(algorithm: i32, block: usize): void {
  if (algorithm == SHA256) compressSha256(block);
  else if (algorithm == SM3) compressSm3(block);
  else absorb(block);
}

export function digest(algorithm: i32, out: usize): void {
  if (algorithm == KECCAK256) writeKeccakDigest(out);
  else writeDigest(out);
}

/** The compression of the block that ends a message of 64 bytes, by SHA-256 or SM3. */
export function compressPadding(algorithm: i32): void {
  if (algorithm == SHA256) compressSha256Padding();
  else compressSm3Padding();
}

export function reset4(algorithm: i32): void {
  resetStates4(initialOf(algorithm));
}

export function compress4(algorithm: i32, block0: usize, block1: usize, block2: usize, block3: usize): void {
  if (algorithm == SHA256) compressSha256x4(block0, block1, block2, block3);
  else compressSm3x4(block0, block1, block2, block3);
}

export function compressPadding4(algorithm: i32): void {
  if (algorithm == SHA256) compressSha256Padding4();
  else compressSm3Padding4();
}
