// `oracle.jsonl(.gz)`: one verification step a row, with CometBFT's own answer (networks/cometbft/README.md section 3). Rows of
// an IRITA network have another shape.
import { readLightBlock } from '../../../src/chain/cometbft/json.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import { type Json, parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { parseTime } from '../../../src/codec/time.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { stepAnswer } from '../blocks.ts';
import type { Format, World } from '../format.ts';
import { applyOperation, printModel } from '../json-model.ts';
import { readLevel, testProfile, withNextSet } from '../profiles.ts';
import { answerOf, type Cases, explained } from '../report.ts';
import { checkIritaRow, isIritaRow } from './irita-oracle.ts';

const STEPS_BETWEEN_WORDS = 500;

export const oracle: Format = {
  matches: (file) => file.plainName === 'oracle.jsonl',
  async run(file, cases, world) {
    const rows = await file.rows();
    for (const [i, row] of rows.entries()) {
      if (isIritaRow(row)) await cases.row(`row ${i + 1}`, () => checkIritaRow(row, cases));
      else await checkRow(row, cases, world);
      if (i % STEPS_BETWEEN_WORDS === 0) world.progress(`${file.label}: ${i} of ${rows.length}`);
    }
  },
};

async function checkRow(row: Reader, cases: Cases, world: World): Promise<void> {
  const id = row.string('id');
  const expected = expectedWords(row);
  const trusted = await trustedBlock(row, world);
  const untrusted = await untrustedModel(row, world);
  if (trusted === undefined || untrusted === undefined) {
    cases.skip(id, `network ${row.string('network')} is not at hand, or has no such height`);
    return;
  }
  let code = '';
  const word = await answerOf(async () => {
    const answer = await step(row, trusted, untrusted);
    code = answer.code;
    return answer.word;
  });
  cases.expect(id, expected, expected.includes(word) ? word : explained(word, code));
}

/** Only the word before the colon counts; a stricter answer, where there is one, is as good. */
function expectedWords(row: Reader): string[] {
  const members = [
    row.has('answer_with_next_set') ? 'answer_with_next_set' : 'answer',
    'strict_answer',
    'also_acceptable',
  ];
  const words = members.filter((member) => row.has(member)).map((member) => row.string(member, 10_000).split(':')[0]!);
  return [...new Set(words)];
}

async function trustedBlock(row: Reader, world: World): Promise<CometLightBlock | undefined> {
  const inline = row.optionalReader('trusted_light_block');
  if (inline) return withNextSet(readLightBlock(inline));
  const network = await world.networks.named(row.string('network'));
  const block = network?.block(row.int64('trusted_height'));
  return block && withNextSet(block);
}

async function untrustedModel(row: Reader, world: World): Promise<Json | undefined> {
  const inline = row.object.get('untrusted_light_block');
  const name = row.string(row.has('untrusted_network') ? 'untrusted_network' : 'network');
  const network = inline ? undefined : await world.networks.named(name);
  const document = inline ?? network?.model(row.int64('untrusted_height'));
  const operations = row.optionalReader('mutation')?.readers('ops', 10_000, true) ?? [];
  return document && operations.reduce(applyOperation, document);
}

/** Reads the block out of JSON text, as the client would; what cannot be read is invalid. */
async function step(row: Reader, trusted: CometLightBlock, untrusted: Json): Promise<{ word: string; code: string }> {
  const profile = testProfile(row.string('chain_id'), {
    trustLevel: readLevel(row.string('trust_level')),
    trustingPeriodNanos: row.int64('trusting_period_ns'),
    maxClockDriftNanos: row.int64('max_clock_drift_ns'),
  });
  let target: CometLightBlock;
  try {
    target = readLightBlock(Reader.of(parseJson(printModel(untrusted))));
  } catch (error) {
    if (error instanceof MingzhengError) return { word: 'invalid', code: error.code };
    throw error;
  }
  return stepAnswer(profile, trusted, target, parseTime(row.string('now')));
}
