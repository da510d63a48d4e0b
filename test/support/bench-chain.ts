// Long chains for benchmarks, made in linear time and given as the files of an archive, so that Node and Chromium measure
// the same bytes. Same options, same bytes.
import type { Checkpoint } from '../../src/chain/chain.ts';
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
import { voteSignBytes } from '../../src/chain/cometbft/sign-bytes.ts';
import { encodeFrames } from '../../src/client/archive/format.ts';
import { type ArchiveChunk, printManifest, readManifest } from '../../src/client/archive/manifest.ts';
import { type FetchFile, MANIFEST_PATH } from '../../src/client/archive/source.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import { fromHex, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { fromNanos, parseTime, type Time, toNanos } from '../../src/codec/time.ts';
import { MingzhengError } from '../../src/core/error.ts';
import { merkleRoot, sha256 } from '../../src/core/hashing.ts';
import { plus } from './make-chain.ts';
import { type MadeKey, makeKey, memberOf } from './make-chain-keys.ts';

export interface BenchChainOptions {
  readonly chainId: string;
  readonly length: number;
  readonly validators: number;
  /** Without it only the last block has signatures, and only headers are in the archive: enough for hash links. */
  readonly everyBlockSigned: boolean;
}

/** A chain as an archive, and what a client must know to believe it. */
export interface BenchChain {
  readonly chainId: string;
  readonly head: bigint;
  readonly headHash: Uint8Array;
  /** The first block. */
  readonly checkpoint: Checkpoint;
  /** One second after the last block. */
  readonly now: Time;
  /** Of all headers in CometBFT's own JSON, without spaces. */
  readonly jsonBytes: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

const EMPTY = new Uint8Array(0);
const ZERO_ID: BlockId = { hash: EMPTY, partsTotal: 0, partsHash: EMPTY };
const START = parseTime('2026-01-01T00:00:00.123456789Z');
/** A little more than a second, so that nanoseconds differ from block to block, as on a real chain. */
const BLOCK_NANOS = 1_012_345_678n;
const FRAMES_PER_FILE = 16;
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
    return { ...sig, signature: key.sign(voteSignBytes(options.chainId, commit, sig)) };
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

function archiveOf({ chainId }: BenchChainOptions, { headers, blocks }: Made): Map<string, Uint8Array> {
  const waypoints = [blocks[0]!.height, blocks.at(-1)!.height];
  const files = writeArchive({ family: cometbft, chainId, blocks, waypoints, data: new Map(), index: [] });
  return blocks.length === headers.length ? files : withAllHeaders(files, headers);
}

/** An archive of which only the first and the last block are there, with the headers of all others. */
function withAllHeaders(files: Map<string, Uint8Array>, headers: readonly Header[]): Map<string, Uint8Array> {
  const manifest = readManifest(files.get(MANIFEST_PATH)!);
  const frames = packHeaders(headers);
  const chunks: ArchiveChunk[] = [];
  for (let i = 0; i < frames.length; i += FRAMES_PER_FILE) {
    const part = frames.slice(i, i + FRAMES_PER_FILE);
    const [from, to, bytes] = [part[0]!.from, part.at(-1)!.to, encodeFrames(part)];
    const path = `headers-${from}-${to}.bin`;
    files.set(path, bytes);
    chunks.push({ from, to, path, size: bytes.length, sha256: sha256(bytes) });
  }
  return files.set(MANIFEST_PATH, printManifest({ ...manifest, headers: chunks, blocks: [] }));
}

export function makeBenchChain(options: BenchChainOptions): BenchChain {
  const made = makeBlocks(makeMakers(options));
  const [first, last] = [made.blocks[0]!, made.blocks.at(-1)!];
  return {
    chainId: options.chainId,
    head: last.height,
    headHash: last.hash,
    checkpoint: { height: first.height, hash: first.hash },
    now: plus(last.time, 1_000_000_000n),
    jsonBytes: made.headers.reduce((sum, header) => sum + JSON.stringify(headerToJson(header)).length, 0),
    files: archiveOf(options, made),
  };
}

/** Gives an archive's files out of memory. */
export function fetchFromFiles(files: ReadonlyMap<string, Uint8Array>): FetchFile {
  return async (path) => {
    const bytes = files.get(path);
    if (!bytes) throw new MingzhengError('source/not-found', { path });
    return bytes;
  };
}

/** A chain as one JSON text and one array, to be served to a page. */
export interface PackedBenchChain {
  readonly json: string;
  readonly bytes: Uint8Array;
}

interface Description {
  readonly chainId: string;
  readonly head: number;
  readonly headHash: string;
  readonly checkpoint: string;
  readonly nowNanos: string;
  readonly jsonBytes: number;
  /** Names and sizes, in the order of the bytes. */
  readonly files: readonly (readonly [string, number])[];
}

export function packBenchChain(chain: BenchChain): PackedBenchChain {
  const { chainId, head, headHash, checkpoint, now, jsonBytes, files } = chain;
  const description: Description = {
    chainId,
    head: Number(head),
    headHash: toHex(headHash),
    checkpoint: toHex(checkpoint.hash),
    nowNanos: `${toNanos(now)}`,
    jsonBytes,
    files: [...files].map(([name, bytes]) => [name, bytes.length] as const),
  };
  const total = description.files.reduce((sum, [, size]) => sum + size, 0);
  const bytes = new Uint8Array(total);
  let at = 0;
  for (const part of files.values()) {
    bytes.set(part, at);
    at += part.length;
  }
  return { json: JSON.stringify(description), bytes };
}

export function unpackBenchChain({ json, bytes }: PackedBenchChain): BenchChain {
  const { chainId, head, headHash, checkpoint, nowNanos, jsonBytes, files } = JSON.parse(json) as Description;
  let at = 0;
  const parts = files.map(([name, size]) => {
    at += size;
    return [name, bytes.slice(at - size, at)] as const;
  });
  return {
    chainId,
    head: BigInt(head),
    headHash: fromHex(headHash),
    checkpoint: { height: 1n, hash: fromHex(checkpoint) },
    now: fromNanos(BigInt(nowNanos)),
    jsonBytes,
    files: new Map(parts),
  };
}
