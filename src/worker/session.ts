// Everything that the page may ask of the worker: chains, verification, packs, storage.
import { loadFamily } from '../chain/registry.ts';
import type { FoundRecord } from '../client/find-record.ts';
import { powerOverTime } from '../client/power.ts';
import { MingzhengError } from '../core/error.ts';
import { activeCore } from '../core/hashing.ts';
import { webCryptoSupport } from '../crypto/webcrypto.ts';
import type { BatchPorts } from '../record/batch.ts';
import type { Item } from '../record/intake.ts';
import type { ProofFile } from '../record/proof-file.ts';
import type { SecurityVault } from '../store/vault.ts';
import type { PackChain, TrustPack } from '../trust/pack.ts';
import type {
  AboutView,
  ChainView,
  HeaderView,
  ItemToVerify,
  NamedFile,
  PackPreview,
  PowerStep,
  StorageView,
  Verdict,
  VerifyProgress,
  WorkerApi,
  WorkerEvent,
} from './api.ts';
import { ChainHandle, type HandleOptions } from './chain-handle.ts';
import type { FlooredClock } from './clock.ts';
import { findByText, findEverywhere } from './finder.ts';
import type { Measurement } from './measure/figures.ts';
import { PackShelf } from './pack-shelf.ts';
import { closedView, headerView } from './views.ts';

export interface SessionOptions extends Pick<HandleOptions, 'openStore' | 'verifier' | 'baseAddress'> {
  readonly vault: SecurityVault;
  readonly clock: FlooredClock;
  readonly version: string;
  readonly signatureWorkers: number;
  /** The pack that ships with the app. */
  readonly bundledPack: Uint8Array;
  /** Whether this tab may write, and how much is stored. */
  readonly storage: () => Promise<StorageView>;
  readonly deleteChain: (chainId: string) => Promise<void>;
  readonly deleteEverything: () => Promise<void>;
}

/** A chain that a pack names, and its opening once it has begun. */
interface Trusted {
  readonly pack: TrustPack;
  readonly chain: PackChain;
  opening?: Promise<void>;
}

const NO_SIGNAL = new AbortController().signal;
const MAX_KEPT_PROOFS = 200;
/** A page that is in the background takes nothing in; work goes on without it. */
const MAX_WAIT_MS = 3_000;

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

