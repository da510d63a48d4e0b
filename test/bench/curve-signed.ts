// Signed messages for the curve works: by many keys of which each signs once, or by a few keys that come back. Same in every run.
import { p256 } from '@noble/curves/nist.js';
import { toUtf8 } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { makeKey } from '../support/make-chain-keys.ts';
import { fiscoKey } from '../support/make-fisco-keys.ts';
import { sm2PrivateKey, sm2PublicKey, sm2Sign, sm2SignatureToDer } from '../support/sm2-sign.ts';

export interface Signed {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

export interface Signer {
  readonly publicKey: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

/** The signer with a number. */
export type Signers = (number: number) => Signer;

const SEED = 'curve bench';

/** Keys x || y; signatures r || s with the default id. */
export const sm2Signers: Signers = (number) => fiscoKey('national', SEED, number);

/** The same with the empty id, in DER. */
export const sm2SignersForOpenSsl: Signers = (number) => {
  const secret = sm2PrivateKey(SEED, number);
  return {
    publicKey: sm2PublicKey(secret),
    sign: (message) => sm2SignatureToDer(sm2Sign(secret, message, new Uint8Array(0))),
  };
};

/** Compressed keys; SHA-256, r || s with low s. */
export const secp256k1Signers: Signers = (number) => makeKey(SEED, number, 'secp256k1');

/** Keys x || y; Keccak-256, r || s || v. */
export const recoverableSigners: Signers = (number) => {
  const { publicKey, sign } = fiscoKey('international', SEED, number);
  return { publicKey, sign: (message) => sign(hash('keccak256', message)) };
};

/** Keys x || y; SHA-256, r || s. */
export const p256Signers: Signers = (number) => {
  const secret = hash('sha256', toUtf8(`mingzheng p256 test key/${SEED}/${number}`));
  return {
    publicKey: p256.getPublicKey(secret, false).slice(1),
    sign: (message) => p256.sign(message, secret, { prehash: true, format: 'compact' }),
  };
};

export const ed25519Signers: Signers = (number) => makeKey(SEED, number);

const LEAST_LENGTH = 32;
const MOST_LENGTH = 200;

/** Of all lengths that are measured, one after another in no order. */
function messageOf(number: number): Uint8Array {
  const length = LEAST_LENGTH + ((67 * number) % (MOST_LENGTH - LEAST_LENGTH + 1));
  return Uint8Array.from({ length }, (_, i) => Math.imul(number * MOST_LENGTH + i + 1, 2_654_435_761) >>> 24);
}

/** `count` messages, signed by `keys` keys in turn. */
export function signMessages(signers: Signers, keys: number, count: number): Signed[] {
  const all = Array.from({ length: keys }, (_, number) => signers(number));
  return Array.from({ length: count }, (_, number) => {
    const { publicKey, sign } = all[number % keys]!;
    const message = messageOf(number);
    return { publicKey, message, signature: sign(message) };
  });
}
