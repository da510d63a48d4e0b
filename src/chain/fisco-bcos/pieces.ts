// A header out of the pieces that are hashed, and back: what `hash.ts` writes, read strictly.
import { bytesEqual, fromUtf8 } from '../../codec/bytes.ts';
import { memoized } from '../../codec/memo.ts';
import { rlpHeadLength, rlpItemLength } from '../../codec/rlp.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { readInt32, readInt64 } from './bytes.ts';
import { HEADER_PIECES, headerPieces } from './hash.ts';
import type { FiscoHeader, HeaderV2, HeaderV3 } from './model.ts';

/** Where in a row each piece stands that is looked at by itself. 2.x has no weights: its sealers stand for them. */
export const PIECE = {
  2: { parent: 1, number: 7, timestamp: 10, extraData: 11, sealers: 13, weights: 13 },
  3: { parent: 1, number: 3, timestamp: 4, sealer: 5, extraData: 7, sealers: 6, weights: 8 },
} as const;

const NODE_ID = 64;
const PARENT = 40;

/** Errors: `fisco/pieces` unless writing the header again gives the same pieces. */
export function headerFromPieces(generation: 2 | 3, pieces: readonly Uint8Array[]): FiscoHeader {
  try {
    ensure(pieces.length === HEADER_PIECES[generation], 'fisco/pieces');
    const header = generation === 3 ? readV3(pieces) : readV2(pieces);
    const again = headerPieces(header);
    ensure(
      again.every((piece, i) => bytesEqual(piece, pieces[i]!)),
      'fisco/pieces',
    );
    return header;
  } catch (cause) {
    throw new MingzhengError('fisco/pieces', {}, cause);
  }
}

/** A rest is left out, and missed when the pieces are written again. */
function cut(bytes: Uint8Array, size: number): Uint8Array[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => bytes.slice(size * i, size * i + size));
}

function readV3(pieces: readonly Uint8Array[]): HeaderV3 {
  const [version, parents, roots, numberAndGas, timestamp, sealer, sealerList, extraData, weights] =
    pieces as readonly [
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
      Uint8Array,
    ];
  const isGenesis = roots.length === 0;
  const [transactionsRoot, receiptsRoot, stateRoot] = isGenesis ? zeros() : cut(roots, 32);
  return {
    generation: 3,
    version: BigInt.asUintN(32, readInt32(version, 0)),
    parents: cut(parents, PARENT).map((parent) => ({ number: readInt64(parent, 0), hash: parent.slice(8) })),
    transactionsRoot: transactionsRoot!,
    receiptsRoot: receiptsRoot!,
    stateRoot: stateRoot!,
    number: readInt64(numberAndGas, 0),
    gasUsed: isGenesis ? '0' : fromUtf8(numberAndGas.subarray(8)),
    timestamp: readInt64(timestamp, 0),
    sealer: readInt64(sealer, 0),
    sealerList: nodeIdsIn(sealerList),
    extraData: extraData.slice(),
    weights: weightsIn(weights),
  };
}

// By the piece: blocks in a row share those of their set.
const nodeIdsIn = memoized((piece: Uint8Array) => cut(piece, NODE_ID));
const weightsIn = memoized((piece: Uint8Array) => cut(piece, 8).map((weight) => readInt64(weight, 0)));

function zeros(): Uint8Array[] {
  return [new Uint8Array(32), new Uint8Array(32), new Uint8Array(32)];
}

function readV2(pieces: readonly Uint8Array[]): HeaderV2 {
  const bytesAt = (i: number) => contentOf(pieces[i]!).slice();
  const numberAt = (i: number) => contentOf(pieces[i]!).reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  return {
    generation: 2,
    parentHash: bytesAt(1),
    stateRoot: bytesAt(2),
    transactionsRoot: bytesAt(3),
    receiptsRoot: bytesAt(4),
    dbHash: bytesAt(5),
    logsBloom: bytesAt(6),
    number: numberAt(7),
    gasLimit: numberAt(8),
    gasUsed: numberAt(9),
    timestamp: numberAt(10),
    extraData: itemsOf(pieces[11]!),
    sealer: numberAt(12),
    sealerList: itemsOf(pieces[13]!),
  };
}

/** The content of an RLP item. That it is written as it must be is seen when it is written again. */
function contentOf(item: Uint8Array): Uint8Array {
  return item.subarray(rlpHeadLength(item));
}

function itemsOf(list: Uint8Array): Uint8Array[] {
  const items: Uint8Array[] = [];
  let rest = contentOf(list);
  while (rest.length > 0) {
    const length = rlpItemLength(rest);
    items.push(contentOf(rest.subarray(0, length)).slice());
    rest = rest.subarray(length);
  }
  return items;
}
