// History by hash links: replicas set a block's parent themselves before they sign, so an ancestor's roots and number are as
// good as the head's. Its list of sealers, its version and its time are its own leader's word, as in every header.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { encodeRlp, rlpInteger, rlpItemLength, rlpListHead } from '../../codec/rlp.ts';
import type { Time } from '../../codec/time.ts';
import { ensure } from '../../core/error.ts';
import { hashAll } from '../../core/hashing.ts';
import { type Frame, type LinkedFrame, type LinkTarget, markVerified, type Verified } from '../chain.ts';
import { frameCount } from '../frames.ts';
import { startsWithInt64 } from './bytes.ts';
import { generationOf, rowsOf } from './compact.ts';
import { timeOf } from './json.ts';
import type { FiscoHeader, FiscoLightBlock } from './model.ts';
import { headerFromPieces, PIECE } from './pieces.ts';
import { type FiscoProfile, hashOf } from './profile.ts';
import { parentHashOf } from './rules.ts';
import { checkHeader } from './validate.ts';

/** What a trusted block says about its parent. Its time binds no ancestor's. */
export function parentOf(block: FiscoLightBlock): LinkTarget {
  return { height: block.height - 1n, hash: parentHashOf(block.header), before: block.time };
}

/** What a linked frame says about the header below it. */
export function parentOfFrame(frame: LinkedFrame): LinkTarget {
  return { height: frame.from - 1n, hash: frame.parentHash, before: frame.bottomTime };
}

/**
 * Checks that the frame ends in the header that `target` names, and that each of its headers names the one below it by hash
 * and number. Errors: `fisco/link-...`, `fisco/pieces`, `chain/frame-range`, `core/packing`.
 */
export function linkFrame(profile: FiscoProfile, frame: Frame, target: LinkTarget): LinkedFrame {
  const generation = generationOf(frame);
  ensure(generation === profile.generation, 'fisco/generation', { found: generation, expected: profile.generation });
  ensure(frame.to === target.height, 'fisco/link-height', { found: frame.to, expected: target.height });
  const count = frameCount(frame);
  const rows = [...rowsOf(frame)];
  const hashes = new Uint8Array(32 * count);
  let expected = target.hash;
  // A few at a time, from the top: a piece that stays costs a byte in the frame, so a liar's rows could fill any memory.
  for (let end = count; end > 0; end -= ROWS_AT_ONCE) {
    const first = Math.max(0, end - ROWS_AT_ONCE);
    hashes.set(hashAll(hashOf(profile), messagesOf(rows.slice(first, end))), 32 * first);
    for (let i = end - 1; i >= first; i--) {
      const height = frame.from + BigInt(i);
      checkHash(height, hashes.subarray(32 * i, 32 * i + 32), expected);
      expected = parentIn(generation, rows[i]!, height);
    }
  }
  const at = (i: number) => timeOf(headerFromPieces(generation, rows[i]!));
  const topHash = hashes.slice(-32);
  return { ...frame, hashes, topHash, topTime: at(count - 1), parentHash: expected.slice(), bottomTime: at(0) };
}

const ROWS_AT_ONCE = 64;

/** What is hashed of each row: views of one array, since an array for each costs nearly as much as its hash. */
function messagesOf(rows: readonly (readonly Uint8Array[])[]): Uint8Array[] {
  let length = 0;
  for (const row of rows) for (const piece of row) length += piece.length;
  const all = new Uint8Array(length);
  let end = 0;
  return rows.map((row) => {
    const start = end;
    for (const piece of row) {
      all.set(piece, end);
      end += piece.length;
    }
    return all.subarray(start, end);
  });
}

function checkHash(height: bigint, found: Uint8Array, expected: Uint8Array): void {
  ensure(bytesEqual(found, expected), 'fisco/link-hash', () => ({
    height,
    found: toHex(found),
    expected: toHex(expected),
  }));
}

/** The parent's hash in a row, once the row is seen to have its fields where they belong. None in a genesis. */
function parentIn(generation: 2 | 3, row: readonly Uint8Array[], height: bigint): Uint8Array {
  const isInPlace = generation === 2 ? isInPlaceV2(row, height) : isInPlaceV3(row, height);
  ensure(isInPlace, 'fisco/link-fields', { height });
  const own = row[PIECE[generation].parent]!;
  if (generation === 2) return own.subarray(1);
  return height === 0n ? own : own.subarray(8);
}

/** Each piece is one item of RLP, under the head of the whole: without it the row could begin in extraData, a leader's word. */
function isInPlaceV2(row: readonly Uint8Array[], height: bigint): boolean {
  const items = row.slice(1);
  const size = items.reduce((sum, { length }) => sum + length, 0);
  return (
    items.slice(0, 5).every(({ length }) => length === 33) &&
    row[6]!.length === 259 &&
    bytesEqual(row[0]!, rlpListHead(size)) &&
    bytesEqual(row[PIECE[2].number]!, encodeRlp(rlpInteger(height))) &&
    items.every((item) => item.length > 0 && rlpItemLength(item) === item.length)
  );
}

/** Lists have no lengths in what is hashed: with no extra data between them their sizes are known from each other. */
function isInPlaceV3(row: readonly Uint8Array[], height: bigint): boolean {
  const { parent, number, timestamp, sealer, sealers, extraData, weights } = PIECE[3];
  if (!startsWithInt64(row[number]!, height)) return false;
  if (height === 0n) return true;
  return (
    row[0]!.length === 4 &&
    row[parent]!.length === 40 &&
    row[2]!.length === 96 &&
    row[timestamp]!.length === 8 &&
    row[sealer]!.length === 8 &&
    row[sealers]!.length === 8 * row[weights]!.length &&
    row[extraData]!.length === 0 &&
    startsWithInt64(row[parent]!, height - 1n)
  );
}

export type AncestorHeader = Verified<{ height: bigint; hash: Uint8Array; time: Time; header: FiscoHeader }>;

/** The whole header at one height of a frame that links; `target` is what its newer neighbour says. Errors as `linkFrame`. */
export function headerInFrame(profile: FiscoProfile, frame: Frame, target: LinkTarget, height: bigint): AncestorHeader {
  const { hashes } = linkFrame(profile, frame, target);
  ensure(frame.from <= height && height <= frame.to, 'chain/frame-range', { from: frame.from, to: frame.to });
  const index = Number(height - frame.from);
  const row = [...rowsOf(frame)][index]!;
  const header = headerFromPieces(generationOf(frame), row);
  checkHeader(header);
  const hash = hashes.slice(32 * index, 32 * index + 32);
  return markVerified({ height, hash, time: timeOf(header), header }, 'ancestor');
}
