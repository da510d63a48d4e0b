// The light client of one chain: opens what is stored, proves the newest head, fills history, and gives out verified headers.
// It knows no family by name and does no I/O but through its ports.
import type { Checkpoint, LightBlock, Verified, VerifiedHeader } from '../chain/chain.ts';
import { restoreVerified } from '../chain/chain.ts';
import { runRule } from '../chain/run-rule.ts';
import type { QuorumView } from '../chain/view.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { MingzhengError } from '../core/error.ts';
import { type ChainContext, throwIfCancelled } from './context.ts';
import type { Fork, Patience } from './detector.ts';
import { isBenign } from './fault.ts';
import { asFrozen } from './freeze.ts';
import { countVerified, type Gap, gapsBelowHead } from './gaps.ts';
import { syncHead } from './head.ts';
import { fillGap, type GapFill } from './history.ts';
import { localiseFork, withSoundEvidence } from './localise.ts';
import type { ChainStore, FrozenFork, Source, StoredFrame, StoreIndex } from './ports.ts';
import { ForkError, type Mode } from './prove.ts';
import type { SourcePool } from './source-pool.ts';
import { OWN_SOURCE, OwnSource } from './sources/own.ts';
import { readBlock, readHeader, topOf, toStored } from './stored.ts';

export type Phase = 'idle' | 'verifying-head' | 'filling-history' | 'complete' | 'frozen' | 'expired' | 'failed';

export interface Progress {
  readonly phase: 'head' | 'history';
  readonly done: bigint;
  readonly total: bigint;
  readonly headersPerSecond: number;
}

export interface ClientState {
  readonly phase: Phase;
  readonly head?: Verified<LightBlock>;
  readonly witnessed: boolean;
  /** Newest height that a source claims. */
  readonly claimedHead?: bigint;
  readonly progress?: Progress;
  readonly error?: MingzhengError;
  readonly fork?: FrozenFork;
}

/** The security memory of this chain. */
export interface ChainMemory {
  /** The newest head ever trusted on this device, even if the headers are gone since. */
  trustedHead(): Promise<{ readonly height: bigint; readonly hash: Uint8Array } | undefined>;
  raiseHead(head: LightBlock): Promise<void>;
  freeze(fork: FrozenFork): Promise<void>;
}

export interface LightClientOptions {
  readonly context: ChainContext;
  readonly checkpoints: readonly Checkpoint[];
  readonly store: ChainStore;
  readonly memory: ChainMemory;
  readonly pool: SourcePool;
  readonly patience: Patience;
  readonly nowMs: () => number;
  readonly onChange: () => void;
  /** Waited for between head and history, so that the head is on screen before anything heavy is fetched. */
  readonly beforeHistory?: (signal: AbortSignal) => Promise<void>;
}

/** Sources that have not told their head by then are tried after the others. */
const SLOW_SOURCE_MS = 2_500;

/** Faults of trust, clock or storage, not of a source: asking another source cannot help. */
const NOT_THE_SOURCE = /^(store|internal)\/|expired$|\/from-the-future$|^client\/(cancelled|fork|no-checkpoint)$/;

export class LightClient {
  #state: ClientState = { phase: 'idle', witnessed: false };
  #index: StoreIndex = { blocks: [], frames: [] };
  /** The chain changed its validators in a way that nothing shows. It stands until some source leads past it. */
  #unproven?: MingzhengError;

  constructor(private readonly options: LightClientOptions) {}

  get state(): ClientState {
    return this.#state;
  }

  get index(): StoreIndex {
    return this.#index;
  }

