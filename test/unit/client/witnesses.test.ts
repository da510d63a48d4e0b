// Witnesses: who counts as one, what each of their answers means, and what becomes of those that fail or lie.
import { describe, expect, it } from 'vitest';
import type { LightBlock } from '../../../src/chain/chain.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { makeChain, plus } from '../../support/make-chain.ts';
import { codeOf, Probe, type ProbeOptions, rigFor } from './rig.ts';

const chain = makeChain({ length: 24, validators: 4, changeEvery: 5 });
/** Another network altogether under the same name. */
const foreign = makeChain({ length: 24, validators: 4, changeEvery: 5, seed: 'foreign' });

const fails = (code: string, when = /./) => ({
  before: (what: string) => {
    if (when.test(what)) throw new MingzhengError(code);
  },
});

const probe = (id: string, options?: ProbeOptions, blocks: readonly LightBlock[] = chain.blocks) =>
  new Probe(id, blocks, options);

describe('a witness that agrees', () => {
  it('makes the head witnessed, in the store as well', async () => {
    const rig = await rigFor(chain, [probe('a'), probe('b')]);
    await rig.sync();
    expect(rig.client.state.witnessed).toBe(true);
    expect(rig.client.index.head).toMatchObject({ height: 24n, witnessed: true });
    expect((await rig.reopen()).client.state.witnessed).toBe(true);
    expect([rig.health('a'), rig.health('b')]).toEqual(['ok', 'ok']);
  });

  it('counts once for each operator, and not at all for the operator of the source that leads', async () => {
    const alone = await rigFor(chain, [probe('a', { operator: 'x' }), probe('b', { operator: 'x' })]);
    await alone.sync();
    expect(alone.client.state.witnessed).toBe(false);
    const two = [probe('b', { operator: 'y' }), probe('c', { operator: 'y' })] as const;
    const rig = await rigFor(chain, [probe('a', { operator: 'x' }), ...two]);
    await rig.sync();
    expect(rig.client.state.witnessed).toBe(true);
    const wasCompared = ({ log }: Probe) => log.some((what) => what.startsWith('block'));
    expect(two.map(wasCompared)).toEqual([true, false]);
  });

  it('that comes later makes an old head witnessed', async () => {
    const rig = await rigFor(chain, [probe('a')]);
    await rig.sync();
    expect(rig.client.state.witnessed).toBe(false);
    const later = await rig.reopen({ sources: [probe('a'), probe('b')] });
    await later.sync();
    expect(later.client.state.witnessed).toBe(true);
    const gone = await later.reopen({ sources: [probe('a')] });
    await gone.sync();
    expect(gone.client.state.witnessed).toBe(true);
  });

  it('says nothing about a newer head', async () => {
    const [a, b] = [probe('a', { tip: 20n }), probe('b', { tip: 20n })];
    const rig = await rigFor(chain, [a, b]);
    await rig.sync();
    expect(rig.client.state.witnessed).toBe(true);
    a.tip = 24n;
    await rig.sync();
    expect(rig.client.state).toMatchObject({ head: { height: 24n }, witnessed: false });
  });
});

