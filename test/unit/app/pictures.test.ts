// The geometry of the pictures: what is drawn must follow from the data, and nothing may stand on top of another.
import { describe, expect, it } from 'vitest';
import { letter, merkleShape, rfc6962Sides, splitPoint } from '../../../src/app/pictures/merkle-shape.ts';
import { at, fits, labelPoint, orderSigners, segmentPath, segments } from '../../../src/app/pictures/quorum-shape.ts';
import { trustMarks, votesOf } from '../../../src/app/pictures/trust-marks.ts';
import { condense, placeHeights } from '../../../src/app/pictures/trust-shape.ts';
import type { SignatureState, Signer, TrustStop } from '../../../src/worker/api.ts';

describe('Merkle path', () => {
  it('splits at the largest power of two below the count', () => {
    expect([2n, 3n, 4n, 5n, 7n, 8n, 9n].map(splitPoint)).toEqual([1n, 2n, 2n, 4n, 4n, 4n, 8n]);
  });
  it('knows the sides of RFC 6962', () => {
    expect(rfc6962Sides(0n, 7n)).toEqual(['right', 'right', 'right']);
    expect(rfc6962Sides(6n, 7n)).toEqual(['left', 'left']);
    expect(rfc6962Sides(1n, 5n)).toEqual(['left', 'right', 'right']);
    expect(rfc6962Sides(0n, 1n)).toEqual([]);
  });
  it('draws a small tree whole, leaves on one line, a node midway between its children', () => {
    const shape = merkleShape({ index: 0n, total: 7n, sides: rfc6962Sides(0n, 7n) });
    expect(shape.nodes).toHaveLength(13);
    const ends = shape.nodes.filter((node) => node.y === shape.leaf.y);
    expect(ends).toHaveLength(7);
    expect(shape.nodes.filter((node) => node.kind === 'path').map((node) => node.label)).toEqual(['3', '2', '1', '0']);
    expect(
      shape.nodes
        .filter((node) => node.kind === 'sibling')
        .map((node) => node.label)
        .sort(),
    ).toEqual(['a', 'b', 'c']);
    for (const node of shape.nodes) {
      const below = shape.edges.filter((edge) => edge.to.x === node.x && edge.to.y === node.y);
      if (below.length === 2) expect(node.x).toBeCloseTo((below[0]!.from.x + below[1]!.from.x) / 2);
    }
  });
  it('draws one leaf as the root', () => {
    const shape = merkleShape({ index: 0n, total: 1n, sides: [] });
    expect(shape.leaf).toMatchObject({ x: 220, y: shape.root.y });
  });
  it('folds a wide tree to path and siblings, inside the drawing', () => {
    const [index, total] = [700_000n, 1_000_000n];
    const sides = rfc6962Sides(index, total);
    const shape = merkleShape({ index, total, sides });
    expect(shape.nodes).toHaveLength(2 * sides.length + 1);
    expect(shape.height).toBeLessThan(950);
    for (const { x, y } of shape.nodes) expect(x > 0 && x < shape.width && y > 0 && y < shape.height).toBe(true);
    expect(overlaps(shape.nodes.map(({ x, y }) => ({ x, y, r: shape.radius - 0.01 })))).toBe(0);
  });
  it('never lets two marks overlap, whatever the path', () => {
    for (let total = 1n; total <= 40n; total++) {
      for (let index = 0n; index < total; index++) {
        const shape = merkleShape({ index, total, sides: rfc6962Sides(index, total) });
        const marks = shape.nodes.map(({ x, y, kind }) => ({ x, y, r: kind === 'other' ? 6 : 12 }));
        expect(overlaps(marks), `${index} of ${total}`).toBe(0);
      }
    }
  });
  it('follows the given sides where the tree is not RFC 6962', () => {
    const shape = merkleShape({ index: 0n, total: 4n, sides: ['left', 'right', 'left'] });
    expect(shape.nodes.filter((node) => node.kind === 'path')).toHaveLength(4);
  });
  it('names siblings beyond z', () => {
    expect([0, 25, 26, 52].map(letter)).toEqual(['a', 'z', 'a1', 'a2']);
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
