// The works by id: where each is measured, and which chains it needs. Plain data, for Node and pages alike.
import type { BenchChainOptions } from '../support/bench-chain.ts';
import type { FiscoBenchOptions } from '../support/bench-fisco.ts';
import type { Cryptography } from '../support/make-fisco-keys.ts';
import type { Environment } from './rounds.ts';

type ChainOptions = BenchChainOptions | FiscoBenchOptions;

const comet = (chainId: string, length: number, validators: number, everyBlockSigned: boolean): ChainOptions => {
  return { family: 'cometbft', chainId, length, validators, everyBlockSigned };
};

/** Chains of 7 sealers. */
const fisco = (length: number, cryptography: Cryptography, everyBlockSigned: boolean): ChainOptions => {
  const chainId = `bench-${cryptography}-${length}`;
  return { family: 'fisco-bcos', chainId, length, sealers: 7, cryptography, everyBlockSigned };
};

/** Each as it is made, in Node. */
const MADE = {
  'commit-100': comet('bench-100', 2, 100, true),
  'signed-10000': comet('bench-7', 10_000, 7, true),
  'signed-by-100': comet('bench-by-100', 10_000, 100, true),
  'headers-100000': comet('bench-long', 100_000, 7, false),
  'fisco-signed-2000': fisco(2000, 'national', true),
  'fisco-ecdsa-signed-300': fisco(300, 'international', true),
  'fisco-headers-10000': fisco(10_000, 'national', false),
};

export type ChainName = keyof typeof MADE;
export const CHAINS: Readonly<Record<ChainName, ChainOptions>> = MADE;

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
  { id: 'sm3-root-65536', environments: BOTH, chains: [] },
  { id: 'keccak-root-65536', environments: BOTH, chains: [] },
  { id: 'sm3-64mb', environments: BOTH, chains: [] },
  { id: 'keccak-64mb', environments: BOTH, chains: [] },
  { id: 'sm2-new-key', environments: BOTH, chains: [] },
  { id: 'sm2-returning-key', environments: BOTH, chains: [] },
  { id: 'secp256k1-new-key', environments: BOTH, chains: [] },
  { id: 'secp256k1-returning-key', environments: BOTH, chains: [] },
  { id: 'secp256k1-recover', environments: BOTH, chains: [] },
  { id: 'p256-returning-key', environments: BOTH, chains: [] },
  { id: 'ed25519-returning-key', environments: BOTH, chains: [] },
  { id: 'commit-100', environments: BOTH, chains: ['commit-100'] },
  { id: 'commit-100-pool', environments: CHROMIUM, chains: ['commit-100'] },
  { id: 'headers-by-signatures-10000', environments: BOTH, chains: ['signed-10000'] },
  { id: 'headers-by-two-workers', environments: CHROMIUM, chains: ['signed-by-100'] },
  { id: 'headers-by-links-10000', environments: BOTH, chains: ['signed-10000'] },
  { id: 'headers-by-links-100000', environments: CHROMIUM, chains: ['headers-100000'] },
  { id: 'header-bytes-archive', environments: ['node'], chains: ['signed-10000'] },
  { id: 'header-bytes-disk', environments: CHROMIUM, chains: ['headers-100000'] },
  { id: 'fisco-headers-by-signatures', environments: BOTH, chains: ['fisco-signed-2000'] },
  { id: 'fisco-headers-by-two-workers', environments: CHROMIUM, chains: ['fisco-signed-2000'] },
  { id: 'fisco-ecdsa-headers-by-signatures', environments: BOTH, chains: ['fisco-ecdsa-signed-300'] },
  { id: 'fisco-headers-by-links-10000', environments: BOTH, chains: ['fisco-headers-10000'] },
  { id: 'fisco-header-bytes-archive', environments: ['node'], chains: ['fisco-headers-10000'] },
  { id: 'warm-start', environments: CHROMIUM, chains: [] },
  { id: 'proof-to-verdict', environments: BOTH, chains: [] },
];
