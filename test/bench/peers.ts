// The other ways of doing the same: @noble/hashes, @noble/curves and @chainsafe/as-sha256, each used as one who cares
// for speed would use it.
import { hashInto, reinitializeInstance } from '@chainsafe/as-sha256';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha256 } from '@noble/hashes/sha2.js';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';

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
  const nodes = leaves.slice();
  for (let count = leaves.length / 32; count > 1; count /= 2)
    for (let i = 0; i < count / 2; i++) nodes.set(sha256(nodes.subarray(64 * i, 64 * i + 64)), 32 * i);
  return nodes.slice(0, 32);
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

/** A plain loop over @noble/curves by the ZIP-215 rule. */
export const nobleVerifier: SignatureVerifier = {
  verify: async (claims) =>
    claims.map(({ publicKey, message, signature }) => ed25519.verify(signature, message, publicKey, { zip215: true })),
};
