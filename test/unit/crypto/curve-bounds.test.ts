// The bounds on which the arithmetic of the curve core rests (`assembly/curve/limbs.ts`, `multiply.ts`), at the extremes that they
// allow and at random, against BigInt: what goes in may be as large as it says, and what comes out is right and as small as it says.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { Random } from '../../support/core.ts';
import { DOMAINS, modulo } from '../../support/curve-domain.ts';
import { isTight, LIMB, limbsOf, valueOfLimbs, withLastLimb } from '../../support/curve-limbs.ts';
import {
  elementOf,
  MONTGOMERY_R,
  PROBED_FIELDS,
  type Probe,
  type ProbedField,
  startProbe,
} from '../../support/curve-probe.ts';
import { anyValue, bigintOf, edgeValues } from '../../support/curve-values.ts';

const MASK = LIMB - 1;
const LOOSE = 2 ** 30 - 1;
const SEED = 20_261_125;

let probe: Probe;
beforeAll(async () => {
  probe = await startProbe();
}, 60_000); // it may have to be compiled first

const isMontgomery = ({ form }: ProbedField): boolean => form !== 1n;
const sizeOf = (value: bigint): bigint => (value < 0n ? -value : value);
const greatest = (values: readonly bigint[]): bigint => values.reduce((most, each) => (each > most ? each : most));

/** Lower limbs at the ends of a range: all the least, all the greatest, by turns, and one that differs from the rest. */
function lowerLimbs(least: number, most: number): number[][] {
  const of = (limb: (i: number) => number): number[] => Array.from({ length: 8 }, (_, i) => limb(i));
  const spikes = Array.from({ length: 8 }, (_, at) => [
    of((i) => (i === at ? most : least)),
    of((i) => (i === at ? least : most)),
  ]);
  const turns = [of((i) => (i % 2 ? least : most)), of((i) => (i % 2 ? most : least))];
  return [of(() => least), of(() => most), of(() => 0), ...turns, ...spikes.flat()];
}

function anyLower(random: Random, least: number, most: number): number[] {
  const ends = [least, most, 0];
  return Array.from({ length: 8 }, () =>
    random.integer(0, 3) ? random.integer(least, most) : ends[random.integer(0, 2)]!,
  );
}

/** Numbers of lower limbs in a range, each as large and as small as its size may be, and with a last limb of zero. */
const extremes = (least: number, most: number, size: bigint): number[][] =>
  lowerLimbs(least, most).flatMap((lower) => [
    withLastLimb(lower, size, 1),
    withLastLimb(lower, size, -1),
    [...lower, 0],
  ]);

function anyOf(random: Random, least: number, most: number, size: bigint): number[] {
  const lower = anyLower(random, least, most);
  const [low, high] = [withLastLimb(lower, size, -1)[8]!, withLastLimb(lower, size, 1)[8]!];
  const last = [low, high, random.integer(low, high), random.integer(low, high)][random.integer(0, 3)]!;
  return [...lower, last];
}

/**
 * What a product or a square is held to: right, in tight limbs, and of the size that follows from that of the factors. Those
 * little below a power of two may carry one out of limb 3, which is not carried on.
 */
function expectProduct(field: ProbedField, a: readonly number[], b: readonly number[], out: readonly number[]): void {
  const { p, form } = field;
  const [x, y, o] = [a, b, out].map(valueOfLimbs) as [bigint, bigint, bigint];
  if (modulo(o * form - x * y, p) !== 0n) throw new Error(`${field.name}: wrong product of ${a} and ${b}: ${out}`);
  const isRight = isMontgomery(field)
    ? isTight(out) && sizeOf(2n * (o * form) - form * p) <= 2n * sizeOf(x * y) + form * p
    : isTight(out, 3) && out[3]! >= -1 && out[3]! <= LIMB && isOneAbove(field, o);
  if (!isRight) throw new Error(`${field.name}: out of bounds: ${a} times ${b} gives ${out}`);
}

/** Between 0 and the power of two above p, but for what folding leaves. */
function isOneAbove({ p }: ProbedField, value: bigint): boolean {
  const rest = 1n << 80n;
  return value > -rest && value < p + rest;
}

