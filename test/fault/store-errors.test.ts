// Every kind of error that IndexedDB has, at every call that every operation of the stores makes: the code is the right
// one, nothing is half-written, a lost connection heals, and no rejection is left without a listener.

import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MingzhengError } from '../../src/core/error.ts';
import { type ClosableChainStore, openChainStore } from '../../src/store/chain-store.ts';
import { openSecurityMemory } from '../../src/store/security-memory.ts';
import { deleteChain } from '../../src/store/use.ts';
import type { SecurityVault } from '../../src/store/vault.ts';
import { block, CACHE, CHAIN, fork, frame, head, OTHER_ROOT, ROOT, SET_A, trusted } from '../unit/store/samples.ts';
import { arm, disarm, dump, type Fault, waysOf } from './store-faults.ts';

const LOST = ['AbortError', 'InvalidStateError', 'UnknownError'];
const CODES: Record<string, string> = {
  QuotaExceededError: 'store/quota',
  VersionError: 'store/newer-version',
  SecurityError: 'store/unavailable',
};
const FINAL = [
  ...Object.keys(CODES),
  ...['ConstraintError', 'DataCloneError', 'DataError', 'NotFoundError', 'ReadOnlyError'],
  ...['TimeoutError', 'TransactionInactiveError', 'NotReadableError'],
];

interface Setting {
  readonly store: ClosableChainStore;
  readonly vault: SecurityVault;
}

async function prepare(): Promise<Setting> {
  globalThis.indexedDB = new IDBFactory();
  const vault = await openSecurityMemory();
  const store = await openChainStore(CHAIN, ROOT, { vault });
  await store.write({ frames: [frame(1n, 9n), frame(10n, 19n)], blocks: [block(20n)], head: head(20n) });
  await vault.raiseHead(CHAIN, ROOT, trusted(20n));
  await vault.freeze(CHAIN, OTHER_ROOT, fork(5n));
  await vault.savePack({ name: 'demo', version: 1, bytes: new Uint8Array(9), addedAt: 7 });
  await vault.raiseClockFloor({ seconds: 5n, nanos: 0 });
  await vault.addEndpoint(CHAIN, 'wss://a.example');
  return { store, vault };
}

async function tamper(store: string, key: IDBValidKey, value: unknown): Promise<void> {
  const db = await openDB(CACHE);
  await db.put(store, value, key);
  db.close();
}

interface Operation {
  readonly run: (setting: Setting) => Promise<unknown>;
  /** Done before the calls are counted. */
  readonly before?: (setting: Setting) => Promise<unknown>;
  /** More than one transaction: it may stop between them. */
  readonly inSteps?: true;
}

const batch = { frames: [frame(5n, 12n), frame(21n, 29n)], blocks: [block(30n), block(20n)], head: head(30n) };
const pack = { name: 'demo', version: 2, bytes: new Uint8Array(3), addedAt: 9 };

const OPERATIONS: Record<string, Operation> = {
  'open a chain store': { run: ({ vault }) => openChainStore('new', ROOT, { vault }), inSteps: true },
  'open a chain store again': {
    run: ({ vault }) => openChainStore(CHAIN, ROOT, { vault }).then((s) => s.index()),
    inSteps: true,
  },
  'open the security memory': {
    before: async () => {
      globalThis.indexedDB = new IDBFactory();
    },
    run: () => openSecurityMemory().then((vault) => vault.packs()),
    inSteps: true,
  },
  index: { run: ({ store }) => store.index() },
  'index with rot': { before: () => tamper('frames', 1, 7), run: ({ store }) => store.index(), inSteps: true },
  'write frames': { run: ({ store }) => store.write({ frames: batch.frames }) },
  'write everything': { run: ({ store }) => store.write(batch) },
  frame: { run: ({ store }) => store.frame(15n) },
  'rotten frame': { before: () => tamper('frameBytes', 1, 7), run: ({ store }) => store.frame(5n), inSteps: true },
  block: { run: ({ store }) => store.block(20n) },
  'rotten block': { before: () => tamper('sets', SET_A[0], 7), run: ({ store }) => store.block(20n), inSteps: true },
  clear: { run: ({ store }) => store.clear() },
  usage: { run: ({ store }) => store.usage() },
  'after close': { before: async ({ store }) => store.close(), run: ({ store }) => store.write(batch) },
  read: { run: ({ vault }) => vault.read(CHAIN, ROOT) },
  raiseHead: { run: ({ vault }) => vault.raiseHead(CHAIN, ROOT, trusted(30n)) },
  freeze: { run: ({ vault }) => vault.freeze(CHAIN, ROOT, fork(5n)) },
  forget: { run: ({ vault }) => vault.forget(CHAIN, ROOT) },
  packs: { run: ({ vault }) => vault.packs() },
  savePack: { run: ({ vault }) => vault.savePack(pack) },
  removePack: { run: ({ vault }) => vault.removePack('demo') },
  clockFloor: { run: ({ vault }) => vault.clockFloor() },
  raiseClockFloor: { run: ({ vault }) => vault.raiseClockFloor({ seconds: 6n, nanos: 0 }) },
  endpoints: { run: ({ vault }) => vault.endpoints(CHAIN) },
  addEndpoint: { run: ({ vault }) => vault.addEndpoint(CHAIN, 'wss://b.example') },
  removeEndpoint: { run: ({ vault }) => vault.removeEndpoint(CHAIN, 'wss://a.example') },
  caches: { run: ({ vault }) => vault.caches() },
  hasCache: { run: ({ vault }) => vault.hasCache(CHAIN, ROOT) },
  noteCache: { run: ({ vault }) => vault.noteCache(CHAIN, OTHER_ROOT) },
  forgetCache: { run: ({ vault }) => vault.forgetCache(CHAIN, ROOT) },
  deleteChain: { run: ({ vault }) => deleteChain(vault, CHAIN), inSteps: true },
};

