// Long CometBFT chains for benchmarks, made in linear time. Same options, same bytes.
import { packHeaders } from '../../src/chain/cometbft/compact.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { commitHash, consensusHash, headerHash, makeValidatorSet } from '../../src/chain/cometbft/hash.ts';
import { makeLightBlock } from '../../src/chain/cometbft/json.ts';
import { headerToJson } from '../../src/chain/cometbft/json-out.ts';
import {
  type BlockId,
  type CometLightBlock,
  type Commit,
  type CommitSig,
  FLAG,
  type Header,
  type ValidatorSet,
} from '../../src/chain/cometbft/model.ts';
import { signBytesOf } from '../../src/chain/cometbft/sign-bytes.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { parseTime } from '../../src/codec/time.ts';
import { merkleRoot, sha256 } from '../../src/core/hashing.ts';
import { type BenchChain, type BenchRules, benchChainOf } from './bench-chain-files.ts';
import { plus, profileOf } from './make-chain.ts';
import { type MadeKey, makeKey, memberOf } from './make-chain-keys.ts';

export interface BenchChainOptions {
  readonly family: 'cometbft';
  readonly chainId: string;
  readonly length: number;
  readonly validators: number;
  /** Without it only the last block has signatures, and only headers are in the archive: enough for hash links. */
  readonly everyBlockSigned: boolean;
}

const EMPTY = new Uint8Array(0);
const ZERO_ID: BlockId = { hash: EMPTY, partsTotal: 0, partsHash: EMPTY };
const START = parseTime('2026-01-01T00:00:00.123456789Z');
/** A little more than a second, so that nanoseconds differ from block to block, as on a real chain. */
const BLOCK_NANOS = 1_012_345_678n;
const CONSENSUS = consensusHash(22020096n, -1n);
const NOTHING = merkleRoot([]);

interface Makers {
  readonly options: BenchChainOptions;
  readonly set: ValidatorSet;
  readonly keys: ReadonlyMap<string, MadeKey>;
}

function makeMakers(options: BenchChainOptions): Makers {
  const keys = Array.from({ length: options.validators }, (_, number) => makeKey(options.chainId, number));
  const set = makeValidatorSet(keys.map((key) => memberOf(key, 10n)));
  return { options, set, keys: new Map(keys.map((key) => [toHex(key.address), key])) };
}

const digestFor = (what: string, height: number): Uint8Array => sha256(toUtf8(`${what}/${height}`));

function eightBytes(value: number): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setUint32(4, value);
  return out;
}

/** What a header takes from the block below it. */
interface Below {
  readonly id: BlockId;
  readonly commitHash: Uint8Array;
}

function makeHeader({ options, set }: Makers, height: number, below: Below): Header {
  return {
    version: { block: 11n, app: 1n },
    chainId: options.chainId,
    height: BigInt(height),
    time: plus(START, BLOCK_NANOS * BigInt(height - 1)),
    lastBlockId: below.id,
    lastCommitHash: below.commitHash,
    dataHash: digestFor('data', height),
    validatorsHash: set.hash,
    nextValidatorsHash: set.hash,
    consensusHash: CONSENSUS,
    appHash: eightBytes(height),
    lastResultsHash: NOTHING,
    evidenceHash: NOTHING,
    proposerAddress: set.validators[height % set.validators.length]!.address,
  };
}

function signCommit({ options, set, keys }: Makers, header: Header, blockId: BlockId): Commit {
  const unsigned = set.validators.map(
    ({ address }, i): CommitSig => ({
      flag: FLAG.commit,
      address,
      time: plus(header.time, BigInt(i + 1) * 1_000_001n),
      signature: EMPTY,
    }),
  );
  const commit: Commit = { height: header.height, round: 0, blockId, signatures: unsigned };
  const sign = (sig: CommitSig): CommitSig => {
    const key = keys.get(toHex(sig.address))!;
    return { ...sig, signature: key.sign(signBytesOf(options.chainId, commit)(sig)) };
  };
  return { ...commit, signatures: unsigned.map(sign) };
}

interface Made {
  readonly headers: Header[];
  /** Every block, or the first and the last. */
  readonly blocks: CometLightBlock[];
}

function makeBlocks(makers: Makers): Made {
  const { length, everyBlockSigned } = makers.options;
  const made: Made = { headers: [], blocks: [] };
  let below: Below = { id: ZERO_ID, commitHash: NOTHING };
  for (let height = 1; height <= length; height++) {
    const header = makeHeader(makers, height, below);
    const hash = headerHash(header);
    const id = { hash, partsTotal: 1, partsHash: sha256(hash) };
    const isSigned = everyBlockSigned || height === 1 || height === length;
    const commit = isSigned ? signCommit(makers, header, id) : undefined;
    if (commit) made.blocks.push(makeLightBlock(header, commit, makers.set, makers.set));
    made.headers.push(header);
    below = { id, commitHash: commit ? commitHash(commit) : digestFor('commit', height) };
  }
  return made;
}

/** The rules under which these chains are checked. */
export function benchRules({ chainId }: BenchChainOptions): BenchRules {
  return { family: cometbft, profile: profileOf(chainId) };
}

export function makeBenchChain(options: BenchChainOptions): BenchChain {
  const { headers, blocks } = makeBlocks(makeMakers(options));
  const jsonBytes = headers.reduce((sum, header) => sum + JSON.stringify(headerToJson(header)).length, 0);
  return benchChainOf(benchRules(options), { blocks, frames: packHeaders(headers), jsonBytes });
}
