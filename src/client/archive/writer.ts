// Makes the files of an archive out of light blocks and block data; the same input gives the same bytes.
import type { BlockData, ChainFamily, Frame, LightBlock } from '../../chain/chain.ts';
import { sha256 } from '../../core/hashing.ts';
import { encodeBlocks, encodeFrames, encodeIndex, encodeSets, encodeTransactions, type RecordPlace } from './format.ts';
import { type ArchiveChunk, type ArchiveFile, type ArchiveManifest, printManifest } from './manifest.ts';
import { MANIFEST_PATH } from './source.ts';

export interface ArchiveInput {
  readonly family: ChainFamily;
  readonly chainId: string;
  /** Consecutive, lowest first. */
  readonly blocks: readonly LightBlock[];
  /** Heights that a client asks for on its way from the first block to the last. */
  readonly waypoints: readonly bigint[];
  readonly data: ReadonlyMap<bigint, BlockData>;
  readonly index: readonly (RecordPlace & { readonly key: Uint8Array })[];
}

const FRAMES_PER_FILE = 16;
const BLOCKS_PER_FILE = 32;
const DATA_BYTES_PER_FILE = 256 << 10;

/** File name to bytes, with `manifest.json` last. */
export function writeArchive(input: ArchiveInput): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const add = (path: string, bytes: Uint8Array): ArchiveFile => {
    files.set(path, bytes);
    return { path, size: bytes.length, sha256: sha256(bytes) };
  };
  const manifest: ArchiveManifest = {
    chainId: input.chainId,
    family: input.family.id,
    from: input.blocks[0]!.height,
    to: input.blocks.at(-1)!.height,
    headers: headerChunks(input, add),
    blocks: blockChunks(input, add),
    sets: add('sets.bin', encodeSets(allSets(input, input.blocks))),
    waypoints: add('waypoints.bin', encodeBlocks(waypointBlocks(input))),
    transactions: dataChunks(input, add),
    ...(input.index.length > 0 && { index: add('index.bin', encodeIndex(input.index)) }),
  };
  files.set(MANIFEST_PATH, printManifest(manifest));
  return files;
}

type Add = (path: string, bytes: Uint8Array) => ArchiveFile;

function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const chunks: T[][] = [];
  for (let i = 0; i < items.length; i += size) chunks.push(items.slice(i, i + size));
  return chunks;
}

function headerChunks({ family, blocks }: ArchiveInput, add: Add): ArchiveChunk[] {
  return chunksOf<Frame>(family.packHistory(blocks), FRAMES_PER_FILE).map((frames) => {
    const [from, to] = [frames[0]!.from, frames.at(-1)!.to];
    return { from, to, ...add(`headers-${from}-${to}.bin`, encodeFrames(frames)) };
  });
}

function blockChunks({ family, blocks }: ArchiveInput, add: Add): ArchiveChunk[] {
  return chunksOf(blocks, BLOCKS_PER_FILE).map((chunk) => {
    const [from, to] = [chunk[0]!.height, chunk.at(-1)!.height];
    const encoded = new Map(chunk.map((block) => [block.height, family.encodeLightBlock(block)]));
    return { from, to, ...add(`blocks-${from}-${to}.bin`, encodeBlocks({ blocks: encoded, sets: new Map() })) };
  });
}

function allSets({ family }: ArchiveInput, blocks: readonly LightBlock[]): Map<string, Uint8Array> {
  return new Map(blocks.flatMap((block) => [...family.encodedSets(block)]));
}

function waypointBlocks(input: ArchiveInput) {
  const wanted = new Set(input.waypoints);
  const blocks = input.blocks.filter((block) => wanted.has(block.height));
  return {
    blocks: new Map(blocks.map((block) => [block.height, input.family.encodeLightBlock(block)])),
    sets: allSets(input, blocks),
  };
}

function dataChunks({ data }: ArchiveInput, add: Add): ArchiveChunk[] {
  const chunks: ArchiveChunk[] = [];
  let current = new Map<bigint, BlockData>();
  let size = 0;
  const close = () => {
    const heights = [...current.keys()];
    const [from, to] = [heights[0]!, heights.at(-1)!];
    chunks.push({ from, to, ...add(`transactions-${from}-${to}.bin`, encodeTransactions(current)) });
    current = new Map();
    size = 0;
  };
  for (const [height, block] of data) {
    current.set(height, block);
    size += block.transactions.reduce((sum, transaction) => sum + transaction.length, 0);
    if (size > DATA_BYTES_PER_FILE) close();
  }
  if (current.size > 0) close();
  return chunks;
}
