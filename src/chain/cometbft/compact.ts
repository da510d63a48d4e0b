// CometBFT headers and light blocks in few bytes. A frame of headers is the packed leaves themselves, so that the core
// hashes it without any decoding, and a field that did not change costs one byte. A light block keeps its validator sets
// apart, by hash. Each thing has one encoding only, and decoders refuse every other.

import { ByteReader, ByteWriter } from '../../codec/binary.ts';
import { bytesEqual, fromUtf8, toHex } from '../../codec/bytes.ts';
import { memoized } from '../../codec/memo.ts';
import { decodeFields, type WireField } from '../../codec/protobuf-read.ts';
import { checkTime, type Time } from '../../codec/time.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { PackingWriter, packingReader } from '../../core/packing.ts';
import type { Frame } from '../chain.ts';
import { asDecoded, bytesOfDecoded } from '../decoded.ts';
import { frameRows, packFrames } from '../frames.ts';
import { addressOf, HEADER_LEAVES, headerLeaves, KEY_LENGTH, makeValidatorSet } from './hash.ts';
import { MAX_VALIDATORS, makeLightBlock } from './json.ts';
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
import { MAX_TOTAL_POWER } from './validate.ts';

const KEY_TYPES: readonly KeyType[] = ['ed25519', 'secp256k1', 'sm2', 'sr25519', 'bls12381'];
/** Packs consecutive headers, lowest first, into frames. */
export function packHeaders(headers: readonly Header[]): Frame[] {
  return packFrames(headers[0]?.height ?? 0n, headers.map(headerLeaves));
}

/** The fourteen leaves of each header of a frame; unchanged leaves are the very same arrays. */
export function frameLeaves(frame: Frame): Generator<readonly Uint8Array[]> {
  return frameRows(frame, HEADER_LEAVES);
}

const VALIDATORS_LEAF = 7;

/** Heights at which validators_hash differs from the header below; the first header always counts. */
export function setChanges(frame: Frame): { height: bigint; hash: string }[] {
  const changes: { height: bigint; hash: string }[] = [];
  let before: Uint8Array | undefined;
  let height = frame.from;
  for (const leaves of frameLeaves(frame)) {
    const leaf = leaves[VALIDATORS_LEAF]!;
    if (before === undefined || !bytesEqual(leaf, before))
      changes.push({ height, hash: toHex(decodeFields(leaf).bytes(1)) });
    before = leaf;
    height++;
  }
  return changes;
}

/** A header out of its leaves; canonical, so that a hash stands for one header only. Errors: `cometbft/leaf`. */
export function headerFromLeaves(leaves: readonly Uint8Array[]): Header {
  try {
    const header = readLeaves(leaves);
    const again = headerLeaves(header);
    ensure(leaves.length === HEADER_LEAVES && again.every((leaf, i) => bytesEqual(leaf, leaves[i]!)), 'cometbft/leaf');
    return header;
  } catch (cause) {
    throw new MingzhengError('cometbft/leaf', {}, cause);
  }
}

function readLeaves(leaves: readonly Uint8Array[]): Header {
  const version = decodeFields(leaves[0]!);
  const bytesAt = (i: number): Uint8Array => decodeFields(leaves[i]!).bytes(1);
  return {
    version: { block: BigInt.asUintN(64, version.varint(1)), app: BigInt.asUintN(64, version.varint(2)) },
    chainId: fromUtf8(bytesAt(1)),
    height: BigInt.asIntN(64, decodeFields(leaves[2]!).varint(1)),
    time: readTimestamp(decodeFields(leaves[3]!)),
    lastBlockId: readBlockIdFields(decodeFields(leaves[4]!)),
    lastCommitHash: bytesAt(5),
    dataHash: bytesAt(6),
    validatorsHash: bytesAt(7),
    nextValidatorsHash: bytesAt(8),
    consensusHash: bytesAt(9),
    appHash: bytesAt(10),
    lastResultsHash: bytesAt(11),
    evidenceHash: bytesAt(12),
    proposerAddress: bytesAt(13),
  };
}

export function readTimestamp(fields: WireField): Time {
  return checkTime({ seconds: BigInt.asIntN(64, fields.varint(1)), nanos: Number(fields.varint(2)) });
}

function readBlockIdFields(fields: WireField): BlockId {
  const parts = decodeFields(fields.bytes(2));
  return { hash: fields.bytes(1), partsTotal: Number(parts.varint(1)), partsHash: parts.bytes(2) };
}

/** One header alone: its leaves, each with its length. */
export function encodeHeader(header: Header): Uint8Array {
  const writer = new PackingWriter();
  writer.add(headerLeaves(header));
  return writer.finish();
}

export function decodeHeader(bytes: Uint8Array): Header {
  const reader = packingReader({ bytes, treeCount: 1, leavesPerTree: HEADER_LEAVES });
  const leaves = Array.from({ length: HEADER_LEAVES }, () => reader.next()!);
  reader.end();
  return headerFromLeaves(leaves);
}

/** Header and commit; a vote's address is left out where it is that of the member at its index. */
export function encodeLightBlock(block: CometLightBlock): Uint8Array {
  return bytesOfDecoded(block) ?? encodeAnew(block);
}

function encodeAnew(block: CometLightBlock): Uint8Array {
  const out = new ByteWriter();
  out.bytes(encodeHeader(block.header));
  out.varint(block.commit.height).varint(block.commit.round);
  writeBlockId(out, block.commit.blockId);
  out.varint(block.commit.signatures.length);
  block.commit.signatures.forEach((sig, i) => {
    writeCommitSig(out, sig, block.validators.validators[i]?.address);
  });
  return out.finish();
}

