// What the picture of trust shows, worked out from the stops: which are drawn, how each is reached, and whether the record's
// block is reached at all. Used by the wide drawing, the tall one and the words.
import type { QuorumPicture, TrustPicture, TrustStop } from '../../worker/api.ts';
import { condense } from './trust-shape.ts';

/** Above this many signed stops the middle ones are counted, not drawn. */
const MAX_STOPS = 9;

export interface Mark {
  readonly height: bigint;
  readonly stop?: TrustStop;
  /** square: the block that is meant. broken: trust did not get there. */
  readonly shape: 'diamond' | 'circle' | 'square' | 'broken';
  /** Stops left out between the mark before and this one. */
  readonly skippedStops: number;
}

export interface TrustMarks {
  /** Checkpoint and signed stops, lowest first; at the end the block that was not reached, if it was not. */
  readonly signed: readonly Mark[];
  /** The record's block where it hangs from a signed stop by hash links. */
  readonly linked?: { readonly height: bigint; readonly links: bigint; readonly anchor: Mark };
  readonly isReached: boolean;
}

export function trustMarks(trust: TrustPicture): TrustMarks {
  const signedStops = trust.stops.filter((stop) => stop.how !== 'ancestor');
  const isSigned = signedStops.some((stop) => stop.height === trust.recordHeight);
  const isLinked = !isSigned && (trust.links > 0n || trust.stops.some((stop) => stop.height === trust.recordHeight));
  const signed = shortened(signedStops, trust.recordHeight);
  const anchor = signed.find((mark) => mark.height > trust.recordHeight);
  if (isLinked && anchor) {
    const links = trust.links > 0n ? trust.links : anchor.height - trust.recordHeight;
    return { signed, linked: { height: trust.recordHeight, links, anchor }, isReached: true };
  }
  if (isSigned) return { signed, isReached: true };
  return { signed: [...signed, { height: trust.recordHeight, shape: 'broken', skippedStops: 0 }], isReached: false };
}

function shortened(stops: readonly TrustStop[], recordHeight: bigint): Mark[] {
  const { head, left, tail } = condense(stops, MAX_STOPS);
  const mark = (stop: TrustStop, place: number): Mark => ({
    height: stop.height,
    stop,
    shape: stop.height === recordHeight ? 'square' : stop.how === 'checkpoint' ? 'diamond' : 'circle',
    skippedStops: left > 0 && place === head.length ? left : 0,
  });
  return [...head, ...tail].map(mark);
}

/** Who signed a mark: from the stop itself, or from the quorum that failed. */
export function votesOf(
  mark: Mark,
  quorum: QuorumPicture | undefined,
): { signed: number; members: number; power: bigint; total: bigint } | undefined {
  const { stop } = mark;
  // Nobody signs the first block of some chains; the pack's word for it is all there is.
  if (stop?.how === 'checkpoint' && stop.signed === 0) return undefined;
  if (stop?.signed !== undefined && stop.members !== undefined) {
    return { signed: stop.signed, members: stop.members, power: stop.signedPower ?? 0n, total: stop.totalPower ?? 0n };
  }
  if (mark.shape !== 'broken' || quorum?.height !== mark.height) return undefined;
  const signed = quorum.signers.filter((signer) => signer.state === 'signed').length;
  return { signed, members: quorum.signers.length, power: quorum.signedPower, total: quorum.totalPower };
}