describe.each(PROBED_FIELDS)('multiplication modulo p of $name', (field) => {
  const { curve, p } = field;
  const SIZES = [8n * p, 6n * p, p];

  it('takes a loose and a tight factor at their extremes, in either order', () => {
    const tights = SIZES.flatMap((size) => extremes(0, MASK, size));
    const looses = extremes(-LOOSE, LOOSE, 8n * p);
    for (const [i, loose] of looses.entries())
      for (const [j, tight] of tights.entries()) {
        if ((i + j) % 3 !== 0 && i > 8 && j > 8) continue;
        expectProduct(field, loose, tight, probe.multiply(curve, loose, tight));
        if ((i + j) % 4 === 0) expectProduct(field, tight, loose, probe.multiply(curve, tight, loose));
      }
  });

  it('takes any of them', () => {
    const random = new Random(SEED + curve);
    for (let i = 0; i < 8000; i++) {
      const loose = anyOf(random, -LOOSE, LOOSE, 8n * p);
      const tight = anyOf(random, 0, MASK, SIZES[i % 3]!);
      expectProduct(field, loose, tight, probe.multiply(curve, loose, tight));
    }
  });

  it('takes two differences of tight numbers, as the formulas of points have them', () => {
    const random = new Random(SEED + curve);
    const differences = extremes(-MASK, MASK, 6n * p);
    const any = (): number[] => anyOf(random, -MASK, MASK, 6n * p);
    for (const a of differences)
      for (const b of [...differences.slice(0, 18), any()]) expectProduct(field, a, b, probe.multiply(curve, a, b));
    for (let i = 0; i < 3000; i++) {
      const [a, b] = [any(), any()];
      expectProduct(field, a, b, probe.multiply(curve, a, b));
    }
  });

  it('squares numbers whose limbs are below 2^29 in size', () => {
    const random = new Random(SEED + curve);
    const some = Array.from({ length: 5000 }, () => anyOf(random, -MASK, MASK, 8n * p));
    for (const each of [...extremes(-MASK, MASK, 8n * p), ...extremes(0, MASK, 6n * p), ...some])
      expectProduct(field, each, each, probe.square(curve, each));
  });

  it('may write over a factor', () => {
    const random = new Random(SEED - curve);
    for (let i = 0; i < 200; i++) {
      const [a, b] = [anyOf(random, -LOOSE, LOOSE, 6n * p), anyOf(random, 0, MASK, 6n * p)];
      const due = probe.multiply(curve, a, b);
      probe.call.multiply(curve, probe.at(0), probe.put(0, a), probe.put(1, b));
      expect(probe.limbs(0)).toEqual(due);
      probe.call.multiply(curve, probe.at(1), probe.put(0, a), probe.put(1, b));
      expect(probe.limbs(1)).toEqual(due);
    }
  });
});

describe('what products may come to', () => {
  it.each(PROBED_FIELDS.filter(isMontgomery))('reaches -1.1p and 2.1p on $name, for two factors of 6p', (field) => {
    const { curve, p } = field;
    const random = new Random(SEED);
    const of = (sign: 1 | -1): number[] => withLastLimb(anyLower(random, 0, MASK), 6n * p, sign);
    const values = Array.from({ length: 2000 }, (_, i) =>
      valueOfLimbs(probe.multiply(curve, of(1), of(i % 2 === 0 ? 1 : -1))),
    );
    expect([greatest(values) > (21n * p) / 10n, -greatest(values.map((value) => -value)) < (-11n * p) / 10n]).toEqual([
      true,
      true,
    ]);
    for (const value of values) expect(value > (-113n * p) / 100n && value < (213n * p) / 100n).toBe(true);
  });

  it.each(PROBED_FIELDS.filter((field) => !isMontgomery(field)))(
    'has one carried out of limb 3 on $name, which is then -1',
    ({ curve }) => {
      const out = probe.multiply(curve, limbsOf(-(1n << 116n)), limbsOf(1n));
      expect(out[3]).toBe(-1);
      expect(isTight(out, 3)).toBe(true);
    },
  );
});

