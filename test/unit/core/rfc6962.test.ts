// RFC 6962 trees of every build against the definition of section 2.1, written down here as the RFC has it.
import { sha256 } from '@noble/hashes/sha2.js';
import { concatBytes, hexToBytes } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { loadAllBuilds, Random } from '../../support/core.ts';

const leafHash = (leaf: Uint8Array): Uint8Array => sha256(concatBytes(Uint8Array.of(0), leaf));

/** MTH(D[n]) for leaf hashes: split at the largest power of two smaller than n. */
function treeHash(hashes: readonly Uint8Array[]): Uint8Array {
  if (hashes.length === 0) return sha256(new Uint8Array(0));
  if (hashes.length === 1) return hashes[0]!;
  let split = 1;
  while (2 * split < hashes.length) split *= 2;
  return sha256(concatBytes(Uint8Array.of(1), treeHash(hashes.slice(0, split)), treeHash(hashes.slice(split))));
}

function randomLeaves(count: number, longest: number, seed: number): Uint8Array[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => random.bytes(random.integer(0, longest)));
}

/** More than the core's memory holds at first. Made once, since the definition above is slow. */
const MANY_LEAVES = Array.from({ length: 200_000 }, (_, i) => Uint8Array.of(i, i >> 8, i >> 16));
const MANY_ROOT = treeHash(MANY_LEAVES.map(leafHash));

function join(hashes: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(32 * hashes.length);
  hashes.forEach((hash, i) => {
    joined.set(hash, 32 * i);
  });
  return joined;
}

describe.each(await loadAllBuilds())('RFC 6962 trees, $build', (core) => {
  it('gives the roots of the test vectors of Certificate Transparency', () => {
    const leaves = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
    expect(core.merkleRoot(leaves.map((leaf) => hexToBytes(leaf)))).toEqual(
      hexToBytes('5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328'),
    );
  });

  it('agrees with the definition for 0 to 70 leaves of mixed lengths', () => {
    for (let count = 0; count <= 70; count++) {
      const leaves = randomLeaves(count, 200, count);
      const hashes = leaves.map(leafHash);
      expect(core.leafHashes(leaves), `${count} leaves`).toEqual(join(hashes));
      expect(core.merkleRoot(leaves), `${count} leaves`).toEqual(treeHash(hashes));
      expect(core.rootOfLeafHashes(join(hashes)), `${count} leaves`).toEqual(treeHash(hashes));
    }
  });

  it('hashes leaves of every length from 0 to 200', () => {
    const leaves = Array.from({ length: 201 }, (_, length) => new Uint8Array(length).fill(length));
    expect(core.leafHashes(leaves)).toEqual(join(leaves.map(leafHash)));
  });

  it('takes leaves larger than its buffer among small ones', () => {
    const random = new Random(5);
    const leaves = [3, 65_534, 65_535, 65_536, 200_000, 4_100, 0].map((length) => random.bytes(length));
    expect(core.leafHashes(leaves)).toEqual(join(leaves.map(leafHash)));
    expect(core.merkleRoot(leaves)).toEqual(treeHash(leaves.map(leafHash)));
  });

  it('takes more empty leaves than one call does', () => {
    const leaves = Array.from({ length: 9_000 }, () => new Uint8Array(0));
    expect(core.merkleRoot(leaves)).toEqual(treeHash(leaves.map(leafHash)));
  });

  it('gives the root of 200,000 leaves', { timeout: 60_000 }, () => {
    expect(core.merkleRoot(MANY_LEAVES)).toEqual(MANY_ROOT);
  });
});
