// Paths of RFC 6962 trees against the recursive definitions of sections 2.1 and 2.1.1, written down here a second time.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { bytesEqual } from '../../../src/codec/bytes.ts';
import {
  type InclusionPath,
  includesLeaf,
  leafHash,
  makePath,
  nodeHash,
  rootOfPath,
  siblingSides,
  walkPath,
} from '../../../src/proof/rfc6962.ts';
import { flipped, refusal } from '../../support/mutate.ts';

const MOST = 65;
const LEAVES = Array.from({ length: MOST }, (_, i) => new Uint8Array(i % 7).fill(i));

const hash = (...parts: Uint8Array[]) => new Uint8Array(createHash('sha256').update(Buffer.concat(parts)).digest());

function split(count: number): number {
  let power = 1;
  while (2 * power < count) power *= 2;
  return power;
}

/** MTH(D[n]). */
function treeHash(leaves: readonly Uint8Array[]): Uint8Array {
  if (leaves.length === 1) return hash(Uint8Array.of(0), leaves[0]!);
  const k = split(leaves.length);
  return hash(Uint8Array.of(1), treeHash(leaves.slice(0, k)), treeHash(leaves.slice(k)));
}

/** PATH(m, D[n]). */
function auditPath(index: number, leaves: readonly Uint8Array[]): Uint8Array[] {
  if (leaves.length === 1) return [];
  const k = split(leaves.length);
  const [left, right] = [leaves.slice(0, k), leaves.slice(k)];
  return index < k ? [...auditPath(index, left), treeHash(right)] : [...auditPath(index - k, right), treeHash(left)];
}

interface Case {
  readonly leaf: Uint8Array;
  readonly path: InclusionPath;
  readonly root: Uint8Array;
}

/** Every leaf of every tree of 1 to 65 leaves. */
const cases: Case[] = [];

beforeAll(() => {
  for (let total = 1; total <= MOST; total++) {
    const leaves = LEAVES.slice(0, total);
    const root = treeHash(leaves);
    for (let index = 0; index < total; index++)
      cases.push({
        leaf: leaves[index]!,
        path: { index: BigInt(index), total: BigInt(total), siblings: auditPath(index, leaves) },
        root,
      });
  }
});

const describeCase = ({ path }: Case) => `leaf ${path.index} of ${path.total}`;

