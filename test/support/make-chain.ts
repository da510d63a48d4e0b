// Makes valid CometBFT chains with throwaway keys: headers, commits, sets and block data that all rules accept, and the
// means to sign a changed block again, as an attacker with the keys could.

import type { Checkpoint } from '../../src/chain/chain.ts';
import {
  commitHash,
  consensusHash,
  dataHash,
  headerHash,
  makeValidatorSet,
  resultsHash,
  type TransactionResult,
} from '../../src/chain/cometbft/hash.ts';
import { makeLightBlock } from '../../src/chain/cometbft/json.ts';
import {
  type BlockId,
  type CometLightBlock,
  type Commit,
  type CommitSig,
  FLAG,
  type Header,
  type ValidatorSet,
} from '../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../src/chain/cometbft/profile.ts';
import { signBytesOf } from '../../src/chain/cometbft/sign-bytes.ts';
import { threshold } from '../../src/chain/cometbft/tally.ts';
import { totalPower } from '../../src/chain/cometbft/validate.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { fromNanos, parseTime, type Time, toNanos, ZERO_TIME } from '../../src/codec/time.ts';
import { merkleRoot, sha256 } from '../../src/core/hashing.ts';
import { type MadeKey, type MadeKeyType, makeKey, memberOf } from './make-chain-keys.ts';

export type VoteKind = 'commit' | 'nil' | 'absent';
/** `two-thirds`: the first members whose power exceeds two thirds; the others are absent. `index` is the place in the set. */
export type Signing = 'all' | 'two-thirds' | ((height: bigint, index: number) => VoteKind);

export interface ChainOptions {
  readonly chainId?: string;
  readonly length: number;
  readonly validators: number;
  /** Names the keys: two chains of one seed share them. */
  readonly seed?: string;
  readonly keyType?: MadeKeyType;
  /** Of the members by number; 10 each where it is missing. */
  readonly powers?: readonly (bigint | number)[];
  /** After every so many blocks the longest-serving member is replaced by a new one of the same power. */
  readonly changeEvery?: number;
  readonly startTime?: Time;
  readonly blockMs?: number;
  /** One transaction a block where it is missing. */
  readonly transactions?: (height: bigint) => readonly Uint8Array[];
  /** Code 0 where it is missing. */
  readonly results?: (height: bigint, index: number) => TransactionResult;
  readonly sign?: Signing;
  readonly round?: number;
  readonly profile?: Partial<CometProfile>;
}

export interface BlockData {
  readonly transactions: readonly Uint8Array[];
  readonly results: readonly TransactionResult[];
}

export interface MadeChain {
  readonly profile: CometProfile;
  /** Heights 1 to `length`, each with its next set. */
  readonly blocks: readonly CometLightBlock[];
  readonly data: ReadonlyMap<bigint, BlockData>;
  /** One second after the last block. */
  readonly now: Time;
  block(height: bigint | number): CometLightBlock;
  checkpoint(height: bigint | number): Checkpoint;
  /** The key behind an address; throws for a foreign one. */
  key(address: Uint8Array): MadeKey;
  /**
   * Makes a changed block whole again: hash from its header, block id with that hash, and a commit signed anew by its own
   * set's members whose keys this chain has (a foreign member is absent). Header fields stay as they are.
   */
  resign(block: CometLightBlock, sign?: Signing): CometLightBlock;
  /** Signs the entries of a commit again as they stand: flags, times and addresses are kept. */
  signEntries(commit: Commit, set: ValidatorSet): Commit;
}

export const EMPTY = new Uint8Array(0);
const ZERO_ID: BlockId = { hash: EMPTY, partsTotal: 0, partsHash: EMPTY };
const START = parseTime('2026-01-01T00:00:00.123456789Z');
const NANOS_A_DAY = 86_400_000_000_000n;
export const RESULT: TransactionResult = { code: 0, data: EMPTY, gasWanted: 1n, gasUsed: 1n };

