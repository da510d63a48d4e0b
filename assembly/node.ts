// The inner node of RFC 6962 section 2.1, H(01 || left || right): 65 bytes, hence two blocks, and the second holds but
// one byte of message. There are only 256 such blocks: their schedules (W + K) are computed once, at start.
import { INITIAL } from './constants';
import { W, WK, beginSchedule, writeLastSchedule } from './schedule';
import { runRounds } from './sha256';
import { W4, WK4, expandSchedules4, runRounds4, setSchedules4 } from './sha256x4';
import { resetState, wordAt, writeDigest } from './state';
import { resetStates4, storeWords4, writeDigests4 } from './states4';

const NODE_PREFIX: u8 = 1;
const NODE_SIZE: u32 = 65;

/** Row b: W + K of the block whose message byte is b. */
const LAST_BLOCKS: usize = memory.data(256 * 256, 16);

/** Computes the 256 schedules. */
export function prepareNodes(): void {
  for (let byte: u32 = 0; byte < 256; byte++) {
    writeLastSchedule((byte << 24) | 0x00800000, NODE_SIZE, LAST_BLOCKS + (<usize>byte << 8));
  }
}

@inline
function lastBlock(right: usize): usize {
  return LAST_BLOCKS + ((<usize>load<u8>(right, 31)) << 8);
}

/** The words of the first block. The digests stand one byte later in it: so they are read from one byte before. */
function readNode(left: usize, right: usize): void {
  for (let i: usize = 0; i < 32; i += 4) {
    store<u32>(W + i, wordAt(left - 1 + i));
    store<u32>(W + i, wordAt(right - 1 + i), 32);
  }
  store<u8>(W, NODE_PREFIX, 3);
  store<u8>(W, load<u8>(left, 31), 35);
}

/** One node. `out` may be `left` or `right`. */
export function hashNode(left: usize, right: usize, out: usize): void {
  const last = lastBlock(right);
  resetState(INITIAL);
  readNode(left, right);
  beginSchedule();
  runRounds(WK, 64);
  runRounds(last, 256);
  writeDigest(out);
}

/** Bytes 0 to 15 of the first block: the prefix, then the left digest. */
@inline
function start(left: usize): v128 {
  return v128.replace_lane<u8>(v128.load(left - 1), 0, NODE_PREFIX);
}

/** Bytes 32 to 47: the last byte of the left digest, then the right one. */
@inline
function middle(left: usize, right: usize): v128 {
  return v128.replace_lane<u8>(v128.load(right - 1), 0, load<u8>(left, 31));
}

/** Four nodes. An item is left, right, out (u32 each); an out may be any left or right of the four. */
export function hashNodes4(items: usize): void {
  const left0: usize = load<u32>(items), left1: usize = load<u32>(items, 12);
  const left2: usize = load<u32>(items, 24), left3: usize = load<u32>(items, 36);
  const right0: usize = load<u32>(items, 4), right1: usize = load<u32>(items, 16);
  const right2: usize = load<u32>(items, 28), right3: usize = load<u32>(items, 40);
  storeWords4(start(left0), start(left1), start(left2), start(left3), W4);
  storeWords4(v128.load(left0, 15), v128.load(left1, 15), v128.load(left2, 15), v128.load(left3, 15), W4 + 64);
  storeWords4(middle(left0, right0), middle(left1, right1), middle(left2, right2), middle(left3, right3), W4 + 128);
  storeWords4(v128.load(right0, 15), v128.load(right1, 15), v128.load(right2, 15), v128.load(right3, 15), W4 + 192);
  resetStates4(INITIAL);
  expandSchedules4();
  runRounds4(WK4);
  setSchedules4(lastBlock(right0), lastBlock(right1), lastBlock(right2), lastBlock(right3));
  runRounds4(WK4);
  writeDigests4(load<u32>(items, 8), load<u32>(items, 20), load<u32>(items, 32), load<u32>(items, 44));
}
