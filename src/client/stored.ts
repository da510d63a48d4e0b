// What is read back from the store: hashed again before it is called verified.
import type { LightBlock, LinkTarget, Verified, VerifiedHeader } from '../chain/chain.ts';
import { restoreVerified } from '../chain/chain.ts';
import { bytesEqual } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';
import type { ChainContext } from './context.ts';
import type { ChainStore, StoredBlock, StoredFrame, StoreIndex } from './ports.ts';

const FAR_FUTURE = { seconds: 253402300799n, nanos: 0 };

/** A block as the store keeps it. */
export function toStored(context: ChainContext, block: Verified<LightBlock>, witnessed: boolean): StoredBlock {
  const { family } = context;
  const { height, hash, how } = block;
  return { height, hash, how, witnessed, bytes: family.encodeLightBlock(block), sets: family.encodedSets(block) };
}

/** A stored block, decoded, and its hash computed from its fields. Errors: `store/corrupt`. */
export async function readBlock(
  context: ChainContext,
  store: ChainStore,
  height: bigint,
): Promise<Verified<LightBlock> | undefined> {
  const stored = await store.block(height);
  if (!stored) return undefined;
  const block = context.family.decodeLightBlock(context.profile, stored.bytes, stored.sets);
  const isWhole = bytesEqual(block.hash, stored.hash) && context.family.setsMatchHeader(block);
  if (block.height !== height || !isWhole) throw new MingzhengError('store/corrupt', { height });
  return restoreVerified(block, stored.how);
}

/** What a stored frame's own top says: used to link it again, so that nothing in it is believed unhashed. */
export function topOf(frame: Pick<StoredFrame, 'to' | 'topHash'>): LinkTarget {
  return { height: frame.to, hash: frame.topHash, before: FAR_FUTURE };
}

/** A header out of the store, whichever way it was verified. */
export async function readHeader(
  context: ChainContext,
  store: ChainStore,
  index: StoreIndex,
  height: bigint,
): Promise<{ readonly header: VerifiedHeader; readonly anchor?: bigint } | undefined> {
  const { family, profile } = context;
  if (index.blocks.some((block) => block.height === height)) {
    const block = await readBlock(context, store, height);
    return block && { header: family.headerOf(block) };
  }
  const frame = await store.frame(height);
  if (!frame || height > frame.to) return undefined;
  return { header: family.headerInFrame(profile, frame, topOf(frame), height), anchor: frame.anchor };
}
