// `fisco3-sdk.jsonl(.gz)`: what the SDK of FISCO BCOS 3.x and its native library, which is the node's own code, made of keys,
// transactions, receipts, headers and proofs (networks/sm/README.md section 2). One row is one case.
import {
  addressOf,
  headerHash,
  headerPieces,
  receiptHash,
  signingHash,
  transactionHash,
} from '../../../src/chain/fisco-bcos/hash.ts';
import { headerToJson, readHeader } from '../../../src/chain/fisco-bcos/json.ts';
import { makePath, rootOf, walkPath } from '../../../src/chain/fisco-bcos/merkle.ts';
import type { FiscoPath, ReceiptV3, TransactionV3 } from '../../../src/chain/fisco-bcos/model.ts';
import { headerFromPieces } from '../../../src/chain/fisco-bcos/pieces.ts';
import { type FiscoProfile, hashOf } from '../../../src/chain/fisco-bcos/profile.ts';
import { readReceipt, receiptToJson } from '../../../src/chain/fisco-bcos/receipt.ts';
import { selectorOf } from '../../../src/chain/fisco-bcos/set-change.ts';
import { checkTransaction, readTransaction, transactionToJson } from '../../../src/chain/fisco-bcos/transaction.ts';
import { checkHeader } from '../../../src/chain/fisco-bcos/validate.ts';
import { parseAbi } from '../../../src/codec/abi.ts';
import { bytesEqual, fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { type JsonObject, parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { hash, hashStream } from '../../../src/core/hashing.ts';
import { bytesOf, textOf, textsOf } from '../fields.ts';
import { addressStyleIn, cryptographyIn, fiscoProfile, plainTransaction, provenAlone, senderIn } from '../fisco.ts';
import { isSignedBy, otherMessage, publicKeyOf } from '../fisco-signature.ts';
import { printed, readReceiptTars, readTransactionTars } from '../fisco-tars.ts';
import type { Format } from '../format.ts';
import { allHold, answerOf, type Cases } from '../report.ts';

export const fisco3Sdk: Format = {
  matches: (file) => file.plainName === 'fisco3-sdk.jsonl',
  async run(file, cases) {
    for (const [i, row] of (await file.rows()).entries()) await cases.row(`row ${i + 1}`, () => checkRow(row, cases));
  },
};

type Check = (profile: FiscoProfile, inputs: Reader, expected: Reader) => string | Promise<string>;

const CHECKS: Readonly<Record<string, Check | undefined>> = {
  key,
  hash: digest,
  signature,
  transaction,
  receipt,
  blockHeader,
  merkleProof,
  abiSignature,
};

async function checkRow(row: Reader, cases: Cases): Promise<void> {
  const what = textOf(row, 'what');
  const id = `${textOf(row, 'id')}/${what}`;
  const check = CHECKS[what];
  if (check === undefined) return cases.skip(id, `a kind of row that is not known: ${what}`);
  await cases.run(id, 'ok', () => {
    const inputs = row.reader('inputs');
    return check(fiscoProfile(3, cryptographyIn(textOf(inputs, 'suite'))), inputs, row.reader('expected'));
  });
}

const isHex = (reader: Reader, key: string, found: Uint8Array) => bytesEqual(bytesOf(reader, key), found);

function key(profile: FiscoProfile, inputs: Reader, expected: Reader): string {
  const found = publicKeyOf(profile.cryptography, bytesOf(inputs, 'privateKey'));
  const address = addressOf(profile, found);
  return allHold({
    jniPubKey: isHex(expected, 'jniPubKey', found),
    sdkPubKey: isHex(expected, 'sdkPubKey', found),
    jniAddress: isHex(expected, 'jniAddress', address),
    sdkAddress: isHex(expected, 'sdkAddress', address),
  });
}

function digest(profile: FiscoProfile, inputs: Reader, expected: Reader): string {
  const data = bytesOf(inputs, 'data');
  const half = Math.floor(data.length / 2);
  const stream = hashStream(hashOf(profile)).update(data.subarray(0, half)).update(data.subarray(half));
  return allHold({
    hash: isHex(expected, 'hash', hash(hashOf(profile), data)),
    'in two pieces': isHex(expected, 'hash', stream.digest()),
  });
}

async function signature(profile: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const [message, publicKey] = [bytesOf(inputs, 'hash'), bytesOf(inputs, 'publicKey')];
  const isSigned = (name: string, over: Uint8Array) => isSignedBy(profile, publicKey, over, bytesOf(inputs, name));
  return allHold({
    sdkSignature: (await isSigned('sdkSignature', message)) === expected.boolean('sdkVerifiesSdk'),
    jniSignature: await isSigned('jniSignature', message),
    'other hash': !(await isSigned('sdkSignature', otherMessage(message))),
    'other hash, native': !(await isSigned('jniSignature', otherMessage(message))),
  });
}

/** The chain of a transaction is the one that it names. */
function profileOf(profile: FiscoProfile, transaction: TransactionV3): FiscoProfile {
  const { chainId: nativeChainId, groupId, to } = transaction;
  return { ...profile, nativeChainId, groupId, addressStyle: addressStyleIn(to) };
}

async function transaction(suite: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const made = plainTransaction(inputs, textOf(expected, 'nonce'), bytesOf(expected, 'signature'));
  const profile = profileOf(suite, made);
  const found = transactionHash(profile, made);
  const sent = readTransactionTars(bytesOf(expected, 'signedTx'));
  const publicKey = bytesOf(expected, 'jniPubKey');
  const sender = await senderAnswer(profile, made);
  return allHold({
    txHash: isHex(expected, 'txHash', found),
    sdkPureJavaHash: isHex(expected, 'sdkPureJavaHash', hashWithPrefix(profile, made)),
    nonceGiven: !inputs.has('nonceGiven') || textOf(inputs, 'nonceGiven') === textOf(expected, 'nonce'),
    'private key': bytesEqual(publicKeyOf(profile.cryptography, bytesOf(inputs, 'privateKey')), publicKey),
    signature: await isSignedBy(profile, publicKey, signingHash(profile, made), made.signature),
    address: isHex(expected, 'jniAddress', addressOf(profile, publicKey)),
    [`sender ${sender}`]: sender === toHex(bytesOf(expected, 'jniAddress')) || sender === refusalOf(made),
    'signedTx fields': printed(sent.transaction) === printed(made),
    'signedTx dataHash': bytesEqual(sent.dataHash, found),
    'signedTx attribute': sent.attribute === inputs.int64('attribute', 0n),
    'signedTx extraData': sent.extraData === (inputs.has('extraData') ? textOf(inputs, 'extraData') : ''),
    ...printedClaims(profile, made, found, expected),
  });
}

/** The sender as a proof shows it, or the code of its refusal. */
function senderAnswer(profile: FiscoProfile, made: TransactionV3): Promise<string> {
  return answerOf(async () => senderIn(await provenAlone(profile, made)));
}

/**
 * The refusal of a transaction whose target the hash does not fix (sheet 3.1): an address without 0x, or none and an input
 * that begins with one. Encoders make them; a proof of one may be refused.
 */
function refusalOf({ to, input }: TransactionV3): string | undefined {
  const beginsWithAddress = /^(0x)?[0-9a-f]{40}/.test(String.fromCharCode(...input.subarray(0, 42)));
  const isUncertain = to === '' ? beginsWithAddress : !to.startsWith('0x');
  return isUncertain ? 'fisco/target-not-certain' : undefined;
}

/** The SDK's other encoder writes every address with 0x. */
function hashWithPrefix(profile: FiscoProfile, made: TransactionV3): Uint8Array {
  const to = profile.addressStyle === 'plain' ? `0x${made.to}` : made.to;
  return transactionHash(profile, { ...made, to });
}

/** As the library prints it, and as we print it, a reader takes it for the same transaction. */
function printedClaims(profile: FiscoProfile, made: TransactionV3, found: Uint8Array, expected: Reader) {
  checkTransaction(profile, made);
  const isRead = (fields: JsonObject | object) => {
    const known = { hash: toHex(found), signature: toHex(made.signature) };
    const json = fields instanceof Map ? fields : (parseJson(JSON.stringify(fields)) as JsonObject);
    const reader = Reader.of(new Map([...json, ...Object.entries(known)]));
    return bytesEqual(transactionHash(profile, readTransaction(profile, reader)), found);
  };
  return { decoded: isRead(expected.reader('decoded').object), 'JSON of ours': isRead(transactionToJson(made)) };
}

function receipt(profile: FiscoProfile, inputs: Reader, expected: Reader): string {
  const given = inputs.reader('receipt');
  const made = readReceipt(profile, given) as ReceiptV3;
  const again = readReceipt(profile, Reader.of(parseJson(JSON.stringify(receiptToJson(made)))));
  return allHold({
    hash: isHex(expected, 'hash', receiptHash(profile, made)),
    'encoded fields': printed(readReceiptTars(bytesOf(expected, 'encoded'))) === printed(made),
    'JSON of ours': isHex(expected, 'hash', receiptHash(profile, again)),
  });
}

/** Encoders take any extra data; the rules refuse it, since a sealer could have been moved there. */
async function blockHeader(profile: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const header = readHeader(profile, inputs.reader('header'));
  const again = readHeader(profile, Reader.of(parseJson(JSON.stringify(headerToJson(header)))));
  const rules = await answerOf(() => {
    checkHeader(header);
    return 'ok';
  });
  const hasExtra = header.generation === 3 && header.extraData.length > 0;
  return allHold({
    javaHash: isHex(expected, 'javaHash', headerHash(profile, header)),
    'out of its pieces': isHex(expected, 'javaHash', headerHash(profile, headerFromPieces(3, headerPieces(header)))),
    'JSON of ours': isHex(expected, 'javaHash', headerHash(profile, again)),
    rules: rules === (hasExtra ? 'fisco/extra-data' : 'ok'),
  });
}

async function merkleProof(profile: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const leaf = bytesOf(inputs, 'leaf');
  const root = bytesOf(inputs, 'root');
  const elements = textsOf(inputs, 'proof').map((item) => fromHex(item.replace(/^0x/, '')));
  const walk = (path: FiscoPath) => walkPath(hashOf(profile), 3, leaf, path);
  let found: Uint8Array | undefined;
  const verdict = await answerOf(() => {
    found = walk({ kind: 'pairs', elements }).root;
    return bytesEqual(found, root) ? 'ok' : 'other root';
  });
  const word = verdict === 'ok' ? 'accept' : verdict.startsWith('internal/') ? verdict : 'reject';
  const isHonest = textOf(inputs, 'mutation') === 'none';
  return allHold({
    [`verdict ${word} (${verdict})`]: word === textOf(expected, 'verdict'),
    sdkRootFromProof: !found || !expected.has('sdkRootFromProof') || isHex(expected, 'sdkRootFromProof', found),
    ...(isHonest && { index: walk({ kind: 'pairs', elements }).index === inputs.int64('index') }),
    ...(isHonest && inputs.has('leaves') && treeClaims(profile, inputs, elements)),
  });
}

/** The whole tree built again has the root, and the path that we cut out of it is the SDK's. */
function treeClaims(profile: FiscoProfile, inputs: Reader, elements: readonly Uint8Array[]) {
  const leaves = textsOf(inputs, 'leaves').map((item) => fromHex(item.replace(/^0x/, '')));
  const index = Number(inputs.int64('index'));
  const path = makePath(hashOf(profile), 3, leaves, index);
  const walked = walkPath(hashOf(profile), 3, leaves[index]!, path);
  return {
    leafCount: BigInt(leaves.length) === inputs.int64('leafCount'),
    'root of the leaves': isHex(inputs, 'root', rootOf(hashOf(profile), 3, leaves)),
    'path of ours': isHex(inputs, 'root', walked.root),
    'elements of ours': path.kind !== 'pairs' || path.elements.map(toHex).join() === elements.map(toHex).join(),
  };
}

async function abiSignature(profile: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const text = textOf(inputs, 'signature');
  const canonical = await answerOf(() => parseAbi(text).canonical);
  return allHold({
    topic0: isHex(expected, 'topic0', hash(hashOf(profile), toUtf8(text))),
    selector: isHex(expected, 'selector', selectorOf(profile, text)),
    // Arrays and structures are not needed by records and are refused.
    canonical: canonical === text || (canonical === 'trust/record-rule' && /\[|\(.*\(/.test(text)),
  });
}
