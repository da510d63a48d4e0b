// The worker's entry: loads the core, opens the stores, finds out whether this tab owns writing, and serves the page.
import * as Comlink from 'comlink';
import { parseTime } from '../codec/time.ts';
import type { MingzhengError } from '../core/error.ts';
import { loadCore } from '../core/load-browser.ts';
import { openChainStore } from '../store/chain-store.ts';
import { MemoryChainStore, MemorySecurityMemory } from '../store/memory-store.ts';
import { openSecurityMemory } from '../store/security-memory.ts';
import { deleteChain, deleteEverything, storageUse } from '../store/use.ts';
import type { SecurityVault } from '../store/vault.ts';
import type { StorageView, WorkerApi } from './api.ts';
import { FlooredClock } from './clock.ts';
import { electOwner, type TabGroup } from './owner.ts';
import { Session } from './session.ts';
import { SignaturePool } from './signature-pool.ts';
import signatureWorkerUrl from './signature-worker.ts?worker&url';
import { installTransferHandlers } from './transfer.ts';
import { scriptUrl } from './trusted-types.ts';
import { errorView } from './views.ts';

declare const __APP_VERSION__: string;
declare const __BUILD_TIME__: string;

const FIRST_CHAIN = 'demo-a';
const MAX_SIGNATURE_WORKERS = 4;

/** A call that a tab without ownership passes to the owner, who alone syncs and writes headers. */
interface Forwarded {
  readonly method: 'sync' | 'stop' | 'header' | 'checkAllSignatures';
  readonly args: readonly unknown[];
}
type Tabs = TabGroup<'changed', Forwarded, unknown>;
const FORWARDED: ReadonlySet<string> = new Set<Forwarded['method']>(['sync', 'stop', 'header', 'checkAllSignatures']);

let rebuilt: MingzhengError | undefined;

async function openVault(): Promise<SecurityVault> {
  try {
    return await openSecurityMemory();
  } catch {
    return new MemorySecurityMemory(); // no database here (private mode): works, but forgets
  }
}

function signaturePool(): SignaturePool {
  const size = Math.min(Math.max((navigator.hardwareConcurrency ?? 2) - 1, 1), MAX_SIGNATURE_WORKERS);
  return new SignaturePool(
    size,
    () => new Worker(scriptUrl(signatureWorkerUrl), { type: 'module', name: 'signatures' }),
  );
}

async function fetchBundledPack(): Promise<Uint8Array> {
  const response = await fetch('/demo/pack.json');
  return new Uint8Array(await response.arrayBuffer());
}

async function storageView(vault: SecurityVault, tabs: Tabs): Promise<StorageView> {
  const { usedBytes = 0, quotaBytes = 0, persisted, chains } = await storageUse(vault);
  return {
    usedBytes,
    quotaBytes,
    persisted,
    chains: chains.map(({ chainId, headers, bytes }) => ({ id: chainId, headers, bytes })),
    rebuilt: errorView(rebuilt),
    role: tabs.role,
  };
}

/** Name of the cache in which the service worker keeps files of archives. */
const ARCHIVES_CACHE = 'archives';

async function forgetEverything(vault: SecurityVault): Promise<void> {
  await deleteEverything(vault);
  await globalThis.caches?.delete(ARCHIVES_CACHE);
}

/** The others reread what the owner wrote, at most once in a while. */
function announceChanges(session: Session, tabs: Tabs): void {
  let pending = false;
  void session.subscribe(() => {
    if (tabs.role !== 'owner' || pending) return;
    pending = true;
    setTimeout(() => {
      pending = false;
      tabs.publish('changed');
    }, 500);
  });
  tabs.onEvent(() => void session.reload().catch(() => undefined));
}

/** The owner's side: a sync is started, not waited for; its progress is told by events. */
async function answerOtherTab(session: Session, { method, args }: Forwarded): Promise<unknown> {
  const call = (session[method] as (...given: readonly unknown[]) => Promise<unknown>).apply(session, [...args]);
  if (method !== 'sync') return call;
  call.catch(() => undefined);
  return undefined;
}

interface Started {
  readonly session: Session;
  readonly tabs: Tabs;
}

async function start(): Promise<Started> {
  const [vault, bundledPack] = await Promise.all([openVault(), fetchBundledPack(), loadCore()]);
  const clock = new FlooredClock(parseTime(__BUILD_TIME__), Date.now);
  const floor = await vault.clockFloor();
  if (floor) clock.raise(floor);
  const verifier = signaturePool();
  let session: Session | undefined;
  const sync = () => void session?.sync(FIRST_CHAIN, 'head-first').catch(() => undefined);
  const takeOver = () => {
    sync();
    void session?.tellStorage();
  };
  const tabs: Tabs = await electOwner({ name: 'mz-owner', onOwner: takeOver, onFollower: () => undefined });
  session = new Session({
    vault,
    clock,
    verifier,
    bundledPack,
    version: __APP_VERSION__,
    signatureWorkers: verifier.size,
    baseAddress: self.location.origin,
    openStore: async (chainId, trustRoot) => {
      if (vault instanceof MemorySecurityMemory) return new MemoryChainStore();
      return openChainStore(chainId, trustRoot, {
        vault,
        shared: !tabs.exclusive,
        onRebuilt: (error) => {
          rebuilt = error;
        },
      });
    },
    storage: () => storageView(vault, tabs),
    deleteChain: (chainId) => deleteChain(vault, chainId),
    deleteEverything: () => forgetEverything(vault),
  });
  await session.open();
  announceChanges(session, tabs);
  const opened = session;
  tabs.onRequest((request) => answerOtherTab(opened, request));
  if (tabs.role === 'owner') sync();
  return { session, tabs };
}

const started = start();

/** Signals cannot go to another tab; everything else that is forwarded is plain data. */
function forward(tabs: Tabs, method: Forwarded['method'], args: readonly unknown[]): Promise<unknown> {
  return tabs.request({ method, args: args.filter((arg) => !(arg instanceof AbortSignal)) });
}

/** Every call waits until the worker has started; a start that failed fails every call with its reason. */
const api = new Proxy({} as WorkerApi, {
  get:
    (_, name: keyof WorkerApi) =>
    async (...args: unknown[]) => {
      const { session, tabs } = await started;
      if (tabs.role === 'follower' && FORWARDED.has(name)) return forward(tabs, name as Forwarded['method'], args);
      return (session[name] as (...given: unknown[]) => unknown).apply(session, args);
    },
});

installTransferHandlers();
Comlink.expose(api);
