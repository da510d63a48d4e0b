// Roots of many trees with equally many leaves, packed as `src/core/core.ts` says (PackedTrees). They are worked off in
// batches of trees, level by level, so that SIMD always has four independent hashes. A tree is a row of references to
// digests: a leaf or node that is as in the tree before refers to the same digest and is not hashed again.
import { SHA256 } from './algorithm';
import { ARENA } from './memory';
import { flush, queueNode } from './batch';
import { EMPTY_ROOT, queueLeaf } from './rfc6962';

/** Leaves in a batch, about: its digests should stay within the second-level cache. */
const BATCH_LEAVES: u32 = 2048;

/** The largest token: a leaf of 65,535 bytes. */
const MAX_TOKEN: i32 = 65536;

let leaves: usize = 0;

// The arena during a call: packed bytes, roots, digests kept from the batch before, rows of references, new digests.
let cursor: usize = 0;
let packedEnd: usize = 0;
let kept: usize = 0;
let leafRows: usize = 0;
let levelRows: usize = 0;
let spareRows: usize = 0;
let nextDigest: usize = 0;

/** How many trees to take at once. */
function batchSize(leavesPerTree: u32): u32 {
  return max(1, BATCH_LEAVES / max(1, leavesPerTree));
}

/** Bytes from ARENA upward that `rootsOfPacked` needs. In doubles, since it may be more than any memory has. */
export function arenaForPacked(packedLength: f64, treeCount: f64, leavesPerTree: f64): f64 {
  const rows = max<f64>(1, <f64>BATCH_LEAVES / max<f64>(1, leavesPerTree)) + 1;
  const perLeaf = rows * (3 * 4 + 2 * 32) + 32;
  return packedLength + treeCount * 32 + leavesPerTree * perLeaf + 1024;
}

/** Where `rootsOfPacked` leaves the roots. */
export function packedRoots(packedLength: u32): usize {
  return align(ARENA + packedLength + 64);
}

function align(address: usize): usize {
  return (address + 63) & ~63;
}

function layOut(packedLength: u32, treeCount: u32, leavesPerTree: u32): void {
  const rowsSize = align((batchSize(leavesPerTree) + 1) * leavesPerTree * 4);
  leaves = leavesPerTree;
  cursor = ARENA;
  packedEnd = ARENA + packedLength;
  kept = packedRoots(packedLength) + align(32 * treeCount) + 64;
  leafRows = kept + align(32 * leavesPerTree);
  levelRows = leafRows + rowsSize;
  spareRows = levelRows + rowsSize;
}

/** The roots of the trees whose packed bytes lie at ARENA, to `packedRoots`. False if the packing is malformed. */
export function rootsOfPacked(packedLength: u32, treeCount: u32, leavesPerTree: u32): bool {
  layOut(packedLength, treeCount, leavesPerTree);
  const batch = batchSize(leavesPerTree);
  let roots = packedRoots(packedLength);
  for (let done: u32 = 0; done < treeCount; done += batch) {
    const trees = min(batch, treeCount - done);
    const first: u32 = done == 0 ? 1 : 0;
    nextDigest = spareRows + (spareRows - levelRows) + 64;
    if (!readLeaves(trees, done == 0)) return false;
    writeRoots(foldRows(first, trees), trees, roots);
    keepLastTree(trees);
    roots += 32 * trees;
  }
  return cursor == packedEnd;
}

/** Reads and hashes the leaves of rows 1 to `trees`; row 0 is the last tree of the batch before, if there was one. */
function readLeaves(trees: u32, isFirstBatch: bool): bool {
  let wellFormed = true;
  for (let tree: u32 = 1; tree <= trees && wellFormed; tree++) {
    wellFormed = readTree(leafRows + 4 * leaves * tree, tree > 1 || !isFirstBatch);
  }
  // Also when malformed: nothing may be left waiting for the next call.
  flush(SHA256);
  return wellFormed;
}

function readTree(row: usize, hasBefore: bool): bool {
  const end = row + 4 * leaves;
  for (let ref = row; ref < end; ref += 4) {
    const token = readToken();
    if (token > 0 && cursor + token - 1 <= packedEnd) store<u32>(ref, hashLeaf(token - 1));
    else if (token == 0 && hasBefore) store<u32>(ref, load<u32>(ref - 4 * leaves));
    else return false;
  }
  return true;
}

/** An unsigned LEB128 number up to MAX_TOKEN in its shortest form; -1 if there is none. */
function readToken(): i32 {
  let value = 0;
  for (let shift = 0; shift < 21 && cursor < packedEnd; shift += 7) {
    const byte = <i32>load<u8>(cursor++);
    value |= (byte & 127) << shift;
    if (byte < 128) return (byte == 0 && shift > 0) || value > MAX_TOKEN ? -1 : value;
  }
  return -1;
}

/** The leaf at the cursor. The token before it has been read, so that its last byte can become the leaf's prefix. */
function hashLeaf(length: i32): u32 {
  queueLeaf(cursor, length, nextDigest);
  cursor += length;
  return newDigest();
}

function newDigest(): u32 {
  nextDigest += 32;
  return <u32>(nextDigest - 32);
}

/** Computes all levels above the leaves; gives the rows of roots, one reference each (none if there are no leaves). */
function foldRows(first: u32, last: u32): usize {
  let source = leafRows;
  let target = levelRows;
  for (let width = leaves; width > 1; width = (width + 1) >> 1) {
    const half = (width + 1) >> 1;
    for (let tree = first; tree <= last; tree++) {
      foldRow(source + 4 * width * tree, width, target + 4 * half * tree, tree > first);
    }
    flush(SHA256);
    source = target;
    target = target == levelRows ? spareRows : levelRows;
  }
  return source;
}

function foldRow(row: usize, width: usize, out: usize, hasBefore: bool): void {
  const before = row - 4 * width;
  const outBefore = out - 4 * ((width + 1) >> 1);
  for (let i: usize = 0; i + 1 < width; i += 2) {
    const at: usize = 4 * i;
    const same = hasBefore && load<u64>(row + at) == load<u64>(before + at);
    store<u32>(out + 2 * i, same ? load<u32>(outBefore + 2 * i) : newNode(load<u32>(row + at), load<u32>(row + at, 4)));
  }
  if (width & 1) store<u32>(out + 2 * (width - 1), load<u32>(row + 4 * (width - 1)));
}

function newNode(left: usize, right: usize): u32 {
  queueNode(left, right, nextDigest);
  return newDigest();
}

function writeRoots(rows: usize, trees: u32, out: usize): void {
  for (let tree: usize = 1; tree <= trees; tree++, out += 32) {
    memory.copy(out, leaves == 0 ? EMPTY_ROOT : load<u32>(rows + 4 * tree), 32);
  }
}

/** Makes the last tree row 0 of the next batch, whose digests will overwrite those of this one. */
function keepLastTree(trees: u32): void {
  for (let leaf: usize = 0; leaf < leaves; leaf++) {
    const copy = kept + 32 * leaf;
    memory.copy(copy, load<u32>(leafRows + 4 * (leaves * trees + leaf)), 32);
    store<u32>(leafRows + 4 * leaf, copy);
  }
}
