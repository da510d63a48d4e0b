// Where does a fork begin? Skipping finds two valid headers somewhere above it; everything between the last common block and
// there is in doubt. Halving the range, with both sides' blocks verified each time, leads to the first different height.
import type { LightBlock, Verified } from '../chain/chain.ts';
import { bytesEqual } from '../codec/bytes.ts';
import type { ChainContext } from './context.ts';
import type { Fork, Report } from './detector.ts';
import type { Source } from './ports.ts';
import { walkSkipping } from './walk.ts';

/** The same fork with the closest common block and conflict that both sources can show. Never wider than what was given. */
export async function localiseFork(
  context: ChainContext,
  fork: Fork,
  primary: Source,
  witness: Source,
  signal: AbortSignal,
): Promise<Fork> {
  let narrowed = fork;
  while (narrowed.primary.block.height - narrowed.common.height > 1n) {
    const middle = (narrowed.common.height + narrowed.primary.block.height) / 2n;
    try {
      narrowed = await halve(context, narrowed, middle, primary, witness, signal);
    } catch (error) {
      if (signal.aborted) throw error;
      return narrowed; // a side does not answer any more: what is known so far stands
    }
  }
  return narrowed;
}

async function halve(
  context: ChainContext,
  fork: Fork,
  height: bigint,
  primary: Source,
  witness: Source,
  signal: AbortSignal,
): Promise<Fork> {
  const ours = await verifiedAt(context, primary, fork.common, height, signal);
  const theirs = await verifiedAt(context, witness, fork.common, height, signal);
  if (bytesEqual(ours.hash, theirs.hash)) return { ...fork, common: ours };
  const against = (trusted: LightBlock, conflicting: LightBlock, to: string): Report => ({
    ...context.family.conflict(context.profile, fork.common, trusted, conflicting),
    conflicting,
    to,
  });
  return {
    ...fork,
    primary: { ...fork.primary, block: ours },
    witness: { ...fork.witness, block: theirs },
    reports: [against(theirs, ours, fork.witness.source), against(ours, theirs, fork.primary.source)],
  };
}

async function verifiedAt(
  context: ChainContext,
  source: Source,
  from: Verified<LightBlock>,
  height: bigint,
  signal: AbortSignal,
): Promise<Verified<LightBlock>> {
  const trace = await walkSkipping(context, source, from, await source.lightBlock(height, signal), signal);
  return trace.at(-1)!;
}
