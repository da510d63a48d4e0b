// Hex as Ethereum-like nodes print it: with 0x or without, and numbers as decimal text, JSON number or 0x hex.
import { ensure, MingzhengError } from '../core/error.ts';
import { fromHex } from './bytes.ts';
import { JsonNumber } from './json.ts';
import type { Reader } from './schema.ts';

/** Bytes of `0x...` or plain hex; null and missing are empty. Errors: `codec/hex`, `json/...`. */
export function readBytes(reader: Reader, key: string, maxBytes: number): Uint8Array {
  return reader.has(key) ? bytesOfText(reader.string(key, 2 * maxBytes + 2), reader.at(key)) : new Uint8Array(0);
}

/** Bytes of exactly this length. Errors: `codec/hex-length` too. */
export function readFixed(reader: Reader, key: string, length: number): Uint8Array {
  const bytes = readBytes(reader, key, length);
  ensure(bytes.length === length, 'codec/hex-length', { path: reader.at(key), found: bytes.length, expected: length });
  return bytes;
}

/** An array of hex texts. */
export function readBytesArray(reader: Reader, key: string, maxItems: number, maxBytes: number): Uint8Array[] {
  return reader.array(key, maxItems, true).map((item, i) => {
    const path = `${reader.at(key)}[${i}]`;
    if (typeof item !== 'string') throw new MingzhengError('json/expected-string', { path });
    ensure(item.length <= 2 * maxBytes + 2, 'json/string-too-long', {
      path,
      length: item.length,
      limit: 2 * maxBytes + 2,
    });
    return bytesOfText(item, path);
  });
}

function bytesOfText(text: string, path: string): Uint8Array {
  try {
    return fromHex(text.startsWith('0x') ? text.slice(2) : text);
  } catch (cause) {
    throw new MingzhengError('codec/hex', { path, length: text.length }, cause);
  }
}

/** A whole number that is not negative: JSON number, decimal text or `0x` hex. Errors: `json/expected-integer`, `json/integer-range`. */
export function readQuantity(reader: Reader, key: string, max: bigint, fallback?: bigint): bigint {
  if (!reader.has(key) && fallback !== undefined) return fallback;
  const value = reader.object.get(key);
  const text = value instanceof JsonNumber ? value.text : value;
  const path = reader.at(key);
  if (typeof text !== 'string' || !/^(0|[1-9]\d{0,79}|0x[0-9a-fA-F]{1,64})$/.test(text))
    throw new MingzhengError('json/expected-integer', { path });
  const number = BigInt(text);
  if (number > max) throw new MingzhengError('json/integer-range', { path, value: number, min: 0n, max });
  return number;
}
