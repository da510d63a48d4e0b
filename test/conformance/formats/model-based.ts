// `MC*.json` of tendermint-rs: traces made from a model of the light client. A step is a case (vectors/cometbft/README.md
// section 1): clock drift 0, trust level 1/3, the trusted block's next set; only success moves the state.
import {
  makeLightBlock,
  readCommit,
  readHeader,
  readValidatorSet,
  withGoAbsentTimes,
} from '../../../src/chain/cometbft/json.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../../src/chain/cometbft/profile.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { parseTime } from '../../../src/codec/time.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { stepAnswer } from '../blocks.ts';
import type { Format } from '../format.ts';
import { testProfile } from '../profiles.ts';
import { type Cases, explained } from '../report.ts';

const VERDICTS: Readonly<Record<string, string>> = {
  ok: 'SUCCESS',
  'not-enough-trust': 'NOT_ENOUGH_TRUST',
  invalid: 'INVALID',
  expired: 'INVALID',
};

export const modelBased: Format = {
  matches: (file) => /^MC\d+_\d+_.*\.json$/.test(file.name) || isInModelFolder(file.folders, file.name),
  async run(file, cases) {
    const trace = await file.reader();
    const initial = trace.reader('initial');
    let trusted = initialBlock(initial);
    const profile = profileOf(initial, trusted);
    for (const [i, input] of trace.readers('input', 100_000).entries()) {
      const accepted = await checkStep(profile, trusted, input, `step ${i + 1}`, cases);
      if (accepted) trusted = accepted;
    }
  },
};

const isInModelFolder = (folders: readonly string[], name: string) =>
  folders.at(-1) === 'model_based' && name.endsWith('.json');

function profileOf(initial: Reader, { header }: CometLightBlock): CometProfile {
  return testProfile(header.chainId, {
    parents: 'not-in-data',
    blockProtocol: header.version.block,
    trustingPeriodNanos: initial.int64('trusting_period'),
    maxClockDriftNanos: 0n,
  });
}

/** The state before the first step is believed: its own set plays no part, so the next one stands for both. */
function initialBlock(initial: Reader): CometLightBlock {
  const next = readValidatorSet(initial.reader('next_validator_set'));
  const signed = initial.reader('signed_header');
  return makeLightBlock(readHeader(signed.reader('header')), readCommit(signed.reader('commit')), next, next);
}

function readBlock(block: Reader): CometLightBlock {
  const signed = block.reader('signed_header');
  return makeLightBlock(
    readHeader(signed.reader('header')),
    withGoAbsentTimes(readCommit(signed.reader('commit'))),
    readValidatorSet(block.reader('validator_set')),
    readValidatorSet(block.reader('next_validator_set')),
  );
}

/** The block, where the shipped code accepts it. */
async function checkStep(
  profile: CometProfile,
  trusted: CometLightBlock,
  input: Reader,
  id: string,
  cases: Cases,
): Promise<CometLightBlock | undefined> {
  const { block, word, code } = await answer(profile, trusted, input);
  const verdict = VERDICTS[word] ?? word;
  const expected = input.string('verdict');
  cases.expect(id, expected, verdict === expected ? verdict : explained(verdict, code));
  return word === 'ok' ? block : undefined;
}

interface Answer {
  readonly word: string;
  readonly code: string;
  readonly block?: CometLightBlock;
}

async function answer(profile: CometProfile, trusted: CometLightBlock, input: Reader): Promise<Answer> {
  try {
    const block = readBlock(input.reader('block'));
    return { block, ...(await stepAnswer(profile, trusted, block, parseTime(input.string('now')))) };
  } catch (error) {
    if (error instanceof MingzhengError) return { word: 'invalid', code: error.code };
    throw error;
  }
}
