// CometBFT's JSON as its RPC prints it, read strictly: whole numbers as text or number, hashes as hex, keys and
// signatures as base64. Lenient only where nodes of different versions really differ (see the comments).
import type { Reader } from '../../codec/schema.ts';
import { isZeroTime, type Time, ZERO_TIME } from '../../codec/time.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { addressOf, headerHash, KEY_LENGTH, makeValidatorSet } from './hash.ts';
import {
  type BlockId,
  type CometLightBlock,
  type Commit,
  type CommitSig,
  FLAG,
  type Header,
  type KeyType,
  type Validator,
  type ValidatorSet,
} from './model.ts';

/** More than any chain has; refused before anything is hashed. */
export const MAX_VALIDATORS = 10_000;
const MAX_SIGNATURE = 128;
const MAX_APP_HASH = 256;

const KEY_TYPE_NAMES: Readonly<Record<string, KeyType>> = {
  'tendermint/PubKeyEd25519': 'ed25519',
  'tendermint/PubKeySecp256k1': 'secp256k1',
  'tendermint/PubKeySr25519': 'sr25519',
  'tendermint/PubKeySm2': 'sm2',
  'cometbft/PubKeyBls12_381': 'bls12381',
};

/** The JSON type name of a key type. */
export function keyTypeName(type: KeyType): string {
  return Object.entries(KEY_TYPE_NAMES).find(([, value]) => value === type)![0];
}

/** null stands for the zero id (tendermint-rs prints block 1 so); `part_set_header` is the protobuf spelling of `parts`. */
export function readBlockId(parent: Reader, key: string): BlockId {
  if (!parent.has(key)) return { hash: new Uint8Array(0), partsTotal: 0, partsHash: new Uint8Array(0) };
  const reader = parent.reader(key);
  const parts = reader.optionalReader('parts') ?? reader.optionalReader('part_set_header');
  return {
    hash: reader.hex('hash'),
    partsTotal: parts?.uint32('total', 0) ?? 0,
    partsHash: parts?.hex('hash') ?? new Uint8Array(0),
  };
}

export function readHeader(reader: Reader): Header {
  const version = reader.reader('version');
  return {
    version: {
      block: version.integer('block', 0n, 2n ** 64n - 1n, 0n),
      app: version.integer('app', 0n, 2n ** 64n - 1n, 0n),
    },
    chainId: reader.string('chain_id', 256),
    height: reader.int64('height'),
    time: reader.time('time'),
    lastBlockId: readBlockId(reader, 'last_block_id'),
    lastCommitHash: reader.hex('last_commit_hash'),
    dataHash: reader.hex('data_hash'),
    validatorsHash: reader.hex('validators_hash'),
    nextValidatorsHash: reader.hex('next_validators_hash'),
    consensusHash: reader.hex('consensus_hash'),
    appHash: reader.hex('app_hash', MAX_APP_HASH),
    lastResultsHash: reader.hex('last_results_hash'),
    evidenceHash: reader.hex('evidence_hash'),
    proposerAddress: reader.hex('proposer_address'),
  };
}

export function readCommit(reader: Reader): Commit {
  return {
    height: reader.int64('height'),
    round: reader.int32('round'),
    blockId: readBlockId(reader, 'block_id'),
    signatures: reader.readers('signatures', MAX_VALIDATORS, true).map(readCommitSig),
  };
}

function readCommitSig(reader: Reader): CommitSig {
  const flag = reader.int32('block_id_flag');
  return {
    flag,
    address: reader.hex('validator_address'),
    time: reader.has('timestamp') ? reader.time('timestamp') : ZERO_TIME,
    signature: reader.base64('signature', MAX_SIGNATURE),
  };
}

export function readValidator(reader: Reader): Validator {
  const { keyType, publicKey } = readPublicKey(reader.reader('pub_key'));
  return {
    keyType,
    publicKey,
    power: reader.has('voting_power') ? reader.int64('voting_power') : reader.int64('power'),
    address: addressOf(keyType, publicKey),
    claimedAddress: reader.has('address') ? reader.hex('address') : undefined,
  };
}

/** `{type, value}` is the RPC's form. Errors: `cometbft/key-type`, `cometbft/key-length`. */
export function readPublicKey(reader: Reader): { keyType: KeyType; publicKey: Uint8Array } {
  const name = reader.string('type', 64);
  const keyType = Object.hasOwn(KEY_TYPE_NAMES, name) ? KEY_TYPE_NAMES[name] : undefined;
  if (keyType === undefined) throw new MingzhengError('cometbft/key-type', { type: name });
  const publicKey = reader.base64('value', 256);
  ensure(publicKey.length === KEY_LENGTH[keyType], 'cometbft/key-length', { type: keyType, length: publicKey.length });
  return { keyType, publicKey };
}

/** A set as `{validators: [...]}`; `total_voting_power`, `proposer` and priorities are what a node says and are ignored. */
export function readValidatorSet(reader: Reader): ValidatorSet {
  return makeValidatorSet(reader.readers('validators', MAX_VALIDATORS, true).map(readValidator));
}

/** `{signed_header: {header, commit}, validator_set, next_validator_set?}`, as light blocks are stored and mailed. */
export function readLightBlock(reader: Reader): CometLightBlock {
  const signed = reader.reader('signed_header');
  const next = reader.optionalReader('next_validator_set');
  return makeLightBlock(
    readHeader(signed.reader('header')),
    readCommit(signed.reader('commit')),
    readValidatorSet(reader.reader('validator_set')),
    next && readValidatorSet(next),
  );
}

/** Puts a light block together; its hash is computed here, from the fields. */
export function makeLightBlock(
  header: Header,
  commit: Commit,
  validators: ValidatorSet,
  nextValidators?: ValidatorSet,
): CometLightBlock {
  const { height, time } = header;
  return { height, time, hash: headerHash(header), header, commit, validators, nextValidators };
}

/** tendermint-rs prints the missing time of an absent entry as 1970; Go prints year 1. Old test data needs the former. */
export function withGoAbsentTimes(commit: Commit): Commit {
  const isEpoch = (time: Time) => time.seconds === 0n && time.nanos === 0;
  const fix = (sig: CommitSig): CommitSig =>
    sig.flag === FLAG.absent && isEpoch(sig.time) && !isZeroTime(sig.time) ? { ...sig, time: ZERO_TIME } : sig;
  return { ...commit, signatures: commit.signatures.map(fix) };
}
