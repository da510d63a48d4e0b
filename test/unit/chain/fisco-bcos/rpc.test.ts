// Talks with a node: what is asked, what is made of the replies, and that a node which lies, keeps something back or gives
// something else is found out, by the code that says what it did.
import { describe, expect, it } from 'vitest';
import type { Conversation } from '../../../../src/chain/conversation.ts';
import type { AbiRule } from '../../../../src/chain/fisco-bcos/abi-rule.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock, ReceiptProof } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import { encodeBlockData, type FiscoRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import { classifyRefusal } from '../../../../src/chain/fisco-bcos/rpc.ts';
import { toHex } from '../../../../src/codec/bytes.ts';
import { type FiscoChain, makeFisco } from '../../../support/make-fisco.ts';
import {
  DEEP_RECORD,
  exampleFisco,
  HEAD,
  INPUT_RECORD,
  RECORD,
  SEALER_CHANGE,
  WEIGHT_CHANGE,
} from '../../../support/make-fisco-example.ts';
import { refusal } from '../../../support/mutate.ts';
import { KINDS, KINDS_OF_3, type Lie, talk, withMembers } from '../../../support/mutate-fisco.ts';
import { algorithmOf } from '../../../support/mutate-fisco-proof.ts';
import { executionCode, recordCode, records, ruleOf } from './rig.ts';

const { node } = fiscoBcos;
const CONTRADICTION = 'source/contradiction';

/** Without what a source says the hash is. */
const bare = ({ claimedHash: _, ...block }: FiscoLightBlock) => block;

/** Answers calls of one method by another reply. */
const onlyTo =
  (method: string, change: (reply: never, params: readonly unknown[]) => unknown): Lie =>
  (call, reply) =>
    call.method === method ? change(reply as never, call.params as unknown[]) : undefined;

const code = <T>(chain: FiscoChain, conversation: Conversation<T>, lie?: Lie) =>
  refusal(() => talk(chain, conversation, lie));

