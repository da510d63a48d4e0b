// Fork detection: what the primary proved is compared with witnesses. If a witness shows another valid header at a height,
// both are kept and the chain is frozen; the client takes no side (light/detector.go).

import type { Conflict, LightBlock, Verified } from '../chain/chain.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { compareTime, toNanos } from '../codec/time.ts';
import { codeOf, MingzhengError } from '../core/error.ts';
import type { ChainContext } from './context.ts';
import { isBenign } from './fault.ts';
import type { Source } from './ports.ts';
import { type Trace, walkSkipping } from './walk.ts';

/** One report: evidence to be given to `to`, against the block that another source showed. */
export interface Report extends Conflict {
  /** Id of the source that should be told. */
  readonly to: string;
  readonly conflicting: LightBlock;
}

export interface Fork {
  readonly primary: { readonly source: string; readonly block: LightBlock };
  readonly witness: { readonly source: string; readonly block: LightBlock };
  /** The last block that both are known to share. */
  readonly common: Verified<LightBlock>;
  readonly reports: readonly Report[];
}

export type WitnessAnswer =
  | { readonly kind: 'agrees' }
  /** Its head is lower; up to there it shows the same chain. */
  | { readonly kind: 'behind'; readonly height: bigint }
  | { readonly kind: 'silent'; readonly error: MingzhengError }
  /** It showed a header that its own chain does not support. */
  | { readonly kind: 'faulty'; readonly error: MingzhengError }
  | { readonly kind: 'fork'; readonly fork: Fork };

/** A witness that lags is asked again for as long as twice the clock drift and this much more (light/detector.go). */
const LAG_MS = 10_000;
const ASK_AGAIN_MS = 1_000;
const LONGEST_LAG_MS = 60_000;

