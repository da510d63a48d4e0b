// Leaf hashes and roots of RFC 6962 section 2.1 for one tree of any size.
import { SHA256 } from './algorithm';
import { flush, queueMessage, queueNode } from './batch';
import { hashMessage } from './hash';
import { INPUT, LENGTHS } from './memory';

const LEAF_PREFIX: u8 = 0;

/** The root of no leaves: H(""). */
export const EMPTY_ROOT: usize = memory.data(32, 16);

export function prepareEmptyRoot(): void {
  hashMessage(SHA256, INPUT, 0, EMPTY_ROOT);
}

/** H(00 || leaf), where the byte before the leaf is free to be overwritten by the prefix. */
export function queueLeaf(leaf: usize, length: i32, out: usize): void {
  store<u8>(leaf - 1, LEAF_PREFIX);
  queueMessage(SHA256, leaf - 1, length + 1, out);
}

/** Hashes `count` leaves: in INPUT one after another with a free byte before each, their lengths in LENGTHS. */
export function hashLeaves(count: i32, out: usize): void {
  let leaf = INPUT + 1;
  for (let i: usize = 0; i < <usize>count; i++) {
    const length = load<u32>(LENGTHS + (i << 2));
    queueLeaf(leaf, length, out + (i << 5));
    leaf += length + 1;
  }
  flush(SHA256);
}

/**
 * The root over `count` > 0 digests at `nodes`, left in the place of the first. Pairing neighbours level by level and
 * carrying an odd last one up gives the same tree as splitting at the largest power of two. In place: a node is written
 * where nodes of this level were already read.
 */
export function foldToRoot(nodes: usize, count: i32): void {
  for (; count > 1; count = (count + 1) >> 1) {
    const end = nodes + (<usize>count << 5);
    let out = nodes;
    for (let left = nodes; left + 32 < end; left += 64, out += 32) queueNode(left, left + 32, out);
    flush(SHA256);
    if (count & 1) memory.copy(out, end - 32, 32);
  }
}
