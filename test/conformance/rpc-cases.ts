// A recorded call and its reply, judged: what the shipped code reads of it must agree with the chain that is known, and
// what it must not take is refused. One function per method; a method that no shipped code reads is a named skip.
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { resultOf } from '../../src/client/sources/rpc-message.ts';
import type { Network } from './networks.ts';
import { answerOf, type Cases } from './report.ts';
import { block, blockchain, blockResults, blockSearch, header, tx, txSearch } from './rpc-blocks.ts';
import type { Question, RecordedCall } from './rpc-call.ts';
import { broadcast, consensusParams, genesis, genesisChunked, status, subscribe } from './rpc-chain.ts';
import { commit, validators } from './rpc-sets.ts';

export async function checkCall(call: RecordedCall, network: Network | undefined, cases: Cases): Promise<void> {
  if (call.reply.has('error')) return checkRefusal(call, cases);
  const check = METHODS[call.method];
  if (check === undefined) return cases.skip(call.id, `no shipped code reads ${call.method}`);
  if (network === undefined) return cases.skip(call.id, 'nothing is known of this chain');
  const broken = await answerOf(async () => {
    const result = resultOf(call.reply, cometbft.node.classifyRefusal);
    await check({ call, result, network, cases });
    return 'checked';
  });
  if (broken !== 'checked') cases.expect(call.id, 'checked', broken);
}

/** The texts that nodes from 0.34 to 1.0 use, and what they mean (spec section 1.1). */
const REFUSALS: readonly (readonly [string, string])[] = [
  ['must be less than or equal to the current blockchain height', 'source/height-too-high'],
  ['is not available, lowest height is', 'source/pruned'],
  ['could not find results for height', 'source/pruned'],
  [') not found', 'source/not-found'],
  ['transaction indexing is disabled', 'source/no-index'],
];

async function checkRefusal({ id, method, reply }: RecordedCall, cases: Cases): Promise<void> {
  const data = reply.reader('error').object.get('data');
  const text = typeof data === 'string' ? data : '';
  const expected = REFUSALS.find(([part]) => text.includes(part))?.[1] ?? 'source/refused';
  await cases.run(`${id}/${method}`, expected, () => {
    resultOf(reply, cometbft.node.classifyRefusal);
    return 'a result';
  });
}

const METHODS: Readonly<Record<string, ((question: Question) => Promise<void>) | undefined>> = {
  commit,
  validators,
  block,
  block_by_hash: block,
  block_search: blockSearch,
  block_results: blockResults,
  tx,
  tx_search: txSearch,
  blockchain,
  header,
  header_by_hash: header,
  genesis,
  genesis_chunked: genesisChunked,
  consensus_params: consensusParams,
  status,
  subscribe,
  broadcast_tx_sync: broadcast,
  broadcast_tx_async: broadcast,
  broadcast_tx_commit: broadcast,
};

export function methodIsRead(method: string): boolean {
  return METHODS[method] !== undefined;
}
