// 50,000 random changes to the structure of a valid proof file, dropped with its document: no error may escape, nothing
// false may be accepted, and no change may turn into an accusation. The same seed gives the same files.
import { expect, it } from 'vitest';
import type { JsonValue } from '../../support/make-chain-pack.ts';
import { DOCUMENT, makeProof, printProof, recordChain, verifyOne } from '../../support/make-chain-proof.ts';
import { JsonMutator } from '../../support/mutate-json.ts';
import { printTally, runChanged } from '../../support/mutate-run.ts';

const COUNT = Number(process.env.MUTATIONS ?? 50_000);
const SEED = Number(process.env.MUTATION_SEED ?? 20261124);

const chain = recordChain();
const parse = (text: string) => JSON.parse(text) as JsonValue;
const FILE = parse(printProof(makeProof(chain)));
/** Valid files whose parts are spliced in: other records and routes of this chain, other histories, another chain. */
const TWIN = recordChain({ round: 1 });
const OTHERS = [
  makeProof(chain, { index: 4 }),
  makeProof(chain, { index: 2 }),
  makeProof(chain, { route: [1, 3, 4, 6] }),
  makeProof(recordChain({ chainId: 'records-2' })),
  makeProof(TWIN),
  makeProof(recordChain({ seed: 'strangers' })),
].map((proof) => parse(printProof(proof)));

function* changedTexts(): Generator<string> {
  const mutator = new JsonMutator(FILE, OTHERS, SEED);
  for (let i = 0; i < COUNT; i++) yield mutator.next();
}

it('the file is accepted before it is changed', async () => {
  expect((await verifyOne(chain, JSON.stringify(FILE), DOCUMENT)).code).toBe('verdict/document-consistent');
});

it(`${COUNT} changes to its structure: 0 false accepts, 0 uncaught errors`, { timeout: 600_000 }, async () => {
  const tally = await runChanged(chain, changedTexts(), [TWIN]);
  printTally('structure', tally);
  expect(tally.uncaught).toEqual([]);
  expect(tally.falseAccepts).toEqual([]);
  expect(tally.unexpected).toBe(0);
});
