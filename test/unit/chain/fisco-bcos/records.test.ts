// Records of all four kinds of chain, as inputs and as events: proven, written as JSON, read, checked, with what became of them;
// and each thing that proves them for no other place, block, receipt or chain.
import { describe, expect, it } from 'vitest';
import type { FiscoReceipt, FiscoTransaction, ReceiptProof } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import { toHex } from '../../../../src/codec/bytes.ts';
import { type FiscoChain, makeFisco } from '../../../support/make-fisco.ts';
import { logOf, RECORD_CONTRACT, recordCall } from '../../../support/make-fisco-calls.ts';
import {
  DEEP_RECORD,
  DOCUMENT,
  digestFor,
  exampleFisco,
  FAILED_RECORD,
  INPUT_RECORD,
  RECORD,
} from '../../../support/make-fisco-example.ts';
import { flipped, refusal } from '../../../support/mutate.ts';
import { KINDS, readerOf, withMembers } from '../../../support/mutate-fisco.ts';
import { doneCall, Held } from '../../../support/mutate-fisco-block.ts';
import { algorithmOf } from '../../../support/mutate-fisco-proof.ts';
import {
  bothSources,
  digestIn,
  execution,
  executionCode,
  made,
  type Place,
  prove,
  recordCode,
  records,
  ruleOf,
} from './rig.ts';

/** There and back through the JSON of a proof file. */
const reread = (chain: FiscoChain, record: FiscoRecord) =>
  records.readProof(chain.profile, readerOf(records.proofToJson(record))) as FiscoRecord;

describe.each(KINDS)('records, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const rule = bothSources(kind);
  const digest = toHex(digestFor(chain, DOCUMENT));

  it.each([
    ['an event and an input of one call', RECORD, ['event', 'input']],
    ['an input alone', INPUT_RECORD, ['input']],
    ['an event in a deep tree', DEEP_RECORD, ['event', 'input']],
    ['one that failed', FAILED_RECORD, ['input']],
  ] as const)('are proven, written, read and checked: %s', async (_, place, kinds) => {
    const found = made(chain, place);
    expect(found.map(({ record }) => (record as FiscoRecord).kind)).toEqual(kinds);
    for (const { record, execution: result } of found as { record: FiscoRecord; execution?: ReceiptProof }[]) {
      const block = chain.block(place.number);
      const read = reread(chain, record);
      expect(records.proofToJson(read)).toEqual(records.proofToJson(record));
      const proven = await prove(profile, block, read, rule);
      const hashes = chain.hashes(chain.data.get(place.number)!);
      expect(proven).toMatchObject({ index: BigInt(place.index), recordHash: hashes.transactions[place.index] });
      const isEvent = record.kind === 'event';
      expect(proven.rootName).toBe(isEvent ? 'receiptsRoot' : 'transactionsRoot');
      expect(toHex(proven.root)).toBe(toHex(block.header[isEvent ? 'receiptsRoot' : 'transactionsRoot']));
      expect(proven.tree).toBe(kind.generation === 3 ? 'pairs' : 'sixteen');
      expect(records.recordIn(profile, rule, read)).toMatchObject({ id: place.id, algorithm: algorithmOf(chain) });
      expect(digestIn(profile, rule, read)).toBe(digest);
      if (isEvent) expect([proven.execution, result]).toMatchObject([{ succeeded: true, code: 0n }, undefined]);
      else expect(executionCode(profile, block, result!, read)).toBe(place === FAILED_RECORD ? 'failed' : 'succeeded');
    }
  });

  it('say how many steps lead to the root, and each node on the way', async () => {
    const [shallow] = made(chain, RECORD);
    const [deep] = made(chain, DEEP_RECORD);
    const walked = await prove(profile, chain.block(RECORD.number), shallow!.record as FiscoRecord, rule);
    expect([walked.total, walked.steps.length]).toEqual([5n, kind.generation === 3 ? 3 : 2]);
    const far = await prove(profile, chain.block(DEEP_RECORD.number), deep!.record as FiscoRecord, rule);
    expect([far.total, far.steps.length]).toEqual([undefined, kind.generation === 3 ? 5 : 3]);
    expect(toHex(far.steps.at(-1)!.node)).toBe(toHex(far.root));
  });

  it('prove nothing in another block, whatever height they say', async () => {
    for (const { record } of made(chain, RECORD) as { record: FiscoRecord }[])
      for (const number of [1n, 3n, 7n]) {
        expect(await recordCode(profile, chain.block(number), record, rule)).toBe('fisco/proof-for-other-height');
        const moved = { ...record, height: number };
        expect(await recordCode(profile, chain.block(number), moved, rule)).toBe('fisco/transaction-not-in-block');
      }
  });

  it('are not proven by a path of the other generation', async () => {
    const [{ record }] = made(chain, DEEP_RECORD).slice(-1) as [{ record: FiscoRecord }];
    const path =
      kind.generation === 3
        ? { kind: 'sixteen' as const, index: 18n, levels: [{ left: [], right: [] }] }
        : { kind: 'pairs' as const, elements: [] };
    expect(await recordCode(profile, chain.block(DEEP_RECORD.number), { ...record, path }, rule)).toBe(
      'fisco/proof-kind',
    );
  });

  it('need their own path, and their own bytes', async () => {
    const { number, index } = INPUT_RECORD;
    const [{ record }] = made(chain, INPUT_RECORD) as [{ record: FiscoRecord }];
    const [other] = made(chain, { number, index: index + 1 }) as [{ record: FiscoRecord }];
    const block = chain.block(number);
    expect(await recordCode(profile, block, { ...record, path: other.record.path } as FiscoRecord)).toBe(
      'fisco/proof-leaf',
    );
    const { transaction } = record;
    const changed = { ...transaction, input: flipped(transaction.input, 40) } as FiscoTransaction;
    expect(await recordCode(profile, block, { ...record, transaction: changed } as FiscoRecord)).toBe(
      'fisco/proof-leaf',
    );
  });

  it('of other chains and groups are none of this one’s', async () => {
    const [{ record }] = made(chain, INPUT_RECORD) as [{ record: FiscoRecord }];
    for (const change of [{ nativeChainId: '77' }, { groupId: '77' }])
      expect(await recordCode({ ...profile, ...change }, chain.block(INPUT_RECORD.number), record)).toBe(
        'fisco/other-group',
      );
  });
});

