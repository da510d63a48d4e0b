// The binary files of an archive: frames of headers, light blocks, validator sets, transactions and the record index. Each
// begins with four letters and a version, so that a wrong file is named as such.

import type { BlockData, Frame } from '../../chain/chain.ts';
import { ByteReader, ByteWriter } from '../../codec/binary.ts';
import { compareBytes, toHex } from '../../codec/bytes.ts';
import { MingzhengError } from '../../core/error.ts';

const MAGIC = { headers: 'MZH1', blocks: 'MZB1', sets: 'MZS1', transactions: 'MZT1', index: 'MZI1' } as const;
type Kind = keyof typeof MAGIC;

const MAX_ITEMS = 1_000_000;
const MAX_BYTES = 64 << 20;
const MAX_DATA = 4 << 20;

function start(kind: Kind): ByteWriter {
  return new ByteWriter().raw(Uint8Array.from(MAGIC[kind], (char) => char.charCodeAt(0)));
}

/** Errors: `archive/wrong-file`. */
function open(kind: Kind, bytes: Uint8Array): ByteReader {
  const found = String.fromCharCode(...bytes.subarray(0, 4));
  if (found !== MAGIC[kind]) throw new MingzhengError('archive/wrong-file', { expected: MAGIC[kind] });
  const reader = new ByteReader(bytes);
  reader.raw(4);
  return reader;
}

/** Items of all lists of one file together: a few bytes must not become a million objects. */
const MAX_ITEMS_PER_FILE = 250_000;
const itemsRead = new WeakMap<ByteReader, number>();

function readList<T>(reader: ByteReader, readItem: () => T): T[] {
  const count = reader.number(MAX_ITEMS);
  const total = (itemsRead.get(reader) ?? 0) + count;
  if (total > MAX_ITEMS_PER_FILE) throw new MingzhengError('archive/too-many-items', { limit: MAX_ITEMS_PER_FILE });
  itemsRead.set(reader, total);
  const items: T[] = [];
  for (let i = 0; i < count; i++) items.push(readItem());
  return items;
}

export function encodeFrames(frames: readonly Frame[]): Uint8Array {
  const out = start('headers').varint(frames.length);
  for (const frame of frames) out.varint(frame.from).varint(frame.to).bytes(frame.bytes);
  return out.finish();
}

/** Frames as views into the file. */
export function decodeFrames(bytes: Uint8Array): Frame[] {
  const reader = open('headers', bytes);
  const frames = readList(reader, () => ({
    from: reader.varint(),
    to: reader.varint(),
    bytes: reader.bytes(MAX_BYTES),
  }));
  reader.end();
  return frames;
}

export interface PackedBlocks {
  /** Encoded light blocks by height. */
  readonly blocks: ReadonlyMap<bigint, Uint8Array>;
  /** Encoded sets by lower-case hex of their hash; empty in chunks, which refer to the sets file. */
  readonly sets: ReadonlyMap<string, Uint8Array>;
}

function writeSets(out: ByteWriter, sets: ReadonlyMap<string, Uint8Array>): ByteWriter {
  out.varint(sets.size);
  for (const [hash, bytes] of [...sets].sort(([a], [b]) => (a < b ? -1 : 1)))
    out.bytes(Uint8Array.from(hash.match(/../g)!, (pair) => Number.parseInt(pair, 16))).bytes(bytes);
  return out;
}

function readSets(reader: ByteReader): Map<string, Uint8Array> {
  return new Map(readList(reader, () => [toHex(reader.bytes(64)), reader.bytes(MAX_DATA)] as const));
}

export function encodeBlocks({ blocks, sets }: PackedBlocks): Uint8Array {
  const out = writeSets(start('blocks'), sets).varint(blocks.size);
  for (const [height, bytes] of blocks) out.varint(height).bytes(bytes);
  return out.finish();
}

export function decodeBlocks(bytes: Uint8Array): PackedBlocks {
  const reader = open('blocks', bytes);
  const sets = readSets(reader);
  const blocks = new Map(readList(reader, () => [reader.varint(), reader.bytes(MAX_DATA)] as const));
  reader.end();
  return { blocks, sets };
}

export function encodeSets(sets: ReadonlyMap<string, Uint8Array>): Uint8Array {
  return writeSets(start('sets'), sets).finish();
}

export function decodeSets(bytes: Uint8Array): Map<string, Uint8Array> {
  const reader = open('sets', bytes);
  const sets = readSets(reader);
  reader.end();
  return sets;
}

export function encodeTransactions(blocks: ReadonlyMap<bigint, BlockData>): Uint8Array {
  const out = start('transactions').varint(blocks.size);
  for (const [height, { transactions, results }] of blocks) {
    out.varint(height).varint(transactions.length);
    for (const transaction of transactions) out.bytes(transaction);
    out.varint(results.length);
    for (const result of results) out.bytes(result);
  }
  return out.finish();
}

export function decodeTransactions(bytes: Uint8Array): Map<bigint, BlockData> {
  const reader = open('transactions', bytes);
  const item = () => reader.bytes(MAX_DATA);
  const blocks = new Map(
    readList(reader, () => {
      const height = reader.varint();
      return [height, { transactions: readList(reader, item), results: readList(reader, item) }] as const;
    }),
  );
  reader.end();
  return blocks;
}

/** Where something may be found; a hint that the proof then shows or not. */
export interface RecordPlace {
  readonly height: bigint;
  readonly index: number;
}

/** 32-byte keys: transaction hashes and record digests, sorted, each with its places. */
export function encodeIndex(entries: readonly (RecordPlace & { readonly key: Uint8Array })[]): Uint8Array {
  const sorted = [...entries].sort(
    (a, b) => compareBytes(a.key, b.key) || Number(a.height - b.height) || a.index - b.index,
  );
  const out = start('index').varint(sorted.length);
  for (const { key, height, index } of sorted) out.raw(key).varint(height).varint(index);
  return out.finish();
}

export function findInIndex(bytes: Uint8Array, key: Uint8Array): RecordPlace[] {
  const reader = open('index', bytes);
  const found: RecordPlace[] = [];
  const count = reader.number(MAX_ITEMS);
  for (let i = 0; i < count; i++) {
    const isMatch = compareBytes(reader.raw(32), key) === 0;
    const place = { height: reader.varint(), index: reader.number(MAX_ITEMS) };
    if (isMatch) found.push(place);
  }
  reader.end();
  return found;
}
