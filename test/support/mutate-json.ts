// Changes to JSON for tests: its leaves by path, a small change to each kind of value, and random changes to structure and text.
import { formatTime, parseTime } from '../../src/codec/time.ts';
import { Random } from './core.ts';
import { plus } from './make-chain.ts';
import type { JsonMembers, JsonValue } from './make-chain-pack.ts';

export type JsonPath = readonly (string | number)[];
export interface Leaf {
  readonly path: JsonPath;
  readonly value: JsonValue;
}

export const pathText = (path: JsonPath): string => path.join('.');

/** All values that hold no others, in the order of the text; empty arrays and objects count. */
export function leavesOf(value: JsonValue, path: JsonPath = []): Leaf[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, item]) =>
    leavesOf(item, [...path, Array.isArray(value) ? Number(key) : key]),
  );
}

/** A copy with another value at a path; undefined takes it away. */
export function replaced(value: JsonValue, path: JsonPath, by: JsonValue | undefined): JsonValue | undefined {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  if (Array.isArray(value)) {
    const item = replaced(value[key as number]!, rest, by);
    return item === undefined ? value.filter((_, i) => i !== key) : value.with(key as number, item);
  }
  const { [key]: old, ...others } = value as JsonMembers;
  const item = replaced(old!, rest, by);
  if (item === undefined) return others;
  return Object.fromEntries(
    Object.entries(value as JsonMembers).map(([name, was]) => [name, name === key ? item : was]),
  );
}

const TIME = /^\d{4}-\d\d-\d\dT/;
const BASE64_NAMES = /^(aunts|signature|value|transaction|data)$/;

/** The smallest change that keeps a value of its kind: one more, one nanosecond later, one bit of hex or base64. */
export function changedLeaf(path: JsonPath, value: JsonValue): JsonValue {
  if (typeof value === 'number') return value + 1;
  if (value === null) return 'AAAA';
  const text = String(value);
  const name = String(path.findLast((part) => typeof part === 'string'));
  if (TIME.test(text)) return formatTime(plus(parseTime(text), 1n));
  if (/^-?\d+$/.test(text) && !/hash|address/.test(name)) return `${BigInt(text) + 1n}`;
  if (BASE64_NAMES.test(name))
    return text === '' ? 'AAAA' : Buffer.from(flipFirst(Buffer.from(text, 'base64'))).toString('base64');
  if (text === '') return 'AB'.repeat(20);
  return /^[0-9A-F]+$/.test(text) ? `${text[0] === '0' ? '1' : '0'}${text.slice(1)}` : `${text}x`;
}

function flipFirst(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes);
  copy[0]! ^= 1;
  return copy;
}

// ---- random changes -------------------------------------------------------------------------------------------------

type Container = JsonValue[] | { [key: string]: JsonValue };

/** All arrays and objects of a tree that may be changed in place. */
function containersOf(value: unknown): Container[] {
  if (typeof value !== 'object' || value === null) return [];
  return [value as Container, ...Object.values(value).flatMap(containersOf)];
}

const EDGE_VALUES: readonly JsonValue[] = [
  null,
  true,
  0,
  -1,
  1.5,
  '',
  '0',
  '-1',
  '9223372036854775807',
  '9223372036854775808',
  '18446744073709551616',
  [],
  {},
  'AA==',
  'Ag',
  '__proto__',
  '2026-02-30T00:00:00Z',
  '0001-01-01T00:00:00Z',
];
const NUMBER_STEPS = [1n, -1n, 2n ** 32n, 2n ** 63n, -(2n ** 64n), 2n ** 64n];
const HEX_DIGITS = '0123456789ABCDEFabcdefgG';
const BASE64_DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/=-_';

/** Random changes to JSON that keep it JSON: the same seed gives the same changes. */
export class JsonMutator {
  readonly #random: Random;
  readonly #others: readonly JsonValue[];

  /** `source` is what is changed, `others` are files whose parts may be spliced in. */
  constructor(
    private readonly source: JsonValue,
    others: readonly JsonValue[],
    seed: number,
  ) {
    this.#random = new Random(seed);
    this.#others = others;
  }

  /** The text of a copy with one to three changes. */
  next(): string {
    const root = structuredClone(this.source) as Container;
    for (let left = this.#random.integer(1, 6); left > 0; left -= 2) this.#change(root);
    return JSON.stringify(root);
  }

  #pick<T>(list: readonly T[]): T {
    return list[this.#random.integer(0, list.length - 1)]!;
  }

  #change(root: Container): void {
    const container = this.#pick(containersOf(root));
    const all = Object.keys(container);
    const scalars = all.filter((name) => typeof this.#get(container, name) !== 'object');
    // Mostly leaves: a change high up in the tree only says that a shape is not right.
    const keys = scalars.length > 0 && this.#random.integer(0, 4) > 0 ? scalars : all;
    if (keys.length === 0) return;
    const key = this.#pick(keys);
    const kind = this.#random.integer(0, 13);
    if (kind === 0) this.#remove(container, key);
    else if (kind === 1) this.#double(container, key);
    else if (kind === 2) this.#swap(container, key, container, this.#pick(keys));
    else if (kind === 3) this.#swapWithAny(root, container, key);
    else if (kind === 4) this.#splice(container, key);
    else if (kind === 5) this.#set(container, key, this.#pick(EDGE_VALUES));
    else this.#set(container, key, this.#changedValue(this.#get(container, key)));
  }

  #get(container: Container, key: string): JsonValue {
    return (container as Record<string, JsonValue>)[key]!;
  }

