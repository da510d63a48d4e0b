// Throwaway keys of made FISCO BCOS chains, of sealers and of senders: each follows from a seed text and a number, so that
// every run has the same. Signatures are made without chance too.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes, toUtf8 } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { sm2PrivateKey, sm2PublicKey, sm2Sign } from './sm2-sign.ts';

export type Cryptography = 'national' | 'international';

export interface FiscoKey {
  /** x || y, 64 bytes: of a sealer its node id. */
  readonly publicKey: Uint8Array;
  /** Of a hash: r || s, 64 bytes, with national cryptography; else r || s || v, 65 bytes. */
  sign(digest: Uint8Array): Uint8Array;
}

/** The key with a number in the family of keys that a seed names. */
export function fiscoKey(cryptography: Cryptography, seed: string, number: number): FiscoKey {
  return cryptography === 'national' ? sm2Key(seed, number) : secp256k1Key(seed, number);
}

function sm2Key(seed: string, number: number): FiscoKey {
  const secret = sm2PrivateKey(seed, number);
  return { publicKey: sm2PublicKey(secret), sign: (digest) => sm2Sign(secret, digest) };
}

function secp256k1Key(seed: string, number: number): FiscoKey {
  const secret = hash('sha256', toUtf8(`mingzheng fisco test key/${seed}/${number}`));
  return {
    publicKey: secp256k1.getPublicKey(secret, false).slice(1),
    sign(digest) {
      const signature = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered' });
      return concatBytes(signature.subarray(1), signature.subarray(0, 1)); // noble has v in front, FISCO BCOS behind
    },
  };
}

/** As a chain carries it: with national cryptography the key stands behind, but in the headers of 3.x. */
export function withKey(cryptography: Cryptography, { publicKey, sign }: FiscoKey, digest: Uint8Array): Uint8Array {
  return cryptography === 'national' ? concatBytes(sign(digest), publicKey) : sign(digest);
}
