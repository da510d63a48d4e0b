// Two valid blocks at one height: the client keeps both, stops, and says from which height on nothing is certain, whoever led
// and whoever was heard later.
import { describe, expect, it } from 'vitest';
import type { LightBlock } from '../../../src/chain/chain.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import type { FrozenFork } from '../../../src/client/ports.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { type MadeChain, makeChain, plus } from '../../support/make-chain.ts';
import { codeOf, errorOf, NO_SIGNAL, Probe, type ProbeOptions, type Rig, rigFor, storedFork } from './rig.ts';

const FORK_AT = 20n;
const LENGTH = 40;

/** Two chains of the same validators that are equal up to height 20. */
function side(name: string, extra = 0): MadeChain {
  const transactions = (height: bigint) => {
    const own = height > FORK_AT ? name : '';
    const count = height === FORK_AT + 1n ? 1 + extra : 1;
    return Array.from({ length: count }, (_, i) => toUtf8(`${height}/${own}/${i}`));
  };
  return makeChain({ length: LENGTH, validators: 4, changeEvery: 9, transactions });
}

const a = side('a');
const b = side('b');
/** From its second own block on, side c's state differs as well. */
const c = side('c', 1);

const probe = (id: string, chain: MadeChain, options?: ProbeOptions) => new Probe(id, chain.blocks, options);

async function frozen(rig: Rig): Promise<FrozenFork> {
  const error = await errorOf(rig.sync());
  expect(error.code).toBe('client/fork');
  expect(rig.client.state.phase).toBe('frozen');
  const fork = await storedFork(rig);
  expect(fork).toBeDefined();
  return fork!;
}

/** Both blocks of the first different height, each with its source and evidence against it. */
function expectFirstDifference(fork: FrozenFork, sides: readonly (readonly [string, MadeChain])[]): void {
  expect(fork).toMatchObject({ height: FORK_AT + 1n, lastCommonHeight: FORK_AT });
  const shown = fork.sides.map(({ source, hash }) => `${source} ${toHex(hash)}`).sort();
  expect(shown).toEqual(sides.map(([id, chain]) => `${id} ${toHex(chain.block(FORK_AT + 1n).hash)}`).sort());
  for (const { evidence, hash, lightBlock } of fork.sides) {
    expect(JSON.parse(lightBlock).signed_header.commit.block_id.hash).toBe(toHex(hash).toUpperCase());
    const { type, value } = JSON.parse(evidence);
    expect(type).toBe('tendermint/LightClientAttackEvidence');
    expect(value.ConflictingBlock.signed_header.commit.block_id.hash).toBe(toHex(hash).toUpperCase());
  }
}

