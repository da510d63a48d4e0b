// The other verifier: OpenSSL inside Node. It checks SM2 with the empty id only, since Node has no way to name one.
import { createHash, createPublicKey, getCurves, type KeyObject, verify } from 'node:crypto';
import { concatBytes, fromHex, toHex } from '../../src/codec/bytes.ts';

/** What stands before a key of 65 or of 33 bytes in its SubjectPublicKeyInfo: id-ecPublicKey and the SM2 curve. */
const SPKI: Readonly<Record<number, Uint8Array>> = {
  65: fromHex('3059301306072a8648ce3d020106082a811ccf5501822d034200'),
  33: fromHex('3039301306072a8648ce3d020106082a811ccf5501822d032200'),
};

/** SubjectPublicKeyInfo of a key of 65 or 33 bytes. */
export function spkiOf(publicKey: Uint8Array): Uint8Array {
  return concatBytes(SPKI[publicKey.length]!, publicKey);
}

export function nodeHasSm2(): boolean {
  return getCurves().includes('SM2');
}

const keys = new Map<string, KeyObject | undefined>();
const MAX_KEYS = 1000;

function importKey(publicKey: Uint8Array): KeyObject | undefined {
  const id = toHex(publicKey);
  if (keys.has(id)) return keys.get(id);
  if (keys.size >= MAX_KEYS) keys.clear();
  let key: KeyObject | undefined;
  try {
    // Keys that were made here are plain EC keys to OpenSSL 3; only those read from their DER verify as SM2.
    key = createPublicKey({ key: Buffer.from(spkiOf(publicKey)), format: 'der', type: 'spki' });
  } catch {
    key = undefined; // not a point of the curve
  }
  keys.set(id, key);
  return key;
}

/** What OpenSSL says of a DER signature under the empty id; false too where it takes key or signature for malformed. */
export function nodeVerifySm2(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = importKey(publicKey);
  try {
    return key !== undefined && verify('sm3', message, key, signature);
  } catch {
    return false;
  }
}

export function nodeSm3(message: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sm3').update(message).digest());
}
