// JSON-RPC over WebSocket: the way to a default CometBFT node from a browser, since its HTTP side sends no CORS headers.
import type { RpcCall } from '../../chain/conversation.ts';
import type { Reader } from '../../codec/schema.ts';
import { MingzhengError } from '../../core/error.ts';
import { untilAborted } from '../abortable.ts';
import type { RpcTransport } from './json-rpc.ts';
import { type ClassifyRefusal, idOf, parseMessage, printCall, resultOf } from './rpc-message.ts';

const TIMEOUT_MS = 15_000;
/** A node that floods us is cut off: no honest subscription sends more messages between two replies. */
const MAX_UNASKED = 10_000;
const MAX_UNASKED_BYTES = 64 << 20;

interface Waiting {
  resolve(message: Reader): void;
  reject(error: MingzhengError): void;
}

export class WebSocketTransport implements RpcTransport {
  #socket?: Promise<WebSocket>;
  #current?: WebSocket;
  #nextId = 1;
  #unasked = 0;
  #unaskedBytes = 0;
  readonly #waiting = new Map<number, Waiting>();
  readonly #listeners = new Map<number, (result: Reader) => void>();

  constructor(
    private readonly url: string,
    private readonly classify: ClassifyRefusal,
  ) {}

  /** Errors: `source/unreachable`, `source/closed`, `source/timeout`, `client/cancelled`. */
  async call(call: RpcCall, signal: AbortSignal): Promise<Reader> {
    return this.#send(this.#nextId++, call, signal);
  }

  async subscribe(call: RpcCall, onEvent: (result: Reader) => void): Promise<() => void> {
    const id = this.#nextId++;
    this.#listeners.set(id, onEvent);
    await this.#send(id, call, new AbortController().signal);
    return () => this.#listeners.delete(id);
  }

  close(): void {
    const socket = this.#current;
    socket?.close();
    if (socket) this.#closed(socket);
  }

  async #send(id: number, call: RpcCall, signal: AbortSignal): Promise<Reader> {
    const socket = await untilAborted(this.#open(), signal);
    const message = await new Promise<Reader>((resolve, reject) => {
      const stop = this.#abortAfter(id, signal);
      this.#waiting.set(id, {
        resolve(reply) {
          stop();
          resolve(reply);
        },
        reject(error) {
          stop();
          reject(error);
        },
      });
      socket.send(printCall(id, call));
    });
    return resultOf(message, this.classify);
  }

  /** Rejects the call when the person cancels or the time is over; returns how to undo that. */
  #abortAfter(id: number, signal: AbortSignal): () => void {
    const cancel = () => this.#fail(id, new MingzhengError('client/cancelled'));
    const timer = setTimeout(() => this.#fail(id, new MingzhengError('source/timeout')), TIMEOUT_MS);
    signal.addEventListener('abort', cancel);
    if (signal.aborted) queueMicrotask(cancel);
    return () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
  }

  #fail(id: number, error: MingzhengError): void {
    this.#waiting.get(id)?.reject(error);
    this.#waiting.delete(id);
  }

  /** Opens one connection for all callers; a failure is forgotten, so that the next call tries again. */
  #open(): Promise<WebSocket> {
    if (this.#socket) return this.#socket;
    const opening = this.#connect();
    this.#socket = opening;
    opening.catch(() => this.#forget(opening));
    return opening;
  }

  #connect(): Promise<WebSocket> {
    return new Promise((resolve, reject) => {
      const socket = new WebSocket(this.url);
      const timer = setTimeout(() => socket.close(), TIMEOUT_MS);
      socket.addEventListener('open', () => {
        clearTimeout(timer);
        resolve(socket);
      });
      socket.addEventListener('close', () => {
        clearTimeout(timer);
        reject(new MingzhengError('source/unreachable'));
        this.#closed(socket);
      });
      socket.addEventListener('message', (event) => this.#received(event.data));
      this.#current = socket;
    }).catch((cause) => {
      throw cause instanceof MingzhengError ? cause : new MingzhengError('source/unreachable', {}, cause);
    }) as Promise<WebSocket>;
  }

  #forget(opening: Promise<WebSocket>): void {
    if (this.#socket === opening) this.#socket = undefined;
  }

  /** The late end of a connection that was given up must not touch the one that followed it. */
  #closed(socket: WebSocket): void {
    if (this.#current !== socket) return;
    this.#current = undefined;
    this.#socket = undefined;
    for (const id of [...this.#waiting.keys()]) this.#fail(id, new MingzhengError('source/closed'));
  }

  #received(data: unknown): void {
    this.#unaskedBytes += typeof data === 'string' ? data.length : 0;
    try {
      this.#take(parseMessage(typeof data === 'string' ? data : ''));
    } catch {
      this.close(); // what it sends makes no sense
    }
  }

  #take(message: Reader): void {
    const id = idOf(message);
    const waiting = this.#waiting.get(id);
    if (waiting) {
      this.#waiting.delete(id);
      this.#unasked = 0;
      this.#unaskedBytes = 0;
      waiting.resolve(message);
    } else this.#event(id, message);
  }

  #event(id: number, message: Reader): void {
    if (++this.#unasked > MAX_UNASKED || this.#unaskedBytes > MAX_UNASKED_BYTES) this.close();
    const listener = this.#listeners.get(id);
    if (listener && message.has('result')) listener(message.reader('result'));
  }
}
