// JSON-RPC 2.0 messages: made and read strictly, the same for HTTP and WebSocket.
import type { RpcCall, RpcRefusal } from '../../chain/conversation.ts';
import { type Json, type JsonLimits, parseJson } from '../../codec/json.ts';
import { Reader } from '../../codec/schema.ts';
import { MingzhengError } from '../../core/error.ts';

export type ClassifyRefusal = (refusal: RpcRefusal) => MingzhengError;

const LIMITS: JsonLimits = { maxBytes: 32 << 20, maxDepth: 24, maxNodes: 2_000_000 };

export function printCall(id: number, call: RpcCall): string {
  return JSON.stringify({ jsonrpc: '2.0', id, method: call.method, params: call.params });
}

/** Parses a message. What is not JSON at all is usually a portal or a proxy's page. Errors: `source/not-json`. */
export function parseMessage(text: Uint8Array | string): Reader {
  try {
    return Reader.of(parseJson(text, LIMITS));
  } catch (cause) {
    throw new MingzhengError('source/not-json', {}, cause);
  }
}

/** The id of a reply, -1 where it has none that a client of ours could have sent. */
export function idOf(message: Reader): number {
  return Number(message.integer('id', -1n, BigInt(Number.MAX_SAFE_INTEGER), -1n));
}

/**
 * The result, or the refusal as an error. A result that is no object stands in a member `value`. Errors: `source/not-found`
 * for null, `source/contradiction` where a reply carries both or neither.
 */
export function resultOf(message: Reader, classify: ClassifyRefusal): Reader {
  const hasError = message.has('error');
  const hasResult = message.has('result');
  // FISCO BCOS 2.x answers so where it does not have what was asked for.
  if (!hasError && message.object.get('result') === null) throw new MingzhengError('source/not-found');
  if (hasError === hasResult) throw new MingzhengError('source/contradiction', { member: 'error' });
  if (!hasError) return objectOf(message.object.get('result')!);
  const error = message.reader('error');
  throw classify({
    code: error.int64('code', 0n),
    message: optionalText(error, 'message'),
    data: optionalText(error, 'data'),
  });
}

function objectOf(result: Json): Reader {
  return Reader.of(result instanceof Map ? result : new Map([['value', result]]), '$.result');
}

function optionalText(reader: Reader, key: string): string {
  return reader.has(key) ? reader.string(key, 100_000) : '';
}
