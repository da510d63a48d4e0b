// What every chain store and every security memory promises; run over each implementation, in Node and in the browser.
import { beforeEach, describe, expect, it } from 'vitest';
import { bytesEqual } from '../../../src/codec/bytes.ts';
import { MAX_FRAME_BYTES } from '../../../src/store/batch.ts';
import type { ClosableChainStore } from '../../../src/store/chain-store.ts';
import type { SecurityVault, StoredPack } from '../../../src/store/vault.ts';
import {
  block,
  bytesOf,
  CHAIN,
  codeThrown,
  fork,
  frame,
  head,
  OTHER_ROOT,
  ROOT,
  SET_A,
  SET_B,
  trusted,
} from './samples.ts';

export function chainStoreContract(name: string, open: () => Promise<ClosableChainStore>): void {
  describe(`chain store: ${name}`, () => {
    let store: ClosableChainStore;
    beforeEach(async () => {
      store = await open();
    });

    it('is empty at first', async () => {
      expect(await store.index()).toEqual({ head: undefined, frames: [], blocks: [] });
      expect(await store.frame(1n)).toBeUndefined();
      expect(await store.block(1n)).toBeUndefined();
      expect(await store.usage()).toEqual({ frames: 0, headers: 0n, blocks: 0, bytes: 0 });
    });

    it('gives back frames, blocks and head as they were', async () => {
      const [low, high] = [frame(1n, 256n), frame(257n, 300n)];
      await store.write({ frames: [high, low], blocks: [block(301n)], head: head(301n) });
      expect(await store.frame(1n)).toEqual(low);
      expect(await store.frame(256n)).toEqual(low);
      expect(await store.frame(257n)).toEqual(high);
      expect(await store.frame(301n)).toBeUndefined();
      expect(await store.block(301n)).toEqual(block(301n));
    });

    it('lists without bytes, ascending', async () => {
      await store.write({
        frames: [frame(257n, 300n), frame(2n, 256n)],
        blocks: [block(301n), block(1n)],
        head: head(301n),
      });
      const { frames, blocks, head: top } = await store.index();
      const { from, to, anchor, topHash } = frame(2n, 256n);
      expect(frames[0]).toEqual({ from, to, anchor, topHash });
      expect(frames.map((f) => f.from)).toEqual([2n, 257n]);
      const { height, hash, how, witnessed } = block(1n);
      expect(blocks[0]).toEqual({ height, hash, how, witnessed });
      expect(blocks.map((b) => b.height)).toEqual([1n, 301n]);
      expect(top).toEqual(head(301n));
    });

    it('finds no frame in a gap', async () => {
      await store.write({ frames: [frame(10n, 20n), frame(30n, 40n)] });
      expect(await store.frame(9n)).toBeUndefined();
      expect(await store.frame(25n)).toBeUndefined();
      expect((await store.frame(30n))?.from).toBe(30n);
    });

    it('replaces frames that a new one overlaps, and keeps the others', async () => {
      await store.write({ frames: [frame(1n, 9n), frame(10n, 19n), frame(20n, 29n), frame(30n, 39n)] });
      await store.write({ frames: [frame(15n, 25n)] });
      expect((await store.index()).frames.map((f) => f.from)).toEqual([1n, 15n, 30n]);
      expect((await store.usage()).headers).toBe(9n + 11n + 10n);
    });

    it('refuses frames that overlap within a batch, run backwards or lie outside the heights', async () => {
      expect(await codeThrown(store.write({ frames: [frame(5n, 9n), frame(1n, 5n)] }))).toBe('store/bad-range');
      expect(await codeThrown(store.write({ frames: [frame(5n, 4n)] }))).toBe('store/bad-range');
      expect(await codeThrown(store.write({ frames: [frame(1n, 2n ** 53n)] }))).toBe('store/bad-range');
      expect(await codeThrown(store.write({ blocks: [block(-1n)] }))).toBe('store/bad-range');
      expect(await codeThrown(store.frame(2n ** 53n))).toBe('store/bad-range');
      expect(await codeThrown(store.block(-1n))).toBe('store/bad-range');
    });

    it('refuses a frame too large for one record, with everything else in the batch', async () => {
      await store.write({ frames: [frame(1n, 9n, MAX_FRAME_BYTES)] });
      const tooLarge = store.write({
        frames: [frame(10n, 19n), frame(20n, 29n, MAX_FRAME_BYTES + 1)],
        head: head(29n),
      });
      expect(await codeThrown(tooLarge)).toBe('store/record-too-large');
      expect((await store.index()).frames).toHaveLength(1);
      expect((await store.index()).head).toBeUndefined();
    });

    it('keeps a block of any size, such as a thousand signatures', async () => {
      const large = block(1n, { bytes: bytesOf(200_000, 1) });
      await store.write({ blocks: [large] });
      expect(bytesEqual((await store.block(1n))!.bytes, large.bytes)).toBe(true);
    });

    it('keeps each validator set once', async () => {
      await store.write({ blocks: [block(1n), block(2n)] });
      expect((await store.usage()).bytes).toBe(200 + SET_A[1].length + SET_B[1].length);
      await store.write({ blocks: [block(3n)] });
      expect((await store.usage()).bytes).toBe(300 + SET_A[1].length + SET_B[1].length);
    });

    it('counts what is replaced only once', async () => {
      await store.write({ frames: [frame(1n, 9n)], blocks: [block(10n, { sets: new Map() })] });
      await store.write({ frames: [frame(1n, 9n, 50)], blocks: [block(10n, { sets: new Map(), how: 'ancestor' })] });
      expect(await store.usage()).toEqual({ frames: 1, headers: 10n, blocks: 1, bytes: 150 });
      expect((await store.block(10n))?.how).toBe('ancestor');
    });

    it('does not see later changes to what was written, nor to what was read', async () => {
      const given = frame(1n, 9n);
      await store.write({ frames: [given], head: head(9n) });
      given.bytes.fill(0);
      const first = await store.frame(1n);
      expect(first?.bytes).toEqual(frame(1n, 9n).bytes);
      first?.bytes.fill(0);
      expect((await store.frame(1n))?.bytes).toEqual(frame(1n, 9n).bytes);
    });

    it('is empty after clear and can be written again', async () => {
      await store.write({ frames: [frame(1n, 9n)], blocks: [block(10n)], head: head(10n) });
      await store.clear();
      expect(await store.index()).toEqual({ head: undefined, frames: [], blocks: [] });
      expect((await store.usage()).bytes).toBe(0);
      await store.write({ blocks: [block(10n)] });
      expect(await store.block(10n)).toEqual(block(10n));
    });
  });
}

