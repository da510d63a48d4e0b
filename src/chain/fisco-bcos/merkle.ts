// The trees of FISCO BCOS: pairs in 3.x (sheet 4), sixteen at a time with numbered leaves in 2.x (sheet 5.6). Neither
// separates leaves from nodes, so whoever uses a proof computes the leaf from the fields of what it stands for.
import { bytesEqual, concatBytes, toHex } from '../../codec/bytes.ts';
import { encodeRlp, rlpInteger } from '../../codec/rlp.ts';
import type { HashAlgorithm } from '../../core/core.ts';
import { ensure } from '../../core/error.ts';
import { hash, hashAll, pairedRoot } from '../../core/hashing.ts';
import type { ProvenStep } from '../chain.ts';
import type { FiscoPath, SixteenLevel } from './model.ts';

/** More levels than any block has. */
const MAX_DEPTH = 32;
const WIDTH = 16;

/** A path that was walked: where the leaf stands, and every node up to the root. */
export interface WalkedPath {
  readonly index: bigint;
  /** Bits of the index that may be either: there the two nodes are equal, so the leaf stands below both. */
  readonly either?: bigint;
  readonly total?: bigint;
  readonly leaf: Uint8Array;
  readonly steps: readonly ProvenStep[];
  readonly root: Uint8Array;
}

/**
 * Walks from a hash up to the root that the path leads to. The caller compares the root with the header's.
 * Errors: `fisco/proof-...`.
 */
export function walkPath(algorithm: HashAlgorithm, generation: 2 | 3, leaf: Uint8Array, path: FiscoPath): WalkedPath {
  if (path.kind === 'block') return walkBlock(algorithm, generation, leaf, path.index, path.hashes);
  const isRight = path.kind === (generation === 3 ? 'pairs' : 'sixteen');
  ensure(isRight, 'fisco/proof-kind', { kind: path.kind, generation });
  return path.kind === 'pairs'
    ? walkPairs(algorithm, leaf, path.elements)
    : walkSixteen(algorithm, leaf, path.index, path.levels);
}

/** A flat list: for each level a count of 1 or 2 and as many hashes, one of them what was found so far. */
function walkPairs(algorithm: HashAlgorithm, leaf: Uint8Array, elements: readonly Uint8Array[]): WalkedPath {
  ensure(elements.length > 0, 'fisco/proof-empty');
  if (elements.length === 1) {
    ensure(bytesEqual(elements[0]!, leaf), 'fisco/proof-leaf', { found: toHex(elements[0]!), expected: toHex(leaf) });
    return { index: 0n, total: 1n, leaf, steps: [], root: leaf };
  }
  const steps: ProvenStep[] = [];
  let node = leaf;
  let index = 0n;
  let either = 0n;
  for (let at = 0; at < elements.length; ) {
    ensure(steps.length < MAX_DEPTH, 'fisco/proof-depth', { limit: MAX_DEPTH });
    const group = readGroup(elements, at);
    const position = positionIn(group, node, steps.length);
    index |= BigInt(position) << BigInt(steps.length);
    if (isTwice(group)) either |= 1n << BigInt(steps.length);
    steps.push(stepOver(algorithm, group, position));
    node = steps.at(-1)!.node;
    at += 1 + group.length;
  }
  ensure(singlesStandOnTheRightEdge(steps), 'fisco/proof-single', { index });
  return { index, either, leaf, steps, root: node };
}

function readGroup(elements: readonly Uint8Array[], at: number): readonly Uint8Array[] {
  const head = elements[at]!;
  const count = head[3]!;
  const isCount = head.every((byte, i) => i === 3 || byte === 0) && (count === 1 || count === 2);
  ensure(isCount && at + count < elements.length, 'fisco/proof-count', { at, found: toHex(head) });
  return elements.slice(at + 1, at + 1 + count);
}

