#!/usr/bin/env node
// Runs a real CometBFT network of N validators on this machine, for trying the app against living nodes.
//
//   node scripts/live-network.mjs --version 0.38.26 --validators 4 --block-ms 500 --cors '*' --pack /tmp/local.pack.json
//
// docs/live-node.md explains every option. One line of JSON says when blocks are being made; then commands are read from
// standard input; SIGINT, SIGTERM or `quit` stops all nodes. Without Go and without a built program: {"skipped":"no Go"}.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BIN_DIR, cometbft, NoGoError } from './live/binary.mjs';
import { orderlyEnd, readCommands, say } from './live/control.mjs';
import { Network } from './live/network.mjs';
import { writePack } from './live/pack.mjs';
import { freePorts, height, waitReady } from './live/rpc.mjs';

const OPTIONS = {
  version: { type: 'string', default: '0.38.26' },
  validators: { type: 'string', default: '4' },
  powers: { type: 'string' },
  'key-type': { type: 'string', default: 'ed25519' },
  'block-ms': { type: 'string', default: '200' },
  'chain-id': { type: 'string', default: 'demo-local' },
  'base-port': { type: 'string', default: '27000' },
  cors: { type: 'string', multiple: true, default: [] },
  'max-seconds': { type: 'string', default: '3600' },
  dir: { type: 'string' },
  'bin-dir': { type: 'string', default: BIN_DIR },
  pack: { type: 'string' },
  'pack-height': { type: 'string', default: '1' },
  'stop-with-stdin': { type: 'boolean', default: false },
};

async function makeNetwork(options) {
  const bin = cometbft(options.version, options['bin-dir']);
  const nodes = Number(options.validators);
  const network = new Network({
    bin,
    nodes,
    version: options.version,
    chainId: options['chain-id'],
    powers: options.powers?.split(',').map(Number),
    keyType: options['key-type'],
    blockMs: Number(options['block-ms']),
    cors: options.cors,
    basePort: await freePorts(Number(options['base-port']), 2 * nodes),
  });
  network.root = options.dir ? resolve(options.dir) : mkdtempSync(join(tmpdir(), 'cometbft-net-'));
  return network;
}

function networkCommands(network, end) {
  return {
    tx: async (...txs) => ({ replies: await network.sendAll(0, txs) }),
    power: (i, power) => network.send(0, network.powerChange(Number(i), Number(power))),
    stop: (i) => network.stopNode(Number(i)),
    start: async (i) => {
      network.startNode(Number(i));
      return { pid: network.pid(Number(i)) };
    },
    pause: async (i) => network.pause(Number(i)),
    resume: async (i) => network.resume(Number(i)),
    height: async () => ({
      heights: await Promise.all(
        network.indices.map((i) => height(network.rpcPort(i), { timeoutMs: 2000 }).catch(() => null)),
      ),
    }),
    quit: () => end(),
  };
}

async function readyLine(network, options) {
  const { indices } = network;
  const sources = indices.map((i) => ({ address: network.wsUrl(i), operator: `node${i}` }));
  const packOptions = { port: network.rpcPort(0), sources, where: options['pack-height'] };
  return {
    ready: true,
    version: network.version,
    chainId: network.chainId,
    rpc: indices.map((i) => network.rpcUrl(i)),
    ws: indices.map((i) => network.wsUrl(i)),
    pids: indices.map((i) => network.pid(i)),
    validators: indices.map((i) => ({ address: network.key(i).address, pub_key: network.key(i).pub_key })),
    ...(options.pack && { pack: await writePack(resolve(options.pack), network, packOptions) }),
  };
}

async function main() {
  const { values: options } = parseArgs({ options: OPTIONS });
  const network = await makeNetwork(options);
  const end = orderlyEnd(async () => {
    await network.stop();
    if (!options.dir) rmSync(network.root, { recursive: true, force: true });
  }, Number(options['max-seconds']));
  try {
    network.init();
    network.start();
    await waitReady(network.rpcPort(0), 2);
    say(await readyLine(network, options));
  } catch (error) {
    console.error(`${error.message}\n${network.logTail()}`);
    return end(1);
  }
  readCommands(networkCommands(network, end), () => options['stop-with-stdin'] && end());
}

main().catch((error) => {
  say(error instanceof NoGoError ? { skipped: error.message } : { error: error.message });
  process.exit(error instanceof NoGoError ? 0 : 1);
});
