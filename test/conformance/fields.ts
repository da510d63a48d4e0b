// Fields of test data with room for long texts, and bytes in hex with or without `0x`.
import { readBytes } from '../../src/codec/prefixed-hex.ts';
import type { Reader } from '../../src/codec/schema.ts';

const MAX_LENGTH = 1 << 26;
const MAX_ITEMS = 1_000_000;

export function textOf(reader: Reader, key: string): string {
  return reader.string(key, MAX_LENGTH);
}

/** Missing is empty. */
export function bytesOf(reader: Reader, key: string): Uint8Array {
  return readBytes(reader, key, MAX_LENGTH);
}

export function textsOf(reader: Reader, key: string): string[] {
  return reader.array(key, MAX_ITEMS, true).map(String);
}

export function rowsOf(reader: Reader, key: string): Reader[] {
  return reader.readers(key, MAX_ITEMS, true);
}

/** A message written out in hex, or as one byte that is repeated: `{fill, length}`. */
export function messageOf(reader: Reader, key: string): Uint8Array {
  if (typeof reader.object.get(key) === 'string') return bytesOf(reader, key);
  const { fill, length } = { fill: reader.reader(key).hex('fill'), length: reader.reader(key).uint32('length') };
  return new Uint8Array(length).fill(fill[0] ?? 0);
}
