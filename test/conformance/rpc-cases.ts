// A recorded call and its reply, judged: what the shipped code reads of it must agree with the chain that is known, and
// what it must not take is refused. One function per method; a method that no shipped code reads is a named skip.
import { consensusHash, headerHash, makeValidatorSet, resultsHash, transactionHash } from '../../src/chain/cometbft/hash.ts';
import { commitHash } from '../../src/chain/cometbft/hash.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import {
  checkExecution,
  checkTransaction,
  proveExecution,
  proveTransaction,
  readTransactionReply,
} from '../../src/chain/cometbft/inclusion.ts';
import { readBlockId, readCommit, readHeader, readValidator } from '../../src/chain/cometbft/json.ts';
import type { Header } from '../../src/chain/cometbft/model.ts';
import {
  checkNode,
  fetchHistory,
  fetchLightBlock,
  fetchResults,
  fetchTransaction,
  fetchTransactions,
} from '../../src/chain/cometbft/rpc.ts';
import type { Conversation, RpcCall } from '../../src/chain/conversation.ts';
import { bytesEqual, fromBase64, fromHex, fromUtf8, toHex } from '../../src/codec/bytes.ts';
import type { Json, JsonObject } from '../../src/codec/json.ts';
import { JsonNumber } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import { resultOf } from '../../src/client/sources/rpc-message.ts';
import { quorumAnswer } from './blocks.ts';
import { parseModel } from './file-tree.ts';
import { model } from './json-model.ts';
import type { Network } from './networks.ts';
import { justAfter } from './profiles.ts';
import { allHold, answerOf, type Cases, refusedOr } from './report.ts';

export interface RecordedCall {
  readonly id: string;
  readonly method: string;
  readonly params: JsonObject;
  /** The whole message, with `result` or `error`. */
  readonly reply: Reader;
}

interface Question {
  readonly call: RecordedCall;
  readonly result: Reader;
  readonly network: Network;
  readonly cases: Cases;
}

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

/** Runs a conversation on replies at hand. */
function converse<Result>(conversation: Conversation<Result>, answer: (call: RpcCall) => Reader): Result {
  let next = conversation.next();
  while (!next.done) next = conversation.next(answer(next.value));
  return next.value;
}

function param(call: RecordedCall, key: string): string | undefined {
  const value = call.params.get(key);
  if (value instanceof JsonNumber) return value.text;
  return typeof value === 'string' && value !== '' ? value : typeof value === 'boolean' ? String(value) : undefined;
}

function heightParam(call: RecordedCall, key = 'height'): bigint | undefined {
  const text = param(call, key);
  return text !== undefined && /^[1-9]\d*$/.test(text) ? BigInt(text) : undefined;
}

/** Hashes are base64 in a POST and hex after `0x` in a GET. */
function hashParam(call: RecordedCall): Uint8Array | undefined {
  const text = param(call, 'hash');
  if (text === undefined) return undefined;
  return text.startsWith('0x') ? fromHex(text.slice(2)) : fromBase64(text);
}

const isKnown = (known: Uint8Array | undefined, found: Uint8Array) => known === undefined || bytesEqual(known, found);

function knownHash(network: Network, height: bigint): Uint8Array | undefined {
  const header = network.isRecording ? network.header(height) : undefined;
  return header && headerHash(header);
}

/** A page of members out of the network's own light blocks, as a node answers `/validators`. */
function validatorsReply(network: Network, call: RpcCall): Reader {
  const height = BigInt(String(call.params.height));
  const members = network.membersJson(height) ?? [];
  const perPage = Number(call.params.per_page);
  const start = (Number(call.params.page) - 1) * perPage;
  const page = members.slice(start, start + perPage);
  return Reader.of(model({ block_height: `${height}`, validators: page, total: `${members.length}` }));
}