export const plus = (time: Time, nanos: bigint): Time => fromNanos(toNanos(time) + nanos);

export function profileOf(chainId: string, changes: Partial<CometProfile> = {}): CometProfile {
  return {
    chainId,
    version: '0.38',
    maxClockDriftNanos: 10_000_000_000n,
    blockProtocol: 11n,
    keyTypes: ['ed25519'],
    ed25519: 'zip215',
    trustLevel: { numerator: 1n, denominator: 3n },
    trustingPeriodNanos: 14n * NANOS_A_DAY,
    dataHash: 'transactions',
    ...changes,
  };
}

/** The keys of a chain by address, and the signing that needs them. */
class Signers {
  readonly #keys = new Map<string, MadeKey>();
  constructor(private readonly chainId: string) {}

  add(key: MadeKey): void {
    this.#keys.set(toHex(key.address), key);
  }

  key(address: Uint8Array): MadeKey {
    const key = this.#keys.get(toHex(address));
    if (!key) throw new Error(`no key for ${toHex(address)}`);
    return key;
  }

  has(address: Uint8Array): boolean {
    return this.#keys.has(toHex(address));
  }

  signEntries(commit: Commit, set: ValidatorSet): Commit {
    const signatures = commit.signatures.map((sig, i) => {
      const member = set.validators[i];
      if (sig.flag === FLAG.absent || !member || !this.has(member.address)) return sig;
      return { ...sig, signature: this.key(member.address).sign(signBytesOf(this.chainId, commit)(sig)) };
    });
    return { ...commit, signatures };
  }

  commit(unsigned: Omit<Commit, 'signatures'>, set: ValidatorSet, time: Time, sign: Signing): Commit {
    const kind = voteKinds(set, sign);
    const signatures = set.validators.map(({ address }, i): CommitSig => {
      const vote = this.has(address) ? kind(unsigned.height, i) : 'absent';
      if (vote === 'absent') return { flag: FLAG.absent, address: EMPTY, time: ZERO_TIME, signature: EMPTY };
      return { flag: FLAG[vote], address, time: plus(time, BigInt(i + 1) * 1_000_001n), signature: EMPTY };
    });
    return this.signEntries({ ...unsigned, signatures }, set);
  }

  resign(block: CometLightBlock, sign: Signing): CometLightBlock {
    const { header, commit, validators, nextValidators } = block;
    const blockId = { ...commit.blockId, hash: headerHash(header) };
    const unsigned = { height: header.height, round: commit.round, blockId };
    return makeLightBlock(header, this.commit(unsigned, validators, header.time, sign), validators, nextValidators);
  }
}

function voteKinds(set: ValidatorSet, sign: Signing): (height: bigint, index: number) => VoteKind {
  if (typeof sign === 'function') return sign;
  if (sign === 'all') return () => 'commit';
  const needed = threshold(totalPower(set), 2n, 3n);
  let power = 0n;
  const before = set.validators.map((validator) => {
    power += validator.power;
    return power - validator.power;
  });
  return (_, index) => (before[index]! <= needed ? 'commit' : 'absent');
}

/** The set of each height, one more than there are blocks. */
function makeSets(options: ChainOptions, signers: Signers): ValidatorSet[] {
  const { seed = 'chain', keyType, validators: count, powers, changeEvery = 0, length } = options;
  const member = (number: number) => {
    const key = makeKey(seed, number, keyType);
    signers.add(key);
    return memberOf(key, BigInt(powers?.[number % count] ?? 10));
  };
  let members = Array.from({ length: count }, (_, number) => member(number));
  let next = count;
  const sets = [makeValidatorSet(members)];
  for (let height = 1; height <= length; height++) {
    const changes = changeEvery > 0 && height % changeEvery === 0;
    if (changes) members = [...members.slice(1), member(next++)];
    sets.push(changes ? makeValidatorSet(members) : sets.at(-1)!);
  }
  return sets;
}

