// From an address to a source: archives over HTTP, nodes over WebSocket or HTTP.
import type { ChainFamily, Profile } from '../chain/chain.ts';
import { MingzhengError } from '../core/error.ts';
import { ArchiveSource, type FetchFile } from './archive/source.ts';
import type { Source } from './ports.ts';
import { HttpTransport, readLimited } from './sources/http.ts';
import { JsonRpcSource } from './sources/json-rpc.ts';
import { WebSocketTransport } from './sources/web-socket.ts';

export type SourceKind = 'archive' | 'websocket' | 'http' | 'files';

export interface SourceAddress {
  readonly id: string;
  readonly kind: SourceKind;
  readonly address: string;
  readonly operator: string;
}

/** The kind that an address speaks for itself. Errors: `source/bad-address`, `source/insecure-address`. */
export function kindOfAddress(address: string): SourceKind {
  let url: URL;
  try {
    url = new URL(address);
  } catch (cause) {
    throw new MingzhengError('source/bad-address', { address: address.slice(0, 100) }, cause);
  }
  if (url.username || url.password) throw new MingzhengError('source/bad-address', { address: url.host });
  const isLocal = ['localhost', '127.0.0.1'].includes(url.hostname);
  const isSecure = url.protocol === 'wss:' || url.protocol === 'https:';
  if (!isSecure && !isLocal) throw new MingzhengError('source/insecure-address', { address: url.host });
  if (url.protocol === 'wss:' || url.protocol === 'ws:') return 'websocket';
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw new MingzhengError('source/bad-address', { address: url.protocol });
  return url.pathname.endsWith('/') && url.pathname !== '/' ? 'archive' : 'http';
}

/** Nodes of a family without a subscription are asked over HTTP. Errors: `source/no-websocket`. */
export function checkTransport(family: ChainFamily, kind: SourceKind, address: string): void {
  if (kind === 'websocket' && !family.node.newBlock)
    throw new MingzhengError('source/no-websocket', { address: address.slice(0, 100) });
}

/** `base` is the address of the page, for archives that are bundled with the app. Errors: `source/no-websocket`. */
export function openSource(from: SourceAddress, family: ChainFamily, profile: Profile, base?: string): Source {
  const { id, operator, address } = from;
  const classify = family.node.classifyRefusal;
  if (from.kind === 'archive')
    return new ArchiveSource(id, operator, family, profile, fetchFrom(new URL(address, base).href));
  checkTransport(family, from.kind, address);
  const transport =
    from.kind === 'websocket' ? new WebSocketTransport(address, classify) : new HttpTransport(address, classify);
  return new JsonRpcSource(id, operator, family, profile, transport);
}

/** A server that sends nothing for so long is given up. */
const IDLE_MS = 20_000;

/** Files below an address that ends in a slash. Errors: `source/...`, `client/cancelled`. */
export function fetchFrom(base: string): FetchFile {
  return async (path, maxBytes, signal) => {
    const idle = new IdleTimer(IDLE_MS);
    const both = AbortSignal.any([signal, idle.signal]);
    try {
      const response = await fetch(new URL(path, base), { credentials: 'omit', redirect: 'error', signal: both });
      if (response.status === 404) throw new MingzhengError('source/not-found', { path });
      if (!response.ok) throw new MingzhengError('source/server-error', { status: response.status });
      return await readLimited(response, maxBytes, () => idle.restart());
    } catch (cause) {
      if (cause instanceof MingzhengError) throw cause;
      const code = signal.aborted ? 'client/cancelled' : idle.signal.aborted ? 'source/timeout' : 'source/unreachable';
      throw new MingzhengError(code, { path }, cause);
    } finally {
      idle.stop();
    }
  };
}

/** Aborts its signal when it was not restarted for a while. */
class IdleTimer {
  readonly #controller = new AbortController();
  #timer?: ReturnType<typeof setTimeout>;

  constructor(private readonly ms: number) {
    this.restart();
  }

  get signal(): AbortSignal {
    return this.#controller.signal;
  }

  restart(): void {
    this.stop();
    this.#timer = setTimeout(() => this.#controller.abort(), this.ms);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
