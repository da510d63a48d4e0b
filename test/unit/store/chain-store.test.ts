// What only the store in IndexedDB has to promise: atomic batches, rot, quota, other tabs, and lost connections.
import 'fake-indexeddb/auto';
import { forceCloseDatabase, IDBFactory } from 'fake-indexeddb';
import { type IDBPDatabase, openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { MingzhengError } from '../../../src/core/error.ts';
import { parseDatabaseName } from '../../../src/store/cache-schema.ts';
import { type ClosableChainStore, openChainStore } from '../../../src/store/chain-store.ts';
import { MemorySecurityMemory } from '../../../src/store/memory-store.ts';
import {
  block,
  bytesOf,
  CACHE,
  CHAIN,
  codeThrown,
  errorOf,
  fork,
  frame,
  head,
  ROOT,
  SET_A,
  SET_B,
  trusted,
} from './samples.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
});

const open = (options = {}) => openChainStore(CHAIN, ROOT, options);

/** Changes the database behind the store's back. */
async function tamper(change: (db: IDBPDatabase) => Promise<unknown>): Promise<void> {
  const db = await openDB(CACHE);
  await change(db);
  db.close();
}

const failPut = (nth: number, name: string) => {
  let calls = 0;
  const put = IDBObjectStore.prototype.put;
  return vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (this: IDBObjectStore, value, key) {
    if (++calls === nth) throw new DOMException('injected', name);
    return put.call(this, value, key);
  });
};

describe('names', () => {
  it('keeps chain id and trust root, also with slashes in the chain id', () => {
    expect(parseDatabaseName(CACHE)).toEqual({ chainId: CHAIN, trustRoot: ROOT });
    expect(parseDatabaseName(`mz-cache/a/b/${ROOT}`)).toEqual({ chainId: 'a/b', trustRoot: ROOT });
    expect(parseDatabaseName('mz-security')).toBeUndefined();
    expect(parseDatabaseName('mz-cache/x')).toBeUndefined();
  });

  it('keeps chains and trust roots apart', async () => {
    const [one, two] = [await open(), await openChainStore(CHAIN, 'ff')];
    await one.write({ frames: [frame(1n, 9n)] });
    expect(await two.frame(1n)).toBeUndefined();
  });
});

describe('one batch, one transaction', () => {
  const batch = { frames: [frame(10n, 19n), frame(20n, 29n)], blocks: [block(30n)], head: head(30n) };

  it('writes nothing when any one of its puts fails', async () => {
    const store = await open();
    await store.write({ frames: [frame(1n, 9n)], head: head(9n) });
    const before = [await store.index(), await store.usage()];
    const counting = failPut(Number.POSITIVE_INFINITY, '');
    await store.write(batch);
    const puts = counting.mock.calls.length;
    await store.clear();
    vi.restoreAllMocks();
    await store.write({ frames: [frame(1n, 9n)], head: head(9n) });
    for (let nth = 1; nth <= puts; nth++) {
      const spy = failPut(nth, 'DataError');
      expect(await codeThrown(store.write(batch))).toBe('store/failed');
      spy.mockRestore();
      expect([await store.index(), await store.usage()]).toEqual(before);
    }
    expect(puts).toBe(2 * 2 + 2 + 2 + 2);
  });

  it('writes the head in the same transaction, strictly; frames alone are relaxed', async () => {
    const store = await open();
    const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
    await store.write(batch);
    await store.write({ frames: [frame(1n, 9n)] });
    expect(spy.mock.calls.map(([, mode, options]) => [mode, options?.durability])).toEqual([
      ['readwrite', 'strict'],
      ['readwrite', 'relaxed'],
    ]);
  });

  it('stores a view without the buffer behind it', async () => {
    const store = await open();
    const large = new ArrayBuffer(1 << 20);
    const view = (length: number) => new Uint8Array(large, 1000, length);
    const sets = new Map([['cc', view(10)]]);
    await store.write({
      frames: [{ ...frame(1n, 9n), bytes: view(50), topHash: view(32) }],
      blocks: [block(10n, { bytes: view(60), hash: view(32), sets })],
      head: { ...head(10n), hash: view(32) },
    });
    const found = [await store.frame(1n), await store.block(10n), (await store.index()).head];
    const parts = [found[0], found[1], found[2]]
      .flatMap((row) => Object.values(row!))
      .filter((v) => v instanceof Uint8Array);
    expect(parts.map((part) => part.buffer.byteLength)).toEqual([32, 50, 32, 60, 32]);
  });
});

