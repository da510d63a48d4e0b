// Hash functions by other hands to hold the core against: noble, and for SM3 OpenSSL. In a browser there is no second SM3:
// there the TypeScript core stands in, which the same tests hold against OpenSSL in Node.
import { sha256 } from '@noble/hashes/sha2.js';
import { keccak_256 } from '@noble/hashes/sha3.js';
import type { Core, HashAlgorithm } from '../../../src/core/core.ts';
import { jsCore } from '../../../src/core/js-core.ts';
import { loadAllBuilds } from '../../support/core.ts';

export type Hash = (message: Uint8Array) => Uint8Array;

export const ALGORITHMS: readonly HashAlgorithm[] = ['sha256', 'sm3', 'keccak256'];

const jsSm3: Hash = (message) => jsCore.hash('sm3', message);

/** Node's crypto where there is Node and its OpenSSL has SM3. */
export async function nodeCryptoWithSm3(): Promise<typeof import('node:crypto') | undefined> {
  if (typeof window !== 'undefined') return undefined;
  const crypto = await import('node:crypto');
  return crypto.getHashes().includes('sm3') ? crypto : undefined;
}

const crypto = await nodeCryptoWithSm3();

export const REFERENCE: Readonly<Record<HashAlgorithm, Hash>> = {
  sha256,
  sm3: crypto ? (message) => new Uint8Array(crypto.createHash('sm3').update(message).digest()) : jsSm3,
  keccak256: keccak_256,
};

export interface Case {
  readonly algorithm: HashAlgorithm;
  readonly build: string;
  readonly core: Core;
  readonly reference: Hash;
}

/** Every hash function of every build. */
export async function allCases(): Promise<Case[]> {
  const cores = await loadAllBuilds();
  return ALGORITHMS.flatMap((algorithm) =>
    cores.map((core) => ({ algorithm, build: core.build, core, reference: REFERENCE[algorithm] })),
  );
}

export function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}
