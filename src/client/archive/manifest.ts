// The manifest of an archive: which files there are, what each covers, and its SHA-256 (docs/formats/archive.md). The hashes
// find damage on the way; trust comes from verification alone.
import { fromHex, toHex, toUtf8 } from '../../codec/bytes.ts';
import { parseJson } from '../../codec/json.ts';
import { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';

export const ARCHIVE_MEDIA_TYPE = 'application/vnd.mingzheng.archive.v1+json';
export const MAX_MANIFEST_BYTES = 4 << 20;
const MAX_FILE_BYTES = 64 << 20;
const MAX_FILES = 20_000;
const MAX_HEIGHT = 2n ** 53n;

export interface ArchiveFile {
  readonly path: string;
  readonly size: number;
  readonly sha256: Uint8Array;
}

/** A file that covers a range of heights, both ends included. */
export interface ArchiveChunk extends ArchiveFile {
  readonly from: bigint;
  readonly to: bigint;
}

export interface ArchiveManifest {
  readonly chainId: string;
  readonly family: string;
  readonly from: bigint;
  readonly to: bigint;
  /** Frames of headers: all that history needs. */
  readonly headers: readonly ArchiveChunk[];
  /** Light blocks without their sets. */
  readonly blocks: readonly ArchiveChunk[];
  /** All validator sets, once by hash. */
  readonly sets: ArchiveFile;
  /** The blocks, with their sets, that a client needs to skip from the first height to the last. */
  readonly waypoints: ArchiveFile;
  /** Transactions and their results, of the blocks that have any. */
  readonly transactions: readonly ArchiveChunk[];
  /** Where records are, by transaction hash and by digest. */
  readonly index?: ArchiveFile;
}

export function printManifest(manifest: ArchiveManifest): Uint8Array {
  const file = ({ path, size, sha256 }: ArchiveFile) => ({ path, size, sha256: toHex(sha256) });
  const chunk = (item: ArchiveChunk) => ({ from: `${item.from}`, to: `${item.to}`, ...file(item) });
  const text = JSON.stringify(
    {
      mediaType: ARCHIVE_MEDIA_TYPE,
      chain: manifest.chainId,
      family: manifest.family,
      from: `${manifest.from}`,
      to: `${manifest.to}`,
      headers: manifest.headers.map(chunk),
      blocks: manifest.blocks.map(chunk),
      sets: file(manifest.sets),
      waypoints: file(manifest.waypoints),
      transactions: manifest.transactions.map(chunk),
      ...(manifest.index && { index: file(manifest.index) }),
    },
    null,
    1,
  );
  return toUtf8(`${text}\n`);
}

/** Errors: `json/...`, `archive/not-a-manifest`, `archive/bad-path`. */
export function readManifest(bytes: Uint8Array): ArchiveManifest {
  const limits = { maxBytes: MAX_MANIFEST_BYTES, maxDepth: 6, maxNodes: 500_000 };
  const reader = Reader.of(parseJson(bytes, limits));
  const isOurs = reader.has('mediaType') && reader.string('mediaType') === ARCHIVE_MEDIA_TYPE;
  ensure(isOurs, 'archive/not-a-manifest');
  const chunks = (key: string) => reader.readers(key, MAX_FILES).map(readChunk);
  const index = reader.optionalReader('index');
  return {
    chainId: reader.string('chain', 256),
    family: reader.string('family', 64),
    from: reader.integer('from', 0n, MAX_HEIGHT),
    to: reader.integer('to', 0n, MAX_HEIGHT),
    headers: chunks('headers'),
    blocks: chunks('blocks'),
    sets: readFile(reader.reader('sets')),
    waypoints: readFile(reader.reader('waypoints')),
    transactions: chunks('transactions'),
    ...(index && { index: readFile(index) }),
  };
}

function readChunk(reader: Reader): ArchiveChunk {
  return {
    ...readFile(reader),
    from: reader.integer('from', 0n, MAX_HEIGHT),
    to: reader.integer('to', 0n, MAX_HEIGHT),
  };
}

/** A path is one plain file name, so that no manifest can point outside its own folder. */
function readFile(reader: Reader): ArchiveFile {
  const path = reader.string('path', 100);
  ensure(/^[a-z0-9][a-z0-9-]*\.bin$/.test(path), 'archive/bad-path', { path });
  const sha256 = fromHex(reader.string('sha256', 64));
  ensure(sha256.length === 32, 'archive/bad-path', { path });
  return { path, size: Number(reader.integer('size', 0n, BigInt(MAX_FILE_BYTES))), sha256 };
}