  get verifiedCount(): bigint {
    return countVerified(this.#index);
  }

  /** Reads the store and believes its head only after hashing it anew. Errors: `store/...`. */
  async open(fork?: FrozenFork): Promise<void> {
    await this.#reload();
    const stored = this.#index.head;
    const { context, store } = this.options;
    // Of a frozen chain only what both sides share stands.
    const height = fork?.lastCommonHeight ?? stored?.height;
    const head = height === undefined ? undefined : await readBlock(context, store, height);
    const isComplete = head !== undefined && this.#gaps().length === 0;
    const phase = fork ? 'frozen' : isComplete ? 'complete' : 'idle';
    this.#set({ phase, head, witnessed: stored?.witnessed ?? false, fork });
  }

  /** Proves the newest head, then fills history. Errors: `client/...`, rules, `source/...`, `store/...`. */
  async sync(mode: Mode, signal: AbortSignal): Promise<void> {
    if (this.#state.fork) throw new MingzhengError('client/frozen', { height: this.#state.fork.height });
    try {
      this.#set({ phase: 'verifying-head', error: undefined });
      const ranked = await this.#rankSources(signal);
      await this.#withPrimary(signal, (primary) => this.#syncHead(mode, primary, signal), ranked);
      this.#set({ phase: 'filling-history' });
      if (this.#gaps().length > 0) await this.options.beforeHistory?.(signal);
      const pruned = await this.#fillAll(signal);
      await this.#holdAgainstMemory();
      this.#set({ phase: pruned ? 'idle' : 'complete', error: pruned, progress: undefined });
    } catch (error) {
      await this.#fail(error, signal);
      throw error;
    }
  }

  /** Sources by the head that they claim, highest first: one that stands still must not lead. A false claim fails later. */
  async #rankSources(signal: AbortSignal): Promise<Source[]> {
    const { pool, nowMs } = this.options;
    const usable = pool.usable();
    if (usable.length < 2) return usable;
    const started = nowMs();
    const claims = new Map<string, bigint>();
    const asking = usable.map(async (source) => {
      try {
        const { height } = await source.head(signal);
        claims.set(source.id, height);
        pool.succeeded(source.id, nowMs() - started, height);
      } catch (error) {
        if (!signal.aborted) pool.failed(source.id, error);
      }
    });
    await Promise.race([Promise.all(asking), pause(SLOW_SOURCE_MS)]);
    throwIfCancelled(signal);
    const claimed = (source: Source) => claims.get(source.id) ?? 0n;
    const able = usable.filter(({ id }) => pool.isIncluded(id));
    return able.sort((a, b) => (claimed(a) === claimed(b) ? 0 : claimed(a) > claimed(b) ? -1 : 1));
  }

  async #syncHead(mode: Mode, primary: Source, signal: AbortSignal): Promise<void> {
    const { context, checkpoints, store, pool, patience, nowMs } = this.options;
    const started = nowMs();
    const onProgress = (done: bigint, total: bigint) =>
      this.#set({ progress: { phase: 'head', done, total, headersPerSecond: 0 } });
    const sync = { context, checkpoints, store, index: this.#index, patience, onProgress };
    try {
      const result = await syncHead(sync, mode, primary, pool.witnesses(primary), signal);
      pool.succeeded(primary.id, nowMs() - started, result.claimed);
      for (const [id, answer] of result.answers) if (id !== primary.id) pool.answered(id, answer);
      const { head, witnessed, claimed } = result;
      this.#unproven = undefined;
      this.#set({ head, witnessed, claimedHead: claimed, progress: undefined });
    } finally {
      await this.#reload();
    }
    await this.#holdAgainstMemory();
  }

  /** What was trusted once must still be on the chain, also after the headers were lost. Errors: `client/memory-differs`. */
  async #holdAgainstMemory(): Promise<void> {
    const { context, store, memory } = this.options;
    const trusted = await memory.trustedHead();
    const found = trusted && (await readHeader(context, store, this.#index, trusted.height));
    if (found && !bytesEqual(found.header.hash, trusted.hash)) {
      const values = { height: trusted.height, found: toHex(found.header.hash), trusted: toHex(trusted.hash) };
      throw new MingzhengError('client/memory-differs', values);
    }
    const { head } = this.#state;
    // Until the header at the trusted height has been proven, nothing may move.
    if (head && (found || !trusted)) await memory.raiseHead(head);
  }

  /** Gives the reason where history ends early because no source has more of it: that is no failure. */
  async #fillAll(signal: AbortSignal): Promise<MingzhengError | undefined> {
    for (const gap of this.#gaps()) {
      try {
        await this.#withPrimary(signal, (primary) => this.#fillWhatIsLeft(gap, primary, signal));
      } catch (error) {
        if (error instanceof MingzhengError && error.code === 'source/pruned') return error;
        throw error;
      }
    }
    return undefined;
  }

  /** A gap may have been filled in part by a source that then failed. */
  async #fillWhatIsLeft(gap: Gap, primary: Source, signal: AbortSignal): Promise<void> {
    for (const rest of this.#gaps().filter(({ from, to }) => from <= gap.to && to >= gap.from))
      await this.#fill(rest, primary, signal);
  }

  async #fill(gap: Gap, primary: Source, signal: AbortSignal): Promise<void> {
    const { context, store } = this.options;
    const speed = new Speed(this.options.nowMs);
    const total = this.#state.head?.height ?? gap.to;
    const fill = await this.#prepare(gap);
    try {
      await fillGap(context, fill, primary, store, signal, (count, frames) => {
        this.#index = { ...this.#index, frames: [...frames].reverse().concat(this.#index.frames as StoredFrame[]) };
        const done = this.verifiedCount;
        this.#set({ progress: { phase: 'history', done, total, headersPerSecond: speed.add(Number(count)) } });
      });
    } finally {
      await this.#reload();
    }
  }

  /** What the verified header above a gap says, and which verified block below the links must meet. */
  async #prepare(gap: Gap): Promise<GapFill> {
    const { context, store } = this.options;
    const { family, profile } = context;
    const floor = await readBlock(context, store, gap.from - 1n);
    const above = await readBlock(context, store, gap.above);
    if (above) return { gap, floor, anchor: above.height, target: family.parentOf(above) };
    const frame = await store.frame(gap.above);
    if (!frame) throw new MingzhengError('store/corrupt', { height: gap.above });
    const linked = family.linkFrame(profile, frame, topOf(frame));
    return { gap, floor, anchor: frame.anchor, target: family.parentOfFrame(linked) };
  }

