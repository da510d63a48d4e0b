// JSON-RPC over HTTP POST, with limits on time and size. Nodes answer browsers only where their operator allows it (CORS).
import type { RpcCall } from '../../chain/conversation.ts';
import { concatBytes } from '../../codec/bytes.ts';
import type { Reader } from '../../codec/schema.ts';
import { MingzhengError } from '../../core/error.ts';
import type { RpcTransport } from './json-rpc.ts';
import { type ClassifyRefusal, idOf, parseMessage, printCall, resultOf } from './rpc-message.ts';

const TIMEOUT_MS = 15_000;
const MAX_REPLY_BYTES = 32 << 20;

export class HttpTransport implements RpcTransport {
  #nextId = 1;

  constructor(
    private readonly url: string,
    private readonly classify: ClassifyRefusal,
  ) {}

  /** Errors: `source/unreachable`, `source/timeout`, `source/too-many-requests`, `source/server-error`, `source/reply-too-large`. */
  async call(call: RpcCall, signal: AbortSignal): Promise<Reader> {
    const id = this.#nextId++;
    const timeout = AbortSignal.timeout(TIMEOUT_MS);
    const both = AbortSignal.any([signal, timeout]);
    try {
      const response = await fetch(this.url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: printCall(id, call),
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        signal: both,
      });
      checkStatus(response);
      const message = parseMessage(await readLimited(response, MAX_REPLY_BYTES));
      if (idOf(message) !== id) throw new MingzhengError('source/wrong-id', { found: idOf(message), expected: id });
      return resultOf(message, this.classify);
    } catch (error) {
      throw asSourceError(error, signal, timeout);
    }
  }

  close(): void {}
}

/** A node answers errors of its own with status 500 and JSON inside; only a body that is not JSON is the server's failure. */
function checkStatus(response: Response): void {
  if (response.status === 429)
    throw new MingzhengError('source/too-many-requests', { retryAfterMs: retryAfterMs(response) });
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  if (!response.ok && !isJson) throw new MingzhengError('source/server-error', { status: response.status });
}

/** Seconds or an HTTP date; nonsense and negative values count as nothing. */
function retryAfterMs(response: Response): number {
  const text = response.headers.get('retry-after') ?? '';
  const ms = /^\d{1,9}$/.test(text) ? Number(text) * 1000 : Date.parse(text) - Date.now();
  return Number.isFinite(ms) && ms > 0 ? ms : 0;
}

/** Reads a body piece by piece and stops at the limit. */
export async function readLimited(
  response: Response,
  limit: number,
  onChunk: () => void = () => undefined,
): Promise<Uint8Array> {
  const reader = response.body?.getReader();
  const chunks: Uint8Array[] = [];
  let size = 0;
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true, value: undefined };
    if (done || value === undefined) return concatBytes(...chunks);
    onChunk();
    size += value.length;
    if (size > limit) {
      await reader?.cancel();
      throw new MingzhengError('source/reply-too-large', { limit });
    }
    chunks.push(value);
  }
}

function asSourceError(error: unknown, signal: AbortSignal, timeout: AbortSignal): MingzhengError {
  if (error instanceof MingzhengError) return error;
  if (signal.aborted) return new MingzhengError('client/cancelled');
  return new MingzhengError(timeout.aborted ? 'source/timeout' : 'source/unreachable', {}, error);
}
