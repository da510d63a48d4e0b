// The host in Node: chains are made here, once each; stores are in memory.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadCore } from '../../src/core/load-node.ts';
import { MemoryChainStore } from '../../src/store/memory-store.ts';
import type { BenchChain } from '../support/bench-chain-files.ts';
import type { ChainName } from './catalog.ts';
import { makeChainOf } from './chains.ts';
import type { BenchHost } from './host.ts';
import type { Effort } from './rounds.ts';

/** Two levels above this file, and above its bundle in `build/node/`. */
export const ROOT = join(import.meta.dirname, '../..');

export class Chains {
  readonly #made = new Map<ChainName, BenchChain>();

  get(name: ChainName): BenchChain {
    const made = this.#made.get(name) ?? makeChainOf(name);
    this.#made.set(name, made);
    return made;
  }
}

export function nodeHost(chains: Chains, effort: Effort): BenchHost {
  return {
    environment: 'node',
    effort,
    loadCore,
    chain: async (name) => chains.get(name),
    freshStore: async () => ({ store: new MemoryChainStore(), remove: async () => undefined }),
    demoFile: async (path) => new Uint8Array(await readFile(join(ROOT, 'public/demo', path))),
  };
}
