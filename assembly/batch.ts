// Work that waits for company. With SIMD four hashes cost about as much as two, if they have equally many blocks: so
// messages wait in one bin for each number of blocks, and Merkle nodes in a bin of their own, until four are together.
// Without SIMD nothing waits. Inputs must stay in place until `flush`.
import { hashNode, hashNodes4 } from './node';
import { hashMessage, padTail } from './sha256';
import { compress4, resetStates4, writeDigests4 } from './sha256x4';

/** Longer messages are hashed alone: they are rare, and there are seldom four of one length. */
const MAX_BLOCKS: i32 = 64;

/** A bin: a count, then at +16 four items of three u32. Bin 0 is for nodes, bin n for messages of n blocks. */
const BINS: usize = memory.data(64 * (MAX_BLOCKS + 1), 16);
const FIRST_ITEM: usize = 16;
const ITEM_SIZE: usize = 12;

/** For each lane the one or two padded blocks that end its message. */
const TAILS: usize = memory.data(4 * 128, 16);

/** SHA-256 of `message` to `out`, at the latest when `flush` is called. */
export function queueMessage(message: usize, length: i32, out: usize): void {
  const blocks = (length + 72) >>> 6;
  if (ASC_FEATURE_SIMD && blocks <= MAX_BLOCKS) putInBin(blocks, message, length, out);
  else hashMessage(message, length, out);
}

/** The RFC 6962 node over the digests at `left` and `right` to `out`, at the latest when `flush` is called. */
export function queueNode(left: usize, right: usize, out: usize): void {
  if (ASC_FEATURE_SIMD) putInBin(0, left, right, out);
  else hashNode(left, right, out);
}

/** Hashes whatever still waits. */
export function flush(): void {
  if (!ASC_FEATURE_SIMD) return;
  for (let blocks = 0; blocks <= MAX_BLOCKS; blocks++) {
    const bin = binOf(blocks);
    const count = load<u32>(bin);
    if (count == 1) hashAlone(bin, blocks);
    else if (count > 1) hashRest(bin, blocks, count);
  }
}

function binOf(blocks: i32): usize {
  return BINS + ((<usize>blocks) << 6);
}

function putInBin(blocks: i32, first: usize, second: usize, out: usize): void {
  const bin = binOf(blocks);
  const count = load<u32>(bin);
  const item = bin + FIRST_ITEM + ITEM_SIZE * count;
  store<u32>(item, <u32>first);
  store<u32>(item, <u32>second, 4);
  store<u32>(item, <u32>out, 8);
  store<u32>(bin, count + 1);
  if (count == 3) hashBin(bin, blocks);
}

function hashBin(bin: usize, blocks: i32): void {
  if (blocks == 0) hashNodes4(bin + FIRST_ITEM);
  else hashMessages4(bin + FIRST_ITEM, blocks);
  store<u32>(bin, 0);
}

function hashAlone(bin: usize, blocks: i32): void {
  const item = bin + FIRST_ITEM;
  if (blocks == 0) hashNode(load<u32>(item), load<u32>(item, 4), load<u32>(item, 8));
  else hashMessage(load<u32>(item), load<u32>(item, 4), load<u32>(item, 8));
  store<u32>(bin, 0);
}

/** Two or three items: the last one is repeated, which only writes the same digest again. */
function hashRest(bin: usize, blocks: i32, count: usize): void {
  const items = bin + FIRST_ITEM;
  for (let i = count; i < 4; i++) memory.copy(items + ITEM_SIZE * i, items + ITEM_SIZE * (count - 1), ITEM_SIZE);
  hashBin(bin, blocks);
}

function hashMessages4(items: usize, blocks: i32): void {
  for (let lane: usize = 0; lane < 4; lane++) {
    const length = load<u32>(items + ITEM_SIZE * lane, 4);
    padTail(load<u32>(items + ITEM_SIZE * lane) + (length & ~63), length, TAILS + (lane << 7));
  }
  resetStates4();
  for (let i = 0; i < blocks; i++) {
    compress4(blockOf(items, 0, i), blockOf(items, 1, i), blockOf(items, 2, i), blockOf(items, 3, i));
  }
  writeDigests4(load<u32>(items, 8), load<u32>(items, 20), load<u32>(items, 32), load<u32>(items, 44));
}

/** Block i of a lane's message: in the message itself while it is full, then in the lane's tail. */
function blockOf(items: usize, lane: usize, i: u32): usize {
  const full = load<u32>(items + ITEM_SIZE * lane, 4) >> 6;
  if (i < full) return load<u32>(items + ITEM_SIZE * lane) + (i << 6);
  return TAILS + (lane << 7) + ((i - full) << 6);
}
