// What pages see of a client: plain data, with nothing lost that a person must know.
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import type { FrozenFork, StoreIndex } from '../../../src/client/ports.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { errorView, forkView, headView, rangeViews, sourceView } from '../../../src/worker/views.ts';
import { makeChain } from '../../support/make-chain.ts';
import { exampleFisco, HEAD } from '../../support/make-fisco-example.ts';
import { Probe, rigFor } from '../client/rig.ts';

const HASH = new Uint8Array(32).fill(0xab);
type How = StoreIndex['blocks'][number]['how'];

function index(blocks: readonly (readonly [number, How])[], frames: readonly (readonly [number, number])[] = []) {
  return {
    blocks: blocks.map(([height, how]) => ({ height: BigInt(height), hash: HASH, how, witnessed: false })),
    frames: frames.map(([from, to]) => ({ from: BigInt(from), to: BigInt(to), anchor: 99n, topHash: HASH })),
  };
}

const short = (made: StoreIndex) => rangeViews(made).map(({ from, to, how }) => [Number(from), Number(to), how]);

describe('ranges', () => {
  it('are ascending, and neighbours of one kind are one', () => {
    expect(
      short(
        index(
          [
            [50, 'skipped-to'],
            [1, 'checkpoint'],
          ],
          [
            [2, 20],
            [21, 49],
          ],
        ),
      ),
    ).toEqual([
      [1, 1, 'checkpoint'],
      [2, 49, 'ancestor'],
      [50, 50, 'skipped-to'],
    ]);
  });

  it('leave a hole where there is one', () => {
    expect(short(index([[1, 'checkpoint']], [[5, 9], [11, 12]]))).toEqual([
      [1, 1, 'checkpoint'],
      [5, 9, 'ancestor'],
      [11, 12, 'ancestor'],
    ]); // biome-ignore format: short
  });

  it('show each block that was skipped to by itself, and a walk of every height as one', () => {
    expect(
      short(
        index([
          [4, 'skipped-to'],
          [5, 'skipped-to'],
        ]),
      ),
    ).toEqual([
      [4, 4, 'skipped-to'],
      [5, 5, 'skipped-to'],
    ]);
    expect(
      short(
        index([
          [1, 'checkpoint'],
          [2, 'signed'],
          [3, 'signed'],
          [4, 'signed'],
        ]),
      ),
    ).toEqual([
      [1, 1, 'checkpoint'],
      [2, 4, 'signed'],
    ]);
  });

  it('of nothing are none', () => {
    expect(rangeViews(index([]))).toEqual([]);
  });
});

describe('a head', () => {
  it('is given with its hash in hex and whether anybody else saw it', async () => {
    const chain = makeChain({ length: 3, validators: 4 });
    const rig = await rigFor(chain, [new Probe('a', chain.blocks)]);
    await rig.sync();
    const { head } = rig.client.state;
    expect(headView(cometbft, head, false)).toEqual({
      height: 3n,
      hash: toHex(chain.block(3).hash),
      ...chain.block(3).time,
      how: 'skipped-to',
      witnessed: false,
    });
    expect(headView(cometbft, head, true)).toMatchObject({ witnessed: true });
    expect(headView(cometbft, undefined, true)).toBeUndefined();
  });

  it('says where its time is one leader’s word', async () => {
    const chain = exampleFisco();
    const rig = await rigFor(chain, [new Probe('a', chain.blocks, { family: fiscoBcos })], { family: fiscoBcos });
    await rig.sync();
    expect(headView(fiscoBcos, rig.client.state.head, false)).toMatchObject({ height: HEAD, timeClaimed: true });
  });
});

describe('a fork', () => {
  it('keeps both sides, without the bytes that only the export needs', () => {
    const side = { source: 's', hash: HASH, time: { seconds: 7n, nanos: 8 }, signed: 3, members: 4, head: 30n };
    const whole = { ...side, lightBlock: '{}', evidence: '{}' };
    const fork: FrozenFork = { height: 21n, lastCommonHeight: 20n, kind: 'lunatic', sides: [whole, whole] };
    const shown = { source: 's', hash: 'ab'.repeat(32), seconds: 7n, nanos: 8, signed: 3, members: 4, head: 30n };
    expect(forkView(fork)).toEqual({ height: 21n, lastCommonHeight: 20n, kind: 'lunatic', sides: [shown, shown] });
    expect(forkView(undefined)).toBeUndefined();
  });
});

describe('a source', () => {
  const row = { id: 'x', kind: 'websocket', address: 'ws://localhost', operator: 'op', bundled: true } as const;

  it('the first leads; one that nobody asked yet is unknown', () => {
    expect(sourceView(row, undefined, true)).toMatchObject({ role: 'primary', health: 'unknown', error: undefined });
    expect(sourceView(row, undefined, false)).toMatchObject({ role: 'witness' });
  });

  it('says why it failed, and when it is asked again', () => {
    const error = new MingzhengError('source/timeout', { ms: 5 });
    const source = new Probe('x', makeChain({ length: 1, validators: 1 }).blocks);
    const state = { source, health: 'unreachable', failures: 1, retryAt: 77, error } as const;
    const view = sourceView(row, state, true);
    expect(view).toMatchObject({ retryAt: 77, error: { code: 'source/timeout', values: { ms: 5 } } });
    expect(sourceView(row, { ...state, retryAt: 0, error: undefined }, true).retryAt).toBeUndefined();
  });
});

describe('an error', () => {
  it('is its code and values', () => {
    expect(errorView(new MingzhengError('a/b', { n: 1n }, new Error('inner')))).toEqual({
      code: 'a/b',
      values: { n: 1n },
    });
    expect(errorView(undefined)).toBeUndefined();
  });
});