async function commit({ call, result, network, cases }: Question): Promise<void> {
  const signed = result.reader('signed_header');
  const header = readHeader(signed.reader('header'));
  const hash = headerHash(header);
  const commit = readCommit(signed.reader('commit'));
  const claims = {
    'block_id.hash': bytesEqual(hash, commit.blockId.hash),
    'known block': isKnown(knownHash(network, header.height), hash),
  };
  cases.expect(`${call.id}/commit`, 'ok', allHold(claims));
  if (network.membersJson(header.height) === undefined) return;
  const asked = heightParam(call);
  await cases.run(`${call.id}/commit/light-block`, 'ok', () => {
    const answer = (next: RpcCall) => (next.method === 'commit' ? result : validatorsReply(network, next));
    return quorumAnswer(network.profile, converse(fetchLightBlock(asked), answer), false);
  });
}

async function validators({ call, result, network, cases }: Question): Promise<void> {
  const height = result.int64('block_height');
  const set = network.setAt(height)?.validators;
  const members = result.readers('validators', 10_000, true).map(readValidator);
  const perPage = pageSize(call);
  const start = (Number(param(call, 'page') ?? '1') - 1) * perPage;
  const page = set?.slice(start, start + perPage);
  const ownAddress = members.every(({ address, claimedAddress }) => isKnown(claimedAddress, address));
  const claims = {
    address: ownAddress,
    count: BigInt(members.length) === result.int64('count', BigInt(members.length)),
    members: page === undefined || bytesEqual(makeValidatorSet(page).hash, makeValidatorSet(members).hash),
    total: set === undefined || result.int64('total') === BigInt(set.length),
  };
  cases.expect(`${call.id}/validators`, 'ok', allHold(claims));
}

/** 30 unless asked for, at most 100; what is not above zero counts as not asked for. */
function pageSize(call: RecordedCall): number {
  const asked = Number(param(call, 'per_page') ?? '30');
  return asked < 1 ? 30 : Math.min(asked, 100);
}

/** Pages of any size must add up to the set that the header names. */
export async function checkPages(
  pages: readonly RecordedCall[],
  height: bigint,
  network: Network,
  cases: Cases,
): Promise<void> {
  const block = network.block(height);
  const signed = network.model(height) as JsonObject | undefined;
  if (block === undefined || signed === undefined) return;
  const perPage = param(pages[0]!, 'per_page') ?? 'default';
  const recorded = new Map(pages.map((call) => [param(call, 'page') ?? '1', call.reply.reader('result')]));
  await cases.run(`height ${height}/${pages.length} pages of ${perPage}`, 'ok', () => {
    const found = converse(fetchLightBlock(height), (next) => {
      if (next.method === 'commit') return Reader.of(signed);
      const isOwn = next.params.height === `${height}`;
      return isOwn ? recorded.get(String(next.params.page))! : validatorsReply(network, next);
    });
    return allHold({ set: bytesEqual(found.validators.hash, block.header.validatorsHash) });
  });
}

async function block(question: Question): Promise<void> {
  const { call, result, cases } = question;
  if (result.has('block')) return checkBlock(question, result, call.id);
  const ask = () => String(converse(fetchTransactions(1n), () => result).length);
  await cases.run(`${call.id}/${call.method}`, 'refused', () => refusedOr(ask));
}

