// The votes of a block as a page shows them.
import type { QuorumView } from '../chain/view.ts';
import type { Signer } from './verdict.ts';

/** Votes with the names that the pack gives to addresses. */
export function signersOf(view: QuorumView, names: ReadonlyMap<string, string>): Signer[] {
  return view.votes.map(({ seconds, nanos, ...vote }) => ({
    ...vote,
    name: names.get(vote.address) ?? '',
    ...(seconds !== undefined && { signedAt: { seconds, nanos: nanos ?? 0 } }),
  }));
}