/** Multiples of p from -8p to 8p with what is next to them, and numbers in between. */
function* aroundMultiples(p: bigint, seed: number): Generator<bigint> {
  for (let k = -8n; k <= 8n; k++)
    for (const off of [-2n, -1n, 0n, 1n, 2n, p >> 1n]) if (sizeOf(k * p + off) < 8n * p) yield k * p + off;
  const random = new Random(seed);
  for (let i = 0; i < 1000; i++) yield modulo(bigintOf(random.bytes(33)), 16n * p) - 8n * p + 1n;
}

/** Limbs of the same value that are not tight: the second borrows from what is above it, the seventh has more than fits. */
function loosened(value: bigint): number[] {
  const limbs = limbsOf(value);
  limbs[1]! -= LIMB;
  limbs[2]! += 1;
  limbs[6]! += LIMB;
  limbs[7]! -= 1;
  return limbs;
}

describe.each(PROBED_FIELDS)('elements of $name', (field) => {
  const { curve, p, form } = field;

  it('are reduced to [0, p) from below 8p in size, tight or loose', () => {
    for (const value of aroundMultiples(p, SEED))
      for (const limbs of [limbsOf(value), loosened(value)]) {
        probe.call.reduce(curve, probe.at(1), probe.put(0, limbs));
        expect(probe.limbs(1), `${value}`).toEqual(limbsOf(modulo(value, p)));
      }
  });

  it('are left for the number that they stand for', () => {
    const random = new Random(SEED);
    for (const value of edgeValues(p, p)) {
      const limbs = limbsOf(((value * form) % p) + BigInt(random.integer(-7, 6)) * p);
      probe.call.leave(curve, probe.at(1), probe.put(0, limbs));
      expect(probe.limbs(1), `${value}`).toEqual(limbsOf(value % p));
    }
  });

  it('are inverted, and 0 to 0', () => {
    const random = new Random(SEED);
    const values = [0n, 1n, 2n, p - 1n, ...Array.from({ length: 20 }, () => bigintOf(random.bytes(32)) % p)];
    for (const value of values) {
      probe.call.invert(curve, probe.at(1), probe.put(0, limbsOf(((value * form) % p) - 2n * p)));
      const inverse = modulo(probe.value(1), p);
      expect((inverse * value) % p, `${value}`).toBe(value === 0n ? 0n : (form * 1n) % p);
      if (value === 0n) expect(inverse).toBe(0n);
    }
  });
});

describe.each(PROBED_FIELDS.slice(0, 3))('elements of $name', (field) => {
  const { curve, p } = field;

  it('have roots where they are squares, and only there', () => {
    const random = new Random(SEED);
    for (const value of [0n, 1n, 4n, p - 1n, ...Array.from({ length: 20 }, () => bigintOf(random.bytes(32)) % p)]) {
      const square = (value * value) % p;
      expect(probe.call.squareRoot(curve, probe.at(1), probe.put(0, elementOf(field, square)))).toBe(1);
      const root = probe.limbs(1);
      expect(modulo(valueOfLimbs(probe.square(curve, root)), p)).toBe(valueOfLimbs(elementOf(field, square)));
      if (value === 0n) continue;
      const other = elementOf(field, p - square); // p is 3 mod 4, so -1 is no square
      expect(probe.call.squareRoot(curve, probe.at(1), probe.put(0, other))).toBe(0);
    }
  });

  it('are left near [0, p) by a difference of three, for coordinates as the tree has them', () => {
    const random = new Random(SEED);
    const some = Array.from({ length: 100 }, () => anyOf(random, 0, MASK, 4n * p));
    const tights = [...extremes(0, MASK, 4n * p), ...some];
    const numbers = [...tights, ...tights.map((limbs) => limbs.map((limb) => -limb))]; // y of an entry may be negated
    for (let i = 0; i < 6000; i++) {
      const [a, b, c] = [0, 1, 2].map(() => numbers[random.integer(0, numbers.length - 1)]!) as number[][];
      probe.call.subtractTwo(curve, probe.at(3), probe.put(0, a!), probe.put(1, b!), probe.put(2, c!));
      const due = valueOfLimbs(a!) - valueOfLimbs(b!) - valueOfLimbs(c!);
      expect(modulo(probe.value(3) - due, p)).toBe(0n);
      const isNear = 8n * probe.value(3) > -p && 8n * probe.value(3) < 9n * p;
      expect([isTight(probe.limbs(3)), isNear], `${a} - ${b} - ${c}`).toEqual([true, true]);
    }
  });
});

