// Work that waits for company. With SIMD four hashes cost about as much as two (two of Keccak about as much as one), if
// they have equally many blocks: so messages wait in one bin for each number of blocks, and RFC 6962 nodes in a bin of
// their own, until it is full. Without SIMD nothing waits. Until `flush` inputs must stay in place, and all must be for
// the same hash function.
import { KECCAK256, SHA256, laneCount } from './algorithm';
import { hashMessage } from './hash';
import { ITEM_SIZE, hashTogether } from './lane-messages';
import { hashNode, hashNodes4 } from './node';

/** Longer messages are hashed alone: they are rare, and there are seldom four of one length. */
const MAX_BLOCKS: i32 = 64;

/** A bin: a count, then at +16 four items of three u32. Bin 0 is for nodes, bin n for messages of n blocks. */
const BINS: usize = memory.data(64 * (MAX_BLOCKS + 1), 16);
const FIRST_ITEM: usize = 16;

/** How many blocks a message has once it is padded. */
@inline
function blockCount(algorithm: i32, length: i32): i32 {
  return algorithm == KECCAK256 ? length / 136 + 1 : (length + 72) >>> 6;
}

/** Digest of `message` to `out`, at the latest when `flush` is called. */
export function queueMessage(algorithm: i32, message: usize, length: i32, out: usize): void {
  const blocks = blockCount(algorithm, length);
  if (ASC_FEATURE_SIMD && blocks <= MAX_BLOCKS) putInBin(algorithm, blocks, message, length, out);
  else hashMessage(algorithm, message, length, out);
}

/** The RFC 6962 node over the digests at `left` and `right` to `out`, at the latest when `flush` is called. */
export function queueNode(left: usize, right: usize, out: usize): void {
  if (ASC_FEATURE_SIMD) putInBin(SHA256, 0, left, right, out);
  else hashNode(left, right, out);
}

/** Hashes whatever still waits. */
export function flush(algorithm: i32): void {
  if (!ASC_FEATURE_SIMD) return;
  for (let blocks = 0; blocks <= MAX_BLOCKS; blocks++) {
    const bin = binOf(blocks);
    const count = load<u32>(bin);
    if (count == 1) hashAlone(algorithm, bin, blocks);
    else if (count > 1) hashRest(algorithm, bin, blocks, count);
  }
}

function binOf(blocks: i32): usize {
  return BINS + ((<usize>blocks) << 6);
}

function putInBin(algorithm: i32, blocks: i32, first: usize, second: usize, out: usize): void {
  const bin = binOf(blocks);
  const count = load<u32>(bin);
  const item = bin + FIRST_ITEM + ITEM_SIZE * count;
  store<u32>(item, <u32>first);
  store<u32>(item, <u32>second, 4);
  store<u32>(item, <u32>out, 8);
  store<u32>(bin, count + 1);
  if (count + 1 == laneCount(algorithm)) hashBin(algorithm, bin, blocks);
}

function hashBin(algorithm: i32, bin: usize, blocks: i32): void {
  if (blocks == 0) hashNodes4(bin + FIRST_ITEM);
  else hashTogether(algorithm, bin + FIRST_ITEM, blocks);
  store<u32>(bin, 0);
}

function hashAlone(algorithm: i32, bin: usize, blocks: i32): void {
  const item = bin + FIRST_ITEM;
  if (blocks == 0) hashNode(load<u32>(item), load<u32>(item, 4), load<u32>(item, 8));
  else hashMessage(algorithm, load<u32>(item), load<u32>(item, 4), load<u32>(item, 8));
  store<u32>(bin, 0);
}

/** Two or three items of four: the last one is repeated, which only writes the same digest again. */
function hashRest(algorithm: i32, bin: usize, blocks: i32, count: usize): void {
  const items = bin + FIRST_ITEM;
  for (let i = count; i < 4; i++) memory.copy(items + ITEM_SIZE * i, items + ITEM_SIZE * (count - 1), ITEM_SIZE);
  hashBin(algorithm, bin, blocks);
}
