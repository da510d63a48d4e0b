// Proving the newest head: start from what is trusted already (the store, else a checkpoint), walk up, ask the witnesses,
// and write the result with the head row in one transaction.
import { type Checkpoint, type LightBlock, type Point, restoreVerified, type Verified } from '../chain/chain.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { toNanos } from '../codec/time.ts';
import { MingzhengError } from '../core/error.ts';
import { BatchWriter } from './batch-writer.ts';
import type { ChainContext } from './context.ts';
import type { Patience, WitnessAnswer } from './detector.ts';
import type { ChainStore, Source, StoreIndex } from './ports.ts';
import { askWitnesses, checkFirstBlock, type Mode, proveCheckpoint, proveForward } from './prove.ts';
import { OwnSource } from './sources/own.ts';
import { readBlock, readHeader, toStored } from './stored.ts';
import type { Trace } from './walk.ts';

/** So many of the newest stored blocks are kept at hand for comparing with witnesses, beside the first. */
const TRACE_LENGTH = 32;
export interface HeadSync {
  readonly context: ChainContext;
  readonly checkpoints: readonly Checkpoint[];
  readonly store: ChainStore;
  readonly index: StoreIndex;
  readonly patience: Patience;
  readonly onProgress: (height: bigint, target: bigint) => void;
}

export interface HeadResult {
  readonly head: Verified<LightBlock>;
  readonly witnessed: boolean;
  readonly claimed: bigint;
  readonly answers: ReadonlyMap<string, WitnessAnswer>;
}

/** Errors: rules, `source/...`, `client/no-checkpoint`, `client/checkpoint-expired`, `client/fork`. */
export async function syncHead(
  sync: HeadSync,
  mode: Mode,
  primary: Source,
  allWitnesses: readonly Source[],
  signal: AbortSignal,
): Promise<HeadResult> {
  const { context, patience } = sync;
  const target = await primary.head(signal);
  const { known, denials } = await trustedTrace(sync, primary, allWitnesses, signal);
  const witnesses = allWitnesses.filter(({ id }) => !denials.has(id));
  const trusted = known.at(-1)!;
  if (sync.index.head) await checkContinuity(sync, known, target, primary, witnesses, signal);
  const isNews = target.height > trusted.height;
  const trace = isNews ? await walkUp(sync, mode, known, target, primary, signal) : known;
  const answers = await askWitnesses(context, trace, primary, witnesses, patience, signal);
  const head = trace.at(-1)!;
  const agrees = [...answers.values()].some((answer) => answer.kind === 'agrees');
  const witnessed = agrees || (!isNews && (sync.index.head?.witnessed ?? false));
  await writeHead(sync, trace, head, witnessed);
  return { head, witnessed, claimed: target.height, answers: new Map([...denials, ...answers]) };
}

/**
 * A source must show what we verified before: our head, or where it is behind, our header at its head. If it does not, it
 * lies or there is a fork; our own side is spoken for by a source that agrees with us, else by what is stored.
 * Errors: `client/fork`, `source/other-header`, and what the comparison found wrong with the source.
 */
async function checkContinuity(
  sync: HeadSync,
  known: Trace,
  target: LightBlock,
  source: Source,
  others: readonly Source[],
  signal: AbortSignal,
): Promise<void> {
  const { context, patience } = sync;
  const trusted = known.at(-1)!;
  const height = target.height < trusted.height ? target.height : trusted.height;
  const ours = height === trusted.height ? trusted : await ownHeader(sync, height);
  const theirs = height === target.height ? target : await source.lightBlock(height, signal);
  if (!ours || bytesEqual(ours.hash, theirs.hash)) return;
  const { side, block } = await ourSide(sync, known, ours, others, signal);
  const trace = [...known.filter((item) => item.height < height), ...(block ? [block] : [])];
  if (block && trace.length > 1) {
    const answers = await askWitnesses(context, trace, side, [source], patience, signal);
    const answer = answers.get(source.id);
    if (answer?.kind === 'faulty' || answer?.kind === 'silent') throw answer.error;
  }
  const values = { height, found: toHex(theirs.hash), expected: toHex(ours.hash) };
  throw new MingzhengError('source/other-header', values);
}

async function ownHeader({ context, store, index }: HeadSync, height: bigint): Promise<Point | undefined> {
  return (await readHeader(context, store, index, height))?.header;
}

/** Who speaks for us, and our light block at that height where somebody has it. */
async function ourSide(
  sync: HeadSync,
  known: Trace,
  ours: Point,
  others: readonly Source[],
  signal: AbortSignal,
): Promise<{ readonly side: Source; readonly block?: Verified<LightBlock> }> {
  for (const other of others) {
    const block = await other.lightBlock(ours.height, signal).catch(() => undefined);
    if (block && bytesEqual(block.hash, ours.hash)) return { side: other, block: restoreVerified(block, 'ancestor') };
  }
  const stored = known.find(({ height }) => height === ours.height);
  return { side: new OwnSource(sync.context, sync.store, known.at(-1)!), block: stored };
}

