// The geometry of the pictures: what is drawn must follow from the data, and nothing may stand on top of another.
import { describe, expect, it } from 'vitest';
import {
  letter,
  type MerkleShape,
  merkleShape,
  type PlacedNode,
  type StepShape,
  stepsOf,
} from '../../../src/app/pictures/merkle-shape.ts';
import { merkleSteps } from '../../../src/app/pictures/merkle-steps.ts';
import { at, fits, labelPoint, orderSigners, segmentPath, segments } from '../../../src/app/pictures/quorum-shape.ts';
import { trustMarks, votesOf } from '../../../src/app/pictures/trust-marks.ts';
import { condense, placeHeights } from '../../../src/app/pictures/trust-shape.ts';
import type { MerklePicture, SignatureState, Signer, TrustStop } from '../../../src/worker/api.ts';

/** RFC 6962, 2.1, as it is written there: leaves are split at the largest power of two below their number. */
function splitSides(index: bigint, total: bigint): StepShape[] {
  if (total <= 1n) return [];
  let k = 1n;
  while (k * 2n < total) k *= 2n;
  return index < k
    ? [...splitSides(index, k), { left: 0, right: 1 }]
    : [...splitSides(index - k, total - k), { left: 1, right: 0 }];
}

/** A path of FISCO BCOS 2.x: groups of sixteen, of which only the last may be short; the last hash is taken alone. */
function sixteenSteps(index: number, total: number): StepShape[] {
  const steps: StepShape[] = [];
  for (
    let [place, count] = [index, total];
    count > 1;
    [place, count] = [Math.floor(place / 16), Math.ceil(count / 16)]
  ) {
    const left = place % 16;
    steps.push({ left, right: Math.min(count - (place - left), 16) - left - 1 });
  }
  return [...steps, { left: 0, right: 0 }];
}

const LEFT = { left: 1, right: 0 };
const RIGHT = { left: 0, right: 1 };
const ALONE = { left: 0, right: 0 };

const labelsOf = (shape: MerkleShape, kind: PlacedNode['kind']) =>
  shape.nodes.filter((node) => node.kind === kind).map((node) => node.label);

const childrenOf = (shape: MerkleShape, node: PlacedNode) =>
  shape.edges.filter((edge) => edge.to.x === node.x && edge.to.y === node.y).map((edge) => edge.from);

/** Overlapping marks, and marks outside the drawing. */
function faultsOf(shape: MerkleShape): number {
  const { nodes, radius, width, height } = shape;
  const marks = nodes.map(({ x, y, kind }) => ({ x, y, r: kind === 'other' ? 6 : radius - 0.01 }));
  return overlaps(marks) + nodes.filter(({ x, y }) => x <= 0 || x >= width || y <= 0 || y >= height).length;
}

