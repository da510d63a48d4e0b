// SHA-256 (FIPS 180-4): the compression of one block. Section numbers below are of FIPS 180-4.
import { STATE } from './memory';
import { W, WK, beginSchedule, expandSchedule, writeLastSchedule } from './schedule';
import { readWords } from './state';

/** W + K of the block that ends a message of 64 bytes: it is padding alone, hence always equal. */
export const PADDING: usize = memory.data(256, 16);

// The functions of section 4.1.2 that the rounds use.

@inline
function bigSigma0(x: u32): u32 {
  return rotr<u32>(x, 2) ^ rotr<u32>(x, 13) ^ rotr<u32>(x, 22);
}

@inline
function bigSigma1(x: u32): u32 {
  return rotr<u32>(x, 6) ^ rotr<u32>(x, 11) ^ rotr<u32>(x, 25);
}

@inline
function choose(e: u32, f: u32, g: u32): u32 {
  return g ^ (e & (f ^ g));
}

/** T1 of a round, with W + K of the round at `wk`. */
@inline
function temp1(h: u32, e: u32, f: u32, g: u32, wk: usize): u32 {
  return h + load<u32>(wk) + choose(e, f, g) + bigSigma1(e);
}

/** T2 of a round. Maj(a, b, c) is b where a ^ b is 0, else c = b ^ (b ^ c); the next round's b ^ c is this a ^ b. */
@inline
function temp2(a: u32, b: u32, ab: u32, bc: u32): u32 {
  return bigSigma0(a) + (b ^ (ab & bc));
}

/**
 * The 64 rounds over the W + K at `wk`, added into STATE (section 6.2.2 steps 2 to 4). Eight rounds bring the names
 * back to their places. Only the first `known` bytes of W + K need be there: the rest is made on the way, in the gaps
 * that each round leaves while it waits for the one before.
 */
export function runRounds(wk: usize, known: usize): void {
  let a = load<u32>(STATE, 0), b = load<u32>(STATE, 4), c = load<u32>(STATE, 8), d = load<u32>(STATE, 12);
  let e = load<u32>(STATE, 16), f = load<u32>(STATE, 20), g = load<u32>(STATE, 24), h = load<u32>(STATE, 28);
  let x: u32 = 0;
  let y = b ^ c;
  for (const end = wk + 256; wk < end; wk += 32, known += 32) {
    if (known < 256) expandSchedule(known);
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

@inline
function addToState(at: usize, word: u32): void {
  store<u32>(STATE + at, load<u32>(STATE + at) + word);
}

export function prepareSha256(): void {
  writeLastSchedule(0x80000000, 64, PADDING);
}

export function compressSha256(block: usize): void {
  readWords(block, W);
  beginSchedule();
  runRounds(WK, 64);
}

/** The compression of the block that ends a message of 64 bytes. */
export function compressSha256Padding(): void {
  runRounds(PADDING, 256);
}
