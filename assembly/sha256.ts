// SHA-256 (FIPS 180-4) of one message. Section numbers below are of FIPS 180-4.
import { INITIAL } from './constants';
import { PARTIAL, STATE, TAKEN } from './memory';
import { WK, beginSchedule, expandSchedule, readBlock, wordAt } from './schedule';

/** Room for the one or two blocks that padding ends a message with. */
const TAIL: usize = memory.data(128, 16);

/** 64 bytes of ones, then zeros; and a 0x80 after 64 zeros. Windows into them cut a message off and mark its end. */
const KEEP: usize = memory.data<u64>([-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0, 0, 0, 0], 16);
const MARK: usize = memory.data<u64>([0, 0, 0, 0, 0, 0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0], 16);

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

export function resetState(): void {
  for (let i: usize = 0; i < 32; i += 8) store<u64>(STATE + i, load<u64>(INITIAL + i));
}

export function compress(block: usize): void {
  readBlock(block);
  beginSchedule();
  runRounds(WK, 64);
}

/** Writes STATE as a digest. */
export function writeDigest(out: usize): void {
  for (let i: usize = 0; i < 32; i += 4) store<u32>(out + i, wordAt(STATE + i));
}

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

/**
 * Writes the block or two that end a message (section 5.1.1) to `tail` and gives their number. `rest` are the bytes
 * after the last full block, `total` is the length of the whole message. Up to 63 bytes past the message are read, but
 * not used.
 */
export function padTail(rest: usize, total: u64, tail: usize): i32 {
  const length = <usize>total & 63;
  const blocks = length < 56 ? 1 : 2;
  writeEnd(rest, length, tail);
  if (blocks == 2) for (let i: usize = 64; i < 128; i += 8) store<u64>(tail + i, 0);
  store<u64>(tail + (blocks << 6) - 8, bswap<u64>(total << 3));
  return blocks;
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
