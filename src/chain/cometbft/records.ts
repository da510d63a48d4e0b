// Records of a CometBFT chain: transactions, with their results through the next header, as proof files carry them.
import { ByteReader, ByteWriter } from '../../codec/binary.ts';
import { bytesEqual, toBase64 } from '../../codec/bytes.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';
import { merkleRoot } from '../../core/hashing.ts';
import type { InclusionPath, PathStep } from '../../proof/rfc6962.ts';
import type {
  BlockData,
  ExecutionProof,
  MadeProof,
  ProvenInclusion,
  ProvenStep,
  RecordFamily,
  RecordProof,
  VerifiedHeader,
} from '../chain.ts';
import { readTextRule, type TextRule, textRecordIn } from '../record-rule.ts';
import { frameLeaves, headerFromLeaves, packHeaders } from './compact.ts';
import { type TransactionResult, transactionHash } from './hash.ts';
import {
  checkExecution,
  checkTransaction,
  proveExecution,
  proveTransaction,
  type ResultProof,
  readPath,
  readResult,
  type TransactionProof,
} from './inclusion.ts';
import { readHeader } from './json.ts';
import { headerToJson } from './json-out.ts';
import type { CometLightBlock, Header } from './model.ts';
import type { CometProfile } from './profile.ts';
import { fetchResults, fetchTransaction, fetchTransactions } from './rpc.ts';

interface TransactionRecord extends RecordProof {
  readonly proof: TransactionProof;
}

const MAX_TRANSACTION = 4 << 20;
const record = (value: RecordProof): TransactionRecord => value as TransactionRecord;
const result = (value: ExecutionProof): ResultProof => value as ResultProof;
const headerOf = (value: VerifiedHeader): Header => value.header as Header;

function pathToJson({ total, index, siblings }: InclusionPath): object {
  return { total: `${total}`, index: `${index}`, aunts: siblings.map(toBase64) };
}

function readStrictPath(reader: Reader): InclusionPath {
  return readPath(reader.only('total', 'index', 'aunts'));
}

function readProof(reader: Reader): TransactionRecord {
  reader.only('height', 'transaction', 'path');
  const transaction = reader.base64('transaction', MAX_TRANSACTION);
  return {
    height: reader.integer('height', 1n, 2n ** 63n - 1n),
    proof: { transaction, path: readStrictPath(reader.reader('path')) },
  };
}

function proofToJson({ height, proof }: TransactionRecord): object {
  return { height: `${height}`, transaction: toBase64(proof.transaction), path: pathToJson(proof.path) };
}

function prove(profile: CometProfile, header: VerifiedHeader, { height, proof }: TransactionRecord): ProvenInclusion {
  ensure(header.height === height, 'cometbft/proof-for-other-height', { found: height, expected: header.height });
  const { leaf, steps, root } = checkTransaction(profile, headerOf(header), proof);
  const { index, total } = proof.path;
  const recordHash = transactionHash(proof.transaction);
  return {
    content: proof.transaction,
    recordHash,
    index,
    total,
    tree: 'rfc6962',
    leaf,
    steps: steps.map(asLevel),
    root,
    rootName: 'data_hash',
  };
}

function asLevel({ sibling, side, node }: PathStep): ProvenStep {
  return side === 'left' ? { left: [sibling], right: [], node } : { left: [], right: [sibling], node };
}

function readExecution(reader: Reader): ResultProof {
  reader.only('result', 'path');
  const inner = reader.reader('result').only('code', 'data', 'gas_wanted', 'gas_used');
  return { result: readResult(inner), path: readStrictPath(reader.reader('path')) };
}

function executionToJson({ result: { code, data, gasWanted, gasUsed }, path }: ResultProof): object {
  const fields = { code, data: toBase64(data), gas_wanted: `${gasWanted}`, gas_used: `${gasUsed}` };
  return { result: fields, path: pathToJson(path) };
}

/** Compact bytes of a result, as archives keep it. */
export function encodeResultBytes({ code, data, gasWanted, gasUsed }: TransactionResult): Uint8Array {
  return new ByteWriter().varint(code).bytes(data).signed(gasWanted).signed(gasUsed).finish();
}

function decodeResultBytes(bytes: Uint8Array): TransactionResult {
  const reader = new ByteReader(bytes);
  const code = reader.number(0xffffffff);
  const data = reader.bytes(MAX_TRANSACTION);
  const decoded = { code, data, gasWanted: reader.signed(), gasUsed: reader.signed() };
  reader.end();
  return decoded;
}

/** Makes the proof of one transaction, and of its result where the results are known. */
function makeProof(height: bigint, { transactions, results }: BlockData, index: number): MadeProof {
  const made: TransactionRecord = { height, proof: proveTransaction(transactions, index) };
  if (results.length !== transactions.length) return { record: made };
  return { record: made, execution: proveExecution(results.map(decodeResultBytes), index) as ExecutionProof };
}

export const records: RecordFamily = {
  resultsHeight: 1n,
  limits: () => [],
  readRule: readTextRule,
  recordIn: (_, rule, value) => textRecordIn(rule as TextRule, record(value).proof.transaction),
  readProof: (_, reader) => readProof(reader),
  proofToJson: (value) => proofToJson(record(value)),
  hasTransactions: (_, value) => {
    const { dataHash } = (value as CometLightBlock).header;
    return dataHash.length > 0 && !bytesEqual(dataHash, merkleRoot([]));
  },
  recordHash: (_, value) => transactionHash(record(value).proof.transaction),
  // biome-ignore lint/correctness/useYield: no signature stands in a proof of this family
  *checkProof(profile, header, value) {
    return prove(profile as CometProfile, header, record(value));
  },
  readExecution: (_, reader) => readExecution(reader) as ExecutionProof,
  executionToJson: (value) => executionToJson(result(value)),
  checkExecution(_, next, value, of) {
    const { root } = checkExecution(headerOf(next), result(value), record(of).proof.path);
    const { code } = result(value).result;
    return { succeeded: code === 0, code: BigInt(code), root };
  },
  prove: (_, height, data, index) => [makeProof(height, data, index)],
  readHistory: (_, headers) => packHeaders(headers.map(readHeader)),
  historyToJson: (frame) => [...frameLeaves(frame)].map((leaves) => headerToJson(headerFromLeaves(leaves))),
  *askFor(_, recordHash) {
    const { height, proof } = yield* fetchTransaction(recordHash);
    return [{ record: { height, proof } as TransactionRecord }];
  },
  *fetchBlockData(_, height) {
    const transactions = yield* fetchTransactions(height);
    return { transactions, results: (yield* fetchResults(height)).map(encodeResultBytes) };
  },
};