/** Of two equal hashes the last one: both stand for the same leaf, and only the last may have a single node below it. */
function positionIn(group: readonly Uint8Array[], node: Uint8Array, level: number): number {
  const position = group.findLastIndex((item) => bytesEqual(item, node));
  ensure(position >= 0, 'fisco/proof-not-in-group', { level, node: toHex(node) });
  return position;
}

/** Receipts of calls that did the same in one block are equal: nothing in them names their transaction. */
function isTwice(group: readonly Uint8Array[]): boolean {
  return group.length === 2 && bytesEqual(group[0]!, group[1]!);
}

function stepOver(algorithm: HashAlgorithm, group: readonly Uint8Array[], position: number): ProvenStep {
  return {
    left: group.slice(0, position),
    right: group.slice(position + 1),
    node: hash(algorithm, concatBytes(...group)),
  };
}

/** Only the last node of a level may be single: then every level above has it as its last node too. */
function singlesStandOnTheRightEdge(steps: readonly ProvenStep[]): boolean {
  const first = steps.findIndex(({ left, right }) => left.length + right.length === 0);
  return first < 0 || steps.slice(first).every(({ right }) => right.length === 0);
}

/** The number of a leaf is part of what is hashed, so siblings of the first level must be numbered in a row. */
function walkSixteen(
  algorithm: HashAlgorithm,
  leafHash: Uint8Array,
  index: bigint,
  levels: readonly SixteenLevel[],
): WalkedPath {
  ensure(levels.length > 0 && levels.length <= MAX_DEPTH, 'fisco/proof-depth', { limit: MAX_DEPTH });
  const top = levels.at(-1)!;
  ensure(top.left.length + top.right.length === 0, 'fisco/proof-end');
  const leaf = numberedLeaf(index, leafHash);
  const steps: ProvenStep[] = [];
  let node = leaf;
  let place = index;
  for (const [level, { left, right }] of levels.slice(0, -1).entries()) {
    checkLevel(place, level, { left, right }, index);
    node = hash(algorithm, concatBytes(...left, node, ...right));
    steps.push({ left, right, node });
    place /= BigInt(WIDTH);
  }
  ensure(place === 0n, 'fisco/proof-index', { index });
  ensure(onlyTheLastGroupIsShort(levels), 'fisco/proof-single', { index });
  const root = hash(algorithm, node);
  return { index, leaf, steps: [...steps, { left: [], right: [], node: root }], root };
}

/** A group of fewer than sixteen ends its level, so nothing stands to the right on the levels above. */
function onlyTheLastGroupIsShort(levels: readonly SixteenLevel[]): boolean {
  const first = levels.findIndex(({ left, right }) => left.length + right.length + 1 < WIDTH);
  return levels.slice(first + 1).every(({ right }) => right.length === 0);
}

/** As many to the left as the place says, sixteen together at most, and each of its level's form. */
function checkLevel(place: bigint, level: number, { left, right }: SixteenLevel, index: bigint): void {
  const isPlaced = BigInt(left.length) === place % BigInt(WIDTH);
  ensure(isPlaced && left.length + 1 + right.length <= WIDTH, 'fisco/proof-arity', { level, left: left.length });
  const siblings = [...left, ...right];
  if (level > 0) {
    ensure(
      siblings.every(({ length }) => length === 32),
      'fisco/proof-sibling',
      { level },
    );
    return;
  }
  const first = index - BigInt(left.length);
  const isInOrder = siblings.every((sibling, i) => {
    const prefix = encodeRlp(rlpInteger(first + BigInt(i < left.length ? i : i + 1)));
    return sibling.length === prefix.length + 32 && bytesEqual(sibling.subarray(0, prefix.length), prefix);
  });
  ensure(isInOrder, 'fisco/proof-sibling', { level });
}

