// A sync that goes well, is interrupted, and goes on: head first, then history, each header with its way of being verified.
import { describe, expect, it, vi } from 'vitest';
import type { LightBlock } from '../../../src/chain/chain.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import { ArchiveSource, MANIFEST_PATH } from '../../../src/client/archive/source.ts';
import { writeArchive } from '../../../src/client/archive/writer.ts';
import type { Source, StoreBatch } from '../../../src/client/ports.ts';
import { BlocksSource } from '../../../src/client/sources/blocks.ts';
import { bytesEqual } from '../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { MemoryChainStore } from '../../../src/store/memory-store.ts';
import { type MadeChain, makeChain } from '../../support/make-chain.ts';
import { withEntry } from '../../support/mutate-block.ts';
import { codeOf, errorOf, NO_SIGNAL, Probe, rigFor } from './rig.ts';

const chain = makeChain({ length: 120, validators: 4, changeEvery: 7 });
const long = makeChain({ length: 600, validators: 4, seed: 'long' });

/** Has no room for more than the first blocks. */
class FullStore extends MemoryChainStore {
  static readonly BLOCKS = 64;
  #writes = 0;
  override async write(batch: StoreBatch): Promise<void> {
    if (++this.#writes > 1) throw new MingzhengError('store/full');
    return super.write(batch);
  }
}

const withLie = (block: LightBlock): LightBlock =>
  withEntry(block as CometLightBlock, 0, { signature: new Uint8Array(64) });

function archiveOf(made: MadeChain, waypoints: readonly bigint[] = [1n]): ArchiveSource {
  const { blocks, profile } = made;
  const files = writeArchive({
    family: cometbft,
    chainId: profile.chainId,
    blocks,
    waypoints,
    data: new Map(),
    index: [],
  });
  expect(files.has(MANIFEST_PATH)).toBe(true);
  return new ArchiveSource('archive', 'cdn', cometbft, profile, async (path) => {
    const bytes = files.get(path);
    if (!bytes) throw new MingzhengError('source/not-found', { path });
    return bytes;
  });
}

const SOURCES: readonly (readonly [string, (made: MadeChain) => Source])[] = [
  ['blocks at hand', ({ blocks }) => new BlocksSource('files', 'files', cometbft, blocks)],
  ['an archive', (made) => archiveOf(made)],
];

describe.each(SOURCES)('a sync from %s', (_, open) => {
  it("proves the head first, then all history, and every header has the chain's own hash", async () => {
    const rig = await rigFor(chain, [open(chain)]);
    await rig.sync();
    expect(rig.phases).toEqual(['idle', 'verifying-head', 'filling-history', 'complete']);
    expect(rig.client.state).toMatchObject({ head: { height: 120n }, claimedHead: 120n, witnessed: false });
    expect(rig.client.verifiedCount).toBe(120n);
    for (const { height, hash } of chain.blocks) {
      const { header } = await rig.client.headerAt(height, NO_SIGNAL);
      expect(bytesEqual(header.hash, hash), `height ${height}`).toBe(true);
    }
  });

  it('knows of every header how it was verified, and from which signed block an ancestor hangs', async () => {
    const rig = await rigFor(chain, [open(chain)]);
    await rig.sync();
    const signed = new Map(rig.client.index.blocks.map(({ height, how }) => [height, how]));
    expect(signed.get(1n)).toBe('checkpoint');
    expect(signed.get(120n)).toMatch(/^(skipped-to|signed)$/);
    expect([...signed.keys()].length).toBeGreaterThan(2);
    for (let height = 1n; height <= 120n; height++) {
      const { header, anchor } = await rig.client.headerAt(height, NO_SIGNAL);
      expect(header.how, `height ${height}`).toBe(signed.get(height) ?? 'ancestor');
      if (signed.has(height)) expect(anchor).toBeUndefined();
      else expect(signed.has(anchor!) && anchor! > height, `anchor of ${height}`).toBe(true);
    }
  });
});

describe('progress', () => {
  it('never goes back within a phase, and ends at the total', async () => {
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await rig.sync();
    for (const phase of ['head', 'history'] as const) {
      const steps = rig.states.flatMap(({ progress }) => (progress?.phase === phase ? [progress] : []));
      expect(steps.length, phase).toBeGreaterThan(1);
      for (const [i, { done }] of steps.entries())
        expect(done >= (steps[i - 1]?.done ?? 0n), `${phase} ${i}`).toBe(true);
      expect(steps.at(-1)).toMatchObject({ done: 120n, total: 120n });
    }
    expect(rig.client.state.progress).toBeUndefined();
  });

  it('waits between head and history, with the head on show, and asks for no history before', async () => {
    const source = new Probe('a', chain.blocks);
    const seen: unknown[] = [];
    const beforeHistory = async () => {
      seen.push(rig.client.state.head?.height, source.count(/^history/));
    };
    const rig = await rigFor(chain, [source], { beforeHistory });
    await rig.sync();
    expect(seen).toEqual([120n, 0]);
  });

  it('does not wait when nothing is missing', async () => {
    let waited = 0;
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { beforeHistory: async () => void waited++ });
    await rig.sync();
    await rig.sync();
    expect(waited).toBe(1);
  });
});