describe.each(KINDS)('what became of a record, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const [{ record, execution: own }] = made(chain, INPUT_RECORD) as [{ record: FiscoRecord; execution: ReceiptProof }];
  const block = chain.block(INPUT_RECORD.number);
  const code = (result: ReceiptProof) => executionCode(profile, block, result, record);
  const of = (place: Place) => made(chain, place).at(-1)!.execution as ReceiptProof;

  it('is written and read again', () => {
    const read = records.readExecution(profile, readerOf(records.executionToJson(own as object)));
    expect(code(read as ReceiptProof)).toBe('succeeded');
    expect(execution(profile, block, own, record)).toMatchObject({ code: 0n, root: block.header.receiptsRoot });
  });

  it('is not told by the receipt of another transaction', () => {
    expect(code(of({ ...INPUT_RECORD, index: 0 }))).toBe('fisco/receipt-of-other-transaction');
    expect(code(of(FAILED_RECORD))).toBe('fisco/receipt-of-other-transaction');
  });

  it('is not told by the receipt of another block', () => {
    const expected = kind.generation === 3 ? 'fisco/receipt-of-other-block' : 'fisco/receipt-not-in-block';
    expect(code(of({ number: 5n, index: 0 }))).toBe(expected);
  });

  it.each([
    ['status', { status: 1n }],
    ['output', { output: Uint8Array.of(1) }],
    ['logs', { logs: [logOf(profile, RECORD_CONTRACT, 'A()', [])] }],
    ['gas', kind.generation === 3 ? { gasUsed: '1' } : { gasUsed: 1n }],
  ])('is not told with another %s', (_, change) => {
    const receipt = { ...own.receipt, ...change } as FiscoReceipt;
    expect(code({ ...own, receipt })).toBe('fisco/proof-leaf');
    const { path } = of(DEEP_RECORD);
    expect(code({ receipt, path })).not.toBe('succeeded');
  });

  it('is not told with a path that leads elsewhere', () => {
    const { path } = own;
    if (path.kind !== 'block') throw new Error('a small block is shown whole');
    const hashes = path.hashes.with(4, new Uint8Array(32));
    expect(code({ ...own, path: { ...path, hashes } })).toBe('fisco/receipt-not-in-block');
    const short = path.hashes.slice(0, 4);
    expect(code({ ...own, path: { ...path, hashes: short } })).toBe('fisco/receipt-not-in-block');
  });

  it('is that of a call, for a call, and of a deployment, for a deployment', () => {
    const made = makeFisco(kind);
    made.addEmpty(2);
    const call = recordCall(profile, 'x', new Uint8Array(32));
    const { to: _, ...deploying } = call;
    const address =
      kind.generation === 3 ? { contractAddress: toHex(RECORD_CONTRACT) } : { contractAddress: RECORD_CONTRACT };
    const none = kind.generation === 3 ? { contractAddress: '' } : { contractAddress: new Uint8Array(20) };
    const held = new Held(made, 2, [
      doneCall(made, 2, 0, call),
      doneCall(made, 2, 1, deploying),
      doneCall(made, 2, 2, call, { receipt: address }),
      doneCall(made, 2, 3, deploying, { receipt: none }),
    ]);
    const codes = [0, 1, 2, 3].map((i) => executionCode(profile, held.block, held.proven(i).result, held.input(i)));
    const other = 'fisco/receipt-of-other-kind';
    expect(codes).toEqual(['succeeded', 'succeeded', other, other]);
  });

  it.each([1n, 16n, kind.generation === 3 ? -1n : 2n ** 31n - 1n])('of status %i is a failure', async (status) => {
    const made = makeFisco(kind);
    made.addEmpty(2);
    const held = new Held(made, 2, [doneCall(made, 2, 0, recordCall(profile, 'x', new Uint8Array(32), { status }))]);
    const read = records.readExecution(
      profile,
      readerOf(records.executionToJson(held.proven(0).result as object)),
    ) as ReceiptProof;
    expect(execution(profile, held.block, read, held.input(0))).toMatchObject({ succeeded: false, code: status });
    const proven = await prove(profile, held.block, held.event(0), ruleOf({}));
    expect(proven.execution).toMatchObject({ succeeded: false, code: status });
  });
});

