// Many packed trees at once: every build against the TypeScript core, and malformed packings refused alike.
import { describe, expect, it } from 'vitest';
import type { PackedTrees } from '../../../src/core/core.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { jsCore } from '../../../src/core/js-core.ts';
import { PackingWriter } from '../../../src/core/packing.ts';
import { loadAllBuilds, Random } from '../../support/core.ts';

interface Shape {
  readonly trees: number;
  readonly leaves: number;
  readonly longest: number;
  /** Of ten leaves, how many are as in the tree before. */
  readonly same: number;
}

function pack(trees: readonly (readonly Uint8Array[])[]): PackedTrees {
  const writer = new PackingWriter();
  for (const tree of trees) writer.add(tree);
  return { bytes: writer.finish(), treeCount: trees.length, leavesPerTree: trees[0]?.length ?? 0 };
}

function randomTrees({ trees, leaves, longest, same }: Shape, random: Random): PackedTrees {
  let before: Uint8Array[] = [];
  return pack(
    Array.from({ length: trees }, () => {
      before = Array.from({ length: leaves }, (_, i) => {
        const kept = random.integer(1, 10) <= same ? before[i] : undefined;
        return kept ?? random.bytes(random.integer(0, longest));
      });
      return before;
    }),
  );
}

const A_LEAF = [2, 7];
/** Each with the shape it is claimed to have, trees by leaves. */
const MALFORMED: ReadonlyArray<readonly [name: string, bytes: number[], treeCount: number, leavesPerTree: number]> = [
  ['nothing at all', [], 1, 1],
  ['a tree too few', [...A_LEAF], 2, 1],
  ['a leaf too few', [...A_LEAF, ...A_LEAF], 1, 3],
  ['a byte after the last leaf', [...A_LEAF, 0], 1, 1],
  ['bytes for no trees', [...A_LEAF], 0, 1],
  ['bytes for no leaves', [...A_LEAF], 1, 0],
  ['a leaf cut short', [4, 1, 2], 1, 1],
  ['a token cut short', [0x80], 1, 1],
  ['a longer token cut short', [...A_LEAF, 0x80, 0x80], 1, 2],
  ['"same" in the first tree', [0], 1, 1],
  ['"same" late in the first tree', [...A_LEAF, 0, ...A_LEAF, 0], 2, 2],
  ['a token longer than need be', [0x82, 0x00, 7], 1, 1],
  ['"same" in two bytes', [...A_LEAF, 0x80, 0x00], 2, 1],
  ['a token of four bytes', [0x81, 0x80, 0x80, 0x01], 1, 1],
  ['a leaf of 65,536 bytes', [0x81, 0x80, 0x04, ...new Array<number>(65_536).fill(7)], 1, 1],
  ['counts beyond all memory', [...A_LEAF], 2 ** 32 + 1, 1],
];

function errorOf(call: () => unknown): MingzhengError {
  try {
    call();
  } catch (error) {
    if (error instanceof MingzhengError) return error;
  }
  throw new Error('No MingzhengError was thrown');
}

describe.each(await loadAllBuilds())('Packed trees, $build', (core) => {
  it('agrees with the TypeScript core for 1 to 20 leaves of mixed lengths', () => {
    const random = new Random(6);
    for (let leaves = 1; leaves <= 20; leaves++) {
      const trees = randomTrees({ trees: random.integer(1, 30), leaves, longest: 200, same: leaves % 11 }, random);
      expect(core.merkleRoots(trees), `${leaves} leaves`).toEqual(jsCore.merkleRoots(trees));
    }
  });

  it.each<Shape>([
    { trees: 700, leaves: 14, longest: 40, same: 5 },
    { trees: 450, leaves: 14, longest: 40, same: 10 },
    { trees: 2500, leaves: 1, longest: 10, same: 3 },
    { trees: 5, leaves: 3000, longest: 8, same: 7 },
    { trees: 9, leaves: 2, longest: 9000, same: 2 },
  ])('agrees where there are many batches: $trees trees of $leaves leaves', (shape) => {
    const trees = randomTrees(shape, new Random(shape.trees));
    expect(core.merkleRoots(trees)).toEqual(jsCore.merkleRoots(trees));
  });

  it('agrees with the root of each tree alone', () => {
    const random = new Random(7);
    const trees = Array.from({ length: 20 }, () => Array.from({ length: 14 }, () => random.bytes(34)));
    const roots = core.merkleRoots(pack(trees));
    trees.forEach((tree, i) => {
      expect(roots.subarray(32 * i, 32 * i + 32)).toEqual(core.merkleRoot(tree));
    });
  });

  it('takes the longest leaf there may be', () => {
    const trees = pack([[new Random(8).bytes(65_535)]]);
    expect(core.merkleRoots(trees)).toEqual(jsCore.merkleRoots(trees));
  });

  it('gives no roots for no trees, and the empty root for trees without leaves', () => {
    const bytes = new Uint8Array(0);
    expect(core.merkleRoots({ bytes, treeCount: 0, leavesPerTree: 14 })).toEqual(bytes);
    expect(core.merkleRoots({ bytes, treeCount: 1, leavesPerTree: 0 })).toEqual(core.merkleRoot([]));
  });

  it.each(MALFORMED)('refuses %s', (_, bytes, treeCount, leavesPerTree) => {
    const trees = { bytes: Uint8Array.from(bytes), treeCount, leavesPerTree };
    const error = errorOf(() => core.merkleRoots(trees));
    expect(error.code).toBe('core/packing');
    expect(error.values).toEqual(errorOf(() => jsCore.merkleRoots(trees)).values);
  });

  it('leaves its input as it was', () => {
    const trees = randomTrees({ trees: 3, leaves: 5, longest: 50, same: 3 }, new Random(9));
    const copy = trees.bytes.slice();
    core.merkleRoots(trees);
    expect(trees.bytes).toEqual(copy);
  });

  it('answers rightly after a refusal', () => {
    const random = new Random(10);
    const refused = { bytes: Uint8Array.of(151, 1, ...random.bytes(150)), treeCount: 1, leavesPerTree: 2 };
    errorOf(() => core.merkleRoots(refused));
    // Were the long leaf still waiting to be hashed, its digest would now land among these.
    const leaves = Array.from({ length: 1900 }, () => random.bytes(3));
    expect(core.leafHashes(leaves)).toEqual(jsCore.leafHashes(leaves));
    const trees = randomTrees({ trees: 10, leaves: 5, longest: 50, same: 3 }, random);
    expect(core.merkleRoots(trees)).toEqual(jsCore.merkleRoots(trees));
  });
});
