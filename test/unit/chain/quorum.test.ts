// Who signed a block, as pages show it: each member's vote, what was checked, and what was not.
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { quorum } from '../../../src/chain/cometbft/quorum.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import { makeChain, type VoteKind } from '../../support/make-chain.ts';
import { refusalOf } from '../../support/mutate.ts';
import { FastVerifier, withEntry, withParts } from '../../support/mutate-block.ts';

const VOTES: readonly VoteKind[] = ['commit', 'nil', 'commit', 'commit', 'commit', 'absent', 'commit'];
const chain = makeChain({ length: 2, validators: 7, sign: (_, i) => VOTES[i]! });
const block = chain.block(2);
const { profile } = chain;

const statesOf = async (changed = block, every = false) => {
  const verifier = new FastVerifier();
  const view = await runRule(quorum(profile, changed, every), verifier);
  return { states: view.votes.map(({ state }) => state).join(' '), asked: verifier.asked, signed: view.signedPower };
};

describe('the view of a quorum', () => {
  it('shows those counted as signed, and those behind the threshold as not checked', async () => {
    expect(await statesOf()).toEqual({
      states: 'signed nil signed signed signed absent signed',
      asked: 5,
      signed: 50n,
    });
    const all = makeChain({ length: 2, validators: 7 });
    expect((await statesOf(all.block(2))).states).toBe('signed signed signed signed signed not-checked not-checked');
  });

  it('checks every signature on demand, nil votes too', async () => {
    expect(await statesOf(block, true)).toEqual({
      states: 'signed nil signed signed signed absent signed',
      asked: 6,
      signed: 50n,
    });
    expect((await statesOf(withEntry(block, 1, { signature: new Uint8Array(64) }), true)).states).toBe(
      'signed wrong signed signed signed absent signed',
    );
    expect((await statesOf(withEntry(block, 6, { signature: new Uint8Array(64) }), true)).states).toBe(
      'signed nil signed signed signed absent wrong',
    );
  });

  it('gives power to no vote with a foreign address, though its signature is right', async () => {
    const all = makeChain({ length: 2, validators: 7 });
    const foreign = withEntry(all.block(2), 6, { address: new Uint8Array(20) });
    expect(await statesOf(foreign, true)).toMatchObject({
      states: 'signed signed signed signed signed signed wrong',
      signed: 60n,
    });
  });

  it('names power that must be exceeded, and each vote with its time', async () => {
    const view = await runRule(quorum(profile, block, false), new FastVerifier());
    expect(view).toMatchObject({ totalPower: 70n, needed: 46n });
    expect(view.votes[0]).toMatchObject({
      address: toHex(block.validators.validators[0]!.address),
      keyType: 'ed25519',
      seconds: block.commit.signatures[0]!.time.seconds,
    });
    expect(view.votes[5]).not.toHaveProperty('signature');
    expect(cometbft.votesOf(block).map(({ isForBlock }) => isForBlock)).toEqual(VOTES.map((vote) => vote === 'commit'));
  });

  it('is refused for a block that does not hold together', async () => {
    for (const [changed, code] of [
      [withParts(block, { header: { appHash: new Uint8Array(1) } }), 'cometbft/commit-for-other-header'],
      [withParts(block, { commit: { signatures: block.commit.signatures.slice(1) } }), 'cometbft/signature-count'],
    ] as const)
      expect(await refusalOf(runRule(quorum(profile, changed, true), new FastVerifier()))).toBe(code);
  });
});

describe('what a refusal is about', () => {
  it.each([
    ['cometbft/wrong-signature', 'quorum'],
    ['cometbft/no-quorum', 'quorum'],
    ['cometbft/signature-count', 'quorum'],
    ['cometbft/vote-address', 'quorum'],
    ['cometbft/double-vote', 'quorum'],
    ['cometbft/commit-empty', 'quorum'],
    ['cometbft/key-type-unsupported', 'quorum'],
    ['cometbft/expired', 'validators'],
    ['client/checkpoint-expired', 'validators'],
    ['cometbft/not-the-checkpoint', 'validators'],
    ['record/no-such-checkpoint', 'validators'],
    ['cometbft/not-enough-trust', 'validators'],
    ['cometbft/validators-hash', 'validators'],
    ['cometbft/key-type', 'validators'],
    ['cometbft/power', 'validators'],
    ['cometbft/total-power', 'validators'],
    ['cometbft/chain-id', 'header'],
    ['cometbft/not-a-child', 'header'],
    ['cometbft/link-hash', 'header'],
    ['internal/unexpected', 'header'],
  ])('%s: %s', (code, expected) => {
    expect(cometbft.concerns(code)).toBe(expected);
  });
});
