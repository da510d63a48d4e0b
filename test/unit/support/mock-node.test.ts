// The mock node itself: does it answer as a node does, grow, lie and fail as it is told?

import { afterEach, describe, expect, it } from 'vitest';
import WebSocket from 'ws';
import { type Faults, MockNode, type MockNodeOptions } from '../../support/mock-node.ts';
import { EMPTY_HASH, evidenceHash } from '../../support/mock-node-chain.ts';
import { type LightBlockJson, loadNetwork, networkOf } from '../../support/network-fixture.ts';

const HEIGHTS = 6;
const hash = (height: number) => height.toString(16).toUpperCase().padStart(64, '0');

function fakeBlock(height: number): LightBlockJson {
  const validators = [1, 2, 3].map((n) => ({ address: hash(n).slice(24), voting_power: String(n) }));
  const header = {
    chain_id: 'fake-chain',
    height: String(height),
    time: `2026-01-01T00:00:0${height}Z`,
    app_hash: '0A',
    data_hash: EMPTY_HASH,
  };
  const commit = { height: String(height), round: 0, block_id: { hash: hash(height) }, signatures: [] };
  return { height: String(height), signed_header: { header, commit }, validator_set: { validators } };
}

const lightBlocks = Array.from({ length: HEIGHTS }, (_, i) => fakeBlock(i + 1));
const tx = { hash: hash(0xabc), height: '3', index: 0, tx: 'YT1i', tx_result: { code: 0 }, proof: { root_hash: '00' } };
const fake = networkOf({ lightBlocks, txs: [tx] });

const open: { close(): unknown }[] = [];
afterEach(async () => {
  for (const thing of open.splice(0)) await thing.close();
});

async function start(options: Partial<MockNodeOptions> = {}): Promise<MockNode> {
  const node = await MockNode.start({ network: fake, ...options });
  open.unshift(node);
  return node;
}

type Reply = {
  id: unknown;
  // biome-ignore lint/suspicious/noExplicitAny: replies of every kind are looked into here
  result?: any;
  error?: { code: number; message: string; data?: string };
};

const post = (node: MockNode, method: string, params: object = {}, id: unknown = 7) =>
  fetch(node.rpc, {
    method: 'POST',
    body: JSON.stringify({ jsonrpc: '2.0', id, method, params }),
    signal: AbortSignal.timeout(400),
  });
const call = async (node: MockNode, method: string, params: object = {}): Promise<Reply> =>
  (await post(node, method, params)).json() as Promise<Reply>;

