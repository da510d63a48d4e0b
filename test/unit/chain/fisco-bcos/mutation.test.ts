// Random changes to valid proof files of this family, to their structure and to their bytes, each dropped with its document: no
// error may escape, and nothing false may be accepted or held against the document. The same seed gives the same files.
// MUTATIONS is how many files there are together; a long run is made by hand.
import { beforeAll, describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../../src/codec/bytes.ts';
import { loadCore } from '../../../../src/core/load-node.ts';
import { Random } from '../../../support/core.ts';
import type { JsonValue } from '../../../support/make-chain-pack.ts';
import { DOCUMENT, exampleFisco, INPUT_RECORD, RECORD } from '../../../support/make-fisco-example.ts';
import { KINDS, type Kind } from '../../../support/mutate-fisco.ts';
import { type FiscoProofOptions, fiscoProof, printFisco, verifyFisco } from '../../../support/mutate-fisco-proof.ts';
import { printFiscoTally, runFisco } from '../../../support/mutate-fisco-run.ts';
import { doubledMember, JsonMutator, TextMutator } from '../../../support/mutate-json.ts';

beforeAll(() => loadCore());

const TOTAL = Number(process.env.MUTATIONS ?? 4000);
const SEED = Number(process.env.MUTATION_SEED ?? 20261126);

/** Over changes of the list to a record in a deep tree, and shorter ones to a record in a block that is shown whole. */
const FILES: readonly (readonly [name: string, kind: Kind, options: FiscoProofOptions])[] = [
  ['event, 3.x, SM', KINDS[0], {}],
  ['input, 3.x, SM', KINDS[0], { kind: 'input', place: INPUT_RECORD, route: [1, 3, 4, 5] }],
  ['event, 3.x, ECDSA', KINDS[1], { place: RECORD, route: [1, 3, 4, 5] }],
  ['input, 3.x, ECDSA', KINDS[1], { kind: 'input' }],
  ['event, 2.x, SM', KINDS[2], {}],
  ['input, 2.x, ECDSA', KINDS[3], { kind: 'input' }],
];
const COUNT = Math.ceil(TOTAL / (2 * FILES.length));

const parse = (text: string) => JSON.parse(text) as JsonValue;

/** Valid files whose parts are spliced in: other records and routes of the chain, another history, other keys. */
function othersOf(kind: Kind): readonly JsonValue[] {
  const chain = exampleFisco(kind);
  const later = exampleFisco({ ...kind, startMs: 1_767_225_600_124n });
  return [
    fiscoProof(chain, { place: RECORD, route: [1, 2, 3, 4, 5] }),
    fiscoProof(chain, { place: { number: 2n, index: 0 } }),
    fiscoProof(chain, { place: { number: 2n, index: 3 }, kind: 'input' }),
    fiscoProof(chain, { kind: 'input' }),
    fiscoProof(later),
    fiscoProof(exampleFisco({ ...kind, seed: 'strangers' })),
  ].map((proof) => parse(printFisco(proof)));
}

describe.each(FILES)('a proof file with changes: %s', (name, kind, options) => {
  const chain = exampleFisco(kind);
  const text = printFisco(fiscoProof(chain, options));
  const short = JSON.stringify(parse(text));

  it('is accepted without them', async () => {
    expect((await verifyFisco(chain, text, DOCUMENT)).code).toBe('verdict/document-consistent');
  });

  async function check(what: string, texts: Iterable<string | Uint8Array>): Promise<void> {
    const tally = await runFisco(chain, texts);
    printFiscoTally(`${name}, ${what}`, tally);
    expect(tally.uncaught).toEqual([]);
    expect(tally.falseAccepts).toEqual([]);
    expect(tally.count).toBe(COUNT);
    expect(tally.otherSender).toBe(0);
  }

  it(`${COUNT} times to its structure: 0 false accepts, 0 uncaught errors`, { timeout: 3_600_000 }, async () => {
    const mutator = new JsonMutator(parse(text), othersOf(kind), SEED);
    await check(
      'structure',
      (function* () {
        for (let i = 0; i < COUNT; i++) yield mutator.next();
      })(),
    );
  });

  it(`${COUNT} times to its bytes: 0 false accepts, 0 uncaught errors`, { timeout: 3_600_000 }, async () => {
    const mutator = new TextMutator(toUtf8(short), SEED);
    const random = new Random(SEED);
    await check(
      'bytes',
      (function* () {
        for (let i = 0; i < COUNT; i++) yield i % 50 === 0 ? doubledMember(text, random) : mutator.next();
      })(),
    );
  });
});
