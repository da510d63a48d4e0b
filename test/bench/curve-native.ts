// What OpenSSL does with the same signatures inside Node: no peer, since no page has it, but the limit of the machine.
import type { KeyObject } from 'node:crypto';
import { spkiOf } from '../support/spki.ts';
import { type Checker, oneByOne } from './curve-checker.ts';
import { keptByKey, uncompressed } from './curve-peers.ts';
import { signMessages, sm2SignersForOpenSsl } from './curve-signed.ts';

const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto');

interface Algorithm {
  readonly digest?: 'sm3' | 'sha256';
  readonly rawKey: (publicKey: Uint8Array) => Uint8Array;
}

const asItIs = (publicKey: Uint8Array): Uint8Array => publicKey;
const ALGORITHMS = {
  sm2: { digest: 'sm3', rawKey: uncompressed },
  secp256k1: { digest: 'sha256', rawKey: asItIs },
  p256: { digest: 'sha256', rawKey: uncompressed },
  ed25519: { rawKey: asItIs },
} as const satisfies Record<string, Algorithm>;

type Native = typeof import('node:crypto');

function checkerOf(native: Native, name: keyof typeof ALGORITHMS, keepsKeys: boolean): Checker {
  const { rawKey, ...rest }: Algorithm = ALGORITHMS[name];
  const makeKey = (publicKey: Uint8Array): KeyObject => {
    const key = Buffer.from(spkiOf(name, rawKey(publicKey)));
    return native.createPublicKey({ key, format: 'der', type: 'spki' });
  };
  const keyOf = keepsKeys ? keptByKey(makeKey) : makeKey;
  const dsaEncoding = name === 'sm2' ? 'der' : 'ieee-p1363';
  const checker = oneByOne(`OpenSSL ${process.versions.openssl}`, ({ publicKey, message, signature }) =>
    native.verify(rest.digest, message, { key: keyOf(publicKey), dsaEncoding }, signature),
  );
  return { ...checker, isNativeLimit: true };
}

/** SM2 gets signatures of its own: in DER and with the empty id, since Node has no way to name another. */
const SM2_MESSAGES = 64;

/** None outside of Node, or where its OpenSSL lacks the algorithm. */
export function nativeLimit(name: keyof typeof ALGORITHMS, keys: 'new' | 'returning'): Checker[] {
  if (!nodeCrypto) return [];
  const checker = checkerOf(nodeCrypto, name, keys === 'returning');
  if (name !== 'sm2') return [checker];
  if (!nodeCrypto.getCurves().includes('SM2')) return [];
  return [{ ...checker, signed: signMessages(sm2SignersForOpenSsl, keys === 'new' ? SM2_MESSAGES : 16, SM2_MESSAGES) }];
}
