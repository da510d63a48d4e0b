// Replies about blocks: headers, transactions with their proofs, results, and history.
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { commitHash, headerHash, resultsHash } from '../../src/chain/cometbft/hash.ts';
import {
  checkExecution,
  checkTransaction,
  proveExecution,
  proveTransaction,
  readTransactionReply,
} from '../../src/chain/cometbft/inclusion.ts';
import { readBlockId, readCommit, readHeader } from '../../src/chain/cometbft/json.ts';
import type { Header } from '../../src/chain/cometbft/model.ts';
import { fetchHistory, fetchResults, fetchTransaction, fetchTransactions } from '../../src/chain/cometbft/rpc.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import type { Reader } from '../../src/codec/schema.ts';
import type { Network } from './networks.ts';
import { justAfter } from './profiles.ts';
import { allHold, refusedOr } from './report.ts';
import { converse, hashParam, heightParam, isKnown, knownHash, type Question, type RecordedCall } from './rpc-call.ts';

export async function block(question: Question): Promise<void> {
  const { call, result, cases } = question;
  if (result.has('block')) return checkBlock(question, result, call.id);
  const ask = () => String(converse(fetchTransactions(1n), () => result).length);
  await cases.run(`${call.id}/${call.method}`, 'refused', () => refusedOr(ask));
}

export async function blockSearch(question: Question): Promise<void> {
  const { call, result, cases } = question;
  const found = result.readers('blocks', 10_000, true);
  for (const [i, item] of found.entries()) await checkBlock(question, item, `${call.id}/${i}`);
  if (found.length === 0) cases.expect(`${call.id}/block_search`, '0', `${result.int64('total_count')}`);
}

async function checkBlock({ call, network, cases }: Question, reply: Reader, id: string): Promise<void> {
  const block = reply.reader('block');
  const header = readHeader(block.reader('header'));
  const hash = headerHash(header);
  const last = block.has('last_commit') ? commitHash(readCommit(block.reader('last_commit'))) : undefined;
  const isOwnChain = header.chainId === network.chainId;
  const asked = call.method === 'block_by_hash' ? hashParam(call) : undefined;
  const claims = {
    'block_id.hash': bytesEqual(hash, readBlockId(reply, 'block_id').hash),
    last_commit_hash: isKnown(last, header.lastCommitHash),
    'known block': !isOwnChain || isKnown(knownHash(network, header.height), hash),
    'hash asked for': isKnown(asked, hash),
    height: (heightParam(call) ?? header.height) === header.height,
  };
  cases.expect(`${id}/${call.method}`, 'ok', allHold(claims));
  await checkTransactions(reply, header, { network, cases }, id);
}

/** The transactions make up data_hash, and each has its proof. */
async function checkTransactions(
  reply: Reader,
  header: Header,
  { network, cases }: Pick<Question, 'network' | 'cases'>,
  id: string,
): Promise<void> {
  let transactions: Uint8Array[] = [];
  await cases.run(`${id}/data-hash`, 'ok', () => {
    transactions = converse(fetchTransactions(header.height), () => reply);
    return 'ok';
  });
  for (const index of transactions.keys())
    await cases.run(`${id}/transaction ${index}`, 'ok', () => {
      checkTransaction(network.profile, header, proveTransaction(transactions, index));
      return 'ok';
    });
}

export async function blockResults({ call, result, network, cases }: Question): Promise<void> {
  const height = result.int64('height');
  const next = network.header(height + 1n);
  if (next === undefined) return cases.skip(`${call.id}/block_results`, 'the header that proves them is not at hand');
  const results = converse(fetchResults(heightParam(call) ?? height), () => result);
  const isHash = bytesEqual(resultsHash(results), next.lastResultsHash);
  cases.expect(`${call.id}/block_results`, 'ok', allHold({ last_results_hash: isHash }));
  for (const index of results.keys())
    await cases.run(`${call.id}/result ${index}`, 'ok', () => {
      const proof = proveExecution(results, index);
      checkExecution(next, proof, proof.path);
      return 'ok';
    });
}

