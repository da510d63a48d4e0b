// `light_client_cases.json`: single steps that each stand on one rule (vectors/cometbft/README.md section 9).

import { makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import { makeLightBlock, readCommit, readHeader, readValidator } from '../../../src/chain/cometbft/json.ts';
import type { CometLightBlock, KeyType, ValidatorSet } from '../../../src/chain/cometbft/model.ts';
import { type CometProfile, schemeFor } from '../../../src/chain/cometbft/profile.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { parseTime } from '../../../src/codec/time.ts';
import { stepAnswer } from '../blocks.ts';
import type { Format } from '../format.ts';
import { testProfile } from '../profiles.ts';
import { answerOf, type Cases, explained } from '../report.ts';

const EXPECTED: Readonly<Record<string, string>> = {
  SUCCESS: 'ok',
  NOT_ENOUGH_TRUST: 'not-enough-trust',
  INVALID: 'invalid',
  EXPIRED: 'expired',
};

export const lightClientCases: Format = {
  matches: (file) => file.name === 'light_client_cases.json',
  async run(file, cases) {
    for (const item of (await file.reader()).readers('cases', 100_000)) await checkCase(item, cases);
  },
};

async function checkCase(item: Reader, cases: Cases): Promise<void> {
  const name = item.string('name');
  const expect = item.string('expect');
  const expected = EXPECTED[expect] ?? expect;
  const unsupported = await unsupportedKey(item);
  if (unsupported !== undefined) {
    cases.skip(name, `signatures by ${unsupported} keys are not implemented yet`);
    return;
  }
  let code = '';
  const word = await answerOf(async () => {
    const answer = await step(item);
    code = answer.code;
    return answer.word;
  });
  const isDecodingError = expected === 'invalid' && /^(json|codec|cometbft)\//.test(word);
  cases.expect(name, expected, isDecodingError ? 'invalid' : word === expected ? word : explained(word, code));
}

/** A key type of the case for which the shipped code has no signature rule. */
async function unsupportedKey(item: Reader): Promise<string | undefined> {
  const profile = testProfile('');
  let type: string | undefined;
  await answerOf(() => {
    const known = readMembers(item.reader('untrusted'), 'validators').validators;
    type = known.find(({ keyType }) => schemeFor(profile, keyType) === undefined)?.keyType;
    return '';
  });
  return type;
}

function readMembers(reader: Reader, key: string): ValidatorSet {
  return makeValidatorSet(reader.readers(key, 10_000, true).map(readValidator));
}

function step(item: Reader) {
  const options = item.reader('options');
  const trusted = trustedBlock(item.reader('trusted'));
  const untrusted = item.reader('untrusted');
  const signed = untrusted.reader('signed_header');
  const header = readHeader(signed.reader('header'));
  const target = makeLightBlock(header, readCommit(signed.reader('commit')), readMembers(untrusted, 'validators'));
  const now = parseTime(options.string('now'));
  return stepAnswer(profileOf(item, options), trusted, target, now);
}

/** The trusted header has no commit in this data; it is believed as it is. */
function trustedBlock(trusted: Reader): CometLightBlock {
  const header = readHeader(trusted.reader('header'));
  const blockId = { hash: new Uint8Array(0), partsTotal: 0, partsHash: new Uint8Array(0) };
  const commit = { height: header.height, round: 0, blockId, signatures: [] };
  return makeLightBlock(header, commit, readMembers(trusted, 'validators'), readMembers(trusted, 'next_validators'));
}

/** A chain whose pack would name the key types that it began with. */
function profileOf(item: Reader, options: Reader): CometProfile {
  const level = options.reader('trust_level');
  const known = readMembers(item.reader('trusted'), 'validators').validators;
  return testProfile(item.string('chain_id'), {
    parents: 'not-in-data',
    keyTypes: [...new Set<KeyType>(['ed25519', 'secp256k1', ...known.map(({ keyType }) => keyType)])],
    trustLevel: { numerator: level.int64('numerator'), denominator: level.int64('denominator') },
    trustingPeriodNanos: options.int64('trusting_period_ns'),
    maxClockDriftNanos: options.int64('max_clock_drift_ns'),
  });
}