describe('sums by limbs', () => {
  const { p } = PROBED_FIELDS[0]!;
  const numbers = [...extremes(0, MASK, 8n * p), ...extremes(-LOOSE, LOOSE, 8n * p)];
  const random = new Random(SEED);
  const any = (): number[] => numbers[random.integer(0, numbers.length - 1)]!;

  it('are what the factors say, in tight limbs', () => {
    for (let i = 0; i < 5000; i++) {
      const [a, b, c] = [any(), any(), any()];
      const [u, v, w] = [0, 1, 2].map(() => BigInt(random.integer(-3, 3))) as [bigint, bigint, bigint];
      probe.call.combine(probe.at(3), u, probe.put(0, a), v, probe.put(1, b), w, probe.put(2, c));
      expect(probe.value(3)).toBe(u * valueOfLimbs(a) + v * valueOfLimbs(b) + w * valueOfLimbs(c));
      expect(isTight(probe.limbs(3))).toBe(true);
    }
  });

  it('are halved where they are even, below zero too', () => {
    for (const limbs of extremes(0, MASK, 8n * p)) {
      const value = valueOfLimbs(limbs) & ~1n;
      probe.call.halve(probe.at(1), probe.put(0, limbsOf(value)));
      expect(probe.limbs(1)).toEqual(limbsOf(value / 2n));
    }
  });
});

/** Numbers below `n`: those of note, and some of every kind. */
function scalarsBelow(n: bigint, p: bigint, count: number): bigint[] {
  const random = new Random(SEED);
  const edges = edgeValues(p, n);
  return [...edges, ...Array.from({ length: count }, () => anyValue(random, edges))].map((value) => value % n);
}

describe.each(PROBED_FIELDS)('scalars of $name', ({ curve, p, n }) => {
  const FULL = (1n << 256n) - 1n;

  it('are multiplied modulo n and divided by R, for factors up to 2^256 - 1', () => {
    const values = [...edgeValues(p, n), ...scalarsBelow(n, p, 60), FULL];
    for (const [i, a] of values.entries())
      for (const b of values.slice(i % 3 === 0 ? 0 : -12)) {
        probe.call.montgomeryScalar(curve, probe.at(2), probe.put(0, limbsOf(a)), probe.put(1, limbsOf(b)));
        expect((probe.value(2) * MONTGOMERY_R) % n, `${a} * ${b}`).toBe((a * b) % n);
        expect(probe.limbs(2)).toEqual(limbsOf(modulo(probe.value(2), n)));
      }
  });
});

describe.each(PROBED_FIELDS.slice(0, 3))('scalars of $name', ({ curve, p, n }) => {
  it('are inverted together, any number of them, times R', () => {
    const values = scalarsBelow(n, p, 40).filter((value) => value !== 0n);
    for (const batch of [[1n], [n - 1n], [2n], [1n, n - 1n], [n - 1n, n - 1n, 1n], values.slice(0, 40)]) {
      for (const [i, value] of batch.entries()) probe.put(i, limbsOf(value));
      probe.call.invertScalars(curve, probe.at(0), batch.length, probe.at(40));
      for (const [i, value] of batch.entries()) {
        expect((probe.value(i) * value) % n, `${value}`).toBe(MONTGOMERY_R % n);
        expect(probe.limbs(i)).toEqual(limbsOf(modulo(probe.value(i), n)));
      }
    }
  });
});

