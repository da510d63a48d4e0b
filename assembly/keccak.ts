// Keccak-f[1600] and the sponge of Keccak-256 (FIPS 202, but padded as Keccak was before it, see `padding.ts`): of one
// message (T is u64), or in SIMD of two at once (T is v128). Section numbers below are of FIPS 202.
import { STATE } from './memory';
import { andNot, constant64, rotate64, xor } from './word';

/** The lanes of the state, numbered x + 5 * y; for two messages each lane of one beside that of the other. */
const STATE2: usize = memory.data(25 * 16, 16);

/** Every second round starts from here. */
const SPARE: usize = memory.data(25 * 16, 16);

const RATE: usize = 136;

/** The first and the last lane of padding after 64 bytes. */
const PADDING: usize = memory.data<u64>([0x0000000000000001, 0x8000000000000000], 16);

/** The constants of section 3.2.5. */
const ROUND_CONSTANTS: usize = memory.data<u64>(
  [
    0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
    0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
    0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
    0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
    0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
    0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008,
  ],
  16,
);

@inline
function stateOf<T>(): usize {
  if (isVector<T>()) return STATE2;
  else return STATE;
}

/** The parity of a column (section 3.2.1), for `lane` in row 0. The row that was written last comes in last. */
@inline
function column<T>(lane: usize): T {
  const size = sizeof<T>();
  const upper = xor(xor(load<T>(lane), load<T>(lane, 5 * size)), load<T>(lane, 10 * size));
  return xor(xor(upper, load<T>(lane, 15 * size)), load<T>(lane, 20 * size));
}

/** A lane after theta, which adds `d` to its column, and rho (section 3.2.2). */
@inline
function thetaRho<T>(lane: usize, d: T, offset: i32): T {
  return rotate64(xor(load<T>(lane), d), offset);
}

/** A lane of chi (section 3.2.4). */
@inline
function chi<T>(x: T, y: T, z: T): T {
  return xor(x, andNot(z, y));
}

/** Writes a row after chi. */
@inline
function writeRow<T>(row: usize, x0: T, x1: T, x2: T, x3: T, x4: T): void {
  const size = sizeof<T>();
  store<T>(row, chi(x0, x1, x2));
  store<T>(row, chi(x1, x2, x3), size);
  store<T>(row, chi(x2, x3, x4), 2 * size);
  store<T>(row, chi(x3, x4, x0), 3 * size);
  store<T>(row, chi(x4, x0, x1), 4 * size);
}

/** A round (section 3.3) from one place to another. Which lanes make up a row is pi (section 3.2.3). */
@inline
function round<T>(from: usize, to: usize, constant: usize): void {
  const s = sizeof<T>();
  const c0 = column<T>(from), c1 = column<T>(from + s), c2 = column<T>(from + 2 * s);
  const c3 = column<T>(from + 3 * s), c4 = column<T>(from + 4 * s);
  const d0 = xor(c4, rotate64(c1, 1)), d1 = xor(c0, rotate64(c2, 1)), d2 = xor(c1, rotate64(c3, 1));
  const d3 = xor(c2, rotate64(c4, 1)), d4 = xor(c3, rotate64(c0, 1));
  writeRow(to, xor(load<T>(from), d0), thetaRho(from + 6 * s, d1, 44), thetaRho(from + 12 * s, d2, 43),
    thetaRho(from + 18 * s, d3, 21), thetaRho(from + 24 * s, d4, 14));
  store<T>(to, xor(load<T>(to), constant64<T>(constant)));
  writeRow(to + 5 * s, thetaRho(from + 3 * s, d3, 28), thetaRho(from + 9 * s, d4, 20), thetaRho(from + 10 * s, d0, 3),
    thetaRho(from + 16 * s, d1, 45), thetaRho(from + 22 * s, d2, 61));
  writeRow(to + 10 * s, thetaRho(from + s, d1, 1), thetaRho(from + 7 * s, d2, 6), thetaRho(from + 13 * s, d3, 25),
    thetaRho(from + 19 * s, d4, 8), thetaRho(from + 20 * s, d0, 18));
  writeRow(to + 15 * s, thetaRho(from + 4 * s, d4, 27), thetaRho(from + 5 * s, d0, 36), thetaRho(from + 11 * s, d1, 10),
    thetaRho(from + 17 * s, d2, 15), thetaRho(from + 23 * s, d3, 56));
  writeRow(to + 20 * s, thetaRho(from + 2 * s, d2, 62), thetaRho(from + 8 * s, d3, 55), thetaRho(from + 14 * s, d4, 39),
    thetaRho(from + 15 * s, d0, 41), thetaRho(from + 21 * s, d1, 2));
}

/** Keccak-f[1600] (section 3.4). */
function permute<T>(): void {
  for (let constant = ROUND_CONSTANTS; constant < ROUND_CONSTANTS + 192; constant += 16) {
    round<T>(stateOf<T>(), SPARE, constant);
    round<T>(SPARE, stateOf<T>(), constant + 8);
  }
}

/** A lane of a message; or of two. */
@inline
function laneAt<T>(first: usize, second: usize): T {
  if (isVector<T>()) return v128.load_lane<u64>(second, v128.load64_zero(first), 1);
  else return load<T>(first);
}

@inline
function resetTo0<T>(): void {
  memory.fill(stateOf<T>(), 0, 25 * sizeof<T>());
}

/** Takes a block of the message into the state (section 4); or of two. */
@inline
function absorbBlocks<T>(first: usize, second: usize): void {
  for (let i: usize = 0; i < RATE; i += 8) {
    const at = stateOf<T>() + (i >> 3) * sizeof<T>();
    store<T>(at, xor(load<T>(at), laneAt<T>(first + i, second + i)));
  }
  permute<T>();
}

/** A whole message of 64 bytes with its padding, which is always the same; or two. */
@inline
function absorb64<T>(first: usize, second: usize): void {
  const state = stateOf<T>();
  resetTo0<T>();
  for (let i: usize = 0; i < 64; i += 8) store<T>(state + (i >> 3) * sizeof<T>(), laneAt<T>(first + i, second + i));
  store<T>(state, constant64<T>(PADDING), 8 * sizeof<T>());
  store<T>(state, constant64<T>(PADDING + 8), 16 * sizeof<T>());
  permute<T>();
}

export function resetKeccak(): void {
  resetTo0<u64>();
}

export function absorb(block: usize): void {
  absorbBlocks<u64>(block, block);
}

export function absorbPair(pair: usize): void {
  absorb64<u64>(pair, pair);
}

export function writeKeccakDigest(out: usize): void {
  for (let i: usize = 0; i < 32; i += 8) store<u64>(out + i, load<u64>(STATE + i));
}

export function resetKeccak2(): void {
  resetTo0<v128>();
}

export function absorb2(block0: usize, block1: usize): void {
  absorbBlocks<v128>(block0, block1);
}

export function absorbPairs2(pairs: usize): void {
  absorb64<v128>(pairs, pairs + 64);
}

export function writeKeccakDigests2(out0: usize, out1: usize): void {
  for (let i: usize = 0; i < 32; i += 8) {
    store<u64>(out0 + i, load<u64>(STATE2 + (i << 1)));
    store<u64>(out1 + i, load<u64>(STATE2 + (i << 1), 8));
  }
}