  /**
   * A verified header, from the store or, where it lies in a gap, proven now by hash links.
   * Errors: `client/height-above-head`, `client/no-source`, and those of `sync`.
   */
  async headerAt(
    height: bigint,
    signal: AbortSignal,
  ): Promise<{ readonly header: VerifiedHeader; readonly anchor?: bigint }> {
    const { context, store } = this.options;
    const found = await readHeader(context, store, this.#index, height);
    if (found) return found;
    const gap = this.#gaps().find(({ from, to }) => from <= height && height <= to);
    const head = this.#state.head?.height ?? 0n;
    if (!gap && height < head) throw new MingzhengError('source/not-found', { height });
    if (!gap) throw new MingzhengError('client/height-above-head', { height, head });
    // Only down to the height that is wanted; the rest of the gap stays for later.
    await this.#withPrimary(signal, (primary) => this.#fill({ ...gap, from: height }, primary, signal));
    const proven = await readHeader(context, store, this.#index, height);
    if (!proven) throw new MingzhengError('store/corrupt', { height });
    return proven;
  }

  /** The light block at a verified height, with its commit; its hash must be the verified one. */
  async blockAt(height: bigint, signal: AbortSignal): Promise<Verified<LightBlock>> {
    const { context, store } = this.options;
    const stored = await readBlock(context, store, height);
    if (stored) return stored;
    const { header } = await this.headerAt(height, signal);
    return this.#withPrimary(signal, async (primary) => {
      const block = await primary.lightBlock(height, signal);
      if (!bytesEqual(block.hash, header.hash))
        throw new MingzhengError('source/other-header', {
          height,
          found: toHex(block.hash),
          expected: toHex(header.hash),
        });
      return restoreVerified(block, header.how);
    });
  }

  /** Who signed a verified block; every signature where asked for. */
  async quorumAt(height: bigint, everySignature: boolean, signal: AbortSignal): Promise<QuorumView> {
    const { family, profile, verifier } = this.options.context;
    const block = await this.blockAt(height, signal);
    return runRule(family.quorum(profile, block, everySignature), verifier);
  }

  #gaps(): Gap[] {
    return gapsBelowHead(this.#index, 1n);
  }

