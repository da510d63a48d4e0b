// A CometBFT network on loopback: makes the nodes' home folders, starts and stops their processes, sends transactions.
import { execFileSync, spawn } from 'node:child_process';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { call, HOST } from './rpc.mjs';

const DEFAULTS = {
  nodes: 4,
  basePort: 27_000,
  blockMs: 200,
  keyType: 'ed25519',
  cors: [],
  timeouts: { propose: 400, proposeDelta: 100, vote: 100, voteDelta: 50 },
};

const quote = (text) => JSON.stringify(text);

/** Lines of a value that began at `lines[at]` and goes over several lines (a list). */
function extraLines(lines, at) {
  if (!/=\s*\[\s*$/.test(lines[at])) return 0;
  const end = lines.findIndex((line, i) => i > at && /^\s*\]/.test(line));
  return end < 0 ? 0 : end - at;
}

/** Sets `key = value` in [section] of a config.toml ('' = before the first section). An unknown key is left out. */
export function setToml(text, section, key, value) {
  const lines = text.split('\n');
  let here = '';
  for (let i = 0; i < lines.length; i++) {
    here = lines[i].match(/^\[([^\]]+)\]/)?.[1] ?? here;
    if (here !== section || lines[i].match(/^(\w+)\s*=/)?.[1] !== key) continue;
    lines.splice(i, 1 + extraLines(lines, i), `${key} = ${value}`);
    return lines.join('\n');
  }
  return text;
}

export class Network {
  #processes = new Map();
  #sentChanges = new Set();

  /** options: bin, version, root, chainId, nodes, powers (0 = full node without a vote), basePort, blockMs, keyType, cors. */
  constructor(options) {
    Object.assign(this, DEFAULTS, options);
    this.powers ??= Array(this.nodes).fill(10);
    if (this.powers.length !== this.nodes) throw new Error(`${this.nodes} nodes but ${this.powers.length} powers`);
  }

  get indices() {
    return [...Array(this.nodes).keys()];
  }
  home(i) {
    return join(this.root, `node${i}`);
  }
  p2pPort(i) {
    return this.basePort + 2 * i;
  }
  rpcPort(i) {
    return this.basePort + 2 * i + 1;
  }
  rpcUrl(i) {
    return `http://${HOST}:${this.rpcPort(i)}`;
  }
  wsUrl(i) {
    return `ws://${HOST}:${this.rpcPort(i)}/websocket`;
  }
  key(i) {
    return JSON.parse(readFileSync(join(this.home(i), 'config/priv_validator_key.json'), 'utf8'));
  }

  /** Makes the homes and one common genesis, unless they are there already. */
  init() {
    if (!existsSync(this.home(0))) {
      mkdirSync(this.root, { recursive: true });
      const keyType = this.version.startsWith('0.') ? [] : ['--key-type', this.keyType];
      for (const i of this.indices)
        execFileSync(this.bin, ['init', '--home', this.home(i), ...keyType], { stdio: 'ignore' });
      this.#writeGenesis();
    }
    this.configure();
  }