async function blockSearch(question: Question): Promise<void> {
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
    'last_commit_hash': isKnown(last, header.lastCommitHash),
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

async function blockResults({ call, result, network, cases }: Question): Promise<void> {
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
async function tx({ call, result, network, cases }: Question): Promise<void> {
  const hash = hashParam(call) ?? result.hex('hash');
  const ask = () => provenIn(network, converse(fetchTransaction(hash), () => result));
  if (hasProof(result)) await cases.run(`${call.id}/tx`, 'ok', ask);
  else await cases.run(`${call.id}/tx without proof`, 'refused', () => refusedOr(ask));
}

async function txSearch({ call, result, network, cases }: Question): Promise<void> {
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

async function blockchain({ call, result, network, cases }: Question): Promise<void> {
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
  let target = above
    ? cometbft.parentOf(above)
    : { height: top.height, hash: headerHash(top), before: justAfter(top) };
  for (const frame of frames.reverse())
    target = cometbft.parentOfFrame(cometbft.linkFrame(network.profile, frame, target));
  return allHold({ bottom: target.height === bottom.height - 1n });
}

async function header({ call, result, network, cases }: Question): Promise<void> {
  const id = `${call.id}/${call.method}`;
  if (!result.has('header')) return cases.expect(id, 'refused', await refusedOr(() => `${readHeader(result.reader('header')).height}`));
  const found = readHeader(result.reader('header'));
  const hash = headerHash(found);
  const claims = {
    'known block': isKnown(knownHash(network, found.height), hash),
    'hash asked for': isKnown(hashParam(call), hash),
    height: (heightParam(call) ?? found.height) === found.height,
  };
  cases.expect(id, 'ok', allHold(claims));
}

async function genesis(question: Question): Promise<void> {
  const genesis = question.result.reader('genesis');
  return checkGenesis(question, genesis);
}

async function checkGenesis({ call, network, cases }: Question, genesis: Reader): Promise<void> {
  const height = genesis.int64('initial_height', 1n);
  const first = network.header(height);
  cases.expect(`${call.id}/genesis/chain_id`, network.chainId, genesis.string('chain_id'));
  if (first === undefined) return;
  await cases.run(`${call.id}/genesis/consensus_hash`, toHex(first.consensusHash), () => paramsHash(genesis));
  const members = genesis.readers('validators', 10_000, true).map(readValidator);
  if (members.length > 0)
    cases.expect(`${call.id}/genesis/validators`, toHex(first.validatorsHash), toHex(makeValidatorSet(members).hash));
}

function paramsHash(parent: Reader): string {
  const block = parent.reader('consensus_params').reader('block');
  return toHex(consensusHash(block.int64('max_bytes'), block.int64('max_gas')));
}

async function genesisChunked(question: Question): Promise<void> {
  const { call, result, cases } = question;
  if (result.int64('total') !== 1n) return cases.skip(`${call.id}/genesis_chunked`, 'one chunk of several');
  const text = fromUtf8(result.base64('data', 1 << 25));
  return checkGenesis(question, Reader.of(parseModel(text)));
}

async function consensusParams({ call, result, network, cases }: Question): Promise<void> {
  const header = network.header(result.int64('block_height'));
  if (header === undefined) return cases.skip(`${call.id}/consensus_params`, 'the header that names them is not at hand');
  await cases.run(`${call.id}/consensus_params`, toHex(header.consensusHash), () => paramsHash(result));
}

async function status({ call, result, network, cases }: Question): Promise<void> {
  const ask = (chainId: string) => () => {
    converse(checkNode({ ...network.profile, chainId }), () => result);
    return 'ok';
  };
  await cases.run(`${call.id}/status`, 'ok', ask(network.chainId));
  await cases.run(`${call.id}/status of another chain`, 'source/wrong-chain', ask(`${network.chainId}-other`));
}

/** The reply to a subscription is empty: it must not be taken for an event. */
async function subscribe({ call, result, cases }: Question): Promise<void> {
  cases.expect(`${call.id}/subscribe`, 'false', String(cometbft.node.isNewBlockEvent(result)));
}

/** Something that came by itself: an event, which either says that there is a new block or not. */
export async function checkEvent(
  id: string,
  result: Reader,
  network: Network | undefined,
  cases: Cases,
): Promise<void> {
  const data = result.optionalReader('data');
  const type = data?.has('type') ? data.string('type') : '';
  const isNew = type === 'tendermint/event/NewBlock';
  await cases.run(`${id}/event`, String(isNew), () => String(cometbft.node.isNewBlockEvent(result)));
  if (!isNew || network === undefined) return;
  const header = readHeader(data!.reader('value').reader('block').reader('header'));
  const claims = { 'known block': isKnown(knownHash(network, header.height), headerHash(header)) };
  cases.expect(`${id}/event header`, 'ok', allHold(claims));
}

/** A hash that a node gives to a transaction that was sent to it. */
async function broadcast({ call, result, cases }: Question): Promise<void> {
  const sent = param(call, 'tx');
  if (sent === undefined) return cases.skip(`${call.id}/${call.method}`, 'the transaction that was sent is not recorded');
  cases.expect(`${call.id}/${call.method}`, toHex(result.hex('hash')), toHex(transactionHash(fromBase64(sent))));
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

export type { Json };
