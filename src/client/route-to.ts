// The way from a checkpoint to a height, as a proof file carries it: light blocks upwards, headers downwards.
import type { Checkpoint, Frame, LightBlock } from '../chain/chain.ts';
import { type Time, toNanos } from '../codec/time.ts';
import { codeOf, MingzhengError } from '../core/error.ts';
import type { ChainContext } from './context.ts';
import type { Source } from './ports.ts';
import { believeCheckpoint } from './prove.ts';
import { walkSkipping } from './walk.ts';

export interface RouteTo {
  readonly lightBlocks: readonly LightBlock[];
  /** From the top. */
  readonly ancestors: readonly Frame[];
}

/**
 * Leads to the header after `height` where the source has it, since that one proves what became of a record, else to `height`.
 * Errors: `client/no-checkpoint`, rules, `source/...`.
 */
export async function routeTo(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  height: bigint,
  signal: AbortSignal,
): Promise<RouteTo> {
  const goal = await blockAtOrBefore(source, height + 1n, signal);
  const checkpoint = bestCheckpoint(checkpoints, goal.height, context.clock.now());
  const start = await believeCheckpoint(context, checkpoint, await source.lightBlock(checkpoint.height, signal));
  const stops = start.height < goal.height ? await walkSkipping(context, source, start, goal, signal) : [start];
  const top = stops.at(-1)!;
  const ancestors: Frame[] = [];
  if (top.height - height > MAX_ANCESTORS)
    throw new MingzhengError('client/route-too-long', { height, from: top.height, limit: MAX_ANCESTORS });
  if (top.height > height)
    for await (const frames of source.history(height, top.height - 1n, signal)) ancestors.push(...frames);
  return { lightBlocks: stops, ancestors };
}

/** As many headers as a proof file may carry. */
const MAX_ANCESTORS = 4096n;

async function blockAtOrBefore(source: Source, height: bigint, signal: AbortSignal): Promise<LightBlock> {
  try {
    return await source.lightBlock(height, signal);
  } catch (error) {
    if (codeOf(error) !== 'source/height-too-high') throw error;
    return source.lightBlock(height - 1n, signal);
  }
}

/** The highest valid checkpoint that is not above the goal; else the lowest one, from which hash links lead down. */
function bestCheckpoint(checkpoints: readonly Checkpoint[], goal: bigint, now: Time): Checkpoint {
  const valid = checkpoints.filter(({ validUntil }) => !validUntil || toNanos(validUntil) > toNanos(now));
  const sorted = valid.sort((a, b) => (a.height < b.height ? -1 : 1));
  const best = sorted.findLast(({ height }) => height <= goal) ?? sorted[0];
  if (!best) throw new MingzhengError(checkpoints.length > 0 ? 'client/checkpoint-expired' : 'client/no-checkpoint');
  return best;
}
