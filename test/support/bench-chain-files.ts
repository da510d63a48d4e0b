// What benchmarks know of a chain: an archive in memory with its rules, made in linear time (`bench-chain.ts`, `bench-fisco.ts`)
// and served to a page as one text and one array, so that Node and Chromium measure the same bytes.
import type { ChainFamily, Checkpoint, Frame, LightBlock, Profile } from '../../src/chain/chain.ts';
import { encodeFrames } from '../../src/client/archive/format.ts';
import { type ArchiveChunk, printManifest, readManifest } from '../../src/client/archive/manifest.ts';
import { type FetchFile, MANIFEST_PATH } from '../../src/client/archive/source.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import { fromHex, toHex } from '../../src/codec/bytes.ts';
import { fromNanos, type Time, toNanos } from '../../src/codec/time.ts';
import { MingzhengError } from '../../src/core/error.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { plus } from './make-chain.ts';

/** By what a chain is checked. */
export interface BenchRules {
  readonly family: ChainFamily;
  readonly profile: Profile;
}

/** A chain as an archive, and what a client must know to believe it. */
export interface BenchChain extends BenchRules {
  readonly head: bigint;
  readonly headHash: Uint8Array;
  /** The first block. */
  readonly checkpoint: Checkpoint;
  /** One second after the last block. */
  readonly now: Time;
  /** Of all headers in the chain's own JSON, without spaces. */
  readonly jsonBytes: number;
  readonly files: ReadonlyMap<string, Uint8Array>;
}

/** What a maker has made of a chain, from height 1 on. */
export interface MadeBlocks {
  /** Every block, or the first and the last. */
  readonly blocks: readonly LightBlock[];
  /** Of every header. */
  readonly frames: readonly Frame[];
  readonly jsonBytes: number;
}

const FRAMES_PER_FILE = 16;

export function benchChainOf(rules: BenchRules, made: MadeBlocks): BenchChain {
  const [first, last] = [made.blocks[0]!, made.blocks.at(-1)!];
  return {
    ...rules,
    head: last.height,
    headHash: last.hash,
    checkpoint: { height: first.height, hash: first.hash },
    now: plus(last.time, 1_000_000_000n),
    jsonBytes: made.jsonBytes,
    files: archiveOf(rules, made),
  };
}

function archiveOf({ family, profile }: BenchRules, { blocks, frames }: MadeBlocks): Map<string, Uint8Array> {
  const { chainId } = profile;
  const waypoints = [blocks[0]!.height, blocks.at(-1)!.height];
  const files = writeArchive({ family, chainId, blocks, waypoints, data: new Map(), index: [] });
  return BigInt(blocks.length) === frames.at(-1)!.to ? files : withAllHeaders(files, frames);
}

/** An archive of which only the first and the last block are there, with the headers of all others. */
function withAllHeaders(files: Map<string, Uint8Array>, frames: readonly Frame[]): Map<string, Uint8Array> {
  const manifest = readManifest(files.get(MANIFEST_PATH)!);
  for (const { path } of [...manifest.headers, ...manifest.blocks]) files.delete(path);
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

/** Gives an archive's files out of memory. */
export function fetchFromFiles(files: ReadonlyMap<string, Uint8Array>): FetchFile {
  return async (path) => {
    const bytes = files.get(path);
    if (!bytes) throw new MingzhengError('source/not-found', { path });
    return bytes;
  };
}

/** A chain without its rules as one JSON text and one array. */
export interface PackedBenchChain {
  readonly json: string;
  readonly bytes: Uint8Array;
}

interface Description {
  readonly head: number;
  readonly headHash: string;
  readonly checkpoint: string;
  readonly nowNanos: string;
  readonly jsonBytes: number;
  /** Names and sizes, in the order of the bytes. */
  readonly files: readonly (readonly [string, number])[];
}

export function packBenchChain(chain: BenchChain): PackedBenchChain {
  const { head, headHash, checkpoint, now, jsonBytes, files } = chain;
  const description: Description = {
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

export function unpackBenchChain(rules: BenchRules, { json, bytes }: PackedBenchChain): BenchChain {
  const { head, headHash, checkpoint, nowNanos, jsonBytes, files } = JSON.parse(json) as Description;
  let at = 0;
  const parts = files.map(([name, size]) => {
    at += size;
    return [name, bytes.slice(at - size, at)] as const;
  });
  return {
    ...rules,
    head: BigInt(head),
    headHash: fromHex(headHash),
    checkpoint: { height: 1n, hash: fromHex(checkpoint) },
    now: fromNanos(BigInt(nowNanos)),
    jsonBytes,
    files: new Map(parts),
  };
}
