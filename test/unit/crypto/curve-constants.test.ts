// Every number of the curve core derived anew from the parameters that the standards give, which are written here and not taken
// from any of our code.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { limbsOf } from '../../support/curve-limbs.ts';

const TEXT = readFileSync(new URL('../../../assembly/curve/constants.ts', import.meta.url), 'utf8');

interface Parameters {
  readonly p: bigint;
  readonly a: bigint;
  readonly b: bigint;
  readonly n: bigint;
  readonly x: bigint;
  readonly y: bigint;
  /** Whether elements stand in Montgomery's form. */
  readonly isMontgomery: boolean;
}

const number = (hex: string): bigint => BigInt(`0x${hex.replaceAll(' ', '')}`);

/** GB/T 32918.5-2017, as the standard prints them. */
const SM2: Parameters = {
  p: number('FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF 00000000 FFFFFFFF FFFFFFFF'),
  a: number('FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFF 00000000 FFFFFFFF FFFFFFFC'),
  b: number('28E9FA9E 9D9F5E34 4D5A9E4B CF6509A7 F39789F5 15AB8F92 DDBCBD41 4D940E93'),
  n: number('FFFFFFFE FFFFFFFF FFFFFFFF FFFFFFFF 7203DF6B 21C6052B 53BBF409 39D54123'),
  x: number('32C4AE2C 1F198119 5F990446 6A39C994 8FE30BBF F2660BE1 715A4589 334C74C7'),
  y: number('BC3736A2 F4F6779C 59BDCEE3 6B692153 D0A9877C C62A4740 02DF32E5 2139F0A0'),
  isMontgomery: true,
};

/** FIPS 186-4, D.1.2.3: p and n in decimal, the rest in hexadecimal. */
const P256: Parameters = {
  p: 115792089210356248762697446949407573530086143415290314195533631308867097853951n,
  a: 115792089210356248762697446949407573530086143415290314195533631308867097853951n - 3n,
  b: number('5ac635d8 aa3a93e7 b3ebbd55 769886bc 651d06b0 cc53b0f6 3bce3c3e 27d2604b'),
  n: 115792089210356248762697446949407573529996955224135760342422259061068512044369n,
  x: number('6b17d1f2 e12c4247 f8bce6e5 63a440f2 77037d81 2deb33a0 f4a13945 d898c296'),
  y: number('4fe342e2 fe1a7f9b 8ee7eb4a 7c0f9e16 2bce3357 6b315ece cbb64068 37bf51f5'),
  isMontgomery: true,
};

/** SEC 2, version 2.0, 2.4.1. */
const SECP256K1: Parameters = {
  p: 2n ** 256n - 2n ** 32n - 2n ** 9n - 2n ** 8n - 2n ** 7n - 2n ** 6n - 2n ** 4n - 1n,
  a: 0n,
  b: 7n,
  n: number('FFFFFFFF FFFFFFFF FFFFFFFF FFFFFFFE BAAEDCE6 AF48A03B BFD25E8C D0364141'),
  x: number('79BE667E F9DCBBAC 55A06295 CE870B07 029BFCDB 2DCE28D9 59F2815B 16F81798'),
  y: number('483ADA77 26A3C465 5DA4FBFC 0E1108A8 FD17B448 A6855419 9C47D08F FB10D4B8'),
  isMontgomery: false,
};

/** RFC 8032, 5.1. */
const ED25519 = {
  p: 2n ** 255n - 19n,
  n: 2n ** 252n + 27742317777372353535851937790883648493n,
  x: 15112221349535400772501151409588531511454012693041857206046113283949847762202n,
  y: 46316835694926478169428394003475163141307993866256225615783033603165251855960n,
};

const R = 2n ** 261n;
const LIMB = 2n ** 29n;

const modulo = (value: bigint, modulus: bigint): bigint => ((value % modulus) + modulus) % modulus;

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  for (let square = base, left = exponent; left > 0n; left >>= 1n) {
    if (left & 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}

const inverse = (value: bigint, prime: bigint): bigint => power(modulo(value, prime), prime - 2n, prime);

interface Point {
  readonly x: bigint;
  readonly y: bigint;
}

/** The sum by the equations of the standards; undefined is infinity. */
function sum({ p, a }: Parameters, left: Point | undefined, right: Point | undefined): Point | undefined {
  if (!left || !right) return left ?? right;
  if (left.x === right.x && left.y !== right.y) return undefined;
  const slope =
    left.x === right.x
      ? (3n * left.x * left.x + a) * inverse(2n * left.y, p)
      : (right.y - left.y) * inverse(right.x - left.x, p);
  const x = modulo(slope * slope - left.x - right.x, p);
  return { x, y: modulo(slope * (left.x - x) - left.y, p) };
}

function multiple(curve: Parameters, scalar: bigint): Point | undefined {
  let result: Point | undefined;
  for (const bit of scalar.toString(2)) {
    result = sum(curve, result, result);
    if (bit === '1') result = sum(curve, result, curve);
  }
  return result;
}

/** Numbers as they stand in an array of limbs, or of words (ten a number). */
const asLimbs = (...values: bigint[]): number[] => values.flatMap(limbsOf);
const asWords = (...values: bigint[]): number[] =>
  values.flatMap((value) => Array.from({ length: 10 }, (_, i) => Number((value >> BigInt(32 * i)) & 0xffffffffn)));

const ARRAYS = new Map(
  [...TEXT.matchAll(/^export const (\w+): usize = memory\.data<(i32|u32|u8)>\(\[([^\]]*)\]\);$/gm)].map(
    ([, name, type, list]) => [name!, { type, numbers: list!.split(',').map((text) => text.trim()) }],
  ),
);
const FACTORS = new Map([...TEXT.matchAll(/^export const (\w+): i64 = (\S+);$/gm)].map(([, name, n]) => [name!, n!]));