describe.each(KINDS)('a node, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const isThree = kind.generation === 3;
  const methods = (conversation: Conversation<unknown>) => talk(chain, conversation).calls.map(({ method }) => method);
  const headerMethod = isThree ? 'getBlockByNumber' : 'getBlockHeaderByNumber';

  it('is asked for group and node first, as its generation takes them', () => {
    const [first] = talk(chain, node.fetchLightBlock(profile, 7n)).calls;
    expect(first).toEqual(
      isThree
        ? { method: headerMethod, params: ['group0', '', 7, true, true] }
        : { method: headerMethod, params: [1, '0x7', true] },
    );
  });

  it('gives its head, and any block', () => {
    const { result, calls } = talk(chain, node.fetchLightBlock(profile));
    expect(bare(result as FiscoLightBlock)).toEqual(chain.head);
    expect(calls[0]!.method).toBe('getBlockNumber');
    for (const block of chain.blocks)
      expect(bare(talk(chain, node.fetchLightBlock(profile, block.height)).result as FiscoLightBlock)).toEqual(block);
  });

  it('is asked for the calls that changed the list, where it changed and only there', () => {
    const plain = isThree ? [headerMethod, headerMethod] : [headerMethod];
    expect(methods(node.fetchLightBlock(profile, 3n))).toEqual(plain);
    const changed = methods(node.fetchLightBlock(profile, SEALER_CHANGE + 1n));
    const block = [...plain, 'getBlockByNumber', ...Array(3).fill('getTransactionReceipt')];
    expect(changed).toEqual(isThree ? block : plain);
    const { result } = talk(chain, node.fetchLightBlock(profile, WEIGHT_CHANGE + 1n));
    expect((result as FiscoLightBlock).setChange?.length).toBe(isThree ? 1 : undefined);
  });

  it('gives history downwards, 20 headers at a time and not below the lowest', () => {
    const long = makeFisco({ ...kind, sign: 'quorum' });
    long.addEmpty(30);
    const fetch = (from: bigint, to: bigint) => talk(long, node.fetchHistory(long.profile, from, to));
    expect(fetch(1n, 30n).result.map(({ from, to }) => [from, to])).toEqual([[11n, 30n]]);
    expect(fetch(1n, 30n).calls).toHaveLength(20);
    expect(fetch(25n, 29n).result).toEqual(fiscoBcos.packHistory([25, 26, 27, 28, 29].map((at) => long.block(at))));
  });

  it('is of this chain, or of another', () => {
    expect(code(chain, node.checkNode(profile))).toBe('accepted');
    expect(talk(chain, node.checkNode(profile)).calls[0]!.method).toBe('getBlockHashByNumber');
    const other: FiscoProfile = { ...profile, genesisHash: new Uint8Array(32) };
    expect(code(chain, node.checkNode(other))).toBe('source/wrong-chain');
    const elsewhere: FiscoProfile = { ...profile, groupId: '9' };
    expect(code(chain, node.checkNode(elsewhere))).toBe('source/wrong-chain');
    const { genesisHash: _, ...unnamed } = profile;
    expect(talk(chain, node.checkNode(unnamed)).calls).toEqual([]);
  });

  it('that has no such block says so', () => {
    expect(code(chain, node.fetchLightBlock(profile, HEAD + 1n))).toBe('source/height-too-high');
    expect(code(chain, records.fetchBlockData(profile, HEAD + 1n))).toBe('source/height-too-high');
    expect(code(chain, records.askFor(profile, new Uint8Array(32)))).toBe('source/not-found');
  });

  it.each([
    ['another height than it was asked for', () => ({ number: isThree ? 8 : '0x8' }), 'source/other-height'],
    ['no signatures', () => ({ signatureList: [] }), 'accepted'],
    ['no list', () => ({ sealerList: undefined }), isThree ? 'fisco/weights-count' : 'accepted'],
    ['a short node id', () => ({ sealerList: ['ab'] }), 'fisco/node-id'],
    ['a number that is none', () => ({ timestamp: 'soon' }), 'json/expected-integer'],
    ['a number below 0', () => ({ timestamp: -1 }), isThree ? 'json/integer-range' : 'json/expected-integer'],
    ['a number that is not whole', () => ({ timestamp: 1.5 }), 'json/expected-integer'],
    ['a time beyond the calendar', () => ({ timestamp: '9223372036854775807' }), 'codec/time'],
    ['a short root', () => ({ [isThree ? 'txsRoot' : 'transactionsRoot']: '0x00' }), 'codec/hex-length'],
    ['a root that is no hex', () => ({ stateRoot: `0x${'zz'.repeat(32)}` }), 'codec/hex'],
    ['a short hash', () => ({ hash: '0x00' }), 'codec/hex-length'],
  ])('that gives %s in a header: %s', (_, change, expected) => {
    const lie = onlyTo(headerMethod, (reply) => withMembers(reply, change()));
    expect(code(chain, node.fetchLightBlock(profile, 7n), lie)).toBe(expected);
  });

  if (isThree)
    it.each([
      ['weights that are no numbers', ['a', 1, 1, 1], 'json/expected-integer'],
      ['weights below 0', [-1, 1, 1, 1], 'json/expected-integer'],
      ['weights with a point', [1.5, 1, 1, 1], 'json/expected-integer'],
      ['weights that are nothing', [null, 1, 1, 1], 'json/expected-integer'],
      ['weights as text', ['1', '1', '1', '1'], 'accepted'],
      ['too few weights', [1], 'fisco/weights-count'],
    ])('that gives %s in a header: %s', (_, consensusWeights, expected) => {
      const lie = onlyTo(headerMethod, (reply) => withMembers(reply, { consensusWeights }));
      expect(code(chain, node.fetchLightBlock(profile, 2n), lie)).toBe(expected);
    });

  it('that says another hash is believed in nothing: the hash is computed, and compared by the rules', () => {
    const lie = onlyTo(headerMethod, (reply) => withMembers(reply, { hash: `0x${'11'.repeat(32)}` }));
    const { result } = talk(chain, node.fetchLightBlock(profile, 7n), lie);
    expect(toHex(result.hash)).toBe(toHex(chain.block(7).hash));
    expect(toHex((result as FiscoLightBlock).claimedHash!)).toBe('11'.repeat(32));
  });
});

