// What only the security memory in IndexedDB has to promise: it outlives its connection, is strict, and fails closed.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { openSecurityMemory } from '../../../src/store/security-memory.ts';
import { CHAIN, codeThrown, errorOf, fork, ROOT, trusted } from './samples.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

it('is there again after reopening', async () => {
  const vault = await openSecurityMemory();
  await vault.raiseHead(CHAIN, ROOT, trusted(9n));
  await vault.freeze(CHAIN, ROOT, fork(10n));
  vault.close();
  const record = { trustedHead: trusted(9n), fork: fork(10n) };
  expect(await vault.read(CHAIN, ROOT)).toEqual(record);
  expect(await (await openSecurityMemory()).read(CHAIN, ROOT)).toEqual(record);
});

it('writes strictly', async () => {
  const vault = await openSecurityMemory();
  const spy = vi.spyOn(IDBDatabase.prototype, 'transaction');
  await vault.raiseHead(CHAIN, ROOT, trusted(9n));
  expect(spy.mock.calls[0]![2]).toEqual({ durability: 'strict' });
  spy.mockRestore();
});

describe('a row that does not fit its checksum', () => {
  async function rotten(store: string, key: IDBValidKey, change: object) {
    const vault = await openSecurityMemory();
    await vault.raiseHead(CHAIN, ROOT, trusted(9n));
    await vault.freeze(CHAIN, ROOT, fork(10n));
    await vault.raiseClockFloor({ seconds: 5n, nanos: 0 });
    await vault.savePack({ name: 'demo', version: 2, bytes: new Uint8Array(3), addedAt: 1 });
    const db = await openDB('mz-security');
    await db.put(store, { ...(await db.get(store, key)), ...change }, key);
    db.close();
    return vault;
  }

  it('is never taken for absent: a head', async () => {
    const vault = await rotten('heads', [CHAIN, ROOT], { height: 1n });
    const error = await errorOf(vault.read(CHAIN, ROOT));
    expect([error.code, error.values.kind]).toEqual(['store/corrupt', 'heads']);
    expect(await codeThrown(vault.raiseHead(CHAIN, ROOT, trusted(2n)))).toBe('store/corrupt');
    expect(await codeThrown(vault.read(CHAIN, ROOT))).toBe('store/corrupt');
    await vault.forget(CHAIN, ROOT);
    expect((await vault.read(CHAIN, ROOT)).trustedHead).toBeUndefined();
  });

  it('is never taken for absent: a fork, a clock, a pack', async () => {
    const frozen = await rotten('forks', [CHAIN, ROOT], { height: 1n });
    expect(await codeThrown(frozen.read(CHAIN, ROOT))).toBe('store/corrupt');
    globalThis.indexedDB = new IDBFactory();
    const clock = await rotten('clock', 'floor', { seconds: 1n });
    expect(await codeThrown(clock.clockFloor())).toBe('store/corrupt');
    expect(await codeThrown(clock.raiseClockFloor({ seconds: 6n, nanos: 0 }))).toBe('store/corrupt');
    globalThis.indexedDB = new IDBFactory();
    const packs = await rotten('packs', 'demo', { version: 3 });
    expect(await codeThrown(packs.packs())).toBe('store/corrupt');
  });
});
