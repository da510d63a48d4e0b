// A node of FISCO BCOS over JSON-RPC (sheet 1 and 5.1): what to ask, and how to read the replies. Parameters go by position.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { readQuantity } from '../../codec/prefixed-hex.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import type { Frame } from '../chain.ts';
import type { Conversation, RpcCall, RpcRefusal } from '../conversation.ts';
import { packHeaders } from './compact.ts';
import { receiptHash, transactionHash } from './hash.ts';
import { readLevels, readLightBlock, readPath } from './json.ts';
import { makePath, rootOf } from './merkle.ts';
import type {
  FiscoLightBlock,
  FiscoReceipt,
  FiscoTransaction,
  ProvenCall,
  ReceiptProof,
  TransactionProof,
} from './model.ts';
import { type FiscoProfile, hashOf } from './profile.ts';
import { readReceipt } from './receipt.ts';
import { sameSealers } from './sealers.ts';
import { CONSENSUS, saysSuccess } from './set-change.ts';
import { readTransaction, targetOf } from './transaction.ts';

const MAX_TRANSACTIONS = 100_000;
const MAX_HEIGHT = 2n ** 63n - 1n;
/** Each header is a call of its own. */
const HEADERS_PER_CALL = 20n;

function call(profile: FiscoProfile, method: string, ...params: unknown[]): RpcCall {
  const start = profile.generation === 3 ? [profile.groupId, ''] : [Number(profile.groupId)];
  return { method, params: [...start, ...params] };
}

/** 2.x takes heights as 0x hex, 3.x as numbers. */
function heightParam(profile: FiscoProfile, height: bigint): string | number {
  return profile.generation === 3 ? Number(height) : `0x${height.toString(16)}`;
}

/** Asks whether the node serves this chain, by the hash of its genesis. Errors: `source/wrong-chain`. */
export function* checkNode(profile: FiscoProfile): Conversation<void> {
  const { genesisHash } = profile;
  if (genesisHash === undefined) return;
  const reply = yield call(profile, 'getBlockHashByNumber', heightParam(profile, 0n));
  const found = reply.string('value', 66).replace(/^0x/, '');
  ensure(found === toHex(genesisHash), 'source/wrong-chain', { found, expected: toHex(genesisHash) });
}

function* fetchHeight(profile: FiscoProfile): Conversation<bigint> {
  return readQuantity(yield call(profile, 'getBlockNumber'), 'value', MAX_HEIGHT);
}

function headerCall(profile: FiscoProfile, height: bigint): RpcCall {
  return profile.generation === 3
    ? call(profile, 'getBlockByNumber', heightParam(profile, height), true, true)
    : call(profile, 'getBlockHeaderByNumber', heightParam(profile, height), true);
}

function* fetchHeader(profile: FiscoProfile, height: bigint): Conversation<FiscoLightBlock> {
  const block = readLightBlock(profile, yield headerCall(profile, height));
  ensure(block.height === height, 'source/other-height', { found: block.height, expected: height });
  return block;
}

/**
 * The newest light block, or that at a height. Where its list is not that of the block before, the calls that changed it are
 * fetched with their proofs. Errors: `source/...`, `fisco/...`, `json/...`.
 */
export function* fetchLightBlock(profile: FiscoProfile, height?: bigint): Conversation<FiscoLightBlock> {
  const wanted = height ?? (yield* fetchHeight(profile));
  const block = yield* fetchHeader(profile, wanted);
  if (profile.generation === 2 || wanted < 2n) return block;
  const before = yield* fetchHeader(profile, wanted - 1n);
  if (sameSealers(before.sealers, block.sealers)) return block;
  return { ...block, setChange: yield* fetchSetChange(profile, before) };
}

/** All calls of the consensus precompile in a block that say they worked, with the whole block's hashes as their proof. */
function* fetchSetChange(profile: FiscoProfile, block: FiscoLightBlock): Conversation<ProvenCall[]> {
  const { transactions, receipts } = yield* fetchBlock(profile, block.height);
  const algorithm = hashOf(profile);
  const hashes = transactions.map((item) => transactionHash(profile, item));
  const results = receipts.map((item) => receiptHash(profile, item));
  return transactions.flatMap((transaction, i) => {
    const receipt = receipts[i]!;
    if (!bytesEqual(targetOf(transaction), CONSENSUS) || !saysSuccess({ receipt })) return [];
    const path = makePath(algorithm, profile.generation, hashes, i);
    const result = { receipt, path: makePath(algorithm, profile.generation, results, i) };
    return [{ transaction, path, result }];
  });
}

/** Headers from `to` downwards, a few at a time and not below `from`, as frames. */
export function* fetchHistory(profile: FiscoProfile, from: bigint, to: bigint): Conversation<Frame[]> {
  const lowest = to - HEADERS_PER_CALL + 1n > from ? to - HEADERS_PER_CALL + 1n : from;
  const headers = [];
  for (let height = lowest; height <= to; height++) headers.push((yield* fetchHeader(profile, height)).header);
  return packHeaders(headers);
}

interface WholeBlock {
  readonly transactions: readonly FiscoTransaction[];
  readonly receipts: readonly FiscoReceipt[];
}

/**
 * All transactions and receipts of a block, held against the roots of its header; this also works where a node's own proofs
 * cannot be used (3.0 and 3.1, sheet 4.4). Errors: `source/contradiction`.
 */
