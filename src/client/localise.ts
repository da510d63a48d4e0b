// Where does a fork begin? Skipping finds two valid headers somewhere above it; everything between the last common block and
// there is in doubt. Halving the range, with both sides' blocks verified each time, leads to the first different height.
import type { LightBlock, Verified } from '../chain/chain.ts';
import { runRule } from '../chain/run-rule.ts';
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
  return bytesEqual(ours.hash, theirs.hash) ? { ...fork, common: ours } : withBlocks(context, fork, ours, theirs);
}

/** The fork at these two blocks, with the evidence against each. */
function withBlocks(context: ChainContext, fork: Fork, ours: LightBlock, theirs: LightBlock): Fork {
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

/**
 * Nodes check every signature of evidence, where a light client checks only those that it counts: one wrong signature behind
 * the threshold would make the evidence worthless. Such votes are taken out; enough right ones are left.
 */
export async function withSoundEvidence(context: ChainContext, fork: Fork): Promise<Fork> {
  const ours = await withoutWrongVotes(context, fork.primary.block);
  const theirs = await withoutWrongVotes(context, fork.witness.block);
  return withBlocks(context, fork, ours, theirs);
}

async function withoutWrongVotes(context: ChainContext, block: LightBlock): Promise<LightBlock> {
  const { family, profile, verifier } = context;
  const { votes } = await runRule(family.quorum(profile, block, true), verifier);
  const wrong = votes.flatMap((vote, i) => (vote.state === 'wrong' ? [i] : []));
  return wrong.length === 0 ? block : family.withoutVotes(block, wrong);
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
