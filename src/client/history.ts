// Fills history downwards by hash links: whole frames are hashed in one call of the core, checked against what the header
// above says, and stored a few at a time, each batch in one transaction, so that an interruption loses one batch at most.
import type { Frame, LightBlock, LinkTarget, Verified } from '../chain/chain.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';
import { type ChainContext, throwIfCancelled } from './context.ts';
import type { Gap } from './gaps.ts';
import type { ChainStore, Source, StoredFrame } from './ports.ts';

/** About 1,000 headers a transaction: measured best (docs/decisions/004-compact-headers.md). */
const FRAMES_PER_BATCH = 4;

export type OnHeaders = (count: bigint, frames: readonly StoredFrame[]) => void;

export interface GapFill {
  readonly gap: Gap;
  /** What the verified header above the gap says about the header below it. */
  readonly target: LinkTarget;
  /** Height of the block, verified by signatures, from which the links start. */
  readonly anchor: bigint;
  /** The verified block right below the gap, which the links must meet; none at the bottom of history. */
  readonly floor?: Verified<LightBlock>;
}

/**
 * Fills one gap. Errors: `cometbft/link-...`, `source/...`, `store/...`, `client/history-contradicts` where the links do not
 * meet the block below: then two verified blocks exclude each other.
 */
export async function fillGap(
  context: ChainContext,
  fill: GapFill,
  source: Source,
  store: ChainStore,
  signal: AbortSignal,
  onHeaders: OnHeaders,
): Promise<void> {
  const { family, profile } = context;
  const { gap } = fill;
  let target = fill.target;
  let batch: StoredFrame[] = [];
  const flush = async () => {
    if (batch.length === 0) return;
    await store.write({ frames: batch });
    onHeaders(
      batch.reduce((sum, frame) => sum + frame.to - frame.from + 1n, 0n),
      batch,
    );
    batch = [];
  };
  for await (const frames of source.history(gap.from, gap.to, signal)) {
    for (const frame of frames) {
      throwIfCancelled(signal);
      const linked = family.linkFrame(profile, checkRange(frame, gap, target), target);
      batch.push({ ...frame, anchor: fill.anchor, topHash: linked.topHash });
      target = family.parentOfFrame(linked);
      if (batch.length === FRAMES_PER_BATCH) await flush();
    }
  }
  await flush();
  checkFloor(fill, target);
}

function checkRange(frame: Frame, gap: Gap, target: LinkTarget): Frame {
  if (frame.from < gap.from || frame.to !== target.height)
    throw new MingzhengError('source/gap-in-history', { found: frame.to, expected: target.height });
  return frame;
}

function checkFloor({ gap, floor }: GapFill, target: LinkTarget): void {
  if (target.height >= gap.from)
    throw new MingzhengError('source/gap-in-history', { found: target.height, expected: gap.from });
  if (floor && !bytesEqual(floor.hash, target.hash))
    throw new MingzhengError('client/history-contradicts', {
      height: floor.height,
      found: toHex(target.hash),
      expected: toHex(floor.hash),
    });
}
