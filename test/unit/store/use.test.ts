// How much is stored, and deleting it.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { openChainStore } from '../../../src/store/chain-store.ts';
import { MemorySecurityMemory } from '../../../src/store/memory-store.ts';
import { openSecurityMemory } from '../../../src/store/security-memory.ts';
import { deleteChain, deleteEverything, storageUse } from '../../../src/store/use.ts';
import { block, CHAIN, codeThrown, frame, head, OTHER_ROOT, ROOT, trusted } from './samples.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const names = async () => (await indexedDB.databases()).map(({ name }) => name).sort();

async function filled() {
  const vault = await openSecurityMemory();
  const store = await openChainStore(CHAIN, ROOT, { vault });
  await store.write({ frames: [frame(1n, 9n)], blocks: [block(10n, { sets: new Map() })], head: head(10n) });
  await vault.raiseHead(CHAIN, ROOT, trusted(10n));
  const other = await openChainStore('other', OTHER_ROOT, { vault });
  return { vault, store, other };
}

describe('storageUse', () => {
  it('counts each chain and asks the browser for the rest', async () => {
    const { vault } = await filled();
    const storage = { estimate: async () => ({ usage: 5000, quota: 9000 }), persisted: async () => true };
    vi.stubGlobal('navigator', { storage });
    expect(await storageUse(vault)).toEqual({
      usedBytes: 5000,
      quotaBytes: 9000,
      persisted: true,
      chains: [
        { chainId: CHAIN, trustRoot: ROOT, frames: 1, headers: 10n, blocks: 1, bytes: 140 },
        { chainId: 'other', trustRoot: OTHER_ROOT, frames: 0, headers: 0n, blocks: 0, bytes: 0 },
      ],
    });
  });

  it.each([
    ['no storage manager', {}],
    ['an empty one', { storage: {} }],
    ['one that refuses', { storage: { estimate: () => Promise.reject(), persisted: () => Promise.reject() } }],
  ])('does without what a browser lacks: %s', async (_, navigator) => {
    const vault = new MemorySecurityMemory();
    vi.stubGlobal('navigator', navigator);
    const use = await storageUse(vault);
    expect(use).toEqual({ usedBytes: undefined, quotaBytes: undefined, persisted: false, chains: [] });
  });

  it('finds caches that only the registry knows, and caches that only the browser knows', async () => {
    const { vault } = await filled();
    const seen = async (known: typeof vault) => (await storageUse(known)).chains.map(({ chainId }) => chainId);
    expect(await seen(new MemorySecurityMemory())).toEqual([CHAIN, 'other']);
    vi.spyOn(IDBFactory.prototype, 'databases').mockRejectedValue(new Error('not here'));
    expect(await seen(vault)).toEqual([CHAIN, 'other']);
  });
});

it('does not let one bad database hide the others', async () => {
  const { vault, store } = await filled();
  store.close();
  (await openDB(`mz-cache/${CHAIN}/${ROOT}`, 3)).close();
  const { chains } = await storageUse(vault);
  expect(chains.map(({ chainId, bytes, error }) => [chainId, bytes, error?.code])).toEqual([
    [CHAIN, 0, 'store/newer-version'],
    ['other', 0, undefined],
  ]);
});

describe('deleting', () => {
  it('removes a chain under every trust root and nothing else', async () => {
    const { vault } = await filled();
    await openChainStore(CHAIN, OTHER_ROOT, { vault });
    await deleteChain(vault, CHAIN);
    expect(await names()).toEqual([`mz-cache/other/${OTHER_ROOT}`, 'mz-security']);
    expect(await vault.caches()).toEqual([{ chainId: 'other', trustRoot: OTHER_ROOT }]);
    expect((await vault.read(CHAIN, ROOT)).trustedHead).toEqual(trusted(10n));
  });

  it('does not let a deleted chain be taken for a wiped one', async () => {
    const { vault } = await filled();
    await deleteChain(vault, CHAIN);
    const onRebuilt = vi.fn();
    await openChainStore(CHAIN, ROOT, { vault, onRebuilt });
    expect(onRebuilt).not.toHaveBeenCalled();
  });

  it('removes all databases of ours and no other', async () => {
    const { vault, store } = await filled();
    (await openDB('of-someone-else', 1)).close();
    (await openDB('mz-later', 1)).close();
    await deleteEverything(vault);
    expect(await names()).toEqual(['of-someone-else']);
    expect(await vault.read(CHAIN, ROOT)).toEqual({ trustedHead: undefined, fork: undefined });
    expect((await store.index()).frames).toEqual([]);
  });

  it('removes them by the registry where the browser lists none', async () => {
    const { vault } = await filled();
    const spy = vi.spyOn(IDBFactory.prototype, 'databases').mockRejectedValue(new Error('not here'));
    await deleteEverything(vault);
    spy.mockRestore();
    expect(await names()).toEqual([]);
  });

  it('names the failure when the browser cannot delete', async () => {
    const { vault } = await filled();
    vi.spyOn(IDBFactory.prototype, 'deleteDatabase').mockImplementation(() => {
      throw new DOMException('injected', 'UnknownError');
    });
    expect(await codeThrown(deleteEverything(vault))).toBe('store/failed');
    expect(await codeThrown(deleteChain(vault, CHAIN))).toBe('store/failed');
    expect(await vault.hasCache(CHAIN, ROOT)).toBe(true);
  });
});