  #writeGenesis() {
    const file = (i) => join(this.home(i), 'config/genesis.json');
    const genesis = JSON.parse(readFileSync(file(0), 'utf8'));
    genesis.chain_id = this.chainId;
    (genesis.consensus_params ?? genesis.consensus.params).validator.pub_key_types = [this.keyType];
    const voters = this.indices.filter((i) => this.powers[i] > 0);
    genesis.validators = voters.map((i) => {
      const { address, pub_key } = this.key(i);
      return { address, pub_key, power: String(this.powers[i]), name: `node${i}` };
    });
    for (const i of this.indices) writeFileSync(file(i), JSON.stringify(genesis, null, 2));
  }

  /** Writes ports, peers and time limits into every config.toml; again after the folders were copied elsewhere. */
  configure() {
    const nodeId = (i) =>
      execFileSync(this.bin, ['show-node-id', '--home', this.home(i)])
        .toString()
        .trim();
    const addresses = this.indices.map((i) => `${nodeId(i)}@${HOST}:${this.p2pPort(i)}`);
    for (const i of this.indices) {
      const file = join(this.home(i), 'config/config.toml');
      const peers = addresses.filter((_, j) => j !== i).join(',');
      const settings = [...this.#nodeSettings(i, peers), ...this.#consensusSettings()];
      const text = settings.reduce(
        (toml, [section, key, value]) => setToml(toml, section, key, value),
        readFileSync(file, 'utf8'),
      );
      writeFileSync(file, text);
    }
  }

  #nodeSettings(i, peers) {
    return [
      ['', 'moniker', quote(`node${i}`)],
      ['', 'proxy_app', quote('persistent_kvstore')],
      ['', 'log_level', quote('error')],
      ['rpc', 'laddr', quote(`tcp://${HOST}:${this.rpcPort(i)}`)],
      ['rpc', 'pprof_laddr', quote('')],
      ['rpc', 'cors_allowed_origins', JSON.stringify(this.cors)],
      ['p2p', 'laddr', quote(`tcp://${HOST}:${this.p2pPort(i)}`)],
      ['p2p', 'persistent_peers', quote(peers)],
      ['p2p', 'addr_book_strict', 'false'],
      ['p2p', 'allow_duplicate_ip', 'true'],
      ['p2p', 'pex', 'false'],
      ['p2p', 'max_num_inbound_peers', '100'],
      ['p2p', 'flush_throttle_timeout', quote('5ms')],
      ['tx_index', 'indexer', quote('kv')],
    ];
  }

  #consensusSettings() {
    const { propose, proposeDelta, vote, voteDelta } = this.timeouts;
    const ms = (key, value) => ['consensus', key, quote(`${value}ms`)];
    const votes = ['prevote', 'precommit', 'vote'].flatMap((kind) => [
      ms(`timeout_${kind}`, vote),
      ms(`timeout_${kind}_delta`, voteDelta),
    ]);
    return [
      ms('timeout_commit', this.blockMs),
      ms('timeout_propose', propose),
      ms('timeout_propose_delta', proposeDelta),
      ms('peer_gossip_sleep_duration', 10),
      ...votes,
      ['consensus', 'skip_timeout_commit', 'false'],
      ['consensus', 'create_empty_blocks', 'true'],
    ];
  }

  pid(i) {
    return this.#processes.get(i)?.pid;
  }
  start(list = this.indices) {
    for (const i of list) this.startNode(i);
  }
  startNode(i) {
    if (this.#processes.has(i)) return;
    const log = openSync(join(this.root, `node${i}.log`), 'a');
    const node = spawn(this.bin, ['start', '--home', this.home(i)], { stdio: ['ignore', log, log] });
    closeSync(log);
    this.#processes.set(i, node);
    node.once('exit', () => {
      if (this.#processes.get(i) === node) this.#processes.delete(i);
    });
  }

  /** Stops one node by its own process handle: SIGTERM, then SIGKILL after 8 s. */
  async stopNode(i) {
    const node = this.#processes.get(i);
    if (!node) return;
    this.#processes.delete(i);
    if (node.exitCode !== null || node.signalCode !== null) return;
    const gone = new Promise((resolve) => node.once('exit', resolve));
    const kill = setTimeout(() => node.kill('SIGKILL'), 8000);
    node.kill('SIGTERM');
    node.kill('SIGCONT'); // it may have been paused
    await gone;
    clearTimeout(kill);
  }
  async stop() {
    await Promise.all([...this.#processes.keys()].map((i) => this.stopNode(i)));
  }
  pause(i) {
    this.#processes.get(i)?.kill('SIGSTOP');
  }
  resume(i) {
    this.#processes.get(i)?.kill('SIGCONT');
  }

  /** The last lines of every node's log, for the message when a start fails. */
  logTail(bytes = 2000) {
    const files = this.indices.map((i) => join(this.root, `node${i}.log`)).filter((file) => existsSync(file));
    return files.map((file) => readFileSync(file, 'utf8').slice(-bytes)).join('\n');
  }

  /**
   * The kvstore transaction that sets the power of node i's key (0 removes it). The mempool refuses bytes that it has
   * seen before, so a repeated change gets leading zeros.
   */
  powerChange(i, power) {
    const key = this.key(i).pub_key.value;
    const old = /^0\.3[47]\./.test(this.version);
    for (let zeros = ''; zeros.length < 50; zeros += '0') {
      const tx = old ? `val:${key}!${zeros}${power}` : `val=${this.keyType}!${key}!${zeros}${power}`;
      if (this.#sentChanges.has(tx)) continue;
      this.#sentChanges.add(tx);
      return tx;
    }
    throw new Error('too many equal power changes');
  }

  /** Sends one transaction through node i (CheckTx only). */
  send(i, tx) {
    return call(this.rpcPort(i), 'broadcast_tx_sync', { tx: Buffer.from(tx).toString('base64') });
  }
  /** Sends several at once, so that they tend to stand in one block. */
  sendAll(i, txs) {
    return Promise.all(txs.map((tx) => this.send(i, tx)));
  }
}
