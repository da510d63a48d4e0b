// The hashes of CometBFT, from fields to 32 bytes (types/block.go, types/validator_set.go, types/params.go). All are
// RFC 6962 trees over protobuf bytes; an empty field is an empty leaf.
import { ripemd160 } from '@noble/hashes/legacy.js';
import { compareBytes, concatBytes } from '../../codec/bytes.ts';
import { bytesField, messageField, stringField, timestamp, varintField } from '../../codec/protobuf.ts';
import { ensure } from '../../core/error.ts';
import { merkleRoot, sha256 } from '../../core/hashing.ts';
import type { BlockId, Commit, CommitSig, Header, KeyType, Validator, ValidatorSet } from './model.ts';

export const HEADER_LEAVES = 14;

export function encodeBlockId(id: BlockId): Uint8Array {
  const parts = concatBytes(varintField(1, id.partsTotal), bytesField(2, id.partsHash));
  return concatBytes(bytesField(1, id.hash), messageField(2, parts));
}

/** The fourteen leaves of a header in the order in which they are hashed. */
export function headerLeaves(header: Header): Uint8Array[] {
  return [
    concatBytes(varintField(1, header.version.block), varintField(2, header.version.app)),
    stringField(1, header.chainId),
    varintField(1, header.height),
    timestamp(header.time),
    encodeBlockId(header.lastBlockId),
    ...[
      header.lastCommitHash,
      header.dataHash,
      header.validatorsHash,
      header.nextValidatorsHash,
      header.consensusHash,
      header.appHash,
      header.lastResultsHash,
      header.evidenceHash,
      header.proposerAddress,
    ].map((bytes) => bytesField(1, bytes)),
  ];
}

/** Block hash: the Merkle root of the header's leaves. */
export function headerHash(header: Header): Uint8Array {
  return merkleRoot(headerLeaves(header));
}

/** Field number in the PublicKey oneof. The number alone never tells the type: 3 is SM2, BLS or sr25519 by chain. */
const KEY_FIELD: Readonly<Record<KeyType, number>> = { ed25519: 1, secp256k1: 2, sm2: 3, sr25519: 3, bls12381: 3 };
export const KEY_LENGTH: Readonly<Record<KeyType, number>> = {
  ed25519: 32,
  secp256k1: 33,
  sm2: 33,
  sr25519: 32,
  bls12381: 96,
};

/** SimpleValidator: key and power. Address and proposer priority are not hashed. */
export function encodeValidator(validator: Validator): Uint8Array {
  const key = messageField(KEY_FIELD[validator.keyType], validator.publicKey);
  return concatBytes(messageField(1, key), varintField(2, validator.power));
}

/** 20 bytes: SHA-256 of the key cut short; for secp256k1 RIPEMD-160 of the SHA-256. */
export function addressOf(keyType: KeyType, publicKey: Uint8Array): Uint8Array {
  const digest = sha256(publicKey);
  return keyType === 'secp256k1' ? ripemd160(digest) : digest.slice(0, 20);
}

/** Makes a set in signing order with its hash. Takes validators in any order; checks nothing (see `validate.ts`). */
export function makeValidatorSet(members: readonly Validator[]): ValidatorSet {
  const validators = [...members].sort((a, b) =>
    a.power === b.power ? compareBytes(a.address, b.address) : a.power < b.power ? 1 : -1,
  );
  return { validators, hash: merkleRoot(validators.map(encodeValidator)) };
}

export function encodeCommitSig(sig: CommitSig): Uint8Array {
  return concatBytes(
    varintField(1, sig.flag),
    bytesField(2, sig.address),
    messageField(3, timestamp(sig.time)),
    bytesField(4, sig.signature),
  );
}

/** What the next header carries as last_commit_hash. */
export function commitHash(commit: Commit): Uint8Array {
  return merkleRoot(commit.signatures.map(encodeCommitSig));
}

/** What a transaction is known by, and the content of its leaf under data_hash. */
export function transactionHash(transaction: Uint8Array): Uint8Array {
  return sha256(transaction);
}

/** Root of a whole block's transactions. */
export function dataHash(transactions: readonly Uint8Array[]): Uint8Array {
  return merkleRoot(transactions.map(transactionHash));
}

/** The part of a transaction's result that is hashed; log, info and events are not (0.34 and later). */
export interface TransactionResult {
  readonly code: number;
  readonly data: Uint8Array;
  readonly gasWanted: bigint;
  readonly gasUsed: bigint;
}

/** The leaf of a result; all zero gives an empty leaf. */
export function encodeResult(result: TransactionResult): Uint8Array {
  return concatBytes(
    varintField(1, result.code),
    bytesField(2, result.data),
    varintField(5, result.gasWanted),
    varintField(6, result.gasUsed),
  );
}

/** last_results_hash of the next header. */
export function resultsHash(results: readonly TransactionResult[]): Uint8Array {
  return merkleRoot(results.map(encodeResult));
}

/** consensus_hash covers these two numbers and nothing else. */
export function consensusHash(maxBytes: bigint, maxGas: bigint): Uint8Array {
  ensure(maxBytes >= -1n && maxGas >= -1n, 'cometbft/params', { maxBytes, maxGas });
  return sha256(concatBytes(varintField(1, maxBytes), varintField(2, maxGas)));
}
