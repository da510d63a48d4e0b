// Ed25519 by the two rules of the policy table, over @noble/curves' point arithmetic. This is the reference: it decides
// whenever WebCrypto is missing, says no, or may not be asked.
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { bytesEqual, concatBytes } from '../codec/bytes.ts';

const { Point } = ed25519;
const ORDER = Point.Fn.ORDER;

/** ZIP-215 (CometBFT 0.38 and later). */
export function verifyZip215(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: true });
  } catch {
    return false;
  }
}

/** RFC 8032, strict: what trust packs are held to. */
export function verifyStrict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  try {
    return ed25519.verify(signature, message, publicKey, { zip215: false });
  } catch {
    return false;
  }
}

/**
 * The rule of Go's crypto/ed25519 (Tendermint and CometBFT up to 0.37): cofactorless. R is never decoded; what is
 * recomputed must have R's very bytes.
 */
export function verifyGo(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32, 64));
  if (s >= ORDER) return false;
  try {
    const a = Point.fromBytes(publicKey, true);
    const k = littleEndian(sha512(concatBytes(r, publicKey, message))) % ORDER;
    const expected = times(Point.BASE, s).subtract(times(a, k));
    return bytesEqual(expected.toBytes(), r);
  } catch {
    return false; // the key is no point of the curve
  }
}

type EdwardsPoint = InstanceType<typeof Point>;

/** Scalar multiplication that allows zero; nothing here is secret, so variable time is right. */
function times(point: EdwardsPoint, scalar: bigint): EdwardsPoint {
  return scalar === 0n ? Point.ZERO : point.multiplyUnsafe(scalar);
}

function littleEndian(bytes: Uint8Array): bigint {
  let value = 0n;
  for (let i = bytes.length - 1; i >= 0; i--) value = (value << 8n) | BigInt(bytes[i]!);
  return value;
}
