// Every member of a proof file of this family changed in turn, and left out in turn: each change is refused by the check that it
// concerns, with the code of the rule, unless the member is one of those that nothing hangs on.
import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../src/record/verdict.ts';
import type { JsonValue } from '../../../support/make-chain-pack.ts';
import { failedCheck, itemOf } from '../../../support/make-chain-proof.ts';
import { DOCUMENT, exampleFisco, INPUT_RECORD } from '../../../support/make-fisco-example.ts';
import { KINDS } from '../../../support/mutate-fisco.ts';
import { changedFiscoLeaf } from '../../../support/mutate-fisco-json.ts';
import {
  type FiscoProofOptions,
  fiscoProof,
  printFisco,
  verifyFiscoItems,
} from '../../../support/mutate-fisco-proof.ts';
import { leavesOf, pathText, replaced } from '../../../support/mutate-json.ts';

/** Both generations and kinds of record and all three forms of path; proofs of a change are on the way in 3.x. */
const FILES: readonly (readonly [name: string, kind: (typeof KINDS)[number], options: FiscoProofOptions])[] = [
  ['event, 3.x, SM, flat path', KINDS[0], {}],
  ['input, 3.x, ECDSA, whole block', KINDS[1], { kind: 'input', place: INPUT_RECORD, route: [1, 3, 4, 5] }],
  ['event, 2.x, SM, levels', KINDS[2], {}],
  ['input, 2.x, ECDSA, levels', KINDS[3], { kind: 'input' }],
];

const PLACE: Readonly<Record<string, string>> = {
  readable: 'readable',
  'in-block': 'in-block',
  executed: 'executed',
  header: 'linked-to-signed-header',
  validators: 'validators-known',
  quorum: 'quorum',
};

const BLOCK = String.raw`lightBlocks\.\d\.`;
const CALL = String.raw`${BLOCK}setChange\.\d\.`;
const NOT_THERE = 'fisco/transaction-not-in-block|fisco/proof-not-in-group|fisco/proof-leaf';
const NO_SUCH_RECEIPT = 'fisco/receipt-not-in-block|fisco/proof-not-in-group|fisco/proof-leaf';
/** What a path is refused with where one of its hashes or its index is another. */
const PATH = 'fisco/proof-count|fisco/proof-arity|fisco/proof-sibling';

/** Paths, what a change there ends with, and which check falls over it; the first that fits counts. */
const ROWS: readonly (readonly [pattern: string, codes: string, check?: string])[] = [
  ['mediaType', 'record/not-a-proof-file', 'readable'],
  ['(chain|family)', 'record/unknown-chain', 'validators'],
  [String.raw`record\.kind`, 'fisco/record-kind', 'readable'],
  [String.raw`record\.height`, 'fisco/transaction-not-in-block', 'in-block'],
  [String.raw`record\.log`, 'fisco/no-such-log', 'in-block'],
  // Of every transaction and receipt: what its form alone refuses.
  [String.raw`.*transaction\.(chainID|groupID|chainId|groupId)`, 'fisco/other-group', 'readable'],
  [String.raw`.*transaction\.abi`, 'fisco/transaction-abi', 'readable'],
  [
    String.raw`(record|${CALL.slice(0, -2)})\.transaction\.nonce`,
    `fisco/transaction-nonce|${NOT_THERE}`,
    'readable|in-block',
  ],
  [
    String.raw`(record|execution|${BLOCK}.*)\.receipt\.contractAddress`,
    `fisco/receipt-address|${NO_SUCH_RECEIPT}`,
    'readable|in-block|executed',
  ],
  // Nothing hangs on who signed a call that changed the list; and see below for who signed the record in 3.x.
  [String.raw`${CALL}transaction\.signature`, 'consistent'],
  [String.raw`record\.transaction\.signature`, 'fisco/transaction-signature|consistent', 'in-block'],
  [String.raw`record\.transaction\..*`, NOT_THERE, 'in-block'],
  [String.raw`record\.path\..*`, `${PATH}|${NOT_THERE}`, 'in-block'],
  [String.raw`record\.receipt\.blockNumber`, 'fisco/receipt-of-other-block', 'in-block'],
  [String.raw`record\.receipt\..*`, NO_SUCH_RECEIPT, 'in-block'],
  [String.raw`record\.receiptPath\..*`, `${PATH}|${NO_SUCH_RECEIPT}`, 'in-block'],
  [String.raw`execution\.receipt\.blockNumber`, 'fisco/receipt-of-other-block', 'executed'],
  [String.raw`execution\.receipt\..*`, NO_SUCH_RECEIPT, 'executed'],
  [String.raw`execution\.path\..*`, `${PATH}|${NO_SUCH_RECEIPT}`, 'executed'],
  [String.raw`${CALL}receipt\.blockNumber`, 'fisco/receipt-of-other-block', 'header'],
  [String.raw`${CALL}(transaction|path)\..*`, NOT_THERE, 'header'],
  [String.raw`${CALL}(receipt|receiptPath)\..*`, NO_SUCH_RECEIPT, 'header'],
  // Of every light block: what its own checks refuse before any other block is looked at. The first one is the checkpoint.
  [`${BLOCK}hash`, 'fisco/hash', 'header'],
  [
    String.raw`${BLOCK}signatureList\.\d\.(sealerIndex|index)`,
    'fisco/duplicate-signature|fisco/sealer-index|fisco/embedded-key',
    'quorum',
  ],
  [String.raw`${BLOCK}signatureList\.\d\.signature`, 'fisco/wrong-signature', 'quorum'],
  [String.raw`lightBlocks\.0\.number`, 'record/no-such-checkpoint', 'validators'],
  [String.raw`lightBlocks\.0\..*`, 'fisco/not-the-checkpoint', 'validators'],
  [`${BLOCK}version`, 'fisco/version', 'header'],
  [String.raw`${BLOCK}(number|parentInfo\.0\.blockNumber)`, 'fisco/parents|fisco/hash', 'header'],
  [`${BLOCK}sealer`, 'fisco/leader-index|fisco/hash', 'header'],
  [`${BLOCK}extraData`, 'fisco/extra-data|fisco/hash', 'header'],
  [`${BLOCK}.*`, 'fisco/hash', 'header'],
  [String.raw`ancestors\.\d\.number`, 'fisco/link-height|fisco/link-hash', 'header'],
  [String.raw`ancestors\..*`, 'fisco/link-hash', 'header'],
];

