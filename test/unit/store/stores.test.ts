import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openChainStore } from '../../../src/store/chain-store.ts';
import { MemoryChainStore, MemorySecurityMemory } from '../../../src/store/memory-store.ts';
import { openSecurityMemory } from '../../../src/store/security-memory.ts';
import { chainStoreContract, vaultContract } from './contracts.ts';
import { CHAIN, ROOT } from './samples.ts';

function fresh(): void {
  globalThis.indexedDB = new IDBFactory();
}

chainStoreContract('IndexedDB', () => {
  fresh();
  return openChainStore(CHAIN, ROOT);
});
chainStoreContract('memory', async () => new MemoryChainStore());
vaultContract('IndexedDB', () => {
  fresh();
  return openSecurityMemory();
});
vaultContract('memory', async () => new MemorySecurityMemory());
