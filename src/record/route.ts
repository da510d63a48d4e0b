// From a checkpoint of the pack to the header that a proof speaks of: light blocks upwards by signatures, then headers
// downwards by hash links. The same rules as the client's.
import { believeCheckpoint } from '../chain/believe.ts';
import type {
  ChainFamily,
  Checkpoint,
  LightBlock,
  LinkedFrame,
  Profile,
  Verified,
  VerifiedHeader,
} from '../chain/chain.ts';
import { runRule } from '../chain/run-rule.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import type { Time } from '../codec/time.ts';
import { MingzhengError } from '../core/error.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import type { ProofFile } from './proof-file.ts';

export interface RouteInput {
  readonly family: ChainFamily;
  readonly profile: Profile;
  readonly checkpoints: readonly Checkpoint[];
  readonly verifier: SignatureVerifier;
  readonly now: Time;
}

export interface Route {
  /** Verified by signatures, from the checkpoint upwards. */
  readonly stops: readonly Verified<LightBlock>[];
  /** The header of the record's block. */
  readonly header: VerifiedHeader;
  /** The header after it, where the route has it. */
  readonly next?: VerifiedHeader;
  /** Hash links from the last stop down to the record's block. */
  readonly links: bigint;
  /** Every header that the route goes through, by height: lower-case hex of its hash. */
  readonly hashes: ReadonlyMap<bigint, string>;
}

/** Errors: `record/no-light-blocks`, `record/no-such-checkpoint`, `client/checkpoint-expired`, `record/route-misses`, rules. */
export async function followRoute(input: RouteInput, proof: ProofFile): Promise<Route> {
  const stops = await climb(input, proof.lightBlocks);
  return { stops, ...descend(input, proof, stops) };
}

async function climb(input: RouteInput, blocks: readonly LightBlock[]): Promise<Verified<LightBlock>[]> {
  const first = blocks[0];
  if (!first) throw new MingzhengError('record/no-light-blocks');
  const stops = [await startAt(input, first)];
  for (const block of blocks.slice(1)) {
    const { family, profile, now } = input;
    const step = await runRule(family.advance(profile, stops.at(-1)!, block, now), input.verifier);
    if (step.kind !== 'accepted') throw step.error;
    stops.push(step.block);
  }
  return stops;
}

async function startAt(input: RouteInput, block: LightBlock): Promise<Verified<LightBlock>> {
  const named = input.checkpoints.filter(({ height }) => height === block.height);
  if (named.length === 0) throw new MingzhengError('record/no-such-checkpoint', { height: block.height });
  const checkpoint = named.find(({ hash }) => bytesEqual(hash, block.hash)) ?? named[0]!;
  return believeCheckpoint(input, checkpoint, block, input.now);
}

/** Finds the record's header, and the one after it, among the stops and the linked ancestors. */
function descend(input: RouteInput, proof: ProofFile, stops: readonly Verified<LightBlock>[]): Omit<Route, 'stops'> {
  const { family, profile } = input;
  const { height } = proof.record;
  const found = new Map(stops.map((stop) => [stop.height, family.headerOf(stop)]));
  const hashes = new Map(stops.map((stop) => [stop.height, toHex(stop.hash)]));
  let target = family.parentOf(stops.at(-1)!);
  for (const frame of proof.ancestors) {
    const linked = family.linkFrame(profile, frame, target);
    noteHashes(hashes, linked);
    for (const wanted of [height, height + 1n])
      if (frame.from <= wanted && wanted <= frame.to && !found.has(wanted))
        found.set(wanted, family.headerInFrame(profile, frame, target, wanted));
    target = family.parentOfFrame(linked);
  }
  const header = found.get(height);
  if (!header) throw new MingzhengError('record/route-misses', { height });
  const links = header.how === 'ancestor' ? stops.at(-1)!.height - height : 0n;
  return { header, next: found.get(height + 1n), links, hashes };
}

/** Two ways that lead through one height must lead through one header. Errors: `record/route-contradicts`. */
function noteHashes(hashes: Map<bigint, string>, { from, to, hashes: linked }: LinkedFrame): void {
  for (let height = from; height <= to; height++) {
    const at = 32 * Number(height - from);
    const hash = toHex(linked.subarray(at, at + 32));
    const known = hashes.get(height);
    if (known !== undefined && known !== hash) throw new MingzhengError('record/route-contradicts', { height });
    hashes.set(height, hash);
  }
}
