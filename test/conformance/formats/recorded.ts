// Recorded replies of a node, in the files of a network: calls over POST (`commit.jsonl.gz` and its like), over GET
// (`http_get`), odd bodies (`raw_post`) and one WebSocket session (`websocket`).

import { parseMessage } from '../../../src/client/sources/rpc-message.ts';
import type { JsonObject } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { parseModel } from '../file-tree.ts';
import type { Format } from '../format.ts';
import type { Network } from '../networks.ts';
import type { Cases } from '../report.ts';
import type { RecordedCall } from '../rpc-call.ts';
import { checkCall, methodIsRead } from '../rpc-cases.ts';
import { checkEvent } from '../rpc-chain.ts';
import { checkPages } from '../rpc-sets.ts';

const CALL_FILES =
  /^(commit|validators|block(_by_hash|_results|_search|chain)?|tx|tx_search|header(_by_hash)?|abci_query|abci_info|genesis(_chunked)?|consensus_params|status|health|net_info|misc|errors|pruned_node)\.jsonl$/;

export const recordedCalls: Format = {
  matches: (file) => CALL_FILES.test(file.plainName),
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    const calls = (await file.rows()).map((row, i) => callOf(row, `row ${i + 1}`));
    if (isUnread(calls)) return cases.skip('', `no shipped code reads ${calls[0]!.method}`);
    for (const call of calls) await checkCall(call, network, cases);
    if (file.plainName === 'validators.jsonl' && network) await checkAllPages(calls, network, cases);
  },
};

/** A file whose every row is a method that nothing reads is one skip. */
function isUnread(calls: readonly RecordedCall[]): boolean {
  return calls.length > 0 && calls.every(({ method, reply }) => !methodIsRead(method) && !reply.has('error'));
}

const EMPTY: JsonObject = new Map();

/** A row is a POST (`method`, `params`) or, in some files, a GET (`get`). */
function callOf(row: Reader, id: string): RecordedCall {
  if (row.has('get')) return callOfUrl(row.string('get', 10_000), row.reader('reply'), id);
  const params = row.object.get('params');
  return {
    id,
    method: row.string('method'),
    params: params instanceof Map ? (params as JsonObject) : EMPTY,
    reply: row.reader('reply'),
  };
}

/** Groups pages by height and page size; complete groups are read as the client reads them. */
export async function checkAllPages(calls: readonly RecordedCall[], network: Network, cases: Cases): Promise<void> {
  const groups = new Map<string, RecordedCall[]>();
  for (const call of calls.filter(({ reply }) => reply.has('result'))) {
    const key = `${call.reply.reader('result').int64('block_height')}/${String(call.params.get('per_page') ?? '')}`;
    groups.set(key, [...(groups.get(key) ?? []), call]);
  }
  for (const [key, pages] of groups) {
    const results = pages.map((call) => call.reply.reader('result'));
    const members = results.reduce((sum, result) => sum + result.int64('count'), 0n);
    if (members === results[0]!.int64('total')) await checkPages(pages, BigInt(key.split('/')[0]!), network, cases);
  }
}

export const httpGet: Format = {
  matches: (file) => file.plainName === 'http_get.jsonl',
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    for (const [i, row] of (await file.rows()).entries()) {
      const get = row.string('get', 10_000);
      const reply = row.object.get('reply');
      if (!(reply instanceof Map)) await checkNoJson(String(reply ?? ''), `row ${i + 1}`, cases);
      else await checkCall(callOfUrl(get, Reader.of(reply as JsonObject), `row ${i + 1}`), network, cases);
    }
  },
};

/** `/method?key=value`, where texts stand in double quotes. */
export function callOfUrl(get: string, reply: Reader, id: string): RecordedCall {
  const url = new URL(get, 'http://node');
  const params = [...url.searchParams].map(([key, value]): [string, string] => [key, value.replace(/^"(.*)"$/, '$1')]);
  return { id, method: url.pathname.replace(/^\/(v1\/)?/, ''), params: new Map(params), reply };
}

export const rawPost: Format = {
  matches: (file) => file.plainName === 'raw_post.jsonl',
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    for (const [i, row] of (await file.rows()).entries()) await checkPost(row, `row ${i + 1}`, network, cases);
  },
};

async function checkPost(row: Reader, id: string, network: Network | undefined, cases: Cases): Promise<void> {
  const text = row.string('reply_text', 1 << 25);
  const parsed = tryParse(text);
  if (parsed === undefined) return checkNoJson(text, id, cases);
  const replies = many(parsed);
  const calls = many(tryParse(row.string('body', 1 << 25)));
  for (const [i, reply] of replies.entries()) {
    const name = replies.length > 1 ? `${id}/${i}` : id;
    await checkCall(sentCall(calls[i], Reader.of(reply as JsonObject), name), network, cases);
  }
}

/** A body that is no JSON, or none at all, must be refused as such. */
export function checkNoJson(text: string, id: string, cases: Cases): Promise<void> {
  return cases.run(`${id}/no JSON`, 'source/not-json', () => `an object at ${parseMessage(text).path}`);
}

const many = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [value]);

function tryParse(text: string): unknown {
  try {
    return parseModel(text);
  } catch {
    return undefined; // a body that is no JSON, sent on purpose
  }
}

/** Positional parameters: the height is the first one of every method recorded so. */
function sentCall(sent: unknown, reply: Reader, id: string): RecordedCall {
  const message = sent instanceof Map ? Reader.of(sent as JsonObject) : undefined;
  const params = message?.object.get('params');
  const named = Array.isArray(params) ? new Map([['height', params[0]]]) : params;
  return {
    id,
    method: message?.has('method') ? message.string('method') : '(no method)',
    params: named instanceof Map ? (named as JsonObject) : EMPTY,
    reply,
  };
}

export const webSocket: Format = {
  matches: (file) => file.plainName === 'websocket.jsonl',
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    const sent = new Map<string, unknown>();
    for (const [i, row] of (await file.rows()).entries()) {
      if (row.string('dir') === 'event') continue;
      const message = tryParse(row.string('text', 1 << 25));
      const id = idOf(message);
      if (row.string('dir') === 'out') sent.set(id, message);
      else await checkMessage(Reader.of(message as JsonObject), sent, id, `row ${i + 1}`, network, cases);
    }
  },
};

const idOf = (message: unknown) =>
  message instanceof Map ? JSON.stringify((message as JsonObject).get('id') ?? null) : 'null';

/** The first message with an id answers the call; later ones with the same id are events. */
async function checkMessage(
  message: Reader,
  sent: Map<string, unknown>,
  id: string,
  name: string,
  network: Network | undefined,
  cases: Cases,
): Promise<void> {
  const isReply = sent.has(id) || message.has('error');
  if (!isReply) return checkEvent(name, message.reader('result'), network, cases);
  await checkCall(sentCall(sent.get(id), message, name), network, cases);
  sent.delete(id);
}