const rowOf = (path: string) => ROWS.findIndex(([pattern]) => new RegExp(`^${pattern}$`).test(path));
const used = new Set<number>();

describe.each(FILES)('a proof file: %s', (_, kind, options) => {
  const chain = exampleFisco(kind);
  const text = printFisco(fiscoProof(chain, options));
  const file = JSON.parse(text) as JsonValue;
  const leaves = leavesOf(file).map(({ path, value }) => ({ path, value, name: pathText(path) }));
  const verdictOn = async (changed: JsonValue | undefined): Promise<Verdict> => {
    const items = [itemOf(JSON.stringify(changed), 'bl-7.proof.json'), itemOf(DOCUMENT, 'bl-7.txt')];
    return (await verifyFiscoItems(chain, items))[0]!;
  };

  it('is accepted as it is', async () => {
    expect((await verdictOn(file)).code).toBe('verdict/document-consistent');
  });

  it('has a row for each of its members', () => {
    for (const { name } of leaves) {
      expect(rowOf(name), name).toBeGreaterThanOrEqual(0);
      used.add(rowOf(name));
    }
  });

  it('is refused with any of them changed', async () => {
    for (const { path, value, name } of leaves) {
      const [, codes, check] = ROWS[rowOf(name)]!;
      const verdict = await verdictOn(replaced(file, path, changedFiscoLeaf(path, value)));
      const isAccepted = verdict.outcome === 'consistent';
      expect(codes.split('|'), name).toContain(isAccepted ? 'consistent' : verdict.code);
      const expected = isAccepted ? [undefined] : check!.split('|').map((id) => PLACE[id]);
      expect(expected, name).toContain(failedCheck(verdict));
    }
  });

  it('is refused without any of them that a check needs', async () => {
    // Empty where it is missing, not known then, compared only where it stands there, or an item of a list that is quorum enough.
    const optional =
      /\.(abi|contractAddress|signature|hash|extraData)$|transaction\.version|receipt\.version|output$|^execution/;
    for (const { path, value, name } of leaves) {
      if (optional.test(name) || value === '' || value === '0x' || Array.isArray(value)) continue;
      const verdict = await verdictOn(replaced(file, path, undefined));
      expect(verdict.outcome, name).toBe('cannot-tell');
    }
  });

  it('is refused with any member that is not known in what is our own', async () => {
    const own = ['', 'record', 'record.path', ...(options.kind === 'input' ? ['execution'] : [])].map((at) =>
      at === '' ? [] : at.split('.'),
    );
    for (const path of own) {
      const at = path.reduce<JsonValue>((value, key) => (value as Record<string, JsonValue>)[key]!, file);
      if (Array.isArray(at)) continue;
      const verdict = await verdictOn(replaced(file, path, { ...(at as object), note: 1 }));
      expect(verdict.code, path.join('.')).toBe('json/unknown-member');
    }
  });
});

it('no row is idle', () => {
  expect(ROWS.filter((_, i) => !used.has(i)).map(([pattern]) => pattern)).toEqual([]);
});