export interface Patience {
  /** Waits before a lagging witness is asked again; tests make it short. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
}

/** Who is held against whom. */
export interface Comparison {
  readonly context: ChainContext;
  /** The source that led us along the trace. */
  readonly primary: Source;
  readonly witness: Source;
  readonly signal: AbortSignal;
}

/** Asks the witness about the last block of the trace. */
export async function askWitness(comparison: Comparison, trace: Trace, patience: Patience): Promise<WitnessAnswer> {
  const { witness, signal } = comparison;
  try {
    const shown = await blockIfReached(witness, trace.at(-1)!.height, signal);
    if (shown) return await compare(comparison, trace, shown);
    return await askLagging(comparison, trace, patience);
  } catch (error) {
    if (signal.aborted || error instanceof LeaderFault) throw error;
    return { kind: isBenign(error) ? 'silent' : 'faulty', error: asCoded(error) };
  }
}

async function blockIfReached(source: Source, height: bigint, signal: AbortSignal): Promise<LightBlock | undefined> {
  try {
    return await source.lightBlock(height, signal);
  } catch (error) {
    if (codeOf(error) !== 'source/height-too-high') throw error;
    return undefined;
  }
}

async function compare(comparison: Comparison, trace: Trace, shown: LightBlock): Promise<WitnessAnswer> {
  if (bytesEqual(shown.hash, trace.at(-1)!.hash)) return { kind: 'agrees' };
  return examine(comparison, trace, shown);
}

/**
 * The witness's head is below the target. A head that is not earlier in time contradicts the target at once; a fork below is
 * found at once; otherwise the witness gets time to catch up, unless it is a recording that never will.
 */
async function askLagging(comparison: Comparison, trace: Trace, patience: Patience): Promise<WitnessAnswer> {
  const { context, witness, signal } = comparison;
  const target = trace.at(-1)!;
  let lower: WitnessAnswer | undefined;
  for (let waited = 0; ; waited += ASK_AGAIN_MS) {
    const head = await witness.head(signal);
    if (head.height >= target.height) {
      const shown = await witness.lightBlock(target.height, signal);
      return compare(comparison, trace, shown);
    }
    if (compareTime(head.time, target.time) >= 0) return examine(comparison, trace, head);
    lower ??= await compareLower(comparison, trace, head);
    if (lower.kind !== 'behind' || witness.isStatic || waited >= lagMs(context)) return lower;
    await patience.wait(ASK_AGAIN_MS, signal);
  }
}

/** A witness that is behind is compared at its own head: a fork below must not hide behind a lag. */
async function compareLower(comparison: Comparison, trace: Trace, shown: LightBlock): Promise<WitnessAnswer> {
  const below = trace.filter((block) => block.height <= shown.height);
  const behind: WitnessAnswer = { kind: 'behind', height: shown.height };
  if (below.length === 0) return behind;
  const ours = await leadersBlock(comparison, shown.height);
  if (!ours || bytesEqual(ours.hash, shown.hash)) return behind;
  const walked = await leadersWalk(comparison, below.at(-1)!, ours);
  return walked ? examine(comparison, [...below, ...walked.slice(1)], shown) : behind;
}

/** Thrown past the witness, which has no part in it: the leading source itself told something that cannot be true. */
export class LeaderFault extends MingzhengError {
  constructor(fault: MingzhengError) {
    super(fault.code, fault.values, fault);
  }
}

/** A leader that cannot answer leaves the comparison undone; one that lies is named. */
function leadersFault(error: unknown, signal: AbortSignal): undefined {
  if (signal.aborted) throw error;
  if (isBenign(error)) return undefined;
  throw new LeaderFault(asCoded(error));
}

function leadersBlock({ primary, signal }: Comparison, height: bigint): Promise<LightBlock | undefined> {
  return primary.lightBlock(height, signal).catch((error) => leadersFault(error, signal));
}

async function leadersWalk(
  { context, primary, signal }: Comparison,
  last: Verified<LightBlock>,
  ours: LightBlock,
): Promise<Trace | undefined> {
  if (last.height === ours.height) return [last];
  return walkSkipping(context, primary, last, ours, signal).catch((error) => leadersFault(error, signal));
}

function lagMs(context: ChainContext): number {
  const wanted = 2 * Number(context.profile.maxClockDriftNanos / 1_000_000n) + LAG_MS;
  return Math.min(wanted, LONGEST_LAG_MS);
}

/** The witness shows something else: where do the two ways part, and does its own chain support it? */
async function examine(comparison: Comparison, trace: Trace, shown: LightBlock): Promise<WitnessAnswer> {
  const { context, primary, witness, signal } = comparison;
  let forward: Divergence;
  try {
    forward = await findDivergence(context, trace, witness, shown, signal);
  } catch (error) {
    if (signal.aborted) throw error;
    return { kind: isBenign(error) ? 'silent' : 'faulty', error: asCoded(error) };
  }
  const { family, profile } = context;
  const common = forward.trace[0]!;
  const supported = forward.trace.at(-1)!;
  const against = family.conflict(profile, common, supported, forward.block);
  const reports: Report[] = [{ ...against, to: witness.id, conflicting: forward.block }];
  const back = await reverse(comparison, forward);
  if (back) reports.push({ ...back, to: primary.id });
  return {
    kind: 'fork',
    fork: {
      primary: { source: primary.id, block: forward.block },
      witness: { source: witness.id, block: supported },
      common,
      reports,
    },
  };
}

/** The other way round: the primary is held as the source of truth. It may be silent; the fork stands all the same. */
async function reverse(
  { context, primary, signal }: Comparison,
  forward: Divergence,
): Promise<(Conflict & { readonly conflicting: LightBlock }) | undefined> {
  try {
    const back = await findDivergence(context, forward.trace, primary, forward.block, signal);
    const against = context.family.conflict(context.profile, back.trace[0]!, back.trace.at(-1)!, back.block);
    return { ...against, conflicting: back.block };
  } catch (error) {
    if (signal.aborted) throw error;
    return undefined;
  }
}

interface Divergence {
  /** From the last common block to the source's own block at the diverging height, verified. */
  readonly trace: Trace;
  /** The block of the given trace that differs from it. */
  readonly block: Verified<LightBlock>;
}

/**
 * Follows `source` along `trace` until it leaves it, verifying the source's own blocks.
 * Errors: `client/no-common-block`, `client/no-divergence`, `client/time-not-monotonic`, and those of the rules.
 */
async function findDivergence(
  context: ChainContext,
  trace: Trace,
  source: Source,
  shown: LightBlock,
  signal: AbortSignal,
): Promise<Divergence> {
  const shared = await firstShared(trace, source, shown, signal);
  let previous = trace[shared]!;
  for (const block of trace.slice(shared + 1)) {
    if (block.height > shown.height) return aheadOfTime(context, source, previous, shown, block, signal);
    const theirs = block.height === shown.height ? shown : await source.lightBlock(block.height, signal);
    const walked = await walkSkipping(context, source, previous, theirs, signal);
    if (!bytesEqual(theirs.hash, block.hash)) return { trace: walked, block };
    previous = walked.at(-1)!;
  }
  throw new MingzhengError('client/no-divergence', { height: shown.height, hash: toHex(shown.hash) });
}

/** Index of the lowest block of the trace that the source still has; it must be the same. Errors: `client/no-common-block`. */
async function firstShared(trace: Trace, source: Source, shown: LightBlock, signal: AbortSignal): Promise<number> {
  for (const [index, block] of trace.entries()) {
    if (block.height > shown.height) break;
    const theirs = await source.lightBlock(block.height, signal).catch((error) => {
      if (codeOf(error) !== 'source/pruned') throw error;
      return undefined;
    });
    if (theirs && !bytesEqual(theirs.hash, block.hash)) break;
    if (theirs) return index;
  }
  throw new MingzhengError('client/no-common-block', { height: trace[0]!.height });
}

/** The source's head is lower than the trace's block and yet not earlier: one of them broke the order of time. */
async function aheadOfTime(
  context: ChainContext,
  source: Source,
  previous: Verified<LightBlock>,
  shown: LightBlock,
  block: Verified<LightBlock>,
  signal: AbortSignal,
): Promise<Divergence> {
  if (toNanos(block.time) > toNanos(shown.time))
    throw new MingzhengError('client/time-not-monotonic', { height: block.height });
  const walked =
    previous.height === shown.height ? [previous] : await walkSkipping(context, source, previous, shown, signal);
  return { trace: walked, block };
}

function asCoded(error: unknown): MingzhengError {
  return error instanceof MingzhengError ? error : new MingzhengError(codeOf(error), {}, error);
}
