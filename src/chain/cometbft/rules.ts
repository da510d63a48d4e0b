// When one CometBFT block may be believed because another is (light/verifier.go, spec/light-client). Cheap checks first,
// signatures last; each rule is a predicate whose arguments are only what it reads.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { formatTime, fromNanos, type Time, toNanos } from '../../codec/time.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { type Checkpoint, markVerified, type Rule, type Step, type Verified } from '../chain.ts';
import { asRuleError } from '../rule-error.ts';
import type { CometLightBlock, Commit, ValidatorSet } from './model.ts';
import type { CometProfile } from './profile.ts';
import { type CountedVote, claimsOf, exceeds, type Tally, tallyOwnSet, tallyTrustedSet } from './tally.ts';
import { checkLightBlock } from './validate.ts';

/** Signatures asked for at once; the first wrong batch ends it. */
const VOTES_PER_BATCH = 256;
/** CometBFT's pivot: 9/16 of the way up (light/client.go). */
const PIVOT = { numerator: 9n, denominator: 16n };

/** A trusted block starts a step only while `now` is before its time plus the trusting period; equality expires. */
export function isWithinTrustingPeriod(time: Time, periodNanos: bigint, now: Time): boolean {
  return toNanos(time) + periodNanos > toNanos(now);
}

/** The new header's time is strictly later than the trusted one's. */
export function isLater(time: Time, trusted: Time): boolean {
  return toNanos(time) > toNanos(trusted);
}

/** The new header's time is strictly before the clock plus the drift allowed. */
export function isNotFromFuture(time: Time, now: Time, driftNanos: bigint): boolean {
  return toNanos(time) < toNanos(now) + driftNanos;
}

export function isAdjacent(trusted: CometLightBlock, target: CometLightBlock): boolean {
  return target.height === trusted.height + 1n;
}

/** The set that may sign the block after the trusted one. */
export function nextSet(block: CometLightBlock): ValidatorSet {
  const { header, validators, nextValidators } = block;
  if (nextValidators !== undefined) return nextValidators;
  ensure(bytesEqual(header.nextValidatorsHash, header.validatorsHash), 'cometbft/next-validators-missing', {
    height: block.height,
  });
  return validators;
}

/** The adjacent header continues the trusted one: signed by the announced set, and pointing back to it. */
function checkAdjacent(profile: CometProfile, trusted: CometLightBlock, target: CometLightBlock): void {
  ensure(
    bytesEqual(target.header.validatorsHash, trusted.header.nextValidatorsHash),
    'cometbft/not-the-announced-set',
    () => ({
      found: toHex(target.header.validatorsHash),
      expected: toHex(trusted.header.nextValidatorsHash),
    }),
  );
  // CometBFT's own light.Verify leaves this out; see docs/decisions/003-stricter-than-cometbft.md.
  if (profile.parents === 'not-in-data') return;
  ensure(bytesEqual(target.header.lastBlockId.hash, trusted.hash), 'cometbft/not-a-child', () => ({
    found: toHex(target.header.lastBlockId.hash),
    expected: toHex(trusted.hash),
  }));
}

function checkOrderAndClock(profile: CometProfile, trusted: CometLightBlock, target: CometLightBlock, now: Time): void {
  ensure(target.height > trusted.height, 'cometbft/height-not-later', {
    found: target.height,
    trusted: trusted.height,
  });
  ensure(isLater(target.time, trusted.time), 'cometbft/time-not-later', () => ({
    found: formatTime(target.time),
    trusted: formatTime(trusted.time),
  }));
  ensure(isNotFromFuture(target.time, now, profile.maxClockDriftNanos), 'cometbft/from-the-future', () => ({
    found: formatTime(target.time),
    now: formatTime(now),
  }));
}

/**
 * One step from a trusted block to a later one. The caller has checked signatures of none of them: the rule yields the
 * claims it needs, and accepts only if all are answered with yes.
 */
