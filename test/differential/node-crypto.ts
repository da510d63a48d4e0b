// The other verifier: OpenSSL inside Node. It checks SM2 with the empty id only, since Node has no way to name one.
import { createHash, getCurves, verify } from 'node:crypto';
import { nodeKey } from '../support/node-key.ts';
import { spkiOf } from '../support/spki.ts';

export function nodeHasSm2(): boolean {
  return getCurves().includes('SM2');
}

/** What OpenSSL says of a DER signature under the empty id; false too where it takes key or signature for malformed. */
export function nodeVerifySm2(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const key = nodeKey(spkiOf('sm2', publicKey));
  try {
    return key !== undefined && verify('sm3', message, key, signature);
  } catch {
    return false;
  }
}

export function nodeSm3(message: Uint8Array): Uint8Array {
  return new Uint8Array(createHash('sm3').update(message).digest());
}
