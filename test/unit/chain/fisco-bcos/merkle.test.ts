// The trees of FISCO BCOS: what is made is accepted, for every size and place; what upstream's own check lets through is not.
import { beforeAll, describe, expect, it } from 'vitest';
import { checkSamePlace } from '../../../../src/chain/fisco-bcos/inclusion.ts';
import { makePath, numberedLeaf, rootOf, type WalkedPath, walkPath } from '../../../../src/chain/fisco-bcos/merkle.ts';
import type { FiscoPath } from '../../../../src/chain/fisco-bcos/model.ts';
import { concatBytes, fromHex, toHex } from '../../../../src/codec/bytes.ts';
import { codeOf } from '../../../../src/core/error.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { loadCore } from '../../../../src/core/load-node.ts';
import { pairProof } from '../../../support/make-fisco-node.ts';
import { refusal } from '../../../support/mutate.ts';

beforeAll(() => loadCore());

const leaves = (count: number) => Array.from({ length: count }, (_, i) => hash('sm3', Uint8Array.of(i, i >> 8)));

/** The trees as the sheet words them (4.1, 5.6), without any of our own tree code. */
function naiveRoot(generation: 2 | 3, hashes: readonly Uint8Array[]): Uint8Array {
  let level = generation === 3 ? [...hashes] : hashes.map((item, i) => concatBytes(rlpIndex(i), item));
  const width = generation === 3 ? 2 : 16;
  while (level.length > 1) {
    const next: Uint8Array[] = [];
    for (let at = 0; at < level.length; at += width)
      next.push(hash('sm3', concatBytes(...level.slice(at, at + width))));
    level = next;
  }
  return generation === 3 ? level[0]! : hash('sm3', level[0]!);
}

function rlpIndex(i: number): Uint8Array {
  if (i === 0) return Uint8Array.of(0x80);
  if (i < 128) return Uint8Array.of(i);
  return i < 256 ? Uint8Array.of(0x81, i) : Uint8Array.of(0x82, i >> 8, i & 255);
}

function answer(generation: 2 | 3, leaf: Uint8Array, path: FiscoPath, root: Uint8Array): string {
  try {
    return toHex(walkPath('sm3', generation, leaf, path).root) === toHex(root) ? 'ok' : 'other root';
  } catch (error) {
    return codeOf(error);
  }
}

/** What stands left and right on each level, and the node above. */
const stepsText = ({ steps }: WalkedPath) =>
  steps.map(({ left, right, node }) => [left.map(toHex), right.map(toHex), toHex(node)].join('/')).join(' ');

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 32, 33, 48, 65, 128, 129, 255, 257, 300];

describe.each([2, 3] as const)('generation %i', (generation) => {
  it.each(SIZES)('a tree of %i leaves has the root that the sheet says, and every leaf a path to it', (count) => {
    const hashes = leaves(count);
    const root = naiveRoot(generation, hashes);
    expect(toHex(rootOf('sm3', generation, hashes))).toBe(toHex(root));
    for (let i = 0; i < count; i++) {
      const made = makePath('sm3', generation, hashes, i);
      const walked = walkPath('sm3', generation, hashes[i]!, made);
      expect([toHex(walked.root), walked.index]).toEqual([toHex(root), BigInt(i)]);
      const whole: FiscoPath = { kind: 'block', index: BigInt(i), hashes };
      expect(stepsText(walkPath('sm3', generation, hashes[i]!, whole))).toBe(stepsText(walked));
    }
  });

  it('the empty tree is that of the sheet', () => {
    const empty = generation === 3 ? new Uint8Array(32) : hash('sm3', new Uint8Array(0));
    expect(toHex(rootOf('sm3', generation, []))).toBe(toHex(empty));
  });

  it('a path for a leaf proves no other, but that of its neighbour in 3.x, whose hash stands in it, at its own place', () => {
    const hashes = leaves(20);
    const root = rootOf('sm3', generation, hashes);
    const path = makePath('sm3', generation, hashes, 5);
    const proven = hashes.flatMap((leaf, i) => (answer(generation, leaf, path, root) === 'ok' ? [i] : []));
    expect(proven).toEqual(generation === 3 ? [4, 5] : [5]);
    if (generation === 3) expect(walkPath('sm3', 3, hashes[4]!, path).index).toBe(4n);
  });

  it('a path of the other generation is refused', () => {
    const other = makePath('sm3', generation === 2 ? 3 : 2, leaves(20), 5);
    expect(answer(generation, leaves(20)[5]!, other, new Uint8Array(32))).toBe('fisco/proof-kind');
  });
});

