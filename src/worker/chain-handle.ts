// One chain in the worker: its trust, its sources, its store and its light client, put together.
import type { ChainFamily } from '../chain/chain.ts';
import { loadFamily } from '../chain/registry.ts';
import type { ChainContext } from '../client/context.ts';
import { LightClient } from '../client/light-client.ts';
import { kindOfAddress, openSource } from '../client/open-source.ts';
import type { Source } from '../client/ports.ts';
import type { Mode } from '../client/prove.ts';
import { SourcePool } from '../client/source-pool.ts';
import { BlocksSource } from '../client/sources/blocks.ts';
import { readLightBlocks } from '../client/sources/files.ts';
import { JsonRpcSource } from '../client/sources/json-rpc.ts';
import { toHex } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import type { ChainTrust, LocalKnowledge } from '../record/verify.ts';
import type { ClosableChainStore } from '../store/chain-store.ts';
import type { SecurityVault } from '../store/vault.ts';
import { chainTrust } from '../trust/chain-trust.ts';
import type { PackChain, TrustPack } from '../trust/pack.ts';
import type { ChainView } from './api.ts';
import type { FlooredClock } from './clock.ts';
import { type SourceRow, sourceView, stateView } from './views.ts';

export interface HandleOptions {
  readonly pack: TrustPack;
  readonly chain: PackChain;
  readonly vault: SecurityVault;
  readonly openStore: (chainId: string, trustRoot: string) => Promise<ClosableChainStore>;
  readonly verifier: SignatureVerifier;
  readonly clock: FlooredClock;
  readonly baseAddress: string;
  readonly onChange: (handle: ChainHandle) => void;
  /** Resolves once the page has taken in what was told last. */
  readonly afterShown: () => Promise<unknown>;
}

const POLL_MS = 5_000;
/** Time enough for a page to draw what it has taken in. */
const PAINT_MS = 400;

export class ChainHandle {
  readonly id: string;
  readonly trustRoot: string;
  #rows: SourceRow[] = [];
  #sources = new Map<string, Source>();
  #running?: { readonly controller: AbortController; readonly done: Promise<void> };

  private constructor(
    private readonly options: HandleOptions,
    readonly trust: ChainTrust,
    readonly context: ChainContext,
    readonly store: ClosableChainStore,
    readonly pool: SourcePool,
    readonly client: LightClient,
  ) {
    this.id = options.chain.id;
    this.trustRoot = options.chain.trustRoot;
  }

  /** Errors: `chain/unknown-family`, `trust/...`, `store/...`. */
  static async open(options: HandleOptions): Promise<ChainHandle> {
    const { pack, chain, vault, verifier, clock } = options;
    const family: ChainFamily = await loadFamily(chain.family);
    const trust = chainTrust(pack, chain, family);
    const context: ChainContext = { family, profile: trust.profile, verifier, clock };
    const store = await options.openStore(chain.id, chain.trustRoot);
    const pool = new SourcePool(Date.now, Math.random);
    let handle: ChainHandle | undefined;
    const client = new LightClient({
      context,
      checkpoints: chain.checkpoints,
      store,
      memory: {
        trustedHead: async () => (await vault.read(chain.id, chain.trustRoot)).trustedHead,
        raiseHead: async (head) => {
          await vault.raiseHead(chain.id, chain.trustRoot, head);
          if (family.time === 'claimed') return;
          clock.raise(head.time);
          await vault.raiseClockFloor(head.time);
        },
        freeze: (fork) => vault.freeze(chain.id, chain.trustRoot, fork),
      },
      pool,
      patience: { wait },
      nowMs: () => performance.now(),
      onChange: () => handle && options.onChange(handle),
      beforeHistory: async (signal) => {
        await options.afterShown();
        await wait(PAINT_MS, signal);
      },
    });
    handle = new ChainHandle(options, trust, context, store, pool, client);
    await handle.#start();
    return handle;
  }

