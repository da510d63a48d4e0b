// From a trusted block up to a later one, every height in order (light/client.go verifySequential).
import type { LightBlock, Verified } from '../chain/chain.ts';
import { ensure } from '../core/error.ts';
import { advanceInRows } from './advance-in-rows.ts';
import { type ChainContext, throwIfCancelled } from './context.ts';
import type { Source } from './ports.ts';
import type { OnStep, Trace } from './walk.ts';

/** Blocks that are fetched and checked together in sequential mode. */
const BLOCKS_TOGETHER = 64n;

/** Every height from `trusted` to `target`, each by its own signatures. */
export async function walkSequential(
  context: ChainContext,
  source: Source,
  trusted: Verified<LightBlock>,
  target: LightBlock,
  signal: AbortSignal,
  onStep?: OnStep,
): Promise<Trace> {
  const trace = [trusted];
  const fetchAfter = ({ height }: LightBlock) =>
    height < target.height ? fetchRow(source, height + 1n, target, signal) : undefined;
  for await (const block of advanceInRows(context, trusted, fetchAfter, signal)) {
    trace.push(block); // what has been checked counts, even where the walk is cancelled or the next block is wrong
    onStep?.(block);
  }
  return trace;
}

/** The blocks from a height on, as many as are checked together; fewer where the source does not give one of them. */
async function fetchRow(source: Source, from: bigint, target: LightBlock, signal: AbortSignal): Promise<LightBlock[]> {
  const blocks: LightBlock[] = [];
  for (let height = from; height < from + BLOCKS_TOGETHER && height <= target.height; height++) {
    throwIfCancelled(signal);
    try {
      blocks.push(height === target.height ? target : await blockAt(source, height, signal));
    } catch (error) {
      if (blocks.length === 0 || signal.aborted) throw error;
      return blocks; // those before it count; then it is asked for once more
    }
  }
  return blocks;
}

/** Whoever gives another height than was asked for could end the walk elsewhere. */
async function blockAt(source: Source, height: bigint, signal: AbortSignal): Promise<LightBlock> {
  const block = await source.lightBlock(height, signal);
  ensure(block.height === height, 'source/other-height', { expected: height, found: block.height });
  return block;
}
