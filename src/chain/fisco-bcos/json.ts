// Headers of FISCO BCOS as nodes print them (sheet 2.1, 5.2), read strictly; a node's whole reply is taken as well.
import { toHex } from '../../codec/bytes.ts';
import { readBytes, readBytesArray, readFixed, readQuantity } from '../../codec/prefixed-hex.ts';
import type { Reader } from '../../codec/schema.ts';
import { checkTime, type Time } from '../../codec/time.ts';
import { ensure } from '../../core/error.ts';
import { genesisSealers } from './genesis.ts';
import { headerHash } from './hash.ts';
import type {
  FiscoHeader,
  FiscoLightBlock,
  FiscoPath,
  HeaderV2,
  HeaderV3,
  ProvenCall,
  Sealer,
  SealerSignature,
} from './model.ts';
import type { FiscoProfile } from './profile.ts';
import { readReceipt, receiptToJson } from './receipt.ts';
import { interned, MAX_SEALERS, sealersOf } from './sealers.ts';
import { MAX_CALLS } from './set-change.ts';
import { readTransaction, transactionToJson } from './transaction.ts';

const MAX_INT64 = 2n ** 63n - 1n;
const MAX_UINT256 = 2n ** 256n - 1n;
const MAX_EXTRA = 64 << 10;
const MAX_TRANSACTIONS = 100_000;
const MAX_PROOF = 128;
const NODE_ID = 64;
const BLOOM = 256;

/** A header as `getBlockByNumber` or `getBlockHeaderByNumber` gives it. Errors: `json/...`, `codec/...`. */
export function readHeader(profile: FiscoProfile, reader: Reader): FiscoHeader {
  return profile.generation === 3 ? readHeaderV3(reader) : readHeaderV2(reader);
}

function readNodeIds(reader: Reader): Uint8Array[] {
  const ids = readBytesArray(reader, 'sealerList', MAX_SEALERS, NODE_ID);
  ids.forEach((id, index) => {
    ensure(id.length === NODE_ID, 'fisco/node-id', { index, length: id.length });
  });
  return ids;
}

function readHeaderV3(reader: Reader): HeaderV3 {
  return {
    generation: 3,
    version: reader.integer('version', 0n, 2n ** 32n - 1n),
    parents: reader.readers('parentInfo', 16, true).map((parent) => ({
      number: parent.integer('blockNumber', 0n, MAX_INT64),
      hash: readFixed(parent, 'blockHash', 32),
    })),
    transactionsRoot: readFixed(reader, 'txsRoot', 32),
    receiptsRoot: readFixed(reader, 'receiptsRoot', 32),
    stateRoot: readFixed(reader, 'stateRoot', 32),
    number: reader.integer('number', 0n, MAX_INT64),
    gasUsed: reader.string('gasUsed', 100),
    timestamp: reader.integer('timestamp', 0n, MAX_INT64),
    sealer: reader.integer('sealer', 0n, MAX_INT64),
    sealerList: readNodeIds(reader),
    extraData: readBytes(reader, 'extraData', MAX_EXTRA),
    weights: reader.array('consensusWeights', MAX_SEALERS, true).map((_, i) => weightAt(reader, i)),
  };
}

function weightAt(reader: Reader, index: number): bigint {
  const item = reader.array('consensusWeights', MAX_SEALERS)[index] as { text?: string } | string | null;
  const text = typeof item === 'string' ? item : (item?.text ?? '');
  ensure(/^(0|[1-9]\d{0,18})$/.test(text), 'json/expected-integer', { path: reader.at(`consensusWeights[${index}]`) });
  return BigInt(text);
}

