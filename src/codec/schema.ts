// Readers for parsed JSON: each takes a value out of an object by type and says where it failed.

import { MingzhengError } from '../core/error.ts';
import { fromBase64, fromHex } from './bytes.ts';
import { type Json, JsonNumber, type JsonObject } from './json.ts';
import { parseTime, type Time } from './time.ts';

/** A JSON object together with the path at which it stands, for messages. */
export class Reader {
  constructor(
    readonly object: JsonObject,
    readonly path: string,
  ) {}

  static of(value: Json | undefined, path = '$'): Reader {
    if (!(value instanceof Map)) throw new MingzhengError('json/expected-object', { path });
    return new Reader(value as JsonObject, path);
  }

  has(key: string): boolean {
    const value = this.object.get(key);
    return value !== undefined && value !== null;
  }

  at(key: string): string {
    return `${this.path}.${key}`;
  }

  reader(key: string): Reader {
    return Reader.of(this.object.get(key), this.at(key));
  }

  optionalReader(key: string): Reader | undefined {
    return this.has(key) ? this.reader(key) : undefined;
  }

  /** An array; null and missing count as empty only where `orEmpty` is given, as Go prints nil slices. */
  array(key: string, maxItems: number, orEmpty = false): readonly Json[] {
    const value = this.object.get(key);
    if (orEmpty && (value === null || value === undefined)) return [];
    if (!Array.isArray(value)) throw new MingzhengError('json/expected-array', { path: this.at(key) });
    if (value.length > maxItems)
      throw new MingzhengError('json/too-many-items', { path: this.at(key), count: value.length, limit: maxItems });
    return value as readonly Json[];
  }

  readers(key: string, maxItems: number, orEmpty = false): Reader[] {
    return this.array(key, maxItems, orEmpty).map((item, i) => Reader.of(item, `${this.at(key)}[${i}]`));
  }

  string(key: string, maxLength = 1024): string {
    const value = this.object.get(key);
    if (typeof value !== 'string') throw new MingzhengError('json/expected-string', { path: this.at(key) });
    if (value.length > maxLength)
      throw new MingzhengError('json/string-too-long', { path: this.at(key), length: value.length, limit: maxLength });
    return value;
  }

  boolean(key: string): boolean {
    const value = this.object.get(key);
    if (typeof value !== 'boolean') throw new MingzhengError('json/expected-boolean', { path: this.at(key) });
    return value;
  }

  /** A whole number in the given range, written as a number or as a decimal string. */
  integer(key: string, min: bigint, max: bigint, fallback?: bigint): bigint {
    const value = this.object.get(key);
    if ((value === undefined || value === null) && fallback !== undefined) return fallback;
    return readInteger(value, min, max, this.at(key));
  }

  int64(key: string, fallback?: bigint): bigint {
    return this.integer(key, -(2n ** 63n), 2n ** 63n - 1n, fallback);
  }

  uint32(key: string, fallback?: number): number {
    return Number(this.integer(key, 0n, 2n ** 32n - 1n, fallback === undefined ? undefined : BigInt(fallback)));
  }

  int32(key: string): number {
    return Number(this.integer(key, -(2n ** 31n), 2n ** 31n - 1n));
  }

  hex(key: string, maxBytes = 256): Uint8Array {
    const value = this.object.get(key);
    if (value === null || value === undefined) return new Uint8Array(0);
    return this.#decode(key, maxBytes * 2, fromHex);
  }

  /** Base64; null and missing are empty. */
  base64(key: string, maxBytes: number): Uint8Array {
    const value = this.object.get(key);
    if (value === null || value === undefined) return new Uint8Array(0);
    return this.#decode(key, Math.ceil(maxBytes / 3) * 4, fromBase64);
  }

  /** Base64 items of an array. */
  base64Array(key: string, maxItems: number, maxBytes: number, orEmpty = false): Uint8Array[] {
    return this.array(key, maxItems, orEmpty).map((item, i) =>
      decodeBase64Item(item, maxBytes, `${this.at(key)}[${i}]`),
    );
  }

  time(key: string): Time {
    return this.#decode(key, 64, parseTime);
  }

  #decode<T>(key: string, maxLength: number, decode: (text: string) => T): T {
    const text = this.string(key, maxLength);
    try {
      return decode(text);
    } catch (cause) {
      const code = cause instanceof MingzhengError ? cause.code : 'json/value';
      throw new MingzhengError(code, { path: this.at(key), text: text.slice(0, 40) }, cause);
    }
  }

  /** Refuses members that are not in the list: for formats of our own, where a typo must not pass in silence. */
  only(...keys: readonly string[]): this {
    for (const key of this.object.keys())
      if (!keys.includes(key)) throw new MingzhengError('json/unknown-member', { path: this.at(key.slice(0, 60)) });
    return this;
  }
}

function decodeBase64Item(item: Json, maxBytes: number, path: string): Uint8Array {
  if (typeof item !== 'string') throw new MingzhengError('json/expected-string', { path });
  const limit = Math.ceil(maxBytes / 3) * 4;
  if (item.length > limit) throw new MingzhengError('json/string-too-long', { path, length: item.length, limit });
  return fromBase64(item);
}

export function readInteger(value: Json | undefined, min: bigint, max: bigint, path: string): bigint {
  const text = value instanceof JsonNumber ? value.text : value;
  if (typeof text !== 'string' || !/^(?:0|-?[1-9]\d{0,19})$/.test(text))
    throw new MingzhengError('json/expected-integer', { path });
  const number = BigInt(text);
  if (number < min || number > max) throw new MingzhengError('json/integer-range', { path, value: number, min, max });
  return number;
}
