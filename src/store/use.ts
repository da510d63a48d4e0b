// How much is stored, and how it is deleted. Which databases are ours is known twice: by the registry in the security
// memory, and by what the browser lists, since either may have been lost.
import { MingzhengError } from '../core/error.ts';
import { type CacheName, cachePlan, databaseName, NOTHING, parseDatabaseName, type Usage } from './cache-schema.ts';
import { unopenedChainStore } from './chain-store.ts';
import { deleteDatabase } from './connection.ts';
import { VAULT_DATABASE } from './security-memory.ts';
import type { SecurityVault } from './vault.ts';

/** Every database of ours begins so. */
const PREFIX = 'mz-';

export interface CacheUse extends CacheName, Usage {
  /** Why nothing could be counted, so that one bad database does not hide the others. */
  readonly error?: MingzhengError;
}

export interface StorageUse {
  /** What the browser says of the whole origin, in bytes; absent where it does not say. */
  readonly usedBytes?: number;
  readonly quotaBytes?: number;
  /** Whether the browser promised not to evict it. */
  readonly persisted: boolean;
  readonly chains: readonly CacheUse[];
}

export async function storageUse(vault: SecurityVault): Promise<StorageUse> {
  const manager = globalThis.navigator?.storage as Partial<StorageManager> | undefined;
  const [estimate, persisted, caches] = await Promise.all([
    manager?.estimate?.().catch(() => undefined),
    manager?.persisted?.().catch(() => false),
    knownCaches(vault),
  ]);
  const chains = await Promise.all(caches.map(usageOf));
  return { usedBytes: estimate?.usage, quotaBytes: estimate?.quota, persisted: persisted ?? false, chains };
}

async function usageOf(cache: CacheName): Promise<CacheUse> {
  const store = unopenedChainStore(cache);
  try {
    return { ...cache, ...(await store.usage()) };
  } catch (error) {
    if (!(error instanceof MingzhengError)) throw error;
    return { ...cache, ...NOTHING, error };
  } finally {
    store.close();
  }
}

/** Names of all databases, or none where the browser does not list them (Firefox before 126). */
async function listedNames(): Promise<string[]> {
  const listed = await globalThis.indexedDB?.databases?.().catch(() => []);
  return (listed ?? []).flatMap(({ name }) => name ?? []);
}

async function knownCaches(vault: SecurityVault): Promise<CacheName[]> {
  const noted = await vault.caches();
  const listed = (await listedNames()).flatMap((name) => parseDatabaseName(name) ?? []);
  const byName = new Map([...noted, ...listed].map((cache) => [databaseName(cache), cache]));
  return [...byName.values()].sort((a, b) => (databaseName(a) < databaseName(b) ? -1 : 1));
}

/** Deletes the headers of a chain, under every trust root. Its trusted head and fork stay in the security memory. */
export async function deleteChain(vault: SecurityVault, chainId: string): Promise<void> {
  for (const cache of await knownCaches(vault)) {
    if (cache.chainId !== chainId) continue;
    await deleteDatabase(cachePlan(cache).name);
    await vault.forgetCache(cache.chainId, cache.trustRoot);
  }
}

/** Deletes every database of ours, the security memory last. `vault` starts from nothing when it is used again. */
export async function deleteEverything(vault: SecurityVault): Promise<void> {
  const noted = (await vault.caches().catch(() => [])).map(databaseName);
  const listed = (await listedNames()).filter((name) => name.startsWith(PREFIX));
  const names = new Set([...noted, ...listed]);
  names.delete(VAULT_DATABASE);
  for (const name of names) await deleteDatabase(name);
  vault.close();
  await deleteDatabase(VAULT_DATABASE);
}
