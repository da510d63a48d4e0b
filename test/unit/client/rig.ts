// A light client over memory stores with everything a test wants to see: each state it went through, each signature that was
// checked, and each question that a source was asked.
//
import type { ChainFamily, Checkpoint, Frame, LightBlock, Profile } from '../../../src/chain/chain.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import type { Patience } from '../../../src/client/detector.ts';
import { type ClientState, LightClient } from '../../../src/client/light-client.ts';
import type { ChainStore, FrozenFork, Source } from '../../../src/client/ports.ts';
import type { Mode } from '../../../src/client/prove.ts';
import { SourcePool } from '../../../src/client/source-pool.ts';
import { BlocksSource } from '../../../src/client/sources/blocks.ts';
import type { Time } from '../../../src/codec/time.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import type { SignatureClaim, SignatureVerifier } from '../../../src/crypto/claim.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { MemoryChainStore, MemorySecurityMemory } from '../../../src/store/memory-store.ts';
import type { MadeChain } from '../../support/make-chain.ts';

export const NO_SIGNAL = new AbortController().signal;
export const ROOT = 'root';

/** Checks signatures as the program does, and counts them. */
export class CountingVerifier implements SignatureVerifier {
  count = 0;
  async verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
    this.count += claims.length;
    return localVerifier.verify(claims);
  }
}

export interface ProbeOptions {
  /** `cometbft` unless told otherwise. */
  readonly family?: ChainFamily;
  readonly operator?: string;
  /** A recording unless told otherwise. */
  readonly isStatic?: boolean;
  /** Runs before each answer; may throw, wait or abort. `what` is `head`, `block 7` or `history 1-9`. */
  readonly before?: (what: string) => void | Promise<void>;
  /** The newest height that is shown. */
  readonly tip?: bigint;
  /** Changes any block on its way out. */
  readonly lie?: (block: LightBlock) => LightBlock;
}

/** A source over made blocks that keeps a log and fails on command. */
export class Probe implements Source {
  readonly log: string[] = [];
  readonly operator: string;
  readonly isStatic: boolean;
  tip: bigint;
  before?: ProbeOptions['before'];
  readonly #inner: BlocksSource;
  readonly #lie: (block: LightBlock) => LightBlock;

  constructor(
    readonly id: string,
    blocks: readonly LightBlock[],
    options: ProbeOptions = {},
  ) {
    this.operator = options.operator ?? id;
    this.isStatic = options.isStatic ?? true;
    this.before = options.before;
    this.tip = options.tip ?? blocks.at(-1)!.height;
    this.#lie = options.lie ?? ((block) => block);
    this.#inner = new BlocksSource(id, this.operator, options.family ?? cometbft, blocks.map(this.#lie));
  }

  async #note(what: string): Promise<void> {
    this.log.push(what);
    await this.before?.(what);
  }

  async head(): Promise<LightBlock> {
    await this.#note('head');
    return this.#inner.lightBlock(this.tip);
  }

  async lightBlock(height: bigint): Promise<LightBlock> {
    await this.#note(`block ${height}`);
    if (height > this.tip) throw new MingzhengError('source/height-too-high', { height, head: this.tip });
    return this.#inner.lightBlock(height);
  }

  async *history(from: bigint, to: bigint): AsyncIterable<readonly Frame[]> {
    await this.#note(`history ${from}-${to}`);
    for (let upper = to; upper >= from; upper -= 20n) {
      await this.#note(`headers ${upper}`);
      const lower = upper - 19n > from ? upper - 19n : from;
      yield* this.#inner.history(lower, upper);
    }
  }

  count(what: RegExp): number {
    return this.log.filter((entry) => what.test(entry)).length;
  }
}

export interface RigOptions {
  /** `cometbft` unless told otherwise. */
  readonly family?: ChainFamily;
  readonly profile: Profile;
  readonly checkpoints: readonly Checkpoint[];
  readonly sources: readonly Source[];
  readonly now: Time;
  readonly store?: ChainStore;
  readonly vault?: MemorySecurityMemory;
  readonly patience?: Patience;
  readonly beforeHistory?: (signal: AbortSignal) => Promise<void>;
  readonly random?: () => number;
}

/** A client with its surroundings; `now` and `nowMs` may be moved. */
export class Rig {
  readonly store: ChainStore;
  readonly vault: MemorySecurityMemory;
  readonly verifier = new CountingVerifier();
  readonly states: ClientState[] = [];
  readonly pool: SourcePool;
  readonly client: LightClient;
  readonly waits: number[] = [];
  now: Time;
  nowMs = 1_000_000;

  constructor(readonly options: RigOptions) {
    this.store = options.store ?? new MemoryChainStore();
    this.vault = options.vault ?? new MemorySecurityMemory();
    this.now = options.now;
    this.pool = new SourcePool(() => this.nowMs, options.random ?? (() => 0.5));
    for (const source of options.sources) this.pool.add(source);
    const { family = cometbft, profile, checkpoints } = options;
    const { vault } = this;
    this.client = new LightClient({
      context: { family, profile, verifier: this.verifier, clock: { now: () => this.now } },
      checkpoints,
      store: this.store,
      memory: {
        trustedHead: async () => (await vault.read(profile.chainId, ROOT)).trustedHead,
        raiseHead: (head) => vault.raiseHead(profile.chainId, ROOT, head),
        freeze: (fork) => vault.freeze(profile.chainId, ROOT, fork),
      },
      pool: this.pool,
      patience: options.patience ?? { wait: async (ms) => void this.waits.push(ms) },
      nowMs: () => this.nowMs,
      onChange: () => this.client && this.states.push(this.client.state),
      beforeHistory: options.beforeHistory,
    });
  }

  async open(): Promise<this> {
    const { fork } = await this.vault.read(this.options.profile.chainId, ROOT);
    await this.client.open(fork);
    return this;
  }

  sync(mode: Mode = 'skipping', signal: AbortSignal = NO_SIGNAL): Promise<void> {
    return this.client.sync(mode, signal);
  }

  /** A new client on the same stores, as after closing the page. */
  reopen(change: Partial<RigOptions> = {}): Promise<Rig> {
    const { store, vault } = this;
    return new Rig({ ...this.options, store, vault, now: this.now, ...change }).open();
  }

  health(id: string): string | undefined {
    return this.pool.states().find(({ source }) => source.id === id)?.health;
  }

  get phases(): string[] {
    const all = this.states.map(({ phase }) => phase);
    return all.filter((phase, i) => phase !== all[i - 1]);
  }
}

type AnyChain = Pick<MadeChain, 'now' | 'checkpoint'> & { readonly profile: Profile };

/** An opened client over a made chain; a checkpoint at height 1 unless told otherwise. */
export function rigFor(chain: AnyChain, sources: readonly Source[], change: Partial<RigOptions> = {}): Promise<Rig> {
  const { profile, now } = chain;
  return new Rig({ profile, now, checkpoints: [chain.checkpoint(1)], sources, ...change }).open();
}

/** The error that a promise rejects with, which must be a coded one. */
export async function errorOf(promise: Promise<unknown>): Promise<MingzhengError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`nothing was thrown; got ${String(outcome.value)}`);
  if (!(outcome.error instanceof MingzhengError)) throw outcome.error;
  return outcome.error;
}

export const codeOf = async (promise: Promise<unknown>): Promise<string> => (await errorOf(promise)).code;

export async function storedFork(rig: Rig): Promise<FrozenFork | undefined> {
  return (await rig.vault.read(rig.options.profile.chainId, ROOT)).fork;
}
