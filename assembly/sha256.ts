// SHA-256 (FIPS 180-4) of one message. Section numbers below are of FIPS 180-4.
import { PARTIAL, STATE, TAKEN } from './memory';

/** The constants of section 4.2.2. */
export const K: usize = memory.data<u32>(
  [
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2,
  ],
  16,
);

/** The initial hash value of section 5.3.3. */
export const INITIAL: usize = memory.data<u32>(
  [0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19],
  16,
);

/** The message schedule W of section 6.2.2, and W + K, which is what the rounds consume. */
export const W: usize = memory.data(256, 16);
export const WK: usize = memory.data(256, 16);

/** Room for the one or two blocks that padding ends a message with. */
const TAIL: usize = memory.data(128, 16);

/** 64 bytes of ones, then zeros; and a lone 0x80 after 64 zeros: windows into them cut a message off and mark its end. */
const KEEP: usize = memory.data<u64>([-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0], 16);
const MARK: usize = memory.data<u64>([0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0], 16);

// Section 4.1.2. The large sigmas rotate in nested steps: rotr 6, 11, 25 = rotr 6 of (x, rotr 5 of (x, rotr 14)), which
// needs fewer register moves than three rotations of one word.

// @ts-ignore: decorator
@inline
function bigSigma0(x: u32): u32 {
  return rotr<u32>(rotr<u32>(rotr<u32>(x, 9) ^ x, 11) ^ x, 2);
}

// @ts-ignore: decorator
@inline
function bigSigma1(x: u32): u32 {
  return rotr<u32>(rotr<u32>(rotr<u32>(x, 14) ^ x, 5) ^ x, 6);
}

// @ts-ignore: decorator
@inline
function smallSigma0(x: u32): u32 {
  return rotr<u32>(x, 7) ^ rotr<u32>(x, 18) ^ (x >> 3);
}

// @ts-ignore: decorator
@inline
function smallSigma1(x: u32): u32 {
  return rotr<u32>(x, 17) ^ rotr<u32>(x, 19) ^ (x >> 10);
}

// @ts-ignore: decorator
@inline
function choose(e: u32, f: u32, g: u32): u32 {
  return g ^ (e & (f ^ g));
}

/** T1 of a round, with W + K of the round at `wk`. */
// @ts-ignore: decorator
@inline
function temp1(h: u32, e: u32, f: u32, g: u32, wk: usize): u32 {
  return h + load<u32>(wk) + choose(e, f, g) + bigSigma1(e);
}

/** T2 of a round. Maj(a, b, c) is b where a ^ b is 0, else b ^ (b ^ c); a ^ b serves the next round as its b ^ c. */
// @ts-ignore: decorator
@inline
function temp2(a: u32, b: u32, ab: u32, bc: u32): u32 {
  return bigSigma0(a) + (b ^ (ab & bc));
}

/** A message word: big-endian. */
// @ts-ignore: decorator
@inline
export function wordAt(address: usize): u32 {
  return bswap<u32>(load<u32>(address));
}

/** The first 16 schedule words from a block of message. */
function readBlock(block: usize): void {
  for (let i: usize = 0; i < 64; i += 4) store<u32>(W + i, wordAt(block + i));
}

// @ts-ignore: decorator
@inline
function nextWord(w: usize, twoBefore: u32): u32 {
  return load<u32>(w) + smallSigma0(load<u32>(w, 4)) + load<u32>(w, 36) + smallSigma1(twoBefore);
}

/** Fills W and WK from the first 16 words of W (6.2.2 step 1). The two newest words stay in locals: each needs one. */
export function expandSchedule(): void {
  for (let i: usize = 0; i < 64; i += 4) store<u32>(WK + i, load<u32>(W + i) + load<u32>(K + i));
  let x = load<u32>(W, 56);
  let y = load<u32>(W, 60);
  for (let i: usize = 0; i < 192; i += 8) {
    x = nextWord(W + i, x);
    y = nextWord(W + i + 4, y);
    store<u32>(W + i, x, 64);
    store<u32>(W + i, y, 68);
    store<u32>(WK + i, x + load<u32>(K + i, 64), 64);
    store<u32>(WK + i, y + load<u32>(K + i, 68), 68);
  }
}

