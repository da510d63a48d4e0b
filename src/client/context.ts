// What every part of the client works with: one chain's family and profile, a signature verifier and a clock.
import type { ChainFamily, LightBlock, Profile, Step, Verified } from '../chain/chain.ts';
import { runRule } from '../chain/run-rule.ts';
import { MingzhengError } from '../core/error.ts';
import type { Clock, SignatureVerifier } from './ports.ts';

export interface ChainContext {
  readonly family: ChainFamily;
  readonly profile: Profile;
  readonly verifier: SignatureVerifier;
  readonly clock: Clock;
}

export function advance(
  context: ChainContext,
  trusted: Verified<LightBlock>,
  target: LightBlock,
): Promise<Step<LightBlock>> {
  const { family, profile, verifier, clock } = context;
  return runRule(family.advance(profile, trusted, target, clock.now()), verifier);
}

/** Throws `client/cancelled` once the person has cancelled. */
export function throwIfCancelled(signal: AbortSignal): void {
  if (signal.aborted) throw new MingzhengError('client/cancelled');
}
