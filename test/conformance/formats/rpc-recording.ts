// `rpc.jsonl(.gz)`: what a node answered to GET requests, one a row: `{height, request, response}`. Judged by the same checks as
// other recorded replies; what is no JSON at all stands as `{http_status, body}`.
import type { Reader } from '../../../src/codec/schema.ts';
import { textOf } from '../fields.ts';
import type { DataFile } from '../file-tree.ts';
import type { Format, World } from '../format.ts';
import type { RecordedCall } from '../rpc-call.ts';
import { checkCall } from '../rpc-cases.ts';
import { callOfUrl, checkAllPages, checkNoJson } from './recorded.ts';

export const rpcRecording: Format = {
  matches: (file) => file.plainName === 'rpc.jsonl',
  async run(file, cases, world) {
    const rows = await file.rows();
    const network = await networkOf(file, rows, world);
    const sets: RecordedCall[] = [];
    for (const [i, row] of rows.entries())
      await cases.row(`row ${i + 1}`, async () => {
        const call = callOf(row, i);
        if (call.reply.has('http_status')) return checkNoJson(textOf(call.reply, 'body'), call.id, cases);
        await checkCall(call, network, cases);
        if (call.method === 'validators') sets.push(call);
      });
    if (network) await cases.row('pages', () => checkAllPages(sets, network, cases));
  },
};

function callOf(row: Reader, index: number): RecordedCall {
  const request = textOf(row, 'request');
  return callOfUrl(request, row.reader('response'), `row ${index + 1} (${request.slice(0, 60)})`);
}

/** Any header of the replies says which chain it is. */
async function networkOf(file: DataFile, rows: readonly Reader[], world: World) {
  const chainId = /"chain_id":\s*"([^"]+)"/.exec((await file.text()).slice(0, 1 << 20))?.[1];
  return rows.length === 0 ? undefined : world.networks.of(file, chainId);
}
