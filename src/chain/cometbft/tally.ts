// Counting power: which votes of a commit count for which set, and which signatures must be checked for that. Distinct
// members are counted, never signatures (types/validation.go).
import { bytesEqual, toHex } from '../../codec/bytes.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import type { SignatureClaim } from '../../crypto/claim.ts';
import { type CometLightBlock, type Commit, FLAG, type Validator, type ValidatorSet } from './model.ts';
import { type CometProfile, schemeFor } from './profile.ts';
import { signBytesOf } from './sign-bytes.ts';
import { totalPower } from './validate.ts';

/** A vote that was counted: entry `index` of the commit, by this member. */
export interface CountedVote {
  readonly index: number;
  readonly validator: Validator;
}

export interface Tally {
  readonly power: bigint;
  readonly needed: bigint;
  readonly total: bigint;
  /** The votes counted until the threshold was passed: theirs are the signatures to check. */
  readonly votes: readonly CountedVote[];
}

export function exceeds(tally: Tally): boolean {
  return tally.power > tally.needed;
}

/** Power that must be exceeded: floor(total * numerator / denominator). */
export function threshold(total: bigint, numerator: bigint, denominator: bigint): bigint {
  return (total * numerator) / denominator;
}

/**
 * Votes of the block's own set, by index, until more than two thirds are reached (VerifyCommitLight).
 * Errors: `cometbft/signature-count`, `cometbft/vote-address` (the address is not signed, so it is compared).
 */
export function tallyOwnSet(block: CometLightBlock): Tally {
  const { commit, validators } = block;
  checkSignatureCount(commit, validators);
  const total = totalPower(validators);
  const needed = threshold(total, 2n, 3n);
  const votes: CountedVote[] = [];
  let power = 0n;
  for (const [index, sig] of commit.signatures.entries()) {
    if (sig.flag !== FLAG.commit) continue;
    const validator = validators.validators[index]!;
    ensure(bytesEqual(sig.address, validator.address), 'cometbft/vote-address', () => ({
      index,
      found: toHex(sig.address),
      expected: toHex(validator.address),
    }));
    votes.push({ index, validator });
    power += validator.power;
    if (power > needed) break;
  }
  return { power, needed, total, votes };
}

export function checkSignatureCount(commit: Commit, set: ValidatorSet): void {
  ensure(commit.signatures.length === set.validators.length, 'cometbft/signature-count', {
    found: commit.signatures.length,
    expected: set.validators.length,
  });
}

/**
 * Votes of a trusted set in a later commit, by address, until the trust level is passed (VerifyCommitLightTrusting).
 * Errors: `cometbft/double-vote` where one member appears twice.
 */
export function tallyTrustedSet(profile: CometProfile, trusted: ValidatorSet, commit: Commit): Tally {
  const total = totalPower(trusted);
  const needed = threshold(total, profile.trustLevel.numerator, profile.trustLevel.denominator);
  const members = new Map(trusted.validators.map((validator) => [toHex(validator.address), validator]));
  const seen = new Map<string, number>();
  const votes: CountedVote[] = [];
  let power = 0n;
  for (const [index, sig] of commit.signatures.entries()) {
    const address = toHex(sig.address);
    const validator = sig.flag === FLAG.commit ? members.get(address) : undefined;
    if (validator === undefined) continue;
    ensure(!seen.has(address), 'cometbft/double-vote', { address, first: seen.get(address) ?? 0, second: index });
    seen.set(address, index);
    votes.push({ index, validator });
    power += validator.power;
    if (power > needed) break;
  }
  return { power, needed, total, votes };
}

/** Makes the claims behind votes of one commit. Errors: `cometbft/key-type-unsupported`. */
export function claimsOf(profile: CometProfile, commit: Commit): (vote: CountedVote) => SignatureClaim {
  const signBytes = signBytesOf(profile.chainId, commit);
  return ({ index, validator: { keyType, publicKey } }) => {
    const scheme = schemeFor(profile, keyType);
    if (scheme === undefined) throw new MingzhengError('cometbft/key-type-unsupported', { type: keyType, index });
    const sig = commit.signatures[index]!;
    return { scheme, publicKey, message: signBytes(sig), signature: sig.signature };
  };
}
