// All commits of up to five members, each with power 0, 1 or 2 and with any kind of vote, through the rules and through an
// oracle that shares no code with them. Powers stand in signing order; other orders are the same commits.
import { describe, expect, it } from 'vitest';
import { makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import { makeLightBlock } from '../../../src/chain/cometbft/json.ts';
import { type CometLightBlock, type CommitSig, FLAG } from '../../../src/chain/cometbft/model.ts';
import { anchor } from '../../../src/chain/cometbft/rules.ts';
import { ZERO_TIME } from '../../../src/codec/time.ts';
import type { SignatureVerifier } from '../../../src/crypto/claim.ts';
import { EMPTY, makeChain } from '../../support/make-chain.ts';
import { codeOfStep, rehashed, stepCode, withSet } from '../../support/mutate-block.ts';

type Vote = 'absent' | 'commit' | 'nil' | 'wrong';
const VOTES: readonly Vote[] = ['absent', 'commit', 'nil', 'wrong'];

// ---- the oracle -----------------------------------------------------------------------------------------------------

/** Walks the votes until the power for the block is above numerator / denominator; undefined where it never is. */
function counted(
  powers: readonly number[],
  votes: readonly Vote[],
  numerator: number,
  denominator: number,
): number[] | undefined {
  const total = powers.reduce((a, b) => a + b, 0);
  const places: number[] = [];
  let power = 0;
  for (let i = 0; i < votes.length; i++) {
    if (votes[i] === 'absent' || votes[i] === 'nil') continue;
    places.push(i);
    power += powers[i]!;
    if (power * denominator > total * numerator) return places;
  }
  return undefined;
}

function oracleAnchor(powers: readonly number[], votes: readonly Vote[]): string {
  const own = counted(powers, votes, 2, 3);
  if (!own) return 'cometbft/no-quorum';
  return own.some((i) => votes[i] === 'wrong') ? 'cometbft/wrong-signature' : 'accepted';
}

function oracleLeap(powers: readonly number[], votes: readonly Vote[]): string {
  return counted(powers, votes, 1, 3) ? oracleAnchor(powers, votes) : 'cometbft/not-enough-trust';
}

// ---- the world ------------------------------------------------------------------------------------------------------

const chain = makeChain({ length: 3, validators: 5 });
const members = chain.block(1).validators.validators;
const RIGHT = Uint8Array.of(1);
const verifier: SignatureVerifier = { verify: async (claims) => claims.map(({ signature }) => signature[0] === 1) };

function* powersOf(count: number, most = 2): Generator<number[]> {
  if (count === 0) return yield [];
  for (let power = most; power >= 0; power--) for (const rest of powersOf(count - 1, power)) yield [power, ...rest];
}

function* votesOf(count: number): Generator<Vote[]> {
  if (count === 0) return yield [];
  for (const rest of votesOf(count - 1)) for (const vote of VOTES) yield [vote, ...rest];
}

function entry(vote: Vote, address: Uint8Array): CommitSig {
  if (vote === 'absent') return { flag: FLAG.absent, address: EMPTY, time: ZERO_TIME, signature: EMPTY };
  const signature = vote === 'wrong' ? Uint8Array.of(2) : RIGHT;
  return { flag: vote === 'nil' ? FLAG.nil : FLAG.commit, address, time: chain.block(1).time, signature };
}

/** Two blocks with the same set: what is trusted, and a target with a gap between. */
function worldOf(powers: readonly number[]): { trusted: CometLightBlock; target: CometLightBlock } {
  const set = makeValidatorSet(powers.map((power, i) => ({ ...members[i]!, power: BigInt(power) })));
  const of = (height: number) => {
    const block = withSet(chain.block(height), set);
    return makeLightBlock({ ...block.header, nextValidatorsHash: set.hash }, block.commit, set);
  };
  return { trusted: of(1), target: rehashed(of(3)) };
}

describe.each([1, 2, 3, 4, 5])('commits of %i members', (count) => {
  it('are accepted and refused as the oracle says', async () => {
    const seen = new Map<string, number>();
    for (const powers of powersOf(count)) {
      const { trusted, target } = worldOf(powers);
      const own = target.validators.validators;
      expect(own.map(({ power }) => Number(power))).toEqual(powers);
      for (const votes of votesOf(count)) {
        const signatures = votes.map((vote, i) => entry(vote, own[i]!.address));
        const block = { ...target, commit: { ...target.commit, signatures } };
        const anchored = await codeOfStep(anchor(chain.profile, target, block), verifier);
        const leapt = await stepCode(chain.profile, trusted, block, chain.now, verifier);
        if (anchored !== oracleAnchor(powers, votes) || leapt !== oracleLeap(powers, votes))
          expect.fail(`${powers} ${votes}: ${anchored}, ${leapt}`);
        for (const code of [anchored, leapt]) seen.set(code, (seen.get(code) ?? 0) + 1);
      }
    }
    console.log(`${count} members:`, Object.fromEntries(seen));
    expect(seen.get('accepted')).toBeGreaterThan(0);
  });
});
