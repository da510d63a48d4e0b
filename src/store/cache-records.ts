// Records within one transaction of a cache database: frames and blocks put in, found, listed and dropped. Nothing here
// opens a transaction or throws on rot; it says what does not fit, and `chain-store.ts` decides.
import { unwrap } from 'idb';
import type { StoreBatch, StoredBlock, StoredFrame, StoreIndex } from '../client/ports.ts';
import { heightKey, overlaps } from './batch.ts';
import {
  type BlockRow,
  type FrameRow,
  type MetaRows,
  NOTHING,
  type ReadTx,
  type SetRow,
  type Usage,
  type WriteTx,
} from './cache-schema.ts';
import { crc32, type Sealed, seal, unseal } from './checksum.ts';
import { all } from './connection.ts';

type Tx = ReadTx | WriteTx;

/** A view into a larger buffer would be stored with the whole buffer. */
const alone = (bytes: Uint8Array): Uint8Array => (bytes.length === bytes.buffer.byteLength ? bytes : bytes.slice());

function add(a: Usage, b: Usage, sign: 1 | -1 = 1): Usage {
  return {
    frames: a.frames + sign * b.frames,
    headers: a.headers + BigInt(sign) * b.headers,
    blocks: a.blocks + sign * b.blocks,
    bytes: a.bytes + sign * b.bytes,
  };
}

const usageOfFrame = (from: bigint, row: FrameRow): Usage => ({
  frames: 1,
  headers: row.to - from + 1n,
  blocks: 0,
  bytes: row.size,
});
const usageOfBlock = (row: BlockRow): Usage => ({ frames: 0, headers: 1n, blocks: 1, bytes: row.size });

/** A row under its key; `row` is undefined where the checksum does not fit. */
interface Entry<Row> {
  readonly key: number;
  readonly row: Row | undefined;
}

const entry = <Row extends object>(key: number, sealed: Sealed<Row> | undefined): Entry<Row> => ({
  key,
  row: unseal(key, sealed),
});

async function entries<Row extends object>(
  keys: () => Promise<number[]>,
  rows: () => Promise<Sealed<Row>[]>,
): Promise<Entry<Row>[]> {
  const [allKeys, allRows] = await all([keys, rows]);
  return allKeys.map((key, i) => entry(key, allRows[i]));
}

export async function getMeta<Name extends keyof MetaRows>(tx: Tx, name: Name): Promise<MetaRows[Name] | undefined> {
  const sealed = (await tx.objectStore('meta').get(name)) as Sealed<MetaRows[Name]> | undefined;
  return unseal(name, sealed);
}

export async function putMeta<Name extends keyof MetaRows>(
  tx: WriteTx,
  name: Name,
  row: MetaRows[Name],
): Promise<void> {
  await tx.objectStore('meta').put(seal<MetaRows[keyof MetaRows]>(name, row), name);
}

/** Writes the whole batch, head last. */
export async function putBatch(tx: WriteTx, { frames = [], blocks = [], head }: StoreBatch): Promise<void> {
  const usage = await getMeta(tx, 'usage');
  const change = add(await putFrames(tx, frames), await putBlocks(tx, blocks));
  await (usage ? putMeta(tx, 'usage', add(usage, change)) : recount(tx));
  if (!head) return;
  const { height, hash, time, witnessed } = head;
  const { seconds, nanos } = time;
  await putMeta(tx, 'head', { height, hash: alone(hash), time: { seconds, nanos }, witnessed });
}

// Frames

const listFrames = (tx: Tx, range?: IDBKeyRange) =>
  entries<FrameRow>(
    () => tx.objectStore('frames').getAllKeys(range),
    () => tx.objectStore('frames').getAll(range),
  );

/** The frame with the largest first height that is not above the given one. */
async function frameAtOrBelow(tx: Tx, key: number): Promise<Entry<FrameRow> | undefined> {
  const cursor = await tx.objectStore('frames').openCursor(IDBKeyRange.upperBound(key), 'prev');
  return cursor ? entry(cursor.key, cursor.value) : undefined;
}

/** Frames already there that share a height with one of the new: these are replaced. */
async function replaced(tx: WriteTx, frames: readonly StoredFrame[]): Promise<Entry<FrameRow>[]> {
  const keys = frames.flatMap(({ from, to }) => [heightKey(from), heightKey(to)]);
  const [first, last] = [Math.min(...keys), Math.max(...keys)];
  const before = await frameAtOrBelow(tx, first);
  const within = await listFrames(tx, IDBKeyRange.bound(first, last));
  const old = before && before.key < first ? [before, ...within] : within;
  return old.filter(({ key, row }) => {
    const to = row?.to ?? BigInt(key);
    return frames.some((frame) => overlaps(frame, { from: BigInt(key), to }));
  });
}