export function* fetchBlock(profile: FiscoProfile, height: bigint): Conversation<WholeBlock> {
  const params = profile.generation === 3 ? [false, false] : [true];
  const reply = yield call(profile, 'getBlockByNumber', heightParam(profile, height), ...params);
  const { header } = readLightBlock(profile, reply);
  ensure(header.number === height, 'source/other-height', { found: header.number, expected: height });
  const transactions = reply
    .readers('transactions', MAX_TRANSACTIONS, true)
    .map((item) => readTransaction(profile, item));
  const hashes = transactions.map((item) => transactionHash(profile, item));
  checkRoot(profile, hashes, header.transactionsRoot, 'transactions');
  const receipts: FiscoReceipt[] = [];
  for (const hash of hashes) receipts.push(yield* fetchReceipt(profile, hash));
  const results = receipts.map((item) => receiptHash(profile, item));
  checkRoot(profile, results, header.receiptsRoot, 'receipts');
  return { transactions, receipts };
}

function checkRoot(profile: FiscoProfile, hashes: readonly Uint8Array[], root: Uint8Array, member: string): void {
  const found = rootOf(hashOf(profile), profile.generation, hashes);
  ensure(bytesEqual(found, root), 'source/contradiction', { member });
}

function* fetchReceipt(profile: FiscoProfile, hash: Uint8Array): Conversation<FiscoReceipt> {
  const more = profile.generation === 3 ? [false] : [];
  return readReceipt(profile, yield call(profile, 'getTransactionReceipt', `0x${toHex(hash)}`, ...more));
}

interface FoundTransaction {
  readonly height: bigint;
  /** Missing where the node gives no proof that can be used: then the whole block shows it. */
  readonly transaction?: TransactionProof;
  readonly receipt?: ReceiptProof;
}

/** A transaction and its receipt by hash. Errors: `source/contradiction` where another one is given. */
export function* askForTransaction(profile: FiscoProfile, hash: Uint8Array): Conversation<FoundTransaction> {
  return yield* profile.generation === 3 ? askV3(profile, hash) : askV2(profile, hash);
}

function checkHash(found: Uint8Array, expected: Uint8Array): void {
  ensure(bytesEqual(found, expected), 'source/contradiction', { member: 'hash' });
}

function* askV3(profile: FiscoProfile, hash: Uint8Array): Conversation<FoundTransaction> {
  const id = `0x${toHex(hash)}`;
  const first = yield call(profile, 'getTransaction', id, true);
  const transaction = readTransaction(profile, first);
  checkHash(transactionHash(profile, transaction), hash);
  const second = yield call(profile, 'getTransactionReceipt', id, true);
  const receipt = readReceipt(profile, second);
  const height = second.integer('blockNumber', 0n, MAX_HEIGHT);
  if (!hasProof(first, 'txProof') || !hasProof(second, 'txReceiptProof')) return { height };
  return {
    height,
    transaction: { transaction, path: readPath(first, 'txProof') },
    receipt: { receipt, path: readPath(second, 'txReceiptProof') },
  };
}

function hasProof(reader: Reader, key: string): boolean {
  const value = reader.object.get(key);
  return Array.isArray(value) && value.length > 0;
}

function* askV2(profile: FiscoProfile, hash: Uint8Array): Conversation<FoundTransaction> {
  const id = `0x${toHex(hash)}`;
  const first = yield call(profile, 'getTransactionByHashWithProof', id);
  const printed = first.reader('transaction');
  const transaction = readTransaction(profile, printed);
  checkHash(transactionHash(profile, transaction), hash);
  const second = yield call(profile, 'getTransactionReceiptByHashWithProof', id);
  const receipt = readReceipt(profile, second.reader(second.has('receipt') ? 'receipt' : 'transactionReceipt'));
  const index = readQuantity(printed, 'transactionIndex', BigInt(MAX_TRANSACTIONS));
  const path = (reader: Reader, key: string) => ({ kind: 'sixteen' as const, index, levels: readLevels(reader, key) });
  return {
    height: readQuantity(printed, 'blockNumber', MAX_HEIGHT),
    transaction: { transaction, path: path(first, 'txProof') },
    receipt: { receipt, path: path(second, 'receiptProof') },
  };
}

const REFUSALS: readonly (readonly [RegExp, string])[] = [
  [
    /block number.*(larger|greater|bigger)|BlockNumber.*not|does not exist.*block|block.*does not exist/i,
    'source/height-too-high',
  ],
  [/transaction.*(not exist|not found|does not exist)|receipt.*(not exist|not found)/i, 'source/not-found'],
  [/group.*(not exist|not found|does not exist)/i, 'source/wrong-chain'],
];

/** Turns a node's refusal into a code. -32005 is a group that the node does not have. */
export function classifyRefusal(refusal: RpcRefusal): MingzhengError {
  const text = `${refusal.message} ${refusal.data}`;
  const isOtherGroup = refusal.code === -32005n;
  const found = REFUSALS.find(([pattern]) => pattern.test(text))?.[1] ?? 'source/refused';
  const code = isOtherGroup ? 'source/wrong-chain' : found;
  return code === 'source/wrong-chain'
    ? new MingzhengError(code, { found: text.slice(0, 100), expected: '' })
    : new MingzhengError(code, { text: text.slice(0, 200) });
}