/** Opens a WebSocket; `next()` gives the next message. */
async function connect(node: MockNode) {
  const socket = new WebSocket(node.ws);
  open.unshift({ close: () => socket.terminate() });
  const messages: string[] = [];
  const waiting: ((text: string) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const deliver = waiting.shift();
    if (deliver) deliver(data.toString());
    else messages.push(data.toString());
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  const next = () =>
    new Promise<string>((resolve) => (messages.length ? resolve(messages.shift()!) : waiting.push(resolve)));
  const send = (method: string, params: object = {}, id = 1) =>
    socket.send(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
  const closed = new Promise<number>((resolve) => socket.on('close', resolve));
  return { socket, send, next, closed };
}

describe('a mock node that behaves', () => {
  it('gives light blocks, pages of validators and the next set', async () => {
    const node = await start();
    const commit = await call(node, 'commit', { height: '2' });
    expect(commit).toMatchObject({ id: 7, result: { canonical: true, signed_header: { header: { height: '2' } } } });
    expect((await call(node, 'commit')).result).toMatchObject({ canonical: false });
    const page = await call(node, 'validators', { height: '2', page: '2', per_page: '2' });
    expect(page.result).toMatchObject({ block_height: '2', count: '1', total: '3' });
    expect((await call(node, 'validators', { height: '7' })).result.block_height).toBe('7');
    expect((await call(node, 'blockchain', { minHeight: '2', maxHeight: '4' })).result.block_metas).toHaveLength(3);
  });

  it('refuses heights in the words of CometBFT', async () => {
    const node = await start({ tip: 5, earliest: 2 });
    const text = async (height: unknown) => (await call(node, 'commit', { height })).error?.data;
    expect(await text('6')).toBe('height 6 must be less than or equal to the current blockchain height 5');
    expect(await text('1')).toBe('height 1 is not available, lowest height is 2');
    expect(await text('0')).toBe('height must be greater than 0, but got 0');
    expect(await text(2)).toContain('invalid 64-bit integer encoding "2", expected string');
    expect((await call(node, 'no_such_method')).error).toEqual({ code: -32601, message: 'Method not found' });
  });

  it('knows its transactions up to its tip', async () => {
    const node = await start({ tip: 2 });
    const params = { hash: Buffer.from(tx.hash, 'hex').toString('base64'), prove: true };
    expect((await call(node, 'tx', params)).error?.data).toBe(`tx (${tx.hash}) not found`);
    node.setTip(3);
    expect((await call(node, 'tx', params)).result).toEqual(tx);
    expect((await call(node, 'tx', { ...params, prove: false })).result).not.toHaveProperty('proof');
    expect((await call(node, 'tx_search', { query: 'tx.height=3' })).result.total_count).toBe('1');
  });

  it('answers GET, batches and CORS as configured, and keeps a log', async () => {
    const node = await start({ cors: '*' });
    const got = await fetch(`${node.rpc}/commit?height=3`);
    expect(got.headers.get('access-control-allow-origin')).toBe('*');
    expect(await got.json()).toMatchObject({ id: -1, result: { signed_header: { header: { height: '3' } } } });
    const body = JSON.stringify(
      [1, 2].map((id) => ({ jsonrpc: '2.0', id, method: 'commit', params: { height: String(id) } })),
    );
    const batch = await fetch(node.rpc, { method: 'POST', body });
    expect(batch.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(await batch.json()).toMatchObject([{ id: 1 }, { id: 2 }]);
    expect(node.log.map(({ transport, method }) => `${transport} ${method}`)).toEqual([
      'get commit',
      'post commit',
      'post commit',
    ]);
    expect(node.counters).toMatchObject({ requests: 3, byMethod: { commit: 3 } });
    expect((await post(await start(), 'health')).headers.has('access-control-allow-origin')).toBe(false);
  });

  it('tells subscribers of new blocks over the WebSocket', async () => {
    const node = await start({ tip: 3 });
    const { send, next } = await connect(node);
    send('subscribe', { query: "tm.event='NewBlock'" }, 5);
    expect(JSON.parse(await next())).toEqual({ jsonrpc: '2.0', id: 5, result: {} });
    node.setTip(4);
    const event = JSON.parse(await next());
    expect(event).toMatchObject({
      id: 5,
      result: { data: { type: 'tendermint/event/NewBlock' }, events: { 'tm.event': ['NewBlock'] } },
    });
    expect(event.result.data.value.block.header.height).toBe('4');
    send('subscribe', { query: "tm.event='NewBlock'" }, 6);
    expect(JSON.parse(await next()).error.data).toBe('already subscribed');
    send('status', {}, 8);
    expect(JSON.parse(await next()).result.sync_info.latest_block_height).toBe('4');
  });

  it('grows by itself to the end of the recording', async () => {
    const node = await start({ tip: 4, growMs: 5 });
    await expect.poll(() => node.tip).toBe(HEIGHTS);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(node.tip).toBe(HEIGHTS);
  });

  it('takes evidence and gives the hash that a real node gave for it', async () => {
    // test-net "fork-038" of the recorded networks: evidence against height 100, accepted by cometbft 0.38.26
    const conflicting = 'FCFB9150767298F056A483672C8304BBEB02E713990B6B6516CFE464D3F58AF8';
    const expected = '3D0E751C02E932F1287321CC206B9EE97F3BDBD17199CB7CCC4023B9BC154DC4';
    expect(Buffer.from(evidenceHash(conflicting, 100n), 'base64').toString('hex').toUpperCase()).toBe(expected);
    const node = await start();
    const value = { ConflictingBlock: fakeBlock(3), CommonHeight: '2' };
    const evidence = { type: 'tendermint/LightClientAttackEvidence', value };
    expect((await call(node, 'broadcast_evidence', { evidence })).result.hash).toBe(evidenceHash(hash(3), 2n));
    expect(node.evidence).toEqual([evidence]);
  });
});

describe('a mock node that lies', () => {
  it('changes one member at one height, everywhere it is served', async () => {
    const tamper = [{ height: 3, path: '/signed_header/header/app_hash', value: 'FF' }];
    const node = await start({ tamper });
    expect((await call(node, 'commit', { height: '3' })).result.signed_header.header.app_hash).toBe('FF');
    expect((await call(node, 'commit', { height: '4' })).result.signed_header.header.app_hash).toBe('0A');
    const { block_metas } = (await call(node, 'blockchain', { minHeight: '3', maxHeight: '3' })).result;
    expect(block_metas[0].header.app_hash).toBe('FF');
    expect(fake.lightBlocks.get(3)?.signed_header.header.app_hash).toBe('0A');
    await expect(start({ tamper: [{ height: 3, path: '/no/such/member', value: 1 }] })).rejects.toThrow(/no member/);
  });

  it('rewrites any result', async () => {
    const node = await start({
      rewrite: (method, _, result) => (method === 'tx' ? { ...(result as object), tx: 'YQ==' } : result),
    });
    const reply = await call(node, 'tx', { hash: Buffer.from(tx.hash, 'hex').toString('base64'), prove: true });
    expect(reply.result.tx).toBe('YQ==');
  });
});

describe('a mock node that fails', () => {
  const faulty = (faults: Faults) => start({ faults });

  it.each(['refuse', 'blackhole', 'reset', 'stall', 'truncate'] as const)(
    '%s: a fetch gets no whole answer',
    async (kind) => {
      const node = await faulty(kind);
      await expect(call(node, 'status')).rejects.toThrow();
      await node.setFault();
      expect((await call(node, 'status')).result.node_info.network).toBe('fake-chain');
    },
  );

  it('http-429, http-500, html: the answers of what stands in front of a node', async () => {
    const node = await faulty('http-429');
    const limited = await post(node, 'status');
    expect([limited.status, limited.headers.get('retry-after')]).toEqual([429, '2']);
    await node.setFault('http-500');
    expect((await post(node, 'status')).status).toBe(500);
    await node.setFault('html');
    const page = await post(node, 'status');
    expect([page.status, page.headers.get('content-type')]).toEqual([200, 'text/html; charset=utf-8']);
  });

  it('wrong-id, error-and-result, not-json, other-chain: answers that are wrong', async () => {
    const node = await faulty('wrong-id');
    expect((await call(node, 'status')).id).toBe(1007);
    await node.setFault('error-and-result');
    expect(await call(node, 'status')).toMatchObject({ result: {}, error: { data: 'both' } });
    await node.setFault('not-json');
    await expect(call(node, 'status')).rejects.toThrow(SyntaxError);
    await node.setFault('other-chain');
    expect((await call(node, 'status')).result.node_info.network).toBe('another-chain');
    expect((await call(node, 'commit')).result.signed_header.header.chain_id).toBe('another-chain');
  });

  it('stale: the chain goes on without it', async () => {
    const node = await start({ tip: 3 });
    await node.setFault('stale');
    node.setTip(5);
    expect((await call(node, 'status')).result.sync_info.latest_block_height).toBe('3');
    expect((await call(node, 'commit', { height: '4' })).error?.data).toContain('current blockchain height 3');
    await node.setFault();
    expect((await call(node, 'status')).result.sync_info.latest_block_height).toBe('5');
  });

  it('fails only for the methods and as often as it is told', async () => {
    const node = await faulty({ kind: 'http-500', methods: ['commit'], times: 1 });
    expect((await post(node, 'status')).status).toBe(200);
    expect((await post(node, 'commit')).status).toBe(500);
    expect((await post(node, 'commit')).status).toBe(200);
    expect(node.log.map(({ fault }) => fault)).toEqual([undefined, 'http-500', undefined]);
  });

  it('flood: more bytes than a reader should take', async () => {
    const reply = await post(await faulty('flood'), 'status');
    const reader = reply.body!.getReader();
    let size = 0;
    while (size < 4 << 20) size += (await reader.read()).value!.length;
    await reader.cancel();
    expect(size).toBeGreaterThanOrEqual(4 << 20);
  });

  it('ws-drop: the WebSocket breaks, HTTP works', async () => {
    const node = await start();
    const first = await connect(node);
    await node.setFault('ws-drop');
    expect(await first.closed).toBe(1006);
    const second = await connect(node);
    second.send('status');
    expect(await second.closed).toBe(1006);
    expect((await call(node, 'health')).result).toEqual({});
  });

  it.each([
    ['http-429', 1013],
    ['http-500', 1011],
    ['reset', 1006],
  ] as const)('%s: an open WebSocket is closed, a new one refused', async (kind, code) => {
    const node = await start();
    const { send, closed } = await connect(node);
    await node.setFault(kind);
    send('status');
    expect(await closed).toBe(code);
    await expect(connect(node)).rejects.toThrow();
  });

  it('truncate and flood on a WebSocket: half a message, and many', async () => {
    const node = await start();
    const { send, next, socket } = await connect(node);
    await node.setFault('truncate');
    send('status');
    const half = await next();
    expect(() => JSON.parse(half)).toThrow(SyntaxError);
    await node.setFault('flood');
    send('status');
    expect((await next()).length + (await next()).length).toBeGreaterThan(500_000);
    socket.terminate();
  });
});

describe('networks recorded by this project', () => {
  it.each([
    ['live-0.38', '0.38.26', 'tendermint/PubKeyEd25519'],
    ['live-1.0', '1.0.1', 'tendermint/PubKeySecp256k1'],
  ])('%s is served as it was recorded', async (name, version, keyType) => {
    const network = loadNetwork(`test/fixtures/${name}`);
    expect(network).toMatchObject({ version, lightBlocks: { size: 12 } });
    const node = await start({ network });
    expect((await call(node, 'validators', { height: '8' })).result.validators[0].pub_key.type).toBe(keyType);
    const recorded = [...network.calls.values()].filter(({ reply }) => reply.result);
    for (const { method, params, reply } of recorded) {
      expect(await call(node, method, params), method).toMatchObject({ result: reply.result });
    }
  });

  it('speaks the dialect of the version', async () => {
    const old = await start({ network: networkOf({ lightBlocks, version: '0.34.35' }) });
    expect((await call(old, 'header', { height: '2' })).error?.code).toBe(-32601);
    expect((await call(old, 'block_results', { height: '2' })).result).toHaveProperty('begin_block_events', null);
    const now = (await call(await start(), 'block_results', { height: '2' })).result;
    expect(now).toMatchObject({ finalize_block_events: null, app_hash: 'Cg==' });
  });
});