describe('rot', () => {
  const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte));

  async function written() {
    const store = await open();
    await store.write({ frames: [frame(1n, 9n), frame(10n, 19n)], blocks: [block(20n), block(22n)], head: head(22n) });
    return store;
  }

  const frameRot: Record<string, (db: IDBPDatabase) => Promise<unknown>> = {
    'a bit of the bytes': (db) => db.put('frameBytes', flip(frame(1n, 9n).bytes), 1),
    'bytes cut short': (db) => db.put('frameBytes', frame(1n, 9n).bytes.slice(1), 1),
    'bytes of another type': (db) => db.put('frameBytes', 'text', 1),
    'missing bytes': (db) => db.delete('frameBytes', 1),
    'a changed row': async (db) => db.put('frames', { ...(await db.get('frames', 1)), to: 8n }, 1),
    'a row of another key': async (db) => db.put('frames', await db.get('frames', 10), 1),
    'a row that is none': (db) => db.put('frames', 7, 1),
  };
  for (const [what, change] of Object.entries(frameRot))
    it(`drops a frame with ${what}, names it, and keeps the rest`, async () => {
      const store = await written();
      await tamper(change);
      const error = await errorOf(store.frame(5n));
      expect([error.code, error.values.kind, error.values.height]).toEqual(['store/corrupt', 'frame', 1]);
      expect(await store.frame(5n)).toBeUndefined();
      expect((await store.index()).frames.map((f) => f.from)).toEqual([10n]);
      expect((await store.usage()).frames).toBe(1);
      await store.write({ frames: [frame(1n, 9n)] });
      expect(await store.frame(5n)).toEqual(frame(1n, 9n));
    });

  const blockRot: Record<string, (db: IDBPDatabase) => Promise<unknown>> = {
    'a bit of the bytes': (db) => db.put('blockBytes', flip(block(20n).bytes), 20),
    'missing bytes': (db) => db.delete('blockBytes', 20),
    'a changed row': async (db) => db.put('blocks', { ...(await db.get('blocks', 20)), how: 'checkpoint' }, 20),
    'a row that is none': (db) => db.put('blocks', 'text', 20),
  };
  for (const [what, change] of Object.entries(blockRot))
    it(`drops a block with ${what}, and keeps the other`, async () => {
      const store = await written();
      await tamper(change);
      expect(await codeThrown(store.block(20n))).toBe('store/corrupt');
      expect(await store.block(20n)).toBeUndefined();
      expect(await store.block(22n)).toEqual(block(22n));
      expect((await store.usage()).blocks).toBe(1);
    });

  it('drops a rotten validator set with each block that needs it, and takes it anew', async () => {
    const store = await written();
    await tamper(async (db) =>
      db.put('sets', { ...(await db.get('sets', SET_A[0])), bytes: flip(SET_A[1]) }, SET_A[0]),
    );
    expect(await codeThrown(store.block(20n))).toBe('store/corrupt');
    expect((await store.usage()).bytes).toBe(80 + 100 + SET_B[1].length);
    expect(await codeThrown(store.block(22n))).toBe('store/corrupt');
    await store.write({ blocks: [block(20n)] });
    expect(await store.block(20n)).toEqual(block(20n));
  });

  it('leaves rotten rows out of the index, drops them and says so once', async () => {
    await written();
    const told: MingzhengError[] = [];
    await tamper(async (db) => {
      await db.put('frames', 7, 1);
      await db.put('blocks', { junk: 1 }, 20);
      await db.put('meta', { ...(await db.get('meta', 'head')), height: 99n }, 'head');
    });
    const store = await open({ onRebuilt: (error: MingzhengError) => told.push(error) });
    const index = await store.index();
    expect([index.head, index.frames.map((f) => f.from), index.blocks.map((b) => b.height)]).toEqual([
      undefined,
      [10n],
      [22n],
    ]);
    expect(told.map(({ code, values }) => [code, values.frames, values.blocks, values.head])).toEqual([
      ['store/corrupt', 1, 1, true],
    ]);
    expect((await store.usage()).headers).toBe(11n);
  });

  it('counts anew when the counts themselves are rotten', async () => {
    const store = await written();
    const right = await store.usage();
    await tamper((db) => db.put('meta', { bytes: 1 }, 'usage'));
    await store.write({ frames: [frame(1n, 9n)] });
    expect(await store.usage()).toEqual(right);
  });
});

