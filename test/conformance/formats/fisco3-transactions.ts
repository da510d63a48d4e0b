// FISCO BCOS 3.x transactions and receipts as nodes print them, with their proofs; the same bytes cut into other fields, which
// have the same hash; and transactions as SDKs send them (vectors/fisco-bcos/README.md).
import { receiptHash, transactionHash } from '../../../src/chain/fisco-bcos/hash.ts';
import { checkReceiptProof } from '../../../src/chain/fisco-bcos/inclusion.ts';
import { readPath } from '../../../src/chain/fisco-bcos/json.ts';
import { walkPath } from '../../../src/chain/fisco-bcos/merkle.ts';
import type { FiscoHeader, FiscoPath, Log, ReceiptV3, TransactionV3 } from '../../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashOf } from '../../../src/chain/fisco-bcos/profile.ts';
import { readReceipt } from '../../../src/chain/fisco-bcos/receipt.ts';
import { type EventRecord, records } from '../../../src/chain/fisco-bcos/records.ts';
import { readTransaction } from '../../../src/chain/fisco-bcos/transaction.ts';
import type { RecordRule } from '../../../src/chain/record-rule.ts';
import { parseAbi } from '../../../src/codec/abi.ts';
import { bytesEqual, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { hash } from '../../../src/core/hashing.ts';
import { bytesOf, rowsOf, textOf } from '../fields.ts';
import { addressStyleIn, fiscoProfile, plainTransaction, provenTransaction, provenUnder, senderIn } from '../fisco.ts';
import { readTransactionTars } from '../fisco-tars.ts';
import type { Format } from '../format.ts';
import { allHold, answerOf, type Cases, refusedOr } from '../report.ts';

export const fisco3Transactions: Format = {
  matches: (file) => /^(ecdsa|sm)-(tx|receipt)-.*\.json$/.test(file.plainName),
  async run(file, cases) {
    const data = await file.reader();
    const tx = data.optionalReader('tx');
    const receipt = data.optionalReader('receipt');
    const profile = profileOf(file.plainName, tx);
    if (tx) await checkTransaction(profile, tx, data, cases);
    if (receipt) await cases.run('receipt', 'ok', () => receiptAnswer(profile, receipt));
    const ambiguous = data.optionalReader('ambiguous');
    for (const name of ambiguous?.object.keys() ?? [])
      await checkAmbiguous(profile, name, ambiguous!.reader(name), { tx, receipt }, cases);
  },
};

function profileOf(fileName: string, tx: Reader | undefined): FiscoProfile {
  const cryptography = fileName.startsWith('sm-') ? 'national' : 'international';
  if (tx === undefined) return fiscoProfile(3, cryptography);
  return fiscoProfile(3, cryptography, {
    nativeChainId: textOf(tx, 'chainID'),
    groupId: textOf(tx, 'groupID'),
    addressStyle: addressStyleIn(textOf(tx, 'to')),
  });
}

/** Without a proof in the file, or with one of one element, the transaction is the only one of its block. */
async function checkTransaction(profile: FiscoProfile, tx: Reader, data: Reader, cases: Cases): Promise<void> {
  const root = bytesOf(data.has('root') ? data : tx, data.has('root') ? 'root' : 'hash');
  const elements = pathIn(tx, 'txProof', root);
  const prove = (path: FiscoPath) => async () => {
    const transaction = readTransaction(profile, tx);
    const proven = await provenTransaction(profile, transaction, path, root);
    return allHold({
      hash: bytesEqual(proven.recordHash, bytesOf(tx, 'hash')),
      sender: senderIn(proven) === toHex(bytesOf(tx, 'from')),
    });
  };
  await cases.run('tx', 'ok', prove(elements));
  if (elements.kind !== 'pairs' || elements.elements.length === 1) return;
  for (const [i, swapped] of swappedPaths(elements.elements).entries())
    await cases.run(`tx/pair ${i} swapped`, 'refused', () => refusedOr(prove({ kind: 'pairs', elements: swapped })));
  await cases.run('tx/the root alone as its path', 'refused', () =>
    refusedOr(prove({ kind: 'pairs', elements: [root] })),
  );
  await cases.run('tx/the root offered as a leaf', 'refused', () =>
    refusedOr(() => toHex(walkPath(hashOf(profile), 3, root, elements).root)),
  );
}

function pathIn(reader: Reader, key: string, leaf: Uint8Array): FiscoPath {
  const hasProof = reader.has(key) && reader.array(key, 10_000).length > 0;
  return hasProof ? readPath(reader, key) : { kind: 'pairs', elements: [leaf] };
}

/** The path once for each level of two, with the two in the other order. */
function swappedPaths(elements: readonly Uint8Array[]): Uint8Array[][] {
  const isPair = (count: Uint8Array) => count[3] === 2;
  const found: Uint8Array[][] = [];
  for (let at = 0; at < elements.length; at += 1 + elements[at]![3]!)
    if (isPair(elements[at]!)) found.push(elements.toSpliced(at + 1, 2, elements[at + 2]!, elements[at + 1]!));
  return found;
}

function receiptAnswer(profile: FiscoProfile, printed: Reader): string {
  const receipt = readReceipt(profile, printed) as ReceiptV3;
  const root = receiptHash(profile, receipt);
  const header = { generation: 3, number: receipt.blockNumber, receiptsRoot: root } as FiscoHeader;
  checkReceiptProof(profile, header, { receipt, path: pathIn(printed, 'txReceiptProof', root) });
  return allHold({ hash: bytesEqual(root, bytesOf(printed, 'hash')) });
}

interface Originals {
  readonly tx?: Reader;
  readonly receipt?: Reader;
}

async function checkAmbiguous(
  profile: FiscoProfile,
  name: string,
  moved: Reader,
  { tx, receipt }: Originals,
  cases: Cases,
): Promise<void> {
  if (moved.has('logEntries') && receipt && tx) return checkMovedReceipt(profile, name, moved, { tx, receipt }, cases);
  if (!moved.has('chainID') || tx === undefined) return cases.skip(name, 'not a transaction or receipt of this file');
  const made = plainTransaction(moved, textOf(moved, 'nonce'), bytesOf(moved, 'signature'));
  cases.expect(`${name}/hash`, toHex(bytesOf(tx, 'hash')), toHex(transactionHash(profile, made)));
  const refusal = await answerOf(() => `taken: ${readTransaction(profile, moved).generation}`);
  cases.expect(`${name}/form`, REFUSALS, refusal);
}

/** Which rule of form sees that the fields were moved. */
const REFUSALS = ['nonce', 'to', 'abi', 'fees', 'version']
  .map((part) => `fisco/transaction-${part}`)
  .concat('fisco/other-group');

/**
 * Nothing of a receipt tells where topics end and data begins: the hash is right, and the receipt is read. The pack's ABI
 * tells. The event's own one is not known, so both receipts are made over with one that has the form of the original log.
 */
async function checkMovedReceipt(
  profile: FiscoProfile,
  name: string,
  moved: Reader,
  { tx, receipt }: Required<Originals>,
  cases: Cases,
): Promise<void> {
  const [first, second] = [readReceipt(profile, receipt), readReceipt(profile, moved)] as [ReceiptV3, ReceiptV3];
  cases.expect(`${name}/hash`, toHex(bytesOf(receipt, 'hash')), toHex(receiptHash(profile, second)));
  const [log] = first.logs;
  if (log?.topics.length !== 1 || log.data.length !== 32) return cases.skip(`${name}/ABI`, 'a log of another form');
  const rule = wordRule(toHex(log.address), first.output.length);
  const [right, wrong] = [asRecorded(profile, first), asRecorded(profile, second)];
  cases.expect(`${name}/hash made over`, toHex(receiptHash(profile, right)), toHex(receiptHash(profile, wrong)));
  await cases.run(`${name}/original by its ABI`, toHex(log.data), () => eventAnswer(profile, tx, right, rule));
  await cases.run(`${name}/moved by the same ABI`, 'fisco/split-not-proven', () =>
    eventAnswer(profile, tx, wrong, rule),
  );
}

const EVENT = 'Recorded(bytes32 digest)';

/** An event with one word in its data and nothing indexed. */
function wordRule(contract: string, output: number): RecordRule {
  const source = { from: 'event', contract, abi: EVENT, digest: 'digest', algorithm: 'sha256', output };
  return records.readRule(Reader.of(parseJson(JSON.stringify({ kind: 'abi', sources: [source] }))));
}

/** The receipt with the name of our event in its first topic. */
function asRecorded(profile: FiscoProfile, receipt: ReceiptV3): ReceiptV3 {
  const [log, ...more] = receipt.logs as readonly [Log, ...Log[]];
  const topics = [hash(hashOf(profile), toUtf8(parseAbi(EVENT).canonical)), ...log.topics.slice(1)];
  return { ...receipt, logs: [{ ...log, topics }, ...more] };
}

/** The digest in the first event of a receipt that is the only one of its block. */
async function eventAnswer(profile: FiscoProfile, tx: Reader, receipt: ReceiptV3, rule: RecordRule): Promise<string> {
  const transaction = asShortCall(readTransaction(profile, tx) as TransactionV3);
  const [transactionsRoot, receiptsRoot] = [transactionHash(profile, transaction), receiptHash(profile, receipt)];
  const alone = (hash: Uint8Array): FiscoPath => ({ kind: 'pairs', elements: [hash] });
  const { blockNumber: height } = receipt;
  const result = { receipt, path: alone(receiptsRoot) };
  const record: EventRecord = { kind: 'event', height, log: 0, transaction, path: alone(transactionsRoot), result };
  await provenUnder(profile, { number: height, transactionsRoot, receiptsRoot }, record, rule);
  return toHex(records.recordIn(profile, rule, record)?.digest ?? new Uint8Array(0));
}

/**
 * The same call, made over so that nothing in it could be another target: nonces of 77 digits, as old SDKs made them, leave
 * open who is called (docs/decisions/014-split-of-receipts.md), and this case asks about the receipt.
 */
function asShortCall(transaction: TransactionV3): TransactionV3 {
  const [nonce, signature] = [toUtf8('1'), new Uint8Array(0)];
  return { ...transaction, nonce, signature, input: transaction.input.subarray(0, 4) };
}

export const fisco3Tars: Format = {
  matches: (file) => /^tx-v\d+-tars\.json$/.test(file.plainName),
  async run(file, cases) {
    const data = await file.reader();
    for (const [i, item] of rowsOf(data, 'vectors').entries())
      await cases.run(`vectors/${i}`, 'ok', () => sentAnswer(item));
    if (!data.has('receiptData')) return;
    const receipt = data.reader('receiptData');
    await cases.run('receiptData', toHex(bytesOf(receipt, 'expectHash')), () =>
      toHex(receiptHash(fiscoProfile(3, 'international'), readReceipt(fiscoProfile(3, 'international'), receipt))),
    );
  },
};

async function sentAnswer(item: Reader): Promise<string> {
  const { transaction, dataHash } = readTransactionTars(bytesOf(item, 'rawTars'));
  const profile = fiscoProfile(3, cryptographyOf(transaction), {
    nativeChainId: transaction.chainId,
    groupId: transaction.groupId,
    addressStyle: addressStyleIn(transaction.to),
  });
  const found = transactionHash(profile, transaction);
  const path: FiscoPath = { kind: 'pairs', elements: [found] };
  const proven = await provenTransaction(profile, transaction, path, found);
  return allHold({
    version: transaction.version === item.int64('version'),
    dataHash: bytesEqual(found, bytesOf(item, 'dataHash')),
    'field 2': bytesEqual(dataHash, found),
    sender: senderIn(proven) !== '',
  });
}

/** With national cryptography the key stands behind the signature. */
function cryptographyOf({ signature }: TransactionV3): FiscoProfile['cryptography'] {
  return signature.length === 128 ? 'national' : 'international';
}
