// HMAC (RFC 2104) over any of the hash functions.
import type { HashAlgorithm } from './core.ts';
import { hash } from './hashing.ts';

/** B of RFC 2104: what the hash function takes at a time. */
const BLOCK: Readonly<Record<HashAlgorithm, number>> = { sha256: 64, sm3: 64, keccak256: 136 };

/** The key as one block, its bytes XORed with the pad, then the message. */
function padded(key: Uint8Array, pad: number, block: number, message: Uint8Array): Uint8Array {
  const joined = new Uint8Array(block + message.length).fill(pad, 0, block);
  key.forEach((byte, i) => {
    joined[i] = byte ^ pad;
  });
  joined.set(message, block);
  return joined;
}

/** 32 bytes. */
export function hmac(algorithm: HashAlgorithm, key: Uint8Array, message: Uint8Array): Uint8Array {
  const block = BLOCK[algorithm];
  const short = key.length > block ? hash(algorithm, key) : key;
  const inner = hash(algorithm, padded(short, 0x36, block, message));
  return hash(algorithm, padded(short, 0x5c, block, inner));
}
