// Every limit of the rules from both sides: weight at the quorum and one below it, clocks to the nanosecond, ends of trust,
// numbers of sealers, and what is asked for in between.
import { describe, expect, it } from 'vitest';
import { advance, expiry } from '../../../../src/chain/fisco-bcos/rules.ts';
import { quorumOf, sealersOf } from '../../../../src/chain/fisco-bcos/sealers.ts';
import { checkSealers } from '../../../../src/chain/fisco-bcos/validate.ts';
import { runRule } from '../../../../src/chain/run-rule.ts';
import { fromNanos, toNanos } from '../../../../src/codec/time.ts';
import { makeFisco } from '../../../support/make-fisco.ts';
import { refusal } from '../../../support/mutate.ts';
import { anchorCode, KINDS, rememberingVerifier, stepCode, trust } from '../../../support/mutate-fisco.ts';

/** Weights by place in the list, and the places that sign. */
const QUORUMS: readonly (readonly [weights: readonly number[], signers: readonly number[], isEnough: boolean])[] = [
  [[1], [0], true],
  [[1], [], false],
  [[1, 1], [0, 1], true],
  [[1, 1], [0], false],
  [[1, 1, 1], [0, 1, 2], true],
  [[1, 1, 1], [0, 1], false],
  [[1, 1, 1, 1], [1, 2, 3], true],
  [[1, 1, 1, 1], [2, 3], false],
  [[1, 1, 1, 1, 1], [0, 1, 2, 3], true],
  [[1, 1, 1, 1, 1], [0, 1, 2], false],
  [[1, 1, 1, 1, 1, 1, 1], [0, 2, 4, 5, 6], true],
  [[1, 1, 1, 1, 1, 1, 1], [0, 2, 4, 6], false],
  // 13 together, 4 of them may fail: 9.
  [[10, 1, 1, 1], [0], true],
  [[10, 1, 1, 1], [1, 2, 3], false],
  [[8, 3, 1, 1], [0, 2], true],
  [[8, 3, 1, 1], [0], false],
  // 10 together, 3 of them may fail: 7.
  [[4, 3, 2, 1], [0, 1], true],
  [[4, 3, 2, 1], [0, 2], false],
  [[4, 3, 2, 1], [1, 2, 3], false],
  // Who weighs nothing adds nothing.
  [[0, 1, 1, 1, 1], [0, 1, 2, 3], true],
  [[0, 1, 1, 1, 1], [0, 1, 2], false],
];

describe.each(KINDS)('the quorum, $kind', (kind) => {
  const rows = QUORUMS.filter(([weights]) => kind.generation === 3 || weights.every((weight) => weight === 1));

  it.each(rows)('%j signed by %j: %s', async (weights, signers, isEnough) => {
    // The list of a made chain is sorted by node id: weights go by place, so they are told by place here.
    const chain = makeFisco({ ...kind, sealers: weights.length });
    const sealers = chain.sealers.map(({ nodeId }, i) => ({ nodeId, weight: BigInt(weights[i]!) }));
    const sign = (_number: bigint, index: number) => signers.includes(index);
    chain.add({ becomes: sealers });
    chain.add({ sign });
    chain.add({ sign });
    const expected = isEnough ? 'accepted' : 'fisco/no-quorum';
    expect(await anchorCode(chain.profile, chain.block(2))).toBe(expected);
    expect(await stepCode(chain.profile, chain.block(2), chain.block(3), chain.now)).toBe(expected);
  });
});

describe('the quorum of a total', () => {
  it.each([
    [1n, 1n],
    [2n, 2n],
    [3n, 3n],
    [4n, 3n],
    [5n, 4n],
    [6n, 5n],
    [7n, 5n],
    [10n, 7n],
    [100n, 67n],
    [2n ** 42n, 2932031007403n],
  ])('of %i is %i', (total, quorum) => {
    expect(quorumOf(total)).toBe(quorum);
  });
});