/** Writes what is not stored yet, and the head row with it. */
async function writeHead(sync: HeadSync, trace: Trace, head: Verified<LightBlock>, witnessed: boolean): Promise<void> {
  const { blocks: stored } = await sync.store.index();
  const known = new Set(stored.map((block) => block.height));
  const blocks = trace.filter((block) => block === head || !known.has(block.height));
  await sync.store.write({
    blocks: blocks.map((block) => toStored(sync.context, block, witnessed && block === head)),
    head: { height: head.height, hash: head.hash, time: head.time, witnessed },
  });
}

/** Walks up; in sequential mode blocks are written as they are verified, so that an interruption does not lose them. */
async function walkUp(
  sync: HeadSync,
  mode: Mode,
  known: Trace,
  target: LightBlock,
  primary: Source,
  signal: AbortSignal,
): Promise<Trace> {
  const writer = new BatchWriter(sync.store);
  const onStep = (block: Verified<LightBlock>) => {
    sync.onProgress(block.height, target.height);
    if (mode === 'sequential' && block.height !== target.height) writer.add(toStored(sync.context, block, false));
  };
  const walked = await proveForward(sync.context, mode, known.at(-1)!, target, primary, signal, onStep).catch(
    async (error: unknown) => {
      await writer.end().catch(() => undefined); // what went wrong with the walk is to be told
      throw error;
    },
  );
  await writer.end();
  return [...known, ...walked.slice(1)];
}

interface Trusted {
  /** Lowest first; the last one starts the walk. */
  readonly known: Trace;
  /** Witnesses that show another block where the pack names one: they are not asked any further. */
  readonly denials: ReadonlyMap<string, WitnessAnswer>;
}

/** What is trusted already: the store, else the newest checkpoint of the pack. */
async function trustedTrace(
  sync: HeadSync,
  primary: Source,
  witnesses: readonly Source[],
  signal: AbortSignal,
): Promise<Trusted> {
  const stored = await storedTrace(sync);
  const last = stored.at(-1);
  if (last && isUnexpired(sync, last)) return { known: stored, denials: new Map() };
  const checkpoint = newestUsable(sync, last?.height ?? -1n);
  if (!checkpoint) return last ? { known: stored, denials: new Map() } : failNoCheckpoint(sync);
  const believed = await proveCheckpoint(sync.context, checkpoint, primary, [], signal);
  return { known: [...stored, believed], denials: await denialsOf(witnesses, believed, signal) };
}

async function denialsOf(
  witnesses: readonly Source[],
  believed: LightBlock,
  signal: AbortSignal,
): Promise<Map<string, WitnessAnswer>> {
  const denials = new Map<string, WitnessAnswer>();
  for (const witness of witnesses) {
    try {
      await checkFirstBlock(witness, believed, signal);
    } catch (error) {
      if (signal.aborted || !(error instanceof MingzhengError)) throw error;
      denials.set(witness.id, { kind: 'faulty', error });
    }
  }
  return denials;
}

function isUnexpired({ context }: HeadSync, block: LightBlock): boolean {
  return toNanos(context.family.expiry(context.profile, block)) > toNanos(context.clock.now());
}

/** The newest stored blocks that can still start a step, and the newest of all; older ones are no use for comparing. */
async function storedTrace(sync: HeadSync): Promise<Verified<LightBlock>[]> {
  const { context, store, index } = sync;
  const heights = index.blocks.map((block) => block.height).sort((a, b) => (a < b ? -1 : 1));
  const wanted = heights.length > TRACE_LENGTH ? [heights[0]!, ...heights.slice(-TRACE_LENGTH)] : heights;
  const blocks = await Promise.all(wanted.map((height) => readBlock(context, store, height)));
  const found = blocks.filter((block) => block !== undefined);
  return found.filter((block, i) => i === found.length - 1 || isUnexpired(sync, block));
}

/** The newest checkpoint above what is stored whose own validity has not ended. */
function newestUsable({ checkpoints, context }: HeadSync, above: bigint): Checkpoint | undefined {
  const now = toNanos(context.clock.now());
  const usable = checkpoints.filter(
    ({ height, validUntil }) => height > above && (!validUntil || toNanos(validUntil) > now),
  );
  return usable.reduce<Checkpoint | undefined>(
    (best, next) => (!best || next.height > best.height ? next : best),
    undefined,
  );
}

function failNoCheckpoint({ checkpoints }: HeadSync): never {
  const code = checkpoints.length > 0 ? 'client/checkpoint-expired' : 'client/no-checkpoint';
  throw new MingzhengError(code, { height: checkpoints.at(-1)?.height ?? 0n });
}
