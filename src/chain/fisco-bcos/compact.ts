// FISCO BCOS headers and light blocks in few bytes. A frame holds the pieces that are hashed; a light block keeps its sealers
// apart, by a hash of our own. Each thing has one encoding only, and decoders refuse every other.
import { ByteReader, ByteWriter } from '../../codec/binary.ts';
import { bytesEqual, concatBytes, fromUtf8, toHex, toUtf8 } from '../../codec/bytes.ts';
import { parseJson } from '../../codec/json.ts';
import { memoized } from '../../codec/memo.ts';
import { encodeRlp, rlpListHead } from '../../codec/rlp.ts';
import { Reader } from '../../codec/schema.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { PackingWriter, packingReader } from '../../core/packing.ts';
import type { Frame } from '../chain.ts';
import { asDecoded, bytesOfDecoded } from '../decoded.ts';
import { frameRows, packFrames } from '../frames.ts';
import { int64, readInt64 } from './bytes.ts';
import { HEADER_PIECES, headerPieces } from './hash.ts';
import { callToJson, makeLightBlock, readStrictCall } from './json.ts';
import type { FiscoHeader, FiscoLightBlock, ProvenCall, Sealer, SealerSignature } from './model.ts';
import { headerFromPieces, PIECE } from './pieces.ts';
import type { FiscoProfile } from './profile.ts';
import { decodeSealers, encodeSealers, MAX_SEALERS, sealersOf, setDigest, setHash } from './sealers.ts';

const MAX_BLOCK = 16 << 20;
const MAX_SET_CHANGE = 8 << 20;

/** Packs consecutive headers, lowest first, into frames. */
export function packHeaders(headers: readonly FiscoHeader[]): Frame[] {
  return packFrames(headers[0]?.number ?? 0n, headers.map(headerPieces));
}

/** A list of RLP begins with a byte from 0xf8 on, a version number of 3.x with 0 or 3; the token before it has one byte. */
export function generationOf(frame: Frame): 2 | 3 {
  return (frame.bytes[1] ?? 0) >= 0xf8 ? 2 : 3;
}

export function rowsOf(frame: Frame): Generator<readonly Uint8Array[]> {
  return frameRows(frame, HEADER_PIECES[generationOf(frame)]);
}

/** The sealers that a row of pieces names. */
export function sealersInPieces(generation: 2 | 3, pieces: readonly Uint8Array[]): readonly Sealer[] {
  const header = headerFromPieces(generation, pieces);
  const weights = header.generation === 3 ? header.weights : header.sealerList.map(() => 1n);
  return sealersOf(header.sealerList, weights);
}

/** Heights at which the list differs from that of the header below; the first header always counts, a genesis never. */
export function setChanges(frame: Frame): { height: bigint; hash: string }[] {
  const generation = generationOf(frame);
  const { sealers, weights } = PIECE[generation];
  const changes: { height: bigint; hash: string }[] = [];
  let before: readonly Uint8Array[] | undefined;
  let height = frame.from;
  for (const row of rowsOf(frame)) {
    const isSame =
      before !== undefined &&
      bytesEqual(row[sealers]!, before[sealers]!) &&
      bytesEqual(row[weights]!, before[weights]!);
    if (!isSame && height > 0n) changes.push({ height, hash: setHash(sealersInPieces(generation, row)) });
    before = height > 0n ? row : undefined;
    height++;
  }
  return changes;
}

/** The pieces without those that name the sealers, and their list head, which follows from them. */
function withoutSealers({ header }: FiscoLightBlock): Uint8Array[] {
  const { sealers, weights } = PIECE[header.generation];
  const isDropped = (i: number) => header.number > 0n && (i === sealers || i === weights);
  return headerPieces(header).map((piece, i) =>
    isDropped(i) || (header.generation === 2 && i === 0) ? new Uint8Array(0) : piece,
  );
}

function withSealers(generation: 2 | 3, pieces: readonly Uint8Array[], encoded: Uint8Array): Uint8Array[] {
  const out = [...pieces];
  if (generation === 2) {
    out[PIECE[2].sealers] = sealerPiecesV2(encoded);
    out[0] = rlpListHead(out.slice(1).reduce((sum, piece) => sum + piece.length, 0));
    return out;
  }
  const { list, weights } = sealerPiecesV3(encoded);
  out[PIECE[3].sealers] = list;
  out[PIECE[3].weights] = weights;
  return out;
}

