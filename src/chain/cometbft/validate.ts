// The rules that a light block must meet before any signature is looked at: one rule, one predicate, named as a sentence.
// Source: CometBFT ValidateBasic of Header, Commit, CommitSig, ValidatorSet and LightBlock.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { isZeroTime } from '../../codec/time.ts';
import { ensure } from '../../core/error.ts';
import {
  type BlockId,
  type CometLightBlock,
  type Commit,
  type CommitSig,
  FLAG,
  type Header,
  type ValidatorSet,
} from './model.ts';
import type { CometProfile } from './profile.ts';

/** floor((2^63 - 1) / 8): types.MaxTotalVotingPower. */
export const MAX_TOTAL_POWER = 1152921504606846975n;
const MAX_CHAIN_ID = 50;
const MAX_SIGNATURE = 64;

export function isZeroBlockId(id: BlockId): boolean {
  return id.hash.length === 0 && id.partsTotal === 0 && id.partsHash.length === 0;
}

export function isHashOrEmpty(bytes: Uint8Array): boolean {
  return bytes.length === 0 || bytes.length === 32;
}

/** Sum of powers; the caller has made sure that it cannot overflow. */
export function totalPower(set: ValidatorSet): bigint {
  return set.validators.reduce((sum, validator) => sum + validator.power, 0n);
}

export function headerMatchesCommit(block: CometLightBlock): boolean {
  return bytesEqual(block.hash, block.commit.blockId.hash);
}

export function validatorsMatchHeader(block: CometLightBlock): boolean {
  return bytesEqual(block.validators.hash, block.header.validatorsHash);
}

export function nextValidatorsMatchHeader(block: CometLightBlock): boolean {
  return block.nextValidators === undefined || bytesEqual(block.nextValidators.hash, block.header.nextValidatorsHash);
}

export function hasNoDuplicateAddress(set: ValidatorSet): boolean {
  return new Set(set.validators.map((validator) => toHex(validator.address))).size === set.validators.length;
}

/** Header.ValidateBasic. */
export function checkHeader(profile: CometProfile, header: Header): void {
  const { blockProtocol, chainId } = profile;
  ensure(blockProtocol === undefined || header.version.block === blockProtocol, 'cometbft/block-protocol', {
    found: header.version.block,
    expected: blockProtocol ?? 0n,
  });
  ensure(header.chainId.length <= MAX_CHAIN_ID && header.chainId === chainId, 'cometbft/chain-id', {
    found: header.chainId,
    expected: chainId,
  });
  ensure(header.height > 0n, 'cometbft/height', { height: header.height });
  checkHeaderHashes(header);
  ensure(header.proposerAddress.length === 20, 'cometbft/address-length', { length: header.proposerAddress.length });
}

function checkHeaderHashes(header: Header): void {
  checkBlockId(header.lastBlockId);
  for (const name of [
    'lastCommitHash',
    'dataHash',
    'validatorsHash',
    'nextValidatorsHash',
    'consensusHash',
    'lastResultsHash',
    'evidenceHash',
  ] as const)
    ensure(isHashOrEmpty(header[name]), 'cometbft/hash-length', { field: name, length: header[name].length });
  ensure(header.validatorsHash.length === 32, 'cometbft/hash-length', { field: 'validatorsHash', length: 0 });
}

function checkBlockId(id: BlockId): void {
  ensure(isHashOrEmpty(id.hash), 'cometbft/hash-length', { field: 'blockId', length: id.hash.length });
  ensure(isHashOrEmpty(id.partsHash), 'cometbft/hash-length', { field: 'parts', length: id.partsHash.length });
}

/** Commit.ValidateBasic with that of each entry. */
export function checkCommit(commit: Commit): void {
  ensure(commit.height >= 1n && commit.round >= 0, 'cometbft/commit-height', {
    height: commit.height,
    round: commit.round,
  });
  checkBlockId(commit.blockId);
  ensure(!isZeroBlockId(commit.blockId), 'cometbft/commit-for-nothing');
  ensure(commit.signatures.length > 0, 'cometbft/commit-empty');
  commit.signatures.forEach(checkCommitSig);
}

function checkCommitSig(sig: CommitSig, index: number): void {
  ensure(sig.flag === FLAG.absent || sig.flag === FLAG.commit || sig.flag === FLAG.nil, 'cometbft/vote-flag', {
    index,
    flag: sig.flag,
  });
  if (sig.flag === FLAG.absent) {
    const isEmpty = sig.address.length === 0 && sig.signature.length === 0 && isZeroTime(sig.time);
    ensure(isEmpty, 'cometbft/absent-vote-not-empty', { index });
    return;
  }
  ensure(sig.address.length === 20, 'cometbft/address-length', { index, length: sig.address.length });
  const isSigned = sig.signature.length > 0 && sig.signature.length <= MAX_SIGNATURE;
  ensure(isSigned, 'cometbft/signature-length', { index, length: sig.signature.length });
}

/** Sets that hold, each with the profile by which it does: one set signs many blocks. */
const soundSets = new WeakMap<ValidatorSet, CometProfile>();

/** ValidatorSet.ValidateBasic; key types outside the profile are refused, since they would be hashed differently. */
export function checkValidatorSet(profile: CometProfile, set: ValidatorSet): void {
  if (soundSets.get(set) === profile) return;
  ensure(set.validators.length > 0, 'cometbft/validators-empty');
  let total = 0n;
  set.validators.forEach((validator, index) => {
    const { keyType, power, address, claimedAddress } = validator;
    ensure(profile.keyTypes.includes(keyType), 'cometbft/key-type', { index, type: keyType });
    ensure(power >= 0n, 'cometbft/power', { index, power });
    ensure(claimedAddress === undefined || bytesEqual(claimedAddress, address), 'cometbft/address-not-of-key', () => ({
      index,
      found: toHex(claimedAddress ?? address),
      expected: toHex(address),
    }));
    total += power;
    ensure(total <= MAX_TOTAL_POWER, 'cometbft/total-power', { total, limit: MAX_TOTAL_POWER });
  });
  ensure(hasNoDuplicateAddress(set), 'cometbft/duplicate-validator');
  soundSets.set(set, profile);
}

/** LightBlock.ValidateBasic: everything about one light block that needs no other block and no signature. */
export function checkLightBlock(profile: CometProfile, block: CometLightBlock): void {
  const { header, commit, validators } = block;
  checkHeader(profile, header);
  checkCommit(commit);
  ensure(commit.height === header.height, 'cometbft/commit-height-differs', {
    commit: commit.height,
    header: header.height,
  });
  ensure(headerMatchesCommit(block), 'cometbft/commit-for-other-header', () => ({
    commit: toHex(commit.blockId.hash),
    header: toHex(block.hash),
  }));
  checkValidatorSet(profile, validators);
  ensure(validatorsMatchHeader(block), 'cometbft/validators-hash', () => ({
    found: toHex(validators.hash),
    expected: toHex(header.validatorsHash),
  }));
  ensure(nextValidatorsMatchHeader(block), 'cometbft/next-validators-hash', () => ({
    found: toHex(block.nextValidators?.hash ?? new Uint8Array(0)),
    expected: toHex(header.nextValidatorsHash),
  }));
}
