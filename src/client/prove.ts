// The three proofs of the light client: a checkpoint is believed, a later block is reached by signatures and compared with
// witnesses, an earlier one is reached by hash links.
import { believeCheckpoint } from '../chain/believe.ts';
import type { Checkpoint, LightBlock, Verified, VerifiedHeader } from '../chain/chain.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';
import { type ChainContext, throwIfCancelled } from './context.ts';
import { askWitness, type Fork, type Patience, type WitnessAnswer } from './detector.ts';
import type { Source } from './ports.ts';
import { type OnStep, type Trace, walkSkipping } from './walk.ts';

export type Mode = 'skipping' | 'sequential';

/** Thrown when witnesses disagree: the chain must be frozen. */
export class ForkError extends MingzhengError {
  constructor(readonly fork: Fork) {
    super('client/fork', { height: fork.primary.block.height });
  }
}

/**
 * Fetches and believes a checkpoint. Witnesses that show another block there are named.
 * Errors: `cometbft/not-the-checkpoint` and other rules, `client/checkpoint-expired`, `client/witness-denies-checkpoint`.
 */
export async function proveCheckpoint(
  context: ChainContext,
  checkpoint: Checkpoint,
  primary: Source,
  witnesses: readonly Source[],
  signal: AbortSignal,
): Promise<Verified<LightBlock>> {
  const block = await primary.lightBlock(checkpoint.height, signal);
  const believed = await believeCheckpoint(context, checkpoint, block, context.clock.now());
  for (const witness of witnesses) await checkFirstBlock(witness, believed, signal);
  return believed;
}

/** A witness that shows another block at a checkpoint. Silence now is no denial: it is asked again about the head. */
export async function checkFirstBlock(witness: Source, believed: LightBlock, signal: AbortSignal): Promise<void> {
  let theirs: LightBlock;
  try {
    theirs = await witness.lightBlock(believed.height, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return; // silent now; it is asked again about the head
  }
  if (!bytesEqual(theirs.hash, believed.hash))
    throw new MingzhengError('client/witness-denies-checkpoint', {
      height: believed.height,
      witness: witness.id,
      found: toHex(theirs.hash),
      expected: toHex(believed.hash),
    });
}

/**
 * Compares a trace with every witness. `primary` is the source that led along it.
 * Errors: `ForkError` (`client/fork`).
 */
export async function askWitnesses(
  context: ChainContext,
  trace: Trace,
  primary: Source,
  witnesses: readonly Source[],
  patience: Patience,
  signal: AbortSignal,
): Promise<ReadonlyMap<string, WitnessAnswer>> {
  const asked = witnesses.map(async (witness) => {
    const answer = await askWitness({ context, primary, witness, signal }, trace, patience);
    return [witness.id, answer] as const;
  });
  const answers = new Map(await Promise.all(asked));
  for (const answer of answers.values()) if (answer.kind === 'fork') throw new ForkError(answer.fork);
  return answers;
}

/** Walks from `trusted` to `target` with the source's help. Errors: rules and sources. */
export async function proveForward(
  context: ChainContext,
  mode: Mode,
  trusted: Verified<LightBlock>,
  target: LightBlock,
  primary: Source,
  signal: AbortSignal,
  onStep?: OnStep,
): Promise<Trace> {
  const walk = mode === 'skipping' ? walkSkipping : (await import('./walk-sequential.ts')).walkSequential;
  return walk(context, primary, trusted, target, signal, onStep);
}

/**
 * The header at `height`, an ancestor of `trusted`, by hash links through the source's history. No clock, no signatures.
 * Errors: `cometbft/link-...`, sources, `source/gap-in-history`.
 */
export async function proveAncestor(
  context: ChainContext,
  trusted: Verified<LightBlock>,
  height: bigint,
  source: Source,
  signal: AbortSignal,
): Promise<VerifiedHeader> {
  const { family, profile } = context;
  let target = family.parentOf(trusted);
  for await (const frames of source.history(height, trusted.height - 1n, signal)) {
    throwIfCancelled(signal);
    for (const frame of frames) {
      if (frame.from <= height) return family.headerInFrame(profile, frame, target, height);
      target = family.parentOfFrame(family.linkFrame(profile, frame, target));
    }
  }
  throw new MingzhengError('source/gap-in-history', { found: target.height, expected: height });
}
