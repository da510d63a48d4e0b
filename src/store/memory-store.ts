// The same two stores in plain memory, for Node and for browsers without IndexedDB. Nothing outlives the process; the
// promises are otherwise the same, and the same tests run over both.
import type {
  FrozenFork,
  SecurityRecord,
  StoreBatch,
  StoredBlock,
  StoredFrame,
  StoredHead,
  StoreIndex,
} from '../client/ports.ts';
import type { Time } from '../codec/time.ts';
import { checkBatch, heightKey, overlaps } from './batch.ts';
import type { CacheName, Usage } from './cache-schema.ts';
import type { ClosableChainStore } from './chain-store.ts';
import {
  ensureNoRollback,
  movesClockForward,
  movesHeadForward,
  type SecurityVault,
  type StoredPack,
  type TrustedHead,
} from './vault.ts';

const ascending = <T>(map: ReadonlyMap<bigint, T>): T[] =>
  [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, item]) => item);

/** Values are cloned on the way in and out, as a database does, so that nobody can change what is kept. */
export class MemoryChainStore implements ClosableChainStore {
  readonly #frames = new Map<bigint, StoredFrame>();
  readonly #blocks = new Map<bigint, StoredBlock>();
  readonly #sets = new Map<string, Uint8Array>();
  #head: StoredHead | undefined;

  async index(): Promise<StoreIndex> {
    return structuredClone({
      head: this.#head,
      frames: ascending(this.#frames).map(({ from, to, anchor, topHash }) => ({ from, to, anchor, topHash })),
      blocks: ascending(this.#blocks).map(({ height, hash, how, witnessed }) => ({ height, hash, how, witnessed })),
    });
  }

  async write(batch: StoreBatch): Promise<void> {
    checkBatch(batch);
    const { frames = [], blocks = [], head } = structuredClone(batch);
    for (const frame of frames) this.#putFrame(frame);
    for (const block of blocks) this.#putBlock(block);
    if (head) this.#head = head;
  }

  #putFrame(frame: StoredFrame): void {
    for (const old of this.#frames.values()) if (overlaps(old, frame)) this.#frames.delete(old.from);
    this.#frames.set(frame.from, frame);
  }

  #putBlock(block: StoredBlock): void {
    for (const [hash, bytes] of block.sets) if (!this.#sets.has(hash)) this.#sets.set(hash, bytes);
    const sets = new Map([...block.sets.keys()].map((hash) => [hash, this.#sets.get(hash)!]));
    this.#blocks.set(block.height, { ...block, sets });
  }

  async block(height: bigint): Promise<StoredBlock | undefined> {
    heightKey(height);
    return structuredClone(this.#blocks.get(height));
  }

  async frame(height: bigint): Promise<StoredFrame | undefined> {
    heightKey(height);
    for (const frame of this.#frames.values())
      if (frame.from <= height && height <= frame.to) return structuredClone(frame);
    return undefined;
  }

  async clear(): Promise<void> {
    this.#frames.clear();
    this.#blocks.clear();
    this.#sets.clear();
    this.#head = undefined;
  }

  async usage(): Promise<Usage> {
    const frames = [...this.#frames.values()];
    const headers = frames.reduce((sum, { from, to }) => sum + to - from + 1n, BigInt(this.#blocks.size));
    const parts = [...frames.map(({ bytes }) => bytes), ...[...this.#blocks.values()].map(({ bytes }) => bytes)];
    const bytes = [...parts, ...this.#sets.values()].reduce((sum, part) => sum + part.length, 0);
    return { frames: frames.length, headers, blocks: this.#blocks.size, bytes };
  }

  close(): void {}
}

const pair = (a: string, b: string): string => JSON.stringify([a, b]);

export class MemorySecurityMemory implements SecurityVault {
  readonly #heads = new Map<string, TrustedHead>();
  readonly #forks = new Map<string, FrozenFork>();
  readonly #packs = new Map<string, StoredPack>();
  readonly #versions = new Map<string, number>();
  readonly #endpoints = new Map<string, Set<string>>();
  readonly #caches = new Map<string, CacheName>();
  #floor: Time | undefined;

  async read(chainId: string, trustRoot: string): Promise<SecurityRecord> {
    const key = pair(chainId, trustRoot);
    return structuredClone({ trustedHead: this.#heads.get(key), fork: this.#forks.get(key) });
  }

  async raiseHead(chainId: string, trustRoot: string, head: TrustedHead): Promise<void> {
    const key = pair(chainId, trustRoot);
    const { height, hash, time } = head;
    if (movesHeadForward(this.#heads.get(key), head)) this.#heads.set(key, structuredClone({ height, hash, time }));
  }

  async freeze(chainId: string, trustRoot: string, fork: FrozenFork): Promise<void> {
    const key = pair(chainId, trustRoot);
    if (!this.#forks.has(key)) this.#forks.set(key, structuredClone(fork));
  }

  async forget(chainId: string, trustRoot: string): Promise<void> {
    this.#heads.delete(pair(chainId, trustRoot));
    this.#forks.delete(pair(chainId, trustRoot));
  }

  async packs(): Promise<readonly StoredPack[]> {
    return structuredClone([...this.#packs.values()].sort((a, b) => (a.name < b.name ? -1 : 1)));
  }

  async savePack(pack: StoredPack): Promise<void> {
    ensureNoRollback(this.#versions.get(pack.name), pack);
    this.#versions.set(pack.name, pack.version);
    this.#packs.set(pack.name, structuredClone(pack));
  }

  async removePack(name: string): Promise<void> {
    this.#packs.delete(name);
  }

  async clockFloor(): Promise<Time | undefined> {
    return this.#floor;
  }

  async raiseClockFloor({ seconds, nanos }: Time): Promise<void> {
    if (movesClockForward(this.#floor, { seconds, nanos })) this.#floor = { seconds, nanos };
  }

  async endpoints(chainId: string): Promise<readonly string[]> {
    return [...(this.#endpoints.get(chainId) ?? [])].sort();
  }

  async addEndpoint(chainId: string, address: string): Promise<void> {
    this.#endpoints.set(chainId, (this.#endpoints.get(chainId) ?? new Set()).add(address));
  }

  async removeEndpoint(chainId: string, address: string): Promise<void> {
    this.#endpoints.get(chainId)?.delete(address);
  }

  async caches(): Promise<readonly CacheName[]> {
    return [...this.#caches.values()];
  }

  async hasCache(chainId: string, trustRoot: string): Promise<boolean> {
    return this.#caches.has(pair(chainId, trustRoot));
  }

  async noteCache(chainId: string, trustRoot: string): Promise<void> {
    this.#caches.set(pair(chainId, trustRoot), { chainId, trustRoot });
  }

  async forgetCache(chainId: string, trustRoot: string): Promise<void> {
    this.#caches.delete(pair(chainId, trustRoot));
  }

  close(): void {}
}