describe('after an interruption', () => {
  it('history goes on where it stopped: no header is fetched again beyond one batch', async () => {
    const stop = new AbortController();
    const source = new Probe('a', chain.blocks);
    source.before = (what) => {
      if (what.startsWith('headers') && source.count(/^headers/) === 5) stop.abort();
    };
    const rig = await rigFor(chain, [source]);
    expect(await codeOf(rig.sync('skipping', stop.signal))).toBe('client/cancelled');
    expect(rig.client.state).toMatchObject({ phase: 'idle', head: { height: 120n }, error: undefined });
    const kept = rig.client.verifiedCount;
    expect(kept).toBeGreaterThan(2n);
    expect(kept).toBeLessThan(120n);

    const again = new Probe('a', chain.blocks);
    const second = await rig.reopen({ sources: [again] });
    expect(second.client.verifiedCount).toBe(kept);
    expect(second.client.state).toMatchObject({ phase: 'idle', head: { height: 120n } });
    await second.sync();
    expect(second.client.verifiedCount).toBe(120n);
    expect(second.verifier.count).toBe(0);
    const asked = again.log.filter((what) => what.startsWith('history')).map((what) => what.match(/\d+/g)!.map(Number));
    const headers = asked.reduce((sum, [from, to]) => sum + to! - from! + 1, 0);
    expect(BigInt(headers)).toBe(120n - kept);
  });

  it('a walk of every height goes on where it stopped: no signature is checked again', async () => {
    const stop = new AbortController();
    const before = async (what: string) => {
      if (what !== 'block 90') return;
      await vi.waitFor(async () => expect((await rig.store.index()).blocks.length).toBeGreaterThanOrEqual(64));
      stop.abort();
    };
    const rig = await rigFor(chain, [new Probe('a', chain.blocks, { before })]);
    expect(await codeOf(rig.sync('sequential', stop.signal))).toBe('client/cancelled');
    expect(rig.client.index.head).toBeUndefined();
    const kept = rig.client.index.blocks.at(-1)!.height;
    expect(kept).toBeGreaterThanOrEqual(89n - 64n);

    const again = new Probe('a', chain.blocks);
    const second = await rig.reopen({ sources: [again] });
    await second.sync('sequential');
    expect(second.client.verifiedCount).toBe(120n);
    expect(again.log.filter((what) => /^block/.test(what))[0]).toBe(`block ${kept + 1n}`);
    const alone = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await alone.sync('sequential');
    expect(rig.verifier.count + second.verifier.count).toBeLessThanOrEqual(alone.verifier.count + 64 * 3);
  });

  it('a walk whose blocks cannot be stored ends at once, and says why', async () => {
    const store = new FullStore();
    const source = new Probe('a', long.blocks);
    const rig = await rigFor(long, [source], { store });
    expect(await codeOf(rig.sync('sequential'))).toBe('store/full');
    expect(rig.health('a')).not.toBe('lying');
    expect(source.count(/^block/)).toBeLessThan(FullStore.BLOCKS + 4 * 64);
  });

  it('a walk that meets a lie after its store is full tells of the lie or of the store, and leaves nothing unhandled', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const lie = (block: LightBlock) => (block.height === 100n ? withLie(block) : block);
    const rig = await rigFor(long, [new Probe('a', long.blocks, { lie })], { store: new FullStore() });
    expect(['store/full', 'cometbft/wrong-signature']).toContain(await codeOf(rig.sync('sequential')));
    await new Promise((resolve) => setTimeout(resolve, 10));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });

  it('a cancelled walk tells no source off', async () => {
    const stop = new AbortController();
    const rig = await rigFor(chain, [new Probe('a', chain.blocks, { before: () => stop.abort() })]);
    expect(await codeOf(rig.sync('skipping', stop.signal))).toBe('client/cancelled');
    expect(rig.health('a')).toBe('unknown');
    expect(rig.client.state.phase).toBe('idle');
  });

  it('a wait before history can be cancelled', async () => {
    const stop = new AbortController();
    const beforeHistory = (signal: AbortSignal) =>
      new Promise<void>((_, reject) => {
        signal.addEventListener('abort', () => reject(new MingzhengError('client/cancelled')));
        stop.abort();
      });
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { beforeHistory });
    expect(await codeOf(rig.sync('skipping', stop.signal))).toBe('client/cancelled');
    expect(rig.client.state).toMatchObject({ phase: 'idle', head: { height: 120n } });
  });

  it('an aborted signal is noticed before anything is asked', async () => {
    const source = new Probe('a', chain.blocks);
    const rig = await rigFor(chain, [source]);
    expect(await codeOf(rig.sync('skipping', AbortSignal.abort()))).toBe('client/cancelled');
    expect(source.log).toEqual([]);
  });
});

