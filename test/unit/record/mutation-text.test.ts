// 50,000 random changes to the bytes of a valid proof file, dropped with its document: bits, bytes, pieces, ends, and members
// written twice. No error may escape, and nothing false may be accepted. The same seed gives the same files.
import { expect, it } from 'vitest';
import { toUtf8 } from '../../../src/codec/bytes.ts';
import { Random } from '../../support/core.ts';
import { makeProof, printProof, recordChain } from '../../support/make-chain-proof.ts';
import { doubledMember, TextMutator } from '../../support/mutate-json.ts';
import { printTally, runChanged } from '../../support/mutate-run.ts';

const COUNT = Number(process.env.MUTATIONS ?? 50_000);
const SEED = Number(process.env.MUTATION_SEED ?? 20261125);

const chain = recordChain();
const TEXT = printProof(makeProof(chain));
const SHORT = JSON.stringify(JSON.parse(TEXT));

function* changedTexts(): Generator<string | Uint8Array> {
  const mutator = new TextMutator(toUtf8(SHORT), SEED);
  const random = new Random(SEED);
  for (let i = 0; i < COUNT; i++) yield i % 50 === 0 ? doubledMember(TEXT, random) : mutator.next();
}

it(`${COUNT} changes to its bytes: 0 false accepts, 0 uncaught errors`, { timeout: 600_000 }, async () => {
  const tally = await runChanged(chain, changedTexts());
  printTally('text', tally);
  expect(tally.uncaught).toEqual([]);
  expect(tally.falseAccepts).toEqual([]);
  expect(tally.unexpected).toBe(0);
});
