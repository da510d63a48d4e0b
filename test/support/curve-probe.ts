// The inner functions of the curve core (`assembly/curve/probe.ts`) as tests call them: numbers go in and come out as limbs.
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { LIMB_BITS, limbsOf, valueOfLimbs } from './curve-limbs.ts';

interface Exports {
  multiply(curve: number, o: number, a: number, b: number): void;
  square(curve: number, o: number, a: number): void;
  reduce(curve: number, o: number, a: number): void;
  leave(curve: number, o: number, a: number): void;
  invert(curve: number, o: number, a: number): void;
  squareRoot(curve: number, o: number, a: number): number;
  combine(o: number, u: bigint, a: number, v: bigint, b: number, w: bigint, c: number): void;
  subtractTwo(curve: number, o: number, a: number, b: number, c: number): void;
  halve(o: number, a: number): void;
  montgomeryScalar(curve: number, o: number, a: number, b: number): void;
  invertScalars(curve: number, first: number, count: number, products: number): void;
  split(half1: number, half2: number, words: number): number;
  nonAdjacentForm(out: number, words: number, width: number): number;
  doublePoint(curve: number, q: number): void;
  addAffinePoint(curve: number, q: number, x: number, y: number): void;
  oddMultiples(curve: number, lists: number, count: number): void;
  sha512(out: number, length: number): void;
}

const NUMBER_BYTES = 36;
const WORDS_BYTES = 40;
const LIMBS = 9;
const R_BITS = LIMB_BITS * BigInt(LIMBS);

export class Probe {
  readonly call: Exports;
  readonly #memory: WebAssembly.Memory;
  readonly #space: number;
  readonly #message: number;

  constructor(exports: WebAssembly.Exports) {
    this.call = exports as unknown as Exports;
    this.#memory = exports.memory as WebAssembly.Memory;
    this.#space = (exports.SPACE as WebAssembly.Global).value;
    this.#message = (exports.MESSAGE as WebAssembly.Global).value;
  }

  /** Where number `i` stands; numbers lie side by side, as they do in points and in lists. */
  at(i: number): number {
    return this.#space + NUMBER_BYTES * i;
  }

  put(i: number, limbs: readonly number[]): number {
    new Int32Array(this.#memory.buffer, this.at(i), LIMBS).set(limbs);
    return this.at(i);
  }

  limbs(i: number): number[] {
    return [...new Int32Array(this.#memory.buffer, this.at(i), LIMBS)];
  }

  value(i: number): bigint {
    return valueOfLimbs(this.limbs(i));
  }

  /** Where the words of scalar `i` stand, apart from numbers up to 80. */
  wordsAt(i: number): number {
    return this.#space + 3000 + WORDS_BYTES * i;
  }

  putWords(i: number, value: bigint): number {
    const words = Uint32Array.from({ length: 10 }, (_, at) => Number((value >> BigInt(32 * at)) & 0xffffffffn));
    new Uint32Array(this.#memory.buffer, this.wordsAt(i), 10).set(words);
    return this.wordsAt(i);
  }

  words(i: number): bigint {
    const words = new Uint32Array(this.#memory.buffer, this.wordsAt(i), 10);
    return words.reduceRight((value, word) => (value << 32n) + BigInt(word), 0n);
  }

  bytes(address: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, address, length).slice();
  }

  /** The product of two numbers given by their limbs, as limbs. */
  multiply(curve: number, a: readonly number[], b: readonly number[]): number[] {
    this.call.multiply(curve, this.at(2), this.put(0, a), this.put(1, b));
    return this.limbs(2);
  }

  square(curve: number, a: readonly number[]): number[] {
    this.call.square(curve, this.at(2), this.put(0, a));
    return this.limbs(2);
  }

  digest(message: Uint8Array): Uint8Array {
    new Uint8Array(this.#memory.buffer, this.#message, message.length).set(message);
    this.call.sha512(this.at(0), message.length);
    return this.bytes(this.at(0), 64);
  }
}

/** Compiles the probe first where it is missing or old, as it is when vitest was not started by `npm test`. */
export async function startProbe(): Promise<Probe> {
  execFileSync(process.execPath, ['scripts/build-core.mjs', '--probe']);
  const file = await readFile(new URL('../../build/curve-probe.wasm', import.meta.url));
  return new Probe((await WebAssembly.instantiate(file)).instance.exports);
}

/** A curve as the probe numbers it, with what its numbers mean. */
export interface ProbedField {
  readonly name: string;
  readonly curve: number;
  readonly p: bigint;
  readonly n: bigint;
  /** The factor by which elements stand multiplied: 2^261 in Montgomery's form, else 1. */
  readonly form: bigint;
}

/** R of Montgomery's form. */
export const MONTGOMERY_R = 1n << R_BITS;

export const PROBED_FIELDS: readonly ProbedField[] = [
  {
    name: 'sm2',
    curve: 0,
    p: 2n ** 256n - 2n ** 224n - 2n ** 96n + 2n ** 64n - 1n,
    n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
    form: MONTGOMERY_R,
  },
  {
    name: 'secp256k1',
    curve: 1,
    p: 2n ** 256n - 2n ** 32n - 977n,
    n: 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n,
    form: 1n,
  },
  {
    name: 'p256',
    curve: 2,
    p: 2n ** 256n - 2n ** 224n + 2n ** 192n + 2n ** 96n - 1n,
    n: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
    form: MONTGOMERY_R,
  },
  {
    name: 'ed25519',
    curve: 3,
    p: 2n ** 255n - 19n,
    n: 2n ** 252n + 27742317777372353535851937790883648493n,
    form: 1n,
  },
];

/** An element as it stands: tight, in [0, p). */
export const elementOf = ({ p, form }: ProbedField, value: bigint): number[] => limbsOf((value * form) % p);
