// Believing a block because a trust pack names it: the one place where trust enters, for the client and for proof files alike.
import { type Time, toNanos } from '../codec/time.ts';
import { MingzhengError } from '../core/error.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import type { ChainFamily, Checkpoint, LightBlock, Profile, Verified } from './chain.ts';
import { runRule } from './run-rule.ts';

export interface Believer {
  readonly family: ChainFamily;
  readonly profile: Profile;
  readonly verifier: SignatureVerifier;
}

/**
 * Checks a block against the checkpoint that names it, with the pack's own end of validity.
 * Errors: `client/checkpoint-expired`, and the rules of the family.
 */
export async function believeCheckpoint(
  { family, profile, verifier }: Believer,
  checkpoint: Checkpoint,
  block: LightBlock,
  now: Time,
): Promise<Verified<LightBlock>> {
  if (checkpoint.validUntil && toNanos(now) >= toNanos(checkpoint.validUntil))
    throw new MingzhengError('client/checkpoint-expired', { height: checkpoint.height });
  const step = await runRule(family.anchor(profile, checkpoint, block), verifier);
  if (step.kind !== 'accepted') throw step.error;
  return step.block;
}