export class Session implements WorkerApi {
  #handles = new Map<string, ChainHandle>();
  #listeners: ((event: WorkerEvent) => void)[] = [];
  #unopened = new Map<string, unknown>();
  /** Chains whose family is not loaded, since nobody has looked at one of it on this device. */
  #closed = new Map<string, Trusted>();
  /** How often each chain was told to stop. */
  readonly #stops = new Map<string, number>();
  #proofs = new Map<string, ProofFile>();
  #verdicts = 0;
  /** Settled when every page has taken in the newest event. */
  #shown: Promise<unknown> = Promise.resolve();
  #startListening: () => void = () => undefined;
  /** Settled when the first page listens. */
  readonly #listening = new Promise<void>((resolve) => {
    this.#startListening = resolve;
  });

  readonly #packs: PackShelf;

  constructor(private readonly options: SessionOptions) {
    this.#packs = new PackShelf(options.bundledPack, options.vault, options.verifier);
  }

  /**
   * Opens packs, and the chains of the first one's family and of those families that were looked at before; the others wait
   * until somebody asks for one. A chain that cannot be opened says why when it is asked for; the others work.
   */
  async open(): Promise<void> {
    await this.#packs.open();
    for (const time of this.#packs.issueTimes()) this.options.clock.raise(time);
    const trusted = this.#packs.trusted();
    const wanted = new Set(trusted.slice(0, 1).map(({ chain }) => chain.family));
    for (const { chain } of trusted) if (await this.#wasLookedAt(chain)) wanted.add(chain.family);
    this.#closed = new Map(trusted.map((item) => [item.chain.id, item]));
    await this.#openClosed(({ chain }) => wanted.has(chain.family));
  }

  /** A chain whose memory cannot be read is opened too: that says what is wrong with it. */
  async #wasLookedAt({ id, trustRoot }: PackChain): Promise<boolean> {
    try {
      const { trustedHead, fork } = await this.options.vault.read(id, trustRoot);
      return trustedHead !== undefined || fork !== undefined || (await this.options.vault.endpoints(id)).length > 0;
    } catch {
      return true;
    }
  }

  async #openClosed(isWanted: (item: Trusted) => boolean = () => true): Promise<void> {
    await Promise.all([...this.#closed.values()].filter(isWanted).map((item) => this.#tryToOpen(item)));
  }

  /** Two who ask at once wait for one opening. */
  async #tryToOpen(item: Trusted): Promise<void> {
    item.opening ??= this.#openChain(item.pack, item.chain).then(
      (handle) => this.#take(item, handle),
      (error) => this.#take(item, undefined, error),
    );
    await item.opening;
  }

  /** Packs may have changed while a chain was being opened: what a removed pack says is not taken any more. */
  #take(item: Trusted, handle: ChainHandle | undefined, error?: unknown): void {
    const { id } = item.chain;
    if (this.#closed.get(id) !== item) {
      handle?.close();
      return;
    }
    this.#closed.delete(id);
    if (handle) this.#handles.set(id, handle);
    else this.#unopened.set(id, error);
  }

  #openChain(pack: TrustPack, chain: PackChain): Promise<ChainHandle> {
    const { vault, openStore, verifier, clock, baseAddress } = this.options;
    const onChange = (handle: ChainHandle) => this.#emit({ kind: 'chain', chain: handle.view() });
    const afterShown = () => Promise.race([this.#listening.then(() => this.#shown), pause(MAX_WAIT_MS)]);
    const options = { pack, chain, vault, openStore, verifier, clock, baseAddress, onChange, afterShown };
    return ChainHandle.open(options);
  }

  #emit(event: WorkerEvent): void {
    this.#shown = Promise.allSettled(this.#listeners.map(async (listener) => listener(event)));
  }

  async #handle(chainId: string): Promise<ChainHandle> {
    const closed = this.#closed.get(chainId);
    if (closed) await this.#tryToOpen(closed);
    const handle = this.#handles.get(chainId);
    if (handle) return handle;
    throw this.#unopened.get(chainId) ?? new MingzhengError('record/unknown-chain', { chain: chainId });
  }

  /** Reads again what another tab wrote. */
  async reload(): Promise<void> {
    for (const item of [...this.#closed.values()]) if (await this.#wasLookedAt(item.chain)) await this.#tryToOpen(item);
    for (const handle of this.#handles.values()) {
      const { fork } = await this.options.vault.read(handle.id, handle.trustRoot);
      await handle.client.open(fork);
    }
  }

  async about(): Promise<AboutView> {
    const { version, signatureWorkers } = this.options;
    const { curveCore } = await import('../core/curve-core.ts');
    const [{ ed25519 }, curve] = await Promise.all([webCryptoSupport(), curveCore()]);
    const core = activeCore().build;
    return { version, core, curveCore: curve !== undefined, signatureWorkers, webCryptoEd25519: ed25519 };
  }

  async measure(...args: Parameters<WorkerApi['measure']>): Promise<Measurement> {
    const { measureDevice } = await import('./measure/start.ts');
    return measureDevice(...args);
  }

  async subscribe(listener: (event: WorkerEvent) => void): Promise<void> {
    this.#listeners.push(listener);
    this.#startListening();
  }

  async chains(): Promise<readonly ChainView[]> {
    return this.#packs
      .trusted()
      .flatMap(({ pack, chain }) => this.#handles.get(chain.id)?.view() ?? this.#closedView(pack, chain));
  }

  #closedView(pack: TrustPack, chain: PackChain): ChainView[] {
    return this.#closed.has(chain.id) ? [closedView(pack, chain)] : [];
  }

  async sync(chainId: string, mode: 'head-first' | 'sequential', signal?: AbortSignal): Promise<void> {
    const asked = this.#stops.get(chainId) ?? 0;
    const handle = await this.#handle(chainId);
    // Told to stop while it was still being opened.
    if ((this.#stops.get(chainId) ?? 0) !== asked) throw new MingzhengError('client/cancelled');
    await handle.sync(mode === 'sequential' ? 'sequential' : 'skipping', signal);
  }

  async stop(chainId: string): Promise<void> {
    this.#stops.set(chainId, (this.#stops.get(chainId) ?? 0) + 1);
    this.#handles.get(chainId)?.stop();
  }

  async validators(chainId: string): Promise<readonly PowerStep[]> {
    const handle = await this.#handle(chainId);
    const { names } = handle.trust;
    const changes = await powerOverTime(handle.context, handle.store, handle.client.index, handle.sources(), NO_SIGNAL);
    return changes.map(({ height, members }) => ({
      height,
      members: members.map(({ address, power }) => ({ name: names.get(address) ?? '', address, power })),
    }));
  }

  async header(chainId: string, height: bigint, signal: AbortSignal = NO_SIGNAL): Promise<HeaderView> {
    return this.#headerView(await this.#handle(chainId), height, false, signal);
  }

  async checkAllSignatures(chainId: string, height: bigint, signal: AbortSignal = NO_SIGNAL): Promise<HeaderView> {
    return this.#headerView(await this.#handle(chainId), height, true, signal);
  }

  async #headerView(handle: ChainHandle, height: bigint, all: boolean, signal: AbortSignal): Promise<HeaderView> {
    const found = await handle.client.headerAt(height, signal);
    const view = await quorumIfAtHand(handle, height, all, signal);
    return headerView(handle.context.family, handle.id, found, view && { view, all }, handle.trust.names);
  }

  async addSource(chainId: string, address: string): Promise<void> {
    const handle = await this.#handle(chainId);
    await handle.addSource(address.trim());
  }

  async addFiles(chainId: string, files: readonly { readonly name: string; readonly blob: Blob }[]): Promise<void> {
    const handle = await this.#handle(chainId);
    const bytes = await Promise.all(files.map(async ({ blob }) => new Uint8Array(await blob.arrayBuffer())));
    handle.addFiles(files.map(({ name }) => name).join(', '), bytes);
  }

  async removeSource(chainId: string, sourceId: string): Promise<void> {
    const handle = await this.#handle(chainId);
    await handle.removeSource(sourceId);
  }

  async exportEvidence(chainId: string): Promise<readonly NamedFile[]> {
    const { fork } = (await this.#handle(chainId)).client.state;
    if (!fork) throw new MingzhengError('client/no-fork', { chain: chainId });
    return fork.sides
      .filter((side) => side.evidence !== '')
      .map((side, i) => ({
        name: `${chainId}-evidence-${fork.height}-side-${i + 1}.json`,
        mediaType: 'application/json',
        bytes: new TextEncoder().encode(side.evidence),
      }));
  }

  async verify(
    items: readonly ItemToVerify[],
    onProgress: (progress: VerifyProgress) => void,
    signal: AbortSignal = NO_SIGNAL,
  ): Promise<readonly Verdict[]> {
    if (items.length === 0) throw new MingzhengError('record/nothing-given');
    const { verifyItems, textItem } = await loadVerification();
    return verifyItems(
      items.map((item) => (item.kind === 'text' ? textItem(item.text) : blobItem(item.name, item.blob))),
      this.#ports(),
      onProgress,
      signal,
    );
  }

  #ports(): BatchPorts {
    return {
      trust: async (chainId) => (await this.#ifKnown(chainId))?.trust,
      known: async (chainId) => (await this.#ifKnown(chainId))?.known(),
      find: async (digests, signal) => {
        await this.#openClosed();
        const inOrder = this.#packs.trusted().flatMap(({ chain }) => this.#handles.get(chain.id) ?? []);
        return findEverywhere(inOrder, digests, signal);
      },
      verifier: this.options.verifier,
      now: () => this.options.clock.now(),
      nextId: () => `v${++this.#verdicts}`,
      keep: (id, proof) => this.#keep(id, proof),
    };
  }

  /** A chain of any pack, opened now if need be; undefined where no pack names it or it cannot be opened. */
  async #ifKnown(chainId: string): Promise<ChainHandle | undefined> {
    return this.#handle(chainId).catch(() => undefined);
  }

  #keep(id: string, proof: ProofFile): void {
    if (this.#proofs.size >= MAX_KEPT_PROOFS) this.#proofs.delete(this.#proofs.keys().next().value!);
    this.#proofs.set(id, proof);
  }

  async find(chainId: string, query: string, signal: AbortSignal = NO_SIGNAL): Promise<readonly Verdict[]> {
    const handle = await this.#handle(chainId);
    const { verifyItems, printProofFile } = await loadVerification();
    const proofs = await findByText(handle, query, signal);
    const ports = this.#ports();
    const encode = (proof: FoundRecord): Item =>
      bytesItem(`${chainId}-${proof.record.height}.proof.json`, printProofFile(handle.context.family, proof));
    return verifyItems(proofs.map(encode), ports, () => undefined, signal);
  }

  async saveProof(verdictId: string): Promise<NamedFile> {
    const proof = this.#proofs.get(verdictId);
    if (!proof) throw new MingzhengError('record/nothing-to-save');
    const { printProofFile } = await loadVerification();
    const family = await loadFamily(proof.family);
    return {
      name: `${proof.chainId}-${proof.record.height}.proof.json`,
      mediaType: 'application/json',
      bytes: printProofFile(family, proof),
    };
  }

  async inspectPack(blob: Blob): Promise<PackPreview> {
    return this.#packs.inspect(new Uint8Array(await blob.arrayBuffer()));
  }

  async acceptPack(token: string): Promise<void> {
    await this.#packs.accept(token);
    await this.#reopen();
  }

  async removePack(fingerprint: string): Promise<void> {
    await this.#packs.remove(fingerprint);
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    for (const handle of this.#handles.values()) handle.close();
    this.#handles.clear();
    this.#unopened.clear();
    this.#closed.clear();
    await this.open();
    this.#emit({ kind: 'chains' });
  }

  storage(): Promise<StorageView> {
    return this.options.storage();
  }

  /** Tells the pages again how things stand with the storage, as when this tab has taken over. */
  async tellStorage(): Promise<void> {
    this.#emit({ kind: 'storage', storage: await this.storage() });
  }

  async startOver(chainId?: string): Promise<void> {
    for (const handle of this.#handles.values()) if (chainId === undefined || handle.id === chainId) handle.close();
    if (chainId === undefined) await this.options.deleteEverything();
    else {
      const { trustRoot } = await this.#handle(chainId);
      await this.options.deleteChain(chainId);
      await this.options.vault.forget(chainId, trustRoot);
    }
    await this.#reopen();
    await this.tellStorage();
  }
}

/** Verification is loaded with the first record, not with the page. */
async function loadVerification() {
  return import('../record/verification.ts');
}

function blobItem(name: string, blob: Blob): Item {
  return {
    name,
    size: blob.size,
    slice: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}

function bytesItem(name: string, bytes: Uint8Array): Item {
  return { name, size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}

/** The votes of a block; missing where no source has the commit, unless all signatures were asked for. */
async function quorumIfAtHand(handle: ChainHandle, height: bigint, all: boolean, signal: AbortSignal) {
  try {
    return await handle.client.quorumAt(height, all, signal);
  } catch (error) {
    if (all || signal.aborted) throw error;
    return undefined;
  }
}
