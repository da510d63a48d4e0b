// Keys and signatures of FISCO BCOS SDKs: keys out of private keys by point arithmetic of the tests, the rest by shipped code.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type FiscoProfile, schemeOf } from '../../src/chain/fisco-bcos/profile.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import { recoverPublicKey } from '../../src/crypto/secp256k1.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { sm2PublicKey } from '../support/sm2-sign.ts';
import type { Cryptography } from './fisco.ts';

type Suite = Pick<FiscoProfile, 'cryptography'>;

/** x || y, 64 bytes. */
export function publicKeyOf(cryptography: Cryptography, privateKey: Uint8Array): Uint8Array {
  return cryptography === 'national' ? sm2PublicKey(privateKey) : secp256k1.getPublicKey(privateKey, false).slice(1);
}

/**
 * Whether a signature of an SDK is the key's: r || s || v, of which the key can be recovered, or r || s, with the key behind it
 * where the native library made it.
 */
export async function isSignedBy(
  suite: Suite,
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const isNational = suite.cryptography === 'national';
  const bare = isNational && signature.length === 128 ? signature.subarray(0, 64) : signature;
  const claim = { scheme: schemeOf(suite), publicKey, message, signature: bare };
  const [isRight] = await localVerifier.verify([claim]);
  return isRight === true && carriesKey(suite, publicKey, message, signature);
}

function carriesKey(suite: Suite, publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const recovered = suite.cryptography === 'international' ? recoverPublicKey(message, signature) : undefined;
  const carried = signature.length === 128 ? signature.subarray(64) : (recovered ?? publicKey);
  return bytesEqual(carried, publicKey);
}

/** The message with its last bit turned: nothing may be signed over both. */
export function otherMessage(message: Uint8Array): Uint8Array {
  const other = message.slice();
  other[other.length - 1]! ^= 1;
  return other;
}