describe('a fork between the source that leads and a witness', () => {
  it.each([
    ['equal heads', {}, {}],
    ['the witness lower', {}, { tip: 33n }],
    ['the witness just above the fork', {}, { tip: 21n }],
    ['the witness higher', { tip: 33n }, {}],
  ] as const)('%s: frozen from the first different height, whichever side leads', async (_, first, second) => {
    for (const [ours, theirs] of [
      [a, b],
      [b, a],
    ] as const) {
      const rig = await rigFor(a, [probe('first', ours, first), probe('second', theirs, second)]);
      const fork = await frozen(rig);
      expectFirstDifference(fork, [
        ['first', ours],
        ['second', theirs],
      ]);
      expect(rig.client.state.head).toMatchObject({ height: FORK_AT });
      expect(rig.client.state.head?.hash).toEqual(a.block(FORK_AT).hash);
    }
  });

  it('tells what each side claims as its head, and who signed', async () => {
    const rig = await rigFor(a, [probe('first', a, { tip: 30n }), probe('second', b)]);
    const { sides } = await frozen(rig);
    expect(sides.map(({ head, signed, members }) => [head, signed, members])).toEqual([
      [40n, 4, 4], // the higher one leads
      [30n, 4, 4],
    ]);
  });

  it('is found in sequential mode too', async () => {
    const rig = await rigFor(a, [probe('first', a), probe('second', b)]);
    expect(await codeOf(rig.sync('sequential'))).toBe('client/fork');
    expectFirstDifference((await storedFork(rig))!, [
      ['first', a],
      ['second', b],
    ]);
  });

  it('is found even where one more witness agrees with the source that leads', async () => {
    const rig = await rigFor(a, [probe('first', a), probe('third', a), probe('second', b)]);
    expectFirstDifference(await frozen(rig), [
      ['first', a],
      ['second', b],
    ]);
  });

  it('is found behind a witness that lags and will catch up, without waiting for it', async () => {
    const rig = await rigFor(a, [probe('first', a), probe('second', b, { tip: 30n, isStatic: false })]);
    await frozen(rig);
    expect(rig.waits).toEqual([]);
  });

  it('stands where it was found when one side falls silent during the search', async () => {
    const second = probe('second', b);
    let heads = 0;
    second.before = (what) => {
      if (what === 'head' && ++heads > 1) throw new Error('gone');
      if (heads > 1) throw new Error('gone');
    };
    const rig = await rigFor(a, [probe('first', a), second]);
    const fork = await frozen(rig);
    expect(fork.height).toBeGreaterThan(FORK_AT);
    expect(fork.lastCommonHeight).toBeLessThanOrEqual(FORK_AT);
    expect(fork.sides.map(({ source }) => source)).toEqual(['first', 'second']);
  });
});

describe('kinds of forks', () => {
  /** A last block signed again after a change, beside the honest one. */
  function withLast(change: (block: CometLightBlock) => CometLightBlock): readonly LightBlock[] {
    return [...a.blocks.slice(0, LENGTH - 1), a.resign(change(a.block(LENGTH)))];
  }
  const header = (block: CometLightBlock, change: Partial<CometLightBlock['header']>): CometLightBlock => ({
    ...block,
    header: { ...block.header, ...change },
  });
  const freezeWith = async (blocks: readonly LightBlock[]) =>
    frozen(await rigFor(a, [probe('first', a), new Probe('second', blocks)]));
  const accused = (fork: FrozenFork) =>
    fork.sides.map(({ evidence }) => JSON.parse(evidence).value.ByzantineValidators?.length ?? 0);

  it('equivocation: another block in the same round, and all who signed both are named', async () => {
    const fork = await freezeWith(withLast((block) => header(block, { dataHash: new Uint8Array(32).fill(1) })));
    expect(fork).toMatchObject({ kind: 'equivocation', height: 40n, lastCommonHeight: 39n });
    expect(accused(fork)).toEqual([4, 4]);
  });

  it('lunatic: a state that the chain did not have', async () => {
    const fork = await freezeWith(withLast((block) => header(block, { appHash: new Uint8Array(8).fill(7) })));
    expect(fork).toMatchObject({ kind: 'lunatic', height: 40n, lastCommonHeight: 39n });
  });

  it('lunatic: evidence starts from the last common block, so that all who signed are named', async () => {
    const fork = await freezeWith(withLast((block) => header(block, { appHash: new Uint8Array(8).fill(7) })));
    expect(fork.sides.map(({ evidence }) => JSON.parse(evidence).value.CommonHeight)).toEqual(['39', '39']);
    expect(accused(fork)).toEqual([4, 4]);
  });

  it('amnesia: a block of another round, and nobody can be named', async () => {
    const fork = await freezeWith(
      withLast((block) => {
        const changed = header(block, { dataHash: new Uint8Array(32).fill(1) });
        return { ...changed, commit: { ...changed.commit, round: 1 } };
      }),
    );
    expect(fork).toMatchObject({ kind: 'amnesia', height: 40n });
    expect(accused(fork)).toEqual([0, 0]);
  });

  it('a state that differs later is judged at the first different height', async () => {
    const rig = await rigFor(a, [probe('first', a), probe('second', c)]);
    const fork = await frozen(rig);
    expect(fork).toMatchObject({ kind: 'equivocation', height: 21n, lastCommonHeight: 20n });
  });

  it('forward lunatic: a head that is lower and yet not earlier than ours contradicts it', async () => {
    const late = a.resign(header(a.block(30), { time: plus(a.block(40).time, 1n) }));
    const blocks = [...a.blocks.slice(0, 29), late];
    const rig = await rigFor(a, [probe('first', a), new Probe('second', blocks)]);
    const fork = await frozen(rig);
    expect(fork.lastCommonHeight).toBeLessThan(40n);
  });
});