describe('Merkle path', () => {
  it('knows what stands beside each node in a tree of RFC 6962', () => {
    for (let total = 1n; total <= 40n; total++)
      for (let index = 0n; index < total; index++)
        expect(stepsOf('rfc6962', index, total), `${index} of ${total}`).toEqual(splitSides(index, total));
  });
  it('knows that a last node without a neighbour is hashed alone in a tree of pairs', () => {
    expect(stepsOf('pairs', 4n, 5n)).toEqual([ALONE, ALONE, LEFT]);
    expect(stepsOf('pairs', 0n, 5n)).toEqual([RIGHT, RIGHT, RIGHT]);
    expect(stepsOf('pairs', 2n, 3n)).toEqual([ALONE, LEFT]);
    expect(stepsOf('pairs', 0n, 1n)).toEqual([]);
  });
  it('draws a small tree whole, leaves on one line, a node midway between its children', () => {
    const shape = merkleShape({ tree: 'rfc6962', index: 0n, total: 7n, steps: stepsOf('rfc6962', 0n, 7n) });
    expect(shape.nodes).toHaveLength(13);
    expect(shape.nodes.filter((node) => node.y === shape.leaf.y)).toHaveLength(7);
    expect(labelsOf(shape, 'path')).toEqual(['3', '2', '1', '0']);
    expect(labelsOf(shape, 'sibling').sort()).toEqual(['a', 'b', 'c']);
    for (const node of shape.nodes) {
      const [first, second] = childrenOf(shape, node);
      if (second) expect(node.x).toBeCloseTo((first!.x + second.x) / 2);
    }
  });
  it('draws a small tree of pairs whole, with a single child below what is hashed alone', () => {
    const shape = merkleShape({ tree: 'pairs', index: 4n, total: 5n, steps: stepsOf('pairs', 4n, 5n) });
    // 5 leaves, 3 parents, 2 above them, and the root.
    expect(shape.nodes).toHaveLength(11);
    expect(shape.nodes.filter((node) => node.y === shape.leaf.y)).toHaveLength(5);
    expect(labelsOf(shape, 'path')).toEqual(['3', '2', '1', '0']);
    expect(labelsOf(shape, 'sibling')).toEqual(['a']);
    const single = shape.nodes.filter((node) => childrenOf(shape, node).length === 1);
    expect(single.map(({ label }) => label)).toEqual(['2', '1']);
    for (const node of single) expect(node.x).toBe(shape.leaf.x);
  });
  it('draws one leaf as the root', () => {
    for (const tree of ['rfc6962', 'pairs'] as const) {
      const shape = merkleShape({ tree, index: 0n, total: 1n, steps: [] });
      expect(shape.leaf).toMatchObject({ x: 220, y: shape.root.y });
    }
  });
  it('folds a wide tree to path and siblings, inside the drawing', () => {
    const [index, total] = [700_000n, 1_000_000n];
    for (const tree of ['rfc6962', 'pairs'] as const) {
      const steps = stepsOf(tree, index, total);
      const shape = merkleShape({ tree, index, total, steps });
      expect(shape.nodes).toHaveLength(2 * steps.length + 1);
      expect(shape.height).toBeLessThan(950);
      expect(faultsOf(shape)).toBe(0);
    }
  });
  it('never lets two marks overlap, whatever the path', () => {
    for (let total = 1n; total <= 40n; total++) {
      for (let index = 0n; index < total; index++) {
        for (const tree of ['rfc6962', 'pairs'] as const) {
          const steps = stepsOf(tree, index, total);
          expect(faultsOf(merkleShape({ tree, index, total, steps })), `${tree} ${index} of ${total}`).toBe(0);
          expect(faultsOf(merkleShape({ tree, index, steps })), `${tree} ${index}`).toBe(0);
        }
      }
    }
  });
  it('draws the path alone where nobody knows how many leaves there are', () => {
    const shape = merkleShape({ tree: 'pairs', index: 4n, steps: [ALONE, ALONE, LEFT] });
    expect(labelsOf(shape, 'path')).toEqual(['3', '2', '1', '0']);
    expect(shape.nodes.filter((node) => node.kind === 'sibling')).toMatchObject([{ label: 'a', folded: true }]);
    expect(labelsOf(shape, 'other')).toEqual([]);
  });
  it('draws the given path where it is not that of the tree', () => {
    const steps = [LEFT, RIGHT, LEFT];
    for (const tree of ['rfc6962', 'pairs'] as const) {
      const shape = merkleShape({ tree, index: 0n, total: 4n, steps });
      expect(labelsOf(shape, 'path')).toHaveLength(4);
      expect(labelsOf(shape, 'other')).toEqual([]);
    }
  });
  it('draws one mark a side for up to fifteen siblings, with their number', () => {
    const shape = merkleShape({ tree: 'sixteen', index: 18n, total: 40n, steps: sixteenSteps(18, 40) });
    expect(labelsOf(shape, 'path')).toEqual(['3', '2', '1', '0']);
    const marks = shape.nodes.filter((node) => node.kind === 'sibling');
    expect(marks.map(({ label, count, folded }) => [label, count, folded])).toEqual([
      ['c', 1, true],
      ['a', 2, false],
      ['b', 13, false],
      ['d', 1, true],
    ]);
    // Left of the path stands what is hashed before it.
    const before = marks.filter(({ x }) => x < shape.leaf.x).map(({ label }) => label);
    expect(before).toEqual(['c', 'a']);
  });
  it('keeps marks of sixteen apart in the largest block', () => {
    for (const index of [0, 15, 16, 4369, 65_535, 69_905, 99_999])
      expect(
        faultsOf(merkleShape({ tree: 'sixteen', index: BigInt(index), steps: sixteenSteps(index, 100_000) })),
      ).toBe(0);
  });
  it('names siblings beyond z', () => {
    expect([0, 25, 26, 52].map(letter)).toEqual(['a', 'z', 'a1', 'a2']);
  });
});

