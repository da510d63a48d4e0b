// SM2 signing (GB/T 32918.2-2016, section 6.1) for tests and for the makers of demo data: nothing in src/ signs. Nonces follow
// from key and message, so that the same input gives the same bytes in every run; that is no way to guard a secret.
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import { concatBytes, toUtf8 } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { DEFAULT_USER_ID, Sm2Point } from '../../src/crypto/sm2.ts';

const { Fn, Fp } = Sm2Point;
const NONCE_SEED = toUtf8('mingzheng test nonce');

/** x || y, 64 bytes, of a private key of 32 bytes that stands for 1 to n - 2. */
export function sm2PublicKey(privateKey: Uint8Array): Uint8Array {
  return Sm2Point.BASE.multiplyUnsafe(bytesToNumberBE(privateKey)).toBytes(false).slice(1);
}

/** 04 || x || y, 65 bytes. */
export function sm2Uncompressed(publicKey: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(4), publicKey);
}

/** 02 or 03 || x, 33 bytes. */
export function sm2Compressed(publicKey: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(2 + (publicKey[63]! & 1)), publicKey.subarray(0, 32));
}

/** The private key with a number in the family of keys that a seed names, 32 bytes. */
export function sm2PrivateKey(seed: string, number = 0): Uint8Array {
  const digest = hash('sm3', toUtf8(`mingzheng sm2 test key/${seed}/${number}`));
  return numberToBytesBE((bytesToNumberBE(digest) % (Fn.ORDER - 2n)) + 1n, 32);
}

/** e = SM3(Z_A || message) as a number (6.1, A1 and A2). */
export function sm2Digest(publicKey: Uint8Array, message: Uint8Array, userId = DEFAULT_USER_ID): bigint {
  const { a, b, Gx, Gy } = Sm2Point.CURVE();
  const bits = 8 * userId.length;
  const curve = [a, b, Gx, Gy].map((value) => Fp.toBytes(value));
  const za = hash('sm3', concatBytes(Uint8Array.of(bits >> 8, bits & 255), userId, ...curve, publicKey));
  return bytesToNumberBE(hash('sm3', concatBytes(za, message)));
}

/** r || s, 64 bytes (6.1, A3 to A7). */
export function sm2Sign(privateKey: Uint8Array, message: Uint8Array, userId = DEFAULT_USER_ID): Uint8Array {
  const e = sm2Digest(sm2PublicKey(privateKey), message, userId);
  for (let attempt = 0; ; attempt++) {
    const seed = concatBytes(NONCE_SEED, privateKey, numberToBytesBE(e, 32), Uint8Array.of(attempt));
    const signature = sm2SignWithNonce(privateKey, e, Fn.create(bytesToNumberBE(hash('sm3', seed))));
    if (signature) return signature;
  }
}

/** The signature of e with a nonce of one's choice; undefined where the standard asks for another nonce. */
export function sm2SignWithNonce(privateKey: Uint8Array, e: bigint, k: bigint): Uint8Array | undefined {
  const d = bytesToNumberBE(privateKey);
  const r = Fn.create(e + (k === 0n ? 0n : Sm2Point.BASE.multiplyUnsafe(k).x));
  const s = Fn.mul(Fn.inv(Fn.add(d, 1n)), Fn.sub(k, Fn.mul(r, d)));
  if (k === 0n || r === 0n || Fn.add(r, k) === 0n || s === 0n) return undefined;
  return sm2Signature(r, s);
}

/** r || s of two numbers, 64 bytes; they need not be in range. */
export function sm2Signature(r: bigint, s: bigint): Uint8Array {
  return concatBytes(numberToBytesBE(r, 32), numberToBytesBE(s, 32));
}

/** The DER form of r || s: SEQUENCE of two INTEGERs. */
export function sm2SignatureToDer(signature: Uint8Array): Uint8Array {
  const content = concatBytes(derInteger(signature.subarray(0, 32)), derInteger(signature.subarray(32)));
  return concatBytes(Uint8Array.of(0x30, content.length), content);
}

function derInteger(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  const magnitude = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
  const content = magnitude[0]! >= 0x80 ? concatBytes(Uint8Array.of(0), magnitude) : magnitude;
  return concatBytes(Uint8Array.of(2, content.length), content);
}
