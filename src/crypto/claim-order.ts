// The order in which a batch of claims is worked off.
import type { SignatureClaim } from './claim.ts';

/**
 * The places of claims with those of one key side by side, in an order that is the same for every batch. A key's table is large:
 * used many times in a row it stays in the processor's cache, and whoever takes the first half of the batch always has the
 * same keys. Only speed depends on it.
 */
export function placesByKey(claims: readonly SignatureClaim[]): number[] {
  const orders = claims.map(({ publicKey }) => orderOf(publicKey));
  return orders.map((_, i) => i).sort((a, b) => orders[a]! - orders[b]!);
}

/** The last four bytes, part of a coordinate in every form of a key. */
function orderOf(key: Uint8Array): number {
  const at = key.length - 4;
  return at < 0 ? 0 : key[at]! * 0x1000000 + key[at + 1]! * 0x10000 + key[at + 2]! * 0x100 + key[at + 3]!;
}
