// The curves y^2 = x^3 + ax + b of the curve core as its tests know them: noble's points, and multiples of the base point by
// OpenSSL, so that a case whose key has a known private key has an answer to which neither noble nor the core contributes.
import { createECDH, ECDH } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { numberToBytesBE } from '@noble/curves/utils.js';
import { concatBytes, toHex } from '../../src/codec/bytes.ts';
import type { Curve } from '../../src/core/curve-core.ts';
import { Sm2Point } from '../../src/crypto/sm2.ts';

export type WeierstrassCurve = Exclude<Curve, 'ed25519'>;
type PointClass = typeof Sm2Point;

export interface Domain {
  readonly curve: WeierstrassCurve;
  readonly Point: PointClass;
  /** The prime and the order. */
  readonly p: bigint;
  readonly n: bigint;
  /** OpenSSL's name of the curve. */
  readonly nodeName: string;
  /** OpenSSL's name of the hash that signatures of it are used with. */
  readonly nodeHash: string;
}

function domainOf(curve: WeierstrassCurve, point: unknown, nodeName: string, nodeHash: string): Domain {
  const Point = point as PointClass;
  return { curve, Point, p: Point.Fp.ORDER, n: Point.Fn.ORDER, nodeName, nodeHash };
}

export const DOMAINS: Readonly<Record<WeierstrassCurve, Domain>> = {
  sm2: domainOf('sm2', Sm2Point, 'SM2', 'sm3'),
  secp256k1: domainOf('secp256k1', secp256k1.Point, 'secp256k1', 'sha256'),
  p256: domainOf('p256', p256.Point, 'prime256v1', 'sha256'),
};

export const bytesOf = (value: bigint): Uint8Array => numberToBytesBE(value, 32);

export function modulo(value: bigint, modulus: bigint): bigint {
  const rest = value % modulus;
  return rest < 0n ? rest + modulus : rest;
}

export interface Affine {
  readonly x: bigint;
  readonly y: bigint;
}

const multiples = new Map<string, Affine>();
const MAX_MULTIPLES = 4096;

/** k * G by OpenSSL, for k in [1, n - 1]. */
export function nodeMultiple({ nodeName }: Domain, k: bigint): Affine {
  const id = nodeName + k;
  const known = multiples.get(id);
  if (known) return known;
  const ecdh = createECDH(nodeName);
  ecdh.setPrivateKey(bytesOf(k));
  const hex = ecdh.getPublicKey('hex', 'uncompressed');
  const found = { x: BigInt(`0x${hex.slice(2, 66)}`), y: BigInt(`0x${hex.slice(66)}`) };
  if (multiples.size >= MAX_MULTIPLES) multiples.clear();
  multiples.set(id, found);
  return found;
}

export const plainOf = ({ x, y }: Affine): Uint8Array => concatBytes(bytesOf(x), bytesOf(y));

/** 02 or 03 || x of x || y. */
export function compressedOf(plain: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(2 + (plain[63]! & 1)), plain.subarray(0, 32));
}

/** 33 or 64 bytes as the standards write them: 33 or 65. */
export function sec1Of(key: Uint8Array): Uint8Array {
  return key.length === 64 ? concatBytes(Uint8Array.of(4), key) : key;
}

/** x || y of a key of 33 or 64 bytes by OpenSSL; undefined where it takes it for none. */
export function nodePlainOf({ nodeName }: Domain, key: Uint8Array): Uint8Array | undefined {
  const first = key.length === 64 ? 4 : key[0];
  if (first !== 2 && first !== 3 && first !== 4) return undefined;
  try {
    const hex = ECDH.convertKey(toHex(sec1Of(key)), nodeName, 'hex', 'hex', 'uncompressed') as string;
    return new Uint8Array(Buffer.from(hex.slice(2), 'hex'));
  } catch {
    return undefined;
  }
}
