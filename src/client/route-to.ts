// The way from a checkpoint to a height, as a proof file carries it: light blocks upwards, headers downwards.
import { believeCheckpoint } from '../chain/believe.ts';
import type { Checkpoint, Frame, LightBlock } from '../chain/chain.ts';
import { type Time, toNanos } from '../codec/time.ts';
import { codeOf, MingzhengError } from '../core/error.ts';
import type { ChainContext } from './context.ts';
import type { Source } from './ports.ts';
import { walkSkipping } from './walk.ts';

export interface RouteTo {
  readonly lightBlocks: readonly LightBlock[];
  /** From the top. */
  readonly ancestors: readonly Frame[];
}

/**
 * Leads to the header that proves what became of a record at `height`, where the source has it, else to `height`. Not further:
 * the header after a block may be out of reach where the block itself is not.
 * Errors: `client/no-checkpoint`, rules, `source/...`.
 */
export async function routeTo(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  height: bigint,
  signal: AbortSignal,
): Promise<RouteTo> {
  const goal = await blockOfResults(source, height, context.family.records.resultsHeight, signal);
  const checkpoint = bestCheckpoint(checkpoints, goal.height, context.clock.now());
  const first = await source.lightBlock(checkpoint.height, signal);
  const start = await believeCheckpoint(context, checkpoint, first, context.clock.now());
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

async function blockOfResults(
  source: Source,
  height: bigint,
  resultsHeight: bigint,
  signal: AbortSignal,
): Promise<LightBlock> {
  try {
    return await source.lightBlock(height + resultsHeight, signal);
  } catch (error) {
    if (resultsHeight === 0n || codeOf(error) !== 'source/height-too-high') throw error;
    return source.lightBlock(height, signal);
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
