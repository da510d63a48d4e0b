// A CometBFT node made of a recording: JSON-RPC over HTTP (POST and GET) and WebSocket on a loopback port, with a chain that
// can grow, lie and fail on command. For unit, fault and browser tests; nothing of it verifies anything.
//
//   const node = await MockNode.start({ folder: 'test/fixtures/live-1.0', tip: 5, growMs: 300 });
//   ... node.ws, node.rpc ... await node.setFault('stall'); await node.close();

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { MockChain, type Params, RpcError, type Tamper } from './mock-node-chain.ts';
import { breakHttp, breakMessage, breakUpgrade, FaultList, type Faults, spoil } from './mock-node-faults.ts';
import { loadNetwork, type NetworkFixture } from './network-fixture.ts';

export type { Tamper } from './mock-node-chain.ts';
export type { Fault, FaultKind, Faults } from './mock-node-faults.ts';

export interface MockNodeOptions {
  /** A recorded network's folder, or the network itself. */
  folder?: string;
  network?: NetworkFixture;
  /** The newest height at the start; the newest recorded one without it. */
  tip?: number;
  /** The lowest height that the node still has; the lowest recorded one without it. */
  earliest?: number;
  /** A new block every so many milliseconds. */
  growMs?: number;
  /** `Access-Control-Allow-Origin`: `*` or one origin. Without it a browser's fetch fails, as with a default node. */
  cors?: string;
  latencyMs?: number;
  tamper?: readonly Tamper[];
  faults?: Faults;
  /** Changes any result on its way out, for lies that no light block holds (a transaction's proof, block results). */
  rewrite?: (method: string, params: Params, result: unknown) => unknown;
  port?: number;
}

export interface LoggedRequest {
  atMs: number;
  transport: 'post' | 'get' | 'websocket';
  method: string;
  params: Params;
  fault?: string;
}

interface RpcRequest {
  id?: string | number | null;
  method: string;
  params?: Params;
}

const PARSE_ERROR = {
  jsonrpc: '2.0',
  error: { code: -32700, message: 'Parse error. Invalid JSON', data: 'error unmarshaling request' },
};
const MAX_BODY = 1_000_000;
const MAX_SUBSCRIPTIONS = 5;
/** Methods whose answer for a named height never changes; CometBFT lets browsers keep them for a day. */
const CACHEABLE = new Set(['commit', 'header', 'block', 'block_results', 'validators', 'consensus_params']);

export class MockNode {
  readonly log: LoggedRequest[] = [];
  readonly chain: MockChain;
  readonly #options: MockNodeOptions;
  readonly #server: Server;
  readonly #upgrades = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  readonly #connections = new Set<Socket>();
  /** Each open WebSocket with its subscriptions: query to request id. */
  readonly #sockets = new Map<WebSocket, Map<string, string | number>>();
  #faults: FaultList;
  #frozenTip: number | undefined;
  #grow: NodeJS.Timeout | undefined;
  #port = 0;
  #opened = { connections: 0, websockets: 0 };