describe('the flat list of 3.x', () => {
  const hashes = leaves(23);
  const root = rootOf('sm3', 3, hashes);
  const pathOf = (i: number) => (makePath('sm3', 3, hashes, i) as Extract<FiscoPath, { kind: 'pairs' }>).elements;
  const ask = (elements: readonly Uint8Array[], leaf = hashes[9]!) =>
    answer(3, leaf, { kind: 'pairs', elements }, root);
  const count = (n: number) => new Uint8Array(32).fill(0).map((_, i) => (i === 3 ? n : 0));

  it('is taken whole', () => expect(ask(pathOf(9))).toBe('ok'));
  it('is refused empty', () => expect(ask([])).toBe('fisco/proof-empty'));
  it('is refused with one element that is not the leaf', () => expect(ask([root])).toBe('fisco/proof-leaf'));
  it.each([0, 3, 4, 255])('is refused with a count of %i', (n) => {
    expect(ask(pathOf(9).with(0, count(n)))).toBe('fisco/proof-count');
  });
  it('is refused with bytes behind a count', () => {
    const spoilt = count(2);
    spoilt[31] = 1;
    expect(ask(pathOf(9).with(0, spoilt))).toBe('fisco/proof-count');
  });
  it('is refused when it ends within a group', () => expect(ask(pathOf(9).slice(0, -1))).toBe('fisco/proof-count'));
  it('leads elsewhere when a level is missing', () => expect(ask(pathOf(9).slice(0, -3))).toBe('other root'));
  it('is refused when the found node is not in the next group', () => {
    expect(ask(pathOf(9).with(4, hash('sm3', root)).with(5, root))).toBe('fisco/proof-not-in-group');
  });
  it('leads elsewhere when a pair is swapped', () => {
    const [head, left, right, ...rest] = pathOf(9);
    expect(ask([head!, right!, left!, ...rest])).not.toBe('ok');
  });
  it('is refused with a single node that cannot be the last of its level', () => {
    const leaf = hashes[9]!;
    const single = hash('sm3', leaf);
    expect(ask([count(1), leaf, count(2), single, root])).toBe('fisco/proof-single');
  });
  it('is refused beyond 32 levels', () => {
    const elements: Uint8Array[] = [];
    let node = hashes[9]!;
    for (let i = 0; i < 33; i++) {
      elements.push(count(1), node);
      node = hash('sm3', node);
    }
    expect(ask(elements)).toBe('fisco/proof-depth');
  });
  it('takes the root itself as a leaf only in a block of one: so leaves are always computed from fields', () => {
    expect(ask([root], root)).toBe('ok');
  });
});

// Receipts of calls that did the same in one block are equal, so a flat list may fit several places.
describe('equal leaves in the flat list of 3.x', () => {
  const [a, b, c] = leaves(3) as [Uint8Array, Uint8Array, Uint8Array];
  const place = (hashes: readonly Uint8Array[], i: number) => {
    const elements = pairProof('sm3', hashes, i).map(fromHex);
    return walkPath('sm3', 3, hashes[i]!, { kind: 'pairs', elements });
  };
  const isAt = (transaction: WalkedPath, receipt: WalkedPath) =>
    refusal(() => checkSamePlace(transaction, receipt)) === 'accepted';

  it('stand at all of their places and at no other, in every block of up to 7 with 3 kinds of leaf', () => {
    for (let size = 2; size <= 7; size++) {
      const transactions = leaves(40).slice(-size);
      const places = transactions.map((_, i) => place(transactions, i));
      for (let code = 0; code < 3 ** size; code++) {
        const hashes = Array.from({ length: size }, (_, i) => [a, b, c][Math.floor(code / 3 ** i) % 3]!);
        const root = toHex(rootOf('sm3', 3, hashes));
        const walked = hashes.map((_, i) => place(hashes, i));
        if (walked.some((found) => toHex(found.root) !== root)) expect.fail(`${size} ${code}: root`);
        for (let at = 0; at < size; at++) {
          const transaction = places[at]!;
          // Where the own receipt is proven it is taken; one that is taken is equal to the own.
          if (!isAt(transaction, walked[at]!)) expect.fail(`${size} ${code}: ${at}`);
          for (let other = 0; other < size; other++)
            if (isAt(transaction, walked[other]!) && hashes[other] !== hashes[at])
              expect.fail(`${size} ${code}: ${at} ${other}`);
        }
      }
    }
  });

  it('are told apart where the list says which one is meant', () => {
    const hashes = [a, b, a, b];
    expect(isAt(place(leaves(4), 0), place(hashes, 2))).toBe(true);
    expect(isAt(place(leaves(4), 1), place(hashes, 2))).toBe(false);
    const whole: FiscoPath = { kind: 'block', index: 2n, hashes };
    expect(isAt(place(leaves(4), 0), walkPath('sm3', 3, a, whole))).toBe(false);
  });

  it('are as deep as their transaction', () => {
    expect(isAt(place(leaves(4), 0), place([a, b], 0))).toBe(false);
    expect(isAt(place(leaves(1), 0), place([a, a], 0))).toBe(false);
  });
});

