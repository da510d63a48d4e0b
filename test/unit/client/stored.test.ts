// What is read back from the store: never believed unhashed; what is broken is named, dropped, and fetched again.
import { describe, expect, it } from 'vitest';
import type { StoreBatch, StoredBlock, StoredFrame, StoreIndex } from '../../../src/client/ports.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { MemoryChainStore } from '../../../src/store/memory-store.ts';
import { makeChain } from '../../support/make-chain.ts';
import { codeOf, errorOf, NO_SIGNAL, Probe, rigFor } from './rig.ts';

const chain = makeChain({ length: 90, validators: 4, changeEvery: 20 });
const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));

/** A store whose rows can rot. With checksums, a rotten row is dropped when it is read, as in the real one. */
class RottingStore extends MemoryChainStore {
  readonly rottenBlocks = new Set<bigint>();
  readonly rottenFrames = new Set<bigint>();
  readonly #dropped = new Set<string>();

  constructor(private readonly hasChecksums: boolean) {
    super();
  }

  override async write(batch: StoreBatch): Promise<void> {
    for (const { height } of batch.blocks ?? []) this.#heal('block', this.rottenBlocks, height);
    for (const { from } of batch.frames ?? []) this.#heal('frame', this.rottenFrames, from);
    await super.write(batch);
  }

  #heal(kind: string, rotten: Set<bigint>, key: bigint): void {
    rotten.delete(key);
    this.#dropped.delete(`${kind} ${key}`);
  }

  #drop(kind: string, key: bigint): never {
    this.#dropped.add(`${kind} ${key}`);
    throw new MingzhengError('store/corrupt', { kind, height: key });
  }

  override async index(): Promise<StoreIndex> {
    const index = await super.index();
    return {
      head: index.head,
      blocks: index.blocks.filter(({ height }) => !this.#dropped.has(`block ${height}`)),
      frames: index.frames.filter(({ from }) => !this.#dropped.has(`frame ${from}`)),
    };
  }

  override async block(height: bigint): Promise<StoredBlock | undefined> {
    const block = await super.block(height);
    if (!block || this.#dropped.has(`block ${height}`)) return undefined;
    if (!this.rottenBlocks.has(height)) return block;
    if (this.hasChecksums) this.#drop('block', height);
    return { ...block, bytes: flip(block.bytes) };
  }

  override async frame(height: bigint): Promise<StoredFrame | undefined> {
    const frame = await super.frame(height);
    if (!frame || this.#dropped.has(`frame ${frame.from}`)) return undefined;
    if (!this.rottenFrames.has(frame.from)) return frame;
    if (this.hasChecksums) this.#drop('frame', frame.from);
    return { ...frame, bytes: flip(frame.bytes) };
  }
}

async function filled(hasChecksums: boolean) {
  const store = new RottingStore(hasChecksums);
  const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { store });
  await rig.sync();
  expect(rig.client.verifiedCount).toBe(90n);
  return { store, rig };
}

describe.each([
  ['noticed by its checksum', true],
  ['behind a checksum that fits', false],
] as const)('a frame that rotted, %s', (_, hasChecksums) => {
  it('gives out no header of it', async () => {
    const { store, rig } = await filled(hasChecksums);
    const frame = rig.client.index.frames[0]!;
    store.rottenFrames.add(frame.from);
    const again = await rig.reopen();
    const code = await codeOf(again.client.headerAt(frame.from, NO_SIGNAL));
    expect(code).toMatch(/^(store\/corrupt|cometbft\/link-|core\/|codec\/)/);
  });
});

describe('what a checksum found broken', () => {
  it('a frame: is dropped, and the next sync fetches just that range again', async () => {
    const { store, rig } = await filled(true);
    const frame = rig.client.index.frames[0]!;
    store.rottenFrames.add(frame.from);
    expect(await errorOf(rig.client.headerAt(frame.from, NO_SIGNAL))).toMatchObject({ code: 'store/corrupt' });
    const source = new Probe('a', chain.blocks);
    const again = await rig.reopen({ sources: [source] });
    expect(again.client.state.phase).toBe('idle');
    await again.sync();
    expect(again.client.verifiedCount).toBe(90n);
    expect(source.log.filter((what) => what.startsWith('history'))).toEqual([`history ${frame.from}-${frame.to}`]);
    expect((await again.client.headerAt(frame.from, NO_SIGNAL)).header.hash).toEqual(chain.block(frame.from).hash);
  });

  it('a block on the way: is dropped, and its header comes back by links', async () => {
    const { store, rig } = await filled(true);
    const middle = rig.client.index.blocks.map(({ height }) => height).find((height) => height > 1n && height < 90n)!;
    store.rottenBlocks.add(middle);
    expect(await codeOf(rig.client.headerAt(middle, NO_SIGNAL))).toBe('store/corrupt');
    const again = await rig.reopen();
    await again.sync();
    expect(again.client.verifiedCount).toBe(90n);
    expect((await again.client.headerAt(middle, NO_SIGNAL)).header.hash).toEqual(chain.block(middle).hash);
  });

  it('the head itself: opening says so, and a second opening and sync rebuild it', async () => {
    const { store, rig } = await filled(true);
    store.rottenBlocks.add(90n);
    expect(await codeOf(rig.reopen())).toBe('store/corrupt');
    const again = await rig.reopen();
    expect(again.client.state.head).toBeUndefined();
    await again.sync();
    expect(again.client.state).toMatchObject({ phase: 'complete', head: { height: 90n } });
    expect(again.client.verifiedCount).toBe(90n);
  });

  it('during a sync: the source is not blamed', async () => {
    const { store, rig } = await filled(true);
    store.rottenBlocks.add(1n);
    expect(await codeOf(rig.sync())).toBe('store/corrupt');
    expect(rig.health('a')).toBe('ok');
    await rig.sync();
    expect(rig.client.state.phase).toBe('complete');
  });
});

describe('a store that lies', () => {
  it('about the hash of a block is found out', async () => {
    const { store, rig } = await filled(false);
    const block = (await store.block(90n))!;
    await store.write({ blocks: [{ ...block, hash: new Uint8Array(32) }] });
    expect(await codeOf(rig.reopen())).toBe('store/corrupt');
  });

  it('with another block under a height is found out', async () => {
    const { store, rig } = await filled(false);
    const block = (await store.block(1n))!;
    await store.write({ blocks: [{ ...block, height: 90n }] });
    expect(await codeOf(rig.reopen())).toBe('store/corrupt');
  });

  it('about where a frame stands is found out', async () => {
    const { store, rig } = await filled(false);
    const frame = (await store.frame(rig.client.index.frames[0]!.from))!;
    await store.write({ frames: [{ ...frame, topHash: new Uint8Array(32) }] });
    const again = await rig.reopen();
    expect(await codeOf(again.client.headerAt(frame.from, NO_SIGNAL))).toBe('cometbft/link-hash');
  });
});

describe('a store that cannot write', () => {
  it('fails the sync with its own error, blames no source, and the next sync goes on', async () => {
    const store = new MemoryChainStore();
    const write = store.write.bind(store);
    let full = true;
    store.write = async (batch) => {
      if (full && batch.frames) throw new MingzhengError('store/quota', { at: 'write' });
      return write(batch);
    };
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { store });
    expect(await codeOf(rig.sync())).toBe('store/quota');
    expect(rig.client.state).toMatchObject({ phase: 'failed', head: { height: 90n }, error: { code: 'store/quota' } });
    expect(rig.health('a')).toBe('ok');
    full = false;
    await rig.sync();
    expect(rig.client.verifiedCount).toBe(90n);
  });
});