function arrayOf(name: string): { readonly type: string | undefined; readonly numbers: number[] } {
  const { type, numbers } = ARRAYS.get(name)!;
  return { type, numbers: numbers.filter((text) => text !== '').map(Number) };
}

const expectLimbs = (name: string, ...values: bigint[]): void =>
  expect(arrayOf(name), name).toEqual({ type: 'i32', numbers: asLimbs(...values) });
const expectWords = (name: string, ...values: bigint[]): void =>
  expect(arrayOf(name), name).toEqual({ type: 'u32', numbers: asWords(...values) });

/** What the chain raises to: how many steps, then three bytes for each (`powerByChain`). */
function exponentOf(name: string): bigint {
  const { type, numbers } = arrayOf(name);
  const [steps, ...bytes] = numbers;
  expect([type, bytes.length], name).toEqual(['u8', 3 * steps!]);
  expect(steps, 'the room for powers').toBeLessThan(16);
  const exponents = [1n];
  for (let i = 0; i < bytes.length; i += 3) {
    const [from, squarings, by] = bytes.slice(i, i + 3) as [number, number, number];
    exponents.push((exponents[from]! << BigInt(squarings)) + (by === 255 ? 0n : exponents[by]!));
  }
  return exponents.at(-1)!;
}

/** -1 / n modulo 2^29, by Euler: the odd numbers below 2^29 are a group of 2^28. */
const orderFactor = (n: bigint): bigint => LIMB - power(n % LIMB, 2n ** 28n - 1n, LIMB);

const CURVES = { SM2, P256, SECP256K1 } as const;

describe.each(Object.entries(CURVES))('%s', (name, curve) => {
  const { p, a, b, n, x, y, isMontgomery } = curve;
  const form = (value: bigint): bigint => (isMontgomery ? (value * R) % p : value);

  it('is what the standard gives: the base point is on the curve and has the order n', () => {
    expect(modulo(y * y - x * x * x - a * x - b, p)).toBe(0n);
    expect(multiple(curve, n)).toBeUndefined();
    expect(multiple(curve, n - 1n)).toEqual({ x, y: p - y });
  });

  it('has the field and its Montgomery constants, or 1 where elements stand as they are', () => {
    expectLimbs(`${name}_FIELD`, p, isMontgomery ? (R * R) % p : 1n, form(1n));
  });

  it('has b and the base point in the form of elements', () => {
    expectLimbs(`${name}_CURVE`, form(b), form(x), form(y));
  });

  it('has the exponent of square roots', () => {
    expect(p % 4n).toBe(3n);
    expect(exponentOf(`${name}_ROOT`)).toBe((p + 1n) / 4n);
  });

  it('has the order and its Montgomery constants', () => {
    expectLimbs(`${name}_ORDER`, n, (R * R) % n);
    expect(BigInt(FACTORS.get(`${name}_ORDER_FACTOR`)!)).toBe(orderFactor(n));
    expect((orderFactor(n) * n + 1n) % LIMB).toBe(0n);
  });
});

