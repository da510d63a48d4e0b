#!/usr/bin/env node
// Records the small fixtures of this project (test/fixtures/live-*) from a real network that it runs and then holds still:
// about a dozen light blocks with a change of validators, a document's record, and raw replies of each kind.
//
//   node scripts/live/record-fixture.mjs --version 1.0.1 --key-type secp256k1 --out test/fixtures/live-1.0
//
// The layout is that of a recorded network (one file a kind, JSON lines, rows {method, params, reply} with the node's own
// text as reply), so that test/support/network-fixture.ts reads it. The nodes' private keys are thrown away at the end.
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import WebSocket from 'ws';
import { BIN_DIR, cometbft } from './binary.mjs';
import { Network } from './network.mjs';
import { call, callText, freePorts, height, sleep, waitHeight, waitReady } from './rpc.mjs';

const DOCUMENT = 'SAMPLE / 样例\nThis text stands for a document. Its SHA-256 was put on a test chain.\n';
const sha256 = (data, encoding) => createHash('sha256').update(data).digest(encoding);
const RECORD_TX = `record/sample-001=${sha256(DOCUMENT, 'hex')}`;
const base64Hash = (tx) => sha256(Buffer.from(tx), 'base64');

/** Collects rows by kind and writes them as JSON lines. */
class Recorder {
  #files = new Map();
  constructor(port) {
    this.port = port;
  }
  push(kind, line) {
    this.#files.set(kind, [...(this.#files.get(kind) ?? []), line]);
  }
  async record(kind, method, params = {}) {
    const text = (await callText(this.port, method, params)).replace(/\n\s*/g, '').trim();
    const row = `{"method":${JSON.stringify(method)},"params":${JSON.stringify(params)},"reply":${text}}`;
    this.push(kind, row);
    return text;
  }
  write(folder) {
    for (const [kind, lines] of this.#files) writeFileSync(join(folder, `${kind}.jsonl`), `${lines.join('\n')}\n`);
  }
}

/** The text of an object or array member, cut out of the reply, so that the node's own bytes are kept. */
function rawMember(text, name) {
  const start = text.indexOf(`"${name}":`) + name.length + 3;
  let depth = 0;
  for (const { 0: token, index } of text.slice(start).matchAll(/"(?:\\.|[^"\\])*"|[[\]{}]/g)) {
    if (token.length > 1) continue;
    depth += '[{'.includes(token) ? 1 : -1;
    if (depth === 0) return text.slice(start, start + index + 1);
  }
  throw new Error(`no member ${name}`);
}

async function lightBlock(port, h) {
  const commit = await callText(port, 'commit', { height: String(h) });
  const validatorsAt = async (at) =>
    rawMember(await callText(port, 'validators', { height: String(at), per_page: '100' }), 'validators');
  const { header } = JSON.parse(commit).result.signed_header;
  const next = header.validators_hash === header.next_validators_hash ? '' : await validatorsAt(h + 1);
  const tail = next && `,"next_validator_set":{"validators":${next}}`;
  const set = `"validator_set":{"validators":${await validatorsAt(h)}}`;
  return { header, line: `{"height":"${h}","signed_header":${rawMember(commit, 'signed_header')},${set}${tail}}` };
}

async function recordLightBlocks(recorder, tip) {
  const changes = [];
  let last = '';
  for (let h = 1; h <= tip; h++) {
    const { header, line } = await lightBlock(recorder.port, h);
    recorder.push('lightblocks', line);
    if (header.validators_hash !== last) changes.push(h);
    last = header.validators_hash;
  }
  return changes;
}

