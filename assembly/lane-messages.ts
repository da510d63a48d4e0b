// As many messages at once as SIMD has lanes for, all of the same number of blocks. Each is an item of three u32: where
// it lies, its length, where its digest is to go.
import { KECCAK256 } from './algorithm';
import { compress4, reset4 } from './dispatch';
import { absorb2, resetKeccak2, writeKeccakDigests2 } from './keccak';
import { TAIL_SIZE, padTail } from './padding';
import { writeDigests4 } from './states4';

export const ITEM_SIZE: usize = 12;

/** For each lane the blocks that end its message. */
const TAILS: usize = memory.data(4 * TAIL_SIZE, 16);

@inline
function messageOf(items: usize, lane: usize): usize {
  return load<u32>(items + ITEM_SIZE * lane);
}

@inline
function lengthOf(items: usize, lane: usize): u32 {
  return load<u32>(items + ITEM_SIZE * lane, 4);
}

@inline
function outOf(items: usize, lane: usize): usize {
  return load<u32>(items + ITEM_SIZE * lane, 8);
}

@inline
function tailOf(lane: usize): usize {
  return TAILS + <usize>TAIL_SIZE * lane;
}

/** Four messages by SHA-256 or SM3, or two by Keccak-256. */
export function hashTogether(algorithm: i32, items: usize, blocks: i32): void {
  if (algorithm == KECCAK256) hashMessages2(items, blocks);
  else hashMessages4(algorithm, items, blocks);
}

function hashMessages4(algorithm: i32, items: usize, blocks: i32): void {
  for (let lane: usize = 0; lane < 4; lane++) {
    const length = lengthOf(items, lane);
    padTail(algorithm, messageOf(items, lane) + (length & ~63), length, tailOf(lane));
  }
  reset4(algorithm);
  for (let i = 0; i < blocks; i++) {
    compress4(algorithm, blockOf(items, 0, i), blockOf(items, 1, i), blockOf(items, 2, i), blockOf(items, 3, i));
  }
  writeDigests4(outOf(items, 0), outOf(items, 1), outOf(items, 2), outOf(items, 3));
}

/** Block i of a lane's message: in the message itself while it is full, then in the lane's tail. */
function blockOf(items: usize, lane: usize, i: u32): usize {
  const full = lengthOf(items, lane) >> 6;
  if (i < full) return messageOf(items, lane) + (i << 6);
  return tailOf(lane) + ((i - full) << 6);
}

/** All blocks but the last are full, since Keccak's padding never takes two. */
function hashMessages2(items: usize, blocks: i32): void {
  let first = messageOf(items, 0), second = messageOf(items, 1);
  resetKeccak2();
  for (let i = 1; i < blocks; i++, first += 136, second += 136) absorb2(first, second);
  padTail(KECCAK256, first, lengthOf(items, 0), tailOf(0));
  padTail(KECCAK256, second, lengthOf(items, 1), tailOf(1));
  absorb2(tailOf(0), tailOf(1));
  writeKeccakDigests2(outOf(items, 0), outOf(items, 1));
}
