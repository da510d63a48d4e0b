// Inclusion proofs of RFC 6962 trees: the path from a leaf to the root, checked for its exact length, and made from leaves.
import { bytesEqual, concatBytes } from '../codec/bytes.ts';
import { ensure } from '../core/error.ts';
import { leafHashes, rootOfLeafHashes, sha256 } from '../core/hashing.ts';

const MAX_SIBLINGS = 100; // CometBFT's crypto/merkle.MaxAunts

export interface InclusionPath {
  /** Number of leaves of the tree. */
  readonly total: bigint;
  readonly index: bigint;
  /** Siblings from the leaf's own up to the root's child, 32 bytes each. */
  readonly siblings: readonly Uint8Array[];
}

export interface PathStep {
  readonly sibling: Uint8Array;
  readonly side: 'left' | 'right';
  /** The node that the step leads to. */
  readonly node: Uint8Array;
}

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

export function leafHash(leaf: Uint8Array): Uint8Array {
  return sha256(concatBytes(LEAF, leaf));
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  return sha256(concatBytes(NODE, left, right));
}

/** On which side the sibling stands at each step, leaf upwards; its length is the one length that the proof may have. */
export function siblingSides(index: bigint, total: bigint): ('left' | 'right')[] {
  const sides: ('left' | 'right')[] = [];
  let position = index;
  for (let count = total; count > 1n; count = (count + 1n) / 2n) {
    const isLonelyLast = position === count - 1n && count % 2n === 1n;
    if (!isLonelyLast) sides.push(position % 2n === 1n ? 'left' : 'right');
    position /= 2n;
  }
  return sides;
}

/**
 * Walks from a leaf hash to the root.
 * Errors: `proof/index-out-of-range`, `proof/sibling-count` (extra or missing), `proof/sibling-length`.
 */
export function walkPath(leaf: Uint8Array, path: InclusionPath): PathStep[] {
  const { index, total, siblings } = path;
  ensure(total > 0n && total < 1n << 63n && index >= 0n && index < total, 'proof/index-out-of-range', { index, total });
  const sides = siblingSides(index, total);
  ensure(siblings.length === sides.length && siblings.length <= MAX_SIBLINGS, 'proof/sibling-count', {
    found: siblings.length,
    expected: sides.length,
  });
  let node = leaf;
  return siblings.map((sibling, i) => {
    ensure(sibling.length === 32, 'proof/sibling-length', { length: sibling.length });
    node = sides[i] === 'left' ? nodeHash(sibling, node) : nodeHash(node, sibling);
    return { sibling, side: sides[i]!, node };
  });
}

/** The root that a leaf and its path lead to. */
export function rootOfPath(leaf: Uint8Array, path: InclusionPath): Uint8Array {
  return walkPath(leaf, path).at(-1)?.node ?? leaf;
}

/** Whether the content is the leaf at that index of the tree with that root. Errors as `walkPath`. */
export function includesLeaf(root: Uint8Array, content: Uint8Array, path: InclusionPath): boolean {
  return bytesEqual(rootOfPath(leafHash(content), path), root);
}

/** Makes the path for one leaf of a tree. */
export function makePath(leaves: readonly Uint8Array[], index: number): InclusionPath {
  const hashes = leafHashes(leaves);
  const siblings: Uint8Array[] = [];
  let [from, to] = [0, leaves.length];
  while (to - from > 1) {
    const middle = from + largestPowerBelow(to - from);
    const isLeft = index < middle;
    const [start, end] = isLeft ? [middle, to] : [from, middle];
    siblings.unshift(rootOfLeafHashes(hashes.slice(32 * start, 32 * end)));
    [from, to] = isLeft ? [from, middle] : [middle, to];
  }
  return { index: BigInt(index), total: BigInt(leaves.length), siblings };
}

/** The split of RFC 6962 section 2.1: the largest power of two strictly below n. */
function largestPowerBelow(n: number): number {
  let power = 1;
  while (power * 2 < n) power *= 2;
  return power;
}