function readHeaderV2(reader: Reader): HeaderV2 {
  return {
    generation: 2,
    parentHash: readFixed(reader, 'parentHash', 32),
    stateRoot: readFixed(reader, 'stateRoot', 32),
    transactionsRoot: readFixed(reader, 'transactionsRoot', 32),
    receiptsRoot: readFixed(reader, 'receiptsRoot', 32),
    dbHash: readFixed(reader, 'dbHash', 32),
    logsBloom: readFixed(reader, 'logsBloom', BLOOM),
    number: readQuantity(reader, 'number', MAX_INT64),
    gasLimit: readQuantity(reader, 'gasLimit', MAX_UINT256),
    gasUsed: readQuantity(reader, 'gasUsed', MAX_UINT256),
    timestamp: readQuantity(reader, 'timestamp', MAX_INT64),
    extraData: readBytesArray(reader, 'extraData', 16, MAX_EXTRA),
    sealer: readQuantity(reader, 'sealer', MAX_INT64),
    sealerList: readNodeIds(reader),
  };
}

function readSignatures(profile: FiscoProfile, reader: Reader): SealerSignature[] {
  const key = profile.generation === 3 ? 'sealerIndex' : 'index';
  return reader.readers('signatureList', MAX_SEALERS, true).map((entry) => ({
    index: Number(readQuantity(entry, key, 2n ** 31n)),
    signature: readBytes(entry, 'signature', 256),
  }));
}

export function isLightBlock(reader: Reader): boolean {
  const inner = reader.has('result') && reader.object.get('result') instanceof Map ? reader.reader('result') : reader;
  return inner.has('sealerList') && inner.has('number');
}

/** Header and signatures, bare or as the result of a node's reply. Errors: `fisco/...`, `json/...`, `codec/...`. */
export function readLightBlock(profile: FiscoProfile, reader: Reader): FiscoLightBlock {
  const inner = reader.has('result') ? reader.reader('result') : reader;
  const calls = inner.has('setChange') ? inner.readers('setChange', MAX_CALLS) : undefined;
  return makeLightBlock(profile, readHeader(profile, inner), readSignatures(profile, inner), {
    ...(inner.has('hash') && { claimedHash: readFixed(inner, 'hash', 32) }),
    ...(calls && { setChange: calls.map((call) => readStrictCall(profile, call)) }),
  });
}

/** Puts a light block together; its hash is computed here, from the fields. */
export function makeLightBlock(
  profile: FiscoProfile,
  header: FiscoHeader,
  signatures: readonly SealerSignature[],
  more: Pick<FiscoLightBlock, 'claimedHash' | 'setChange'> = {},
): FiscoLightBlock {
  const hash = headerHash(profile, header);
  const sealers = interned(sealersIn(header));
  return { height: header.number, hash, time: timeOf(header), header, signatures, sealers, ...more };
}

export function timeOf({ timestamp }: FiscoHeader): Time {
  return checkTime({ seconds: timestamp / 1000n, nanos: Number(timestamp % 1000n) * 1_000_000 });
}

/** Those who sign a header; of a genesis those who sign the next. */
export function sealersIn(header: FiscoHeader): Sealer[] {
  if (header.generation === 2) return header.sealerList.map((nodeId) => ({ nodeId, weight: 1n }));
  return header.number === 0n ? genesisSealers(header) : sealersOf(header.sealerList, header.weights);
}

/** Errors: `json/unknown-member` too. */
export function readStrictCall(profile: FiscoProfile, reader: Reader): ProvenCall {
  return readCall(profile, reader.only('transaction', 'path', 'receipt', 'receiptPath'));
}

export function readCall(profile: FiscoProfile, reader: Reader): ProvenCall {
  return {
    transaction: readTransaction(profile, reader.reader('transaction')),
    path: readPath(reader, 'path'),
    result: { receipt: readReceipt(profile, reader.reader('receipt')), path: readPath(reader, 'receiptPath') },
  };
}

export function callToJson({ transaction, path, result }: ProvenCall): object {
  return {
    transaction: transactionToJson(transaction),
    path: pathToJson(path),
    receipt: receiptToJson(result.receipt),
    receiptPath: pathToJson(result.path),
  };
}