describe('paths in all trees of 1 to 65 leaves', () => {
  it('are those of the definition, and lead to its root', () => {
    expect(cases.length).toBe((MOST * (MOST + 1)) / 2);
    for (const item of cases) {
      const made = makePath(LEAVES.slice(0, Number(item.path.total)), Number(item.path.index));
      expect(made, describeCase(item)).toEqual(item.path);
      expect(bytesEqual(rootOfPath(leafHash(item.leaf), item.path), item.root), describeCase(item)).toBe(true);
      expect(includesLeaf(item.root, item.leaf, item.path)).toBe(true);
    }
  });

  it('show each step with its side, from the leaf to the root', () => {
    for (const item of cases) {
      let node = leafHash(item.leaf);
      for (const step of walkPath(node, item.path)) {
        node = step.side === 'left' ? nodeHash(step.sibling, node) : nodeHash(node, step.sibling);
        expect(bytesEqual(step.node, node)).toBe(true);
      }
      expect(siblingSides(item.path.index, item.path.total).length).toBe(item.path.siblings.length);
    }
  });

  it('prove the leaf at no other index of a tree of the same or another size', () => {
    const wrong: string[] = [];
    for (const item of cases.filter(({ path }) => path.total <= 20n))
      for (let total = 1n; total <= 20n; total++)
        for (let index = 0n; index < total; index++) {
          if (index === item.path.index && total === item.path.total) continue;
          if (acceptsAs(item, index, total)) wrong.push(`${describeCase(item)} as ${index} of ${total}`);
        }
    // A total is no part of an RFC 6962 root; what may be mistaken is only the size of the tree, never the place of the
    // leaf: the steps and their sides are the same.
    for (const text of wrong) expect(text).toMatch(/^leaf (\d+) of \d+ as /);
    expect(wrong.every((text) => isSameWalk(text))).toBe(true);
  });

  it('refuse a sibling too many, too few, and none at all', () => {
    for (const item of cases) {
      const { siblings } = item.path;
      const extra = [...siblings, new Uint8Array(32)];
      expect(codeWith(item, extra)).toBe('proof/sibling-count');
      expect(codeWith(item, [new Uint8Array(32), ...siblings])).toBe('proof/sibling-count');
      if (siblings.length > 0) expect(codeWith(item, siblings.slice(1))).toBe('proof/sibling-count');
      if (siblings.length > 0) expect(codeWith(item, siblings.slice(0, -1))).toBe('proof/sibling-count');
    }
  });

  it('refuse siblings that are not 32 bytes long, at each place', () => {
    for (const item of cases)
      for (const i of item.path.siblings.keys())
        for (const length of [0, 31, 33, 64]) {
          const siblings = item.path.siblings.with(i, new Uint8Array(length));
          expect(codeWith(item, siblings)).toBe('proof/sibling-length');
        }
  });

  it('lead elsewhere when any sibling differs in one bit', () => {
    for (const item of cases)
      for (const [i, sibling] of item.path.siblings.entries()) {
        const siblings = item.path.siblings.with(i, flipped(sibling, i % 32));
        expect(includesLeaf(item.root, item.leaf, { ...item.path, siblings })).toBe(false);
      }
  });

  it('do not take an inner node for a leaf', () => {
    for (const item of cases.filter(({ path }) => path.siblings.length > 0 && path.total <= 24n)) {
      const [first] = walkPath(leafHash(item.leaf), item.path);
      const pair =
        first!.side === 'left' ? [first!.sibling, leafHash(item.leaf)] : [leafHash(item.leaf), first!.sibling];
      const siblings = item.path.siblings.slice(1);
      const content = Buffer.concat(pair);
      for (let total = 1n; total <= item.path.total; total++)
        for (let index = 0n; index < total; index++)
          if (siblingSides(index, total).length === siblings.length)
            expect(includesLeaf(item.root, content, { index, total, siblings })).toBe(false);
    }
  });
});

function codeWith({ leaf, path }: Case, siblings: readonly Uint8Array[]): string {
  return refusal(() => walkPath(leafHash(leaf), { ...path, siblings }));
}

function acceptsAs({ leaf, path, root }: Case, index: bigint, total: bigint): boolean {
  if (siblingSides(index, total).length !== path.siblings.length) return false;
  return includesLeaf(root, leaf, { index, total, siblings: path.siblings });
}

/** `leaf i of n as j of m`: both walk the same sides. */
function isSameWalk(text: string): boolean {
  const [i, n, j, m] = text.match(/\d+/g)!.map(BigInt) as [bigint, bigint, bigint, bigint];
  return siblingSides(i, n).join() === siblingSides(j, m).join();
}

describe('index and total', () => {
  const leaf = leafHash(Uint8Array.of(1));
  const code = (index: bigint, total: bigint, count = 0) =>
    refusal(() => walkPath(leaf, { index, total, siblings: Array.from({ length: count }, () => new Uint8Array(32)) }));

  it('keep their range', () => {
    expect(code(0n, 1n)).toBe('accepted');
    for (const [index, total] of [
      [0n, 0n],
      [1n, 1n],
      [-1n, 1n],
      [-1n, 4n],
      [4n, 4n],
      [5n, 4n],
      [0n, -1n],
      [0n, 2n ** 63n],
      [2n ** 63n, 2n ** 63n],
    ] as const)
      expect(code(index, total), `${index} of ${total}`).toBe('proof/index-out-of-range');
  });

  it('with whole turns added to the index prove nothing more', () => {
    const { path, leaf: content } = cases.find((item) => item.path.total === 8n && item.path.index === 3n)!;
    for (let turn = 1n; turn <= 1000n; turn++)
      expect(refusal(() => walkPath(leafHash(content), { ...path, index: 3n + 8n * turn }))).toBe(
        'proof/index-out-of-range',
      );
  });

  it('of the largest trees give paths of their own length, at most 63 steps', () => {
    expect(code(0n, 2n ** 63n - 1n, 63)).toBe('accepted');
    expect(code(2n ** 63n - 2n, 2n ** 63n - 1n, 62)).toBe('accepted');
    expect(code(0n, 2n ** 63n - 1n, 64)).toBe('proof/sibling-count');
  });
});
