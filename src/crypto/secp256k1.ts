// ECDSA over secp256k1 as CometBFT's validators use it: SHA-256, r || s, low S only, compressed keys.
import { secp256k1 } from '@noble/curves/secp256k1.js';

export function verifySecp256k1(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey[0] !== 2 && publicKey[0] !== 3) return false;
  try {
    return secp256k1.verify(signature, message, publicKey, { prehash: true, lowS: true, format: 'compact' });
  } catch {
    return false;
  }
}
