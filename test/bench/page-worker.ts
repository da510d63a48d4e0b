// The host in Chromium, in a dedicated worker: chains come from the bench's server, stores are in IndexedDB.
import * as Comlink from 'comlink';
import { loadCore } from '../../src/core/load-browser.ts';
import { databaseName } from '../../src/store/cache-schema.ts';
import { openChainStore } from '../../src/store/chain-store.ts';
import { deleteDatabase } from '../../src/store/connection.ts';
import { SignaturePool } from '../../src/worker/signature-pool.ts';
import signatureWorkerUrl from '../../src/worker/signature-worker.ts?worker&url';
import { type BenchChain, unpackBenchChain } from '../support/bench-chain-files.ts';
import type { ChainName } from './catalog.ts';
import { rulesOf } from './chains.ts';
import { fillStore } from './headers-by-links.ts';
import type { BenchHost, FreshStore } from './host.ts';
import type { BenchPage } from './page-api.ts';
import type { Effort } from './rounds.ts';
import { runWork } from './run-work.ts';

const CHAIN_ID = 'bench';

async function get(path: string): Promise<Response> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`HTTP ${response.status} for ${path}`);
  return response;
}

async function bytesAt(path: string): Promise<Uint8Array> {
  return new Uint8Array(await (await get(path)).arrayBuffer());
}

async function fetchChain(name: ChainName): Promise<BenchChain> {
  const json = await (await get(`/chains/${name}.json`)).text();
  return unpackBenchChain(rulesOf(name), { json, bytes: await bytesAt(`/chains/${name}.bin`) });
}

async function freshStore(): Promise<FreshStore> {
  const trustRoot = crypto.randomUUID();
  const store = await openChainStore(CHAIN_ID, trustRoot);
  const remove = () => {
    store.close();
    return deleteDatabase(databaseName({ chainId: CHAIN_ID, trustRoot }));
  };
  return { store, remove };
}

/** As many workers as the app starts here. */
const appPoolSize = (): number => Math.min(Math.max((navigator.hardwareConcurrency ?? 2) - 1, 1), 4);

function signaturePool(size = appPoolSize()): SignaturePool {
  return new SignaturePool(size, () => new Worker(signatureWorkerUrl, { type: 'module' }));
}

function host(effort: Effort): BenchHost {
  return {
    environment: 'chromium',
    effort,
    loadCore,
    chain: fetchChain,
    freshStore,
    demoFile: (path) => bytesAt(`/demo/${path}`),
    signaturePool,
  };
}

const api: BenchPage = {
  run: (work, effort) => runWork(host(effort), work),
  fill: async (name) => {
    await loadCore();
    const { store } = await freshStore();
    await fillStore(await fetchChain(name), store);
    store.close();
  },
};
Comlink.expose(api);