describe.each(KINDS)('a whole block, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const isThree = kind.generation === 3;
  const fetch = (number: bigint = RECORD.number) => records.fetchBlockData(profile, number);
  const lieAboutBlock = (change: (items: object[]) => unknown) =>
    code(
      chain,
      fetch(),
      onlyTo('getBlockByNumber', (reply: { transactions: object[] }) =>
        withMembers(reply, { transactions: change(reply.transactions) }),
      ),
    );

  it('is fetched with its receipts, and held against both roots', () => {
    for (const [number, { transactions, receipts }] of chain.data) {
      if (number === 0n) continue;
      const { result, calls } = talk(chain, fetch(number));
      expect(result).toEqual(encodeBlockData(transactions, receipts));
      expect(calls).toHaveLength(1 + receipts.length);
    }
  });

  it.each([
    ['one left out', (items: object[]) => items.slice(1), CONTRADICTION],
    ['all left out', () => [], CONTRADICTION],
    ['no list at all', () => undefined, CONTRADICTION],
    ['another order', (items: object[]) => [...items].reverse(), CONTRADICTION],
    ['one twice', (items: object[]) => [...items, items[0]!], CONTRADICTION],
    ['hashes alone', (items: object[]) => items.map(() => `0x${'00'.repeat(32)}`), 'json/expected-object'],
    [
      'another input',
      ([first, ...rest]: object[]) => [withMembers(first, { input: '0x00' }), ...rest],
      'fisco/transaction-hash',
    ],
    [
      'another input without a hash',
      ([first, ...rest]: object[]) => [withMembers(first, { input: '0x00', hash: undefined }), ...rest],
      CONTRADICTION,
    ],
  ])('with %s is refused', (_, change, expected) => {
    expect(lieAboutBlock(change)).toBe(expected);
  });

  it.each([
    ['of another transaction', (_: unknown, other: unknown) => other, CONTRADICTION],
    [
      'with another status',
      (own: object) => withMembers(own, { status: isThree ? 1 : '0x1' }),
      isThree ? 'fisco/receipt-hash' : CONTRADICTION,
    ],
    [
      'with another status and no hash',
      (own: object) => withMembers(own, { status: isThree ? 1 : '0x1', hash: undefined }),
      CONTRADICTION,
    ],
    [
      'without logs',
      (own: object) => withMembers(own, { [isThree ? 'logEntries' : 'logs']: [], hash: undefined }),
      CONTRADICTION,
    ],
  ])('with a receipt %s is refused', (_, change, expected) => {
    const hashes = chain.hashes(chain.data.get(RECORD.number)!).transactions.map((item) => `0x${toHex(item)}`);
    const printed = hashes.map((id) => {
      let found: unknown;
      const keep: Lie = (call, reply) => {
        if ((call.params as unknown[]).includes(id)) found = reply;
        return undefined;
      };
      talk(chain, fetch(), keep);
      return found;
    });
    const lie = onlyTo('getTransactionReceipt', (reply: object, params) =>
      params.includes(hashes[1]) ? change(reply, printed[3]) : undefined,
    );
    expect(code(chain, fetch(), lie)).toBe(expected);
  });

  it('of another height is refused', () => {
    const lie = onlyTo('getBlockByNumber', (reply) => withMembers(reply, { number: isThree ? 3 : '0x3' }));
    expect(code(chain, fetch(), lie)).toBe('source/other-height');
  });

  it('without any transaction is one whose header says so', () => {
    const { result } = talk(chain, fetch(HEAD));
    expect(result).toEqual({ transactions: [], results: [] });
    expect(records.hasTransactions(profile, chain.block(HEAD))).toBe(false);
    expect(records.hasTransactions(profile, chain.block(RECORD.number))).toBe(true);
  });
});

describe.each(KINDS_OF_3)('the calls that changed the list, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const fetch = () => node.fetchLightBlock(chain.profile, SEALER_CHANGE + 1n);

  it('cannot be kept back, and cannot be said to have failed', () => {
    const without = (reply: { transactions: object[] }, [, , , onlyHeader]: readonly unknown[]) =>
      onlyHeader ? undefined : withMembers(reply, { transactions: reply.transactions.slice(0, 1) });
    expect(code(chain, fetch(), onlyTo('getBlockByNumber', without))).toBe(CONTRADICTION);
    const failing = (reply: object) => withMembers(reply, { output: '0x', hash: undefined });
    expect(code(chain, fetch(), onlyTo('getTransactionReceipt', failing))).toBe(CONTRADICTION);
  });

  it('are none for the first block, whose list stands in the genesis', () => {
    expect(talk(chain, node.fetchLightBlock(chain.profile, 1n)).calls).toHaveLength(1);
    expect(talk(chain, node.fetchLightBlock(chain.profile, 0n)).calls).toHaveLength(1);
  });
});

