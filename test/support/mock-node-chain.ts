// What a mock node knows: a recorded network up to a tip, with lies where a test wants them, answering RPC methods the way
// CometBFT does, each version in its dialect. No sockets here.

import { createHash } from 'node:crypto';
import {
  type BlockJson,
  callKey,
  type HeaderJson,
  type LightBlockJson,
  type NetworkFixture,
  type TxJson,
  type ValidatorSetJson,
} from './network-fixture.ts';

/** A lie: the member at `path` of the light block at `height` is `value` instead. `/signed_header/header/app_hash` */
export interface Tamper {
  height: number;
  path: string;
  value: unknown;
}

export type Params = Readonly<Record<string, unknown>>;

export const EMPTY_HASH = 'E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855';

/** An error answer, as JSON-RPC writes it. */
export class RpcError extends Error {
  constructor(
    readonly data: string | undefined,
    readonly code = -32603,
    readonly title = 'Internal error',
  ) {
    super(data ?? title);
  }
  toJSON() {
    return { code: this.code, message: this.title, ...(this.data !== undefined && { data: this.data }) };
  }
}

const invalidParams = (text: string) =>
  new RpcError(`error converting json params to arguments: ${text}`, -32602, 'Invalid params');

function changed(block: LightBlockJson, { path, value }: Tamper): LightBlockJson {
  const copy = structuredClone(block);
  const keys = path.split('/').filter((key) => key !== '');
  const last = keys.pop();
  let at: unknown = copy;
  for (const key of keys) at = (at as Record<string, unknown> | undefined)?.[key];
  if (last === undefined || typeof at !== 'object' || at === null) throw new Error(`no member ${path} to change`);
  (at as Record<string, unknown>)[last] = value;
  return copy;
}

export class MockChain {
  readonly low: number;
  readonly high: number;
  readonly chainId: string;
  readonly version: string;
  /** Evidence that was offered, in order. */
  readonly evidence: unknown[] = [];
  tip: number;
  readonly #blocks: Map<number, LightBlockJson>;

  constructor(
    private readonly network: NetworkFixture,
    options: { tip?: number; earliest?: number; tamper?: readonly Tamper[] } = {},
  ) {
    const heights = [...network.lightBlocks.keys()];
    this.low = Math.max(Math.min(...heights), options.earliest ?? 0);
    this.high = Math.max(...heights);
    this.chainId = network.chainId;
    this.version = network.version;
    this.tip = Math.min(options.tip ?? this.high, this.high);
    this.#blocks = new Map(network.lightBlocks);
    for (const lie of options.tamper ?? []) this.#blocks.set(lie.height, changed(this.#block(lie.height), lie));
  }

  /** 0.34 and 0.37 run BeginBlock and EndBlock; from 0.38 on there is FinalizeBlock. */
  get finalizes(): boolean {
    return !/^0\.3[47]\./.test(this.version);
  }

  call(method: string, params: Params): unknown {
    const own = Object.hasOwn(this.#methods, method) ? this.#methods[method] : undefined;
    const missing = this.version.startsWith('0.34.') && method.startsWith('header');
    if (own && !missing) return own(params);
    const recorded = missing ? undefined : this.network.calls.get(callKey(method, params))?.reply.result;
    if (recorded !== undefined) return recorded;
    if (RECORDED_ONLY.has(method) && !missing) throw new RpcError(`this ${method} is not in the recording`);
    throw new RpcError(undefined, -32601, 'Method not found');
  }

  header(height: number): HeaderJson {
    return this.#block(height).signed_header.header;
  }

  /** The full block; an empty one is put together, since it holds nothing but the header and the last commit. */
  block(height: number): BlockJson {
    const recorded = this.network.blocks.get(height);
    if (recorded) return recorded;
    const { header, commit } = this.#block(height).signed_header;
    const last = this.#blocks.get(height - 1)?.signed_header.commit;
    const empty = header.data_hash === EMPTY_HASH && (header.evidence_hash ?? EMPTY_HASH) === EMPTY_HASH;
    if (!empty || !last) throw new RpcError(`block ${height} is not in the recording`);
    return {
      block_id: commit.block_id,
      block: { header, data: { txs: [] }, evidence: { evidence: [] }, last_commit: last },
    };
  }

  txsAt(height: number): TxJson[] {
    return [...this.network.txs.values()].filter((tx) => Number(tx.height) === height);
  }

  #block(height: number): LightBlockJson {
    const block = this.#blocks.get(height);
    if (!block) throw new RpcError(`height ${height} is not in the recording`);
    return block;
  }

