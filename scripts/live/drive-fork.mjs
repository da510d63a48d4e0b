#!/usr/bin/env node
// Makes a real fork on this machine and leaves both sides running: four validators run to a height, all are stopped, their
// home folders are copied, and the two copies go on apart, signing with the same keys. A client that follows side a and
// hears side b must notice; the evidence it then builds is accepted by the nodes (docs/live-node.md).
//
//   node scripts/live/drive-fork.mjs [--fork-at 20] [--ahead 6] [--block-ms 100] [--pack FILE]
//
// Prints {"ready":true,"common":H,"a":{rpc,ws},"b":{rpc,ws},..}: H is the last height that both sides have in common. Then
// it reads commands: `tx a|b K=V`, `power a|b I P`, `height`, `quit`. SIGINT or SIGTERM stops everything.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BIN_DIR, cometbft, NoGoError } from './binary.mjs';
import { orderlyEnd, readCommands, say } from './control.mjs';
import { Network } from './network.mjs';
import { writePack } from './pack.mjs';
import { call, freePorts, height, waitHeight, waitReady } from './rpc.mjs';

const NODES = 4;
const OPTIONS = {
  version: { type: 'string', default: '0.38.26' },
  'fork-at': { type: 'string', default: '20' },
  ahead: { type: 'string', default: '6' },
  'block-ms': { type: 'string', default: '100' },
  'chain-id': { type: 'string', default: 'fork-local' },
  'base-port': { type: 'string', default: '0' },
  cors: { type: 'string', multiple: true, default: [] },
  'max-seconds': { type: 'string', default: '900' },
  'bin-dir': { type: 'string', default: BIN_DIR },
  pack: { type: 'string' },
  'pack-height': { type: 'string', default: '1' },
  'stop-with-stdin': { type: 'boolean', default: false },
};

function networkOptions(options) {
  return {
    bin: cometbft(options.version, options['bin-dir']),
    version: options.version,
    nodes: NODES,
    chainId: options['chain-id'],
    blockMs: Number(options['block-ms']),
    cors: options.cors,
    timeouts: { propose: 400, proposeDelta: 100, vote: 60, voteDelta: 40 },
  };
}

async function runCommonPart(common, untilHeight) {
  common.init();
  common.start();
  await waitReady(common.rpcPort(0), 2);
  await common.sendAll(0, ['common/1=before-the-fork', 'common/2=before-the-fork']);
  await waitHeight(common.rpcPort(0), untilHeight);
  await common.stop();
}

/** Copies the stopped homes to ports of their own and lets the copy go on with transactions of its own. */
async function startSide(name, common, basePort) {
  const side = new Network({ ...common, root: join(common.root, '..', name), basePort });
  cpSync(common.root, side.root, { recursive: true });
  side.configure();
  side.start();
  return side;
}

/**
 * The kvstore's app hash is the number of keys, so side b writes one more than side a: the first different headers are an
 * equivocation (same state, another block), the later ones a lunatic attack (another app hash).
 */
async function divergeSide(name, side, untilHeight) {
  await waitReady(side.rpcPort(0), 1);
  const keys = name === 'a' ? [1] : [1, 2];
  await side.sendAll(
    0,
    keys.map((k) => `fork/${k}=side-${name}`),
  );
  await waitHeight(side.rpcPort(0), untilHeight);
}

/** The last height at which both sides have the same block. */
async function lastCommonHeight(a, b, from) {
  const hashAt = async (side, h) =>
    (await call(side.rpcPort(0), 'commit', { height: String(h) })).signed_header.commit.block_id.hash;
  for (let h = from; h > 0; h--) if ((await hashAt(a, h)) === (await hashAt(b, h))) return h;
  throw new Error('the sides have no block in common');
}

const addresses = (side) => ({
  rpc: side.indices.map((i) => side.rpcUrl(i)),
  ws: side.indices.map((i) => side.wsUrl(i)),
});

async function fork(common, sides, options) {
  const until = Number(options['fork-at']);
  const end = until + 2 + Number(options.ahead);
  await runCommonPart(common, until);
  for (const [n, name] of ['a', 'b'].entries()) {
    sides[name] = await startSide(name, common, common.basePort + 2 * NODES * (n + 1));
  }
  const { a, b } = sides;
  await Promise.all([divergeSide('a', a, end), divergeSide('b', b, end)]);
  const line = { ready: true, version: a.version, chainId: a.chainId, common: await lastCommonHeight(a, b, end) };
  const sources = Object.entries(sides).map(([name, side]) => ({ address: side.wsUrl(0), operator: `side ${name}` }));
  const packOptions = { port: a.rpcPort(0), sources, where: options['pack-height'] };
  const pack = options.pack && (await writePack(resolve(options.pack), a, packOptions));
  return { ...line, a: addresses(a), b: addresses(b), ...(pack && { pack }) };
}

function forkCommands(sides, end) {
  return {
    tx: async (name, ...txs) => ({ replies: await sides[name].sendAll(0, txs) }),
    power: (name, i, power) => sides[name].send(0, sides[name].powerChange(Number(i), Number(power))),
    height: async () => ({ a: await height(sides.a.rpcPort(0)), b: await height(sides.b.rpcPort(0)) }),
    quit: () => end(),
  };
}

async function main() {
  const { values: options } = parseArgs({ options: OPTIONS });
  const started = Date.now();
  const settings = networkOptions(options);
  const basePort = await freePorts(Number(options['base-port']), 6 * NODES);
  const root = mkdtempSync(join(tmpdir(), 'cometbft-fork-'));
  const common = new Network({ ...settings, basePort, root: join(root, 'common') });
  const sides = {};
  const end = orderlyEnd(async () => {
    await Promise.all([common, ...Object.values(sides)].map((network) => network.stop()));
    rmSync(root, { recursive: true, force: true });
  }, Number(options['max-seconds']));
  try {
    say({ ...(await fork(common, sides, options)), ms: Date.now() - started });
  } catch (error) {
    console.error(`${error.message}\n${[common, ...Object.values(sides)].map((n) => n.logTail()).join('\n')}`);
    return end(1);
  }
  readCommands(forkCommands(sides, end), () => options['stop-with-stdin'] && end());
}

main().catch((error) => {
  say(error instanceof NoGoError ? { skipped: error.message } : { error: error.message });
  process.exit(error instanceof NoGoError ? 0 : 1);
});
