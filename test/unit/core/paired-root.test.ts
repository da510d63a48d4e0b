// Trees by plain pairs, by every hash function of every build, against the definition.
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import type { HashAlgorithm } from '../../../src/core/core.ts';
import { loadAllBuilds, Random } from '../../support/core.ts';
import { ALGORITHMS, allCases, type Hash, join, REFERENCE } from './references.ts';

function rootByDefinition(hash: Hash, hashes: Uint8Array): Uint8Array {
  let level = hashes;
  while (level.length > 32) {
    const nodes: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += 64) nodes.push(hash(level.subarray(at, at + 64)));
    level = join(nodes);
  }
  return level;
}

/** The last is more than the core's memory holds at first. */
const LARGE = [1023, 4096, 10_007, 20_001].map((count) => new Uint8Array(32 * count).map((_, i) => i * 167 + (i >> 8)));

/** Made once for all builds, since the definition above is slow. */
const LARGE_ROOTS = new Map<HashAlgorithm, Uint8Array[]>(
  ALGORITHMS.map((algorithm) => [algorithm, LARGE.map((hashes) => rootByDefinition(REFERENCE[algorithm], hashes))]),
);

describe.each(await allCases())('$algorithm root of pairs, $build', ({ algorithm, core, reference }) => {
  it('of one hash is the hash', () => {
    const hash = new Random(19).bytes(32);
    expect(core.pairedRoot(algorithm, hash)).toEqual(hash);
  });

  it('of no hashes is empty', () => {
    core.pairedRoot(algorithm, new Random(24).bytes(64));
    expect(core.pairedRoot(algorithm, new Uint8Array(0))).toEqual(new Uint8Array(0));
  });

  it('hashes a last odd child alone', () => {
    const hashes = new Random(20).bytes(96);
    const right = reference(hashes.subarray(64));
    const root = reference(join([reference(hashes.subarray(0, 64)), right]));
    expect(core.pairedRoot(algorithm, hashes)).toEqual(root);
  });

  it('agrees with the definition for 1 to 70 hashes', () => {
    const random = new Random(21);
    for (let count = 1; count <= 70; count++) {
      const hashes = random.bytes(32 * count);
      expect(core.pairedRoot(algorithm, hashes), `${count} hashes`).toEqual(rootByDefinition(reference, hashes));
    }
  });

  it.each(LARGE.map((hashes, i) => [hashes.length / 32, i]))('agrees with the definition for %i hashes', (_, i) => {
    const hashes = LARGE[i]!;
    const before = bytesToHex(hashes);
    expect(core.pairedRoot(algorithm, hashes)).toEqual(LARGE_ROOTS.get(algorithm)![i]);
    expect(bytesToHex(hashes) === before, 'the hashes are as they were').toBe(true);
  });
});

describe.each(await loadAllBuilds())('Roots of pairs, $build', (core) => {
  it('of different hash functions do not disturb each other', () => {
    const random = new Random(22);
    for (const algorithm of [...ALGORITHMS, ...ALGORITHMS]) {
      const hashes = random.bytes(32 * 13);
      const leaves = [random.bytes(40), random.bytes(90), random.bytes(5)];
      expect(core.pairedRoot(algorithm, hashes)).toEqual(rootByDefinition(REFERENCE[algorithm], hashes));
      expect(core.leafHashes(leaves)).toEqual(
        join(leaves.map((leaf) => REFERENCE.sha256(join([Uint8Array.of(0), leaf])))),
      );
    }
  });
});