async function recordReplies(recorder, tip, changes) {
  const record = await recorder.record('tx', 'tx', { hash: base64Hash(RECORD_TX), prove: true });
  const at = JSON.parse(record).result.height;
  const next = String(Number(at) + 1);
  for (const n of [1, 2, 3]) await recorder.record('tx', 'tx', { hash: base64Hash(`k/${n}=v${n}`), prove: true });
  const many = JSON.parse(await callText(recorder.port, 'tx', { hash: base64Hash('k/1=v1'), prove: true })).result
    .height;
  const one = { height: at };
  for (const kind of ['status', 'genesis']) await recorder.record(kind, kind);
  for (const kind of ['commit', 'block', 'block_results', 'header']) await recorder.record(kind, kind, one);
  for (const kind of ['block', 'block_results'])
    for (const height of [many, next]) await recorder.record(kind, kind, { height });
  await recorder.record('commit', 'commit'); // the newest: its commit is not canonical yet
  for (const height of [at, ...changes.map(String), String(tip + 1)]) {
    await recorder.record('validators', 'validators', { height, page: '1', per_page: '100' });
  }
  await recorder.record('validators', 'validators', { height: at, page: '2', per_page: '2' });
  await recorder.record('blockchain', 'blockchain', { minHeight: '1', maxHeight: String(tip) });
  const data = Buffer.from('record/sample-001').toString('hex');
  await recorder.record('abci_query', 'abci_query', { path: '', data, height: '0', prove: false });
  await recorder.record('tx_search', 'tx_search', { query: `tx.height=${at}`, prove: true, page: '1', per_page: '30' });
  await recorder.record('errors', 'commit', { height: String(tip + 1000) });
  await recorder.record('errors', 'tx', { hash: base64Hash('no such transaction'), prove: true });
  return at;
}

/** Subscribes to new blocks and keeps the acknowledgement and the first event, as the node sent them. */
function recordEvent(url, recorder) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const send = JSON.stringify({ jsonrpc: '2.0', id: 2, method: 'subscribe', params: { query: "tm.event='NewBlock'" } });
  const push = (dir, text) => recorder.push('websocket', JSON.stringify({ dir, kind: 'text', text }));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () => {
      push('out', send);
      socket.send(send);
    });
    socket.on('message', (data) => {
      push('in', data.toString());
      if (!data.toString().includes('event/NewBlock')) return;
      socket.close();
      resolve();
    });
  });
}

/** Runs the plan and leaves one node alone, which then stands still. */
async function runPlan(network, recorder, wanted) {
  const port = network.rpcPort(0);
  network.init();
  network.start();
  await waitReady(port, 2);
  await network.send(0, RECORD_TX);
  await recordEvent(network.wsUrl(0), recorder);
  await waitHeight(port, 5);
  await network.send(0, network.powerChange(3, 7));
  await waitHeight(port, 8);
  await network.sendAll(0, ['k/1=v1', 'k/2=v2', 'k/3=v3']);
  await waitHeight(port, wanted, { everyMs: 20 });
  await Promise.all([1, 2, 3].map((i) => network.stopNode(i)));
  await sleep(1500);
  return height(port);
}

const { values: options } = parseArgs({
  options: {
    version: { type: 'string', default: '0.38.26' },
    'key-type': { type: 'string', default: 'ed25519' },
    'chain-id': { type: 'string', default: 'live-fixture' },
    heights: { type: 'string', default: '12' },
    out: { type: 'string' },
    'bin-dir': { type: 'string', default: BIN_DIR },
  },
});

async function main() {
  const root = mkdtempSync(join(tmpdir(), 'cometbft-fixture-'));
  const { version } = options;
  const network = new Network({
    bin: cometbft(version, options['bin-dir']),
    version,
    root,
    chainId: options['chain-id'],
    keyType: options['key-type'],
    powers: [10, 20, 15, 0],
    blockMs: 400,
    basePort: await freePorts(0, 8),
  });
  try {
    const recorder = new Recorder(network.rpcPort(0));
    const tip = await runPlan(network, recorder, Number(options.heights));
    const changes = await recordLightBlocks(recorder, tip);
    const recordHeight = await recordReplies(recorder, tip, changes);
    const { node_info } = await call(recorder.port, 'status');
    mkdirSync(options.out, { recursive: true });
    recorder.write(options.out);
    const record = { tx: RECORD_TX, document: DOCUMENT, height: recordHeight };
    const summary = {
      chain_id: network.chainId,
      version: node_info.version,
      tip,
      set_changed_at: String(changes.at(-1)),
      record,
    };
    writeFileSync(join(options.out, 'summary.json'), `${JSON.stringify(summary, null, 2)}\n`);
    console.log(JSON.stringify(summary));
  } finally {
    await network.stop();
    rmSync(root, { recursive: true, force: true });
  }
}

if (!options.out) throw new Error('--out FOLDER is missing');
await main();
