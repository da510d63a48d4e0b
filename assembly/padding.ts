// How messages end. SHA-256 and SM3 pad alike (FIPS 180-4 section 5.1.1, GB/T 32905-2016 section 5.2). Keccak-256 pads
// as before FIPS 202: right after the message, where SHA-3 puts two bits between (section 6.1).
import { KECCAK256 } from './algorithm';

/** The most that one message needs: two blocks of 64 bytes, or one of 136. */
export const TAIL_SIZE: i32 = 144;

/** 64 bytes of ones, then zeros; and a 0x80 after 64 zeros. Windows into them cut a message off and mark its end. */
const KEEP: usize = memory.data<u64>([-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0], 16);
const MARK: usize = memory.data<u64>([0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0], 16);

/** The 64 bytes after a message's last full block: `length` more bytes of message, 0x80, zeros. */
function writeEnd(rest: usize, length: usize, tail: usize): void {
  const keep = KEEP + 64 - length;
  const mark = MARK + 64 - length;
  if (ASC_FEATURE_SIMD) {
    for (let i: usize = 0; i < 64; i += 16) {
      v128.store(tail + i, v128.or(v128.and(v128.load(rest + i), v128.load(keep + i)), v128.load(mark + i)));
    }
  } else {
    for (let i: usize = 0; i < 64; i += 8) {
      store<u64>(tail + i, (load<u64>(rest + i) & load<u64>(keep + i)) | load<u64>(mark + i));
    }
  }
}

/** For SHA-256 and SM3. */
function padWithLength(rest: usize, total: u64, tail: usize): i32 {
  const length = <usize>total & 63;
  const blocks = length < 56 ? 1 : 2;
  writeEnd(rest, length, tail);
  if (blocks == 2) for (let i: usize = 64; i < 128; i += 8) store<u64>(tail + i, 0);
  store<u64>(tail + (blocks << 6) - 8, bswap<u64>(total << 3));
  return blocks;
}

/** For Keccak-256. The first and the last bit of padding may be in the same byte. */
function padWithOnes(rest: usize, length: usize, tail: usize): i32 {
  memory.copy(tail, rest, length);
  memory.fill(tail + length, 0, 136 - length);
  store<u8>(tail + length, 0x01);
  store<u8>(tail, load<u8>(tail, 135) | 0x80, 135);
  return 1;
}

/**
 * Writes the block or two that end a message to `tail` and gives their number. `rest` are the bytes after the last full
 * block, `total` is the length of the whole message. Up to 63 bytes past the message are read, but not used.
 */
export function padTail(algorithm: i32, rest: usize, total: u64, tail: usize): i32 {
  if (algorithm == KECCAK256) return padWithOnes(rest, <usize>(total % 136), tail);
  return padWithLength(rest, total, tail);
}