describe('a fork that is found on a later sync', () => {
  async function stored(tip = 40n): Promise<Rig> {
    const rig = await rigFor(a, [probe('first', a, { tip })]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: tip } });
    return rig;
  }
  const first = (tip = 40n) => probe('first', a, { tip });
  const second = (tip = 40n) => probe('second', b, { tip });

  it.each([
    ['the same height', 40n],
    ['a lower head', 30n],
  ] as const)('side b is heard as a witness, %s', async (_, tip) => {
    const rig = await (await stored()).reopen({ sources: [first(), second(tip)] });
    expectFirstDifference(await frozen(rig), [
      ['first', a],
      ['second', b],
    ]);
  });

  it('side b is heard as a witness while side a goes on', async () => {
    const rig = await (await stored(30n)).reopen({ sources: [first(40n), second(40n)] });
    expectFirstDifference(await frozen(rig), [
      ['first', a],
      ['second', b],
    ]);
  });

  async function sideBLeads(tip: bigint): Promise<void> {
    const rig = await (await stored()).reopen({ sources: [second(tip), first()] });
    const fork = await frozen(rig);
    expect(fork).toMatchObject({ height: 21n, lastCommonHeight: 20n });
    expect(rig.client.state.head?.hash).toEqual(a.block(20).hash);
  }

  it('side b leads with a lower head, and side a is its witness', () => sideBLeads(30n));

  it('side b leads at the same height, and side a is its witness', () => sideBLeads(40n));

  it('side b leads with a higher head, and side a is its witness', async () => {
    const rig = await (await stored(30n)).reopen({ sources: [second(40n), first(30n)] });
    const fork = await frozen(rig);
    expect(fork.lastCommonHeight).toBeLessThanOrEqual(20n);
  });

  it('side b alone, at the same height: what is kept says up to where both are the same', async () => {
    const rig = await (await stored()).reopen({ sources: [second()] });
    const fork = await frozen(rig);
    expect(fork.lastCommonHeight).toBeLessThanOrEqual(20n);
  });

  it('side b alone, with a higher head: it is a fork, not merely a source that lies', async () => {
    const rig = await (await stored(30n)).reopen({ sources: [second(40n)] });
    const error = await errorOf(rig.sync());
    expect(['client/fork', 'client/history-contradicts']).toContain(error.code);
    expect(rig.client.state.phase).toBe('frozen');
  });

  it('side b alone, with a higher head, does not become the stored or the trusted head', async () => {
    const rig = await (await stored(30n)).reopen({ sources: [second(40n)] });
    await errorOf(rig.sync());
    const again = await rig.reopen({ sources: [] });
    expect(again.client.index.head?.hash).not.toEqual(b.block(40).hash);
    const { trustedHead } = await rig.vault.read(a.profile.chainId, 'root');
    expect(trustedHead?.hash).not.toEqual(b.block(40).hash);
  });
});

describe('a fork after long use', () => {
  const DAY_MS = 86_400_000;
  const slow = (name: string) =>
    makeChain({
      length: 12,
      validators: 4,
      blockMs: DAY_MS,
      transactions: (height) => [toUtf8(`${height}/${height > 10n ? name : ''}`)],
      profile: { trustingPeriodNanos: 3n * 86_400_000_000_000n },
    });

  it('is found though the oldest blocks kept are older than the trusting period', async () => {
    const [ours, theirs] = [slow('a'), slow('b')];
    let rig = await rigFor(ours, [probe('first', ours, { tip: 2n })], { now: ours.block(2).time });
    for (const tip of [2n, 4n, 6n, 8n, 10n]) {
      rig = await rig.reopen({ sources: [probe('first', ours, { tip })], now: ours.block(tip).time });
      await rig.sync();
    }
    const last = await rig.reopen({ sources: [probe('first', ours), probe('second', theirs)], now: ours.now });
    const fork = await frozen(last);
    expect(fork).toMatchObject({ height: 11n, lastCommonHeight: 10n });
  });
});