const OWN_ADDRESS = 4;

function writeCommitSig(out: ByteWriter, sig: CommitSig, own: Uint8Array | undefined): void {
  const isOwn = own !== undefined && sig.flag !== FLAG.absent && bytesEqual(own, sig.address);
  out.varint(sig.flag | (isOwn ? OWN_ADDRESS : 0));
  if (!isOwn) out.bytes(sig.address);
  out.signed(sig.time.seconds).varint(sig.time.nanos).bytes(sig.signature);
}

function readCommitSig(reader: ByteReader, own: Uint8Array | undefined): CommitSig {
  const head = reader.number(7);
  const isOwn = (head & OWN_ADDRESS) !== 0;
  const flag = head & 3;
  ensure(!isOwn || own !== undefined, 'codec/binary', { offset: reader.offset });
  const address = isOwn ? own! : reader.bytes(256);
  const isPlainOwn = flag !== FLAG.absent && own !== undefined && bytesEqual(own, address);
  const isSecondSpelling = isOwn ? flag === FLAG.absent : isPlainOwn;
  if (isSecondSpelling) reader.fail();
  const time = checkTime({ seconds: reader.signed(), nanos: reader.number(999_999_999) });
  return { flag, address, time, signature: reader.bytes(128) };
}

function writeBlockId(out: ByteWriter, id: BlockId): void {
  out.bytes(id.hash).varint(id.partsTotal).bytes(id.partsHash);
}

function readBlockId(reader: ByteReader): BlockId {
  return { hash: reader.bytes(256), partsTotal: reader.number(0xffffffff), partsHash: reader.bytes(256) };
}

/** Hashes of the sets that a compact light block refers to: its own, and the next one where it differs. */
export function setsOfLightBlock(bytes: Uint8Array): string[] {
  const header = decodeHeader(new ByteReader(bytes).bytes(bytes.length));
  return [...new Set([toHex(header.validatorsHash), toHex(header.nextValidatorsHash)])];
}

/** Errors: `codec/binary`, `cometbft/leaf`, `cometbft/set-missing` where a set that the header names is not at hand. */
export function decodeLightBlock(bytes: Uint8Array, sets: ReadonlyMap<string, Uint8Array>): CometLightBlock {
  const reader = new ByteReader(bytes);
  const header = decodeHeader(reader.bytes(bytes.length));
  const validators = setByHash(header.validatorsHash, sets);
  ensure(validators !== undefined, 'cometbft/set-missing', () => ({ hash: toHex(header.validatorsHash) }));
  const commit = readCommit(reader, validators);
  reader.end();
  return asDecoded(makeLightBlock(header, commit, validators, setByHash(header.nextValidatorsHash, sets)), bytes);
}

function readCommit(reader: ByteReader, validators: ValidatorSet): Commit {
  const height = reader.varint();
  const round = reader.number(0x7fffffff);
  const blockId = readBlockId(reader);
  const count = reader.number(MAX_VALIDATORS);
  const signatures = Array.from({ length: count }, (_, i) => readCommitSig(reader, validators.validators[i]?.address));
  return { height, round, blockId, signatures };
}

/** By the set's own bytes: blocks in a row share them. */
const setIn = memoized(decodeValidatorSet);

function setByHash(hash: Uint8Array, sets: ReadonlyMap<string, Uint8Array>): ValidatorSet | undefined {
  const bytes = sets.get(toHex(hash));
  return bytes && setIn(bytes);
}

/** Key type, key and power of each member in signing order. */
export const encodeValidatorSet = memoized((set: ValidatorSet): Uint8Array => {
  const out = new ByteWriter();
  out.varint(set.validators.length);
  for (const { keyType, publicKey, power } of set.validators)
    out.varint(KEY_TYPES.indexOf(keyType)).raw(publicKey).signed(power);
  return out.finish();
});

export function decodeValidatorSet(bytes: Uint8Array): ValidatorSet {
  const reader = new ByteReader(bytes);
  const count = reader.number(MAX_VALIDATORS);
  const validators = Array.from({ length: count }, () => {
    const keyType = KEY_TYPES[reader.number(KEY_TYPES.length - 1)]!;
    const publicKey = reader.raw(KEY_LENGTH[keyType]);
    return { keyType, publicKey, power: reader.signed(), address: addressOf(keyType, publicKey) };
  });
  reader.end();
  checkPowers(validators);
  const set = makeValidatorSet(validators);
  if (set.validators.some((validator, i) => validator !== validators[i])) reader.fail(); // not in signing order
  return set;
}

/** Powers are hashed modulo 2^64: without limits two lists of members would have one hash. Errors: `cometbft/total-power`. */
function checkPowers(validators: readonly Validator[]): void {
  let total = 0n;
  for (const { power } of validators) {
    total += power;
    const isSound = power >= 0n && total <= MAX_TOTAL_POWER;
    ensure(isSound, 'cometbft/total-power', { total, limit: MAX_TOTAL_POWER });
  }
}

/** The encoded sets that a light block refers to, by hash. */
export function encodedSets(block: CometLightBlock): Map<string, Uint8Array> {
  const next = block.nextValidators;
  const isOther = next !== undefined && !bytesEqual(next.hash, block.validators.hash);
  const sets = isOther ? [block.validators, next] : [block.validators];
  return new Map(sets.map((set) => [toHex(set.hash), encodeValidatorSet(set)]));
}
