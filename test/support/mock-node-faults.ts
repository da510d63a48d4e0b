// How a mock node misbehaves: which fault applies to a request, and what it does to an HTTP reply or a WebSocket message.

import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';

/**
 * refuse: no one listens. blackhole: connections open, no answer ever. reset: the connection is reset instead of an answer.
 * stall: half an answer, then silence. truncate: half an answer, then the end. http-429 (with Retry-After), http-500, html
 * (a login page): the answers of what stands in front of a node. wrong-id: the id of another request. error-and-result: both
 * in one answer. not-json. stale: the chain goes on, this node does not. other-chain: a node of another network. ws-drop: the
 * WebSocket breaks at every message; HTTP works. flood: far more bytes than anyone asked for.
 */
export type FaultKind =
  | 'refuse'
  | 'blackhole'
  | 'reset'
  | 'stall'
  | 'truncate'
  | 'http-429'
  | 'http-500'
  | 'html'
  | 'wrong-id'
  | 'error-and-result'
  | 'not-json'
  | 'stale'
  | 'other-chain'
  | 'ws-drop'
  | 'flood';

export interface Fault {
  kind: FaultKind;
  /** Only for these methods; without it for every request, and for new WebSocket connections too. */
  methods?: readonly string[];
  /** Only for so many requests; then the node behaves again. */
  times?: number;
}

export type Faults = FaultKind | Fault | readonly (FaultKind | Fault)[] | undefined;

export const RETRY_AFTER_SECONDS = 2;
export const FLOOD_LIMIT_BYTES = 64 << 20;
const FLOOD_CHUNK = 'x'.repeat(1 << 18);
const LOGIN_PAGE =
  '<!doctype html><html><head><title>Sign in</title></head><body>Please sign in to this network.</body></html>';

/** The faults in force; each is used up as its `times` says. */
export class FaultList {
  #left: { fault: Fault; uses: number }[];

  constructor(faults: Faults) {
    const list = faults === undefined ? [] : ([faults].flat() as (FaultKind | Fault)[]);
    this.#left = list.map((entry) => {
      const fault = typeof entry === 'string' ? { kind: entry } : entry;
      return { fault, uses: fault.times ?? Number.POSITIVE_INFINITY };
    });
  }

  /** Whether a fault of this kind is set for everything. Uses nothing up. */
  has(kind: FaultKind): boolean {
    return this.#left.some(({ fault, uses }) => fault.kind === kind && uses > 0);
  }

  /** The fault for a request of these methods; for a new connection there are none. */
  take(methods: readonly string[] = []): FaultKind | undefined {
    const hit = this.#left.find(
      ({ fault, uses }) => uses > 0 && (fault.methods?.some((m) => methods.includes(m)) ?? true),
    );
    if (hit && methods.length > 0) hit.uses--;
    return hit?.fault.kind;
  }
}

/** Changes the answer itself. */
export function spoil(text: string, fault: FaultKind | undefined, chainId: string): string {
  if (fault === 'other-chain') return text.replaceAll(JSON.stringify(chainId), '"another-chain"');
  if (fault === 'not-json') return text.slice(1);
  if (fault !== 'wrong-id' && fault !== 'error-and-result') return text;
  const spoilOne = (answer: Record<string, unknown>) =>
    fault === 'wrong-id'
      ? { ...answer, id: typeof answer.id === 'number' ? answer.id + 1000 : `other-${answer.id}` }
      : { ...answer, result: answer.result ?? {}, error: { code: -32603, message: 'Internal error', data: 'both' } };
  const parsed = JSON.parse(text);
  return JSON.stringify(Array.isArray(parsed) ? parsed.map(spoilOne) : spoilOne(parsed));
}

const STATUS_REPLIES: Partial<Record<FaultKind, [number, Record<string, string>, string]>> = {
  'http-429': [429, { 'retry-after': String(RETRY_AFTER_SECONDS), 'content-type': 'text/plain' }, 'too many requests'],
  'http-500': [500, { 'content-type': 'text/plain' }, 'internal server error'],
  html: [200, { 'content-type': 'text/html; charset=utf-8' }, LOGIN_PAGE],
};

function floodHttp(response: ServerResponse, headers: Record<string, string>) {
  response.writeHead(200, headers);
  response.write('{"jsonrpc":"2.0","id":1,"result":{"filler":"');
  let sent = 0;
  const more = () => {
    while (sent < FLOOD_LIMIT_BYTES && !response.destroyed) {
      sent += FLOOD_CHUNK.length;
      if (!response.write(FLOOD_CHUNK)) return;
    }
    response.end('"}}');
  };
  response.on('drain', more);
  more();
}

/** Breaks an HTTP reply; false where the fault is not one of transport and the answer goes out as usual. */
export function breakHttp(
  fault: FaultKind | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  reply: { text: string; headers: Record<string, string> },
): boolean {
  const { text, headers } = reply;
  const status = fault && STATUS_REPLIES[fault];
  if (status) response.writeHead(status[0], { ...headers, ...status[1] }).end(status[2]);
  else if (fault === 'reset') request.socket.resetAndDestroy();
  else if (fault === 'flood') floodHttp(response, headers);
  else if (fault === 'stall' || fault === 'truncate') {
    response.writeHead(200, { ...headers, 'content-length': String(Buffer.byteLength(text)) });
    response.write(text.slice(0, text.length >> 1), () => fault === 'truncate' && request.socket.destroy());
  } else return fault === 'blackhole';
  return true;
}

/** Breaks the opening of a WebSocket; false where it may open. */
export function breakUpgrade(fault: FaultKind | undefined, socket: Duplex): boolean {
  const status = fault && STATUS_REPLIES[fault];
  if (status) {
    const lines = Object.entries(status[1]).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.end(`HTTP/1.1 ${status[0]} mock\r\n${lines.join('')}connection: close\r\n\r\n${status[2]}`);
  } else if (fault === 'reset') socket.destroy();
  else return fault === 'blackhole';
  return true;
}

function floodSocket(socket: WebSocket) {
  let sent = 0;
  const more = () => {
    if (socket.readyState !== 1 || sent >= FLOOD_LIMIT_BYTES) return;
    if (socket.bufferedAmount < 8 << 20) {
      const filler = { jsonrpc: '2.0', id: -1, result: { filler: FLOOD_CHUNK } };
      socket.send(JSON.stringify(filler));
      sent += FLOOD_CHUNK.length;
    }
    setTimeout(more, 1);
  };
  more();
}

/** Breaks the answer to a WebSocket message; false where it goes out as usual. */
export function breakMessage(fault: FaultKind | undefined, socket: WebSocket, text: string): boolean {
  if (fault === 'reset' || fault === 'ws-drop') socket.terminate();
  else if (fault === 'stall') socket.send(text.slice(0, text.length >> 1), { fin: false });
  else if (fault === 'truncate') socket.send(text.slice(0, text.length >> 1));
  else if (fault === 'html') socket.send(LOGIN_PAGE);
  else if (fault === 'http-429') socket.close(1013, 'too many requests');
  else if (fault === 'http-500') socket.close(1011, 'internal error');
  else if (fault === 'flood') floodSocket(socket);
  else return fault === 'blackhole';
  return true;
}
