// The stores over the browser's own IndexedDB: the same promises, two connections, and the rates that the design needs.
import { openDB } from 'idb';
import { afterAll, describe, expect, it } from 'vitest';
import type { StoredFrame } from '../../../src/client/ports.ts';
import { openChainStore } from '../../../src/store/chain-store.ts';
import { deleteDatabase } from '../../../src/store/connection.ts';
import { openSecurityMemory, VAULT_DATABASE } from '../../../src/store/security-memory.ts';
import { deleteEverything, storageUse } from '../../../src/store/use.ts';
import { chainStoreContract, vaultContract } from '../../unit/store/contracts.ts';
import { bytesOf, CHAIN, codeThrown, frame, head, ROOT } from '../../unit/store/samples.ts';

let opened = 0;
const fresh = () => openChainStore(CHAIN, `${ROOT.slice(0, 56)}${String(++opened).padStart(8, '0')}`);
const nameOf = (n: number) => `mz-cache/${CHAIN}/${ROOT.slice(0, 56)}${String(n).padStart(8, '0')}`;

afterAll(async () => {
  await deleteEverything(await openSecurityMemory());
});

chainStoreContract('IndexedDB of the browser', fresh);
vaultContract('IndexedDB of the browser', async () => {
  await deleteDatabase(VAULT_DATABASE);
  return openSecurityMemory();
});

/** Frames of 256 headers at about 150 B, as the compact form has them. */
const bulk = (count: number): StoredFrame[] =>
  Array.from({ length: count }, (_, i) => {
    const from = BigInt(256 * i + 1);
    return { ...frame(from, from + 255n, 0), bytes: bytesOf(256 * 150, i) };
  });

describe('rates', () => {
  it('keeps 20,000 headers, four frames a batch', async () => {
    const store = await fresh();
    const frames = bulk(79);
    const start = performance.now();
    for (let i = 0; i < frames.length; i += 4) await store.write({ frames: frames.slice(i, i + 4) });
    const seconds = (performance.now() - start) / 1000;
    const { headers, bytes } = await store.usage();
    console.info(`wrote ${headers} headers, ${Math.round(Number(headers) / seconds)} headers/s`);
    expect([headers, bytes]).toEqual([79n * 256n, 79 * 256 * 150]);
    const again = performance.now();
    for (let i = 0; i < 200; i++) expect(await store.frame(BigInt(((i * 7919) % 20_000) + 1))).toBeDefined();
    console.info(`random reads of one frame: ${Math.round(200 / ((performance.now() - again) / 1000))}/s`);
    expect(seconds).toBeLessThan(20);
  });

  it('moves the head with every batch, strictly', async () => {
    const store = await fresh();
    const frames = bulk(40);
    const start = performance.now();
    for (let i = 0; i < frames.length; i += 4)
      await store.write({ frames: frames.slice(i, i + 4), head: head(BigInt(256 * (i + 4))) });
    const seconds = (performance.now() - start) / 1000;
    console.info(`with the head, strict: ${Math.round((40 * 256) / seconds)} headers/s`);
    expect((await store.index()).head?.height).toBe(40n * 256n);
  });

  it('lists 4,000 frames quickly', async () => {
    const store = await fresh();
    const small = Array.from({ length: 4000 }, (_, i) => frame(BigInt(256 * i), BigInt(256 * i + 255), 1000));
    for (let i = 0; i < small.length; i += 200) await store.write({ frames: small.slice(i, i + 200) });
    const start = performance.now();
    const { frames } = await store.index();
    const ms = performance.now() - start;
    console.info(`index of ${frames.length} frames: ${Math.round(ms)} ms`);
    expect(frames).toHaveLength(4000);
    expect(ms).toBeLessThan(3000);
  });
});

describe('two connections', () => {
  it('see each other, and only the newest writer writes', async () => {
    const first = await fresh();
    const second = await openChainStore(CHAIN, nameOf(opened).split('/')[2]!);
    await first.write({ frames: [frame(1n, 9n)], head: head(9n) });
    expect((await second.index()).head).toEqual(head(9n));
    await second.write({ head: head(10n) });
    expect(await codeThrown(first.write({ head: head(11n) }))).toBe('store/not-owner');
  });

  it('let an upgrade through, and then say that a newer app was here', async () => {
    const store = await fresh();
    await store.write({ frames: [frame(1n, 9n)] });
    const newer = await openDB(nameOf(opened), 3);
    expect(await codeThrown(store.frame(1n))).toBe('store/newer-version');
    newer.close();
  });

  it('let a deletion through, and start anew', async () => {
    const store = await fresh();
    await store.write({ frames: [frame(1n, 9n)] });
    await deleteDatabase(nameOf(opened));
    expect((await store.index()).frames).toEqual([]);
  });
});

it('counts what is stored, and what the browser says', async () => {
  const vault = await openSecurityMemory();
  const { chains, quotaBytes, usedBytes } = await storageUse(vault);
  expect(chains.filter(({ error }) => error).map(({ error }) => error?.code)).toEqual(['store/newer-version']);
  expect(chains.length).toBeGreaterThan(10);
  expect([typeof quotaBytes, typeof usedBytes]).toEqual(['number', 'number']);
});