describe('the split of scalars of secp256k1', () => {
  const { p, n } = PROBED_FIELDS[1]!;
  /** The multiplier of (x, y) -> (beta * x, y). */
  const LAMBDA = 0x5363ad4cc05c30e0a5261c028812645a122e22ea20816678df02967c1b23bd72n;

  it('gives halves below 2^129 that make up the scalar', () => {
    for (const k of scalarsBelow(n, p, 2000)) {
      const signs = probe.call.split(probe.wordsAt(1), probe.wordsAt(3), probe.putWords(0, k));
      // A sign stands in the word behind each half.
      const sizes = [1, 3].map((i) => probe.words(i)) as [bigint, bigint];
      for (const size of sizes) expect(size < 1n << 129n, `${k}`).toBe(true);
      const [k1, k2] = sizes.map((size, i) => (signs & (1 << i) ? -size : size)) as [bigint, bigint];
      expect(modulo(k1 + k2 * LAMBDA - k, n), `${k}`).toBe(0n);
    }
  });
});

describe('the non-adjacent form', () => {
  const FORM_BYTES = 272;

  it.each([2, 4, 5, 8])('has odd digits of width %i, one at most in so many bits, and the right sum', (width) => {
    const { p, n } = PROBED_FIELDS[1]!;
    for (const value of [...scalarsBelow(n, p, 400), (1n << 256n) - 1n, 1n << 255n]) {
      const length = probe.call.nonAdjacentForm(probe.at(0), probe.putWords(0, value), width);
      const digits = [...new Int8Array(probe.bytes(probe.at(0), FORM_BYTES).buffer)];
      expect(digits.reduceRight((sum, digit) => 2n * sum + BigInt(digit), 0n)).toBe(value);
      expectSparse(digits, width);
      expect(digits.findLastIndex((digit) => digit !== 0) + 1).toBe(length);
    }
  });
});

function expectSparse(digits: readonly number[], width: number): void {
  const places = digits.flatMap((digit, i) => (digit === 0 ? [] : [i]));
  const isOddAndSmall = (digit: number): boolean => digit % 2 !== 0 && Math.abs(digit) < 2 ** (width - 1);
  expect(places.every((place) => isOddAndSmall(digits[place]!))).toBe(true);
  expect(places.every((place, i) => i === 0 || place - places[i - 1]! >= width)).toBe(true);
}

