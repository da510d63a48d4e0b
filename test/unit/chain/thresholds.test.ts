// The exact edges of the rules: power to the unit, time to the nanosecond, and whose votes count at all.
import { describe, expect, it } from 'vitest';
import { makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import { type CometLightBlock, FLAG, type KeyType, type Validator } from '../../../src/chain/cometbft/model.ts';
import { schemeFor } from '../../../src/chain/cometbft/profile.ts';
import {
  advance,
  anchor,
  expiry,
  isLater,
  isNotFromFuture,
  isWithinTrustingPeriod,
} from '../../../src/chain/cometbft/rules.ts';
import { threshold } from '../../../src/chain/cometbft/tally.ts';
import { MAX_TOTAL_POWER } from '../../../src/chain/cometbft/validate.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import { toHex } from '../../../src/codec/bytes.ts';
import type { Time } from '../../../src/codec/time.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { EMPTY, makeChain, plus, profileOf, type VoteKind } from '../../support/make-chain.ts';
import { makeKey, memberOf } from '../../support/make-chain-keys.ts';
import { flipped } from '../../support/mutate.ts';
import {
  codeOfStep,
  FastVerifier,
  fastVerifier,
  stepCode,
  trust,
  withEntry,
  withParts,
  withSet,
} from '../../support/mutate-block.ts';

const BIG = 2n ** 58n;

/** Believes the second block of a chain after its first, with these powers and votes in signing order. */
function adjacentWith(powers: readonly bigint[], votes: readonly VoteKind[]): Promise<string> {
  const chain = makeChain({ length: 2, validators: powers.length, powers, sign: (_, i) => votes[i]! });
  return stepCode(chain.profile, chain.block(1), chain.block(2), chain.now);
}

describe('two thirds of the own set', () => {
  it.each([
    ['exactly two thirds', [1n, 1n, 1n], 2, 'cometbft/no-quorum'],
    ['one more', [1n, 1n, 1n], 3, 'accepted'],
    ['2 of 4 (needed 2)', [1n, 1n, 1n, 1n], 2, 'cometbft/no-quorum'],
    ['3 of 4', [1n, 1n, 1n, 1n], 3, 'accepted'],
    ['4 of 6 is exactly two thirds', [1n, 1n, 1n, 1n, 1n, 1n], 4, 'cometbft/no-quorum'],
    ['5 of 6', [1n, 1n, 1n, 1n, 1n, 1n], 5, 'accepted'],
    ['66 of 99', [66n, 33n], 1, 'cometbft/no-quorum'],
    ['67 of 100', [67n, 33n], 1, 'accepted'],
    ['66 of 100', [66n, 34n], 1, 'cometbft/no-quorum'],
    ['nobody', [1n], 0, 'cometbft/no-quorum'],
    ['the only one', [1n], 1, 'accepted'],
    ['exactly two thirds of a power near 2^60', [BIG, BIG, BIG], 2, 'cometbft/no-quorum'],
    ['one unit more, where a float sees no difference', [BIG + 1n, BIG, BIG], 2, 'accepted'],
    ['one unit less, where a float sees no difference', [BIG, BIG - 1n, BIG], 2, 'accepted'],
    ['the greatest total that there may be', [MAX_TOTAL_POWER - 2n, 1n, 1n], 1, 'accepted'],
  ] as const)('%s', async (_, powers, count, expected) => {
    const votes = powers.map((_, i): VoteKind => (i < count ? 'commit' : 'absent'));
    expect(await adjacentWith(powers, votes)).toBe(expected);
  });

  it('needs floor(2 total / 3) to be exceeded, for every total to 1,000 and near 2^60', () => {
    for (let total = 1n; total <= 1000n; total++)
      for (const power of [threshold(total, 2n, 3n), threshold(total, 2n, 3n) + 1n])
        expect(power > threshold(total, 2n, 3n)).toBe(3n * power > 2n * total);
    expect(threshold(MAX_TOTAL_POWER, 2n, 3n)).toBe(768614336404564650n);
  });

  it('is refused one power above the greatest total', async () => {
    expect(await adjacentWith([MAX_TOTAL_POWER - 1n, 1n, 1n], ['commit', 'commit', 'commit'])).toBe(
      'cometbft/total-power',
    );
  });

  it('counts neither nil nor absent votes, in any place', async () => {
    for (const other of ['nil', 'absent'] as const)
      for (let place = 0; place < 4; place++) {
        const votes = (count: number) =>
          Array.from({ length: 4 }, (_, i): VoteKind => ((i - place + 4) % 4 < count ? 'commit' : other));
        expect(await adjacentWith([1n, 1n, 1n, 1n], votes(2)), `${other} ${place}`).toBe('cometbft/no-quorum');
        expect(await adjacentWith([1n, 1n, 1n, 1n], votes(3)), `${other} ${place}`).toBe('accepted');
      }
  });

  it('does not need the signatures behind it, nor those of nil votes', async () => {
    const chain = makeChain({ length: 2, validators: 4, sign: (_, i) => (i === 0 ? 'nil' : 'commit') });
    const spoiled = withEntry(chain.block(2), 0, { signature: new Uint8Array(64) });
    expect(await stepCode(chain.profile, chain.block(1), spoiled, chain.now)).toBe('accepted');
    const all = makeChain({ length: 2, validators: 4 });
    const behind = withEntry(all.block(2), 3, { signature: new Uint8Array(64), address: new Uint8Array(20) });
    expect(await stepCode(all.profile, all.block(1), behind, all.now)).toBe('accepted');
  });

  it('is demanded of a checkpoint as well', async () => {
    const chain = makeChain({ length: 2, validators: 3, sign: (_, i) => (i < 2 ? 'commit' : 'absent') });
    expect(await codeOfStep(anchor(chain.profile, chain.checkpoint(2), chain.block(2)))).toBe('cometbft/no-quorum');
    const full = makeChain({ length: 2, validators: 3 });
    expect(await codeOfStep(anchor(full.profile, full.checkpoint(2), full.block(2)))).toBe('accepted');
    expect(await codeOfStep(anchor(full.profile, full.checkpoint(1), full.block(2)))).toBe(
      'cometbft/not-the-checkpoint',
    );
    expect(await codeOfStep(anchor(full.profile, { ...full.checkpoint(2), height: 1n }, full.block(2)))).toBe(
      'cometbft/not-the-checkpoint',
    );
    const other = withParts(full.block(2), { header: { appHash: EMPTY } });
    expect(await codeOfStep(anchor(full.profile, full.checkpoint(2), other))).toBe('cometbft/not-the-checkpoint');
  });
});

describe('the trust level in a leap', () => {
  /** A chain whose set is the three powers, and a later block that is signed by the first `old` of them and by strangers. */
  function leap(powers: readonly bigint[], old: number) {
    const chain = makeChain({ length: 5, validators: powers.length, powers });
    const members = chain.block(1).validators.validators.slice(0, old);
    const wide = makeChain({ length: 5, validators: 12 });
    const strangers = wide
      .block(1)
      .validators.validators.filter(
        ({ address }) =>
          !chain.block(1).validators.validators.some((member) => member.address.join() === address.join()),
      );
    const set = makeValidatorSet([...members, ...strangers]);
    const target = withSet(wide.block(5), set);
    // Both chains make the keys that they share, so the strangers' chain can sign for all.
    return { chain, target: wide.resign(withParts(target, { header: { chainId: chain.profile.chainId } })) };
  }

  async function leapCode(powers: readonly bigint[], old: number, level: readonly [bigint, bigint]): Promise<string> {
    const { chain, target } = leap(powers, old);
    const profile = { ...chain.profile, trustLevel: { numerator: level[0], denominator: level[1] } };
    return stepCode(profile, chain.block(1), target, chain.now);
  }

  it.each([
    ['exactly a third', [5n, 5n, 5n], 1, [1n, 3n], 'cometbft/not-enough-trust'],
    ['a unit above a third', [6n, 5n, 5n], 1, [1n, 3n], 'accepted'],
    ['a unit below a third', [5n, 5n, 6n], 0, [1n, 3n], 'cometbft/not-enough-trust'],
    ['two of three', [5n, 5n, 5n], 2, [1n, 3n], 'accepted'],
    ['exactly two thirds at level 2/3', [5n, 5n, 5n], 2, [2n, 3n], 'cometbft/not-enough-trust'],
    ['a unit above two thirds at level 2/3', [6n, 5n, 5n], 2, [2n, 3n], 'accepted'],
    ['all at level 1', [5n, 5n, 5n], 3, [1n, 1n], 'cometbft/not-enough-trust'],
    ['exactly a third of a power near 2^60', [BIG, BIG, BIG], 1, [1n, 3n], 'cometbft/not-enough-trust'],
    ['a unit above, where a float sees no difference', [BIG + 1n, BIG, BIG], 1, [1n, 3n], 'accepted'],
  ] as const)('%s', async (_, powers, old, level, expected) => {
    expect(await leapCode(powers, old, level)).toBe(expected);
  });

  it('is not reached by nil votes of trusted members', async () => {
    const { chain, target } = leap([5n, 5n, 6n], 2);
    const trusted = new Set(chain.block(1).validators.validators.map(({ address }) => toHex(address)));
    const places = target.validators.validators.flatMap(({ address }, i) => (trusted.has(toHex(address)) ? [i] : []));
    const nil = chain.signEntries(
      {
        ...target.commit,
        signatures: target.commit.signatures.map((sig, i) => (places.includes(i) ? { ...sig, flag: FLAG.nil } : sig)),
      },
      target.validators,
    );
    expect(places.length).toBe(2);
    expect(await stepCode(chain.profile, chain.block(1), target, chain.now)).toBe('accepted');
    expect(await stepCode(chain.profile, chain.block(1), withParts(target, { commit: nil }), chain.now)).toBe(
      'cometbft/not-enough-trust',
    );
  });

  it('asks for a block nine sixteenths of the way up, strictly between', async () => {
    const { chain, target } = leap([5n, 5n, 5n], 1);
    const step = await runRule(advance(chain.profile, trust(chain.block(1)), target, chain.now), fastVerifier);
    expect(step).toMatchObject({ kind: 'needs', height: 3n });
    const closest = withParts(chain.block(3), { commit: { signatures: [] } });
    expect(await stepCode(chain.profile, chain.block(1), closest, chain.now)).toBe('cometbft/commit-empty');
  });

  it('checks a signature once that serves both thresholds', async () => {
    const chain = makeChain({ length: 5, validators: 4 });
    const verifier = new FastVerifier();
    expect(await stepCode(chain.profile, chain.block(1), chain.block(5), chain.now, verifier)).toBe('accepted');
    expect(verifier.asked).toBe(3);
  });

  it('checks the signatures that only the trusted set counts as well', async () => {
    // Own threshold is passed by the first two; the trusted set knows only the last, whose signature is wrong.
    const trustedChain = makeChain({ length: 1, validators: 1, powers: [1n] });
    const wide = makeChain({ length: 5, validators: 3, powers: [1n, 50n, 50n] });
    const { address } = trustedChain.block(1).validators.validators[0]!;
    const index = wide.block(5).validators.validators.findIndex((member) => member.address.join() === address.join());
    expect(index).toBe(2);
    expect(await stepCode(wide.profile, trustedChain.block(1), wide.block(5), wide.now)).toBe('accepted');
    const spoiled = withEntry(wide.block(5), index, { signature: new Uint8Array(64) });
    expect(await stepCode(wide.profile, trustedChain.block(1), spoiled, wide.now)).toBe('cometbft/wrong-signature');
  });
});

describe('time, to the nanosecond', () => {
  const chain = makeChain({ length: 5, validators: 4 });
  const { profile } = chain;
  const step = (to: number, now: Time) => stepCode(profile, chain.block(1), chain.block(to), now);

  it('a trusted block expires at its time plus the period', async () => {
    const end = plus(chain.block(1).time, profile.trustingPeriodNanos);
    expect(expiry(profile, chain.block(1))).toEqual(end);
    for (const to of [2, 5]) {
      expect(await step(to, plus(end, -1n))).toBe('accepted');
      expect(await step(to, end)).toBe('cometbft/expired');
      expect(await step(to, plus(end, 1n))).toBe('cometbft/expired');
    }
    expect(isWithinTrustingPeriod(chain.block(1).time, 0n, chain.block(1).time)).toBe(false);
  });

  it('expired is told before anything is said about the target', async () => {
    const end = plus(chain.block(1).time, profile.trustingPeriodNanos);
    const broken = withParts(chain.block(2), { header: { chainId: 'x' } });
    const result = await runRule(advance(profile, trust(chain.block(1)), broken, end), fastVerifier);
    expect(result.kind).toBe('expired');
  });

  it('a target may be ahead of the clock by less than the drift', async () => {
    for (const to of [2, 5]) {
      const edge = plus(chain.block(to).time, -profile.maxClockDriftNanos);
      expect(await step(to, plus(edge, 1n))).toBe('accepted');
      expect(await step(to, edge)).toBe('cometbft/from-the-future');
      expect(await step(to, plus(edge, -1n))).toBe('cometbft/from-the-future');
    }
    expect(isNotFromFuture(chain.block(2).time, chain.block(2).time, 0n)).toBe(false);
  });

  it('a target is later than what is trusted, if only by a nanosecond', async () => {
    for (const to of [2, 5]) {
      const at = (time: Time) => chain.resign(withParts(chain.block(to), { header: { time } }));
      const code = (nanos: bigint) =>
        stepCode(profile, chain.block(1), at(plus(chain.block(1).time, nanos)), chain.now);
      expect([await code(1n), await code(0n), await code(-1n)]).toEqual([
        'accepted',
        'cometbft/time-not-later',
        'cometbft/time-not-later',
      ]);
    }
    expect(isLater(chain.block(1).time, chain.block(1).time)).toBe(false);
  });

  it('two blocks of one second are told apart', async () => {
    const fast = makeChain({ length: 2, validators: 4, startTime: { seconds: 0n, nanos: 999_999_998 }, blockMs: 0 });
    const at = (nanos: number) => fast.resign(withParts(fast.block(2), { header: { time: { seconds: 0n, nanos } } }));
    const now = { seconds: 1n, nanos: 0 };
    expect(await stepCode(fast.profile, fast.block(1), at(999_999_999), now)).toBe('accepted');
    expect(await stepCode(fast.profile, fast.block(1), at(999_999_998), now)).toBe('cometbft/time-not-later');
  });
});

describe('who may vote', () => {
  const chain = makeChain({ length: 5, validators: 4 });
  const unsupported = ['sr25519', 'bls12381'] as const;
  const LENGTH = { sr25519: 32, bls12381: 96 } as const;

  it.each(unsupported)('a member with a %s key cannot be checked yet, and is never skipped', async (keyType) => {
    const publicKey = new Uint8Array(LENGTH[keyType]).fill(2);
    const odd: Validator = { keyType, publicKey, address: new Uint8Array(20).fill(9), power: 1000n };
    const set = makeValidatorSet([odd, ...chain.block(2).validators.validators]);
    const signed = chain.resign(withSet(chain.block(2), set));
    const entry = { flag: FLAG.commit, address: odd.address, signature: new Uint8Array(64).fill(1) };
    const target = withEntry(signed, 0, entry);
    const profile = profileOf('made-1', { keyTypes: ['ed25519', keyType as KeyType] });
    const checkpoint = { height: 2n, hash: target.hash };
    expect(await codeOfStep(anchor(profile, checkpoint, target))).toBe('cometbft/key-type-unsupported');
    expect(await codeOfStep(anchor(profile, checkpoint, signed))).toBe('cometbft/no-quorum');
    expect(await codeOfStep(anchor(chain.profile, checkpoint, target))).toBe('cometbft/key-type');
    expect(schemeFor(profile, keyType)).toBeUndefined();
  });

  it('the profile says under which rule an Ed25519 key signs', () => {
    expect(schemeFor(profileOf('x', { ed25519: 'zip215' }), 'ed25519')).toBe('ed25519-zip215');
    expect(schemeFor(profileOf('x', { ed25519: 'go' }), 'ed25519')).toBe('ed25519-go');
    expect(schemeFor(profileOf('x'), 'secp256k1')).toBe('secp256k1-sha256');
    expect(schemeFor(profileOf('x'), 'sm2')).toBe('sm2-compressed');
  });

  it('members with sm2 keys are believed by their signatures, and only where the profile allows such keys', async () => {
    const national = makeChain({ length: 3, validators: 4, keyType: 'sm2', sign: 'two-thirds' });
    const [first, last] = [national.block(1), national.block(3)];
    const step = (target: CometLightBlock, profile = national.profile) =>
      stepCode(profile, first, target, national.now, localVerifier);
    expect(await step(last)).toBe('accepted');
    const [entry] = last.commit.signatures;
    const forged = withEntry(last, 0, { signature: flipped(entry!.signature, 40) });
    expect(await step(forged)).toBe('cometbft/wrong-signature');
    expect(await step(last, chain.profile)).toBe('cometbft/key-type');
  });

  it('both key types may sit in one set', async () => {
    const mixedKey = makeKey('mixed', 0, 'secp256k1');
    const mixed = makeChain({
      length: 2,
      validators: 3,
      keyType: 'secp256k1',
      profile: { keyTypes: ['ed25519', 'secp256k1'] },
    });
    const set = makeValidatorSet([
      ...mixed.block(1).validators.validators,
      memberOf(mixedKey, 1n),
      memberOf(makeKey('mixed', 1), 1n),
    ]);
    const block = mixed.resign(withSet(mixed.block(1), set));
    expect(await codeOfStep(anchor(mixed.profile, { height: 1n, hash: block.hash }, block))).toBe('accepted');
  });

  it('a rule that throws something unforeseen refuses with its own code', async () => {
    const broken = { ...chain.block(2), validators: undefined } as unknown as CometLightBlock;
    const step = await runRule(advance(chain.profile, trust(chain.block(1)), broken, chain.now), fastVerifier);
    expect(step).toMatchObject({ kind: 'invalid', error: { code: 'internal/unexpected' } });
  });

  it('a verifier that answers too little accepts nothing', async () => {
    for (const answers of [[], [true], [true, true], [true, true, 1 as unknown as boolean]]) {
      const verifier = { verify: async () => answers };
      expect(await stepCode(chain.profile, chain.block(1), chain.block(2), chain.now, verifier)).toBe(
        'cometbft/wrong-signature',
      );
    }
  });
});
