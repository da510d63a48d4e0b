// The pool of sources, with a clock and dice of the test's own: who leads, who is a witness, how long a failed one waits.
import { describe, expect, it } from 'vitest';
import type { LightBlock } from '../../../src/chain/chain.ts';
import { isBenign } from '../../../src/client/fault.ts';
import type { Source } from '../../../src/client/ports.ts';
import { SourcePool } from '../../../src/client/source-pool.ts';
import { MingzhengError } from '../../../src/core/error.ts';

function source(id: string, operator = id): Source {
  const never = async (): Promise<LightBlock> => {
    throw new Error('not asked here');
  };
  return { id, operator, head: never, lightBlock: never, history: () => never as never };
}

function setting(random = 0.5) {
  const time = { now: 1000 };
  const pool = new SourcePool(
    () => time.now,
    () => random,
  );
  const state = (id: string) => pool.states().find((item) => item.source.id === id)!;
  const delays = (code: string, count: number, values = {}) =>
    Array.from({ length: count }, () => {
      pool.failed('a', new MingzhengError(code, values));
      return state('a').retryAt - time.now;
    });
  pool.add(source('a'));
  return { time, pool, state, delays };
}

const unreachable = new MingzhengError('source/unreachable');

describe('back-off', () => {
  it('doubles with each failure from half a second up to two minutes, and no further', () => {
    const { delays } = setting();
    const found = delays('source/unreachable', 40);
    expect(found.slice(0, 9)).toEqual([500, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000]);
    expect(found.slice(9).every((delay) => delay === 120_000)).toBe(true);
  });

  it.each([
    [0, 250],
    [0.999, 749.5],
  ])('is scattered by the dice: %d', (random, expected) => {
    expect(setting(random).delays('source/unreachable', 1)[0]).toBeCloseTo(expected, 0);
  });

  it.each([
    [2000, 2000],
    [10, 500],
    [3_600_000, 120_000],
    [-5, 500],
  ])('honours what the server asks for (%d ms) within the limit', (retryAfterMs, expected) => {
    expect(setting().delays('source/too-many-requests', 1, { retryAfterMs })).toEqual([expected]);
  });

  it('keeps a source out until its time has come, then lets it in; success clears it', () => {
    const { pool, time, state } = setting();
    pool.failed('a', unreachable);
    expect(pool.usable()).toEqual([]);
    time.now += 499;
    expect(pool.usable()).toEqual([]);
    time.now += 1;
    expect(pool.usable().map(({ id }) => id)).toEqual(['a']);
    pool.succeeded('a', 12, 7n);
    expect(state('a')).toMatchObject({ health: 'ok', failures: 0, retryAt: 0, latencyMs: 12, head: 7n });
    expect(state('a').error).toBeUndefined();
  });
});

describe('health', () => {
  it.each([
    ['source/unreachable', 'unreachable'],
    ['source/timeout', 'unreachable'],
    ['source/closed', 'unreachable'],
    ['source/server-error', 'unreachable'],
    ['source/height-too-high', 'unreachable'],
    ['source/not-found', 'unreachable'],
    ['source/no-index', 'unreachable'],
    ['source/too-many-requests', 'refused'],
    ['source/refused', 'refused'],
    ['source/pruned', 'pruned'],
    ['source/wrong-chain', 'wrong-chain'],
    ['source/wrong-id', 'lying'],
    ['source/contradiction', 'lying'],
    ['source/gap-in-history', 'lying'],
    ['source/other-header', 'lying'],
    ['source/reply-too-large', 'lying'],
    ['archive/damaged', 'lying'],
    ['cometbft/wrong-signature', 'lying'],
    ['cometbft/link-hash', 'lying'],
  ])('%s: %s', (code, health) => {
    const { pool, state } = setting();
    const error = new MingzhengError(code);
    pool.failed('a', error);
    expect(state('a').health).toBe(health);
    expect(isBenign(error)).toBe(health !== 'lying' && health !== 'wrong-chain');
    expect(pool.isIncluded('a')).toBe(isBenign(error));
  });

  it('what is not a coded error is our own failure, not a lie', () => {
    const { pool, state } = setting();
    pool.failed('a', new TypeError('x'));
    expect(state('a')).toMatchObject({ health: 'unreachable', error: { code: 'internal/unexpected' } });
  });

  it('a slow answer is told from a quick one', () => {
    const { pool, state } = setting();
    pool.succeeded('a', 3001);
    expect(state('a').health).toBe('slow');
    pool.succeeded('a', 3000);
    expect(state('a').health).toBe('ok');
  });

  it('a liar is never asked again, whatever time passes and whoever else fails', () => {
    const { pool, time } = setting();
    pool.add(source('b'));
    pool.failed('a', new MingzhengError('cometbft/wrong-signature'));
    pool.failed('b', unreachable);
    time.now += 1e12;
    expect(pool.usable().map(({ id }) => id)).toEqual(['b']);
  });
});

describe('who leads and who witnesses', () => {
  it('sources that failed less come first, else in the order in which they were added', () => {
    const { pool, time } = setting();
    for (const id of ['b', 'c']) pool.add(source(id));
    pool.failed('a', unreachable);
    pool.failed('a', unreachable);
    pool.failed('b', unreachable);
    time.now += 10_000;
    expect(pool.usable().map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  });

  it("one witness for each operator, none of the leader's own", () => {
    const { pool } = setting();
    pool.add(source('a2', 'a'));
    pool.add(source('b1', 'b'));
    pool.add(source('b2', 'b'));
    pool.add(source('c1', 'c'));
    const ids = (id: string) => pool.witnesses(pool.states().find((s) => s.source.id === id)!.source).map((s) => s.id);
    expect(ids('a')).toEqual(['b1', 'c1']);
    expect(ids('b2')).toEqual(['a', 'c1']);
  });

  it('an answer of a witness counts as its success or failure', () => {
    const { pool, state } = setting();
    pool.answered('a', { kind: 'behind', height: 3n });
    expect(state('a').health).toBe('ok');
    pool.answered('a', { kind: 'silent', error: unreachable });
    expect(state('a').health).toBe('unreachable');
    pool.answered('a', { kind: 'faulty', error: new MingzhengError('cometbft/no-quorum') });
    expect(state('a').health).toBe('lying');
  });

  it('nothing happens to a source that was removed', () => {
    const { pool } = setting();
    pool.remove('a');
    pool.failed('a', unreachable);
    pool.succeeded('a', 1);
    expect(pool.states()).toEqual([]);
    expect(pool.isIncluded('a')).toBe(false);
  });
});
