// Throwaway validator keys for made chains: each follows from a seed text and a number, so that every run has the same.
// Signing goes through node:crypto where there is Node (fast), else through noble; both give the same bytes.
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { addressOf } from '../../src/chain/cometbft/hash.ts';
import type { Validator } from '../../src/chain/cometbft/model.ts';
import { concatBytes, fromHex, toUtf8 } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { sm2Compressed, sm2PublicKey, sm2Sign } from './sm2-sign.ts';

export type MadeKeyType = 'ed25519' | 'secp256k1' | 'sm2';

export interface MadeKey {
  readonly keyType: MadeKeyType;
  readonly publicKey: Uint8Array;
  readonly address: Uint8Array;
  sign(message: Uint8Array): Uint8Array;
}

const nodeCrypto = globalThis.process?.getBuiltinModule?.('node:crypto');
/** What stands before the 32 bytes of a seed in PKCS 8 (RFC 8410). */
const PKCS8 = fromHex('302e020100300506032b657004220420');

function ed25519Signer(secret: Uint8Array): (message: Uint8Array) => Uint8Array {
  if (!nodeCrypto) return (message) => ed25519.sign(message, secret);
  const der = Buffer.from(concatBytes(PKCS8, secret));
  const key = nodeCrypto.createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  return (message) => new Uint8Array(nodeCrypto.sign(null, message, key));
}

/** The key with a number in the family of keys that a seed names. */
export function makeKey(seed: string, number: number, keyType: MadeKeyType = 'ed25519'): MadeKey {
  return makeKeyFrom(sha256(toUtf8(`mingzheng test key/${seed}/${number}`)), keyType);
}

/** The key with these 32 secret bytes. */
export function makeKeyFrom(secret: Uint8Array, keyType: MadeKeyType = 'ed25519'): MadeKey {
  const { publicKey, sign } = MAKERS[keyType](secret);
  return { keyType, publicKey, address: addressOf(keyType, publicKey), sign };
}

const MAKERS: Readonly<Record<MadeKeyType, (secret: Uint8Array) => Pick<MadeKey, 'publicKey' | 'sign'>>> = {
  ed25519: (secret) => ({ publicKey: ed25519.getPublicKey(secret), sign: ed25519Signer(secret) }),
  secp256k1: (secret) => ({
    publicKey: secp256k1.getPublicKey(secret, true),
    sign: (message) => secp256k1.sign(message, secret, { prehash: true, lowS: true, format: 'compact' }),
  }),
  sm2: (secret) => ({
    publicKey: sm2Compressed(sm2PublicKey(secret)),
    sign: (message) => sm2Sign(secret, message),
  }),
};

export function memberOf({ keyType, publicKey, address }: MadeKey, power: bigint): Validator {
  return { keyType, publicKey, address, power };
}
