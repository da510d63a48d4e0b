// Whether the cache and the security memory still tell the same story. Browsers can lose either of them without a word.
import type { SecurityRecord, StoreIndex } from '../client/ports.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';

/**
 * The cache is written first and the memory follows, so the cache is never behind it unless something was lost.
 *
 * `store/wiped`: a head was trusted here before, and the cache has none or a lower one. `store/head-differs`: another
 * hash at the trusted height. `store/memory-lost`: the cache has a head, the memory knows nothing of this chain.
 */
export function compareWithMemory(index: Pick<StoreIndex, 'head'>, record: SecurityRecord): MingzhengError | undefined {
  const { head } = index;
  const { trustedHead: trusted, fork } = record;
  if (!trusted) return head && !fork ? new MingzhengError('store/memory-lost', { height: head.height }) : undefined;
  if (!head || head.height < trusted.height)
    return new MingzhengError('store/wiped', { height: head?.height ?? 0n, trusted: trusted.height });
  if (head.height > trusted.height || bytesEqual(head.hash, trusted.hash)) return undefined;
  const values = { height: head.height, hash: toHex(head.hash), trusted: toHex(trusted.hash) };
  return new MingzhengError('store/head-differs', values);
}
