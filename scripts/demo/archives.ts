// Archives out of the recordings. Folders carry the hash of their manifest, so that a file never changes under its address.
import type { Checkpoint } from '../../src/chain/chain.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { type RecordRule, recordIn } from '../../src/chain/record-rule.ts';
import type { BlockData, RecordPlace } from '../../src/client/archive/format.ts';
import { MANIFEST_PATH } from '../../src/client/archive/source.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import { believeCheckpoint } from '../../src/client/prove.ts';
import { walkSkipping } from '../../src/client/walk.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { contextOf, NO_SIGNAL, type Workshop } from './workshop.ts';

const RULE: RecordRule = { kind: 'transaction-text', pattern: 'record/{id}={sha256}' };

/** Heights that skipping asks for on its way from the first block to the last. */
async function waypointsOf(shop: Workshop, chain: PackChain, name: string, checkpoint: Checkpoint): Promise<bigint[]> {
  const context = contextOf(chain);
  const source = shop.source(name);
  const top = await source.head();
  const asked = new Set<bigint>([checkpoint.height, top.height]);
  const lightBlock = source.lightBlock.bind(source);
  source.lightBlock = (height) => {
    asked.add(height);
    return lightBlock(height);
  };
  const start = await believeCheckpoint(context, checkpoint, shop.blockAt(name, checkpoint.height));
  await walkSkipping(context, source, start, top, NO_SIGNAL);
  return [...asked];
}

function indexOf(data: ReadonlyMap<bigint, BlockData>): (RecordPlace & { key: Uint8Array })[] {
  return [...data].flatMap(([height, { transactions }]) =>
    transactions.flatMap((transaction, index) => {
      const record = recordIn(RULE, transaction);
      const byHash = { key: cometbft.records.hashOf(transaction), height, index };
      return record ? [byHash, { key: record.digest, height, index }] : [byHash];
    }),
  );
}

/** Puts an archive's files on the bench and gives the name of its folder. */
export async function addArchive(shop: Workshop, chain: PackChain, name: string): Promise<string> {
  const { blocks, data } = shop.recording(name);
  const waypoints = await waypointsOf(shop, chain, name, chain.checkpoints[0]!);
  const archive = writeArchive({
    family: cometbft,
    chainId: chain.id,
    blocks,
    waypoints,
    data,
    index: indexOf(data),
  });
  const folder = `${name.replace('/', '-')}-${toHex(sha256(archive.get(MANIFEST_PATH)!)).slice(0, 8)}`;
  for (const [path, bytes] of archive) shop.put(`archives/${folder}/${path}`, bytes);
  return folder;
}
