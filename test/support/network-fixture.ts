// A recorded CometBFT network in memory: what a mock node answers from. Read from a folder (one file a kind, `.jsonl` or
// `.jsonl.gz`, as scripts/live/record-fixture.mjs writes it) or put together by a test from light blocks.

import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';

export interface HeaderJson {
  chain_id: string;
  height: string;
  time: string;
  app_hash: string;
  data_hash?: string;
  evidence_hash?: string;
  validators_hash?: string;
  next_validators_hash?: string;
  [member: string]: unknown;
}

export interface CommitJson {
  height: string;
  block_id: { hash: string; [member: string]: unknown };
  [member: string]: unknown;
}

export interface ValidatorSetJson {
  validators: unknown[];
}

/** One height: what `/commit` and `/validators` gave. `next_validator_set` only where it differs. */
export interface LightBlockJson {
  height: string;
  signed_header: { header: HeaderJson; commit: CommitJson };
  validator_set: ValidatorSetJson;
  next_validator_set?: ValidatorSetJson;
}

export interface BlockJson {
  block_id: unknown;
  block: { header: HeaderJson; data: { txs: string[] | null }; [member: string]: unknown };
}

export interface TxJson {
  hash: string;
  height: string;
  index: number;
  tx: string;
  tx_result: unknown;
  proof?: unknown;
}

export interface BlockMetaJson {
  header: HeaderJson;
  [member: string]: unknown;
}

/** A call and its answer, as recorded. */
export interface RecordedCall {
  method: string;
  params: Record<string, unknown>;
  reply: { result?: unknown; error?: unknown };
}

export interface NetworkFixture {
  readonly chainId: string;
  /** Version of the node software, e.g. `0.38.26`: it decides the dialect. */
  readonly version: string;
  readonly lightBlocks: ReadonlyMap<number, LightBlockJson>;
  readonly blocks: ReadonlyMap<number, BlockJson>;
  readonly blockResults: ReadonlyMap<number, unknown>;
  /** By upper-case hexadecimal hash. */
  readonly txs: ReadonlyMap<string, TxJson>;
  readonly metas: ReadonlyMap<number, BlockMetaJson>;
  readonly status?: Record<string, unknown>;
  /** Everything recorded, by `callKey`; for calls that the mock does not put together itself. */
  readonly calls: ReadonlyMap<string, RecordedCall>;
}

export interface NetworkParts {
  lightBlocks: readonly LightBlockJson[];
  version?: string;
  blocks?: readonly BlockJson[];
  blockResults?: readonly { height: string }[];
  txs?: readonly TxJson[];
  calls?: readonly RecordedCall[];
}

const DEFAULT_VERSION = '0.38.26';

/** One text for a method and its arguments: order of members and string or number do not matter. */
export function callKey(method: string, params: Record<string, unknown> = {}): string {
  const entries = Object.entries(params).filter(([, value]) => value !== undefined && value !== null);
  return JSON.stringify([method, ...entries.map(([key, value]) => [key, String(value)]).sort()]);
}

const byHeight = <T>(list: readonly T[], height: (item: T) => string): Map<number, T> =>
  new Map(list.map((item) => [Number(height(item)), item]));

/** A network from parts that a test made or took from a fixture. */
export function networkOf(parts: NetworkParts): NetworkFixture {
  const first = parts.lightBlocks[0];
  if (!first) throw new Error('a network needs at least one light block');
  return {
    chainId: first.signed_header.header.chain_id,
    version: parts.version ?? DEFAULT_VERSION,
    lightBlocks: byHeight(parts.lightBlocks, (block) => block.height),
    blocks: byHeight(parts.blocks ?? [], (block) => block.block.header.height),
    blockResults: byHeight(parts.blockResults ?? [], (results) => results.height),
    txs: new Map((parts.txs ?? []).map((tx) => [tx.hash.toUpperCase(), tx])),
    metas: new Map(),
    calls: new Map((parts.calls ?? []).map((call) => [callKey(call.method, call.params), call])),
  };
}

function readRows<T>(folder: string, kind: string): T[] {
  const plain = join(folder, `${kind}.jsonl`);
  const packed = `${plain}.gz`;
  if (!existsSync(plain) && !existsSync(packed)) return [];
  const text = existsSync(plain) ? readFileSync(plain, 'utf8') : gunzipSync(readFileSync(packed)).toString();
  const lines = text.split('\n').filter((line) => line !== '');
  return lines.map((line) => JSON.parse(line) as T);
}

const CALL_KINDS = [
  'status',
  'genesis',
  'misc',
  'header',
  'block',
  'block_results',
  'blockchain',
  'tx',
  'tx_search',
  'abci_query',
];

const resultsOf = <T>(calls: readonly RecordedCall[], method: string): T[] =>
  calls.filter((call) => call.method === method && call.reply.result).map((call) => call.reply.result as T);

/** Reads a recorded network from its folder. */
export function loadNetwork(folder: string): NetworkFixture {
  const lightBlocks = readRows<LightBlockJson>(folder, 'lightblocks');
  const calls = CALL_KINDS.flatMap((kind) => readRows<RecordedCall>(folder, kind));
  const status = resultsOf<Record<string, unknown>>(calls, 'status')[0];
  const version = (status?.node_info as { version?: string } | undefined)?.version;
  const proven = calls.filter((call) => call.method === 'tx' && String(call.params.prove) === 'true');
  const metas = resultsOf<{ block_metas: BlockMetaJson[] }>(calls, 'blockchain').flatMap((page) => page.block_metas);
  const network = networkOf({
    lightBlocks,
    version,
    blocks: resultsOf<BlockJson>(calls, 'block'),
    blockResults: resultsOf<{ height: string }>(calls, 'block_results'),
    txs: resultsOf<TxJson>(proven, 'tx'),
    calls,
  });
  return { ...network, status, metas: byHeight(metas, (meta) => meta.header.height) };
}
