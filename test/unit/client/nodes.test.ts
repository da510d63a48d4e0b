// Nodes over HTTP and WebSocket: the client syncs with a good one, goes on when one fails in any way, and is never led to a
// wrong header by one that lies.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { isBenign } from '../../../src/client/fault.ts';
import { makeChain } from '../../support/make-chain.ts';
import type { FaultKind, MockNode, MockNodeOptions, Tamper } from '../../support/mock-node.ts';
import {
  closeAll,
  installNetwork,
  limit,
  networkFrom,
  nodeSource,
  recording,
  startNode,
  type Transport,
  uninstallNetwork,
} from './node-rig.ts';
import { errorOf, NO_SIGNAL, type Rig, Rig as RigClass } from './rig.ts';

beforeAll(installNetwork);
afterAll(uninstallNetwork);
afterEach(closeAll);

const TRANSPORTS = ['http', 'websocket'] as const;
const live = recording('live-0.38');

async function clientOf(sources: readonly ReturnType<typeof nodeSource>[], chain = live.chain): Promise<Rig> {
  const { profile, now } = chain;
  return new RigClass({ profile, now, checkpoints: [chain.checkpoint(1)], sources }).open();
}

async function expectRightChain(rig: Rig, chain = live.chain): Promise<void> {
  const top = BigInt(chain.blocks.length);
  expect(rig.client.state.head?.height).toBe(top);
  for (let height = 1n; height <= top; height++) {
    const { header } = await rig.client.headerAt(height, NO_SIGNAL);
    expect(header.hash, `height ${height}`).toEqual(chain.block(height).hash);
  }
}

describe.each(TRANSPORTS)('over %s', (transport) => {
  it.each(['live-0.38', 'live-1.0'] as const)('%s: head, history and a witness', async (name) => {
    const { network, chain } = recording(name);
    const nodes = [await startNode({ network }), await startNode({ network })];
    const rig = await clientOf(
      nodes.map((node, i) => nodeSource(node, chain, transport, `node${i}`)),
      chain,
    );
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: true });
    await expectRightChain(rig, chain);
  });

  it('a longer chain with changing sets', async () => {
    const chain = makeChain({ length: 90, validators: 5, changeEvery: 4 });
    const node = await startNode({ network: networkFrom(chain) });
    const rig = await clientOf([nodeSource(node, chain, transport, 'node')], chain);
    await rig.sync();
    await expectRightChain(rig, chain);
    expect(node.counters.byMethod.blockchain).toBeLessThan(15);
  });

  it('a node with a short memory gives what it has, and another one the rest', async () => {
    const short = await startNode({ network: live.network, earliest: 7 });
    const full = await startNode({ network: live.network });
    const sources = [
      nodeSource(full, live.chain, transport, 'full'),
      nodeSource(short, live.chain, transport, 'short'),
    ];
    const rig = await clientOf(sources);
    await rig.sync();
    await expectRightChain(rig);
    expect(rig.health('short')).not.toBe('lying');
  });
});

/** What each fault looks like through either transport, and whether it is bad luck. */
const FAULTS: readonly (readonly [FaultKind, Transport, string])[] = [
  ['refuse', 'http', 'source/unreachable'],
  ['refuse', 'websocket', 'source/unreachable'],
  ['blackhole', 'http', 'source/timeout'],
  ['blackhole', 'websocket', 'source/unreachable'],
  ['reset', 'http', 'source/unreachable'],
  ['reset', 'websocket', 'source/unreachable'],
  ['stall', 'http', 'source/timeout'],
  ['stall', 'websocket', 'source/timeout'],
  ['truncate', 'http', 'source/unreachable'],
  ['truncate', 'websocket', 'source/closed'],
  ['http-429', 'http', 'source/too-many-requests'],
  ['http-429', 'websocket', 'source/unreachable'],
  ['http-500', 'http', 'source/server-error'],
  ['http-500', 'websocket', 'source/unreachable'],
  ['html', 'http', 'source/not-json'],
  ['html', 'websocket', 'source/unreachable'],
  ['not-json', 'http', 'source/not-json'],
  ['not-json', 'websocket', 'source/closed'],
  ['wrong-id', 'http', 'source/wrong-id'],
  ['wrong-id', 'websocket', 'source/timeout'],
  ['error-and-result', 'http', 'source/contradiction'],
  ['error-and-result', 'websocket', 'source/contradiction'],
  ['other-chain', 'http', 'source/wrong-chain'],
  ['other-chain', 'websocket', 'source/wrong-chain'],
  ['ws-drop', 'websocket', 'source/closed'],
  ['flood', 'http', 'source/reply-too-large'],
  ['flood', 'websocket', 'source/closed'],
];