describe('failures of the browser', () => {
  it('says store/quota when the disk is full, writes nothing, and goes on when there is room', async () => {
    const store = await open();
    await store.write({ frames: [frame(1n, 9n)], head: head(9n) });
    const spy = failPut(3, 'QuotaExceededError');
    const error = await errorOf(store.write({ frames: [frame(10n, 19n)], head: head(19n) }));
    expect([error.code, error.values.at, error.values.database]).toEqual(['store/quota', 'write', CACHE]);
    spy.mockRestore();
    expect((await store.index()).head?.height).toBe(9n);
    await store.write({ frames: [frame(10n, 19n)], head: head(19n) });
    expect((await store.index()).head?.height).toBe(19n);
  });

  it('says store/quota when only the commit finds the disk full', async () => {
    const store = await open();
    const put = IDBObjectStore.prototype.put;
    const spy = vi.spyOn(IDBObjectStore.prototype, 'put').mockImplementation(function (
      this: IDBObjectStore,
      value,
      key,
    ) {
      const request = put.call(this, value, key);
      if (key === 'usage') (this.transaction as unknown as { _abort(name: string): void })._abort('QuotaExceededError');
      return request;
    });
    expect(await codeThrown(store.write({ frames: [frame(1n, 9n)] }))).toBe('store/quota');
    spy.mockRestore();
    expect((await store.index()).frames).toEqual([]);
  });

  it('opens again after close, and after the browser closed the database', async () => {
    const store = await open();
    await store.write({ frames: [frame(1n, 9n)] });
    store.close();
    expect(await store.frame(1n)).toEqual(frame(1n, 9n));
    const connections: IDBDatabase[] = [];
    const transaction = IDBDatabase.prototype.transaction;
    vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (this: IDBDatabase, ...args) {
      connections.push(this);
      return transaction.apply(this, args);
    });
    await store.frame(1n);
    forceCloseDatabase(connections[0] as never);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(await store.frame(1n)).toEqual(frame(1n, 9n));
    expect(connections[1]).not.toBe(connections[0]);
  });

  it('tries a lost connection three times in all', async () => {
    const store = await open();
    for (const failures of [1, 2, 3]) {
      let left = failures;
      const transaction = IDBDatabase.prototype.transaction;
      const spy = vi.spyOn(IDBDatabase.prototype, 'transaction').mockImplementation(function (
        this: IDBDatabase,
        ...args
      ) {
        if (left-- > 0) throw new DOMException('The database connection is closing.', 'InvalidStateError');
        return transaction.apply(this, args);
      });
      const outcome = await store.usage().then(
        () => 'read',
        (error: MingzhengError) => `${error.code} ${error.values.name}`,
      );
      expect(outcome).toBe(failures < 3 ? 'read' : 'store/failed InvalidStateError');
      spy.mockRestore();
    }
  });

  it('says store/unavailable without IndexedDB', async () => {
    vi.stubGlobal('indexedDB', undefined);
    expect(await codeThrown(open())).toBe('store/unavailable');
    vi.unstubAllGlobals();
  });
});

