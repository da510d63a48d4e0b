// Records within one transaction of a cache database: frames and blocks put in, found, listed and dropped. Nothing here
// opens a transaction or throws on rot; it says what does not fit, and `chain-store.ts` decides.
import { unwrap } from 'idb';
import type { StoreBatch, StoredBlock, StoredFrame, StoreIndex } from '../client/ports.ts';
import { concatBytes } from '../codec/bytes.ts';
import { heightKey, MAX_FRAME_BYTES, overlaps } from './batch.ts';
import {
  type BlockEntry,
  type BlockPage,
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
const usageOfPage = ({ entries: { length }, size }: BlockPage): Usage => ({
  frames: 0,
  headers: BigInt(length),
  blocks: length,
  bytes: size,
});

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

/** The small rows, of frames and of pages of blocks. */
interface SmallRows {
  readonly frames: FrameRow;
  readonly blocks: BlockPage;
}

const list = <Name extends keyof SmallRows>(tx: Tx, name: Name, range?: IDBKeyRange) =>
  entries<SmallRows[Name]>(
    () => tx.objectStore(name).getAllKeys(range),
    () => tx.objectStore(name).getAll(range) as Promise<Sealed<SmallRows[Name]>[]>,
  );

/** The row with the largest first height that is not above the given one. */
async function atOrBelow<Name extends keyof SmallRows>(
  tx: Tx,
  name: Name,
  key: number,
): Promise<Entry<SmallRows[Name]> | undefined> {
  const cursor = await tx.objectStore(name).openCursor(IDBKeyRange.upperBound(key), 'prev');
  return cursor ? entry(cursor.key as number, cursor.value as Sealed<SmallRows[Name]>) : undefined;
}

// Frames

/** Frames already there that share a height with one of the new: these are replaced. */
async function replaced(tx: WriteTx, frames: readonly StoredFrame[]): Promise<Entry<FrameRow>[]> {
  const keys = frames.flatMap(({ from, to }) => [heightKey(from), heightKey(to)]);
  const [first, last] = [Math.min(...keys), Math.max(...keys)];
  const before = await atOrBelow(tx, 'frames', first);
  const within = await list(tx, 'frames', IDBKeyRange.bound(first, last));
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
  const found = await atOrBelow(tx, 'frames', heightKey(height));
  if (!found) return undefined;
  const { key, row } = found;
  if (row && row.to < height) return undefined;
  const bytes = await tx.objectStore('frameBytes').get(key);
  if (!row || !fits(bytes, row)) return { corrupt: key };
  return { record: { from: BigInt(key), to: row.to, anchor: row.anchor, topHash: row.topHash, bytes } };
}

const fits = (bytes: Uint8Array | undefined, row: { size: number; bytesSum: number }): bytes is Uint8Array =>
  bytes instanceof Uint8Array && bytes.length === row.size && crc32(bytes) === row.bytesSum;

// Blocks, in pages

/** A block on its way into a page. */
interface PageBlock {
  readonly key: number;
  readonly entry: BlockEntry;
  readonly bytes: Uint8Array;
}

function toPageBlock({ height, hash, how, witnessed, bytes, sets }: StoredBlock): PageBlock {
  const setHashes = [...sets.keys()];
  return { key: heightKey(height), entry: { hash: alone(hash), how, witnessed, setHashes, size: bytes.length }, bytes };
}

async function putBlocks(tx: WriteTx, blocks: readonly StoredBlock[]): Promise<Usage> {
  if (blocks.length === 0) return NOTHING;
  const fresh = new Map(blocks.map((block) => [heightKey(block.height), toPageBlock(block)]));
  const old = await pagesWith(tx, [...fresh.keys()]);
  const pages = cutPages([...(await blocksOf(tx, old)).filter(({ key }) => !fresh.has(key)), ...fresh.values()]);
  await dropBlocks(
    tx,
    old.map(({ key }) => key),
  );
  let change = await putSets(tx, blocks);
  for (const { row } of old) if (row) change = add(change, usageOfPage(row), -1);
  return pages.reduce((sum, page) => add(sum, usageOfPage(putPage(tx, page))), change);
}

/** The pages that hold one of these heights; of the heights in a row only the ends are looked for. */
async function pagesWith(tx: WriteTx, keys: readonly number[]): Promise<Entry<BlockPage>[]> {
  const found = new Map<number, Entry<BlockPage>>();
  for (const [first, last] of rowsIn(keys)) {
    const before = await atOrBelow(tx, 'blocks', first);
    const isThere = before && (!before.row || before.key + before.row.entries.length > first);
    const within = await list(tx, 'blocks', IDBKeyRange.bound(first, last));
    for (const page of isThere ? [before, ...within] : within) found.set(page.key, page);
  }
  return [...found.values()];
}

/** First and last of the heights that follow each other. */
function rowsIn(keys: readonly number[]): [first: number, last: number][] {
  const rows: [number, number][] = [];
  for (const key of [...keys].sort((a, b) => a - b)) {
    const row = rows.at(-1);
    if (row && key === row[1] + 1) row[1] = key;
    else rows.push([key, key]);
  }
  return rows;
}

/** All blocks of pages; none of a page that is not sound. */
async function blocksOf(tx: WriteTx, pages: readonly Entry<BlockPage>[]): Promise<PageBlock[]> {
  const bytes = await all(
    pages.map(
      ({ key }) =>
        () =>
          tx.objectStore('blockBytes').get(key),
    ),
  );
  return pages.flatMap(({ key, row }, i) => {
    const own = bytes[i];
    if (!row || !fits(own, row)) return [];
    return row.entries.map((one, at) => ({ key: key + at, entry: one, bytes: bytesAt(row, own, at) }));
  });
}

function bytesAt(page: BlockPage, bytes: Uint8Array, at: number): Uint8Array {
  const start = page.entries.slice(0, at).reduce((sum, { size }) => sum + size, 0);
  return bytes.slice(start, start + page.entries[at]!.size);
}

const MAX_BLOCKS_PER_PAGE = 128;

/** Blocks of heights in a row together, as many as fit into a page; a larger block has a page of its own. */
function cutPages(blocks: readonly PageBlock[]): PageBlock[][] {
  const pages: PageBlock[][] = [];
  let size = 0;
  for (const block of [...blocks].sort((a, b) => a.key - b.key)) {
    const page = pages.at(-1);
    size += block.bytes.length;
    const fitsIn = page && page.length < MAX_BLOCKS_PER_PAGE && size <= MAX_FRAME_BYTES;
    if (fitsIn && page.at(-1)!.key + 1 === block.key) page.push(block);
    else {
      pages.push([block]);
      size = block.bytes.length;
    }
  }
  return pages;
}

/** Nobody waits for these requests: if one fails, so does the transaction. */
function putPage(tx: WriteTx, page: readonly PageBlock[]): BlockPage {
  const key = page[0]!.key;
  const bytes = concatBytes(...page.map((block) => block.bytes));
  const row = { entries: page.map((block) => block.entry), size: bytes.length, bytesSum: crc32(bytes) };
  unwrap(tx.objectStore('blocks')).put(seal(key, row), key);
  unwrap(tx.objectStore('blockBytes')).put(bytes, key);
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
  const found = await atOrBelow(tx, 'blocks', heightKey(height));
  if (!found) return undefined;
  const { key, row } = found;
  if (!row) return { corrupt: key };
  const at = heightKey(height) - key;
  const one = row.entries[at];
  if (!one) return undefined;
  const bytes = await tx.objectStore('blockBytes').get(key);
  const sets = await getSets(tx, one.setHashes);
  const rotten = one.setHashes.filter((hash) => !sets.has(hash));
  if (!fits(bytes, row) || rotten.length > 0) return { corrupt: key, sets: rotten };
  const { hash, how, witnessed } = one;
  return { record: { height, hash, how, witnessed, bytes: bytesAt(row, bytes, at), sets } };
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
    () => list(tx, 'frames'),
    () => list(tx, 'blocks'),
    () => tx.objectStore('meta').get('head'),
    () => getMeta(tx, 'head'),
  ]);
  const rot = { frames: rottenKeys(frames), blocks: rottenKeys(blocks), head: rawHead !== undefined && !head };
  return { index: { head, frames: frames.flatMap(frameIndex), blocks: blocks.flatMap(blockIndex) }, rot };
}