describe.each(PROBED_FIELDS.slice(0, 3))('points of $name', (field) => {
  const { curve, p, n } = field;
  const { Point } = DOMAINS[field.name as keyof typeof DOMAINS];
  type CurvePoint = InstanceType<typeof Point>;
  const random = new Random(SEED);
  const anyElement = (): bigint => modulo(bigintOf(random.bytes(32)), p - 1n) + 1n;
  const anyPoint = (): CurvePoint => Point.BASE.multiplyUnsafe(modulo(bigintOf(random.bytes(32)), n - 1n) + 1n);
  /** An element written with up to four p more or less: sums of the formulas stay within that. */
  const spread = (value: bigint): number[] =>
    limbsOf(valueOfLimbs(elementOf(field, modulo(value, p))) + BigInt(random.integer(-4, 3)) * p);

  /** A point with a Z by chance, at numbers 0 to 2. */
  function put({ x, y }: { readonly x: bigint; readonly y: bigint }): number {
    const z = anyElement();
    for (const [i, value] of [x * z ** 2n, y * z ** 3n, z].entries()) probe.put(i, spread(value));
    return probe.at(0);
  }

  /** x and y of the point at numbers 0 to 2; undefined where Z is 0. */
  function found(): { readonly x: bigint; readonly y: bigint } | undefined {
    const [X, Y, Z] = [0, 1, 2].map((i) => {
      expect([isTight(probe.limbs(i), 3), sizeOf(probe.value(i)) < 8n * p]).toEqual([true, true]);
      probe.call.leave(curve, probe.at(5), probe.at(i));
      return probe.value(5);
    }) as [bigint, bigint, bigint];
    if (Z === 0n) return undefined;
    const inverse = Point.Fp.inv(Z);
    return { x: (X * inverse ** 2n) % p, y: (Y * inverse ** 3n) % p };
  }

  /** Adds a point to that at numbers 0 to 2; y may be the negative of a tight number. */
  function add({ x, y }: { readonly x: bigint; readonly y: bigint }, isNegated: boolean): void {
    const limbs = elementOf(field, isNegated ? p - y : y);
    probe.put(3, elementOf(field, x));
    probe.put(4, isNegated ? limbs.map((limb) => -limb) : limbs);
    probe.call.addAffinePoint(curve, probe.at(0), probe.at(3), probe.at(4));
  }

  /** An affine point at numbers `at` and `at` + 1, each tight and near [0, p). */
  function expectPoint(at: number, due: { readonly x: bigint; readonly y: bigint }): void {
    for (const [i, value] of [due.x, due.y].entries()) {
      const found = probe.value(at + i);
      expect([isTight(probe.limbs(at + i)), 8n * found > -p, 8n * found < 9n * p]).toEqual([true, true, true]);
      probe.call.leave(curve, probe.at(95), probe.at(at + i));
      expect(probe.value(95)).toBe(value);
    }
  }

  const affine = (point: CurvePoint) => {
    const { x, y } = point.toAffine();
    return { x, y };
  };

  it('are doubled as noble doubles them', () => {
    for (let i = 0; i < 60; i++) {
      const point = anyPoint();
      probe.call.doublePoint(curve, put(affine(point)));
      expect(found()).toEqual(affine(point.double()));
    }
  });

  it('are added as noble adds them', () => {
    for (let i = 0; i < 60; i++) {
      const [left, right] = [anyPoint(), anyPoint()];
      put(affine(left));
      add(affine(right), i % 2 === 0);
      expect(found()).toEqual(affine(left.add(right)));
    }
  });

  it('have the odd multiples that noble has, those of several keys by shared inversions', () => {
    const LISTS = [0, 20, 40, 60];
    const MULTIPLES = [1, 3, 5, 7, 9, 11, 13, 15, 8, 4].map(BigInt); // as they stand, each of two numbers
    const near = [1n, 2n, 3n, n - 1n, n - 2n, (n + 1n) / 2n].map((k) => Point.BASE.multiplyUnsafe(k));
    const points = [...near, ...Array.from({ length: 30 }, anyPoint)];
    for (let count = 1; points.length > 0; count = (count % LISTS.length) + 1) {
      const keys = points.splice(0, count);
      const addresses = keys.map((_, i) => BigInt(probe.at(LISTS[i]!)));
      const words = addresses.reduceRight((all, address) => (all << 32n) + address, 0n);
      for (const [i, key] of keys.entries())
        for (const [j, value] of Object.values(affine(key)).entries())
          probe.put(LISTS[i]! + j, elementOf(field, value));
      probe.call.oddMultiples(curve, probe.putWords(5, words), keys.length);
      for (const [i, key] of keys.entries())
        for (const [j, k] of MULTIPLES.entries()) expectPoint(LISTS[i]! + 2 * j, affine(key.multiplyUnsafe(k)));
    }
  });

  it('stay in bounds in long walks, and end where noble does', () => {
    let due = anyPoint();
    put(affine(due));
    const step = anyPoint();
    for (let i = 0; i < 200; i++) {
      probe.call.doublePoint(curve, probe.at(0));
      add(affine(step), i % 2 === 0);
      due = due.double().add(step);
    }
    expect(found()).toEqual(affine(due));
  });

  it('give Z = 0 where they are equal or opposite, and keep it through all that follows', () => {
    const point = anyPoint();
    for (const other of [point, point.negate()]) {
      put(affine(point));
      add(affine(other), other === point);
      expect(found()).toBeUndefined();
      probe.call.doublePoint(curve, probe.at(0));
      expect(found()).toBeUndefined();
      add(affine(anyPoint()), false);
      expect(found()).toBeUndefined();
    }
  });
});

it('SHA-512 is what Node says, for every length from 0 to 400', () => {
  const message = new Random(SEED).bytes(400);
  for (let length = 0; length <= 400; length++) {
    const part = message.subarray(0, length);
    expect(Buffer.from(probe.digest(part)).equals(createHash('sha512').update(part).digest()), `${length}`).toBe(true);
  }
});
