// What the client may believe: bisection over changing sets, too little power, trust that ends, and clocks that are wrong.
import { describe, expect, it } from 'vitest';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import { compareTime, toNanos } from '../../../src/codec/time.ts';
import { FlooredClock } from '../../../src/worker/clock.ts';
import { type MadeChain, makeChain, plus } from '../../support/make-chain.ts';
import { codeOf, errorOf, Probe, rigFor } from './rig.ts';

const SECOND = 1_000_000_000n;
const DAY = 86_400n * SECOND;

describe('bisection', () => {
  it('asks for few blocks where the set stays, and for more where it changes', async () => {
    const fetches = async (changeEvery: number) => {
      const chain = makeChain({ length: 200, validators: 4, changeEvery });
      const source = new Probe('a', chain.blocks);
      const rig = await rigFor(chain, [source]);
      await rig.sync();
      expect(rig.client.state.head?.height).toBe(200n);
      return source.count(/^block/);
    };
    expect(await fetches(0)).toBe(1); // the checkpoint
    const [slow, fast] = [await fetches(40), await fetches(2)];
    expect(slow).toBeGreaterThan(1);
    expect(fast).toBeGreaterThan(slow);
    expect(fast).toBeLessThan(200);
  });

  it('gets through where the whole set changes every fourth block', async () => {
    const chain = makeChain({ length: 60, validators: 4, changeEvery: 1 });
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: 60n } });
  });

  it('keeps every block that it stepped on, in order of time', async () => {
    const chain = makeChain({ length: 100, validators: 5, changeEvery: 3 });
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await rig.sync();
    const heights = rig.client.index.blocks.map(({ height }) => height);
    expect(heights.length).toBeGreaterThan(4);
    heights.forEach((height, i) => {
      if (i > 0) expect(compareTime(chain.block(height).time, chain.block(heights[i - 1]!).time)).toBe(1);
    });
  });

  it('is not led in circles by a source that shows another height than was asked', async () => {
    const chain = makeChain({ length: 60, validators: 4, changeEvery: 1 });
    const source = new Probe('a', chain.blocks);
    const stuck = Object.assign(Object.create(source) as Probe, { id: 'stuck', operator: 'stuck' });
    stuck.lightBlock = async (height) => (height === 1n ? chain.block(1) : chain.block(60));
    stuck.head = async () => chain.block(60);
    const rig = await rigFor(chain, [stuck]);
    const error = await errorOf(rig.sync());
    expect(error.code).toMatch(/too-many-pivots|not-enough-trust|other-height/);
    expect(rig.client.index.blocks).toEqual([]);
  }, 20_000);
});

describe('too few signatures', () => {
  const chain = makeChain({ length: 12, validators: 4, changeEvery: 5 });

  function withWeakBlock(height: bigint, signers: number): readonly CometLightBlock[] {
    const weak = chain.resign(chain.block(height), (_, index) => (index < signers ? 'commit' : 'absent'));
    return chain.blocks.map((block) => (block.height === height ? weak : block));
  }

  it.each([
    ['none', 0],
    ['half', 2],
  ] as const)('%s of the power behind the head: refused, and nothing is stored', async (_, signers) => {
    const rig = await rigFor(chain, [new Probe('a', withWeakBlock(12n, signers))]);
    expect(await codeOf(rig.sync())).toMatch(/^cometbft\/(no-quorum|not-enough-trust)$/);
    expect(rig.client.state).toMatchObject({ phase: 'failed', head: undefined });
    expect(rig.client.index).toMatchObject({ head: undefined, blocks: [], frames: [] });
    expect(rig.health('a')).toBe('lying');
  });

  it('two thirds are not enough, one more than two thirds is', async () => {
    const thirds = makeChain({ length: 5, validators: 3 });
    const signedBy = (count: number) =>
      thirds.blocks.map((block) =>
        block.height === 5n ? thirds.resign(block, (_, index) => (index < count ? 'commit' : 'absent')) : block,
      );
    const rig = await rigFor(thirds, [new Probe('two', signedBy(2)), new Probe('three', signedBy(3))]);
    await rig.sync();
    expect(rig.health('two')).toBe('lying');
    expect(rig.client.state.head?.height).toBe(5n);
  });

  it('votes for nil count for nothing', async () => {
    const nil = chain.resign(chain.block(12), (_, index) => (index === 0 ? 'commit' : 'nil'));
    const rig = await rigFor(chain, [new Probe('a', [...chain.blocks.slice(0, 11), nil])]);
    expect(await codeOf(rig.sync())).toMatch(/^cometbft\/(no-quorum|not-enough-trust)$/);
  });

  it('a checkpoint that its own set did not sign is not believed either', async () => {
    const rig = await rigFor(chain, [new Probe('a', withWeakBlock(1n, 2))]);
    expect(await codeOf(rig.sync())).toBe('cometbft/no-quorum');
  });
});

/** A day between blocks, three days of trust. */
function slowChain(length: number): MadeChain {
  return makeChain({ length, validators: 4, blockMs: 86_400_000, profile: { trustingPeriodNanos: 3n * DAY } });
}

