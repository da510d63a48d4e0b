// How the validators' power changed over the verified part of a chain. A set counts only if its hash, computed from its
// members, is the one that a verified header names.
import type { Member } from '../chain/chain.ts';
import { ArchiveSource } from './archive/source.ts';
import type { ChainContext } from './context.ts';
import type { ChainStore, Source, StoreIndex } from './ports.ts';
import { readBlock } from './stored.ts';

export interface PowerChange {
  /** First verified height that this set signs. */
  readonly height: bigint;
  readonly members: readonly Member[];
}

interface SetAt {
  readonly height: bigint;
  readonly hash: string;
}

/** Changes, lowest first. Sets that no source has are left out. */
export async function powerOverTime(
  context: ChainContext,
  store: ChainStore,
  index: StoreIndex,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<PowerChange[]> {
  const changes = await changesInStore(context, store, index);
  const known = await knownSets(context, store, index, sources, signal);
  return changes.flatMap(({ height, hash }) => {
    const members = known.get(hash);
    return members ? [{ height, members }] : [];
  });
}

async function changesInStore(context: ChainContext, store: ChainStore, index: StoreIndex): Promise<SetAt[]> {
  const found: SetAt[] = [];
  for (const { to } of index.frames) {
    const frame = await store.frame(to);
    if (frame) found.push(...context.family.setChanges(frame));
  }
  for (const { height } of index.blocks) {
    const block = await readBlock(context, store, height);
    if (block) found.push({ height, hash: context.family.setHashOf(block) });
  }
  found.sort((a, b) => (a.height < b.height ? -1 : 1));
  return found.filter((change, i) => change.hash !== found[i - 1]?.hash);
}

async function knownSets(
  context: ChainContext,
  store: ChainStore,
  index: StoreIndex,
  sources: readonly Source[],
  signal: AbortSignal,
): Promise<Map<string, readonly Member[]>> {
  const encoded: Uint8Array[] = [];
  for (const source of sources) if (source instanceof ArchiveSource) encoded.push(...(await setsOf(source, signal)));
  for (const { height } of index.blocks) encoded.push(...((await store.block(height))?.sets.values() ?? []));
  const read = encoded.flatMap((bytes) => readable(context, bytes));
  return new Map(read.map(({ hash, members }) => [hash, members]));
}

function readable({ family }: ChainContext, bytes: Uint8Array) {
  try {
    return [family.readSet(bytes)];
  } catch {
    return []; // no set at all: a gap in the picture
  }
}

/** A source that is out of reach only leaves gaps in the picture. */
async function setsOf(source: ArchiveSource, signal: AbortSignal): Promise<Uint8Array[]> {
  try {
    return [...(await source.sets(signal)).values()];
  } catch {
    return [];
  }
}
