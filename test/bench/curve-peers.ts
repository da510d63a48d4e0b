// The other ways of checking signatures, from the same bytes. What a library can keep of a key that comes back, it keeps.
import { ed25519 } from '@noble/curves/ed25519.js';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { sm2 } from 'sm-crypto-v2';
import { bytesEqual, concatBytes, toHex } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { recoverPublicKey } from '../../src/crypto/secp256k1.ts';
import { verifySm2 } from '../../src/crypto/sm2.ts';
import { type Checker, oneByOne } from './curve-checker.ts';
import { nobleSm2 } from './peers.ts';

export const NOBLE = '@noble/curves, nothing kept of a key';

export const uncompressed = (publicKey: Uint8Array): Uint8Array => concatBytes(Uint8Array.of(4), publicKey);

/** Remembers by key, as one must to whom keys come as bytes. */
export function keptByKey<T>(make: (publicKey: Uint8Array) => T): (publicKey: Uint8Array) => T {
  const kept = new Map<string, T>();
  return (publicKey) => {
    const id = toHex(publicKey);
    const found = kept.get(id) ?? make(publicKey);
    kept.set(id, found);
    return found;
  };
}

export const nobleSm2Loop: Checker = oneByOne(NOBLE, nobleSm2);

export const nobleSm2WithTables: Checker = oneByOne(
  '@noble/curves with a table of the key (src/crypto/sm2.ts)',
  ({ publicKey, message, signature }) => verifySm2(publicKey, message, signature),
);

const hexKey = (publicKey: Uint8Array): string => `04${toHex(publicKey)}`;

export const smCryptoSm2: Checker = oneByOne('sm-crypto-v2', ({ publicKey, message, signature }) =>
  sm2.doVerifySignature(message, toHex(signature), hexKey(publicKey), { hash: true }),
);

export function smCryptoSm2Precomputed(): Checker {
  const keyOf = keptByKey((publicKey) => sm2.precomputePublicKey(hexKey(publicKey)));
  return oneByOne('sm-crypto-v2 with its precomputed key', ({ publicKey, message, signature }) =>
    sm2.doVerifySignature(message, toHex(signature), keyOf(publicKey), { hash: true }),
  );
}

export const nobleSecp256k1: Checker = oneByOne(NOBLE, ({ publicKey, message, signature }) =>
  secp256k1.verify(signature, message, publicKey, { prehash: true, lowS: true, format: 'compact' }),
);

export async function tinySecp256k1(): Promise<Checker> {
  const { verify } = await import('tiny-secp256k1');
  return oneByOne('tiny-secp256k1', ({ publicKey, message, signature }) =>
    verify(hash('sha256', message), publicKey, signature, true),
  );
}

export const nobleRecovery: Checker = oneByOne('@noble/curves', ({ publicKey, message, signature }) => {
  const recovered = recoverPublicKey(hash('keccak256', message), signature);
  return recovered !== undefined && bytesEqual(recovered, publicKey);
});

type RecoveryId = 0 | 1 | 2 | 3;

export async function tinySecp256k1Recovery(): Promise<Checker> {
  const { recover } = await import('tiny-secp256k1');
  return oneByOne('tiny-secp256k1 recover', ({ publicKey, message, signature }) => {
    const digest = hash('keccak256', message);
    const recovered = recover(digest, signature.subarray(0, 64), signature[64] as RecoveryId);
    return recovered !== null && bytesEqual(recovered.subarray(1), publicKey);
  });
}

export const nobleP256: Checker = oneByOne(NOBLE, ({ publicKey, message, signature }) =>
  p256.verify(signature, message, uncompressed(publicKey), { prehash: true, lowS: false, format: 'compact' }),
);

export const nobleEd25519: Checker = oneByOne(NOBLE, ({ publicKey, message, signature }) =>
  ed25519.verify(signature, message, publicKey, { zip215: true }),
);

export const WEB_CRYPTO = 'WebCrypto awaited one by one, keys imported once';

function webCrypto(
  algorithm: (EcKeyImportParams & EcdsaParams) | { readonly name: 'Ed25519' },
  rawKey: (publicKey: Uint8Array) => Uint8Array,
): Checker {
  const keyOf = keptByKey((publicKey) =>
    crypto.subtle.importKey('raw', rawKey(publicKey) as BufferSource, algorithm, false, ['verify']),
  );
  return oneByOne(WEB_CRYPTO, async ({ publicKey, message, signature }) =>
    crypto.subtle.verify(algorithm, await keyOf(publicKey), signature as BufferSource, message as BufferSource),
  );
}

export const webCryptoP256 = (): Checker =>
  webCrypto({ name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }, uncompressed);

export const webCryptoEd25519 = (): Checker => webCrypto({ name: 'Ed25519' }, (publicKey) => publicKey);