async function putFrames(tx: WriteTx, frames: readonly StoredFrame[]): Promise<Usage> {
  if (frames.length === 0) return NOTHING;
  const old = await replaced(tx, frames);
  await dropFrames(
    tx,
    old.map(({ key }) => key),
  );
  let change = NOTHING;
  for (const { key, row } of old) if (row) change = add(change, usageOfFrame(BigInt(key), row), -1);
  const rows = await all(frames.map((frame) => () => putFrame(tx, frame)));
  return rows.reduce((sum, row, i) => add(sum, usageOfFrame(frames[i]!.from, row)), change);
}

async function putFrame(tx: WriteTx, { from, to, anchor, topHash, bytes }: StoredFrame): Promise<FrameRow> {
  const key = heightKey(from);
  const row = { to, anchor, topHash: alone(topHash), size: bytes.length, bytesSum: crc32(bytes) };
  await all([
    () => tx.objectStore('frames').put(seal(key, row), key),
    () => tx.objectStore('frameBytes').put(alone(bytes), key),
  ]);
  return row;
}

export async function dropFrames(tx: WriteTx, keys: readonly number[]): Promise<void> {
  await all(
    keys.flatMap((key) => [() => tx.objectStore('frames').delete(key), () => tx.objectStore('frameBytes').delete(key)]),
  );
}

/** What a search gives: a sound record, or the keys of a record that does not fit its checksum. */
export type Found<Record> = { readonly record: Record } | { readonly corrupt: number; readonly sets?: string[] };

/** The frame that holds the height. */
export async function findFrame(tx: ReadTx, height: bigint): Promise<Found<StoredFrame> | undefined> {
  const found = await frameAtOrBelow(tx, heightKey(height));
  if (!found) return undefined;
  const { key, row } = found;
  if (row && row.to < height) return undefined;
  const bytes = await tx.objectStore('frameBytes').get(key);
  if (!row || !fits(bytes, row)) return { corrupt: key };
  return { record: { from: BigInt(key), to: row.to, anchor: row.anchor, topHash: row.topHash, bytes } };
}

const fits = (bytes: Uint8Array | undefined, row: { size: number; bytesSum: number }): bytes is Uint8Array =>
  bytes instanceof Uint8Array && bytes.length === row.size && crc32(bytes) === row.bytesSum;

// Blocks

const listBlocks = (tx: Tx) =>
  entries<BlockRow>(
    () => tx.objectStore('blocks').getAllKeys(),
    () => tx.objectStore('blocks').getAll(),
  );

async function putBlocks(tx: WriteTx, blocks: readonly StoredBlock[]): Promise<Usage> {
  if (blocks.length === 0) return NOTHING;
  const old = await replacedBlocks(tx, blocks);
  let change = await putSets(tx, blocks);
  for (const { row } of old) if (row) change = add(change, usageOfBlock(row), -1);
  return blocks.reduce((sum, block) => add(sum, usageOfBlock(putBlock(tx, block))), change);
}

/** What is there at the heights of new blocks. There is rarely anything, so all keys are asked for at once. */
async function replacedBlocks(tx: WriteTx, blocks: readonly StoredBlock[]): Promise<Entry<BlockRow>[]> {
  const keys = blocks.map(({ height }) => heightKey(height));
  const range = IDBKeyRange.bound(Math.min(...keys), Math.max(...keys));
  const known = new Set(await tx.objectStore('blocks').getAllKeys(range));
  const old = keys.filter((key) => known.has(key));
  const rows = await all(old.map((key) => () => tx.objectStore('blocks').get(key)));
  return old.map((key, i) => entry(key, rows[i]));
}

/** Nobody waits for these requests, of which there are thousands: if one fails, so does the transaction. */
function putBlock(tx: WriteTx, block: StoredBlock): BlockRow {
  const { hash, how, witnessed, bytes } = block;
  const key = heightKey(block.height);
  const setHashes = [...block.sets.keys()];
  const row = { hash: alone(hash), how, witnessed, setHashes, size: bytes.length, bytesSum: crc32(bytes) };
  unwrap(tx.objectStore('blocks')).put(seal(key, row), key);
  unwrap(tx.objectStore('blockBytes')).put(alone(bytes), key);
  return row;
}