describe('Merkle path in words', () => {
  const merkle = { index: 0n, path: ['leaf', 'n1', 'n2', 'n3'], rootName: 'root' };
  const formulas = (picture: MerklePicture) => merkleSteps(picture).map(({ formula }) => formula);

  it('says what is hashed on each step of a binary tree, in order', () => {
    const levels = [
      { left: [], right: ['x'] },
      { left: ['y'], right: [] },
      { left: [], right: ['z'] },
    ];
    expect(formulas({ ...merkle, tree: 'rfc6962', total: 7n, levels })).toEqual([
      '1 = H(0 ‖ a)',
      '2 = H(b ‖ 1)',
      '3 = H(2 ‖ c)',
    ]);
  });
  it('says where a node is hashed alone, and wastes no letter on it', () => {
    const levels = [
      { left: [], right: [] },
      { left: ['x'], right: [] },
    ];
    const steps = merkleSteps({ ...merkle, tree: 'pairs', levels });
    expect(steps.map(({ formula }) => formula)).toEqual(['1 = H(0)', '2 = H(a ‖ 1)']);
    expect(steps.map(({ node }) => node)).toEqual(['n1', 'n2']);
    expect(steps[1]!.siblings).toEqual([{ name: 'a', hash: 'x' }]);
  });
  it('numbers the siblings of one side, and lists every one of them', () => {
    const levels = [
      { left: ['p', 'q'], right: ['r'] },
      { left: [], right: ['s', 't'] },
      { left: [], right: [] },
    ];
    const steps = merkleSteps({ ...merkle, tree: 'sixteen', levels });
    expect(steps.map(({ formula }) => formula)).toEqual(['1 = H(a1 ‖ a2 ‖ 0 ‖ b1)', '2 = H(1 ‖ c1 ‖ c2)', '3 = H(2)']);
    expect(steps.flatMap(({ siblings }) => siblings).map(({ name, hash }) => `${name}=${hash}`)).toEqual([
      'a1=p',
      'a2=q',
      'b1=r',
      'c1=s',
      'c2=t',
    ]);
  });
  it('uses the letters of the drawing', () => {
    for (const index of [0, 7, 18, 39]) {
      const steps = sixteenSteps(index, 40);
      const levels = steps.map(({ left, right }) => ({ left: Array(left).fill('l'), right: Array(right).fill('r') }));
      const named = merkleSteps({ ...merkle, tree: 'sixteen', levels }).flatMap(({ siblings }) => siblings);
      const drawn = labelsOf(merkleShape({ tree: 'sixteen', index: BigInt(index), steps }), 'sibling');
      expect(new Set(named.map(({ name }) => name[0])), `${index}`).toEqual(new Set(drawn));
    }
  });
});

function overlaps(marks: readonly { x: number; y: number; r: number }[]): number {
  return marks.filter((a, i) => marks.some((b, j) => j > i && Math.hypot(a.x - b.x, a.y - b.y) < a.r + b.r)).length;
}

function signer(name: string, power: bigint, state: SignatureState): Signer {
  return { name, address: '', keyType: 'ed25519', publicKey: '', power, state };
}

describe('quorum', () => {
  const signers = [
    signer('a', 1n, 'absent'),
    signer('b', 5n, 'signed'),
    signer('c', 9n, 'signed'),
    signer('d', 3n, 'nil'),
  ];
  it('puts those who signed first, the largest before', () => {
    expect(orderSigners(signers).map(({ name }) => name)).toEqual(['c', 'b', 'd', 'a']);
  });
  it('fills the half circle exactly', () => {
    const all = segments(signers, 18n);
    expect(all[0]!.from).toBe(0);
    expect(all.at(-1)!.to).toBe(1);
    expect(all[1]!.to).toBeCloseTo(14 / 18, 5);
  });
  it('draws nothing outside its numbers', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => signer(String(i), BigInt(1 + i), 'signed'));
    for (const segment of segments(hundred, 5050n)) expect(segmentPath(segment)).not.toMatch(/NaN|Infinity/);
    expect(segments([], 0n)).toEqual([]);
  });
});

