// merkle-root-65536: the RFC 6962 root over 65,536 leaves of 32 bytes, in one call of the core.
import { toHex } from '../../src/codec/bytes.ts';
import type { Core, CoreBuild } from '../../src/core/core.ts';
import { type BenchHost, measureRow } from './host.ts';
import { asSha256Root, installFastestAsSha256, levelsFor, nobleRoot, nobleRootWithoutPrefixes } from './peers.ts';
import { counting, mustHold, type Row } from './rounds.ts';

const LEAVES = 65_536;
const UNIT = 'leaves/s';
const NOBLE = '@noble/hashes sha256, RFC 6962';
const AS_SHA256 = '@chainsafe/as-sha256 hashInto by levels: 64-byte nodes, no prefix byte, no leaf hashes';

async function startBuild(host: BenchHost, build: CoreBuild): Promise<Core> {
  const core = await host.loadCore(build);
  mustHold(core.build === build, `the ${build} core starts here`);
  return core;
}

async function setUp(host: BenchHost, build: CoreBuild) {
  const flat = Uint8Array.from({ length: 32 * LEAVES }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
  const leaves = Array.from({ length: LEAVES }, (_, i) => flat.subarray(32 * i, 32 * i + 32));
  const core = await startBuild(host, build);
  mustHold(toHex(core.merkleRoot(leaves)) === toHex(nobleRoot(flat)), 'both give the same root');
  return { flat, ours: counting(LEAVES, () => core.merkleRoot(leaves)) };
}

async function againstNoble(host: BenchHost, work: string, build: CoreBuild): Promise<Row> {
  const { flat, ours } = await setUp(host, build);
  const peer = counting(LEAVES, () => nobleRoot(flat));
  return measureRow(host, { work, unit: UNIT, peerName: NOBLE }, ours, peer);
}

async function againstAsSha256(host: BenchHost, work: string): Promise<Row> {
  const { flat, ours } = await setUp(host, 'simd');
  const levels = levelsFor(flat);
  mustHold(toHex(asSha256Root(levels)) === toHex(nobleRootWithoutPrefixes(flat)), 'as-sha256 gives its root');
  const peerName = `${AS_SHA256}; ${installFastestAsSha256(levels) ? 'SIMD build' : 'build without SIMD, faster here'}`;
  const peer = counting(LEAVES, () => asSha256Root(levels));
  return measureRow(host, { work, unit: UNIT, peerName }, ours, peer);
}

/** A row a peer; the fastest core is installed again afterwards. */
export async function merkleRoot(host: BenchHost, work: string, build: CoreBuild): Promise<Row[]> {
  const rows = [await againstNoble(host, work, build)];
  if (build === 'simd') rows.unshift(await againstAsSha256(host, work));
  await host.loadCore();
  return rows;
}