/** The proof as a node of 3.2 or later prints it, levels with an index, or all hashes of the block with an index. */
export function readPath(parent: Reader, key: string): FiscoPath {
  if (Array.isArray(parent.object.get(key)))
    return { kind: 'pairs', elements: readHashes(parent, key, 3 * MAX_PROOF, 'fisco/proof-element') };
  const reader = parent.reader(key);
  const isWhole = reader.has('hashes');
  reader.only('index', isWhole ? 'hashes' : 'levels');
  const index = readQuantity(reader, 'index', BigInt(MAX_TRANSACTIONS));
  if (isWhole)
    return { kind: 'block', index, hashes: readHashes(reader, 'hashes', MAX_TRANSACTIONS, 'fisco/proof-element') };
  for (const level of reader.readers('levels', MAX_PROOF)) level.only('left', 'right');
  return { kind: 'sixteen', index, levels: readLevels(reader, 'levels') };
}

function readHashes(reader: Reader, key: string, maxItems: number, code: string): Uint8Array[] {
  const hashes = readBytesArray(reader, key, maxItems, 32);
  hashes.forEach((hash, index) => {
    ensure(hash.length === 32, code, { index, length: hash.length });
  });
  return hashes;
}

/** `[{left: [], right: []}]`, bottom up. */
export function readLevels(reader: Reader, key: string) {
  return reader.readers(key, MAX_PROOF).map((level) => ({
    left: readBytesArray(level, 'left', 16, 64),
    right: readBytesArray(level, 'right', 16, 64),
  }));
}

export function pathToJson(path: FiscoPath): object {
  if (path.kind === 'pairs') return path.elements.map(toHex);
  if (path.kind === 'block') return { index: `${path.index}`, hashes: path.hashes.map(toHex) };
  const levels = path.levels.map(({ left, right }) => ({ left: left.map(toHex), right: right.map(toHex) }));
  return { index: `${path.index}`, levels };
}

const hex = (bytes: Uint8Array) => `0x${toHex(bytes)}`;
const number = (value: bigint) => `0x${value.toString(16)}`;

/** A header as a node prints it, without its hash. */
export function headerToJson(header: FiscoHeader): object {
  return header.generation === 3 ? jsonOfV3(header) : jsonOfV2(header);
}

function jsonOfV3(header: HeaderV3): object {
  return {
    version: Number(header.version),
    number: `${header.number}`,
    parentInfo: header.parents.map((parent) => ({ blockNumber: `${parent.number}`, blockHash: hex(parent.hash) })),
    txsRoot: hex(header.transactionsRoot),
    receiptsRoot: hex(header.receiptsRoot),
    stateRoot: hex(header.stateRoot),
    gasUsed: header.gasUsed,
    timestamp: `${header.timestamp}`,
    sealer: `${header.sealer}`,
    sealerList: header.sealerList.map(hex),
    extraData: hex(header.extraData),
    consensusWeights: header.weights.map(String),
  };
}

function jsonOfV2(header: HeaderV2): object {
  return {
    number: number(header.number),
    parentHash: hex(header.parentHash),
    stateRoot: hex(header.stateRoot),
    transactionsRoot: hex(header.transactionsRoot),
    receiptsRoot: hex(header.receiptsRoot),
    dbHash: hex(header.dbHash),
    logsBloom: hex(header.logsBloom),
    gasLimit: number(header.gasLimit),
    gasUsed: number(header.gasUsed),
    timestamp: number(header.timestamp),
    extraData: header.extraData.map(hex),
    sealer: number(header.sealer),
    sealerList: header.sealerList.map(toHex),
  };
}

/** `readLightBlock` gives the block back. */
export function lightBlockToJson(block: FiscoLightBlock): object {
  const isThree = block.header.generation === 3;
  const signatures = block.signatures.map(({ index, signature }) =>
    isThree
      ? { sealerIndex: index, signature: hex(signature) }
      : { index: number(BigInt(index)), signature: hex(signature) },
  );
  return {
    hash: hex(block.hash),
    ...headerToJson(block.header),
    signatureList: signatures,
    ...(block.setChange && { setChange: block.setChange.map(callToJson) }),
  };
}