/** Builds the whole tree again out of the block's hashes, and cuts the path out of it. */
function walkBlock(
  algorithm: HashAlgorithm,
  generation: 2 | 3,
  leafHash: Uint8Array,
  index: bigint,
  hashes: readonly Uint8Array[],
): WalkedPath {
  const own = hashes[Number(index)];
  ensure(own !== undefined && bytesEqual(own, leafHash), 'fisco/proof-leaf', {
    found: toHex(own ?? new Uint8Array(0)),
    expected: toHex(leafHash),
  });
  const leaves = generation === 3 ? hashes : hashes.map((item, i) => numberedLeaf(BigInt(i), item));
  const width = generation === 3 ? 2 : WIDTH;
  const { steps, root } = cutPath(algorithm, leaves, Number(index), width, generation === 2);
  return { index, total: BigInt(hashes.length), leaf: leaves[Number(index)]!, steps, root };
}

function cutPath(
  algorithm: HashAlgorithm,
  leaves: readonly Uint8Array[],
  index: number,
  width: number,
  hashesTop: boolean,
): { steps: ProvenStep[]; root: Uint8Array } {
  const steps: ProvenStep[] = [];
  let level = leaves;
  let place = index;
  while (level.length > 1) {
    const first = place - (place % width);
    const group = level.slice(first, first + width);
    level = parentsOf(algorithm, level, width);
    const node = level[first / width]!;
    steps.push({ left: group.slice(0, place - first), right: group.slice(place - first + 1), node });
    place = first / width;
  }
  if (!hashesTop) return { steps, root: level[0]! };
  const root = hash(algorithm, level[0]!);
  return { steps: [...steps, { left: [], right: [], node: root }], root };
}

function parentsOf(algorithm: HashAlgorithm, level: readonly Uint8Array[], width: number): Uint8Array[] {
  const groups: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += width) groups.push(concatBytes(...level.slice(at, at + width)));
  const hashes = hashAll(algorithm, groups);
  return groups.map((_, i) => hashes.subarray(32 * i, 32 * i + 32));
}

/** A leaf of 2.x: its number in RLP, then the hash. */
export function numberedLeaf(index: bigint, leafHash: Uint8Array): Uint8Array {
  return concatBytes(encodeRlp(rlpInteger(index)), leafHash);
}

/** Blocks of up to so many records are shown whole; of larger ones only the path is carried. */
const WHOLE_BLOCK = 16;

/** The path of one leaf, out of all hashes of a block. */
export function makePath(
  algorithm: HashAlgorithm,
  generation: 2 | 3,
  hashes: readonly Uint8Array[],
  index: number,
): FiscoPath {
  const whole: FiscoPath = { kind: 'block', index: BigInt(index), hashes };
  if (hashes.length <= WHOLE_BLOCK) return whole;
  const { steps, leaf } = walkPath(algorithm, generation, hashes[index]!, whole);
  if (generation === 2)
    return { kind: 'sixteen', index: BigInt(index), levels: steps.map(({ left, right }) => ({ left, right })) };
  let node = leaf;
  const elements = steps.flatMap((step) => {
    const group = [...step.left, node, ...step.right];
    node = step.node;
    return [countOf(group.length), ...group];
  });
  return { kind: 'pairs', elements };
}

function countOf(count: number): Uint8Array {
  const out = new Uint8Array(32);
  out[3] = count;
  return out;
}

/** Root over all hashes of a block, in order. None: 32 zero bytes in 3.x, H("") in 2.x. */
export function rootOf(algorithm: HashAlgorithm, generation: 2 | 3, hashes: readonly Uint8Array[]): Uint8Array {
  if (generation === 3) return hashes.length === 0 ? new Uint8Array(32) : pairedRoot(algorithm, concatBytes(...hashes));
  if (hashes.length === 0) return hash(algorithm, new Uint8Array(0));
  const leaves = hashes.map((item, i) => numberedLeaf(BigInt(i), item));
  return cutPath(algorithm, leaves, 0, WIDTH, true).root;
}
