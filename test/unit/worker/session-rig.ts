// A session over memory stores, with an archive on a small server of its own: everything the worker does, in Node.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { encodeResultBytes } from '../../../src/chain/cometbft/records.ts';
import { writeArchive } from '../../../src/client/archive/writer.ts';
import type { FrozenFork } from '../../../src/client/ports.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { type Time, toNanos, ZERO_TIME } from '../../../src/codec/time.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { ClosableChainStore } from '../../../src/store/chain-store.ts';
import { MemoryChainStore, MemorySecurityMemory } from '../../../src/store/memory-store.ts';
import type { ItemToVerify, StorageView, WorkerEvent } from '../../../src/worker/api.ts';
import { FlooredClock } from '../../../src/worker/clock.ts';
import { Session } from '../../../src/worker/session.ts';
import type { MadeChain } from '../../support/make-chain.ts';
import { chainJson, type JsonMembers, payloadJson, printPack } from '../../support/make-chain-pack.ts';
import { DOCUMENT, OTHER_DOCUMENT, RECORD_HEIGHT, RECORD_INDEX, recordChain } from '../../support/make-chain-proof.ts';

export const chain = recordChain();
export const CHAIN = chain.profile.chainId;
export const SECOND = recordChain({ chainId: 'records-2', seed: 'second' });

/** The archive of a chain, with every transaction and both documents' digests in its index. */
function archiveFiles(made: MadeChain): Map<string, Uint8Array> {
  const digests = [
    { key: sha256(DOCUMENT), height: RECORD_HEIGHT, index: RECORD_INDEX },
    { key: sha256(OTHER_DOCUMENT), height: RECORD_HEIGHT, index: 4 },
  ];
  const hashes = [...made.data].flatMap(([height, { transactions }]) =>
    transactions.map((transaction, index) => ({ key: sha256(transaction), height, index })),
  );
  return writeArchive({
    family: cometbft,
    chainId: made.profile.chainId,
    blocks: made.blocks,
    waypoints: [1n],
    data: new Map(
      [...made.data].map(([height, { transactions, results }]) => [
        height,
        { transactions, results: results.map(encodeResultBytes) },
      ]),
    ),
    index: [...digests, ...hashes],
  });
}

/** Serves /records-1/… and /records-2/…; while `isDown` every file is missing its server. */
export class Archives {
  isDown = false;
  readonly log: string[] = [];
  readonly #files = new Map<string, Uint8Array>();
  readonly #server: Server;

  constructor(chains: readonly MadeChain[] = [chain, SECOND]) {
    for (const made of chains) this.add(made.profile.chainId, archiveFiles(made));
    this.#server = createServer((request, response) => {
      this.log.push(request.url ?? '');
      const bytes = this.#files.get(request.url ?? '');
      if (this.isDown) request.socket.destroy();
      else if (bytes) response.end(bytes);
      else response.writeHead(404).end();
    });
  }

  add(folder: string, files: ReadonlyMap<string, Uint8Array>): void {
    for (const [path, bytes] of files) this.#files.set(`/${folder}/${path}`, bytes);
  }

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }
  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }
  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

export const source = (address: string, kind = 'archive', operator = 'op'): JsonMembers => ({
  kind,
  address,
  operator,
});

export function packOf(chains: readonly JsonMembers[], changes: JsonMembers = {}): Uint8Array {
  return printPack(payloadJson(chains, changes));
}

export function chainEntry(made: MadeChain, changes: JsonMembers = {}): JsonMembers {
  const { chainId } = made.profile;
  return chainJson(made.profile, [made.checkpoint(1)], { sources: [source(`/${chainId}/`)], ...changes });
}

export interface SessionRig {
  readonly session: Session;
  readonly vault: MemorySecurityMemory;
  readonly events: WorkerEvent[];
  readonly stores: Map<string, ClosableChainStore>;
  readonly deleted: string[];
  /** The same device, after the page was closed. */
  reopen(change?: Partial<SessionChange>): Promise<SessionRig>;
}

export interface SessionChange {
  readonly bundled: Uint8Array;
  /** What the device's own clock shows; a second after the chain's last block where it is missing. */
  readonly now: Time;
  readonly origin: string;
  readonly vault: MemorySecurityMemory;
  readonly stores: Map<string, ClosableChainStore>;
  readonly openStore: (chainId: string, trustRoot: string) => Promise<ClosableChainStore>;
}

const STORAGE: StorageView = { usedBytes: 1, quotaBytes: 2, persisted: false, chains: [], role: 'owner' };

export async function sessionOn(change: Partial<SessionChange> = {}): Promise<SessionRig> {
  const { vault = new MemorySecurityMemory(), stores = new Map(), origin = 'http://127.0.0.1:1' } = change;
  const { bundled = packOf([chainEntry(chain)]), now = chain.now } = change;
  const open = async (chainId: string) => {
    const store = stores.get(chainId) ?? new MemoryChainStore();
    stores.set(chainId, store);
    return store;
  };
  const deleted: string[] = [];
  const session = new Session({
    vault,
    clock: new FlooredClock(ZERO_TIME, () => Number(toNanos(now) / 1_000_000n)),
    verifier: localVerifier,
    bundledPack: bundled,
    version: 'test',
    signatureWorkers: 0,
    baseAddress: origin,
    openStore: change.openStore ?? open,
    storage: async () => STORAGE,
    deleteChain: async (chainId) => {
      deleted.push(chainId);
      stores.delete(chainId);
    },
    deleteEverything: async () => {
      deleted.push('*');
      stores.clear();
    },
  });
  const events: WorkerEvent[] = [];
  await session.subscribe((event) => void events.push(event));
  await session.open();
  const reopen = (more: Partial<SessionChange> = {}) => sessionOn({ ...change, vault, stores, ...more });
  return { session, vault, events, stores, deleted, reopen };
}

export function file(name: string, content: Uint8Array | string): ItemToVerify {
  const bytes = typeof content === 'string' ? toUtf8(content) : Uint8Array.from(content);
  return { kind: 'file', name, blob: new Blob([bytes as BlobPart]) };
}

export const blob = (bytes: Uint8Array): Blob => new Blob([bytes as BlobPart]);
export const silent = (): void => undefined;
export const hexOf = (bytes: Uint8Array): string => toHex(sha256(bytes));

export function forkAt(height: bigint): FrozenFork {
  const side = (name: string) => ({
    source: name,
    hash: sha256(toUtf8(name)),
    time: chain.block(height).time,
    signed: 3,
    members: 4,
    head: height,
    lightBlock: '{}',
    evidence: name === 'silent' ? '' : `{"side":"${name}"}`,
  });
  return { height, lastCommonHeight: height - 1n, kind: 'equivocation', sides: [side('a'), side('silent')] };
}
