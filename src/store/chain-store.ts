// The headers of one chain in IndexedDB. One batch is one transaction; a corrupt record is dropped and named; whoever
// lost the right to write is told instead of overwriting another tab's work.
import type { ChainStore, StoreBatch, StoredBlock, StoredFrame, StoreIndex } from '../client/ports.ts';
import { ensure, MingzhengError } from '../core/error.ts';
import { checkBatch } from './batch.ts';
import {
  dropBlocks,
  dropFrames,
  type Found,
  findBlock,
  findFrame,
  getMeta,
  listAll,
  putBatch,
  putMeta,
  type Rot,
  readUsage,
  recount,
} from './cache-records.ts';
import {
  type CacheName,
  type CacheSchema,
  cachePlan,
  type ReadTx,
  STORES,
  type Usage,
  type WriteTx,
} from './cache-schema.ts';
import { all, Connection, type ConnectionOptions, finish } from './connection.ts';
import type { SecurityVault } from './vault.ts';
import { compareWithMemory } from './wipe.ts';

export interface ChainStoreOptions extends ConnectionOptions {
  /** With it, a wipe of the cache or of the memory is noticed on opening. */
  readonly vault?: SecurityVault;
  /**
   * Told when something was lost and must be fetched again: `store/wiped`, `store/memory-lost`, `store/head-differs`
   * (on opening), `store/corrupt` (rows dropped while listing).
   */
  readonly onRebuilt?: (error: MingzhengError) => void;
  /** Several tabs may write at once: only where the browser has no Web Locks. */
  readonly shared?: boolean;
}

export interface ClosableChainStore extends ChainStore {
  usage(): Promise<Usage>;
  /** Lets go of the database; the next call opens it again. */
  close(): void;
}

/**
 * Opens the cache of a chain under a trust root (lower-case hex). Besides those of the port, errors of all methods are
 * `store/quota`, `store/failed`, `store/blocked`, `store/open-timeout`, `store/newer-version`, `store/unavailable`;
 * and of writing, `store/record-too-large`, `store/bad-range`, `store/not-owner`.
 */
export async function openChainStore(
  chainId: string,
  trustRoot: string,
  options: ChainStoreOptions = {},
): Promise<ClosableChainStore> {
  const store = unopenedChainStore({ chainId, trustRoot }, options);
  const index = await store.index();
  const { vault } = options;
  if (!vault) return store;
  const lost = compareWithMemory(index, await vault.read(chainId, trustRoot));
  // A cache that the person deleted is not in the registry, and its absence is no news.
  const expected = await vault.hasCache(chainId, trustRoot);
  if (lost && (expected || lost.code !== 'store/wiped')) options.onRebuilt?.(lost);
  if (!expected) await vault.noteCache(chainId, trustRoot);
  return store;
}

/** The same without a look at what is in it; its database is opened, or made, by the first call. */
export function unopenedChainStore(cache: CacheName, options: ChainStoreOptions = {}): ClosableChainStore {
  return new IdbChainStore(new Connection(cachePlan(cache), options), options);
}

class IdbChainStore implements ClosableChainStore {
  /** Our number in the sequence of writers; taken with the first write. */
  #epoch: number | undefined;

  constructor(
    private readonly connection: Connection<CacheSchema>,
    private readonly options: ChainStoreOptions,
  ) {}

  async index(): Promise<StoreIndex> {
    const { index, rot } = await this.#read('index', listAll);
    if (rot.head || rot.frames.length > 0 || rot.blocks.length > 0) await this.#dropRot(rot);
    return index;
  }

  async write(batch: StoreBatch): Promise<void> {
    checkBatch(batch);
    await this.#own('write', batch.head ? 'strict' : 'relaxed', (tx) => putBatch(tx, batch));
  }

  async frame(height: bigint): Promise<StoredFrame | undefined> {
    const found = await this.#read('frame', (tx) => findFrame(tx, height));
    return this.#sound('frame', found, (tx, key) => dropFrames(tx, [key]));
  }

  async block(height: bigint): Promise<StoredBlock | undefined> {
    const found = await this.#read('block', (tx) => findBlock(tx, height));
    return this.#sound('block', found, (tx, key, sets) => dropBlocks(tx, [key], sets));
  }

  async clear(): Promise<void> {
    await this.#own('clear', 'strict', async (tx) => {
      const stores = STORES.filter((name) => name !== 'meta');
      await all([
        ...stores.map((name) => () => tx.objectStore(name).clear()),
        ...(['head', 'usage'] as const).map((name) => () => tx.objectStore('meta').delete(name)),
      ]);
    });
  }

  usage(): Promise<Usage> {
    return this.#read('usage', readUsage);
  }

  close(): void {
    this.connection.close();
  }

  #read<T>(at: string, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.connection.run(at, (db) => finish(db.transaction(STORES, 'readonly'), work));
  }

  #write<T>(at: string, durability: IDBTransactionDurability, work: (tx: WriteTx) => Promise<T>): Promise<T> {
    return this.connection.run(at, (db) => finish(db.transaction(STORES, 'readwrite', { durability }), work));
  }

  /** A write that only the newest writer may do. */
  async #own(at: string, durability: IDBTransactionDurability, work: (tx: WriteTx) => Promise<void>): Promise<void> {
    this.#epoch = await this.#write(at, durability, async (tx) => {
      const epoch = this.options.shared ? undefined : await this.#claim(tx);
      await work(tx);
      return epoch;
    });
  }

  /** Errors: `store/not-owner` where another tab has written since, or where the database was deleted below us. */
  async #claim(tx: WriteTx): Promise<number> {
    const number = (await getMeta(tx, 'epoch'))?.number ?? 0;
    if (this.#epoch !== undefined) {
      ensure(number === this.#epoch, 'store/not-owner', { epoch: this.#epoch, found: number });
      return number;
    }
    await putMeta(tx, 'epoch', { number: number + 1 });
    return number + 1;
  }

  async #sound<Record>(
    kind: string,
    found: Found<Record> | undefined,
    drop: (tx: WriteTx, key: number, sets?: string[]) => Promise<void>,
  ): Promise<Record | undefined> {
    if (!found || 'record' in found) return found?.record;
    await this.#write('drop', 'relaxed', async (tx) => {
      await drop(tx, found.corrupt, found.sets);
      await recount(tx);
    });
    throw new MingzhengError('store/corrupt', { kind, height: found.corrupt });
  }

  async #dropRot({ frames, blocks, head }: Rot): Promise<void> {
    await this.#write('drop', 'relaxed', async (tx) => {
      await dropFrames(tx, frames);
      await dropBlocks(tx, blocks);
      if (head) await tx.objectStore('meta').delete('head');
      await recount(tx);
    });
    const values = { kind: 'index', frames: frames.length, blocks: blocks.length, head };
    this.options.onRebuilt?.(new MingzhengError('store/corrupt', values));
  }
}