/** Each set once: those that are there already are left alone. */
async function putSets(tx: WriteTx, blocks: readonly StoredBlock[]): Promise<Usage> {
  const sets = [...new Map(blocks.flatMap((block) => [...block.sets]))];
  const known = await all(
    sets.map(
      ([hash]) =>
        () =>
          tx.objectStore('sets').getKey(hash),
    ),
  );
  const fresh = sets.filter((_, i) => known[i] === undefined);
  await all(
    fresh.map(
      ([hash, bytes]) =>
        () =>
          tx.objectStore('sets').put(seal(hash, { bytes: alone(bytes) }), hash),
    ),
  );
  return { ...NOTHING, bytes: fresh.reduce((sum, [, bytes]) => sum + bytes.length, 0) };
}

export async function findBlock(tx: ReadTx, height: bigint): Promise<Found<StoredBlock> | undefined> {
  const key = heightKey(height);
  const sealed = await tx.objectStore('blocks').get(key);
  if (!sealed) return undefined;
  const row = unseal(key, sealed);
  if (!row) return { corrupt: key };
  const bytes = await tx.objectStore('blockBytes').get(key);
  const sets = await getSets(tx, row.setHashes);
  const rotten = row.setHashes.filter((hash) => !sets.has(hash));
  if (!fits(bytes, row) || rotten.length > 0) return { corrupt: key, sets: rotten };
  const { hash, how, witnessed } = row;
  return { record: { height, hash, how, witnessed, bytes, sets } };
}

async function getSets(tx: ReadTx, hashes: readonly string[]): Promise<Map<string, Uint8Array>> {
  const sealed = await all(hashes.map((hash) => () => tx.objectStore('sets').get(hash)));
  const sets = new Map<string, Uint8Array>();
  hashes.forEach((hash, i) => {
    const row = unseal<SetRow>(hash, sealed[i]);
    if (row) sets.set(hash, row.bytes);
  });
  return sets;
}

export async function dropBlocks(tx: WriteTx, keys: readonly number[], sets: readonly string[] = []): Promise<void> {
  await all([
    ...keys.flatMap((key) => [
      () => tx.objectStore('blocks').delete(key),
      () => tx.objectStore('blockBytes').delete(key),
    ]),
    ...sets.map((hash) => () => tx.objectStore('sets').delete(hash)),
  ]);
}

// Everything

/** Keys of rows that do not fit their checksums. */
export interface Rot {
  readonly frames: readonly number[];
  readonly blocks: readonly number[];
  readonly head: boolean;
}

const rottenKeys = (rows: readonly Entry<object>[]) => rows.filter(({ row }) => !row).map(({ key }) => key);

/** All rows without their bytes, and what does not fit. */
export async function listAll(tx: ReadTx): Promise<{ index: StoreIndex; rot: Rot }> {
  const [frames, blocks, rawHead, head] = await all([
    () => listFrames(tx),
    () => listBlocks(tx),
    () => tx.objectStore('meta').get('head'),
    () => getMeta(tx, 'head'),
  ]);
  const rot = { frames: rottenKeys(frames), blocks: rottenKeys(blocks), head: rawHead !== undefined && !head };
  return { index: { head, frames: frames.flatMap(frameIndex), blocks: blocks.flatMap(blockIndex) }, rot };
}

function frameIndex({ key, row }: Entry<FrameRow>): StoreIndex['frames'][number][] {
  return row ? [{ from: BigInt(key), to: row.to, anchor: row.anchor, topHash: row.topHash }] : [];
}

function blockIndex({ key, row }: Entry<BlockRow>): StoreIndex['blocks'][number][] {
  return row ? [{ height: BigInt(key), hash: row.hash, how: row.how, witnessed: row.witnessed }] : [];
}

/** Counts anew after records were dropped, since a rotten row does not tell its size. */
export async function recount(tx: WriteTx): Promise<void> {
  const [frames, blocks, sets] = await all([
    () => listFrames(tx),
    () => listBlocks(tx),
    () => tx.objectStore('sets').getAll(),
  ]);
  let usage: Usage = { ...NOTHING, bytes: sets.reduce((sum, { bytes }) => sum + bytes.length, 0) };
  for (const { key, row } of frames) if (row) usage = add(usage, usageOfFrame(BigInt(key), row));
  for (const { row } of blocks) if (row) usage = add(usage, usageOfBlock(row));
  await putMeta(tx, 'usage', usage);
}

export async function readUsage(tx: ReadTx): Promise<Usage> {
  return (await getMeta(tx, 'usage')) ?? NOTHING;
}