  async #start(): Promise<void> {
    const { chain, vault } = this.options;
    for (const { kind, address, operator } of chain.sources)
      this.#add({ id: address, kind, address, operator, bundled: true });
    for (const address of await vault.endpoints(this.id)) this.#addRemembered(address);
    const { fork } = await vault.read(this.id, chain.trustRoot);
    await this.client.open(fork);
  }

  #add(row: SourceRow): void {
    this.#register(row, this.#open(row));
  }

  /** An address that cannot be used any more must not make the chain unusable. */
  #addRemembered(address: string): void {
    try {
      this.#add(this.#endpoint(address));
    } catch (error) {
      if (!(error instanceof MingzhengError)) throw error;
    }
  }

  #open(row: SourceRow): Source {
    return openSource(row, this.context.family, this.context.profile, this.options.baseAddress);
  }

  #register(row: SourceRow, source: Source): void {
    this.#rows.push(row);
    this.#sources.set(row.id, source);
    this.pool.add(source);
  }

  /** An endpoint that the person added: its host is taken for its operator, the app's own host for the bundled one. */
  #endpoint(address: string): SourceRow {
    const kind = kindOfAddress(address);
    const { origin, host } = new URL(address);
    const bundled = this.#rows.find((row) => row.bundled);
    const operator = origin === this.options.baseAddress && bundled ? bundled.operator : host;
    return { id: address, kind, address, operator, bundled: false };
  }

  sources(): readonly Source[] {
    return this.pool.usable();
  }

  /** Errors: `source/bad-address`, `source/insecure-address`, `source/already-there`, `source/no-websocket`. */
  async addSource(address: string): Promise<void> {
    const row = this.#endpoint(address);
    if (this.#sources.has(row.id)) throw new MingzhengError('source/already-there', { address });
    const source = this.#open(row);
    await this.options.vault.addEndpoint(this.id, address);
    this.#register(row, source);
    this.options.onChange(this);
  }

  /** Files are one source, by their own operator, until the page is closed. Errors: those of `readLightBlocks`. */
  addFiles(name: string, files: readonly Uint8Array[]): void {
    const { family, profile } = this.context;
    const id = `files:${name}`;
    if (this.#sources.has(id)) throw new MingzhengError('source/already-there', { address: name });
    const blocks = files.flatMap((bytes) => readLightBlocks(family, profile, bytes));
    const source = new BlocksSource(id, id, family, blocks, false);
    this.#register({ id, kind: 'files', address: name, operator: name, bundled: false }, source);
    this.options.onChange(this);
  }

  async removeSource(id: string): Promise<void> {
    const row = this.#rows.find((item) => item.id === id && !item.bundled);
    if (!row) throw new MingzhengError('source/not-removable', { id });
    if (row.kind !== 'files') await this.options.vault.removeEndpoint(this.id, row.address);
    const source = this.#sources.get(id);
    if (source instanceof JsonRpcSource) source.close();
    this.#sources.delete(id);
    this.pool.remove(id);
    this.#rows = this.#rows.filter((item) => item !== row);
    this.options.onChange(this);
  }

  /** Syncs once; while it runs, asking again gives the same promise. */
  async sync(mode: Mode, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) throw new MingzhengError('client/cancelled');
    if (!this.#running) {
      const controller = new AbortController();
      const done = this.client.sync(mode, controller.signal).finally(() => {
        this.#running = undefined;
      });
      this.#running = { controller, done };
      this.#follow(done, mode);
    }
    const { controller, done } = this.#running;
    signal?.addEventListener('abort', () => controller.abort(), { once: true });
    return done;
  }

  stop(): void {
    this.#running?.controller.abort();
    this.#following?.abort();
  }

  #following?: AbortController;

  /** After a sync, goes on with every new block that a live source announces, or by asking now and then. */
  #follow(done: Promise<void>, mode: Mode): void {
    done.then(
      () => this.#startFollowing(mode),
      () => undefined,
    );
  }

  #startFollowing(mode: Mode): void {
    const live = this.sources().filter((source) => source instanceof JsonRpcSource);
    if (live.length === 0 || this.#following) return;
    const controller = new AbortController();
    this.#following = controller;
    const again = () => {
      if (!controller.signal.aborted && !this.#running) this.sync(mode).catch(() => undefined);
    };
    const timer = setInterval(again, POLL_MS);
    const stops = live.map((source) => source.onNewBlock(again).catch(() => undefined));
    controller.signal.addEventListener('abort', () => {
      clearInterval(timer);
      this.#following = undefined;
      for (const stop of stops) void stop.then((end) => end?.());
    });
  }

  /** What this device knows of the chain, for verifying a proof. */
  known(): LocalKnowledge {
    const { head, witnessed, fork } = this.client.state;
    return {
      hash: async (height) =>
        this.#holds(height) ? toHex((await this.client.headerAt(height, NO_SIGNAL)).header.hash) : undefined,
      frozenFrom: fork && fork.lastCommonHeight + 1n,
      witnessedTo: witnessed ? head?.height : undefined,
    };
  }

  /** Only what is stored already: a verification fetches nothing. */
  #holds(height: bigint): boolean {
    const { blocks, frames } = this.client.index;
    return (
      blocks.some((block) => block.height === height) || frames.some(({ from, to }) => from <= height && height <= to)
    );
  }

  close(): void {
    this.stop();
    for (const source of this.#sources.values()) if (source instanceof JsonRpcSource) source.close();
    this.store.close();
  }

  view(): ChainView {
    const { chain } = this.options;
    const states = new Map(this.pool.states().map((state) => [state.source.id, state]));
    const first = chain.checkpoints[0];
    return {
      id: this.id,
      family: chain.family,
      version: chain.version,
      operator: chain.operator,
      pack: this.trust.pack,
      checkpoint: { height: first?.height ?? 0n, hash: first ? toHex(first.hash) : '' },
      ...stateView(this.context.family, this.client),
      sources: this.#rows.map((row, i) => sourceView(row, states.get(row.id), i === 0)),
      offlineReady: this.client.state.phase === 'complete',
    };
  }
}

const NO_SIGNAL = new AbortController().signal;

function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(new MingzhengError('client/cancelled'));
    });
  });
}