describe('a frozen chain', () => {
  const freeze = async () => {
    const rig = await rigFor(a, [probe('first', a), probe('second', b)]);
    await frozen(rig);
    return rig;
  };

  it('refuses to sync, asks nobody, and stays so after reopening', async () => {
    const rig = await freeze();
    expect(await errorOf(rig.sync())).toMatchObject({ code: 'client/frozen', values: { height: 21n } });
    const source = probe('first', a);
    const again = await rig.reopen({ sources: [source] });
    expect(again.client.state).toMatchObject({ phase: 'frozen', fork: { height: 21n } });
    expect(await codeOf(again.sync())).toBe('client/frozen');
    expect(source.log).toEqual([]);
  });

  it('keeps both blocks and both pieces of evidence, byte for byte, after reopening', async () => {
    const rig = await freeze();
    const again = await rig.reopen();
    expect(again.client.state.fork).toEqual(rig.client.state.fork);
    expect(again.client.state.fork?.sides.every(({ evidence }) => evidence !== '')).toBe(true);
  });

  it('shows the last common block as its head', async () => {
    const again = await (await freeze()).reopen();
    expect(again.client.state.head?.height).toBe(20n);
    expect(again.client.state.head?.hash).toEqual(a.block(20).hash);
  });

  it('gives out headers below the fork still', async () => {
    const rig = await freeze();
    const { header } = await rig.client.headerAt(12n, NO_SIGNAL);
    expect(header.hash).toEqual(a.block(12).hash);
  });

  it('never raised the trusted head to a block in doubt', async () => {
    const rig = await freeze();
    const { trustedHead } = await rig.vault.read(a.profile.chainId, 'root');
    expect(trustedHead?.height ?? 0n).toBeLessThanOrEqual(20n);
  });

  it('keeps the first fork; a second finding does not replace it', async () => {
    const rig = await freeze();
    const kept = await storedFork(rig);
    await rig.vault.freeze(a.profile.chainId, 'root', { ...kept!, height: 5n });
    expect(await storedFork(rig)).toEqual(kept);
  });
});

describe('cancelling while a fork is being localised', () => {
  it('ends in a state that says so, and the next sync finds the fork', async () => {
    const stop = new AbortController();
    const second = probe('second', b);
    let heads = 0;
    second.before = (what) => {
      if (what === 'head') heads++;
      if (heads > 0 && what.startsWith('block')) stop.abort();
    };
    const rig = await rigFor(a, [probe('first', a), second]);
    await rig.sync('skipping', stop.signal).catch(() => undefined);
    expect(['idle', 'frozen']).toContain(rig.client.state.phase);
    second.before = undefined;
    const again = await rig.reopen();
    if (again.client.state.phase !== 'frozen') await frozen(again);
    expect(again.client.state.phase).toBe('frozen');
  });
});

describe('the security memory after the cache was lost', () => {
  it('another block at the trusted height is noticed', async () => {
    const rig = await rigFor(a, [probe('first', a)]);
    await rig.sync();
    await rig.store.clear();
    const again = await rig.reopen({ sources: [probe('second', b)] });
    expect(await codeOf(again.sync())).toBe('client/memory-differs');
    expect(again.client.state.phase).toBe('failed');
  });

  it('another chain below a higher head is noticed as well', async () => {
    const rig = await rigFor(a, [probe('first', a, { tip: 30n })]);
    await rig.sync();
    await rig.store.clear();
    const again = await rig.reopen({ sources: [probe('second', b)] });
    await errorOf(again.sync());
  });
});