async function beside(transport: Transport, options: MockNodeOptions): Promise<{ rig: Rig; bad: MockNode }> {
  const bad = await startNode({ network: live.network, ...options });
  const good = await startNode({ network: live.network });
  const sources = [nodeSource(bad, live.chain, transport, 'bad'), nodeSource(good, live.chain, transport, 'good')];
  return { rig: await clientOf(sources), bad };
}

/** Only these are waited for until the time limit. */
function neverAnswers(fault: FaultKind, transport: Transport): boolean {
  if (fault === 'blackhole' || fault === 'stall') return true;
  return transport === 'websocket' && fault === 'wrong-id';
}

const stateOf = (rig: Rig, id: string) => rig.pool.states().find(({ source }) => source.id === id)!;

describe('a node that fails', () => {
  it.each(FAULTS)('%s over %s is %s; the client goes on with the other node', async (faults, transport, code) => {
    limit.ms = neverAnswers(faults, transport) ? 1000 : 15_000;
    const { rig, bad } = await beside(transport, { faults });
    await rig.sync();
    await expectRightChain(rig);
    const state = stateOf(rig, 'bad');
    expect(state.error?.code).toBe(code);
    expect(rig.pool.isIncluded('bad')).toBe(isBenign(state.error));
    expect(state.retryAt).toBeGreaterThan(rig.nowMs);
    const asked = bad.log.length;
    rig.nowMs = isBenign(state.error) ? state.retryAt - 1 : rig.nowMs + 1e12;
    await rig.sync();
    expect(bad.log.length, 'not asked again').toBe(asked);
  });

  it('says when it wants to be asked again, and is asked then', async () => {
    const { rig, bad } = await beside('http', { faults: { kind: 'http-429', times: 1 } });
    await rig.sync();
    expect(stateOf(rig, 'bad').retryAt - rig.nowMs).toBe(2000);
    rig.nowMs += 2000;
    await rig.sync();
    expect(bad.log.length).toBeGreaterThan(1);
    expect(rig.health('bad')).toBe('ok');
    expect(rig.client.state.witnessed).toBe(true);
  });

  it.each(TRANSPORTS)('once, over %s, is used again after its pause', async (transport) => {
    const { rig } = await beside(transport, { faults: { kind: 'reset', methods: ['commit'], times: 1 } });
    await rig.sync();
    await expectRightChain(rig);
    rig.nowMs += 10_000;
    await rig.sync();
    expect(rig.health('bad')).toBe('ok');
  });

  it.each(TRANSPORTS)('in the middle of history, over %s, loses nothing', async (transport) => {
    const { rig } = await beside(transport, { faults: { kind: 'reset', methods: ['blockchain'] } });
    await rig.sync();
    await expectRightChain(rig);
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: true });
  });

  it.each(TRANSPORTS)('alone, over %s: the client says why, and shows no head', async (transport) => {
    const bad = await startNode({ network: live.network, faults: 'reset' });
    const rig = await clientOf([nodeSource(bad, live.chain, transport, 'bad')]);
    expect((await errorOf(rig.sync())).code).toMatch(/^source\/(unreachable|closed)$/);
    expect(rig.client.state).toMatchObject({ phase: 'failed', head: undefined });
    await bad.setFault();
    rig.nowMs += 10_000;
    await rig.sync();
    await expectRightChain(rig);
  });

  it.each(TRANSPORTS)(
    'by standing still, over %s, does not keep the client from the newest head',
    async (transport) => {
      const { rig, bad } = await beside(transport, { tip: 6, faults: 'stale' });
      bad.setTip(12);
      await rig.sync();
      expect(rig.client.state.head?.height).toBe(12n);
    },
  );
});

