// `rpc_fixtures/<node>/{incoming,outgoing}/*.json` of tendermint-rs: recorded replies, and the requests that they answer.
import type { JsonObject } from '../../../src/codec/json.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { DataFile } from '../file-tree.ts';
import { type Format, skipped } from '../format.ts';
import type { RecordedCall } from '../rpc-call.ts';
import { checkCall, methodIsRead } from '../rpc-cases.ts';
import { checkEvent } from '../rpc-chain.ts';

const isIn = (folder: string) => (file: DataFile) => file.folders.at(-1) === folder && file.name.endsWith('.json');

export const outgoing = skipped('a request: it is read together with its reply', isIn('outgoing'));

export const incoming: Format = {
  matches: isIn('incoming'),
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    const message = await file.reader();
    if (!message.has('error') && !message.has('result')) return cases.skip('', 'an empty reply');
    const data = message.has('result') ? message.reader('result').object.get('data') : undefined;
    if (data instanceof Map) return checkEvent('', message.reader('result'), network, cases);
    const call = await requestOf(file, message);
    if (!methodIsRead(call.method) && message.has('result'))
      return cases.skip('', `no shipped code reads ${call.method}`);
    await checkCall(call, network, cases);
  },
};

/** The request of the same name, or what the name says. The hash asked for was not the one recorded (`block_by_hash`). */
async function requestOf(file: DataFile, reply: Reader): Promise<RecordedCall> {
  const path = `${file.folder}/${file.name}`.replace(/incoming\/([^/]*)$/, 'outgoing/$1').replace(/^\//, '');
  const hasRequest = path.includes('outgoing/') && (await file.tree.list()).includes(path);
  const request = hasRequest ? await new DataFile(file.tree, path).reader() : undefined;
  const params = new Map(request?.optionalReader('params')?.object ?? impliedParams(file.name));
  const method = request?.string('method') ?? impliedMethod(file.name);
  if (method === 'block_by_hash') params.delete('hash');
  return { id: '', method, params, reply };
}

const METHODS = ['block_by_hash', 'block_results', 'block_search', 'blockchain', 'consensus_params', 'tx_search'];

function impliedMethod(name: string): string {
  const stem = name.replace(/\.json$/, '');
  return METHODS.find((method) => stem.startsWith(method)) ?? stem.replace(/_(at|from|with|no|prove)_.*$/, '');
}

function impliedParams(name: string): JsonObject {
  const height = /at_height_(\d+)/.exec(name)?.[1];
  const prove = /with_prove/.test(name) ? true : /no_prove/.test(name) ? false : undefined;
  return new Map<string, string | boolean>([
    ...(height === undefined ? [] : ([['height', height]] as const)),
    ...(prove === undefined ? [] : ([['prove', prove]] as const)),
  ]);
}