/** The 64 rounds over the W + K at `wk`, added into STATE (6.2.2 steps 2 to 4). Eight rounds bring the names round. */
export function runRounds(wk: usize): void {
  let a = load<u32>(STATE, 0), b = load<u32>(STATE, 4), c = load<u32>(STATE, 8), d = load<u32>(STATE, 12);
  let e = load<u32>(STATE, 16), f = load<u32>(STATE, 20), g = load<u32>(STATE, 24), h = load<u32>(STATE, 28);
  let x: u32 = 0;
  let y = b ^ c;
  for (const end = wk + 256; wk < end; wk += 32) {
    x = a ^ b; h = temp1(h, e, f, g, wk); d += h; h += temp2(a, b, x, y);
    y = h ^ a; g = temp1(g, d, e, f, wk + 4); c += g; g += temp2(h, a, y, x);
    x = g ^ h; f = temp1(f, c, d, e, wk + 8); b += f; f += temp2(g, h, x, y);
    y = f ^ g; e = temp1(e, b, c, d, wk + 12); a += e; e += temp2(f, g, y, x);
    x = e ^ f; d = temp1(d, a, b, c, wk + 16); h += d; d += temp2(e, f, x, y);
    y = d ^ e; c = temp1(c, h, a, b, wk + 20); g += c; c += temp2(d, e, y, x);
    x = c ^ d; b = temp1(b, g, h, a, wk + 24); f += b; b += temp2(c, d, x, y);
    y = b ^ c; a = temp1(a, f, g, h, wk + 28); e += a; a += temp2(b, c, y, x);
  }
  addToState(0, a); addToState(4, b); addToState(8, c); addToState(12, d);
  addToState(16, e); addToState(20, f); addToState(24, g); addToState(28, h);
}

// @ts-ignore: decorator
@inline
function addToState(at: usize, word: u32): void {
  store<u32>(STATE + at, load<u32>(STATE + at) + word);
}

export function resetState(): void {
  for (let i: usize = 0; i < 32; i += 8) store<u64>(STATE + i, load<u64>(INITIAL + i));
}

export function compress(block: usize): void {
  readBlock(block);
  expandSchedule();
  runRounds(WK);
}

/** Writes STATE as a digest. */
export function writeDigest(out: usize): void {
  for (let i: usize = 0; i < 32; i += 4) store<u32>(out + i, wordAt(STATE + i));
}

/**
 * Writes the block or two that end a message (section 5.1.1) to `tail` and gives their number. `rest` are the bytes after
 * the last full block, `total` is the length of the whole message. May read, but not use, up to 63 bytes past the message.
 */
export function padTail(rest: usize, total: u64, tail: usize): i32 {
  const length = <usize>total & 63;
  for (let i: usize = 0; i < 64; i += 8) {
    store<u64>(tail + i, (load<u64>(rest + i) & load<u64>(KEEP + 64 - length + i)) | load<u64>(MARK + 64 - length + i));
  }
  if (length < 56) {
    store<u64>(tail, bswap<u64>(total << 3), 56);
    return 1;
  }
  memory.fill(tail + 64, 0, 56);
  store<u64>(tail, bswap<u64>(total << 3), 120);
  return 2;
}

function finish(rest: usize, total: u64, out: usize): void {
  const blocks = padTail(rest, total, TAIL);
  compress(TAIL);
  if (blocks == 2) compress(TAIL + 64);
  writeDigest(out);
}

/** SHA-256 of a message that lies in one piece. */
export function hashMessage(message: usize, length: i32, out: usize): void {
  resetState();
  const rest = message + (length & ~63);
  for (; message < rest; message += 64) compress(message);
  finish(rest, length, out);
}

export function beginStream(): void {
  resetState();
  store<u64>(TAKEN, 0);
}

export function updateStream(chunk: usize, length: i32): void {
  const held = <i32>load<u64>(TAKEN) & 63;
  store<u64>(TAKEN, load<u64>(TAKEN) + length);
  const end = chunk + length;
  if (held > 0) {
    const wanted = min(64 - held, length);
    memory.copy(PARTIAL + held, chunk, wanted);
    if (held + wanted < 64) return;
    compress(PARTIAL);
    chunk += wanted;
  }
  for (; chunk + 64 <= end; chunk += 64) compress(chunk);
  memory.copy(PARTIAL, chunk, end - chunk);
}

export function finishStream(out: usize): void {
  finish(PARTIAL, load<u64>(TAKEN), out);
}
