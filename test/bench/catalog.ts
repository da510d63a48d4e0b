// The works by id: where each is measured, and which chains it needs. Plain data, for Node and pages alike.
import type { BenchChainOptions } from '../support/bench-chain.ts';
import type { Environment } from './rounds.ts';

export type ChainName = 'commit-100' | 'signed-10000' | 'headers-100000';

export const CHAINS: Readonly<Record<ChainName, BenchChainOptions>> = {
  'commit-100': { chainId: 'bench-100', length: 2, validators: 100, everyBlockSigned: true },
  'signed-10000': { chainId: 'bench-7', length: 10_000, validators: 7, everyBlockSigned: true },
  'headers-100000': { chainId: 'bench-long', length: 100_000, validators: 7, everyBlockSigned: false },
};

export interface WorkEntry {
  readonly id: string;
  readonly environments: readonly Environment[];
  readonly chains: readonly ChainName[];
}

const BOTH: readonly Environment[] = ['node', 'chromium'];
const CHROMIUM: readonly Environment[] = ['chromium'];

export const WORKS: readonly WorkEntry[] = [
  { id: 'merkle-root-65536', environments: BOTH, chains: [] },
  { id: 'merkle-root-65536-scalar', environments: BOTH, chains: [] },
  { id: 'merkle-root-65536-js', environments: BOTH, chains: [] },
  { id: 'commit-100', environments: BOTH, chains: ['commit-100'] },
  { id: 'commit-100-pool', environments: CHROMIUM, chains: ['commit-100'] },
  { id: 'headers-by-signatures-10000', environments: BOTH, chains: ['signed-10000'] },
  { id: 'headers-by-links-10000', environments: BOTH, chains: ['signed-10000'] },
  { id: 'headers-by-links-100000', environments: CHROMIUM, chains: ['headers-100000'] },
  { id: 'header-bytes-archive', environments: ['node'], chains: ['signed-10000'] },
  { id: 'header-bytes-disk', environments: CHROMIUM, chains: ['headers-100000'] },
  { id: 'warm-start', environments: CHROMIUM, chains: [] },
  { id: 'proof-to-verdict', environments: BOTH, chains: [] },
];