/** Values of handles are not compared. */
async function outcomeOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    const value = await promise;
    return { value: value && typeof value === 'object' && 'close' in value ? 'open' : value };
  } catch (error) {
    if (!(error instanceof MingzhengError)) return { raw: String(error) };
    return error.code === 'store/failed' ? `${error.code} ${error.values.name}` : error.code;
  }
}

let ready: { readonly setting: Setting; readonly before: string } | undefined;

/** The setting is used again as long as nothing in it has changed; its connections are open when the count begins. */
async function attempt(operation: Operation, fault?: Fault) {
  const setting = ready?.setting ?? (await prepare());
  await setting.store.usage();
  await setting.vault.clockFloor();
  await operation.before?.(setting);
  const before = ready?.before ?? (await dump());
  arm(fault);
  const outcome = await outcomeOf(operation.run(setting));
  const sites = disarm();
  const after = await dump();
  ready = before === after ? { setting, before } : undefined;
  return { before, outcome, sites, after, again: () => outcomeOf(operation.run(setting)) };
}

/** What the operation must come to; undefined where the fault heals and it goes as if there had been none. */
function expected({ name, always }: Fault): string | undefined {
  if (!LOST.includes(name)) return CODES[name] ?? `store/failed ${name}`;
  return always ? `store/failed ${name}` : undefined;
}

function faultsAt(sites: readonly string[]): Fault[] {
  return sites.flatMap((site, call) =>
    waysOf(site).flatMap((way) => [
      ...FINAL.map((name) => ({ call, way, name, always: false })),
      ...LOST.flatMap((name) => [false, true].map((always) => ({ call, way, name, always }))),
    ]),
  );
}

const unhandled: unknown[] = [];
const note = (reason: unknown) => void unhandled.push(reason);
beforeAll(() => void process.on('unhandledRejection', note));
afterAll(() => void process.off('unhandledRejection', note));

describe.each(Object.entries(OPERATIONS))('%s', (_, operation) => {
  beforeAll(() => {
    ready = undefined;
  });

  it('survives every error at every call', { timeout: 120_000 }, async () => {
    const clean = await attempt(operation);
    const faults = faultsAt(clean.sites);
    expect(faults.length).toBeGreaterThan(0);
    for (const fault of faults) {
      const label = `${JSON.stringify(fault)} at ${clean.sites[fault.call]}`;
      const { before, outcome, after } = await attempt(operation, fault);
      expect(outcome, label).toEqual(expected(fault) ?? clean.outcome);
      if (!operation.inSteps) expect(after === (expected(fault) ? before : clean.after), label).toBe(true);
    }
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(unhandled.splice(0)).toEqual([]);
  });

  it('goes through the next time', async () => {
    ready = undefined;
    const failed = await attempt(operation, { call: 0, way: 'throws', name: 'QuotaExceededError', always: false });
    expect(failed.outcome).toBe('store/quota');
    const second = await failed.again();
    ready = undefined;
    expect(second).toEqual((await attempt(operation)).outcome);
  });
});
