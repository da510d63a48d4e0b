// What the pictures of a verdict draw: the Merkle path, who signed, and the chain of trust. Data only.
import type { LightBlock, ProvenInclusion, Verified } from '../chain/chain.ts';
import type { QuorumView } from '../chain/view.ts';
import { toHex } from '../codec/bytes.ts';
import type { Route } from './route.ts';
import { signersOf } from './signers.ts';
import type { MerklePicture, QuorumPicture, TrustPicture, TrustStop } from './verdict.ts';

export function merklePicture(proven: ProvenInclusion): MerklePicture {
  return {
    index: proven.index,
    ...(proven.total !== undefined && { total: proven.total }),
    tree: proven.tree,
    path: [proven.leaf, ...proven.steps.map((step) => step.node)].map(toHex),
    levels: proven.steps.map(({ left, right }) => ({ left: left.map(toHex), right: right.map(toHex) })),
    rootName: proven.rootName,
  };
}

export function quorumPicture(height: bigint, view: QuorumView, names: ReadonlyMap<string, string>): QuorumPicture {
  const { signedPower, totalPower, needed } = view;
  return { height, signers: signersOf(view, names), signedPower, totalPower, needed };
}

/** Counts only votes whose signatures were checked. */
function trustStop(block: Verified<LightBlock>, view: QuorumView): TrustStop {
  return {
    height: block.height,
    hash: toHex(block.hash),
    how: block.how === 'checkpoint' ? 'checkpoint' : block.how === 'signed' ? 'adjacent' : 'skipped-to',
    signedPower: view.signedPower,
    totalPower: view.totalPower,
    signed: view.votes.filter((vote) => vote.state === 'signed').length,
    members: view.votes.length,
  };
}

/** `quorums` are those of the route's stops, in order. */
export function trustPicture(route: Route, quorums: readonly QuorumView[]): TrustPicture {
  return {
    stops: route.stops.map((stop, i) => trustStop(stop, quorums[i]!)),
    recordHeight: route.header.height,
    links: route.links,
  };
}