const pack = (version: number): StoredPack => ({
  name: 'demo',
  version,
  bytes: bytesOf(30, version),
  addedAt: 1000 + version,
});

export function vaultContract(name: string, open: () => Promise<SecurityVault>): void {
  describe(`security memory: ${name}`, () => {
    let vault: SecurityVault;
    beforeEach(async () => {
      vault = await open();
    });

    it('knows nothing at first', async () => {
      expect(await vault.read(CHAIN, ROOT)).toEqual({ trustedHead: undefined, fork: undefined });
      expect(await vault.packs()).toEqual([]);
      expect(await vault.clockFloor()).toBeUndefined();
      expect(await vault.endpoints(CHAIN)).toEqual([]);
      expect(await vault.caches()).toEqual([]);
    });

    it('never moves the trusted head back', async () => {
      await vault.raiseHead(CHAIN, ROOT, trusted(10n));
      await vault.raiseHead(CHAIN, ROOT, trusted(9n));
      expect((await vault.read(CHAIN, ROOT)).trustedHead).toEqual(trusted(10n));
      await vault.raiseHead(CHAIN, ROOT, trusted(11n));
      expect((await vault.read(CHAIN, ROOT)).trustedHead).toEqual(trusted(11n));
    });

    it('never moves it back when many raise it at once', async () => {
      const heights = [5n, 30n, 2n, 29n, 17n, 1n];
      await Promise.all(heights.map((height) => vault.raiseHead(CHAIN, ROOT, trusted(height))));
      expect((await vault.read(CHAIN, ROOT)).trustedHead?.height).toBe(30n);
    });

    it('takes no other hash at the trusted height', async () => {
      await vault.raiseHead(CHAIN, ROOT, trusted(10n));
      await vault.raiseHead(CHAIN, ROOT, trusted(10n));
      expect(await codeThrown(vault.raiseHead(CHAIN, ROOT, trusted(10n, 1)))).toBe('store/head-differs');
      expect((await vault.read(CHAIN, ROOT)).trustedHead).toEqual(trusted(10n));
    });

    it('keeps trust roots apart', async () => {
      await vault.raiseHead(CHAIN, ROOT, trusted(10n));
      expect(await vault.read(CHAIN, OTHER_ROOT)).toEqual({ trustedHead: undefined, fork: undefined });
    });

    it('keeps the first fork until it is told to forget', async () => {
      await vault.raiseHead(CHAIN, ROOT, trusted(61n));
      await vault.freeze(CHAIN, ROOT, fork(62n));
      await vault.freeze(CHAIN, ROOT, fork(70n));
      expect((await vault.read(CHAIN, ROOT)).fork).toEqual(fork(62n));
      await vault.forget(CHAIN, ROOT);
      expect(await vault.read(CHAIN, ROOT)).toEqual({ trustedHead: undefined, fork: undefined });
    });

    it('keeps packs and takes none older than one it knew, even after removal', async () => {
      await vault.savePack(pack(2));
      await vault.savePack(pack(3));
      expect(await vault.packs()).toEqual([pack(3)]);
      expect(await codeThrown(vault.savePack(pack(2)))).toBe('store/pack-rollback');
      await vault.removePack('demo');
      expect(await vault.packs()).toEqual([]);
      expect(await codeThrown(vault.savePack(pack(2)))).toBe('store/pack-rollback');
      await vault.savePack(pack(3));
      await vault.savePack({ ...pack(1), name: 'another' });
      expect((await vault.packs()).map((p) => p.name)).toEqual(['another', 'demo']);
    });

    it('never lowers the clock floor', async () => {
      await vault.raiseClockFloor({ seconds: 100n, nanos: 5 });
      await vault.raiseClockFloor({ seconds: 100n, nanos: 4 });
      expect(await vault.clockFloor()).toEqual({ seconds: 100n, nanos: 5 });
      await vault.raiseClockFloor({ seconds: 101n, nanos: 0 });
      expect(await vault.clockFloor()).toEqual({ seconds: 101n, nanos: 0 });
    });

    it('keeps endpoints by chain', async () => {
      await vault.addEndpoint(CHAIN, 'wss://b.example');
      await vault.addEndpoint(CHAIN, 'wss://a.example');
      await vault.addEndpoint(CHAIN, 'wss://a.example');
      await vault.addEndpoint(`${CHAIN}2`, 'wss://c.example');
      expect(await vault.endpoints(CHAIN)).toEqual(['wss://a.example', 'wss://b.example']);
      await vault.removeEndpoint(CHAIN, 'wss://a.example');
      expect(await vault.endpoints(CHAIN)).toEqual(['wss://b.example']);
    });

    it('keeps a registry of caches', async () => {
      await vault.noteCache(CHAIN, ROOT);
      expect(await vault.hasCache(CHAIN, ROOT)).toBe(true);
      expect(await vault.hasCache(CHAIN, OTHER_ROOT)).toBe(false);
      expect(await vault.caches()).toEqual([{ chainId: CHAIN, trustRoot: ROOT }]);
      await vault.forgetCache(CHAIN, ROOT);
      expect(await vault.caches()).toEqual([]);
    });
  });
}