describe('ED25519', () => {
  const { p, n, x, y } = ED25519;
  const d = modulo(-121665n * inverse(121666n, p), p);
  const rootOfMinus1 = power(2n, (p - 1n) / 4n, p);

  it('is what the RFC gives: the base point is on the curve, with y = 4 / 5 and an even x', () => {
    expect(modulo(-x * x + y * y - 1n - d * x * x * y * y, p)).toBe(0n);
    expect([y, x & 1n]).toEqual([(4n * inverse(5n, p)) % p, 0n]);
  });

  it('has the field, in which elements stand as they are', () => {
    expectLimbs('ED25519_FIELD', p, 1n, 1n);
  });

  it('has d, 2d and the root of -1 of the RFC', () => {
    expect((rootOfMinus1 * rootOfMinus1) % p).toBe(p - 1n);
    expectLimbs('ED25519_CURVE', d, (2n * d) % p, rootOfMinus1);
  });

  it('has the other equation of the same curve: y^2 = x^3 + ax + b, by Curve25519 of RFC 7748', () => {
    const A = 486_662n;
    const third = (A * inverse(3n, p)) % p;
    const [a, b] = [modulo(1n - A * third, p), modulo(2n * third ** 3n - third, p)];
    const c = power(p - (A + 2n), (p + 3n) / 8n, p);
    const root = [c, (c * rootOfMinus1) % p].find((each) => (each * each) % p === p - (A + 2n))!;
    const even = root % 2n === 0n ? root : p - root;
    const u = ((1n + y) * inverse(1n - y, p)) % p;
    const v = (((even * u) % p) * inverse(x, p)) % p;
    expect(u).toBe(9n);
    expect(modulo(v * v - u ** 3n - A * u * u - u, p)).toBe(0n);
    expect(modulo(v * v - (u + third) ** 3n - a * (u + third) - b, p)).toBe(0n);
    expectLimbs('ED25519_WEIERSTRASS', even, third, a, (u + third) % p, v);
  });

  it('has the exponent of square roots', () => {
    expect(exponentOf('ED25519_ROOT')).toBe((p - 5n) / 8n);
  });

  it('has the order and its Montgomery constants', () => {
    expectLimbs('ED25519_ORDER', n, (R * R) % n, (2n ** 256n * R * R) % n);
    expect(BigInt(FACTORS.get('ED25519_ORDER_FACTOR')!)).toBe(orderFactor(n));
  });
});

/** The two short vectors of the lattice of (x, y) with x + y * lambda = 0 mod n (Guide to Elliptic Curve Cryptography, 3.74). */
function shortVectors(n: bigint, lambda: bigint): [bigint, bigint][] {
  const rows: [bigint, bigint][] = [
    [n, 0n],
    [lambda, -1n],
  ];
  while (rows.at(-2)![0] ** 2n >= n) {
    const [r0, t0] = rows.at(-2)!;
    const [r1, t1] = rows.at(-1)!;
    rows.push([r0 % r1, t0 - (r0 / r1) * t1]);
  }
  const length = ([x, y]: readonly [bigint, bigint]): bigint => x * x + y * y;
  const [before, first, after] = rows.slice(-3) as [[bigint, bigint], [bigint, bigint], [bigint, bigint]];
  return [first, length(before) < length(after) ? before : after];
}

describe('the split of secp256k1', () => {
  const { p, n, x, y } = SECP256K1;
  const beta = arrayOf('SECP256K1_BETA').numbers.reduceRight((value, limb) => value * LIMB + BigInt(limb), 0n);
  /** The cube root of 1 that belongs to beta, of the two that are not 1. */
  const root = power(3n, (n - 1n) / 3n, n);
  const lambda = [root, n - 1n - root].find((each) => multiple(SECP256K1, each)!.x === (beta * x) % p);

  it('has a beta that is a cube root of 1 and not 1', () => {
    expectLimbs('SECP256K1_BETA', beta);
    expect([power(beta, 3n, p), beta > 1n && beta < p]).toEqual([1n, true]);
  });

  it('has a lambda to it: lambda * G = (beta * x, y)', () => {
    expect(power(lambda!, 3n, n)).toBe(1n);
    expect(multiple(SECP256K1, lambda!)).toEqual({ x: (beta * x) % p, y });
  });

  it('has the two short vectors, and the quotients by them to 2^384', () => {
    const vectors = shortVectors(n, lambda!).map(([v, w]) => (v < 0n ? [-v, -w] : [v, w]));
    const [short, long] = vectors.sort(([v], [w]) => (v! < w! ? -1 : 1)) as [bigint[], bigint[]];
    const [a1, b1, a2] = [short[0]!, -short[1]!, long[0]!];
    expect(long[1]).toBe(a1);
    expect([modulo(a1 - b1 * lambda!, n), modulo(a2 + a1 * lambda!, n), a1 * a1 + a2 * b1]).toEqual([0n, 0n, n]);
    const overN = (value: bigint): bigint => (2n ** 385n * value + n) / (2n * n);
    expectWords('SECP256K1_SPLIT', a1, b1, a2, overN(a1), overN(b1));
  });
});

it('leaves no constant unchecked', () => {
  const sections = ['FIELD', 'CURVE', 'ROOT', 'ORDER'];
  const arrays = [...Object.keys(CURVES), 'ED25519'].flatMap((name) => sections.map((section) => `${name}_${section}`));
  expect([...ARRAYS.keys()].sort()).toEqual(
    [...arrays, 'ED25519_WEIERSTRASS', 'SECP256K1_BETA', 'SECP256K1_SPLIT'].sort(),
  );
  expect([...FACTORS.keys()].sort()).toEqual(
    ['SM2', 'P256', 'SECP256K1', 'ED25519'].map((name) => `${name}_ORDER_FACTOR`).sort(),
  );
  expect(TEXT.match(/^export /gm)).toHaveLength(ARRAYS.size + FACTORS.size);
});
