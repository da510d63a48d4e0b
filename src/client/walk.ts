// From a trusted block up to a later one, skipping with bisection. The family says which block it needs next; this walk only
// fetches it and asks again (light/client.go verifySkipping).
import type { LightBlock, Verified } from '../chain/chain.ts';
import { MingzhengError } from '../core/error.ts';
import { advance, type ChainContext, throwIfCancelled } from './context.ts';
import type { Source } from './ports.ts';

/** Verified blocks from the trusted one to the target, in order; both included. */
export type Trace = readonly Verified<LightBlock>[];

/** More pivots than any honest chain needs between two heights: log2 of the gap, squared, with room to spare. */
const MAX_FETCHES = 4096;

export type OnStep = (block: Verified<LightBlock>) => void;

/**
 * Skips from `trusted` to `target`. Blocks already fetched are tried again from the top after each success.
 * Errors: those of the rules (`cometbft/...`), of the source, `client/too-many-pivots`.
 */
export async function walkSkipping(
  context: ChainContext,
  source: Source,
  trusted: Verified<LightBlock>,
  target: LightBlock,
  signal: AbortSignal,
  onStep?: OnStep,
): Promise<Trace> {
  const trace = [trusted];
  const pending = [target];
  let depth = 0;
  for (let fetches = 0; pending.length > 0; ) {
    throwIfCancelled(signal);
    const step = await advance(context, trace.at(-1)!, pending[depth]!);
    if (step.kind === 'accepted') {
      trace.push(step.block);
      onStep?.(step.block);
      pending.length = depth;
      depth = 0;
    } else if (step.kind === 'needs') {
      if (++fetches > MAX_FETCHES) throw new MingzhengError('client/too-many-pivots', { limit: MAX_FETCHES });
      if (depth === pending.length - 1) pending.push(await fetchBetween(source, step, trace.at(-1)!, signal));
      depth++;
    } else {
      throw step.error;
    }
  }
  return trace;
}

/** A pivot that is not strictly between would loop for ever; adjacent blocks never need one. */
async function fetchBetween(
  source: Source,
  step: { readonly height: bigint; readonly error: MingzhengError },
  trusted: LightBlock,
  signal: AbortSignal,
): Promise<LightBlock> {
  if (step.height <= trusted.height) throw step.error;
  return source.lightBlock(step.height, signal);
}