  #height(params: Params, max = this.tip): number {
    const { height } = params;
    if (height === undefined || height === null || height === '') return max;
    if (typeof height !== 'string') throw invalidParams(`invalid 64-bit integer encoding "${height}", expected string`);
    if (!/^-?\d+$/.test(height)) throw invalidParams(`invalid character '${height[0]}' looking for beginning of value`);
    const wanted = Number(height);
    if (wanted <= 0) throw new RpcError(`height must be greater than 0, but got ${wanted}`);
    if (wanted > max) {
      throw new RpcError(`height ${wanted} must be less than or equal to the current blockchain height ${max}`);
    }
    if (wanted < this.low) throw new RpcError(`height ${wanted} is not available, lowest height is ${this.low}`);
    return wanted;
  }

  readonly #methods: Readonly<Record<string, (params: Params) => unknown>> = {
    health: () => ({}),
    status: () => this.#status(),
    commit: (params) => {
      const height = this.#height(params);
      return { signed_header: this.#block(height).signed_header, canonical: height < this.tip };
    },
    header: (params) => ({ header: this.header(this.#height(params)) }),
    validators: (params) => this.#validators(params),
    block: (params) => this.block(this.#height(params)),
    block_results: (params) => this.#blockResults(this.#height(params)),
    blockchain: (params) => this.#blockchain(params),
    tx: (params) => this.#tx(params),
    tx_search: (params) => this.#txSearch(params),
    broadcast_evidence: (params) => this.#broadcastEvidence(params),
  };

  #status(): unknown {
    const { tip, low } = this;
    const hash = (height: number) => this.#block(height).signed_header.commit.block_id.hash;
    const recorded = this.network.status ?? {
      node_info: {
        protocol_version: { p2p: '8', block: '11', app: '1' },
        network: this.chainId,
        version: this.version,
        moniker: 'mock',
        other: { tx_index: 'on', rpc_address: '' },
      },
    };
    const sync = {
      latest_block_hash: hash(tip),
      latest_app_hash: this.header(tip).app_hash,
      latest_block_height: String(tip),
      latest_block_time: this.header(tip).time,
      earliest_block_hash: hash(low),
      earliest_app_hash: this.header(low).app_hash,
      earliest_block_height: String(low),
      earliest_block_time: this.header(low).time,
      catching_up: false,
    };
    return { ...recorded, sync_info: sync };
  }

  #setAt(height: number): ValidatorSetJson {
    const block = this.#blocks.get(height);
    if (block) return block.validator_set;
    const before = this.#block(height - 1);
    return before.next_validator_set ?? before.validator_set;
  }

  #validators(params: Params): unknown {
    const height = this.#height(params, this.tip + 1);
    const all = this.#setAt(height).validators;
    const size = Number(params.per_page ?? 30);
    const perPage = size < 1 || Number.isNaN(size) ? 30 : Math.min(100, size);
    const pages = Math.max(1, Math.ceil(all.length / perPage));
    const page = Number(params.page ?? 1);
    if (!(page >= 1 && page <= pages)) throw new RpcError(`page should be within [1, ${pages}] range, given ${page}`);
    const validators = all.slice((page - 1) * perPage, page * perPage);
    return { block_height: String(height), validators, count: String(validators.length), total: String(all.length) };
  }

  #blockResults(height: number): unknown {
    const recorded = this.network.blockResults.get(height);
    if (recorded) return recorded;
    if (this.header(height).data_hash !== EMPTY_HASH)
      throw new RpcError(`results of ${height} are not in the recording`);
    const events = this.finalizes
      ? { finalize_block_events: null }
      : { begin_block_events: null, end_block_events: null };
    return {
      height: String(height),
      txs_results: null,
      ...events,
      validator_updates: null,
      consensus_param_updates: null,
      ...(this.finalizes && { app_hash: this.appHashAfter(height) }),
    };
  }

  /** The state's root after a block, in base64; it stands in the next header. Empty where that is not recorded. */
  appHashAfter(height: number): string {
    const next = this.#blocks.get(height + 1)?.signed_header.header.app_hash ?? '';
    return Buffer.from(next, 'hex').toString('base64');
  }

  #blockchain(params: Params): unknown {
    const max = Math.min(this.tip, Number(params.maxHeight || this.tip));
    const min = Math.max(this.low, Number(params.minHeight || this.low), max - 19);
    if (min > max) throw new RpcError(`min height ${min} can't be greater than max height ${max}`);
    const metas = Array.from({ length: max - min + 1 }, (_, i) => this.#meta(max - i));
    return { last_height: String(this.tip), block_metas: metas };
  }

  #meta(height: number): unknown {
    const { header, commit } = this.#block(height).signed_header;
    const numTxs = String(this.network.blocks.get(height)?.block.data.txs?.length ?? 0);
    const made = { block_id: commit.block_id, block_size: '0', num_txs: numTxs };
    return { ...made, ...this.network.metas.get(height), header };
  }

  #tx(params: Params): unknown {
    const hash = String(params.hash ?? '');
    if (hash === '') throw new RpcError('transaction hash cannot be empty');
    const bytes = /^0x/i.test(hash) ? Buffer.from(hash.slice(2), 'hex') : Buffer.from(hash, 'base64');
    const hex = bytes.toString('hex').toUpperCase();
    const tx = this.network.txs.get(hex);
    if (!tx || Number(tx.height) > this.tip) throw new RpcError(`tx (${hex}) not found`);
    if (String(params.prove) === 'true') return tx;
    const { proof: _, ...bare } = tx;
    return bare;
  }

  #txSearch(params: Params): unknown {
    const query = String(params.query ?? '');
    const height = query.match(/^tx\.height\s*=\s*'?(\d+)'?$/)?.[1];
    const hash = query.match(/^tx\.hash\s*=\s*'([0-9A-Fa-f]{64})'$/)?.[1]?.toUpperCase();
    if (!height && !hash) {
      const recorded = this.network.calls.get(callKey('tx_search', params))?.reply.result;
      if (!recorded) throw new RpcError(`the query ${query} is not in the recording`);
      return recorded;
    }
    const all = hash ? [this.network.txs.get(hash)].filter((tx) => tx !== undefined) : this.txsAt(Number(height));
    const seen = all.filter((tx) => Number(tx.height) <= this.tip).sort((a, b) => a.index - b.index);
    const perPage = Math.min(100, Math.max(1, Number(params.per_page ?? 30)));
    const page = Math.max(1, Number(params.page ?? 1));
    return { txs: seen.slice((page - 1) * perPage, page * perPage), total_count: String(seen.length) };
  }

  /** Keeps the evidence and gives its hash, as a node does (0.38: Go names, 1.0: snake case). Nothing is verified. */
  #broadcastEvidence(params: Params): unknown {
    const offered = params.evidence as { type?: string; value?: Record<string, unknown> } | undefined;
    const value = offered?.value;
    if (!value) throw new RpcError('no evidence was provided');
    if (offered?.type !== 'tendermint/LightClientAttackEvidence')
      throw invalidParams(`unknown type "${offered?.type}"`);
    const snake = this.version.startsWith('1.');
    const block = value[snake ? 'conflicting_block' : 'ConflictingBlock'] as LightBlockJson | undefined;
    if (!block?.signed_header) throw new RpcError('evidence.ValidateBasic failed: conflicting block is nil');
    this.evidence.push(offered);
    const common = BigInt(String(value[snake ? 'common_height' : 'CommonHeight']));
    return { hash: evidenceHash(block.signed_header.commit.block_id.hash, common) };
  }
}

/** Methods of a real node that the mock knows only so far as they were recorded. */
const RECORDED_ONLY = new Set([
  'genesis',
  'genesis_chunked',
  'abci_info',
  'abci_query',
  'consensus_params',
  'block_by_hash',
  'header_by_hash',
  'block_search',
]);

function zigzagVarint(value: bigint): number[] {
  const bytes: number[] = [];
  let rest = value << 1n;
  for (; rest >= 0x80n; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  return [...bytes, Number(rest)];
}

/** SHA-256 of the first 31 bytes of the conflicting header's hash, one zero byte, and the common height (Go's varint). */
export function evidenceHash(conflictingHash: string, commonHeight: bigint): string {
  const hash = createHash('sha256').update(Buffer.from(conflictingHash, 'hex').subarray(0, 31));
  return hash.update(Uint8Array.of(0, ...zigzagVarint(commonHeight))).digest('base64');
}
