// The other ways of doing the same: @noble/hashes, @noble/curves, @chainsafe/as-sha256, hash-wasm and sm-crypto-v2, each used
// as one who cares for speed would use it.
import { hashInto, reinitializeInstance } from '@chainsafe/as-sha256';
import { ed25519 } from '@noble/curves/ed25519.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import { createKeccak, createSM3, type IHasher } from 'hash-wasm';
import { sm3 } from 'sm-crypto-v2';
import { concatBytes, fromHex } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { DEFAULT_USER_ID, Sm2Point } from '../../src/crypto/sm2.ts';

/** A hash function of another library. */
export interface HashPeer {
  readonly name: string;
  /** Whether it can take a message in pieces; if not, it wants one. */
  readonly takesPieces: boolean;
  hash(pieces: readonly Uint8Array[]): Uint8Array;
}

/** One instance for all messages, which is faster than one each. */
function hashWasm(name: string, hasher: IHasher): HashPeer {
  const hash = (pieces: readonly Uint8Array[]) => {
    hasher.init();
    for (const piece of pieces) hasher.update(piece);
    return hasher.digest('binary');
  };
  return { name, takesPieces: true, hash };
}

export const hashWasmSm3 = async (): Promise<HashPeer> => hashWasm('hash-wasm sm3', await createSM3());
export const hashWasmKeccak = async (): Promise<HashPeer> => hashWasm('hash-wasm keccak-256', await createKeccak(256));

/** It gives hex only. */
export const smCryptoSm3: HashPeer = {
  name: 'sm-crypto-v2 sm3',
  takesPieces: false,
  hash: ([message]) => fromHex(sm3(message!)),
};

export const nobleKeccak: HashPeer = {
  name: '@noble/hashes keccak_256',
  takesPieces: true,
  hash: (pieces) => {
    const hasher = keccak_256.create();
    for (const piece of pieces) hasher.update(piece);
    return hasher.digest();
  },
};

/** The root of plain pairs, leaves as many as a power of two, a node at a time. */
export function rootOfPairs(hash: (node: Uint8Array) => Uint8Array, leaves: Uint8Array): Uint8Array {
  const nodes = leaves.slice();
  for (let count = leaves.length / 32; count > 1; count /= 2)
    for (let i = 0; i < count / 2; i++) nodes.set(hash(nodes.subarray(64 * i, 64 * i + 64)), 32 * i);
  return nodes.slice(0, 32);
}

/** RFC 6962 over @noble/hashes: leaves of 32 bytes, one after another, as many as a power of two. */
export function nobleRoot(leaves: Uint8Array): Uint8Array {
  let count = leaves.length / 32;
  const nodes = new Uint8Array(leaves.length);
  const leaf = new Uint8Array(33);
  for (let i = 0; i < count; i++) {
    leaf.set(leaves.subarray(32 * i, 32 * i + 32), 1);
    nodes.set(sha256(leaf), 32 * i);
  }
  const node = new Uint8Array(65).fill(1, 0, 1);
  for (; count > 1; count /= 2) {
    for (let i = 0; i < count / 2; i++) {
      node.set(nodes.subarray(64 * i, 64 * i + 64), 1);
      nodes.set(sha256(node), 32 * i);
    }
  }
  return nodes.slice(0, 32);
}

/** The same tree without prefix bytes and leaf hashes, for checking what as-sha256 computes. */
export function nobleRootWithoutPrefixes(leaves: Uint8Array): Uint8Array {
  return rootOfPairs(sha256, leaves);
}

/** One buffer a level, made beforehand. */
export function levelsFor(leaves: Uint8Array): Uint8Array[] {
  const levels = [leaves];
  while (levels.at(-1)!.length > 32) levels.push(new Uint8Array(levels.at(-1)!.length / 2));
  return levels;
}

/** @chainsafe/as-sha256's fastest way: whole levels of 64-byte nodes. */
export function asSha256Root(levels: readonly Uint8Array[]): Uint8Array {
  for (let i = 0; i + 1 < levels.length; i++) hashInto(levels[i]!, levels[i + 1]!);
  return levels.at(-1)!;
}

const AS_SHA256_BUILDS = [true, false];

/** Installs that build of as-sha256 which is faster here (the one with SIMD is not always), and says whether it has SIMD. */
export function installFastestAsSha256(levels: readonly Uint8Array[]): boolean {
  const best = AS_SHA256_BUILDS.map((simd) => {
    reinitializeInstance(simd);
    const times = Array.from({ length: 9 }, () => {
      const started = performance.now();
      asSha256Root(levels);
      return performance.now() - started;
    });
    return Math.min(...times);
  });
  const simd = best[0]! < best[1]!;
  reinitializeInstance(simd);
  return simd;
}

/** ENTL, the default id and the curve: what GB/T 32918.2-2016, 5.5 hashes before a key. */
const SM2_PREFIX = concatBytes(
  Uint8Array.of(0, 8 * DEFAULT_USER_ID.length),
  DEFAULT_USER_ID,
  ...[Sm2Point.CURVE().a, Sm2Point.CURVE().b, Sm2Point.BASE.x, Sm2Point.BASE.y].map((value) =>
    Sm2Point.Fp.toBytes(value),
  ),
);

/** GB/T 32918.2-2016, 7.1, as one writes it down: nothing of a key is kept from one signature to the next. */
export function nobleSm2({ publicKey, message, signature }: Omit<SignatureClaim, 'scheme'>): boolean {
  const { BASE, Fn } = Sm2Point;
  const key = Sm2Point.fromBytes(concatBytes(Uint8Array.of(4), publicKey));
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))];
  const t = Fn.create(r + s);
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s) || t === 0n) return false;
  const point = BASE.multiplyUnsafe(s).add(key.multiplyUnsafe(t));
  const e = hash('sm3', concatBytes(hash('sm3', concatBytes(SM2_PREFIX, publicKey)), message));
  return !point.is0() && Fn.create(bytesToNumberBE(e) + point.x) === r;
}

/** With a key that is known nothing needs to be recovered. */
function nobleEcdsa({ publicKey, message, signature }: SignatureClaim): boolean {
  const key = concatBytes(Uint8Array.of(4), publicKey);
  return secp256k1.verify(signature.subarray(0, 64), message, key, { prehash: false, lowS: false });
}

function nobleSaysYes(claim: SignatureClaim): boolean {
  if (claim.scheme === 'sm2-plain') return nobleSm2(claim);
  if (claim.scheme === 'secp256k1-recoverable') return nobleEcdsa(claim);
  return ed25519.verify(claim.signature, claim.message, claim.publicKey, { zip215: true });
}

/** A plain loop over @noble/curves: Ed25519 by the ZIP-215 rule, SM2 and ECDSA as FISCO BCOS has them. */
export const nobleVerifier: SignatureVerifier = { verify: async (claims) => claims.map(nobleSaysYes) };