  #set(container: Container, key: string, value: JsonValue): void {
    (container as Record<string, JsonValue>)[key] = value;
  }

  #remove(container: Container, key: string): void {
    if (Array.isArray(container)) container.splice(Number(key), 1);
    else delete container[key];
  }

  /** A second one of an item; of an object's member, under a new name. */
  #double(container: Container, key: string): void {
    if (Array.isArray(container))
      container.splice(this.#random.integer(0, container.length), 0, structuredClone(container[Number(key)]!));
    else
      container[this.#pick(['extra', `${key}2`, key.toUpperCase(), '__proto__x'])] = structuredClone(container[key]!);
  }

  #swap(a: Container, keyA: string, b: Container, keyB: string): void {
    const [valueA, valueB] = [structuredClone(this.#get(a, keyA)), structuredClone(this.#get(b, keyB))];
    this.#set(a, keyA, valueB);
    this.#set(b, keyB, valueA);
  }

  /** Changes places with a member of the same name elsewhere, else with anything. */
  #swapWithAny(root: Container, container: Container, key: string): void {
    const all = containersOf(root).filter((other) => other !== root && Object.keys(other).length > 0);
    const alike = all.filter((other) => Object.hasOwn(other, key));
    const other = this.#pick(alike.length > 1 ? alike : all);
    this.#swap(container, key, other, Object.hasOwn(other, key) ? key : this.#pick(Object.keys(other)));
  }

  /** A member of that name out of another valid file. */
  #splice(container: Container, key: string): void {
    const found = containersOf(this.#pick(this.#others)).filter((other) => Object.hasOwn(other, key));
    if (found.length > 0) this.#set(container, key, structuredClone(this.#get(this.#pick(found), key)));
  }

  #changedValue(value: JsonValue): JsonValue {
    if (typeof value === 'number') return value + this.#pick([1, -1, 2 ** 31, 2 ** 53, 0.5]);
    if (typeof value === 'object' || typeof value === 'boolean') return this.#pick(EDGE_VALUES);
    if (/^-?\d{1,19}$/.test(value)) return `${BigInt(value) + this.#pick(NUMBER_STEPS)}`;
    if (TIME.test(value) && this.#random.integer(0, 1) === 0) return this.#changedTime(value);
    return this.#changedText(value);
  }

  #changedTime(text: string): string {
    if (text.startsWith('2026-02-30')) return '2026-03-01T00:00:00Z';
    return formatTime(plus(parseTime(text), this.#pick([1n, -1n, 10n ** 9n])));
  }

  #changedText(text: string): string {
    const digits = /^(0x)?([0-9A-F]*|[0-9a-f]*)$/.test(text) ? HEX_DIGITS : BASE64_DIGITS;
    const at = this.#random.integer(0, text.length);
    const kind = this.#random.integer(0, 5);
    if (kind === 0) return text.slice(0, at);
    if (kind === 1) return text.slice(0, at) + this.#pick([...digits]) + text.slice(at);
    return text.slice(0, at) + this.#pick([...digits]) + text.slice(at + 1);
  }
}

/** Random changes to bytes: bits and bytes turned over, pieces cut out, doubled or moved, and the end cut off. */
export class TextMutator {
  readonly #random: Random;
  constructor(
    private readonly source: Uint8Array,
    seed: number,
  ) {
    this.#random = new Random(seed);
  }

  next(): Uint8Array {
    const { integer } = { integer: (least: number, most: number) => this.#random.integer(least, most) };
    const bytes = this.source;
    const at = integer(0, bytes.length - 1);
    const kind = integer(0, 11);
    if (kind === 0) return bytes.slice(0, at);
    const length = integer(1, kind < 4 ? 200 : 4);
    const piece = bytes.subarray(at, at + length);
    if (kind === 1) return Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + length)]);
    if (kind === 2)
      return Uint8Array.from([...bytes.subarray(0, at), ...piece, ...piece, ...bytes.subarray(at + length)]);
    if (kind === 3) return this.#overwritten(integer(0, bytes.length - 1), piece);
    if (kind < 8) return bytes.with(at, bytes[at]! ^ (1 << integer(0, 7)));
    if (kind < 10) return bytes.with(at, integer(0, 255));
    return this.#digit(at);
  }

  #overwritten(at: number, piece: Uint8Array): Uint8Array {
    const copy = this.source.slice();
    copy.set(piece.subarray(0, copy.length - at), at);
    return copy;
  }

  /** Another letter or digit at the next place that has one: the text stays JSON. */
  #digit(from: number): Uint8Array {
    const copy = this.source.slice();
    const at = copy.findIndex((byte, i) => i >= from && /[0-9A-Za-z]/.test(String.fromCharCode(byte)));
    if (at >= 0) copy[at] = HEX_DIGITS.charCodeAt(this.#random.integer(0, HEX_DIGITS.length - 1));
    return copy;
  }
}

/** One member written a second time right after itself, at a random place of JSON text printed with line ends. */
export function doubledMember(text: string, random: Random): string {
  const lines = text.split('\n');
  const places = lines.flatMap((line, i) => (/^\s*"[^"]+": .*,$/.test(line) ? [i] : []));
  const at = places[random.integer(0, places.length - 1)]!;
  return [...lines.slice(0, at), lines[at], ...lines.slice(at)].join('\n');
}
