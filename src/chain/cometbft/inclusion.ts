// A transaction in a block, and its result in the next header: Merkle proofs against data_hash and last_results_hash.
// Events are committed nowhere, so they are never proven here.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';
import { type InclusionPath, leafHash, makePath, type PathStep, walkPath } from '../../proof/rfc6962.ts';
import { encodeResult, type TransactionResult, transactionHash } from './hash.ts';
import type { Header } from './model.ts';
import type { CometProfile } from './profile.ts';

export interface TransactionProof {
  readonly transaction: Uint8Array;
  readonly path: InclusionPath;
}

export interface ResultProof {
  readonly result: TransactionResult;
  readonly path: InclusionPath;
}

/** A proven path, ready to be drawn. */
export interface ProvenPath {
  readonly leaf: Uint8Array;
  readonly steps: readonly PathStep[];
  readonly root: Uint8Array;
}

const MAX_TRANSACTION = 4 << 20;
const MAX_SIBLINGS = 100;

function prove(content: Uint8Array, path: InclusionPath): ProvenPath {
  const leaf = leafHash(content);
  const steps = walkPath(leaf, path);
  return { leaf, steps, root: steps.at(-1)?.node ?? leaf };
}

/**
 * The transaction stands at the proof's index in the header's block.
 * Errors: `cometbft/data-hash-not-transactions`, `cometbft/transaction-not-in-block`, `proof/...`.
 */
export function checkTransaction(profile: CometProfile, header: Header, proof: TransactionProof): ProvenPath {
  ensure(profile.dataHash === 'transactions', 'cometbft/data-hash-not-transactions', { chain: profile.chainId });
  const proven = prove(transactionHash(proof.transaction), proof.path);
  ensure(bytesEqual(proven.root, header.dataHash), 'cometbft/transaction-not-in-block', {
    height: header.height,
    found: toHex(proven.root),
    expected: toHex(header.dataHash),
  });
  return proven;
}

/**
 * The result of the same transaction, proven through the header after its block.
 * Errors: `cometbft/result-not-in-next-header`, `cometbft/result-of-other-transaction`, `proof/...`.
 */
export function checkExecution(next: Header, proof: ResultProof, transaction: InclusionPath): ProvenPath {
  const { index, total } = proof.path;
  const isSame = index === transaction.index && total === transaction.total;
  ensure(isSame, 'cometbft/result-of-other-transaction', { found: index, expected: transaction.index });
  const proven = prove(encodeResult(proof.result), proof.path);
  ensure(bytesEqual(proven.root, next.lastResultsHash), 'cometbft/result-not-in-next-header', {
    height: next.height,
    found: toHex(proven.root),
    expected: toHex(next.lastResultsHash),
  });
  return proven;
}

/** Makes the proof out of a whole block's transactions. */
export function proveTransaction(transactions: readonly Uint8Array[], index: number): TransactionProof {
  return { transaction: transactions[index]!, path: makePath(transactions.map(transactionHash), index) };
}

export function proveExecution(results: readonly TransactionResult[], index: number): ResultProof {
  return { result: results[index]!, path: makePath(results.map(encodeResult), index) };
}

/** `{total, index, aunts}` as CometBFT prints a proof. */
export function readPath(reader: Reader): InclusionPath {
  return {
    total: reader.int64('total'),
    index: reader.int64('index', 0n),
    siblings: reader.base64Array('aunts', MAX_SIBLINGS, 64, true),
  };
}

/**
 * The reply to `/tx?prove=true`: everything the node says twice must agree. `hash` is what was asked for.
 * Errors: `cometbft/tx-reply` with the member that contradicts.
 */
export function readTransactionReply(reply: Reader, hash: Uint8Array): { height: bigint; proof: TransactionProof } {
  const transaction = reply.base64('tx', MAX_TRANSACTION);
  const outer = reply.reader('proof');
  const inner = outer.reader('proof');
  const path = readPath(inner);
  const proven = prove(transactionHash(transaction), path);
  const claims: readonly [string, boolean][] = [
    ['tx', bytesEqual(transactionHash(transaction), hash)],
    ['hash', bytesEqual(reply.hex('hash'), hash)],
    ['proof.data', bytesEqual(outer.base64('data', MAX_TRANSACTION), transaction)],
    ['proof.leaf_hash', bytesEqual(inner.base64('leaf_hash', 64), proven.leaf)],
    ['proof.root_hash', bytesEqual(outer.hex('root_hash'), proven.root)],
    ['index', reply.integer('index', 0n, 2n ** 32n - 1n, 0n) === path.index],
  ];
  for (const [member, agrees] of claims) ensure(agrees, 'cometbft/tx-reply', { member });
  return { height: reply.int64('height'), proof: { transaction, path } };
}

/** One entry of `txs_results`, only what is hashed. */
export function readResult(reader: Reader): TransactionResult {
  return {
    code: reader.uint32('code', 0),
    data: reader.base64('data', MAX_TRANSACTION),
    gasWanted: reader.int64('gas_wanted', 0n),
    gasUsed: reader.int64('gas_used', 0n),
  };
}
