// The core's builds for tests, in Node and in a browser alike, and reproducible random data.
import type { Core, CoreBuild } from '../../src/core/core.ts';

/** Starts one build, and fails rather than falling back to another. */
export async function loadBuild(build: CoreBuild): Promise<Core> {
  const inNode = typeof window === 'undefined';
  const { loadCore } = await (inNode
    ? import('../../src/core/load-node.ts')
    : import('../../src/core/load-browser.ts'));
  const core = await loadCore(build);
  if (core.build !== build) throw new Error(`The ${build} core does not start here; got ${core.build}`);
  return core;
}

export async function loadAllBuilds(): Promise<Core[]> {
  return [await loadBuild('simd'), await loadBuild('scalar'), await loadBuild('js')];
}

/** A seeded generator (mulberry32): the same data in every run. */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  #next(): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  }

  /** A whole number from `least` to `most`, both included. */
  integer(least: number, most: number): number {
    return least + Math.floor(this.#next() * (most - least + 1));
  }

  bytes(length: number): Uint8Array {
    return Uint8Array.from({ length }, () => this.integer(0, 255));
  }
}
