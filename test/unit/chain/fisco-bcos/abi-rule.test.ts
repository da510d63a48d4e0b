// Which calls and events are records, as a pack says it: rules that may stand in a pack, and what they find.
import { describe, expect, it } from 'vitest';
import { readAbiRule } from '../../../../src/chain/fisco-bcos/abi-rule.ts';
import { encodeBlockData, type FiscoRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import { toHex, toUtf8 } from '../../../../src/codec/bytes.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { inputOf, logOf, RECORD_CONTRACT, recordRuleJson } from '../../../support/make-fisco-calls.ts';
import { DOCUMENT, exampleFisco, RECORD } from '../../../support/make-fisco-example.ts';
import { refusal } from '../../../support/mutate.ts';
import { KINDS, readerOf } from '../../../support/mutate-fisco.ts';
import { doneCall, Held } from '../../../support/mutate-fisco-block.ts';
import { algorithmOf } from '../../../support/mutate-fisco-proof.ts';
import { bothSources, records, ruleOf, small } from './rig.ts';

describe.each(KINDS)('what is a record, $kind', (kind) => {
  const { profile, chain } = small(kind);
  const digest = hash('sha256', DOCUMENT);
  const hex = toHex(digest);
  const inputRule = (abi: string, more: object = {}) => ruleOf({ from: 'input', abi, ...more });
  /** What a rule finds in a call with this input. */
  const found = (abi: string, values: Parameters<typeof inputOf>[2], rule = inputRule(abi)) => {
    const input = inputOf(profile, abi, values);
    const { transaction } = doneCall(chain, 2, 0, { to: RECORD_CONTRACT, input });
    const path = { kind: 'block' as const, index: 0n, hashes: [] };
    return records.recordIn(profile, rule, { kind: 'input', height: 2n, transaction, path } as FiscoRecord);
  };
  const BYTES = 'record(string id, bytes32 digest)';
  const TEXT = 'record(string id, string digest)';

  it.each(['sha256', 'sm3'] as const)('is a digest by %s, as the rule says', (algorithm) => {
    expect(found(BYTES, ['a', digest], inputRule(BYTES, { algorithm }))).toEqual({ id: 'a', algorithm, digest });
  });

  it.each([
    ['small letters', hex, hex],
    ['capitals', hex.toUpperCase(), hex],
    ['0x', `0x${hex}`, hex],
    ['a digit less', hex.slice(1), undefined],
    ['a digit more', `${hex}0`, undefined],
    ['a blank before it', ` ${hex}`, undefined],
    ['a line end behind it', `${hex}\n`, undefined],
    ['a letter that is no digit', `g${hex.slice(1)}`, undefined],
    ['nothing', '', undefined],
  ])('may be a text of 64 digits: %s', (_, text, expected) => {
    const record = found(TEXT, ['a', text]);
    expect(record && toHex(record.digest)).toBe(expected);
  });

  it.each([
    ['发票/7', true],
    ['', true],
    ['a'.repeat(200), true],
    ['a'.repeat(201), false],
    ['a\nb', false],
    ['a\u0000', false],
    ['a\u0085', false],
    ['a\u2028b', false],
    ['\u202egpj.exe', false],
    ['a\u2066b', false],
  ])('has an id that may be shown: %j, %s', (id, isShown) => {
    expect(found(BYTES, [id, digest])?.id).toBe(isShown ? id : undefined);
  });

  it.each([
    ['bytes32', new Uint8Array(32), ''],
    ['bytes32', Uint8Array.from({ length: 32 }, (_, i) => (i < 4 ? 0x42 + i : 0)), 'BCDE'],
    ['bytes32', Uint8Array.from({ length: 32 }, (_, i) => (i === 5 ? 0x41 : 0)), `0000000000${'41'}${'00'.repeat(26)}`],
    ['bytes4', Uint8Array.of(0x41, 0x20, 0x42, 0x43), '41204243'],
    ['bytes4', Uint8Array.of(0x41, 0x7f, 0x42, 0x43), '417f4243'],
    ['bytes', toUtf8('BL-7'), 'BL-7'],
    ['bytes', toUtf8('B'.repeat(200)), 'B'.repeat(200)],
    ['bytes', toUtf8('B'.repeat(201)), undefined],
    ['uint256', 77n, '77'],
    ['int8', -1n, '-1'],
    ['bool', true, 'true'],
    ['address', 255n, '255'],
  ] as const)('may have an id of type %s', (type, value, expected) => {
    expect(found(`record(${type} id, bytes32 digest)`, [value, digest])?.id).toBe(expected);
  });

  it('has no name where the rule has none', () => {
    expect(found(BYTES, ['a', digest], inputRule(BYTES, { id: undefined }))).toMatchObject({ id: '' });
  });

  it('is a call of that contract and that function, with arguments encoded in the one form', () => {
    expect(found('other(string id, bytes32 digest)', ['a', digest], inputRule(BYTES))).toBeUndefined();
    expect(found('record(string a, bytes32 b, bool c)', ['a', digest, true], inputRule(BYTES))).toBeUndefined();
    const elsewhere = inputRule(BYTES, { contract: `0x${'11'.repeat(20)}` });
    expect(found(BYTES, ['a', digest], elsewhere)).toBeUndefined();
    expect(found(BYTES, ['a', digest], ruleOf({}))).toBeUndefined();
    const second = ruleOf({ from: 'input', abi: TEXT }, { from: 'input', abi: BYTES });
    expect(found(BYTES, ['a', digest], second)).toMatchObject({ id: 'a' });
  });

  it('is one that a block without results shows as an input, and no event', () => {
    const example = exampleFisco(kind);
    const { transactions } = example.data.get(RECORD.number)!;
    const data = encodeBlockData(transactions, []);
    const rule = bothSources(kind);
    const proofs = records.prove(example.profile, RECORD.number, data, RECORD.index, rule);
    expect(proofs.map(({ record, execution: own }) => [(record as FiscoRecord).kind, own])).toEqual([
      ['input', undefined],
    ]);
  });

  it('is any transaction where there is no rule, shown as its input', () => {
    const example = exampleFisco(kind);
    const { transactions, receipts } = example.data.get(RECORD.number)!;
    const proofs = records.prove(example.profile, RECORD.number, encodeBlockData(transactions, receipts), 0);
    expect(proofs.map(({ record }) => (record as FiscoRecord).kind)).toEqual(['input']);
    const onlyEvents = ruleOf({ algorithm: algorithmOf(example) });
    const events = records.prove(
      example.profile,
      RECORD.number,
      encodeBlockData(transactions, receipts),
      1,
      onlyEvents,
    );
    expect(events.map(({ record }) => (record as FiscoRecord).kind)).toEqual(['event']);
  });
});

describe.each(KINDS)('what is a record in an event, $kind', (kind) => {
  const { profile, chain } = small(kind);
  const digest = hash('sha256', DOCUMENT);
  const found = (abi: string, values: Parameters<typeof inputOf>[2], rule = ruleOf({ abi })) => {
    const log = logOf(profile, RECORD_CONTRACT, abi, values);
    const held = new Held(chain, 2, [
      doneCall(chain, 2, 0, { to: RECORD_CONTRACT, input: new Uint8Array(4), logs: [log] }),
    ]);
    return records.recordIn(profile, rule, held.event(0));
  };

  it.each([
    ['Recorded(string id, bytes32 digest)', ['a', digest], 'a'],
    ['Recorded(bytes32 indexed id, bytes32 digest)', [new Uint8Array(32).fill(0x41), digest], 'A'.repeat(32)],
    ['Recorded(uint256 indexed id, bytes32 indexed digest)', [7n, digest], '7'],
    ['Recorded(address indexed who, string id, bytes32 indexed digest)', [1n, 'a', digest], 'a'],
    ['Recorded(string indexed what, string id, bytes32 digest)', ['w', 'a', digest], 'a'],
  ] as const)('%s', (abi, values, id) => {
    expect(found(abi, values)).toEqual({ id, algorithm: 'sha256', digest });
  });

  it('is an event of that name, contract and number of topics', () => {
    const abi = 'Recorded(string id, bytes32 digest)';
    expect(found(abi, ['a', digest], ruleOf({ abi: 'Other(string id, bytes32 digest)' }))).toBeUndefined();
    expect(found(abi, ['a', digest], ruleOf({ abi, contract: '22'.repeat(20) }))).toBeUndefined();
    const indexed = 'Recorded(string id, bytes32 indexed digest)';
    expect(found(abi, ['a', digest], ruleOf({ abi: indexed }))).toBeUndefined();
    expect(found(abi, ['a', digest], ruleOf({ from: 'input' }))).toBeUndefined();
  });
});

describe('a rule in a pack', () => {
  const code = (...sources: object[]) => refusal(() => ruleOf(...(sources as never[])));
  const read = (json: object) => refusal(() => records.readRule(readerOf(json)));

  it.each([
    ['as the others', {}, 'accepted'],
    ['of a contract without 0x', { contract: '11'.repeat(20) }, 'accepted'],
    ['of a contract too short', { contract: '0x1111' }, 'trust/record-rule'],
    ['from elsewhere', { from: 'state' }, 'trust/record-rule'],
    ['of another hash', { algorithm: 'md5' }, 'trust/record-rule'],
    ['with an ABI that is none', { abi: 'Recorded' }, 'trust/record-rule'],
    ['with an array', { abi: 'Recorded(bytes32[] digest)', id: undefined }, 'trust/record-rule'],
    ['with a struct', { abi: 'Recorded((bytes32) digest)', id: undefined }, 'trust/record-rule'],
    ['without the digest', { digest: 'sum' }, 'trust/record-rule'],
    ['without the id', { id: 'name' }, 'trust/record-rule'],
    ['without an id, as it says', { id: undefined }, 'accepted'],
    ['with a digest of another type', { abi: 'Recorded(string id, bytes31 digest)' }, 'trust/record-rule'],
    ['with a digest that is a number', { abi: 'Recorded(string id, uint256 digest)' }, 'trust/record-rule'],
    ['with a digest that is text', { abi: 'Recorded(string id, string digest)' }, 'accepted'],
    ['with a digest that is indexed', { abi: 'Recorded(string id, bytes32 indexed digest)' }, 'accepted'],
    ['with a digest that is indexed text', { abi: 'Recorded(string id, string indexed digest)' }, 'trust/record-rule'],
    ['with an id that is indexed text', { abi: 'Recorded(string indexed id, bytes32 digest)' }, 'trust/record-rule'],
    ['with an id that is indexed bytes', { abi: 'Recorded(bytes indexed id, bytes32 digest)' }, 'trust/record-rule'],
    ['with two arguments of one name', { abi: 'Recorded(string id, bytes32 digest, bool id)' }, 'trust/record-rule'],
    ['with three indexed', { abi: 'R(bytes32 indexed digest, bool indexed a, bool indexed id)' }, 'accepted'],
    [
      'with four indexed',
      { abi: 'R(bytes32 indexed digest, bool indexed a, bool indexed b, bool indexed id)' },
      'trust/record-rule',
    ],
    [
      'of a call that indexes',
      { from: 'input', abi: 'record(string id, bytes32 indexed digest)' },
      'trust/record-rule',
    ],
    ['with an output', { output: 1024 }, 'accepted'],
    ['with an output too long', { output: 1025 }, 'json/integer-range'],
    ['with an output below 0', { output: -1 }, 'json/integer-range'],
    ['with a member that is not known', { topic: '' }, 'json/unknown-member'],
    ['with a contract that is no hex', { contract: `0x${'zz'.repeat(20)}` }, 'codec/hex'],
  ] as const)('is read %s', (_, source, expected) => {
    expect(code(source)).toBe(expected);
  });

  it('has a kind and 1 to 50 sources', () => {
    expect([code(), code(...Array(50).fill({})), code(...Array(51).fill({}))]).toEqual([
      'trust/record-rule',
      'accepted',
      'json/too-many-items',
    ]);
    const { sources } = recordRuleJson('sha256');
    expect(read({ kind: 'abi', sources })).toBe('accepted');
    expect(read({ kind: 'transaction-text', sources })).toBe('trust/record-rule');
    expect(read({ kind: 'abi', sources: [], pattern: '' })).toBe('json/unknown-member');
    expect(read({ kind: 'abi' })).toBe('json/expected-array');
  });
});

it('is asked of no rule of another kind', () => {
  const rule = recordRuleJson('sha256');
  expect(refusal(() => readAbiRule(readerOf(rule)))).toBe('accepted');
  expect(refusal(() => readAbiRule(readerOf({ ...rule, kind: 'memo' })))).toBe('trust/record-rule');
});
