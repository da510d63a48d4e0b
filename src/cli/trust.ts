// Trust for the command line: one pack, named by the caller.
import { readFileSync } from 'node:fs';
import { loadFamily } from '../chain/registry.ts';
import { fromNanos, parseTime, type Time } from '../codec/time.ts';
import { localVerifier } from '../crypto/verify.ts';
import type { ChainTrust } from '../record/verify.ts';
import { chainTrust } from '../trust/chain-trust.ts';
import { openPack, type TrustPack } from '../trust/pack.ts';

export async function readPack(path: string): Promise<TrustPack> {
  return openPack(new Uint8Array(readFileSync(path)), localVerifier);
}

export async function trustIn(pack: TrustPack, chainId: string): Promise<ChainTrust | undefined> {
  const chain = pack.chains.find(({ id }) => id === chainId);
  return chain && chainTrust(pack, chain, await loadFamily(chain.family));
}

/** The clock: `--now` as RFC 3339, else the machine's. */
export function clockOf(now: string | undefined): () => Time {
  if (now === undefined) return () => fromNanos(BigInt(Date.now()) * 1_000_000n);
  const fixed = parseTime(now);
  return () => fixed;
}