  private constructor(options: MockNodeOptions) {
    const network = options.network ?? (options.folder && loadNetwork(options.folder));
    if (!network) throw new Error('a mock node needs a folder or a network');
    this.#options = options;
    this.chain = new MockChain(network, options);
    this.#faults = new FaultList(options.faults);
    this.#server = createServer((request, response) => this.#http(request, response));
    this.#server.on('upgrade', (request, socket, head) => this.#upgrade(request, socket, head));
    this.#server.on('connection', (socket) => {
      this.#opened.connections++;
      this.#connections.add(socket);
      socket.on('close', () => this.#connections.delete(socket));
      socket.on('error', () => {});
    });
  }

  static async start(options: MockNodeOptions): Promise<MockNode> {
    const node = new MockNode(options);
    await node.#listen(options.port ?? 0);
    await node.setFault(options.faults);
    if (options.growMs) node.#grow = setInterval(() => node.setTip(node.chain.tip + 1), options.growMs);
    return node;
  }

  get rpc(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get ws(): string {
    return `ws://127.0.0.1:${this.#port}/websocket`;
  }
  get chainId(): string {
    return this.chain.chainId;
  }
  get tip(): number {
    return this.chain.tip;
  }
  /** Evidence that clients offered by `broadcast_evidence`. */
  get evidence(): readonly unknown[] {
    return this.chain.evidence;
  }
  get counters() {
    const byMethod: Record<string, number> = {};
    for (const { method } of this.log) byMethod[method] = (byMethod[method] ?? 0) + 1;
    return { ...this.#opened, requests: this.log.length, openWebsockets: this.#sockets.size, byMethod };
  }

  /** Moves the chain's end. Going up, subscribers hear of every new block; beyond the recording nothing happens. */
  setTip(height: number): void {
    const end = Math.min(height, this.chain.high);
    if (end < this.chain.tip) this.chain.tip = Math.max(end, this.chain.low);
    while (this.chain.tip < end) {
      this.chain.tip++;
      if (this.#frozenTip === undefined) this.#announce(this.chain.tip);
    }
  }

  /** Sets what goes wrong from now on; without an argument everything goes well again. */
  async setFault(faults?: Faults): Promise<void> {
    this.#faults = new FaultList(faults);
    this.#frozenTip = this.#faults.has('stale') ? this.chain.tip : undefined;
    if (this.#faults.has('refuse')) await this.#stopListening();
    else if (!this.#server.listening) await this.#listen(this.#port);
    if (this.#faults.has('ws-drop')) for (const socket of this.#sockets.keys()) socket.terminate();
  }

  async close(): Promise<void> {
    clearInterval(this.#grow);
    await this.#stopListening();
    this.#upgrades.close();
  }

  #listen(port: number): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#server.once('error', reject);
      this.#server.listen(port, '127.0.0.1', () => {
        this.#server.off('error', reject);
        this.#port = (this.#server.address() as AddressInfo).port;
        resolve();
      });
    });
  }

  #stopListening(): Promise<void> {
    for (const socket of this.#sockets.keys()) socket.terminate();
    return new Promise((resolve) => {
      if (!this.#server.listening) return resolve();
      this.#server.close(() => resolve());
      for (const socket of this.#connections) socket.destroy();
    });
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, this.#options.latencyMs ?? 0));
  }

  #note(transport: LoggedRequest['transport'], requests: readonly RpcRequest[]) {
    const fault = this.#faults.take(requests.map((request) => request.method));
    for (const { method, params = {} } of requests) {
      this.log.push({ atMs: Date.now(), transport, method, params, ...(fault && { fault }) });
    }
    return fault;
  }

  #answer({ id, method, params = {} }: RpcRequest, socket?: WebSocket): Record<string, unknown> {
    const envelope = { jsonrpc: '2.0', id: id ?? -1 };
    const { tip } = this.chain;
    try {
      this.chain.tip = this.#frozenTip ?? tip;
      const result =
        (socket && this.#subscription(socket, method, params, id ?? -1)) ?? this.chain.call(method, params);
      return { ...envelope, result: this.#options.rewrite?.(method, params, result) ?? result };
    } catch (error) {
      const rpc = error instanceof RpcError ? error : new RpcError(String(error));
      return { ...envelope, error: rpc.toJSON() };
    } finally {
      this.chain.tip = tip;
    }
  }

  #subscription(socket: WebSocket, method: string, params: Params, id: string | number): unknown {
    const queries = this.#sockets.get(socket);
    const query = String(params.query ?? '');
    if (!queries || !/^(un)?subscribe(_all)?$/.test(method)) return undefined;
    if (method === 'unsubscribe_all') queries.clear();
    else if (method === 'unsubscribe') {
      if (!queries.delete(query)) throw new RpcError('subscription not found');
    } else {
      if (queries.has(query)) throw new RpcError('already subscribed');
      if (queries.size >= MAX_SUBSCRIPTIONS) throw new RpcError(`max_subscriptions_per_client ${queries.size} reached`);
      queries.set(query, id);
    }
    return {};
  }

  #headers(request: IncomingMessage): Record<string, string> {
    const { cors } = this.#options;
    const headers: Record<string, string> = { 'content-type': 'application/json' };
    if (!cors || (cors !== '*' && cors !== request.headers.origin)) return headers;
    return {
      ...headers,
      'access-control-allow-origin': cors,
      'access-control-allow-headers': 'Content-Type',
      vary: 'Origin',
    };
  }

  #http(request: IncomingMessage, response: ServerResponse) {
    if (request.method === 'OPTIONS') {
      response.writeHead(204, this.#headers(request)).end();
      return;
    }
    const chunks: Buffer[] = [];
    let size = 0;
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size > MAX_BODY) request.destroy();
      chunks.push(chunk);
    });
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      if (request.method === 'GET') this.#get(request, response);
      else this.#post(request, response, body);
    });
  }

  #get(request: IncomingMessage, response: ServerResponse) {
    const address = new URL(request.url ?? '/', 'http://node');
    const prefix = this.chain.version.startsWith('1.') ? /^\/(v1\/)?/ : /^\//;
    const pairs = [...address.searchParams].map(([name, value]) => [name, value.replace(/^"(.*)"$/, '$1')]);
    const rpcRequest = { id: -1, method: address.pathname.replace(prefix, ''), params: Object.fromEntries(pairs) };
    const fault = this.#note('get', [rpcRequest]);
    const answer = this.#answer(rpcRequest);
    const missing = (answer.error as { code?: number } | undefined)?.code === -32601;
    if (missing) response.writeHead(404, { 'content-type': 'text/plain; charset=utf-8' }).end('404 page not found\n');
    else this.#reply(request, response, { status: answer.error ? 500 : 200, text: JSON.stringify(answer), fault });
  }

  #post(request: IncomingMessage, response: ServerResponse, body: string) {
    let parsed: RpcRequest | RpcRequest[];
    try {
      parsed = JSON.parse(body);
    } catch {
      this.#reply(request, response, { status: 500, text: JSON.stringify(PARSE_ERROR) });
      return;
    }
    const requests = [parsed].flat();
    const fault = this.#note('post', requests);
    const answers = requests.filter(({ id }) => id !== undefined && id !== null).map((one) => this.#answer(one));
    const text = answers.length === 0 ? '' : JSON.stringify(Array.isArray(parsed) ? answers : answers[0]);
    const keep = requests.every(
      ({ method, params }, i) => CACHEABLE.has(method) && params?.height && answers[i]?.result,
    );
    this.#reply(request, response, { status: 200, text, fault, keep });
  }

  async #reply(
    request: IncomingMessage,
    response: ServerResponse,
    {
      status,
      text,
      fault,
      keep,
    }: { status: number; text: string; fault?: ReturnType<FaultList['take']>; keep?: boolean },
  ) {
    await this.#pause();
    const headers = this.#headers(request);
    if (breakHttp(fault, request, response, { text, headers })) return;
    if (keep) headers['cache-control'] = 'public, max-age=86400';
    response.writeHead(status, headers).end(text && spoil(text, fault, this.chainId));
  }

  #upgrade(request: IncomingMessage, socket: Duplex, head: Buffer) {
    if (!/^\/(v1\/)?websocket$/.test(request.url ?? '')) {
      socket.destroy();
      return;
    }
    if (breakUpgrade(this.#faults.take(), socket)) return;
    this.#upgrades.handleUpgrade(request, socket, head, (ws) => {
      this.#opened.websockets++;
      this.#sockets.set(ws, new Map());
      ws.on('close', () => this.#sockets.delete(ws));
      ws.on('error', () => {});
      ws.on('message', (data: Buffer) => this.#message(ws, data.toString()));
    });
  }

  async #message(socket: WebSocket, text: string) {
    let request: RpcRequest;
    try {
      request = JSON.parse(text);
    } catch {
      socket.send(JSON.stringify(PARSE_ERROR));
      return;
    }
    const fault = this.#note('websocket', [request]);
    const answer = JSON.stringify(this.#answer(request, socket));
    await this.#pause();
    if (socket.readyState !== 1 || breakMessage(fault, socket, answer)) return;
    socket.send(spoil(answer, fault, this.chainId));
  }

  /** Tells subscribers of a new block. */
  #announce(height: number) {
    for (const [socket, queries] of this.#sockets) {
      for (const [query, id] of queries) {
        const kind = query.match(/tm\.event\s*=\s*'(\w+)'/)?.[1] ?? '';
        for (const { value, events } of this.#events(kind, height)) {
          const data = { type: `tendermint/event/${kind}`, value };
          const result = { query, data, events: { 'tm.event': [kind], ...events } };
          socket.send(JSON.stringify({ jsonrpc: '2.0', id, result }));
        }
      }
    }
  }

  #events(kind: string, height: number): { value: unknown; events?: Record<string, string[]> }[] {
    const { chain } = this;
    const old = { result_begin_block: {}, result_end_block: { validator_updates: [] } };
    if (kind === 'NewBlock') {
      const { block, block_id } = chain.block(height);
      const finalized = { validator_updates: [], app_hash: chain.appHashAfter(height) };
      return [{ value: chain.finalizes ? { block, block_id, result_finalize_block: finalized } : { block, ...old } }];
    }
    if (kind === 'NewBlockHeader') {
      const header = chain.header(height);
      const count = String(chain.txsAt(height).length);
      return [{ value: chain.finalizes ? { header } : { header, num_txs: count, ...old } }];
    }
    if (kind !== 'Tx') return [];
    return chain.txsAt(height).map(({ tx, tx_result, index, hash }) => ({
      value: { TxResult: { height: String(height), ...(index > 0 && { index }), tx, result: tx_result } },
      events: { 'tx.hash': [hash], 'tx.height': [String(height)] },
    }));
  }
}
