// Records of a FISCO BCOS chain: the input of a transaction, with its receipt, or an event in a receipt. What a contract
// holds cannot be proven at all: no header commits to the chain's state.
import { bytesEqual, concatBytes, fromUtf8, toHex, toUtf8 } from '../../codec/bytes.ts';
import { parseJson } from '../../codec/json.ts';
import { readQuantity } from '../../codec/prefixed-hex.ts';
import { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';
import { recoverPublicKey } from '../../crypto/secp256k1.ts';
import type {
  BlockData,
  ExecutionProof,
  MadeProof,
  Profile,
  ProvenExecution,
  ProvenInclusion,
  RecordFamily,
  RecordProof,
  Rule,
  VerifiedHeader,
} from '../chain.ts';
import type { Conversation } from '../conversation.ts';
import type { ChainRecord, RecordRule } from '../record-rule.ts';
import type { Field } from '../view.ts';
import { type AbiRule, accountsForAll, readAbiRule, recordInInput, recordInLog } from './abi-rule.ts';
import { generationOf, packHeaders, rowsOf } from './compact.ts';
import { addressOf, dataOfTransaction, receiptHash, signingHash, transactionHash } from './hash.ts';
import { checkReceiptProof, checkSamePlace, checkTransactionProof } from './inclusion.ts';
import { callToJson, headerToJson, pathToJson, readCall, readHeader, readPath } from './json.ts';
import { makePath, rootOf, type WalkedPath, walkPath } from './merkle.ts';
import type {
  FiscoHeader,
  FiscoLightBlock,
  FiscoTransaction,
  Log,
  ProvenCall,
  ReceiptProof,
  TransactionProof,
} from './model.ts';
import { headerFromPieces } from './pieces.ts';
import { type FiscoProfile, hashOf } from './profile.ts';
import { isOfDeployment, readReceipt, receiptToJson } from './receipt.ts';
import { askForTransaction, fetchBlock } from './rpc.ts';
import {
  isTargetCertain,
  nationalClaim,
  readTransaction,
  recoverableSignature,
  targetOf,
  transactionToJson,
} from './transaction.ts';

export interface InputRecord extends RecordProof, TransactionProof {
  readonly kind: 'input';
}

/** The event at place `log` of a call's receipt. */
export interface EventRecord extends RecordProof, ProvenCall {
  readonly kind: 'event';
  readonly log: number;
}

export type FiscoRecord = InputRecord | EventRecord;

const MAX_HEIGHT = 2n ** 63n - 1n;
// The client holds these as opaque values that it got from this family; the casts give them back their type.
const record = (value: RecordProof): FiscoRecord => value as FiscoRecord;
const facts = (value: Profile): FiscoProfile => value as FiscoProfile;
const receiptOf = (value: ExecutionProof): ReceiptProof => value as unknown as ReceiptProof;
const headerOf = (value: VerifiedHeader): FiscoHeader => value.header as FiscoHeader;

function readProof(profile: FiscoProfile, reader: Reader): FiscoRecord {
  const kind = reader.string('kind', 20);
  ensure(kind === 'input' || kind === 'event', 'fisco/record-kind', { kind });
  const height = readQuantity(reader, 'height', MAX_HEIGHT);
  if (kind === 'event') return { kind, height, log: reader.uint32('log'), ...readEvent(profile, reader) };
  reader.only('kind', 'height', 'transaction', 'path');
  const transaction = readTransaction(profile, reader.reader('transaction'));
  return { kind, height, transaction, path: readPath(reader, 'path') };
}

function readEvent(profile: FiscoProfile, reader: Reader): ProvenCall {
  reader.only('kind', 'height', 'log', 'transaction', 'path', 'receipt', 'receiptPath');
  return readCall(profile, reader);
}

function proofToJson(proof: FiscoRecord): object {
  const { kind, height, transaction, path } = proof;
  const start = { kind, height: `${height}` };
  return proof.kind === 'event'
    ? { ...start, log: proof.log, ...callToJson(proof) }
    : { ...start, transaction: transactionToJson(transaction), path: pathToJson(path) };
}

function recordHash(profile: FiscoProfile, { transaction }: FiscoRecord): Uint8Array {
  return transactionHash(profile, transaction);
}

function logOf({ result, log }: EventRecord): Log {
  const { logs } = result.receipt;
  const found = logs[log];
  ensure(found !== undefined, 'fisco/no-such-log', { log, count: logs.length });
  return found;
}

function recordIn(profile: FiscoProfile, rule: AbiRule, proof: FiscoRecord): ChainRecord | undefined {
  if (proof.kind === 'input') return recordInInput(profile, rule, proof.transaction);
  const log = proof.result.receipt.logs[proof.log];
  return log && recordInLog(profile, rule, log);
}

/** Errors: those of `inclusion.ts`, `fisco/proof-for-other-height`, `fisco/transaction-signature`, `fisco/no-such-log`. */
function* checkProof(
  profile: FiscoProfile,
  header: VerifiedHeader,
  proof: FiscoRecord,
  rule: AbiRule | undefined,
): Rule<ProvenInclusion> {
  ensure(header.height === proof.height, 'fisco/proof-for-other-height', {
    found: proof.height,
    expected: header.height,
  });
  const proven = yield* checkInput(profile, headerOf(header), proof, rule);
  return proof.kind === 'event' ? checkEvent(profile, headerOf(header), proof, proven, rule) : proven;
}

function* checkInput(
  profile: FiscoProfile,
  header: FiscoHeader,
  proof: TransactionProof,
  rule: AbiRule | undefined,
): Rule<ProvenInclusion> {
  const walked = checkTransactionProof(profile, header, proof);
  const { transaction } = proof;
  const isCertain = isTargetCertain(profile, transaction);
  // What is a record depends on who is called; a transaction for itself does not.
  ensure(isCertain || rule === undefined, 'fisco/target-not-certain');
  const signer = yield* signerOf(profile, transaction);
  return {
    ...pathOf(profile, walked, 'transactionsRoot'),
    content: isCertain ? transaction.input : bytesOf(transaction),
    recordHash: transactionHash(profile, transaction),
    facts: [
      ...(isCertain ? addressFact('contract', targetOf(transaction)) : []),
      ...addressFact(transaction.generation === 3 ? 'signer' : 'sender', signer ?? new Uint8Array(0)),
    ],
  };
}

/** Everything that is hashed, where it could be cut in several ways. */
function bytesOf(transaction: FiscoTransaction): Uint8Array {
  return transaction.generation === 3 ? dataOfTransaction(transaction) : transaction.input;
}

/** None for a deployment, or where no signature is at hand. */
function addressFact(name: string, address: Uint8Array): Field[] {
  return address.length > 0 ? [{ name, value: { kind: 'bytes', hex: toHex(address) } }] : [];
}

/**
 * The address that signed; none where no signature is at hand. In 3.x no root covers the signature, and anybody can sign the
 * hash of somebody else's transaction, so it is not said to be the sender.
 */
function* signerOf(profile: FiscoProfile, transaction: FiscoTransaction): Rule<Uint8Array | undefined> {
  const message = signingHash(profile, transaction);
  if (transaction.generation === 3 && transaction.signature.length === 0) return undefined;
  const claim = profile.cryptography === 'national' ? nationalClaim(transaction, message) : undefined;
  const recoverable = recoverableSignature(profile, transaction);
  const key = claim?.publicKey ?? (recoverable && recoverPublicKey(message, recoverable));
  const [isRight] = claim ? yield [claim] : [key !== undefined];
  ensure(key !== undefined && isRight === true, 'fisco/transaction-signature');
  return addressOf(profile, key);
}

/** The event under the root of receipts, at the place of its transaction. Errors: `fisco/split-not-proven` too. */
function checkEvent(
  profile: FiscoProfile,
  header: FiscoHeader,
  proof: EventRecord,
  called: ProvenInclusion,
  rule: AbiRule | undefined,
): ProvenInclusion {
  const walked = checkReceiptProof(profile, header, proof.result);
  checkSamePlace(called, walked);
  const { topics, data } = logOf(proof);
  if (profile.generation === 3) checkSplit(profile, rule, proof);
  return {
    ...pathOf(profile, walked, 'receiptsRoot'),
    index: called.index,
    content: concatBytes(...topics, data),
    recordHash: called.recordHash,
    ...(called.facts && { facts: called.facts }),
    execution: executionOf(proof.result, walked),
  };
}

/**
 * In 3.x output and logs are hashed one after another, so other bytes of a receipt could be cut into a log that never was
 * (docs/decisions/014-split-of-receipts.md). The cut is certain only if the rule accounts for all of them.
 */
function checkSplit(profile: FiscoProfile, rule: AbiRule | undefined, { transaction, result }: EventRecord): void {
  const isCertain =
    rule !== undefined &&
    !isOfDeployment(result.receipt) &&
    accountsForAll(profile, rule, targetOf(transaction), result.receipt);
  ensure(isCertain, 'fisco/split-not-proven');
}

function pathOf({ generation }: FiscoProfile, { either: _, ...walked }: WalkedPath, rootName: string) {
  return { ...walked, tree: generation === 3 ? 'pairs' : 'sixteen', rootName } as const;
}

/** A status of 0 is success. */
function executionOf({ receipt }: ReceiptProof, { root }: WalkedPath): ProvenExecution {
  return { succeeded: receipt.status === 0n, code: receipt.status, root };
}

/** The receipt of the record's own transaction. Errors: `fisco/receipt-...`, `fisco/proof-...`. */
function checkExecution(
  profile: FiscoProfile,
  header: FiscoHeader,
  result: ReceiptProof,
  proof: FiscoRecord,
): ProvenExecution {
  const walked = checkReceiptProof(profile, header, result);
  const own = walkPath(hashOf(profile), header.generation, recordHash(profile, proof), proof.path);
  checkSamePlace(own, walked);
  const isCall = targetOf(proof.transaction).length > 0;
  ensure(isOfDeployment(result.receipt) !== isCall, 'fisco/receipt-of-other-kind');
  return executionOf(result, walked);
}

function readExecution(profile: FiscoProfile, reader: Reader): ReceiptProof {
  reader.only('receipt', 'path');
  return { receipt: readReceipt(profile, reader.reader('receipt')), path: readPath(reader, 'path') };
}

const parse = (bytes: Uint8Array): Reader => Reader.of(parseJson(fromUtf8(bytes)));

/** Transactions and receipts as archives keep them: their JSON. */
export function encodeBlockData(
  transactions: readonly FiscoTransaction[],
  receipts: readonly ReceiptProof['receipt'][],
): BlockData {
  return {
    transactions: transactions.map((item) => toUtf8(JSON.stringify(transactionToJson(item)))),
    results: receipts.map((item) => toUtf8(JSON.stringify(receiptToJson(item)))),
  };
}

/** By the node's own proofs, or out of the whole block where it gives none. */
function* askFor(profile: FiscoProfile, hash: Uint8Array, rule?: AbiRule): Conversation<MadeProof[]> {
  const { transaction, receipt, height } = yield* askForTransaction(profile, hash);
  if (transaction && receipt) return recordsOf(profile, { kind: 'input', height, ...transaction }, receipt, rule);
  const { transactions, receipts } = yield* fetchBlock(profile, height);
  const index = transactions.findIndex((item) => bytesEqual(transactionHash(profile, item), hash));
  ensure(index >= 0, 'source/contradiction', { member: 'transactions' });
  return prove(profile, height, encodeBlockData(transactions, receipts), index, rule);
}

/** Its events that the rule knows, else its input. */
function recordsOf(profile: FiscoProfile, input: InputRecord, result: ReceiptProof, rule?: AbiRule): MadeProof[] {
  const events = rule === undefined ? [] : eventsIn(profile, input, result, rule);
  const isInput = rule === undefined || events.length === 0 || recordInInput(profile, rule, input.transaction);
  const own: MadeProof = { record: input, execution: result as unknown as ExecutionProof };
  return [...events, ...(isInput ? [own] : [])];
}

/** The records of one transaction, out of its whole block. */
function prove(profile: FiscoProfile, height: bigint, data: BlockData, index: number, rule?: AbiRule): MadeProof[] {
  const { generation } = profile;
  const transactions = data.transactions.map((bytes) => readTransaction(profile, parse(bytes)));
  const hashes = transactions.map((item) => transactionHash(profile, item));
  const pathIn = (items: readonly Uint8Array[]) => makePath(hashOf(profile), generation, items, index);
  const input: InputRecord = { kind: 'input', height, transaction: transactions[index]!, path: pathIn(hashes) };
  if (data.results.length !== transactions.length) return [{ record: input }];
  const receipts = data.results.map((bytes) => readReceipt(profile, parse(bytes)));
  const result: ReceiptProof = {
    receipt: receipts[index]!,
    path: pathIn(receipts.map((item) => receiptHash(profile, item))),
  };
  return recordsOf(profile, input, result, rule);
}

function eventsIn(profile: FiscoProfile, input: InputRecord, result: ReceiptProof, rule: AbiRule): MadeProof[] {
  return result.receipt.logs.flatMap((log, i) => {
    const event: EventRecord = { ...input, kind: 'event', log: i, result };
    return recordInLog(profile, rule, log) ? [{ record: event }] : [];
  });
}

export const records: RecordFamily = {
  resultsHeight: 0n,
  limits: (profile) => [
    'limit/fisco-no-state',
    'limit/fisco-time',
    ...(facts(profile).generation === 3 ? ['limit/fisco-leader'] : []),
  ],
  readRule: readAbiRule,
  recordIn: (profile, rule: RecordRule, proof) => recordIn(facts(profile), rule as AbiRule, record(proof)),
  readProof: (profile, reader) => readProof(facts(profile), reader),
  proofToJson: (proof) => proofToJson(record(proof)),
  hasTransactions(profile, block) {
    const { header } = block as FiscoLightBlock;
    const none = rootOf(hashOf(facts(profile)), header.generation, []);
    return header.number > 0n && !bytesEqual(header.transactionsRoot, none);
  },
  recordHash: (profile, proof) => recordHash(facts(profile), record(proof)),
  checkProof: (profile, header, proof, rule) =>
    checkProof(facts(profile), header, record(proof), rule as AbiRule | undefined),
  readExecution: (profile, reader) => readExecution(facts(profile), reader) as unknown as ExecutionProof,
  executionToJson(proof) {
    const { receipt, path } = receiptOf(proof);
    return { receipt: receiptToJson(receipt), path: pathToJson(path) };
  },
  checkExecution: (profile, header, proof, of) =>
    checkExecution(facts(profile), headerOf(header), receiptOf(proof), record(of)),
  prove: (profile, height, data, index, rule) =>
    prove(facts(profile), height, data, index, rule as AbiRule | undefined),
  readHistory: (profile, headers) => packHeaders(headers.map((header) => readHeader(facts(profile), header))),
  historyToJson: (frame) => [...rowsOf(frame)].map((row) => headerToJson(headerFromPieces(generationOf(frame), row))),
  askFor: (profile, hash, rule) => askFor(facts(profile), hash, rule as AbiRule | undefined),
  *fetchBlockData(profile, height) {
    const { transactions, receipts } = yield* fetchBlock(facts(profile), height);
    return encodeBlockData(transactions, receipts);
  },
};