describe('the levels of 2.x', () => {
  const hashes = leaves(300);
  const root = rootOf('sm3', 2, hashes);
  type Sixteen = Extract<FiscoPath, { kind: 'sixteen' }>;
  const path = makePath('sm3', 2, hashes, 140) as Sixteen;
  const ask = (changed: Partial<Sixteen>) => answer(2, hashes[140]!, { ...path, ...changed }, root);
  const withLevel = (at: number, left: Uint8Array[], right: Uint8Array[]) => path.levels.with(at, { left, right });

  it('are taken whole', () => expect(ask({})).toBe('ok'));
  it('are refused with another index', () => {
    expect(ask({ index: 141n })).toBe('fisco/proof-arity');
    expect(ask({ index: 140n + 16n })).not.toBe('ok');
    expect(ask({ index: 140n + 4096n })).not.toBe('ok');
  });
  it('are refused without the last, empty level', () => {
    expect(ask({ levels: path.levels.slice(0, -1) })).toBe('fisco/proof-end');
    expect(ask({ levels: [] })).toBe('fisco/proof-depth');
  });
  it('are refused with too many on a level', () => {
    const { left, right } = path.levels[0]!;
    expect(ask({ levels: withLevel(0, [...left], [...right, numberedLeaf(144n, root)]) })).toBe('fisco/proof-arity');
  });
  it('are refused with a sibling whose number is not the next', () => {
    const { left, right } = path.levels[0]!;
    expect(ask({ levels: withLevel(0, [...left].reverse(), [...right]) })).toBe('fisco/proof-sibling');
    expect(
      ask({
        levels: withLevel(
          0,
          [...left],
          right.map((item) => item.subarray(1)),
        ),
      }),
    ).toBe('fisco/proof-sibling');
  });
  it('are refused with an upper sibling that is no hash', () => {
    const { left, right } = path.levels[1]!;
    expect(
      ask({
        levels: withLevel(
          1,
          left.map((item) => item.subarray(1)),
          [...right],
        ),
      }),
    ).toBe('fisco/proof-sibling');
  });
  it('are refused with a short group that does not end its level', () => {
    const { left, right } = path.levels[0]!;
    expect(ask({ levels: withLevel(0, [...left], right.slice(0, -1)) })).toBe('fisco/proof-single');
  });
  it('are refused when the index is larger than the tree is high', () => {
    const single: Sixteen = { kind: 'sixteen', index: 1n, levels: [{ left: [], right: [] }] };
    expect(answer(2, hashes[0]!, single, root)).toBe('fisco/proof-index');
  });
});

describe('all hashes of a block', () => {
  it('are refused if the leaf is not at its place', () => {
    const hashes = leaves(7);
    const path: FiscoPath = { kind: 'block', index: 3n, hashes };
    expect(answer(3, hashes[4]!, path, rootOf('sm3', 3, hashes))).toBe('fisco/proof-leaf');
    expect(answer(3, hashes[3]!, { ...path, index: 7n }, rootOf('sm3', 3, hashes))).toBe('fisco/proof-leaf');
  });
});
