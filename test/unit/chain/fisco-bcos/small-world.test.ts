// The quorum rule over all small worlds: up to 7 sealers, each weight from 0 to 3, every subset of signers, and with one thing
// wrong: an entry twice, an index outside, a signature by somebody else. An oracle written apart answers the same question.
import { describe, expect, it } from 'vitest';
import type { FiscoLightBlock, Sealer, SealerSignature } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import { checkQuorum } from '../../../../src/chain/fisco-bcos/tally.ts';
import { checkSealers, checkSignatures } from '../../../../src/chain/fisco-bcos/validate.ts';
import { MingzhengError } from '../../../../src/core/error.ts';

const PROFILE = { generation: 3, cryptography: 'national' } as FiscoProfile;
const NODE_IDS = Array.from({ length: 8 }, (_, i) => new Uint8Array(64).fill(i + 1));
/** A signature says in its first byte who made it: the verifier below believes it only for that key. */
const SIGNATURES = NODE_IDS.map((_, i) => new Uint8Array(64).fill(i + 1));
const HASH = new Uint8Array(32);

/** Refusals are counted by the million here, and nobody looks at where they came from. */
Error.stackTraceLimit = 0;

type Entry = readonly [index: number, signer: number];

/** What signed, as the rule reads it; made once and asked of many sets. */
interface Signed {
  readonly entries: readonly Entry[];
  readonly signatures: readonly SealerSignature[];
}

function signedBy(entries: readonly Entry[]): Signed {
  return { entries, signatures: entries.map(([index, signer]) => ({ index, signature: SIGNATURES[signer]! })) };
}

/** The answer of the shipped rule: `ok`, or the code of the refusal. */
function answer(sealers: readonly Sealer[], { signatures }: Signed): string {
  const block = { sealers, signatures, hash: HASH } as unknown as FiscoLightBlock;
  try {
    checkSignatures(PROFILE, block);
    const rule = checkQuorum(PROFILE, block);
    const { value, done } = rule.next([]);
    if (done) return 'ok without signatures';
    rule.next(value.map(({ publicKey, signature }) => publicKey[0] === signature[0]));
    return 'ok';
  } catch (error) {
    if (error instanceof MingzhengError) return error.code;
    throw error;
  }
}

/** Naive on purpose: the greatest number of faulty weight that may be tolerated is sought by counting. */
function mustSign(weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  let faulty = 0;
  while (3 * (faulty + 1) + 1 <= total) faulty++;
  return total - faulty;
}

function oracle(weights: readonly number[], needed: number, entries: readonly Entry[]): string {
  const seen: number[] = [];
  for (const [index] of entries) {
    if (index >= weights.length) return 'fisco/sealer-index';
    if (seen.includes(index)) return 'fisco/duplicate-signature';
    seen.push(index);
  }
  const signed = seen.reduce((sum, index) => sum + weights[index]!, 0);
  if (signed < needed) return 'fisco/no-quorum';
  return entries.every(([index, signer]) => index === signer) ? 'ok' : 'fisco/wrong-signature';
}

function* weightVectors(count: number): Generator<number[]> {
  for (let code = 0; code < 4 ** count; code++) yield Array.from({ length: count }, (_, i) => (code >> (2 * i)) & 3);
}

const sealersOf = (weights: readonly number[]): Sealer[] =>
  weights.map((weight, i) => ({ nodeId: NODE_IDS[i]!, weight: BigInt(weight) }));

function subset(count: number, mask: number): Entry[] {
  return Array.from({ length: count }, (_, i): Entry => [i, i]).filter(([i]) => (mask >> i) & 1);
}

/** Every subset of so many sealers. */
const subsets = (count: number): Entry[][] => Array.from({ length: 1 << count }, (_, mask) => subset(count, mask));

/** The same signers with one thing wrong. */
function spoilt(entries: readonly Entry[], count: number): Entry[][] {
  const [first, ...rest] = entries;
  if (!first) return [[[count, count]]];
  return [
    [...entries, first],
    [...entries, [count, count % 8]],
    [[first[0], (first[0] + 1) % 8], ...rest],
    [...entries.slice(0, -1), [entries.at(-1)![0], 7]],
  ];
}

describe('the quorum of a FISCO BCOS block', () => {
  it.each([1, 2, 3, 4, 5, 6, 7])(
    'agrees with the oracle for every world of %i sealers',
    (count) => {
      let worlds = 0;
      const wrong: string[] = [];
      const signers = subsets(count).map(signedBy);
      for (const weights of weightVectors(count)) {
        if (weights.every((weight) => weight === 0)) continue;
        const sealers = sealersOf(weights);
        const needed = mustSign(weights);
        for (const signed of signers) {
          const found = answer(sealers, signed);
          if (found !== oracle(weights, needed, signed.entries)) wrong.push(`${weights} ${signed.entries} ${found}`);
          worlds++;
        }
      }
      expect(wrong.slice(0, 5)).toEqual([]);
      expect(worlds).toBe((4 ** count - 1) * 2 ** count);
    },
    120_000,
  );

  it.each([1, 2, 3, 4, 5])(
    'agrees with one thing wrong, for every world of %i sealers',
    (count) => {
      const codes = new Set<string>();
      const wrong: string[] = [];
      const signers = subsets(count).flatMap((entries) => spoilt(entries, count).map(signedBy));
      for (const weights of weightVectors(count)) {
        if (weights.every((weight) => weight === 0)) continue;
        const sealers = sealersOf(weights);
        const needed = mustSign(weights);
        for (const signed of signers) {
          const found = answer(sealers, signed);
          codes.add(found);
          if (found !== oracle(weights, needed, signed.entries)) wrong.push(`${weights} ${signed.entries} ${found}`);
        }
      }
      expect(wrong.slice(0, 5)).toEqual([]);
      expect(codes).not.toContain('ok');
      expect(codes).toContain('fisco/wrong-signature');
      expect(codes).toContain('fisco/duplicate-signature');
      expect(codes).toContain('fisco/sealer-index');
    },
    120_000,
  );

  it('refuses sets in which nobody counts, a sealer twice, and weights beyond the limit', () => {
    const code = (sealers: readonly Sealer[]) => {
      try {
        checkSealers(sealers);
        return 'ok';
      } catch (error) {
        return (error as MingzhengError).code;
      }
    };
    expect(code(sealersOf([0, 0, 0]))).toBe('fisco/no-weight');
    expect(code([])).toBe('fisco/sealers-count');
    expect(code([sealersOf([1])[0]!, sealersOf([2])[0]!])).toBe('fisco/duplicate-sealer');
    expect(code([{ nodeId: NODE_IDS[0]!, weight: 2n ** 32n }])).toBe('ok');
    expect(code([{ nodeId: NODE_IDS[0]!, weight: 2n ** 32n + 1n }])).toBe('fisco/weight');
  });
});