describe('blocks of heights in a row', () => {
  const many = (from: number, to: number, values = {}) =>
    Array.from({ length: to - from + 1 }, (_, i) => block(BigInt(from + i), values));
  const heights = async (store: ClosableChainStore) => (await store.index()).blocks.map(({ height }) => Number(height));
  const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i);

  async function rowCounts(): Promise<number[]> {
    const rows: { entries: unknown[] }[] = [];
    await tamper(async (db) => rows.push(...((await db.getAll('blocks')) as { entries: unknown[] }[])));
    return rows.map(({ entries }) => entries.length);
  }

  it('share a row, up to 128 of them, and each is read back as it was', async () => {
    const store = await open();
    await store.write({ blocks: many(5, 204) });
    expect(await rowCounts()).toEqual([128, 72]);
    expect(await heights(store)).toEqual(range(5, 204));
    for (const height of [5n, 6n, 132n, 133n, 204n]) expect(await store.block(height)).toEqual(block(height));
    expect([await store.block(4n), await store.block(205n)]).toEqual([undefined, undefined]);
    expect((await store.usage()).blocks).toBe(200);
  });

  it('have no more than 65,000 bytes together; a larger block has a row of its own', async () => {
    const store = await open();
    const sized = (height: bigint, size: number) => block(height, { bytes: new Uint8Array(size).fill(Number(height)) });
    const blocks = [sized(1n, 30_000), sized(2n, 35_000), sized(3n, 1), sized(4n, 90_000), sized(5n, 2)];
    await store.write({ blocks });
    expect(await rowCounts()).toEqual([2, 1, 1, 1]);
    for (const each of blocks) expect(await store.block(each.height)).toEqual(each);
  });

  it('are replaced one by one, and the others of the row stay', async () => {
    const store = await open();
    await store.write({ blocks: many(1, 20) });
    const newer = block(7n, { witnessed: false, bytes: bytesOf(300, 9) });
    await store.write({ blocks: [newer, block(30n), block(21n)] });
    expect(await heights(store)).toEqual([...range(1, 21), 30]);
    expect([await store.block(7n), await store.block(6n), await store.block(20n)]).toEqual([
      newer,
      block(6n),
      block(20n),
    ]);
    expect(await store.usage()).toMatchObject({
      blocks: 22,
      bytes: 21 * 100 + 300 + SET_A[1].length + SET_B[1].length,
    });
  });

  it('leave gaps and other rows alone', async () => {
    const store = await open();
    await store.write({ blocks: [...many(1, 3), ...many(10, 12)] });
    await store.write({ blocks: many(5, 8) });
    expect(await heights(store)).toEqual([1, 2, 3, 5, 6, 7, 8, 10, 11, 12]);
    expect(await store.block(4n)).toBeUndefined();
    expect(await store.block(9n)).toBeUndefined();
  });

  it('are lost together where their row is rotten, and can be written again, over the rest of it too', async () => {
    const store = await open();
    await store.write({ blocks: many(1, 9) });
    await tamper((db) => db.delete('blockBytes', 1));
    expect((await errorOf(store.block(4n))).values).toMatchObject({ kind: 'block', height: 1 });
    expect(await heights(store)).toEqual([]);
    await store.write({ blocks: many(1, 9) });
    await tamper((db) => db.delete('blockBytes', 1));
    await store.write({ blocks: [block(4n)] });
    expect(await heights(store)).toEqual([4]);
    expect(await store.usage()).toMatchObject({ blocks: 1 });
  });

  it('of a cache of the first form are fetched again', async () => {
    const old = await openDB(CACHE, 1, { upgrade: (db) => void db.createObjectStore('blocks') });
    await old.put('blocks', { how: 'signed' }, 20);
    old.close();
    const store = await open();
    expect(await store.index()).toEqual({ head: undefined, frames: [], blocks: [] });
    await store.write({ blocks: [block(20n)] });
    expect(await store.block(20n)).toEqual(block(20n));
  });
});