describe.each([
  ...KINDS,
  { kind: '3.1, SM', generation: 3, cryptography: 'national', version: '3.1.0' },
  { kind: '3.0, ECDSA', generation: 3, cryptography: 'international', version: '3.0.1' },
  { kind: '2.7, ECDSA', generation: 2, cryptography: 'international', version: '2.7.2' },
] as const)('a record by its hash, $kind', (kind) => {
  const chain = exampleFisco(kind);
  const { profile } = chain;
  const isThree = kind.generation === 3;
  const hasProofs = !('version' in kind) || !isThree;
  const hashOf = ({ number, index }: { number: bigint; index: number }) =>
    chain.hashes(chain.data.get(number)!).transactions[index]!;
  const rule = ruleOf({ algorithm: algorithmOf(chain) }, { from: 'input', algorithm: algorithmOf(chain) });
  const ask = (place: { number: bigint; index: number }, by?: AbiRule) => records.askFor(profile, hashOf(place), by);
  const [first, second] = isThree
    ? ['getTransaction', 'getTransactionReceipt']
    : ['getTransactionByHashWithProof', 'getTransactionReceiptByHashWithProof'];

  it('is found with the node’s own proofs, or, where these are of no use, out of the whole block', async () => {
    for (const place of [RECORD, INPUT_RECORD, DEEP_RECORD, { number: SEALER_CHANGE, index: 2 }]) {
      const { result, calls } = talk(chain, ask(place));
      expect(calls.slice(0, 2).map(({ method }) => method)).toEqual([first, second]);
      expect(calls.length > 2).toBe(!hasProofs);
      const block = chain.block(place.number);
      const record = result[0]!.record as FiscoRecord;
      expect(record).toMatchObject({ kind: 'input', height: place.number });
      expect(await recordCode(profile, block, record)).toBe('accepted');
      expect(executionCode(profile, block, result[0]!.execution as ReceiptProof, record)).toBe('succeeded');
    }
  });

  it('is found with all that the rule knows in it: its events, and its input', async () => {
    for (const [place, kinds] of [
      [RECORD, ['event', 'input']],
      [DEEP_RECORD, ['event', 'input']],
      [INPUT_RECORD, ['input']],
    ] as const) {
      const { result } = talk(chain, ask(place, rule));
      expect(result.map(({ record }) => (record as FiscoRecord).kind)).toEqual(kinds);
      for (const { record } of result)
        expect(await recordCode(profile, chain.block(place.number), record as FiscoRecord, rule)).toBe('accepted');
    }
  });

  it('is refused where the node gives another transaction', () => {
    let other: unknown;
    talk(chain, ask(RECORD), (call, reply) => {
      if (call.method === first) other = reply;
      return undefined;
    });
    expect(
      code(
        chain,
        ask(DEEP_RECORD),
        onlyTo(first!, () => other),
      ),
    ).toBe(CONTRADICTION);
  });

  if (hasProofs) {
    const EMPTY = isThree ? ['00'.repeat(32)] : [{ left: [], right: [] }];
    const inTransaction = (members: object) => (reply: { transaction: object }) =>
      isThree ? withMembers(reply, members) : { ...reply, transaction: withMembers(reply.transaction, members) };

    it.each([
      ['transaction', 'proof', first!, (reply: object) => withMembers(reply, { txProof: EMPTY })],
      [
        'receipt',
        'proof',
        second!,
        (reply: object) => withMembers(reply, { [isThree ? 'txReceiptProof' : 'receiptProof']: EMPTY }),
      ],
      [
        'transaction',
        'height',
        isThree ? second! : first!,
        inTransaction({ blockNumber: isThree ? 6 : '0x6', hash: undefined }),
      ],
    ])('is refused by the rules where the node gives for its %s another %s', async (which, _, method, change) => {
      const { result } = talk(chain, ask(DEEP_RECORD), onlyTo(method, change));
      const block = chain.block(DEEP_RECORD.number);
      const record = result[0]!.record as FiscoRecord;
      const isRecord = (await recordCode(profile, block, record)) === 'accepted';
      const became = executionCode(profile, block, result[0]!.execution as ReceiptProof, record);
      expect([isRecord, became === 'succeeded']).toEqual(
        which === 'receipt' ? [true, false] : [false, expect.anything()],
      );
    });
  }

  if (!hasProofs)
    it('is refused where the block that the node names does not hold it', () => {
      const lie = onlyTo(second!, (reply) => withMembers(reply, { blockNumber: 2, hash: undefined }));
      expect(code(chain, ask(DEEP_RECORD), lie)).toBe(CONTRADICTION);
    });

  it('may come with the receipt under either of its names', () => {
    if (isThree) return expect(second).toBe('getTransactionReceipt');
    const lie = onlyTo(second!, ({ transactionReceipt, ...rest }: { transactionReceipt: object }) => ({
      ...rest,
      receipt: transactionReceipt,
    }));
    return expect(code(chain, ask(RECORD), lie)).toBe('accepted');
  });
});

describe('what a node refuses', () => {
  it.each([
    [-32603n, 'block number is larger than the current block number', 'source/height-too-high'],
    [-40004n, 'BlockNumber does not exist', 'source/height-too-high'],
    [-32603n, 'the block does not exist', 'source/height-too-high'],
    [-32603n, 'transaction does not exist', 'source/not-found'],
    [1n, 'Transaction not found', 'source/not-found'],
    [1n, 'receipt not exist', 'source/not-found'],
    [-32005n, 'anything', 'source/wrong-chain'],
    [-40009n, 'The group 7 does not exist', 'source/wrong-chain'],
    [-32000n, 'the node does not exist', 'source/refused'],
    [-32601n, 'The method does not exist/is not available.', 'source/refused'],
    [-32603n, '', 'source/refused'],
  ])('%i %j is %s', (number, message, expected) => {
    expect(classifyRefusal({ code: number, message, data: '' }).code).toBe(expected);
  });

  it('is told in a few words', () => {
    const error = classifyRefusal({ code: 1n, message: 'x'.repeat(10_000), data: '' });
    expect(String(error.values.text).length).toBe(200);
  });
});
