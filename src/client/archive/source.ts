// An archive as a source: static files from any server or folder. Files are fetched when they are needed, checked against
// the manifest's hashes, and kept in memory while the source lives.

import type { BlockData, ChainFamily, Frame, LightBlock, Profile } from '../../chain/chain.ts';
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { memoized } from '../../codec/memo.ts';
import { MingzhengError } from '../../core/error.ts';
import { sha256 } from '../../core/hashing.ts';
import { NOBODY, SharedWork } from '../abortable.ts';
import type { Source } from '../ports.ts';
import {
  decodeBlocks,
  decodeFrames,
  decodeSets,
  decodeTransactions,
  findInIndex,
  type PackedBlocks,
  type RecordPlace,
} from './format.ts';
import { type ArchiveChunk, type ArchiveFile, type ArchiveManifest, readManifest } from './manifest.ts';

/** Gets a file of the archive by its name. Errors: `source/unreachable`, `source/not-found`, `client/cancelled`. */
export type FetchFile = (path: string, maxBytes: number, signal: AbortSignal) => Promise<Uint8Array>;

export const MANIFEST_PATH = 'manifest.json';
const MAX_MANIFEST = 4 << 20;
const MAX_CACHED = 16;

// Who walks a chain asks for every block of a chunk.
const blocksIn = memoized(decodeBlocks);
const setsIn = memoized(decodeSets);

export class ArchiveSource implements Source {
  readonly isStatic = true;
  #manifest?: SharedWork<ArchiveManifest>;
  #waypoints?: SharedWork<PackedBlocks>;
  readonly #files = new Map<string, SharedWork<Uint8Array>>();

  constructor(
    readonly id: string,
    readonly operator: string,
    private readonly family: ChainFamily,
    private readonly profile: Profile,
    private readonly fetchFile: FetchFile,
  ) {}

  /** Errors: `source/wrong-chain`, `archive/...`, `json/...`, `source/...`. A failure is not kept. */
  manifest(signal: AbortSignal): Promise<ArchiveManifest> {
    this.#manifest ??= new SharedWork(
      this.#loadManifest().catch((error) => {
        this.#manifest = undefined;
        throw error;
      }),
    );
    return this.#manifest.outcome(signal);
  }

  async #loadManifest(): Promise<ArchiveManifest> {
    const manifest = readManifest(await this.fetchFile(MANIFEST_PATH, MAX_MANIFEST, NOBODY));
    const { chainId } = this.profile;
    if (manifest.chainId !== chainId)
      throw new MingzhengError('source/wrong-chain', { found: manifest.chainId, expected: chainId });
    return manifest;
  }

  async head(signal: AbortSignal): Promise<LightBlock> {
    return this.lightBlock((await this.manifest(signal)).to, signal);
  }

  async lightBlock(height: bigint, signal: AbortSignal): Promise<LightBlock> {
    const manifest = await this.manifest(signal);
    if (height > manifest.to) throw new MingzhengError('source/height-too-high', { height, head: manifest.to });
    const waypoints = await this.#loadWaypoints(manifest, signal);
    const waypoint = waypoints.blocks.get(height);
    if (waypoint) return this.#decode(height, waypoint, waypoints.sets);
    const bytes = blocksIn(await this.#file(chunkFor(manifest.blocks, height), signal)).blocks.get(height);
    if (!bytes) throw new MingzhengError('source/not-found', { height });
    return this.#decode(height, bytes, await this.sets(signal));
  }

  #decode(height: bigint, bytes: Uint8Array, sets: ReadonlyMap<string, Uint8Array>): LightBlock {
    const block = this.family.decodeLightBlock(this.profile, bytes, sets);
    if (block.height !== height)
      throw new MingzhengError('source/other-height', { found: block.height, expected: height });
    return block;
  }

  #loadWaypoints(manifest: ArchiveManifest, signal: AbortSignal): Promise<PackedBlocks> {
    this.#waypoints ??= new SharedWork(
      this.#file(manifest.waypoints, NOBODY)
        .then(decodeBlocks)
        .catch((error) => {
          this.#waypoints = undefined;
          throw error;
        }),
    );
    return this.#waypoints.outcome(signal);
  }

  async *history(from: bigint, to: bigint, signal: AbortSignal): AsyncIterable<readonly Frame[]> {
    const { headers } = await this.manifest(signal);
    const chunks = headers.filter((chunk) => chunk.from <= to && chunk.to >= from).reverse();
    let next = chunks[0] && this.#file(chunks[0], signal);
    for (let i = 0; i < chunks.length; i++) {
      const bytes = await next!;
      const following = chunks[i + 1];
      next = following && this.#file(following, signal); // fetched while this one is verified
      next?.catch(() => undefined);
      const frames = decodeFrames(bytes).filter((frame) => frame.from <= to && frame.to >= from);
      yield frames.reverse().map((frame) => this.family.cutFrame(frame, from, to));
      this.#files.delete(chunks[i]!.path);
    }
  }

  /** Places of a transaction hash or record digest. Errors: `source/no-index` where the archive has none. */
  async find(key: Uint8Array, signal: AbortSignal): Promise<RecordPlace[]> {
    const { index } = await this.manifest(signal);
    if (!index) throw new MingzhengError('source/no-index');
    return findInIndex(await this.#file(index, signal), key);
  }

  /** All encoded sets by hash; whoever uses one computes its hash again. */
  async sets(signal: AbortSignal): Promise<ReadonlyMap<string, Uint8Array>> {
    return setsIn(await this.#file((await this.manifest(signal)).sets, signal));
  }

  /** Transactions and results of one block; a block without transactions is in no chunk. */
  async blockData(height: bigint, signal: AbortSignal): Promise<BlockData> {
    const { transactions, from, to } = await this.manifest(signal);
    if (height > to) throw new MingzhengError('source/height-too-high', { height, head: to });
    if (height < from) throw new MingzhengError('source/pruned', { height });
    const chunk = transactions.find((item) => item.from <= height && height <= item.to);
    const blocks = chunk && decodeTransactions(await this.#file(chunk, signal));
    return blocks?.get(height) ?? { transactions: [], results: [] };
  }

  /** Errors: `archive/damaged` where size or hash differ from the manifest's. */
  #file(file: ArchiveFile, signal: AbortSignal): Promise<Uint8Array> {
    const known = this.#files.get(file.path);
    if (known) return known.outcome(signal);
    if (this.#files.size >= MAX_CACHED) this.#files.delete(this.#files.keys().next().value!);
    const loading = new SharedWork(
      this.#load(file).catch((error) => {
        this.#files.delete(file.path);
        throw error;
      }),
    );
    this.#files.set(file.path, loading);
    return loading.outcome(signal);
  }

  /** A damaged file is asked for once more past all caches, which may have kept a bad reply. */
  async #load(file: ArchiveFile): Promise<Uint8Array> {
    for (const path of [file.path, `${file.path}?again`]) {
      const bytes = await this.fetchFile(path, file.size, NOBODY).catch((error) => {
        if (path === file.path) throw error;
        return new Uint8Array(0);
      });
      if (bytes.length === file.size && bytesEqual(sha256(bytes), file.sha256)) return bytes;
    }
    throw new MingzhengError('archive/damaged', { path: file.path, expected: toHex(file.sha256) });
  }
}

function chunkFor(chunks: readonly ArchiveChunk[], height: bigint): ArchiveChunk {
  const chunk = chunks.find((item) => item.from <= height && height <= item.to);
  if (!chunk) throw new MingzhengError('source/pruned', { height });
  return chunk;
}
