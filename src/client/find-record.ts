// Finds a record in a chain's sources and makes the proof file that shows it. Sources only give hints and bytes; the proof
// decides.
import type { ChainFamily, Checkpoint, ExecutionProof, RecordProof } from '../chain/chain.ts';
import { type RecordRule, recordIn } from '../chain/record-rule.ts';
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
  readonly key: Uint8Array;
  isIt(content: Uint8Array): boolean;
}

/** A record by the digest that stands in it, under the pack's rule. */
export function byDigest(rule: RecordRule | undefined, key: Uint8Array): Sought {
  return {
    key,
    isIt(content) {
      const record = rule && recordIn(rule, content);
      return record !== undefined && bytesEqual(record.digest, key);
    },
  };
}

/** A record by what the chain calls it. */
export function byRecordHash(family: ChainFamily, key: Uint8Array): Sought {
  return { key, isIt: (content) => bytesEqual(family.records.hashOf(content), key) };
}

/**
 * Looks in an archive, which learns nothing from it: its whole index is fetched.
 * Errors: `record/not-found`, `source/no-index` for other sources, `source/...`, `archive/...`.
 */
export async function findInArchive(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  { key, isIt }: Sought,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  if (!(source instanceof ArchiveSource)) throw new MingzhengError('source/no-index');
  const { records } = context.family;
  const found: FoundRecord[] = [];
  for (const { height, index } of (await source.find(key, signal)).slice(0, MAX_PLACES)) {
    const { transactions, results } = await source.blockData(height, signal);
    const content = transactions[index];
    if (content === undefined) throw new MingzhengError('archive/bad-index', { height, index });
    if (!isIt(content)) continue;
    const made = records.prove(height, transactions, results, index);
    found.push({ ...(await describe(context, checkpoints, source, height, signal)), ...made });
  }
  if (found.length === 0) throw new MingzhengError('record/not-found', { chain: context.profile.chainId });
  return found;
}

/** By what the chain calls it: in an archive, or by asking a node, which thereby learns it. Errors as `findInArchive`. */
export async function findByRecordHash(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  if (source instanceof JsonRpcSource) return [await fetchFromNode(context, checkpoints, source, key, signal)];
  return findInArchive(context, checkpoints, source, byRecordHash(context.family, key), signal);
}

async function fetchFromNode(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: JsonRpcSource,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<FoundRecord> {
  const { records } = context.family;
  const record = await source.converse(records.askFor(key), signal);
  const route = await describe(context, checkpoints, source, record.height, signal);
  return { ...route, ...(await withExecution(context, source, record, signal)) };
}

/** The whole block gives the proof of the result as well; a node that does not give results leaves it open. */
async function withExecution(
  context: ChainContext,
  source: JsonRpcSource,
  record: RecordProof,
  signal: AbortSignal,
): Promise<{ record: RecordProof; execution?: ExecutionProof }> {
  const { records } = context.family;
  try {
    const { transactions, results } = await source.converse(records.fetchBlockData(record.height), signal);
    const content = records.contentOf(record);
    const index = transactions.findIndex((transaction) => bytesEqual(transaction, content));
    return index < 0
      ? { record }
      : { record, execution: records.prove(record.height, transactions, results, index).execution };
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
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  const { records } = context.family;
  const data =
    source instanceof ArchiveSource
      ? await source.blockData(height, signal)
      : source instanceof JsonRpcSource
        ? await source.converse(records.fetchBlockData(height), signal)
        : undefined;
  if (!data) throw new MingzhengError('source/no-index');
  if (data.transactions.length === 0) throw new MingzhengError('record/none-at-height', { height });
  const route = await describe(context, checkpoints, source, height, signal);
  return data.transactions
    .slice(0, MAX_PLACES)
    .map((_, index) => ({ ...route, ...records.prove(height, data.transactions, data.results, index) }));
}
