// Finds a record in a chain's sources and makes the proof file that shows it. Sources only give hints and bytes; the proof
// decides.
import type { BlockData, Checkpoint, ExecutionProof, MadeProof, RecordProof } from '../chain/chain.ts';
import type { RecordRule } from '../chain/record-rule.ts';
import { bytesEqual } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';
import { ArchiveSource } from './archive/source.ts';
import type { ChainContext } from './context.ts';
import type { Source } from './ports.ts';
import { type RouteTo, routeTo } from './route-to.ts';
import { JsonRpcSource } from './sources/json-rpc.ts';

export interface FoundRecord extends RouteTo {
  readonly chainId: string;
  readonly family: string;
  readonly record: RecordProof;
  readonly execution?: ExecutionProof;
}

/** More places than this are more than a person can look at. */
const MAX_PLACES = 20;

/** What a source is asked for. The source only hints at places; `isIt` decides by the record's own bytes. */
export interface Sought {
  /** One document has a digest for each hash function. */
  readonly keys: readonly Uint8Array[];
  /** The pack's rule, which says what in a transaction is a record. */
  readonly rule?: RecordRule;
  isIt(proof: RecordProof): boolean;
}

/** A record by the digest that stands in it, under the pack's rule. */
export function byDigest(
  { family, profile }: ChainContext,
  rule: RecordRule | undefined,
  keys: readonly Uint8Array[],
): Sought {
  return {
    keys,
    ...(rule && { rule }),
    isIt(proof) {
      const record = rule && family.records.recordIn(profile, rule, proof);
      return record !== undefined && keys.some((key) => bytesEqual(record.digest, key));
    },
  };
}

/** A record by what the chain calls it. */
export function byRecordHash({ family, profile }: ChainContext, key: Uint8Array, rule?: RecordRule): Sought {
  return {
    keys: [key],
    ...(rule && { rule }),
    isIt: (proof) => bytesEqual(family.records.recordHash(profile, proof), key),
  };
}

/**
 * Looks in an archive, which learns nothing from it: its whole index is fetched.
 * Errors: `record/not-found`, `source/no-index` for other sources, `source/...`, `archive/...`.
 */
export async function findInArchive(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  sought: Sought,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  if (!(source instanceof ArchiveSource)) throw new MingzhengError('source/no-index');
  const found: FoundRecord[] = [];
  for (const { height, index } of await placesOf(source, sought.keys, signal)) {
    const data = await source.blockData(height, signal);
    if (data.transactions[index] === undefined) throw new MingzhengError('archive/bad-index', { height, index });
    const proofs = proofsAt(context, height, data, index, sought.rule).filter(({ record }) => sought.isIt(record));
    const route = proofs.length > 0 ? await describe(context, checkpoints, source, height, signal) : undefined;
    if (route) found.push(...proofs.map((made) => ({ ...route, ...made })));
  }
  if (found.length === 0) throw new MingzhengError('record/not-found', { chain: context.profile.chainId });
  return found;
}

async function placesOf(source: ArchiveSource, keys: readonly Uint8Array[], signal: AbortSignal) {
  const places = [];
  for (const key of keys) places.push(...(await source.find(key, signal)));
  return places.slice(0, MAX_PLACES);
}

function proofsAt(
  { family, profile }: ChainContext,
  height: bigint,
  data: BlockData,
  index: number,
  rule?: RecordRule,
): MadeProof[] {
  return family.records.prove(profile, height, data, index, rule);
}

/** By what the chain calls it: in an archive, or by asking a node, which thereby learns it. Errors as `findInArchive`. */
export async function findByRecordHash(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  key: Uint8Array,
  rule: RecordRule | undefined,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  if (source instanceof JsonRpcSource) return fetchFromNode(context, checkpoints, source, key, rule, signal);
  return findInArchive(context, checkpoints, source, byRecordHash(context, key, rule), signal);
}

async function fetchFromNode(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: JsonRpcSource,
  key: Uint8Array,
  rule: RecordRule | undefined,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  const proofs = await source.converse(context.family.records.askFor(context.profile, key, rule), signal);
  const route = await describe(context, checkpoints, source, proofs[0]!.record.height, signal);
  const found: FoundRecord[] = [];
  for (const made of proofs) {
    const isShown = made.execution !== undefined || context.family.records.resultsHeight === 0n;
    found.push({ ...route, ...(isShown ? made : await withExecution(context, source, made.record, signal)) });
  }
  return found;
}

/** The whole block gives the proof of the result as well; a node that does not give results leaves it open. */
async function withExecution(
  context: ChainContext,
  source: JsonRpcSource,
  record: RecordProof,
  signal: AbortSignal,
): Promise<{ record: RecordProof; execution?: ExecutionProof }> {
  const { profile, family } = context;
  try {
    const data = await source.converse(family.records.fetchBlockData(profile, record.height), signal);
    const { isIt } = byRecordHash(context, family.records.recordHash(profile, record));
    const all = data.transactions.flatMap((_, index) => proofsAt(context, record.height, data, index));
    return { record, execution: all.find((made) => isIt(made.record))?.execution };
  } catch (error) {
    if (signal.aborted) throw error;
    return { record };
  }
}

async function describe(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  height: bigint,
  signal: AbortSignal,
): Promise<Omit<FoundRecord, 'record' | 'execution'>> {
  const route = await routeTo(context, checkpoints, source, height, signal);
  return { chainId: context.profile.chainId, family: context.family.id, ...route };
}

/** Records of one block, by height; an archive or a node that gives whole blocks. */
export async function findByHeight(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  height: bigint,
  rule: RecordRule | undefined,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  const { records } = context.family;
  const data =
    source instanceof ArchiveSource
      ? await source.blockData(height, signal)
      : source instanceof JsonRpcSource
        ? await source.converse(records.fetchBlockData(context.profile, height), signal)
        : undefined;
  if (!data) throw new MingzhengError('source/no-index');
  if (data.transactions.length === 0) throw await whyNone(context, source, height, signal);
  const route = await describe(context, checkpoints, source, height, signal);
  return data.transactions
    .slice(0, MAX_PLACES)
    .flatMap((_, index) => proofsAt(context, height, data, index, rule).map((made) => ({ ...route, ...made })));
}

/** A source that has the block but not what is in it must not make it look empty. */
async function whyNone(
  { family, profile }: ChainContext,
  source: Source,
  height: bigint,
  signal: AbortSignal,
): Promise<MingzhengError> {
  const block = await source.lightBlock(height, signal);
  const isMissing = family.records.hasTransactions(profile, block);
  return new MingzhengError(isMissing ? 'source/transactions-missing' : 'record/none-at-height', { height });
}
