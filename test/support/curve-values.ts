// Numbers at which arithmetic in limbs and windows goes wrong, if it does.
import type { Random } from './core.ts';

const BITS = 256;
const FULL = (1n << 256n) - 1n;

/** A byte again and again: windows of 5 and of 8 bits at and around their half, where digits change sign. */
const BYTES = [0x80, 0x81, 0x7f, 0x55, 0xaa, 0x84, 0x10, 0xef];
/** 5 bits again and again. */
const FIVES = [16, 17, 15, 31, 1];

function repeated(pattern: number, bits: number): bigint {
  let value = 0n;
  for (let at = 0; at < BITS; at += bits) value |= BigInt(pattern) << BigInt(at);
  return value & FULL;
}

const REPEATED = [...BYTES.map((byte) => repeated(byte, 8)), ...FIVES.map((five) => repeated(five, 5))];

/** The ends of the ranges that the standards name. */
export function edgeValues(p: bigint, n: bigint): bigint[] {
  const powers = [29n, 32n, 58n, 128n, 129n, 232n, 255n].flatMap((bit) => [1n << bit, (1n << bit) - 1n]);
  const ends = [n, p, n >> 1n, p - n, n / 3n].flatMap((value) => [value - 1n, value, value + 1n]);
  return [0n, 1n, 2n, 3n, FULL, FULL - 1n, ...ends, ...powers].map((value) => value & FULL);
}

function runs(random: Random): bigint {
  const [a, b] = [random.integer(0, BITS), random.integer(0, BITS)].map(BigInt);
  const run = (1n << a!) - (1n << b!);
  const size = run < 0n ? -run : run;
  return random.integer(0, 1) === 0 ? size : FULL ^ size;
}

function sparse(random: Random): bigint {
  let value = 0n;
  for (let i = random.integer(1, 5); i > 0; i--) value |= 1n << BigInt(random.integer(0, BITS - 1));
  return value;
}

export function bigintOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex') || '0'}`);
}

/** A number below 2^256: at an edge, small, of long runs, of few bits, of one pattern, or any. */
export function anyValue(random: Random, edges: readonly bigint[]): bigint {
  const makers = [
    () => edges[random.integer(0, edges.length - 1)]!,
    () => BigInt(random.integer(0, 70_000)),
    () => runs(random),
    () => sparse(random),
    () => REPEATED[random.integer(0, REPEATED.length - 1)]!,
    () => bigintOf(random.bytes(32)),
  ];
  return makers[random.integer(0, makers.length - 1)]!();
}