describe('a witness that is behind', () => {
  it('is asked again for as long as the chain may lag, and then left alone', async () => {
    const b = probe('b', { tip: 20n, isStatic: false });
    const rig = await rigFor(chain, [probe('a'), b]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: false });
    const waited = rig.waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBe(2 * 10_000 + 10_000);
    expect(rig.health('b')).toBe('ok');
  });

  it('and catches up in time agrees after all', async () => {
    const b = probe('b', { tip: 20n, isStatic: false });
    const patience = {
      wait: async () => {
        b.tip += 1n;
      },
    };
    const rig = await rigFor(chain, [probe('a'), b], { patience });
    await rig.sync();
    expect(rig.client.state.witnessed).toBe(true);
  });

  it('is not waited for where it is a recording', async () => {
    const rig = await rigFor(chain, [probe('a'), probe('b', { tip: 20n })]);
    await rig.sync();
    expect(rig.waits).toEqual([]);
    expect(rig.client.state.witnessed).toBe(false);
  });

  it('is left by the person who cancels', async () => {
    const stop = new AbortController();
    const patience = {
      wait: async () => {
        stop.abort();
        throw new MingzhengError('client/cancelled');
      },
    };
    const rig = await rigFor(chain, [probe('a'), probe('b', { tip: 20n, isStatic: false })], { patience });
    expect(await codeOf(rig.sync('skipping', stop.signal))).toBe('client/cancelled');
    expect(rig.client.state.phase).toBe('idle');
    expect(rig.health('b')).toBe('ok');
  });

  it('behind the checkpoint itself is behind, not a liar', async () => {
    const rig = await rigFor(chain, [probe('a'), probe('b', { tip: 3n })], { checkpoints: [chain.checkpoint(6)] });
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: false });
    expect(rig.health('b')).not.toBe('lying');
  });

  it('is not blamed for a lie that the leading source told about the height of its head', async () => {
    const lie = (block: LightBlock) => {
      if (block.height !== 20n) return block;
      const { header } = chain.block(20);
      return chain.resign({ ...chain.block(20), header: { ...header, time: plus(header.time, 1n) } }, () => 'absent');
    };
    const rig = await rigFor(chain, [probe('liar', { lie }), probe('b', { tip: 20n })]);
    await rig.sync().catch(() => undefined);
    expect(rig.health('b')).not.toBe('lying');
  });

  it('is not blamed when the leading source cannot show the height of its head any more', async () => {
    const a = probe('a', fails('source/pruned', /^block 20$/));
    const rig = await rigFor(chain, [a, probe('b', { tip: 20n })]);
    await rig.sync().catch(() => undefined);
    expect(rig.health('b')).not.toBe('pruned');
  });
});

describe('a witness that fails', () => {
  it.each(['source/unreachable', 'source/timeout', 'source/too-many-requests', 'source/pruned'])(
    'with %s is silent: the head stands unwitnessed, and the witness is asked again later',
    async (code) => {
      const b = probe('b', fails(code));
      const rig = await rigFor(chain, [probe('a'), b]);
      await rig.sync();
      expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: false });
      expect(rig.health('b')).not.toBe('lying');
      const asked = b.log.length;
      await rig.sync();
      expect(b.log.length).toBe(asked);
      rig.nowMs += 10_000;
      b.before = undefined;
      await rig.sync();
      expect(rig.client.state.witnessed).toBe(true);
    },
  );

  it('with a block of another network is faulty, and never asked again', async () => {
    const blocks = chain.blocks.map((block) => (block.height > 20n ? foreign.block(block.height) : block));
    const b = probe('b', {}, blocks);
    const rig = await rigFor(chain, [probe('a'), b]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: false, fork: undefined });
    expect(rig.health('b')).toBe('lying');
    const asked = b.log.length;
    rig.nowMs += 1e9;
    await rig.sync();
    expect(b.log.length).toBe(asked);
  });

  it('with an unsigned block beside the chain is faulty: no signatures, no fork', async () => {
    const head = chain.block(24);
    const header = { ...head.header, appHash: new Uint8Array(8).fill(9) };
    const forged = chain.resign({ ...head, header }, (_, index) => (index < 2 ? 'commit' : 'absent'));
    const rig = await rigFor(chain, [probe('a'), probe('b', {}, [...chain.blocks.slice(0, 23), forged])]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: false, fork: undefined });
    expect(rig.health('b')).toBe('lying');
  });

  it('does not keep another one from agreeing', async () => {
    const rig = await rigFor(chain, [probe('a'), probe('b', fails('source/timeout')), probe('c')]);
    await rig.sync();
    expect(rig.client.state.witnessed).toBe(true);
  });
});

describe('a witness that denies the checkpoint', () => {
  it("stands against the pack itself: the sources that show the pack's block are no liars", async () => {
    const rig = await rigFor(chain, [probe('a'), probe('c'), probe('liar', {}, foreign.blocks)]);
    await rig.sync().catch(() => undefined);
    expect(rig.health('a')).not.toBe('lying');
    expect(rig.health('c')).not.toBe('lying');
  });

  it('cannot keep the client from the chain that the pack names', async () => {
    const rig = await rigFor(chain, [probe('a'), probe('c'), probe('liar', {}, foreign.blocks)]);
    await rig.sync().catch(() => undefined);
    await rig.sync().catch(() => undefined);
    expect(rig.client.state.head?.hash).toEqual(chain.block(24).hash);
  });
});