describe('trust that ends', () => {
  it('a checkpoint older than the trusting period cannot start', async () => {
    const chain = slowChain(8);
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    expect(await codeOf(rig.sync())).toBe('cometbft/expired');
    expect(rig.client.state).toMatchObject({ phase: 'expired', head: undefined });
    expect(rig.health('a')).toBe('unknown');
  });

  it('ends at the very nanosecond, not one earlier', async () => {
    const chain = slowChain(3);
    const end = plus(chain.block(1).time, 3n * DAY);
    const before = await rigFor(chain, [new Probe('a', chain.blocks)], { now: plus(end, -1n) });
    await before.sync();
    expect(before.client.state.head?.height).toBe(3n);
    const at = await rigFor(chain, [new Probe('a', chain.blocks)], { now: end });
    expect(await codeOf(at.sync())).toBe('cometbft/expired');
  });

  it('that ends while the client walks stops the walk', async () => {
    const chain = makeChain({ length: 60, validators: 4, changeEvery: 1, profile: { trustingPeriodNanos: DAY } });
    const source = new Probe('a', chain.blocks);
    const rig = await rigFor(chain, [source]);
    source.before = () => {
      if (source.count(/^block/) === 6) rig.now = plus(rig.now, 2n * DAY);
    };
    expect(await codeOf(rig.sync())).toBe('cometbft/expired');
    expect(rig.client.state).toMatchObject({ phase: 'expired', head: undefined });
    expect(rig.client.index.head).toBeUndefined();
    expect(rig.health('a')).toBe('unknown');
  });

  it('a stored head that is too old goes on from a newer checkpoint, and history links both', async () => {
    const chain = slowChain(9);
    const first = await rigFor(chain, [new Probe('a', chain.blocks, { tip: 3n })], { now: chain.block(3).time });
    await first.sync();
    expect(first.client.state.head?.height).toBe(3n);
    const sources = [new Probe('a', chain.blocks)];
    const stale = await first.reopen({ sources, now: chain.now });
    expect(await codeOf(stale.sync())).toBe('cometbft/expired');
    expect(stale.client.state.head?.height).toBe(3n);
    const renewed = await first.reopen({
      sources,
      now: chain.now,
      checkpoints: [chain.checkpoint(1), chain.checkpoint(8)],
    });
    await renewed.sync();
    expect(renewed.client.state).toMatchObject({ phase: 'complete', head: { height: 9n } });
    expect(renewed.client.verifiedCount).toBe(9n);
  });

  it('of several checkpoints the newest that is still valid starts', async () => {
    const chain = makeChain({ length: 20, validators: 4 });
    const over = plus(chain.now, -SECOND);
    const checkpoints = [chain.checkpoint(1), chain.checkpoint(6), { ...chain.checkpoint(15), validUntil: over }];
    const source = new Probe('a', chain.blocks);
    const rig = await rigFor(chain, [source], { checkpoints });
    await rig.sync();
    expect(source.log.find((what) => what.startsWith('block'))).toBe('block 6');
    expect(rig.client.verifiedCount).toBe(20n);
  });

  it('a pack may end its word for a checkpoint; equality ends it', async () => {
    const chain = makeChain({ length: 5, validators: 4 });
    const ends = (validUntil: typeof chain.now) => [{ ...chain.checkpoint(1), validUntil }];
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { checkpoints: ends(chain.now) });
    expect(await codeOf(rig.sync())).toBe('client/checkpoint-expired');
    expect(rig.client.state.phase).toBe('expired');
    const valid = await rigFor(chain, [new Probe('a', chain.blocks)], { checkpoints: ends(plus(chain.now, 1n)) });
    await valid.sync();
    expect(valid.client.state.phase).toBe('complete');
  });

  it('a pack without checkpoints says so', async () => {
    const chain = makeChain({ length: 5, validators: 4 });
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { checkpoints: [] });
    expect(await codeOf(rig.sync())).toBe('client/no-checkpoint');
    expect(rig.health('a')).toBe('unknown');
  });

  it('a source with another block at the checkpoint is put aside, and the next one is asked', async () => {
    const chain = makeChain({ length: 12, validators: 4 });
    const other = makeChain({ length: 12, validators: 4, seed: 'other' });
    // The liar has no vote about the honest source: both are of one operator.
    const sources = [
      new Probe('liar', other.blocks, { operator: 'x' }),
      new Probe('good', chain.blocks, { operator: 'x' }),
    ];
    const rig = await rigFor(chain, sources);
    await rig.sync();
    expect(rig.client.state.head?.hash).toEqual(chain.block(12).hash);
    expect([rig.health('liar'), rig.health('good')]).toEqual(['lying', 'ok']);
  });
});

describe('clocks', () => {
  const chain = makeChain({ length: 12, validators: 4 });
  const drift = chain.profile.maxClockDriftNanos;

  it('a header from the future is not the fault of its source', async () => {
    const head = chain.block(12).time;
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)], { now: plus(head, -drift) });
    expect(await codeOf(rig.sync())).toBe('cometbft/from-the-future');
    expect(rig.client.state).toMatchObject({ phase: 'failed', error: { code: 'cometbft/from-the-future' } });
    expect(rig.health('a')).toBe('unknown');
    rig.now = plus(rig.now, 1n);
    await rig.sync();
    expect(rig.client.state.head?.height).toBe(12n);
  });

  it('a machine clock that was set back stays on its floor, so that old trust cannot be woken up', async () => {
    const slow = slowChain(8);
    const clock = new FlooredClock(slow.now, () => Number(toNanos(slow.block(2).time) / 1_000_000n));
    const rig = await rigFor(slow, [new Probe('a', slow.blocks)], { now: clock.now() });
    expect(await codeOf(rig.sync())).toBe('cometbft/expired');
  });
});
