// sm3-root-65536 and keccak-root-65536: the root of plain pairs over 65,536 hashes of 32 bytes, in one call of the core. Peers
// hash a node at a time.
import { toHex } from '../../src/codec/bytes.ts';
import type { HashAlgorithm } from '../../src/core/core.ts';
import { type BenchHost, measureRow } from './host.ts';
import { type HashPeer, rootOfPairs } from './peers.ts';
import { counting, mustHold, type Row } from './rounds.ts';

const LEAVES = 65_536;

export async function pairedRoot(
  host: BenchHost,
  work: string,
  algorithm: HashAlgorithm,
  peers: readonly HashPeer[],
): Promise<Row[]> {
  const core = await host.loadCore();
  const leaves = Uint8Array.from({ length: 32 * LEAVES }, (_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
  const ours = counting(LEAVES, () => core.pairedRoot(algorithm, leaves));
  const rows: Row[] = [];
  for (const { name, hash } of peers) {
    const peerRoot = () => rootOfPairs((node) => hash([node]), leaves);
    mustHold(toHex(core.pairedRoot(algorithm, leaves)) === toHex(peerRoot()), `${name} gives the same root`);
    rows.push(await measureRow(host, { work, unit: 'leaves/s', peerName: name }, ours, counting(LEAVES, peerRoot)));
  }
  return rows;
}
