// The cache database of one chain under one trust root: its name, its object stores and their rows.
//
// Rows and bytes are apart, so that the index of thousands of frames is read without their bytes:
//   frames, blocks          small rows by first height; each knows size and checksum of its bytes
//   frameBytes, blockBytes  the bytes, under the same height
//   sets                    encoded validator sets by lower-case hex of their hash, each kept once
//   meta                    head, usage (counts and bytes), epoch (who wrote last)
//
// Blocks of heights that follow each other share a row and their bytes, since a database takes its time for each.
import type { DBSchema, IDBPDatabase, IDBPTransaction } from 'idb';
import type { StoredBlock, StoredHead } from '../client/ports.ts';
import type { Sealed } from './checksum.ts';
import type { Plan } from './connection.ts';

export interface FrameRow {
  readonly to: bigint;
  readonly anchor: bigint;
  readonly topHash: Uint8Array;
  readonly size: number;
  readonly bytesSum: number;
}

/** Blocks of heights in a row, lowest first; their bytes stand one behind the other. */
export interface BlockPage {
  readonly entries: readonly BlockEntry[];
  readonly size: number;
  readonly bytesSum: number;
}

export interface BlockEntry extends Pick<StoredBlock, 'hash' | 'how' | 'witnessed'> {
  readonly setHashes: readonly string[];
  readonly size: number;
}

export interface SetRow {
  readonly bytes: Uint8Array;
}

/** What the cache holds; `headers` counts those in frames, `bytes` the sum of frames, blocks and sets as stored. */
export interface Usage {
  readonly frames: number;
  readonly headers: bigint;
  readonly blocks: number;
  readonly bytes: number;
}

export const NOTHING: Usage = { frames: 0, headers: 0n, blocks: 0, bytes: 0 };

export interface MetaRows {
  readonly head: StoredHead;
  readonly usage: Usage;
  readonly epoch: { readonly number: number };
}

export interface CacheSchema extends DBSchema {
  frames: { key: number; value: Sealed<FrameRow> };
  frameBytes: { key: number; value: Uint8Array };
  blocks: { key: number; value: Sealed<BlockPage> };
  blockBytes: { key: number; value: Uint8Array };
  sets: { key: string; value: Sealed<SetRow> };
  meta: { key: keyof MetaRows; value: Sealed<MetaRows[keyof MetaRows]> };
}

type StoreName = 'frames' | 'frameBytes' | 'blocks' | 'blockBytes' | 'sets' | 'meta';
export const STORES: StoreName[] = ['frames', 'frameBytes', 'blocks', 'blockBytes', 'sets', 'meta'];

export type CacheDatabase = IDBPDatabase<CacheSchema>;
export type ReadTx = IDBPTransaction<CacheSchema, StoreName[], 'readonly'>;
export type WriteTx = IDBPTransaction<CacheSchema, StoreName[], 'readwrite'>;

export interface CacheName {
  readonly chainId: string;
  readonly trustRoot: string;
}

const PREFIX = 'mz-cache/';

export function databaseName({ chainId, trustRoot }: CacheName): string {
  return `${PREFIX}${chainId}/${trustRoot}`;
}

/** The reverse; undefined where the database is no cache of ours. A chain id may contain a slash, a trust root never. */
export function parseDatabaseName(name: string): CacheName | undefined {
  const slash = name.lastIndexOf('/');
  if (!name.startsWith(PREFIX) || slash < PREFIX.length) return undefined;
  return { chainId: name.slice(PREFIX.length, slash), trustRoot: name.slice(slash + 1) };
}

export function cachePlan(cache: CacheName): Plan<CacheSchema> {
  return {
    name: databaseName(cache),
    version: 2,
    upgrade: (db) => {
      // A cache of an older form is made anew: all of it can be fetched again.
      for (const store of db.objectStoreNames) db.deleteObjectStore(store);
      for (const store of STORES) db.createObjectStore(store);
    },
  };
}