describe.each(KINDS)('an event, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const rule = bothSources(kind);
  const [event] = made(chain, RECORD).map(({ record }) => record as Extract<FiscoRecord, { kind: 'event' }>);
  const block = chain.block(RECORD.number);
  const code = (change: object) => recordCode(profile, block, { ...event!, ...change } as FiscoRecord, rule);

  it('stands in the receipt of its own transaction', async () => {
    const [other] = made(chain, { ...RECORD, index: 0 }).map(({ record }) => record as typeof event);
    expect(await code({ result: other!.result })).toBe('fisco/receipt-of-other-transaction');
    const { transaction, path } = other!;
    expect(await code({ transaction, path })).toBe('fisco/receipt-of-other-transaction');
  });

  it('stands at its place among the logs', async () => {
    for (const log of [1, 2 ** 32 - 1]) expect(await code({ log })).toBe('fisco/no-such-log');
    expect(digestIn(profile, rule, { ...event!, log: 1 })).toBeUndefined();
  });

  it('stands in the receipt of its own block', async () => {
    const deep = made(chain, DEEP_RECORD)[0]!.record as NonNullable<typeof event>;
    const expected = kind.generation === 3 ? 'fisco/receipt-of-other-block' : 'fisco/receipt-not-in-block';
    expect(await code({ result: deep.result })).toBe(expected);
  });
});

describe.each(KINDS)('a proof as JSON, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const [event, input] = made(chain, RECORD).map(({ record }) => records.proofToJson(record));
  const [, deep] = made(chain, DEEP_RECORD).map(({ record }) => records.proofToJson(record));
  const code = (json: object) => refusal(() => records.readProof(profile, readerOf(json)));

  it.each([
    ['another kind', { kind: 'state' }, 'fisco/record-kind'],
    ['no kind', { kind: undefined }, 'json/expected-string'],
    ['a height below 0', { height: '-1' }, 'json/expected-integer'],
    ['a member that is not known', { note: 1 }, 'json/unknown-member'],
    ['no path', { path: undefined }, 'json/expected-object'],
    ['a path with a short hash', { path: { index: '0', hashes: ['00'] } }, 'fisco/proof-element'],
    ['a flat path with a short hash', { path: ['00'] }, 'fisco/proof-element'],
    ['a path of nothing', { path: { index: '0' } }, 'json/expected-array'],
  ] as const)('is refused with %s', (_, members, expected) => {
    expect(code(withMembers(input, members))).toBe(expected);
    expect(code(withMembers(event, members))).toBe(expected);
  });

  it('of an input has no log, and of an event one', () => {
    expect(code({ ...input!, log: 0 })).toBe('json/unknown-member');
    expect(code(withMembers(event, { log: undefined }))).toBe('json/expected-integer');
  });

  it('may have all three forms of path, as the chain has them', () => {
    expect([code(input!), code(event!), code(deep!)]).toEqual(['accepted', 'accepted', 'accepted']);
    expect(Array.isArray((deep as { path: unknown }).path)).toBe(kind.generation === 3);
  });

  it('of what became of it has two members', () => {
    const read = (json: object) => refusal(() => records.readExecution(profile, readerOf(json)));
    const [, { execution: own }] = made(chain, RECORD) as [unknown, { execution: object }];
    const json = records.executionToJson(own);
    expect([read(json), read({ ...json, more: 1 }), read(withMembers(json, { path: undefined }))]).toEqual([
      'accepted',
      'json/unknown-member',
      'json/expected-object',
    ]);
  });
});