export function* advance(
  profile: CometProfile,
  trusted: Verified<CometLightBlock>,
  target: CometLightBlock,
  now: Time,
): Rule<Step<CometLightBlock>> {
  if (!isWithinTrustingPeriod(trusted.time, profile.trustingPeriodNanos, now))
    return { kind: 'expired', error: expiredError(profile, trusted, now) };
  try {
    checkLightBlock(profile, target);
    checkOrderAndClock(profile, trusted, target, now);
    const overlap = isAdjacent(trusted, target)
      ? adjacentTally(profile, trusted, target)
      : overlapTally(profile, trusted, target);
    if (overlap && !exceeds(overlap)) return needsPivot(trusted, target, overlap);
    yield* checkQuorum(profile, target, overlap?.votes ?? []);
    return { kind: 'accepted', block: markVerified(target, isAdjacent(trusted, target) ? 'signed' : 'skipped-to') };
  } catch (error) {
    return { kind: 'invalid', error: asRuleError(error) };
  }
}

function adjacentTally(profile: CometProfile, trusted: CometLightBlock, target: CometLightBlock): undefined {
  checkAdjacent(profile, trusted, target);
  return undefined;
}

function overlapTally(profile: CometProfile, trusted: CometLightBlock, target: CometLightBlock): Tally {
  return tallyTrustedSet(profile, nextSet(trusted), target.commit);
}

function needsPivot(trusted: CometLightBlock, target: CometLightBlock, tally: Tally): Step<CometLightBlock> {
  const gap = target.height - trusted.height;
  const pivot = trusted.height + (gap * PIVOT.numerator) / PIVOT.denominator;
  const { power, needed, total } = tally;
  const values = { trusted: trusted.height, target: target.height, power, needed, total };
  return { kind: 'needs', height: pivot, error: new MingzhengError('cometbft/not-enough-trust', values) };
}

function expiredError(profile: CometProfile, trusted: CometLightBlock, now: Time): MingzhengError {
  return new MingzhengError('cometbft/expired', {
    height: trusted.height,
    until: formatTime(expiry(profile, trusted)),
    now: formatTime(now),
  });
}

/** The first moment at which the block may no longer start a step. */
export function expiry(profile: CometProfile, block: CometLightBlock): Time {
  return fromNanos(toNanos(block.time) + profile.trustingPeriodNanos);
}

/** More than two thirds of the block's own set signed it, and every signature counted for either threshold is right. */
function* checkQuorum(profile: CometProfile, block: CometLightBlock, alsoCounted: readonly CountedVote[]): Rule<Tally> {
  const own = tallyOwnSet(block);
  ensure(exceeds(own), 'cometbft/no-quorum', { power: own.power, needed: own.needed, total: own.total });
  // Members that are trusted already come first: made-up ones must not cost more than a few signatures.
  yield* checkVotes(profile, block.commit, alsoCounted);
  // Two sets may know one member by the same address and key: then one check serves both.
  const checked = new Map(alsoCounted.map(({ index, validator }) => [index, validator.publicKey]));
  const isOpen = ({ index, validator }: CountedVote) => {
    const key = checked.get(index);
    return key === undefined || !bytesEqual(key, validator.publicKey);
  };
  yield* checkVotes(profile, block.commit, own.votes.filter(isOpen));
  return own;
}

function* checkVotes(profile: CometProfile, commit: Commit, votes: readonly CountedVote[]): Rule<void> {
  const claimOf = claimsOf(profile, commit);
  for (let at = 0; at < votes.length; at += VOTES_PER_BATCH) {
    const batch = votes.slice(at, at + VOTES_PER_BATCH);
    const answers = yield batch.map(claimOf);
    const wrong = batch.find((_, i) => answers[i] !== true);
    if (wrong)
      throw new MingzhengError('cometbft/wrong-signature', {
        index: wrong.index,
        address: toHex(wrong.validator.address),
      });
  }
}

/** Believes a block because the pack names its hash; its own quorum is checked as well, against careless packs. */
export function* anchor(
  profile: CometProfile,
  checkpoint: Checkpoint,
  block: CometLightBlock,
): Rule<Step<CometLightBlock>> {
  try {
    ensure(
      block.height === checkpoint.height && bytesEqual(block.hash, checkpoint.hash),
      'cometbft/not-the-checkpoint',
      () => ({
        height: checkpoint.height,
        found: toHex(block.hash),
        expected: toHex(checkpoint.hash),
      }),
    );
    checkLightBlock(profile, block);
    yield* checkQuorum(profile, block, []);
    return { kind: 'accepted', block: markVerified(block, 'checkpoint') };
  } catch (error) {
    return { kind: 'invalid', error: asRuleError(error) };
  }
}