  async #reload(): Promise<void> {
    this.#index = await this.options.store.index();
  }

  #set(change: Partial<ClientState>): void {
    this.#state = { ...this.#state, ...change };
    this.options.onChange();
  }

  async #fail(error: unknown, signal: AbortSignal): Promise<void> {
    if (error instanceof ForkError) return this.#freeze(error, signal);
    const coded = error instanceof MingzhengError ? error : new MingzhengError('internal/unexpected', {}, error);
    const isCancelled = coded.code === 'client/cancelled';
    // Nobody in reach is no failure where nothing is missing: what is verified stands.
    const isWhole = isBenign(coded) && this.#state.head !== undefined && this.#gaps().length === 0;
    const isEnded = /expired$/.test(coded.code) || needsTrust(coded);
    const failed = isEnded ? 'expired' : isWhole ? 'complete' : 'failed';
    const phase = isCancelled ? 'idle' : failed;
    this.#set({ phase, error: isCancelled ? undefined : coded, progress: undefined });
  }

  /** Looks for the first different height, so that as little as possible is left in doubt, and freezes from there. */
  async #freeze(error: ForkError, signal: AbortSignal): Promise<void> {
    const { context, memory, store } = this.options;
    const [primary, witness] = [this.#side(error.fork.primary.source), this.#side(error.fork.witness.source)];
    const heads = await headsOf([primary, witness], signal);
    const found = await this.#localise(error.fork, primary, witness, signal);
    const fork = asFrozen(context.family, found, heads);
    await memory.freeze(fork);
    await store.write({ blocks: [toStored(context, found.common, true)] });
    await this.#reload();
    this.#set({ phase: 'frozen', fork, head: found.common, witnessed: true, error, progress: undefined });
  }

  #side(id: string): Source | undefined {
    const { context, store, pool } = this.options;
    const head = this.#state.head;
    if (id === OWN_SOURCE && head) return new OwnSource(context, store, head);
    return pool.states().find(({ source }) => source.id === id)?.source;
  }

  /** Cancelling ends the search, not the freezing: then the fork stands as it was found. */
  async #localise(
    fork: Fork,
    primary: Source | undefined,
    witness: Source | undefined,
    signal: AbortSignal,
  ): Promise<Fork> {
    const { context } = this.options;
    const isPair = primary && witness && primary !== witness;
    const localised = isPair ? await localiseFork(context, fork, primary, witness, signal).catch(() => fork) : fork;
    return withSoundEvidence(context, localised);
  }

  /** Runs a task with the best source, and with the next one when that fails. Errors: the last one. */
  async #withPrimary<T>(
    signal: AbortSignal,
    task: (primary: Source) => Promise<T>,
    candidates: readonly Source[] = this.options.pool.usable(),
  ): Promise<T> {
    const { pool } = this.options;
    let last: unknown = this.#unproven ?? new MingzhengError('client/no-source');
    for (const primary of candidates) {
      throwIfCancelled(signal);
      if (!pool.isIncluded(primary.id)) continue;
      try {
        return await task(primary);
      } catch (error) {
        if (signal.aborted) throw new MingzhengError('client/cancelled');
        if (error instanceof MingzhengError && NOT_THE_SOURCE.test(error.code)) throw error;
        pool.failed(primary.id, error);
        this.options.onChange();
        if (needsTrust(error)) this.#unproven = error;
        last = this.#unproven ?? error;
      }
    }
    throw last;
  }
}

/** Only a newer pack helps, or a source that has more to show. */
function needsTrust(error: unknown): error is MingzhengError {
  return error instanceof MingzhengError && error.code.endsWith('/set-change-not-proven');
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** What each side of a fork claims as its head; a side that is silent is left out. */
async function headsOf(sources: readonly (Source | undefined)[], signal: AbortSignal): Promise<Map<string, bigint>> {
  const heads = new Map<string, bigint>();
  for (const source of sources) {
    const head = await source?.head(signal).catch(() => undefined);
    if (source && head) heads.set(source.id, head.height);
  }
  return heads;
}

/** Headers a second over the whole run, for the page. */
class Speed {
  #count = 0;
  readonly #started: number;
  constructor(private readonly nowMs: () => number) {
    this.#started = nowMs();
  }

  add(count: number): number {
    this.#count += count;
    const seconds = Math.max(this.nowMs() - this.#started, 1) / 1000;
    return Math.round(this.#count / seconds);
  }
}
