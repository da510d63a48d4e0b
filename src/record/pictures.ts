// What the pictures of a verdict draw: the Merkle path, who signed, and the chain of trust. Data only.
import type { ChainFamily, LightBlock, ProvenInclusion, Verified } from '../chain/chain.ts';
import type { QuorumView } from '../chain/view.ts';
import { toHex } from '../codec/bytes.ts';
import type { Route } from './route.ts';
import { signersOf } from './signers.ts';
import type { MerklePicture, QuorumPicture, TrustPicture, TrustStop } from './verdict.ts';

export function merklePicture(proven: ProvenInclusion): MerklePicture {
  return {
    index: proven.index,
    total: proven.total,
    path: [proven.leaf, ...proven.steps.map((step) => step.node)].map(toHex),
    siblings: proven.steps.map(({ sibling, side }) => ({ hash: toHex(sibling), side })),
    rootName: proven.rootName,
  };
}

export function quorumPicture(height: bigint, view: QuorumView, names: ReadonlyMap<string, string>): QuorumPicture {
  const { signedPower, totalPower, needed } = view;
  return { height, signers: signersOf(view, names), signedPower, totalPower, needed };
}

function trustStop(family: ChainFamily, block: Verified<LightBlock>): TrustStop {
  const votes = family.votesOf(block);
  const sum = (power: bigint, vote: { readonly power: bigint }) => power + vote.power;
  const signed = votes.filter((vote) => vote.isForBlock);
  return {
    height: block.height,
    hash: toHex(block.hash),
    how: block.how === 'checkpoint' ? 'checkpoint' : block.how === 'signed' ? 'adjacent' : 'skipped-to',
    signedPower: signed.reduce(sum, 0n),
    totalPower: votes.reduce(sum, 0n),
    signed: signed.length,
    members: votes.length,
  };
}

export function trustPicture(family: ChainFamily, route: Route): TrustPicture {
  return {
    stops: route.stops.map((stop) => trustStop(family, stop)),
    recordHeight: route.header.height,
    links: route.links,
  };
}
