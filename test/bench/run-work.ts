// Runs one work by its id, wherever the host is.
import { commit, commitByPool } from './commit.ts';
import { curveWork } from './curve-works.ts';
import { headerBytesArchive, headersByLinks } from './headers-by-links.ts';
import { fiscoHeadersByTwoWorkers, headersBySignatures, headersByTwoWorkers } from './headers-by-signatures.ts';
import type { BenchHost } from './host.ts';
import { longMessage } from './long-message.ts';
import { merkleRoot } from './merkle-root.ts';
import { pairedRoot } from './paired-root.ts';
import { hashWasmKeccak, hashWasmSm3, nobleKeccak, smCryptoSm3 } from './peers.ts';
import { proofToVerdict } from './proof-to-verdict.ts';
import type { Row } from './rounds.ts';

type Run = (host: BenchHost, work: string) => Promise<Row[]>;

const RUNS: Readonly<Record<string, Run>> = {
  'merkle-root-65536': (host, work) => merkleRoot(host, work, 'simd'),
  'merkle-root-65536-scalar': (host, work) => merkleRoot(host, work, 'scalar'),
  'merkle-root-65536-js': (host, work) => merkleRoot(host, work, 'js'),
  'sm3-root-65536': async (host, work) => pairedRoot(host, work, 'sm3', [await hashWasmSm3(), smCryptoSm3]),
  'keccak-root-65536': async (host, work) => pairedRoot(host, work, 'keccak256', [await hashWasmKeccak(), nobleKeccak]),
  'sm3-64mb': async (host, work) => longMessage(host, work, 'sm3', [await hashWasmSm3(), smCryptoSm3]),
  'keccak-64mb': async (host, work) => longMessage(host, work, 'keccak256', [await hashWasmKeccak()]),
  'sm2-new-key': (host) => curveWork(host, 'sm2-new-key'),
  'sm2-returning-key': (host) => curveWork(host, 'sm2-returning-key'),
  'secp256k1-new-key': (host) => curveWork(host, 'secp256k1-new-key'),
  'secp256k1-returning-key': (host) => curveWork(host, 'secp256k1-returning-key'),
  'secp256k1-recover': (host) => curveWork(host, 'secp256k1-recover'),
  'p256-returning-key': (host) => curveWork(host, 'p256-returning-key'),
  'ed25519-returning-key': (host) => curveWork(host, 'ed25519-returning-key'),
  'commit-100': commit,
  'commit-100-pool': commitByPool,
  'headers-by-signatures-10000': (host, work) => headersBySignatures(host, work, 'signed-10000', 250n),
  'headers-by-two-workers': headersByTwoWorkers,
  'headers-by-links-10000': (host, work) => headersByLinks(host, work, 'signed-10000'),
  'headers-by-links-100000': (host, work) => headersByLinks(host, work, 'headers-100000'),
  'header-bytes-archive': (host, work) => headerBytesArchive(host, work, 'signed-10000'),
  'fisco-headers-by-signatures': (host, work) => headersBySignatures(host, work, 'fisco-signed-2000', 40n),
  'fisco-headers-by-two-workers': fiscoHeadersByTwoWorkers,
  'fisco-ecdsa-headers-by-signatures': (host, work) => headersBySignatures(host, work, 'fisco-ecdsa-signed-300', 40n),
  'fisco-headers-by-links-10000': (host, work) => headersByLinks(host, work, 'fisco-headers-10000'),
  'fisco-header-bytes-archive': (host, work) => headerBytesArchive(host, work, 'fisco-headers-10000'),
  'proof-to-verdict': proofToVerdict,
};

export async function runWork(host: BenchHost, work: string): Promise<Row[]> {
  const run = RUNS[work];
  if (!run) throw new Error(`no such work here: ${work}`);
  await host.loadCore();
  return run(host, work);
}
