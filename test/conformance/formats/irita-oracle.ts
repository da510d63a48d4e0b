// Rows of `oracle.jsonl` of an IRITA network: whole light blocks, recorded, changed, and steps between them, with the verdicts
// of the node software (networks/sm/README.md section 1). Where software and strict rule differ, `expected` is the strict one.
import { readLightBlock } from '../../../src/chain/cometbft/json.ts';
import type { CometProfile } from '../../../src/chain/cometbft/profile.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { parseTime } from '../../../src/codec/time.ts';
import { quorumAnswer, stepAnswer } from '../blocks.ts';
import { textOf } from '../fields.ts';
import { printModel } from '../json-model.ts';
import { NATIONAL_KEYS, testProfile, withNextSet } from '../profiles.ts';
import { answerOf, type Cases, explained } from '../report.ts';

const SECOND = 1_000_000_000n;

/** The verdicts of this row are an object; those of CometBFT's client are a word. */
export function isIritaRow(row: Reader): boolean {
  return row.object.get('expected') instanceof Map;
}

export async function checkIritaRow(row: Reader, cases: Cases): Promise<void> {
  const id = `${textOf(row, 'id')}/${textOf(row, 'what')}`;
  const expected = row.reader('expected');
  for (const name of expected.object.keys()) {
    const question = QUESTIONS[name];
    if (question === undefined) cases.skip(`${id}/${name}`, `a verdict that is not known: ${name}`);
    else await checkAnswer(`${id}/${name}`, textOf(expected, name), () => question(row, profileOf(row)), cases);
  }
}

type Question = (row: Reader, profile: CometProfile) => Promise<string>;

const QUESTIONS: Readonly<Record<string, Question | undefined>> = {
  commit: (row, profile) => quorumAnswer(profile, blockOf(row, 'block'), false),
  all_signatures: (row, profile) => quorumAnswer(profile, blockOf(row, 'block'), true),
  step,
};

async function checkAnswer(id: string, expected: string, ask: () => Promise<string>, cases: Cases): Promise<void> {
  const answer = await answerOf(ask);
  const word = wordFor(answer);
  cases.expect(id, expected, word === expected ? word : explained(word, answer));
}

/** A program that breaks has not refused anything. */
function wordFor(answer: string): string {
  if (answer === 'ok') return 'accept';
  if (answer === 'not enough trust' || answer.startsWith('internal/')) return answer;
  return 'reject';
}

function profileOf(row: Reader): CometProfile {
  return testProfile(textOf(row, 'chain_id'), {
    keyTypes: NATIONAL_KEYS,
    ...(row.has('trusting_period_s') && { trustingPeriodNanos: row.int64('trusting_period_s') * SECOND }),
    ...(row.has('drift_s') && { maxClockDriftNanos: row.int64('drift_s') * SECOND }),
  });
}

/** Out of JSON text, as the client would read it. */
function blockOf(row: Reader, key: string) {
  return readLightBlock(Reader.of(parseJson(printModel(row.reader(key).object))));
}

/** The trusted block comes without its next set, so its own stands for it, as in the software that was asked. */
async function step(row: Reader, profile: CometProfile): Promise<string> {
  const trusted = withNextSet(blockOf(row, 'trusted'));
  const { word, code } = await stepAnswer(profile, trusted, blockOf(row, 'block'), parseTime(textOf(row, 'now')));
  return word === 'not-enough-trust' ? 'not enough trust' : word === 'ok' ? word : code;
}
