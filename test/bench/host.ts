// What a work takes from where it runs: Node or a worker in Chromium.
import { ArchiveSource } from '../../src/client/archive/source.ts';
import type { ChainContext } from '../../src/client/context.ts';
import type { Core, CoreBuild } from '../../src/core/core.ts';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';
import type { ClosableChainStore } from '../../src/store/chain-store.ts';
import { type BenchChain, fetchFromFiles } from '../support/bench-chain-files.ts';
import type { ChainName } from './catalog.ts';
import { type Contender, compare, type Effort, type Environment, type Row } from './rounds.ts';

/** An empty store; `remove` deletes it with everything in it. */
export interface FreshStore {
  readonly store: ClosableChainStore;
  remove(): Promise<void>;
}

export interface BenchHost {
  readonly environment: Environment;
  readonly effort: Effort;
  /** Installs a build of the core, the fastest where none is named. */
  loadCore(build?: CoreBuild): Promise<Core>;
  chain(name: ChainName): Promise<BenchChain>;
  freshStore(): Promise<FreshStore>;
  /** A file below /demo/. */
  demoFile(path: string): Promise<Uint8Array>;
  /** Where there are workers for signatures: as many as the app starts here, or as are asked for. */
  signaturePool?(size?: number): SignatureVerifier;
}

export function contextOf({ family, profile, now }: BenchChain, verifier: SignatureVerifier): ChainContext {
  return { family, profile, verifier, clock: { now: () => now } };
}

/** A source that has read nothing yet. */
export function sourceOf({ family, profile, files }: BenchChain): ArchiveSource {
  return new ArchiveSource('bench', 'bench', family, profile, fetchFromFiles(files));
}

export async function measureRow(
  host: BenchHost,
  about: Pick<Row, 'work' | 'unit' | 'peerName'>,
  ours: Contender,
  peer: Contender,
): Promise<Row> {
  const { environment, effort } = host;
  return { ...about, environment, ...(await compare(ours, peer, effort)) };
}

export const NO_SIGNAL = new AbortController().signal;