describe.each(KINDS)('times, $kind', (kind) => {
  const chain = makeFisco(kind);
  chain.addEmpty(3);
  const { profile } = chain;
  const [trusted, target] = [chain.block(1), chain.block(2)];
  const at = (nanos: bigint) => stepCode(profile, trusted, target, fromNanos(nanos));

  it('a block may be ahead of the clock by less than the drift', async () => {
    const limit = toNanos(target.time) - profile.maxClockDriftNanos;
    expect(await at(limit)).toBe('fisco/from-the-future');
    expect(await at(limit + 1n)).toBe('accepted');
  });

  it('trust in a block ends to the nanosecond, counted from its time', async () => {
    const end = toNanos(trusted.time) + profile.trustingPeriodNanos;
    expect(expiry(profile, trusted)).toEqual(fromNanos(end));
    expect(await at(end - 1n)).toBe('accepted');
    expect(await at(end)).toBe('fisco/expired');
    const step = await runRule(advance(profile, trust(trusted), target, fromNanos(end)), rememberingVerifier);
    expect(step.kind).toBe('expired');
  });

  it('an earlier time is the leader’s word like any other', async () => {
    const back = chain.resign(target, { timestamp: trusted.header.timestamp - 1n });
    expect(await stepCode(profile, trusted, back, chain.now)).toBe('accepted');
  });

  it('a height is later or nothing', async () => {
    expect(await stepCode(profile, trusted, trusted, chain.now)).toBe('fisco/height-not-later');
    expect(await stepCode(profile, target, trusted, chain.now)).toBe('fisco/height-not-later');
  });
});

describe('the genesis of 3.x', () => {
  const chain = makeFisco({ generation: 3, cryptography: 'international' });
  chain.addEmpty(2);

  it('has no time of its own: trust in it ends when the pack says so', async () => {
    const late = fromNanos(toNanos(chain.now) + 100n * chain.profile.trustingPeriodNanos);
    expect(await stepCode(chain.profile, chain.block(0), chain.block(1), late)).toBe('accepted');
    expect(await stepCode(chain.profile, chain.block(1), chain.block(2), late)).toBe('fisco/expired');
  });
});

describe('a list of sealers', () => {
  it('has a weight for each node', () => {
    const ids = [new Uint8Array(64), new Uint8Array(64)];
    expect(refusal(() => sealersOf(ids, [1n, 1n]))).toBe('accepted');
    for (const weights of [[1n], [1n, 1n, 1n]])
      expect(refusal(() => sealersOf(ids, weights))).toBe('fisco/weights-count');
  });

  const list = (count: number) =>
    Array.from({ length: count }, (_, i) => ({
      nodeId: Uint8Array.from({ length: 64 }, (_, at) => (at < 2 ? i >> (8 * at) : 7)),
      weight: 1n,
    }));

  it.each([
    [0, 'fisco/sealers-count'],
    [1, 'accepted'],
    [1000, 'accepted'],
    [1001, 'fisco/sealers-count'],
  ])('of %i: %s', (count, expected) => {
    expect(refusal(() => checkSealers(list(count)))).toBe(expected);
  });

  it.each([
    [2n ** 32n, 'accepted'],
    [2n ** 32n + 1n, 'fisco/weight'],
    [2n ** 63n, 'fisco/weight'],
    [0n, 'accepted'],
    [-1n, 'fisco/weight'],
  ])('with a weight of %i: %s', (weight, expected) => {
    const [first, ...rest] = list(4);
    expect(refusal(() => checkSealers([{ ...first!, weight }, ...rest]))).toBe(expected);
  });
});

describe('what is asked for where the lists differ', () => {
  const chain = makeFisco({ generation: 3, cryptography: 'international' });
  chain.addEmpty(3);
  chain.add({ changes: [{ method: 'setWeight', node: 0, weight: 2n }] });
  chain.addEmpty(8);

  it.each([
    [1, 12, 6n],
    [1, 6, 3n],
    [3, 6, 4n],
    [4, 6, 5n],
    [3, 5, 4n],
  ])('between %i and %i it is block %i, before any signature is checked', async (from, to, height) => {
    const unsigned = { ...chain.block(to), signatures: [] };
    const rule = advance(chain.profile, trust(chain.block(from)), unsigned, chain.now);
    expect(rule.next()).toMatchObject({
      done: true,
      value: { kind: 'needs', height, error: { code: 'fisco/other-sealers' } },
    });
  });
});
