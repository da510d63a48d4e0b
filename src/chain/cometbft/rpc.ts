// The questions that a light client asks a CometBFT node over JSON-RPC, and how its answers are read. Nothing that a node
// says about itself is believed; it is compared, or ignored.
import { bytesEqual, toBase64 } from '../../codec/bytes.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import type { Frame } from '../chain.ts';
import type { Conversation, RpcCall, RpcRefusal } from '../conversation.ts';
import { packHeaders } from './compact.ts';
import { dataHash, makeValidatorSet, type TransactionResult } from './hash.ts';
import { readResult, readTransactionReply, type TransactionProof } from './inclusion.ts';
import { MAX_VALIDATORS, makeLightBlock, readCommit, readHeader, readValidator } from './json.ts';
import type { CometLightBlock, Header, Validator, ValidatorSet } from './model.ts';
import type { CometProfile } from './profile.ts';

const PER_PAGE = 100; // the node's own maximum
const MAX_PAGES = MAX_VALIDATORS / PER_PAGE;
const HEADERS_PER_CALL = 20n;
const MAX_TRANSACTIONS = 100_000;
const MAX_TRANSACTION = 4 << 20;

/** Errors: `source/wrong-chain` unless the node says that it serves the profile's chain. A hint only: signatures decide. */
export function* checkNode(profile: CometProfile): Conversation<void> {
  const status = yield { method: 'status', params: {} };
  const network = status.reader('node_info').string('network', 256);
  ensure(network === profile.chainId, 'source/wrong-chain', { found: network, expected: profile.chainId });
}

/** The newest light block, or the one at a height. Errors: `source/other-height`, `source/null-reply` and decoding errors. */
export function* fetchLightBlock(height?: bigint): Conversation<CometLightBlock> {
  const reply = yield { method: 'commit', params: height === undefined ? {} : { height: `${height}` } };
  ensure(reply.has('signed_header'), 'source/null-reply', { method: 'commit' });
  const signed = reply.reader('signed_header');
  ensure(signed.has('header') && signed.has('commit'), 'source/null-reply', { method: 'commit' });
  const header = readHeader(signed.reader('header'));
  checkHeight(header.height, height);
  const validators = yield* fetchValidators(header.height);
  const isSame = bytesEqual(header.nextValidatorsHash, validators.hash);
  const next = isSame ? undefined : yield* fetchValidators(header.height + 1n);
  return makeLightBlock(header, readCommit(signed.reader('commit')), validators, next);
}

function checkHeight(found: bigint, asked: bigint | undefined): void {
  ensure(asked === undefined || found === asked, 'source/other-height', { found, expected: asked ?? 0n });
}

/** All pages of a set; a node that sends an empty page, too many, or another height is faulty. */
function* fetchValidators(height: bigint): Conversation<ValidatorSet> {
  const members: Validator[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const reply = yield validatorsCall(height, page);
    checkHeight(reply.int64('block_height'), height);
    const found = reply.readers('validators', PER_PAGE, true).map(readValidator);
    members.push(...found);
    const total = reply.integer('total', 0n, BigInt(MAX_VALIDATORS));
    ensure(found.length > 0 && BigInt(members.length) <= total, 'source/bad-page', { page, total });
    if (BigInt(members.length) === total) return makeValidatorSet(members);
  }
  throw new MingzhengError('source/bad-page', { page: MAX_PAGES, total: members.length });
}

function validatorsCall(height: bigint, page: number): RpcCall {
  return { method: 'validators', params: { height: `${height}`, page: `${page}`, per_page: `${PER_PAGE}` } };
}

/** Headers from `to` downwards, at most 20 and not below `from`, as frames. */
export function* fetchHistory(from: bigint, to: bigint): Conversation<Frame[]> {
  const lowest = to - HEADERS_PER_CALL + 1n > from ? to - HEADERS_PER_CALL + 1n : from;
  const reply = yield { method: 'blockchain', params: { minHeight: `${lowest}`, maxHeight: `${to}` } };
  const headers = reply.readers('block_metas', 20, true).map((meta) => readHeader(meta.reader('header')));
  return packHeaders(contiguousFromTop(headers, lowest, to));
}

/** Newest first on the wire; lowest first here. Errors: `source/gap-in-history`. */
function contiguousFromTop(headers: readonly Header[], from: bigint, to: bigint): Header[] {
  headers.forEach((header, i) => {
    ensure(header.height === to - BigInt(i) && header.height >= from, 'source/gap-in-history', {
      found: header.height,
      expected: to - BigInt(i),
    });
  });
  ensure(headers.length > 0, 'source/gap-in-history', { found: 0n, expected: to });
  return [...headers].reverse();
}

/** A transaction with its proof, by hash. Errors: `cometbft/tx-reply` and those of the node. */
export function* fetchTransaction(hash: Uint8Array): Conversation<{ height: bigint; proof: TransactionProof }> {
  const reply = yield { method: 'tx', params: { hash: toBase64(hash), prove: true } };
  return readTransactionReply(reply, hash);
}

/** The transactions of a block; the caller compares their root with a verified header. */
export function* fetchTransactions(height: bigint): Conversation<Uint8Array[]> {
  const reply = yield { method: 'block', params: { height: `${height}` } };
  const block = reply.reader('block');
  const header = readHeader(block.reader('header'));
  checkHeight(header.height, height);
  const transactions = block.reader('data').base64Array('txs', MAX_TRANSACTIONS, MAX_TRANSACTION, true);
  ensure(bytesEqual(dataHash(transactions), header.dataHash), 'source/contradiction', { member: 'data_hash' });
  return transactions;
}

/** The results of a block's transactions; proven only through the next header. */
export function* fetchResults(height: bigint): Conversation<TransactionResult[]> {
  const reply = yield { method: 'block_results', params: { height: `${height}` } };
  checkHeight(reply.int64('height'), height);
  return reply.readers('txs_results', MAX_TRANSACTIONS, true).map(readResult);
}

/** The event that says "there is a new block"; it carries no commit, so it only triggers a question. */
export const NEW_BLOCK: RpcCall = { method: 'subscribe', params: { query: "tm.event='NewBlock'" } };

export function isNewBlockEvent(result: Reader): boolean {
  const data = result.optionalReader('data');
  return data?.string('type', 100) === 'tendermint/event/NewBlock';
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [/must be less than or equal to the current blockchain height/, 'source/height-too-high'],
  [/is not available, lowest height is/, 'source/pruned'],
  [/could not find results for height/, 'source/pruned'],
  [/tx \(.*\) not found/, 'source/not-found'],
  [/transaction indexing is disabled/, 'source/no-index'],
];

/** Turns a node's refusal into a code; the texts have been stable from 0.34 to 1.0. */
export function classifyRefusal(refusal: RpcRefusal): MingzhengError {
  const text = `${refusal.message} ${refusal.data}`;
  const code = REFUSALS.find(([pattern]) => pattern.test(text))?.[1] ?? 'source/refused';
  return new MingzhengError(code, { text: text.slice(0, 200) });
}
