// One recorded call with its reply, how its parameters are read, and how the family's conversations run on replies at hand.
import { headerHash } from '../../src/chain/cometbft/hash.ts';
import type { Conversation, RpcCall } from '../../src/chain/conversation.ts';
import { bytesEqual, fromBase64, fromHex } from '../../src/codec/bytes.ts';
import { JsonNumber, type JsonObject } from '../../src/codec/json.ts';
import type { Reader } from '../../src/codec/schema.ts';
import type { Network } from './networks.ts';
import type { Cases } from './report.ts';

export interface RecordedCall {
  readonly id: string;
  readonly method: string;
  readonly params: JsonObject;
  /** The whole message, with `result` or `error`. */
  readonly reply: Reader;
}

export interface Question {
  readonly call: RecordedCall;
  readonly result: Reader;
  readonly network: Network;
  readonly cases: Cases;
}

/** A parameter of a call that the shipped code makes: CometBFT's go by name. */
export function namedParam({ params }: RpcCall, key: string): string {
  return Array.isArray(params) ? '' : String((params as Readonly<Record<string, unknown>>)[key]);
}

/** Runs a conversation on replies at hand. */
export function converse<Result>(conversation: Conversation<Result>, answer: (call: RpcCall) => Reader): Result {
  let next = conversation.next();
  while (!next.done) next = conversation.next(answer(next.value));
  return next.value;
}

export function param(call: RecordedCall, key: string): string | undefined {
  const value = call.params.get(key);
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'string' && value !== '' ? value : typeof value === 'boolean' ? String(value) : undefined;
}

export function heightParam(call: RecordedCall, key = 'height'): bigint | undefined {
  const text = param(call, key);
  return text !== undefined && /^[1-9]\d*$/.test(text) ? BigInt(text) : undefined;
}

/** Hashes are base64 in a POST and hex after `0x` in a GET. */
export function hashParam(call: RecordedCall): Uint8Array | undefined {
  const text = param(call, 'hash');
  if (text === undefined) return undefined;
  return text.startsWith('0x') ? fromHex(text.slice(2)) : fromBase64(text);
}

export const isKnown = (known: Uint8Array | undefined, found: Uint8Array) =>
  known === undefined || bytesEqual(known, found);

export function knownHash(network: Network, height: bigint): Uint8Array | undefined {
  const header = network.isRecording ? network.header(height) : undefined;
  return header && headerHash(header);
}