describe('sequential mode', () => {
  it('checks the signatures of every height and keeps every block', async () => {
    const source = new Probe('a', chain.blocks);
    const rig = await rigFor(chain, [source]);
    await rig.sync('sequential');
    expect(rig.client.index.blocks.map(({ how }) => how)).toEqual(['checkpoint', ...Array(119).fill('signed')]);
    expect(rig.client.index.frames).toEqual([]);
    expect(source.count(/^history/)).toBe(0);
    expect(rig.verifier.count).toBeGreaterThanOrEqual(120 * 3);
  });
});

describe('later syncs', () => {
  it('start from the stored head and fetch only what is new', async () => {
    const source = new Probe('a', chain.blocks, { tip: 60n });
    const rig = await rigFor(chain, [source]);
    await rig.sync();
    source.tip = 70n;
    source.log.length = 0;
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: 70n } });
    expect(rig.client.verifiedCount).toBe(70n);
    const lowest = Math.min(...source.log.flatMap((what) => what.match(/\d+/g) ?? []).map(Number));
    expect(lowest).toBeGreaterThanOrEqual(60);
  });

  it('open complete without asking anybody, and give out headers with no source at all', async () => {
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await rig.sync();
    const alone = await rig.reopen({ sources: [] });
    expect(alone.client.state).toMatchObject({ phase: 'complete', head: { height: 120n } });
    expect((await alone.client.headerAt(57n, NO_SIGNAL)).header.hash).toEqual(chain.block(57).hash);
    expect(alone.verifier.count).toBe(0);
    expect(await codeOf(alone.client.headerAt(121n, NO_SIGNAL))).toBe('client/height-above-head');
    expect(await codeOf(alone.sync())).toBe('client/no-source');
    expect(alone.client.state).toMatchObject({ phase: 'failed', error: { code: 'client/no-source' } });
  });

  it('move the trusted head of the security memory forward, never back', async () => {
    const source = new Probe('a', chain.blocks, { tip: 60n });
    const rig = await rigFor(chain, [source]);
    await rig.sync();
    const read = async () => (await rig.vault.read(chain.profile.chainId, 'root')).trustedHead;
    expect(await read()).toEqual({ height: 60n, hash: chain.block(60).hash, time: chain.block(60).time });
    source.tip = 50n;
    await rig.sync();
    expect(await read()).toMatchObject({ height: 60n });
    expect(rig.client.state.head?.height).toBe(60n);
  });
});

describe('a header that is asked for by itself', () => {
  it('is proven by links from above, down to its height and no further', async () => {
    const stop = new AbortController();
    const source = new Probe('a', chain.blocks);
    const rig = await rigFor(chain, [source], { beforeHistory: async () => stop.abort() });
    await codeOf(rig.sync('skipping', stop.signal));
    const points = rig.client.index.blocks.map(({ height }) => height);
    const wanted = points.at(-1)! - 3n;
    expect(points).not.toContain(wanted);
    const { header, anchor } = await rig.client.headerAt(wanted, NO_SIGNAL);
    expect(header.hash).toEqual(chain.block(wanted).hash);
    expect(anchor).toBe(120n);
    expect(source.log.filter((what) => what.startsWith('history'))).toEqual([`history ${wanted}-119`]);
  });

  it('comes with its own commit where a source has it, and a source with another header there is refused', async () => {
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await rig.sync();
    const view = await rig.client.quorumAt(50n, true, NO_SIGNAL);
    expect(view).toMatchObject({ signedPower: 40n, totalPower: 40n });
    expect(view.votes.every(({ state }) => state === 'signed')).toBe(true);
    const other = makeChain({ length: 120, validators: 4, changeEvery: 7, blockMs: 999 });
    const liar = await rig.reopen({ sources: [new Probe('liar', other.blocks)] });
    const error = await errorOf(liar.client.blockAt(50n, NO_SIGNAL));
    expect(error).toMatchObject({ code: 'source/other-header', values: { height: 50n } });
    expect(liar.health('liar')).toBe('lying');
  });
});
