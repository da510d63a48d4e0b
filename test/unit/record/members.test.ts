// Every member of a proof file changed in turn, one at a time: each change is refused by the check that it concerns, with the
// code of the rule, unless the member is one of those that nothing hangs on.
import { describe, expect, it } from 'vitest';
import { formatTime, parseTime } from '../../../src/codec/time.ts';
import type { Verdict } from '../../../src/record/verdict.ts';
import { plus } from '../../support/make-chain.ts';
import type { JsonValue } from '../../support/make-chain-pack.ts';
import {
  DOCUMENT,
  failedCheck,
  itemOf,
  makeProof,
  printProof,
  recordChain,
  verifyAll,
  verifyOne,
} from '../../support/make-chain-proof.ts';
import { changedLeaf, leavesOf, pathText, replaced } from '../../support/mutate-json.ts';

const chain = recordChain();
/** From block 1 by a step and a leap over the change of a member: every kind of member stands in the file. */
const TEXT = printProof(makeProof(chain, { route: [1, 3, 4, 6] }));
const FILE = JSON.parse(TEXT) as JsonValue;

const TOP = 'lightBlocks.3';
const HEADER = String.raw`signed_header\.header\.`;
const COMMIT = String.raw`signed_header\.commit\.`;
const ENTRY = String.raw`${COMMIT}signatures\.[012]\.`;
const HASH_OF_CHECKPOINT = ['cometbft/not-the-checkpoint', 'validators-known'];
const OTHER_HEADER = ['cometbft/commit-for-other-header', 'quorum'];
const WRONG_SIGNATURE = ['cometbft/wrong-signature', 'quorum'];
const NOT_LINKED = ['cometbft/link-hash', 'linked-to-signed-header'];
const READABLE = (code: string) => [code, 'readable'];
const NOT_IN_BLOCK = ['cometbft/transaction-not-in-block', 'in-block'];
const OTHER_RESULT = ['cometbft/result-not-in-next-header', 'executed'];
const SAME = ['consistent', undefined];

/** Paths and what a change there ends with; the first that fits counts. `lightBlocks.0` is the checkpoint. */
const ROWS: readonly (readonly [string, readonly (string | undefined)[]])[] = [
  ['mediaType', READABLE('record/not-a-proof-file')],
  ['chain', ['record/unknown-chain', 'validators-known']],
  ['family', ['record/unknown-chain', 'validators-known']],
  [String.raw`record\.height`, NOT_IN_BLOCK],
  [String.raw`record\.transaction`, NOT_IN_BLOCK],
  [String.raw`record\.path\.total`, ['cometbft/result-of-other-transaction', 'executed']],
  [String.raw`record\.path\.index`, NOT_IN_BLOCK],
  [String.raw`record\.path\.aunts\..*`, NOT_IN_BLOCK],
  [String.raw`execution\.result\.data`, OTHER_RESULT],
  [String.raw`execution\.result\..*`, OTHER_RESULT],
  [String.raw`execution\.path\.(total|index)`, ['cometbft/result-of-other-transaction', 'executed']],
  [String.raw`execution\.path\.aunts\..*`, OTHER_RESULT],
  // Of every light block: what its own checks refuse before any other block is looked at.
  [String.raw`lightBlocks\.0\.${HEADER}height`, ['record/no-such-checkpoint', 'validators-known']],
  [String.raw`lightBlocks\.0\.${HEADER}.*`, HASH_OF_CHECKPOINT],
  [String.raw`lightBlocks\.\d\.${HEADER}version\.block`, ['cometbft/block-protocol', 'linked-to-signed-header']],
  [String.raw`lightBlocks\.\d\.${HEADER}chain_id`, ['cometbft/chain-id', 'linked-to-signed-header']],
  [String.raw`lightBlocks\.\d\.${HEADER}height`, ['cometbft/commit-height-differs', 'quorum']],
  [String.raw`lightBlocks\.\d\.${HEADER}.*`, OTHER_HEADER],
  [String.raw`lightBlocks\.\d\.${COMMIT}height`, ['cometbft/commit-height-differs', 'quorum']],
  [String.raw`lightBlocks\.\d\.${COMMIT}round`, WRONG_SIGNATURE],
  [String.raw`lightBlocks\.\d\.${COMMIT}block_id\.hash`, OTHER_HEADER],
  [String.raw`lightBlocks\.\d\.${COMMIT}block_id\.parts\..*`, WRONG_SIGNATURE],
  [String.raw`lightBlocks\.\d\.${ENTRY}block_id_flag`, ['cometbft/no-quorum', 'quorum']],
  [String.raw`lightBlocks\.\d\.${ENTRY}validator_address`, ['cometbft/vote-address', 'quorum']],
  [String.raw`lightBlocks\.\d\.${ENTRY}(timestamp|signature)`, WRONG_SIGNATURE],
  [String.raw`lightBlocks\.\d\.${COMMIT}signatures\.3\.block_id_flag`, ['cometbft/address-length', 'validators-known']],
  [String.raw`lightBlocks\.\d\.${COMMIT}signatures\.3\..*`, ['cometbft/absent-vote-not-empty', 'quorum']],
  [
    String.raw`lightBlocks\.\d\.validator_set\.validators\.\d\.address`,
    ['cometbft/address-not-of-key', 'validators-known'],
  ],
  [String.raw`lightBlocks\.\d\.validator_set\.validators\.\d\.pub_key\.type`, READABLE('cometbft/key-type')],
  [
    String.raw`lightBlocks\.\d\.validator_set\.validators\.\d\.pub_key\.value`,
    ['cometbft/address-not-of-key', 'validators-known'],
  ],
  [
    String.raw`lightBlocks\.\d\.validator_set\.validators\.\d\.voting_power`,
    ['cometbft/validators-hash', 'validators-known'],
  ],
  [String.raw`lightBlocks\.\d\.validator_set\.validators\.\d\.proposer_priority`, SAME],
  // The next set is known by its hash alone; what a node says of its addresses is not compared.
  [String.raw`lightBlocks\.\d\.next_validator_set\.validators\.\d\.(address|proposer_priority)`, SAME],
  [String.raw`lightBlocks\.\d\.next_validator_set\.validators\.\d\.pub_key\.type`, READABLE('cometbft/key-type')],
  [String.raw`lightBlocks\.\d\.next_validator_set\..*`, ['cometbft/next-validators-hash', 'validators-known']],
  [String.raw`ancestors\.\d\.version\.block`, ['cometbft/block-protocol', 'linked-to-signed-header']],
  [String.raw`ancestors\.\d\.chain_id`, ['cometbft/link-chain-id', 'linked-to-signed-header']],
  [
    String.raw`ancestors\.\d\.height`,
    ['core/packing|cometbft/link-height|cometbft/frame-range', 'linked-to-signed-header'],
  ],
  [String.raw`ancestors\..*`, NOT_LINKED],
];

