// Runs one work by its id, wherever the host is.
import { commit, commitByPool } from './commit.ts';
import { headerBytesArchive, headersByLinks } from './headers-by-links.ts';
import { headersBySignatures } from './headers-by-signatures.ts';
import type { BenchHost } from './host.ts';
import { merkleRoot } from './merkle-root.ts';
import { proofToVerdict } from './proof-to-verdict.ts';
import type { Row } from './rounds.ts';

type Run = (host: BenchHost, work: string) => Promise<Row[]>;

const RUNS: Readonly<Record<string, Run>> = {
  'merkle-root-65536': (host, work) => merkleRoot(host, work, 'simd'),
  'merkle-root-65536-scalar': (host, work) => merkleRoot(host, work, 'scalar'),
  'merkle-root-65536-js': (host, work) => merkleRoot(host, work, 'js'),
  'commit-100': commit,
  'commit-100-pool': commitByPool,
  'headers-by-signatures-10000': headersBySignatures,
  'headers-by-links-10000': (host, work) => headersByLinks(host, work, 'signed-10000'),
  'headers-by-links-100000': (host, work) => headersByLinks(host, work, 'headers-100000'),
  'header-bytes-archive': headerBytesArchive,
  'proof-to-verdict': proofToVerdict,
};

export async function runWork(host: BenchHost, work: string): Promise<Row[]> {
  const run = RUNS[work];
  if (!run) throw new Error(`no such work here: ${work}`);
  await host.loadCore();
  return run(host, work);
}
