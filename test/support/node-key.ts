// Keys as OpenSSL in Node takes them, each imported once.
import { createPublicKey, type KeyObject } from 'node:crypto';
import { toHex } from '../../src/codec/bytes.ts';

const keys = new Map<string, KeyObject | undefined>();
const MAX_KEYS = 1000;

/** The key in a SubjectPublicKeyInfo; undefined where OpenSSL takes it for no point of the curve. */
export function nodeKey(spki: Uint8Array): KeyObject | undefined {
  const id = toHex(spki);
  if (keys.has(id)) return keys.get(id);
  if (keys.size >= MAX_KEYS) keys.clear();
  let key: KeyObject | undefined;
  try {
    // Keys that were made here are plain EC keys to OpenSSL 3; only those read from their DER verify as SM2.
    key = createPublicKey({ key: Buffer.from(spki), format: 'der', type: 'spki' });
  } catch {
    key = undefined;
  }
  keys.set(id, key);
  return key;
}
