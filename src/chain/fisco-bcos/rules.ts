// When one FISCO BCOS block may be believed because another is. The list in a header names who signs that header, and it is
// the leader's word: it is held against the set that is trusted already, and taken only if it is the same or its change is
// proven (sheet 2.5). Cheap checks first, signatures last.
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { formatTime, fromNanos, type Time, toNanos } from '../../codec/time.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { type Checkpoint, markVerified, type Rule, type Step, type Verified } from '../chain.ts';
import { asRuleError } from '../rule-error.ts';
import { checkGenesisFacts } from './genesis.ts';
import type { FiscoHeader, FiscoLightBlock } from './model.ts';
import type { FiscoProfile } from './profile.ts';
import { sameSealers } from './sealers.ts';
import { setAfter } from './set-change.ts';
import { checkQuorum, reachesQuorum, tallyOf } from './tally.ts';
import { checkLightBlock } from './validate.ts';

const FAR_FUTURE: Time = { seconds: 253402300799n, nanos: 0 };

export function isAdjacent(trusted: FiscoLightBlock, target: FiscoLightBlock): boolean {
  return target.height === trusted.height + 1n;
}

/** The hash that a header gives for its parent; none in a genesis. */
export function parentHashOf(header: FiscoHeader): Uint8Array {
  if (header.generation === 2) return header.parentHash;
  return header.parents[0]?.hash ?? new Uint8Array(0);
}

/** Versions of the data format only rise. */
export function versionHolds(trusted: FiscoHeader, target: FiscoHeader): boolean {
  return trusted.generation === 2 || target.generation === 2 || target.version >= trusted.version;
}

/** A block's time is its leader's word; one from the future is refused, since the end of trust is counted from it. */
export function isNotFromFuture(time: Time, now: Time, driftNanos: bigint): boolean {
  return toNanos(time) < toNanos(now) + driftNanos;
}

/** The first moment at which a block may no longer start a step. A genesis has no time: the pack ends its word for it. */
export function expiry(profile: FiscoProfile, block: FiscoLightBlock): Time {
  if (block.height === 0n) return FAR_FUTURE;
  return fromNanos(toNanos(block.time) + profile.trustingPeriodNanos);
}

function checkOrder(profile: FiscoProfile, trusted: FiscoLightBlock, target: FiscoLightBlock, now: Time): void {
  ensure(target.height > trusted.height, 'fisco/height-not-later', { found: target.height, trusted: trusted.height });
  ensure(versionHolds(trusted.header, target.header), 'fisco/version-falls', { height: target.height });
  ensure(isNotFromFuture(target.time, now, profile.maxClockDriftNanos), 'fisco/from-the-future', () => ({
    found: formatTime(target.time),
    now: formatTime(now),
  }));
  if (!isAdjacent(trusted, target)) return;
  const parent = parentHashOf(target.header);
  ensure(bytesEqual(parent, trusted.hash), 'fisco/not-a-child', () => ({
    found: toHex(parent),
    expected: toHex(trusted.hash),
  }));
}

/**
 * One step from a trusted block to a later one. The same set may sign any later block; where the sets differ the client must
 * bring blocks in between, down to the one block in which the set changed.
 */
export function* advance(
  profile: FiscoProfile,
  trusted: Verified<FiscoLightBlock>,
  target: FiscoLightBlock,
  now: Time,
): Rule<Step<FiscoLightBlock>> {
  if (toNanos(expiry(profile, trusted)) <= toNanos(now))
    return { kind: 'expired', error: expiredError(profile, trusted, now) };
  try {
    checkLightBlock(profile, target);
    checkOrder(profile, trusted, target, now);
    const isSame = sameSealers(trusted.sealers, target.sealers);
    if (!isSame && !isAdjacent(trusted, target)) return needsMiddle(trusted, target);
    yield* checkQuorum(profile, target);
    if (!isSame) checkSetChange(profile, trusted, target);
    return { kind: 'accepted', block: markVerified(target, isAdjacent(trusted, target) ? 'signed' : 'skipped-to') };
  } catch (error) {
    return { kind: 'invalid', error: asRuleError(error) };
  }
}

function needsMiddle(trusted: FiscoLightBlock, target: FiscoLightBlock): Step<FiscoLightBlock> {
  const values = { trusted: trusted.height, target: target.height };
  const height = (trusted.height + target.height) / 2n;
  return { kind: 'needs', height, error: new MingzhengError('fisco/other-sealers', values) };
}

function expiredError(profile: FiscoProfile, trusted: FiscoLightBlock, now: Time): MingzhengError {
  const until = formatTime(expiry(profile, trusted));
  return new MingzhengError('fisco/expired', { height: trusted.height, until, now: formatTime(now) });
}

/** Errors: `fisco/set-change-not-proven`, with which a client asks for a newer pack, and those of a wrong proof. */
function checkSetChange(profile: FiscoProfile, trusted: FiscoLightBlock, target: FiscoLightBlock): void {
  const isProven =
    profile.generation === 2 ? isSignedByOldSet(trusted, target) : isShownByCalls(profile, trusted, target);
  ensure(isProven, 'fisco/set-change-not-proven', { height: target.height });
}

/** In 2.x those who sign compare the list, so a quorum of the old set vouches for the new one (sheet 2.5, last bullets). */
function isSignedByOldSet(trusted: FiscoLightBlock, target: FiscoLightBlock): boolean {
  return reachesQuorum(tallyOf(trusted.sealers, target));
}

function isShownByCalls(profile: FiscoProfile, trusted: FiscoLightBlock, target: FiscoLightBlock): boolean {
  if (target.setChange === undefined) return false;
  return sameSealers(setAfter(profile, trusted.header, trusted.sealers, target.setChange), target.sealers);
}

/** Believes a block because the pack names its hash; its own quorum is checked as well, but for a genesis, which has none. */
export function* anchor(
  profile: FiscoProfile,
  checkpoint: Checkpoint,
  block: FiscoLightBlock,
): Rule<Step<FiscoLightBlock>> {
  try {
    const isNamed = block.height === checkpoint.height && bytesEqual(block.hash, checkpoint.hash);
    ensure(isNamed, 'fisco/not-the-checkpoint', () => ({
      height: checkpoint.height,
      found: toHex(block.hash),
      expected: toHex(checkpoint.hash),
    }));
    checkLightBlock(profile, block);
    if (block.height > 0n) yield* checkQuorum(profile, block);
    else if (block.header.generation === 3) checkGenesisFacts(profile, block.header);
    return { kind: 'accepted', block: markVerified(block, 'checkpoint') };
  } catch (error) {
    return { kind: 'invalid', error: asRuleError(error) };
  }
}