function frameIndex({ key, row }: Entry<FrameRow>): StoreIndex['frames'][number][] {
  return row ? [{ from: BigInt(key), to: row.to, anchor: row.anchor, topHash: row.topHash }] : [];
}

function blockIndex({ key, row }: Entry<BlockPage>): StoreIndex['blocks'][number][] {
  return (row?.entries ?? []).map(({ hash, how, witnessed }, i) => ({ height: BigInt(key + i), hash, how, witnessed }));
}

/** Counts anew after records were dropped, since a rotten row does not tell its size. */
export async function recount(tx: WriteTx): Promise<void> {
  const [frames, blocks, sets] = await all([
    () => list(tx, 'frames'),
    () => list(tx, 'blocks'),
    () => tx.objectStore('sets').getAll(),
  ]);
  let usage: Usage = { ...NOTHING, bytes: sets.reduce((sum, { bytes }) => sum + bytes.length, 0) };
  for (const { key, row } of frames) if (row) usage = add(usage, usageOfFrame(BigInt(key), row));
  for (const { row } of blocks) if (row) usage = add(usage, usageOfPage(row));
  await putMeta(tx, 'usage', usage);
}

export async function readUsage(tx: ReadTx): Promise<Usage> {
  return (await getMeta(tx, 'usage')) ?? NOTHING;
}
