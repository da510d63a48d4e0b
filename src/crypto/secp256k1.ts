// ECDSA over secp256k1 by the two rules of the policy table: as CometBFT's validators use it (SHA-256, r || s, low S only,
// compressed keys), and with a recovery id, as FISCO BCOS uses it.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesEqual } from '../codec/bytes.ts';

export function verifySecp256k1(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey[0] !== 2 && publicKey[0] !== 3) return false;
  try {
    return secp256k1.verify(signature, message, publicKey, { prehash: true, lowS: true, format: 'compact' });
  } catch {
    return false;
  }
}

/**
 * Whether the key that a signature tells is this one. `publicKey` is x || y, 64 bytes; `digest` 32 bytes, which are not hashed
 * again; `signature` r || s || v, 65 bytes. s may be high: FISCO BCOS recovers and compares, and does no more.
 */
export function verifyRecoverable(publicKey: Uint8Array, digest: Uint8Array, signature: Uint8Array): boolean {
  const recovered = recoverPublicKey(digest, signature);
  return recovered !== undefined && bytesEqual(recovered, publicKey);
}

/**
 * The key under which r || s || v signs the digest (SEC 1, 4.1.6): 64 bytes x || y, from which an address follows. v in 0 to 3:
 * bit 0 is the parity of R.y, bit 1 says that R.x = r + n. Undefined where there is none, or for a malformed argument.
 */
export function recoverPublicKey(digest: Uint8Array, signature: Uint8Array): Uint8Array | undefined {
  const v = signature[64];
  if (digest.length !== 32 || signature.length !== 65 || v === undefined || v > 3) return undefined;
  try {
    const scalars = secp256k1.Signature.fromBytes(signature.subarray(0, 64), 'compact'); // r and s in 1 to n - 1
    return scalars.addRecoveryBit(v).recoverPublicKey(digest).toBytes(false).slice(1);
  } catch {
    return undefined;
  }
}
