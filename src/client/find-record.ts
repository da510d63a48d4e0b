// Finds a record in a chain's sources and makes the proof file that shows it. Sources only give hints and bytes; the proof
// decides.
import type { Checkpoint, ExecutionProof, RecordProof } from '../chain/chain.ts';
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

/**
 * Records by a 32-byte key, transaction hash or digest. A node is asked by transaction hash only.
 * Errors: `record/not-found`, `source/...`.
 */
export async function findByKey(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: Source,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  if (source instanceof ArchiveSource) return findInArchive(context, checkpoints, source, key, signal);
  if (source instanceof JsonRpcSource) return [await fetchFromNode(context, checkpoints, source, key, signal)];
  throw new MingzhengError('source/no-index');
}

async function findInArchive(
  context: ChainContext,
  checkpoints: readonly Checkpoint[],
  source: ArchiveSource,
  key: Uint8Array,
  signal: AbortSignal,
): Promise<FoundRecord[]> {
  const places = await source.find(key, signal);
  if (places.length === 0) throw new MingzhengError('record/not-found', { chain: context.profile.chainId });
  const found: FoundRecord[] = [];
  for (const { height, index } of places.slice(0, MAX_PLACES)) {
    const { transactions, results } = await source.blockData(height, signal);
    if (index >= transactions.length) throw new MingzhengError('archive/bad-index', { height, index });
    const made = context.family.records.prove(height, transactions, results, index);
    found.push({ ...(await describe(context, checkpoints, source, height, signal)), ...made });
  }
  return found;
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
    const hash = records.hashOf(records.contentOf(record)).join();
    const index = transactions.findIndex((transaction) => records.hashOf(transaction).join() === hash);
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