function stop(height: bigint, how: TrustStop['how'], signed?: number): TrustStop {
  return {
    height,
    hash: '',
    how,
    signed,
    members: signed === undefined ? undefined : 7,
    signedPower: 5n,
    totalPower: 7n,
  };
}

describe('numbers in the ring', () => {
  it('stand aside where the mark crosses', () => {
    const segment = { from: 0.6, to: 0.72 };
    const { x, y } = labelPoint(segment, 2 / 3);
    const mark = at(2 / 3, 173);
    expect(Math.hypot(x - mark.x, y - mark.y)).toBeGreaterThan(14);
    expect(labelPoint({ from: 0, to: 0.2 }, 2 / 3)).toEqual(at(0.1, 173));
  });
  it('are left out where they do not fit', () => {
    expect(fits('10', { from: 0, to: 0.1 })).toBe(true);
    expect(fits('10', { from: 0, to: 0.02 })).toBe(false);
    expect(fits('1,000,000', { from: 0, to: 0.1 })).toBe(false);
  });
});

describe('chain of trust', () => {
  const stops = [stop(1n, 'checkpoint'), stop(676n, 'skipped-to', 5), stop(971n, 'skipped-to', 7)];
  it('hangs the record from the next signed stop', () => {
    const marks = trustMarks({ stops, recordHeight: 935n, links: 36n });
    expect(marks.isReached).toBe(true);
    expect(marks.linked).toMatchObject({ height: 935n, links: 36n });
    expect(marks.linked?.anchor.height).toBe(971n);
  });
  it('also where the record is listed as an ancestor', () => {
    const marks = trustMarks({
      stops: [stops[0]!, stop(935n, 'ancestor'), ...stops.slice(1)],
      recordHeight: 935n,
      links: 0n,
    });
    expect(marks.linked?.links).toBe(36n);
    expect(marks.signed.map((mark) => mark.height)).toEqual([1n, 676n, 971n]);
  });
  it('marks a signed record with a square', () => {
    const marks = trustMarks({ stops, recordHeight: 971n, links: 0n });
    expect(marks.signed.at(-1)!.shape).toBe('square');
  });
  it('breaks where trust did not arrive, and shows the votes that failed', () => {
    const marks = trustMarks({ stops: stops.slice(0, 1), recordHeight: 32n, links: 0n });
    expect(marks.isReached).toBe(false);
    const last = marks.signed.at(-1)!;
    expect(last.shape).toBe('broken');
    const quorum = {
      height: 32n,
      signers: [signer('a', 10n, 'signed'), signer('b', 10n, 'absent')],
      signedPower: 10n,
      totalPower: 20n,
      needed: 13n,
    };
    expect(votesOf(last, quorum)).toEqual({ signed: 1, members: 2, power: 10n, total: 20n });
    expect(votesOf(last, { ...quorum, height: 33n })).toBeUndefined();
  });
  it('counts what it leaves out', () => {
    const many = [
      stop(1n, 'checkpoint'),
      ...Array.from({ length: 30 }, (_, i) => stop(BigInt(10 * (i + 1)), 'skipped-to', 5)),
    ];
    const { signed } = trustMarks({ stops: many, recordHeight: 300n, links: 0n });
    expect(signed.length + signed.reduce((sum, mark) => sum + mark.skippedStops, 0)).toBe(many.length);
  });
  it('places heights to scale where there is room, apart where there is none', () => {
    expect(placeHeights([1n, 51n, 101n], 0, 100, 10)).toEqual({ xs: [0, 50, 100], adjusted: false });
    const tight = placeHeights([1n, 2n, 3n, 1000n], 0, 100, 20);
    expect(tight).toEqual({ xs: [0, 20, 40, 100], adjusted: true });
    expect(placeHeights([1n, 998n, 999n, 1000n], 0, 100, 20).xs).toEqual([0, 60, 80, 100]);
    expect(placeHeights([5n], 0, 100, 20).xs).toEqual([50]);
  });
  it('condenses only long lists', () => {
    expect(condense([1, 2, 3], 3)).toEqual({ head: [1, 2, 3], left: 0, tail: [] });
    expect(condense([1, 2, 3, 4, 5, 6], 5)).toEqual({ head: [1, 2], left: 2, tail: [5, 6] });
  });
});