describe('a proof file', () => {
  const leaves = leavesOf(FILE);

  it('is accepted as it is', async () => {
    expect((await verifyOne(chain, TEXT, DOCUMENT)).code).toBe('verdict/document-consistent');
    expect(leaves.some(({ path }) => pathText(path).startsWith(`${TOP}.next_validator_set`))).toBe(true);
  });

  it('has a row for each of its members, and no row is idle', () => {
    const used = new Set(
      leaves.map(({ path }) => ROWS.findIndex(([pattern]) => new RegExp(`^${pattern}$`).test(pathText(path)))),
    );
    expect(used.has(-1)).toBe(false);
    expect([...used].sort((a, b) => a - b)).toEqual(ROWS.map((_, i) => i));
  });

  it.each(ROWS)('%s', async (pattern, expected) => {
    const mine = leaves.filter(
      ({ path }) => ROWS.find(([other]) => new RegExp(`^${other}$`).test(pathText(path)))![0] === pattern,
    );
    for (const { path, value } of mine) {
      const verdict = await verifyOneOf(JSON.stringify(replaced(FILE, path, changedLeaf(path, value))));
      const [code, check] = expected;
      if (code === 'consistent') expect(verdict.outcome, pathText(path)).toBe('consistent');
      else {
        expect(verdict.outcome, pathText(path)).toBe('cannot-tell');
        expect(code!.split('|'), pathText(path)).toContain(verdict.code);
        expect(failedCheck(verdict), pathText(path)).toBe(check);
      }
    }
  });

  it('is refused without any of its members that a check needs', async () => {
    const optional = /\.(proposer_priority|address)$|^execution|next_validator_set/;
    for (const { path, value } of leaves) {
      const text = pathText(path);
      const verdict = await verifyOneOf(JSON.stringify(replaced(FILE, path, undefined)));
      const wasEmpty =
        value === '' || value === null || value === 0 || value === '0' || value === '0001-01-01T00:00:00Z';
      if (optional.test(text) || wasEmpty) continue;
      expect(verdict.outcome, text).toBe('cannot-tell');
    }
  });
});

describe('a member in other spellings', () => {
  it.each([
    [
      'hex in small letters',
      TEXT.replace(
        /"(app_hash|data_hash|validators_hash|hash)": "([0-9A-F]+)"/g,
        (_, name, hex: string) => `"${name}": "${hex.toLowerCase()}"`,
      ),
      'consistent',
    ],
    ['whole numbers bare', TEXT.replace(/"height": "(\d+)"/g, '"height": $1'), 'consistent'],
    ['no white space', JSON.stringify(FILE), 'consistent'],
    [
      'a time in another zone',
      TEXT.replace(
        /"timestamp": "(2026-01-01T00[^"]*)"/,
        (_, text: string) =>
          `"timestamp": "${formatTime(plus(parseTime(text), 8n * 3600n * 10n ** 9n)).replace('Z', '+08:00')}"`,
      ),
      'consistent',
    ],
    ['a number with an exponent', TEXT.replace('"height": "2"', '"height": 2e0'), 'cannot-tell'],
    ['a number with a zero before it', TEXT.replace('"height": "2"', '"height": "02"'), 'cannot-tell'],
    ['base64url', TEXT.replace(/"transaction": "([^"]*)"/, '"transaction": "_$1"'), 'cannot-tell'],
    ['a member twice', TEXT.replace('"height": "2"', '"height": "2", "height": "2"'), 'cannot-tell'],
  ])('%s', async (_, text, outcome) => {
    expect(text).not.toBe(TEXT);
    expect((await verifyOneOf(text)).outcome).toBe(outcome);
  });
});

async function verifyOneOf(text: string): Promise<Verdict> {
  const [verdict] = await verifyAll(chain, [itemOf(text, 'bl-7.proof.json'), itemOf(DOCUMENT, 'bl-7.txt')]);
  return verdict!;
}
