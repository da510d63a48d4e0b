// What is kept of a fork: both blocks in full, and the evidence against each, until the person deletes them.
import type { ChainFamily, LightBlock } from '../chain/chain.ts';
import type { Fork } from './detector.ts';
import type { FrozenFork } from './ports.ts';

type Side = FrozenFork['sides'][number];

/** `heads`: newest height that each source claims. */
export function asFrozen(family: ChainFamily, fork: Fork, heads: ReadonlyMap<string, bigint>): FrozenFork {
  const side = (source: string, block: LightBlock): Side => {
    const votes = family.votesOf(block);
    return {
      source,
      hash: block.hash,
      time: block.time,
      signed: votes.filter((vote) => vote.isForBlock).length,
      members: votes.length,
      head: heads.get(source) ?? block.height,
      lightBlock: JSON.stringify(family.lightBlockToJson(block)),
      evidence: fork.reports.find((report) => report.conflicting === block)?.evidence ?? '',
    };
  };
  return {
    height: fork.primary.block.height,
    lastCommonHeight: fork.common.height,
    kind: fork.reports[0]!.kind,
    sides: [side(fork.primary.source, fork.primary.block), side(fork.witness.source, fork.witness.block)],
  };
}
