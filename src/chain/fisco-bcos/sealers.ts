// The sealers of a chain: sets with weights, and how much of a set must sign (PBFT, sheet 2.4 and 5.3).
import { ByteReader, ByteWriter } from '../../codec/binary.ts';
import { bytesEqual, compareBytes, toHex } from '../../codec/bytes.ts';
import { memoized } from '../../codec/memo.ts';
import { ensure } from '../../core/error.ts';
import { sha256 } from '../../core/hashing.ts';
import type { Sealer } from './model.ts';

/** More than any chain has; refused before anything is hashed. */
export const MAX_SEALERS = 1000;
export const MAX_WEIGHT = 2n ** 32n;
const NODE_ID = 64;

export const totalWeight = memoized((sealers: readonly Sealer[]): bigint =>
  sealers.reduce((sum, { weight }) => sum + weight, 0n),
);

/** Weight that must be reached: all but a third of those who may fail, `total - floor((total - 1) / 3)`. */
export function quorumOf(total: bigint): bigint {
  return total - (total - 1n) / 3n;
}

export function sameSealers(a: readonly Sealer[], b: readonly Sealer[]): boolean {
  if (a === b) return true;
  return (
    a.length === b.length &&
    a.every(({ nodeId, weight }, i) => bytesEqual(nodeId, b[i]!.nodeId) && weight === b[i]!.weight)
  );
}

let last: readonly Sealer[] = [];

/** One object for equal sets that come one after another, as they do from block to block: what follows from it is known then. */
export function interned(sealers: readonly Sealer[]): readonly Sealer[] {
  if (!sameSealers(last, sealers)) last = sealers;
  return last;
}

/** The order of lists in headers: by node id. */
export function inOrder(sealers: readonly Sealer[]): Sealer[] {
  return [...sealers].sort((a, b) => compareBytes(a.nodeId, b.nodeId));
}

/** Node ids of the same length with a weight for each. Errors: `fisco/weights-count`. */
export function sealersOf(nodeIds: readonly Uint8Array[], weights: readonly bigint[]): Sealer[] {
  ensure(nodeIds.length === weights.length, 'fisco/weights-count', {
    sealers: nodeIds.length,
    weights: weights.length,
  });
  return nodeIds.map((nodeId, i) => ({ nodeId, weight: weights[i]! }));
}

/** Node id and weight of each, in signing order. */
export const encodeSealers = memoized((sealers: readonly Sealer[]): Uint8Array => {
  const out = new ByteWriter();
  for (const { nodeId, weight } of sealers) out.raw(nodeId).varint(weight);
  return out.finish();
});

/** Errors: `codec/binary`. */
export function decodeSealers(bytes: Uint8Array): Sealer[] {
  const reader = new ByteReader(bytes);
  const sealers: Sealer[] = [];
  while (reader.left > 0) {
    if (sealers.length === MAX_SEALERS) reader.fail();
    sealers.push({ nodeId: reader.raw(NODE_ID), weight: reader.varint() });
  }
  return sealers;
}

/** Names a set in stores and archives. Of our own making: no header of the chain commits to its set alone. */
export const setDigest = memoized((sealers: readonly Sealer[]): Uint8Array => sha256(encodeSealers(sealers)));
export const setHash = memoized((sealers: readonly Sealer[]): string => toHex(setDigest(sealers)));