/** Without being asked, or where the block is pruned, a node gives no proof; Go then prints nothing or empty values. */
function hasProof(entry: Reader): boolean {
  return entry.has('proof') && entry.reader('proof').hex('root_hash').length > 0;
}

/** A reply without a proof must not be taken for one. */
export async function tx({ call, result, network, cases }: Question): Promise<void> {
  const hash = hashParam(call) ?? result.hex('hash');
  const ask = () =>
    provenIn(
      network,
      converse(fetchTransaction(hash), () => result),
    );
  if (hasProof(result)) await cases.run(`${call.id}/tx`, 'ok', ask);
  else await cases.run(`${call.id}/tx without proof`, 'refused', () => refusedOr(ask));
}

export async function txSearch({ call, result, network, cases }: Question): Promise<void> {
  const found = result.readers('txs', 10_000, true);
  for (const [i, entry] of found.entries()) {
    const ask = () => provenIn(network, readTransactionReply(entry, entry.hex('hash')));
    if (hasProof(entry)) await cases.run(`${call.id}/tx_search/${i}`, 'ok', ask);
    else await cases.run(`${call.id}/tx_search/${i} without proof`, 'refused', () => refusedOr(ask));
  }
  if (found.length === 0) cases.skip(`${call.id}/tx_search`, 'the reply holds no transaction');
}

/** The proof leads to the data_hash of the header, where that is known; without, it agrees with itself. */
function provenIn(network: Network, { height, proof }: ReturnType<typeof readTransactionReply>): string {
  const header = network.isRecording ? network.header(height) : undefined;
  if (header) checkTransaction(network.profile, header, proof);
  return 'ok';
}

export async function blockchain({ call, result, network, cases }: Question): Promise<void> {
  const metas = result.readers('block_metas', 100, true);
  const headers = metas.map((meta) => readHeader(meta.reader('header')));
  for (const [i, header] of headers.entries()) {
    const hash = headerHash(header);
    const isNamed = bytesEqual(hash, readBlockId(metas[i]!, 'block_id').hash);
    const claims = { 'block_id.hash': isNamed, 'known block': isKnown(knownHash(network, header.height), hash) };
    cases.expect(`${call.id}/meta ${header.height}`, 'ok', allHold(claims));
  }
  const top = headers[0];
  if (top) await cases.run(`${call.id}/blockchain/history`, 'ok', () => historyAnswer(call, result, network, headers));
}

/** The reply as history from its newest header down, linked by hash. */
function historyAnswer(call: RecordedCall, result: Reader, network: Network, headers: readonly Header[]): string {
  const [top, bottom] = [headers[0]!, headers.at(-1)!];
  const frames = converse(fetchHistory(heightParam(call, 'minHeight') ?? bottom.height, top.height), () => result);
  const above = network.block(top.height + 1n);
  let target = above ? cometbft.parentOf(above) : { height: top.height, hash: headerHash(top), before: justAfter(top) };
  for (const frame of frames.reverse())
    target = cometbft.parentOfFrame(cometbft.linkFrame(network.profile, frame, target));
  return allHold({ bottom: target.height === bottom.height - 1n });
}

export async function header({ call, result, network, cases }: Question): Promise<void> {
  const id = `${call.id}/${call.method}`;
  if (!result.has('header'))
    return cases.expect(id, 'refused', await refusedOr(() => `${readHeader(result.reader('header')).height}`));
  const found = readHeader(result.reader('header'));
  const hash = headerHash(found);
  const claims = {
    'known block': isKnown(knownHash(network, found.height), hash),
    'hash asked for': isKnown(hashParam(call), hash),
    height: (heightParam(call) ?? found.height) === found.height,
  };
  cases.expect(id, 'ok', allHold(claims));
}
