// Archives out of the recordings. Folders carry the hash of their manifest, so that a file never changes under its address.
import { believeCheckpoint } from '../../src/chain/believe.ts';
import type { BlockData, Checkpoint } from '../../src/chain/chain.ts';
import type { RecordRule } from '../../src/chain/record-rule.ts';
import type { RecordPlace } from '../../src/client/archive/format.ts';
import { MANIFEST_PATH } from '../../src/client/archive/source.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import type { ChainContext } from '../../src/client/context.ts';
import { walkSkipping } from '../../src/client/walk.ts';
import { fromHex, toHex } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { contextOf, NO_SIGNAL, type Workshop } from './workshop.ts';

/** Heights that skipping asks for on its way from the checkpoint to the last block. */
async function waypointsOf(
  shop: Workshop,
  context: ChainContext,
  name: string,
  checkpoint: Checkpoint,
): Promise<bigint[]> {
  const source = shop.source(context, name);
  const top = await source.head();
  const asked = new Set<bigint>([checkpoint.height, top.height]);
  const lightBlock = source.lightBlock.bind(source);
  source.lightBlock = (height) => {
    asked.add(height);
    return lightBlock(height);
  };
  const first = shop.blockAt(name, checkpoint.height);
  const start = await believeCheckpoint(context, checkpoint, first, context.clock.now());
  await walkSkipping(context, source, start, top, NO_SIGNAL);
  return [...asked];
}

type IndexEntry = RecordPlace & { readonly key: Uint8Array };

/** Each transaction by its hash, and each of its records by its digest, once. */
function entriesOf(
  { family: { records }, profile }: ChainContext,
  rule: RecordRule | undefined,
  height: bigint,
  data: BlockData,
  index: number,
): IndexEntry[] {
  const [transaction] = records.prove(profile, height, data, index);
  const made = rule ? records.prove(profile, height, data, index, rule) : [];
  const found = made.flatMap(({ record }) => records.recordIn(profile, rule!, record) ?? []);
  const keys = [records.recordHash(profile, transaction!.record), ...found.map(({ digest }) => digest)].map(toHex);
  return [...new Set(keys)].map((key) => ({ key: fromHex(key), height, index }));
}

function indexOf(context: ChainContext, chain: PackChain, data: ReadonlyMap<bigint, BlockData>): IndexEntry[] {
  const rule = chain.records && context.family.records.readRule(chain.records);
  return [...data].flatMap(([height, block]) =>
    block.transactions.flatMap((_, index) => entriesOf(context, rule, height, block, index)),
  );
}

/** Puts an archive's files on the bench and gives the name of its folder. */
export async function addArchive(shop: Workshop, chain: PackChain, name: string): Promise<string> {
  const { blocks, data } = shop.recording(name);
  const context = await contextOf(chain);
  const waypoints = await waypointsOf(shop, context, name, chain.checkpoints[0]!);
  const archive = writeArchive({
    family: context.family,
    chainId: chain.id,
    blocks,
    waypoints,
    data,
    index: indexOf(context, chain, data),
  });
  const folder = `${name.replace('/', '-')}-${toHex(sha256(archive.get(MANIFEST_PATH)!)).slice(0, 8)}`;
  for (const [path, bytes] of archive) shop.put(`archives/${folder}/${path}`, bytes);
  return folder;
}