// By the set's own bytes: blocks in a row share them.
const sealerPiecesV2 = memoized((encoded: Uint8Array) => encodeRlp(decodeSealers(encoded).map(({ nodeId }) => nodeId)));
const sealerPiecesV3 = memoized((encoded: Uint8Array) => {
  const sealers = decodeSealers(encoded);
  return {
    list: concatBytes(...sealers.map(({ nodeId }) => nodeId)),
    weights: concatBytes(...sealers.map(({ weight }) => int64(weight))),
  };
});

export function encodeLightBlock(block: FiscoLightBlock): Uint8Array {
  return bytesOfDecoded(block) ?? encodeAnew(block, 2048);
}

function encodeAnew(block: FiscoLightBlock, expected: number): Uint8Array {
  const packed = new PackingWriter();
  packed.add(withoutSealers(block));
  const out = new ByteWriter(expected).varint(block.header.generation).bytes(packed.finish());
  out.raw(setDigest(block.sealers)).varint(block.signatures.length);
  for (const { index, signature } of block.signatures) out.varint(index).bytes(signature);
  return out.bytes(setChangeBytes(block.setChange)).finish();
}

/** As the JSON of proof files; nothing where the set is that of the block before. */
function setChangeBytes(calls: readonly ProvenCall[] | undefined): Uint8Array {
  return calls === undefined ? new Uint8Array(0) : toUtf8(JSON.stringify({ calls: calls.map(callToJson) }));
}

interface Head {
  readonly generation: 2 | 3;
  readonly pieces: Uint8Array[];
  readonly set: string;
}

function readHead(reader: ByteReader): Head {
  const generation = reader.number(3) === 2 ? 2 : 3;
  const bytes = reader.bytes(MAX_BLOCK);
  const leavesPerTree = HEADER_PIECES[generation];
  const packed = packingReader({ bytes, treeCount: 1, leavesPerTree });
  const pieces = Array.from({ length: leavesPerTree }, () => packed.next()!);
  packed.end();
  return { generation, pieces, set: toHex(reader.raw(32)) };
}

/** The set that a compact light block refers to. */
export function setsOfLightBlock(bytes: Uint8Array): string[] {
  return [readHead(new ByteReader(bytes)).set];
}

/** Errors: `codec/binary`, `fisco/pieces`, `fisco/set-missing` where the set is not at hand. */
export function decodeLightBlock(
  profile: FiscoProfile,
  bytes: Uint8Array,
  sets: ReadonlyMap<string, Uint8Array>,
): FiscoLightBlock {
  const reader = new ByteReader(bytes);
  const { generation, pieces, set } = readHead(reader);
  const header = headerFromPieces(generation, wholePieces(generation, pieces, set, sets));
  const signatures = readSignatures(reader);
  const setChange = readSetChange(profile, reader.bytes(MAX_SET_CHANGE));
  reader.end();
  const block = makeLightBlock(profile, header, signatures, setChange && { setChange });
  if (!bytesEqual(encodeAnew(block, bytes.length), bytes)) throw new MingzhengError('codec/binary', { offset: 0 });
  return asDecoded(block, bytes);
}

function wholePieces(
  generation: 2 | 3,
  pieces: Uint8Array[],
  set: string,
  sets: ReadonlyMap<string, Uint8Array>,
): Uint8Array[] {
  const encoded = sets.get(set);
  ensure(encoded !== undefined, 'fisco/set-missing', { hash: set });
  const isGenesis = generation === 3 && readInt64(pieces[PIECE[3].number]!, 0) === 0n;
  return isGenesis ? pieces : withSealers(generation, pieces, encoded);
}

function readSignatures(reader: ByteReader): SealerSignature[] {
  const count = reader.number(MAX_SEALERS);
  return Array.from({ length: count }, () => ({ index: reader.number(2 ** 31), signature: reader.bytes(256).slice() }));
}

function readSetChange(profile: FiscoProfile, bytes: Uint8Array): ProvenCall[] | undefined {
  if (bytes.length === 0) return undefined;
  const reader = Reader.of(parseJson(fromUtf8(bytes)));
  return reader.readers('calls', 1000).map((call) => readStrictCall(profile, call));
}

/** The encoded set that a light block refers to, by hash. */
export function encodedSets({ sealers }: FiscoLightBlock): Map<string, Uint8Array> {
  return new Map([[setHash(sealers), encodeSealers(sealers)]]);
}