describe('other tabs', () => {
  it('lets another tab upgrade, and then says that a newer app was here', async () => {
    const store = await open();
    await store.write({ frames: [frame(1n, 9n)] });
    const newer = await openDB(CACHE, 3);
    expect(await codeThrown(store.index())).toBe('store/newer-version');
    newer.close();
  });

  it('lets only the newest writer write', async () => {
    const [first, second] = [await open(), await open()];
    await first.write({ head: head(1n) });
    await second.write({ head: head(2n) });
    const error = await errorOf(first.write({ head: head(3n) }));
    expect([error.code, error.values.epoch, error.values.found]).toEqual(['store/not-owner', 1, 2]);
    expect(await codeThrown(first.clear())).toBe('store/not-owner');
    expect((await first.index()).head?.height).toBe(2n);
    await second.write({ head: head(4n) });
  });

  it('lets all write where it was opened as shared', async () => {
    const [first, second] = [await open({ shared: true }), await open({ shared: true })];
    await first.write({ head: head(1n) });
    await second.write({ head: head(2n) });
    await first.write({ head: head(3n) });
    expect((await second.index()).head?.height).toBe(3n);
  });

  it('notices that the database was deleted below a writer', async () => {
    const store = await open();
    await store.write({ head: head(1n) });
    await new Promise((resolve) => {
      indexedDB.deleteDatabase(CACHE).onsuccess = resolve;
    });
    expect(await codeThrown(store.write({ frames: [frame(1n, 9n)] }))).toBe('store/not-owner');
    expect((await store.index()).frames).toEqual([]);
  });
});

describe('wipes', () => {
  async function told(vault: MemorySecurityMemory): Promise<string[]> {
    const codes: string[] = [];
    await open({ vault, onRebuilt: (error: MingzhengError) => codes.push(error.code) });
    return codes;
  }

  it('has nothing to tell on the first run, nor when both agree', async () => {
    const vault = new MemorySecurityMemory();
    expect(await told(vault)).toEqual([]);
    await (await open()).write({ head: head(9n) });
    await vault.raiseHead(CHAIN, ROOT, trusted(9n));
    expect(await told(vault)).toEqual([]);
    expect(await vault.hasCache(CHAIN, ROOT)).toBe(true);
  });

  it('tells that the cache was wiped, or fell back', async () => {
    const vault = new MemorySecurityMemory();
    await vault.noteCache(CHAIN, ROOT);
    await vault.raiseHead(CHAIN, ROOT, trusted(9n));
    expect(await told(vault)).toEqual(['store/wiped']);
    await (await open()).write({ head: head(8n) });
    expect(await told(vault)).toEqual(['store/wiped']);
    await (await open()).write({ head: head(10n) });
    expect(await told(vault)).toEqual([]);
  });

  it('tells that the hash at the trusted height is another', async () => {
    const vault = new MemorySecurityMemory();
    await vault.raiseHead(CHAIN, ROOT, trusted(9n));
    await (await open()).write({ head: head(9n, 1) });
    expect(await told(vault)).toEqual(['store/head-differs']);
  });

  it('tells that the memory was lost while the cache has data', async () => {
    await (await open()).write({ head: head(9n) });
    expect(await told(new MemorySecurityMemory())).toEqual(['store/memory-lost']);
    const frozen = new MemorySecurityMemory();
    await frozen.freeze(CHAIN, ROOT, fork(9n));
    expect(await told(frozen)).toEqual([]);
  });

  it('says nothing of a cache that the person deleted', async () => {
    const vault = new MemorySecurityMemory();
    await vault.raiseHead(CHAIN, ROOT, trusted(9n));
    await vault.forgetCache(CHAIN, ROOT);
    expect(await told(vault)).toEqual([]);
    expect(await told(vault)).toEqual(['store/wiped']);
  });
});

it('reads the index of 4,000 frames without their bytes', async () => {
  const store = await open();
  for (let i = 0; i < 4000; i += 400)
    await store.write({
      frames: Array.from({ length: 400 }, (_, k) => frame(BigInt(256 * (i + k)), BigInt(256 * (i + k) + 255), 8)),
    });
  const spy = vi.spyOn(IDBTransaction.prototype, 'objectStore');
  expect((await store.index()).frames).toHaveLength(4000);
  expect(spy.mock.calls.map(([name]) => name)).not.toContain('frameBytes');
});