function makeData(options: ChainOptions): Map<bigint, BlockData> {
  const { transactions = (height: bigint) => [toUtf8(`height=${height}`)], results = () => RESULT } = options;
  const data = new Map<bigint, BlockData>();
  for (let height = 1n; height <= BigInt(options.length); height++) {
    const list = transactions(height);
    data.set(height, { transactions: list, results: list.map((_, index) => results(height, index)) });
  }
  return data;
}

interface Makings {
  readonly profile: CometProfile;
  readonly sets: readonly ValidatorSet[];
  readonly data: ReadonlyMap<bigint, BlockData>;
  readonly start: Time;
  readonly blockNanos: bigint;
}

function makeHeader(makings: Makings, height: number, parent: CometLightBlock | undefined): Header {
  const { profile, sets, data, start, blockNanos } = makings;
  const before = data.get(BigInt(height - 1));
  const set = sets[height - 1]!;
  return {
    version: { block: profile.blockProtocol ?? 11n, app: 1n },
    chainId: profile.chainId,
    height: BigInt(height),
    time: plus(start, blockNanos * BigInt(height - 1)),
    lastBlockId: parent?.commit.blockId ?? ZERO_ID,
    lastCommitHash: parent ? commitHash(parent.commit) : merkleRoot([]),
    dataHash: dataHash(data.get(BigInt(height))!.transactions),
    validatorsHash: set.hash,
    nextValidatorsHash: sets[height]!.hash,
    consensusHash: consensusHash(22020096n, -1n),
    appHash: appHash(data, height),
    lastResultsHash: resultsHash(before?.results ?? []),
    evidenceHash: merkleRoot([]),
    proposerAddress: set.validators[height % set.validators.length]!.address,
  };
}

/** Like the kvstore's: the number of transactions so far, in eight bytes. It speaks of the state before the block. */
function appHash(data: ReadonlyMap<bigint, BlockData>, height: number): Uint8Array {
  let count = 0;
  for (let below = 1; below < height; below++) count += data.get(BigInt(below))!.transactions.length;
  const out = new Uint8Array(8);
  new DataView(out.buffer).setUint32(4, count);
  return out;
}

/** Makes a chain; see `ChainOptions`. The same options give the same bytes. */
export function makeChain(options: ChainOptions): MadeChain {
  const { chainId = 'made-1', keyType = 'ed25519', sign = 'all', round = 0, startTime: start = START } = options;
  const profile = profileOf(chainId, { keyTypes: [keyType], ...options.profile });
  const signers = new Signers(chainId);
  const sets = makeSets(options, signers);
  const data = makeData(options);
  const makings = { profile, sets, data, start, blockNanos: BigInt(options.blockMs ?? 1000) * 1_000_000n };
  const blocks: CometLightBlock[] = [];
  for (let height = 1; height <= options.length; height++) {
    const header = makeHeader(makings, height, blocks.at(-1));
    const hash = headerHash(header);
    const blockId = { hash, partsTotal: 1, partsHash: sha256(hash) };
    const set = sets[height - 1]!;
    const commit = signers.commit({ height: header.height, round, blockId }, set, header.time, sign);
    blocks.push(makeLightBlock(header, commit, set, sets[height]!));
  }
  return { profile, blocks, data, ...toolsOf(blocks, signers, sign) };
}

function toolsOf(blocks: readonly CometLightBlock[], signers: Signers, sign: Signing) {
  const block = (height: bigint | number): CometLightBlock => {
    const found = blocks[Number(height) - 1];
    if (!found) throw new Error(`no block ${height}`);
    return found;
  };
  return {
    now: plus(blocks.at(-1)!.time, 1_000_000_000n),
    block,
    checkpoint: (height: bigint | number): Checkpoint => ({ height: BigInt(height), hash: block(height).hash }),
    key: (address: Uint8Array) => signers.key(address),
    resign: (changed: CometLightBlock, by: Signing = sign) => signers.resign(changed, by),
    signEntries: (commit: Commit, set: ValidatorSet) => signers.signEntries(commit, set),
  };
}
