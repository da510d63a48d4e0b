// sm3-64mb and keccak-64mb: the digest of a message of 64 MB that comes in pieces of 1 MB.
import { toHex } from '../../src/codec/bytes.ts';
import type { Core, HashAlgorithm } from '../../src/core/core.ts';
import { type BenchHost, measureRow } from './host.ts';
import type { HashPeer } from './peers.ts';
import { counting, mustHold, type Row } from './rounds.ts';

const MEGABYTE = 1_000_000;
const SIZE = 64;

function streamed(core: Core, algorithm: HashAlgorithm, pieces: readonly Uint8Array[]): Uint8Array {
  const stream = core.hashStream(algorithm);
  for (const piece of pieces) stream.update(piece);
  return stream.digest();
}

export async function longMessage(
  host: BenchHost,
  work: string,
  algorithm: HashAlgorithm,
  peers: readonly HashPeer[],
): Promise<Row[]> {
  const core = await host.loadCore();
  const message = new Uint8Array(SIZE * MEGABYTE).map((_, i) => Math.imul(i + 1, 2_654_435_761) >>> 24);
  const pieces = Array.from({ length: SIZE }, (_, i) => message.subarray(MEGABYTE * i, MEGABYTE * (i + 1)));
  const ours = counting(SIZE, () => streamed(core, algorithm, pieces));
  const rows: Row[] = [];
  for (const peer of peers) {
    const peerHash = () => peer.hash(peer.takesPieces ? pieces : [message]);
    const isSame = toHex(streamed(core, algorithm, pieces)) === toHex(peerHash());
    mustHold(isSame, `${peer.name} gives the same digest`);
    rows.push(await measureRow(host, { work, unit: 'MB/s', peerName: peer.name }, ours, counting(SIZE, peerHash)));
  }
  return rows;
}