const LIES: readonly (readonly [string, Tamper])[] = [
  ['the newest header', { height: 12, path: '/signed_header/header/app_hash', value: '0100000000000000' }],
  ['a header on the way', { height: 5, path: '/signed_header/header/app_hash', value: '0100000000000000' }],
  ['a time', { height: 12, path: '/signed_header/header/time', value: '2026-01-01T00:00:00Z' }],
  ['the block id of a commit', { height: 12, path: '/signed_header/commit/block_id/hash', value: 'AB'.repeat(32) }],
  ['the height of a commit', { height: 12, path: '/signed_header/commit/height', value: '11' }],
  ['the round of a commit', { height: 12, path: '/signed_header/commit/round', value: 9 }],
  ['the votes', { height: 12, path: '/signed_header/commit/signatures', value: [] }],
  ['one signature', { height: 12, path: '/signed_header/commit/signatures/0/signature', value: 'A'.repeat(86).concat('==') }],
  ['the members of a set', { height: 12, path: '/validator_set/validators', value: [] }],
  ['the power of a member', { height: 12, path: '/validator_set/validators/0/voting_power', value: '999' }],
  ['the checkpoint itself', { height: 1, path: '/signed_header/header/app_hash', value: '01' }],
]; // biome-ignore format: one lie a line

describe('a node that lies', () => {
  it.each(LIES)('about %s is put aside for good, and the client ends at the right chain', async (_, lie) => {
    const { rig, bad } = await beside('http', { tamper: [lie] });
    await rig.sync();
    await expectRightChain(rig);
    expect(rig.health('bad')).toBe('lying');
    expect(rig.health('good')).not.toBe('lying');
    const asked = bad.log.length;
    rig.nowMs += 1e12;
    await rig.sync();
    expect(bad.log.length).toBe(asked);
  });

  it('about the set that signs next is found before that set signs anything', async () => {
    const { rig } = await beside('http', {
      tamper: [{ height: 8, path: '/validator_set/validators/0/voting_power', value: '999' }],
    });
    await rig.sync('sequential');
    await expectRightChain(rig);
    expect(rig.health('bad')).toBe('lying');
    expect(stateOf(rig, 'bad').error?.code).toBe('cometbft/next-validators-hash');
  });

  it('alone gets nothing believed', async () => {
    for (const [what, lie] of LIES) {
      const node = await startNode({ network: live.network, tamper: [lie] });
      const rig = await clientOf([nodeSource(node, live.chain, 'http', 'bad')]);
      await errorOf(rig.sync());
      for (const { height, hash } of rig.client.index.blocks)
        expect(hash, `${what}, height ${height}`).toEqual(live.chain.block(height).hash);
    }
  });

  it('as a witness is put aside, without a fork', async () => {
    const tamper = [{ height: 12, path: '/signed_header/header/app_hash', value: '0100000000000000' }];
    const good = await startNode({ network: live.network });
    const bad = await startNode({ network: live.network, tamper });
    const rig = await clientOf([
      nodeSource(good, live.chain, 'websocket', 'good'),
      nodeSource(bad, live.chain, 'websocket', 'bad'),
    ]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', witnessed: false, fork: undefined });
    expect(rig.health('bad')).toBe('lying');
  });

  it('by giving another height than was asked is put aside', async () => {
    const { rig } = await beside('http', {
      rewrite: (method, params, result) =>
        method === 'commit' && params.height === '1' ? otherHeight(result) : result,
    });
    await rig.sync();
    await expectRightChain(rig);
    expect(stateOf(rig, 'bad').error?.code).toBe('source/other-height');
  });
});

function otherHeight(result: unknown): unknown {
  return { ...(result as object), signed_header: live.network.lightBlocks.get(2)!.signed_header };
}

describe('several calls at once', () => {
  it.each(TRANSPORTS)('over %s each get their own answer', async (transport) => {
    const node = await startNode({ network: live.network, latencyMs: 5 });
    const source = nodeSource(node, live.chain, transport, 'node');
    const heights = [1n, 5n, 9n, 12n, 3n];
    const blocks = await Promise.all(heights.map((height) => source.lightBlock(height, NO_SIGNAL)));
    expect(blocks.map(({ height }) => height)).toEqual(heights);
    expect(node.counters.byMethod.status).toBe(1);
  });

  it.each(TRANSPORTS)('over %s: one that is cancelled does not cancel the others', async (transport) => {
    const node = await startNode({ network: live.network, latencyMs: 40 });
    const source = nodeSource(node, live.chain, transport, 'node');
    const stop = new AbortController();
    const first = source.lightBlock(3n, stop.signal).catch(() => undefined);
    const second = source.lightBlock(5n, NO_SIGNAL);
    stop.abort();
    await first;
    expect((await second).height).toBe(5n);
  });
});
