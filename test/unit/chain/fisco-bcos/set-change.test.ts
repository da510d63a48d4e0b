// Which change of the list is believed (sheet 2.5, decision 011). In 3.x only one that proven calls of the precompile made,
// whatever is wrong with the proof; in 2.x one that a quorum of the old list signed. And how a client walks over changes.
import { describe, expect, it } from 'vitest';
import type { LightBlock } from '../../../../src/chain/chain.ts';
import { fiscoBcos } from '../../../../src/chain/fisco-bcos/family.ts';
import { transactionHash } from '../../../../src/chain/fisco-bcos/hash.ts';
import type { ProvenCall, Sealer, TransactionV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import { hashOf } from '../../../../src/chain/fisco-bcos/profile.ts';
import { inOrder } from '../../../../src/chain/fisco-bcos/sealers.ts';
import { selectorOf } from '../../../../src/chain/fisco-bcos/set-change.ts';
import { isBenign } from '../../../../src/client/fault.ts';
import { BlocksSource } from '../../../../src/client/sources/blocks.ts';
import { walkSkipping } from '../../../../src/client/walk.ts';
import { encodeAbi } from '../../../../src/codec/abi.ts';
import { concatBytes, toHex, toUtf8 } from '../../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../../src/core/error.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { type FiscoChain, makeFisco, type SealerChange } from '../../../support/make-fisco.ts';
import {
  type Call,
  CONSENSUS_ADDRESS,
  consensusCall,
  failureOutput,
  inputOf,
  RECORD_CONTRACT,
  recordCall,
  SUCCESS,
} from '../../../support/make-fisco-calls.ts';
import { exampleFisco, HEAD, SEALER_CHANGE, WEIGHT_CHANGE } from '../../../support/make-fisco-example.ts';
import { refusalOf } from '../../../support/mutate.ts';
import { KINDS, KINDS_OF_3, type Kind, rememberingVerifier, stepCode, trust } from '../../../support/mutate-fisco.ts';
import { doneCall, Held } from '../../../support/mutate-fisco-block.ts';

const NOT_PROVEN = 'fisco/set-change-not-proven';

/** Empty blocks 1 to 3: block 2 is where tests put calls, block 3 is where another list stands. */
function chainOf(kind: Partial<Kind>, options: object = {}): FiscoChain {
  const chain = makeFisco({ ...kind, ...options });
  chain.addEmpty(3);
  return chain;
}

/** The list with other weights by key number; 0 takes one away. */
function listWith(chain: FiscoChain, weights: Readonly<Record<number, number>>): Sealer[] {
  const changed = Object.entries(weights).map(([number, weight]) => ({
    nodeId: chain.nodeId(Number(number)),
    weight: BigInt(weight),
  }));
  const names = new Set(changed.map(({ nodeId }) => toHex(nodeId)));
  const rest = chain.block(1).sealers.filter(({ nodeId }) => !names.has(toHex(nodeId)));
  return inOrder([...rest, ...changed.filter(({ weight }) => weight > 0n)]);
}

const heldWith = (chain: FiscoChain, calls: readonly Call[]) =>
  new Held(
    chain,
    2,
    calls.map((call, i) => doneCall(chain, 2, i, call)),
  );

/** What is said of block 3 with this list, and these calls of block 2 as its proof. */
function codeOf(
  chain: FiscoChain,
  held: Held,
  list: readonly Sealer[],
  proof?: readonly ProvenCall[],
): Promise<string> {
  return stepCode(chain.profile, held.block, held.next(list, proof), chain.now);
}

const all = (held: Held): ProvenCall[] => held.done.map((_, i) => held.proven(i));

describe.each(KINDS_OF_3)('what each method does to the list, $kind', (kind) => {
  const chain = chainOf(kind);
  const call = (abi: string, node: number, ...numbers: bigint[]) =>
    consensusCall(chain.profile, abi, chain.nodeId(node), ...numbers);
  const add = (node: number, weight = 1n) => call('addSealer(string,uint256)', node, weight);
  const remove = (node: number) => call('remove(string)', node);
  const setWeight = (node: number, weight: bigint) => call('setWeight(string,uint256)', node, weight);

  const ROWS: readonly (readonly [string, readonly Call[], Readonly<Record<number, number>>])[] = [
    ['addSealer', [add(4)], { 4: 1 }],
    ['addSealer with a weight', [add(4, 7n)], { 4: 7 }],
    ['addSealer of one who is a sealer sets the weight', [add(1, 5n)], { 1: 5 }],
    ['addSealer with the weight of its term', [call('addSealer(string,uint256,uint256)', 4, 3n, 9n)], { 4: 3 }],
    ['addObserver', [call('addObserver(string)', 2)], { 2: 0 }],
    ['remove', [remove(3)], { 3: 0 }],
    ['setWeight', [setWeight(0, 2n)], { 0: 2 }],
    ['setWeight of 2^32', [setWeight(0, 2n ** 32n)], { 0: 2 ** 32 }],
    ['setTermWeight changes nothing', [call('setTermWeight(string,uint256)', 1, 5n), add(4)], { 4: 1 }],
    ['setTermWeight of 0', [call('setTermWeight(string,uint256)', 1, 0n), add(4)], { 4: 1 }],
    ['several', [add(4), remove(1), setWeight(0, 3n)], { 4: 1, 1: 0, 0: 3 }],
    ['the last of two counts', [setWeight(0, 3n), setWeight(0, 4n)], { 0: 4 }],
    ['one who comes and goes', [add(4), remove(4), setWeight(0, 2n)], { 0: 2 }],
    ['one who goes and comes back', [remove(1), add(1, 2n)], { 1: 2 }],
    ['all but one', [remove(0), remove(1), remove(2)], { 0: 0, 1: 0, 2: 0 }],
  ];

  it.each(ROWS)('%s', async (_, calls, weights) => {
    const held = heldWith(chain, calls);
    const list = listWith(chain, weights);
    expect(await codeOf(chain, held, list, all(held))).toBe('accepted');
    expect(await codeOf(chain, held, list), 'without proof').toBe(NOT_PROVEN);
    expect(await codeOf(chain, held, list, []), 'with none').toBe(NOT_PROVEN);
    expect(await codeOf(chain, held, [...list].reverse(), all(held)), 'another order').toBe(
      list.length > 1 ? NOT_PROVEN : 'accepted',
    );
  });

  it('is found among other calls, in a small block and in a large one', async () => {
    for (const count of [3, 40]) {
      const others = Array.from({ length: count }, (_, i) => recordCall(chain.profile, `${i}`, new Uint8Array(32)));
      const held = heldWith(chain, [...others, add(4), ...others, remove(1)]);
      expect(held.proven(count).path.kind).toBe(count === 40 ? 'pairs' : 'block');
      const proof = [held.proven(count), held.proven(2 * count + 1)];
      expect(await codeOf(chain, held, listWith(chain, { 4: 1, 1: 0 }), proof)).toBe('accepted');
    }
  });

  it('takes a node id in capital letters', async () => {
    const input = inputOf(chain.profile, 'remove(string)', [toHex(chain.nodeId(3)).toUpperCase()]);
    const held = heldWith(chain, [{ to: CONSENSUS_ADDRESS, input, output: SUCCESS }]);
    expect(await codeOf(chain, held, listWith(chain, { 3: 0 }), all(held))).toBe('accepted');
  });

  it.each([
    ['a weight of 0', add(4, 0n), { 4: 1 }, 'fisco/weight'],
    ['a weight above 2^32', add(4, 2n ** 32n + 1n), { 4: 1 }, 'fisco/weight'],
    ['another weight of 0', setWeight(0, 0n), { 0: 2 }, 'fisco/weight'],
    ['a weight of one who is not there', setWeight(7, 2n), { 7: 2 }, 'fisco/set-change-call'],
    [
      'a method that is none',
      { ...add(4), input: concatBytes(Uint8Array.of(1, 2, 3, 4), add(4).input.slice(4)) },
      { 4: 1 },
      'fisco/set-change-call',
    ],
    ['no method at all', { ...add(4), input: Uint8Array.of(1, 2) }, { 4: 1 }, 'fisco/set-change-call'],
    [
      'arguments with a byte more',
      { ...add(4), input: concatBytes(add(4).input, Uint8Array.of(0)) },
      { 4: 1 },
      'codec/abi',
    ],
    [
      'arguments with a word more',
      { ...add(4), input: concatBytes(add(4).input, new Uint8Array(32)) },
      { 4: 1 },
      'codec/abi',
    ],
    ['arguments cut off', { ...add(4), input: add(4).input.slice(0, -32) }, { 4: 1 }, 'codec/abi'],
  ] as const)('is refused with %s', async (_, spoilt, weights, expected) => {
    const held = heldWith(chain, [spoilt]);
    expect(await codeOf(chain, held, listWith(chain, weights), all(held))).toBe(expected);
  });

  it.each(['', 'ab', 'ab'.repeat(63), `0x${'ab'.repeat(64)}`, 'xy'.repeat(64), 'ab'.repeat(65)])(
    'is refused with a node id %j',
    async (id) => {
      const input = inputOf(chain.profile, 'addSealer(string,uint256)', [id, 1n]);
      const held = heldWith(chain, [{ to: CONSENSUS_ADDRESS, input, output: SUCCESS }]);
      expect(await codeOf(chain, held, listWith(chain, { 4: 1 }), all(held))).toBe('fisco/set-change-call');
    },
  );

  // The selector is by the chain's own hash: a call of the other kind of chain does nothing here.
  it('is refused with a selector by the other hash', async () => {
    const other = hashOf(chain.profile) === 'sm3' ? 'keccak256' : 'sm3';
    const selector = hash(other, toUtf8('remove(string)')).subarray(0, 4);
    expect(toHex(selector)).not.toBe(toHex(selectorOf(chain.profile, 'remove(string)')));
    const input = concatBytes(selector, encodeAbi(['string'], [toHex(chain.nodeId(3))]));
    const held = heldWith(chain, [{ to: CONSENSUS_ADDRESS, input, output: SUCCESS }]);
    expect(await codeOf(chain, held, listWith(chain, { 3: 0 }), all(held))).toBe('fisco/set-change-call');
  });

  it('does not empty the list', async () => {
    const held = heldWith(chain, [remove(0), remove(1), remove(2), remove(3)]);
    expect(await codeOf(chain, held, listWith(chain, { 4: 1, 0: 0, 1: 0, 2: 0, 3: 0 }), all(held))).toBe(NOT_PROVEN);
  });
});

describe.each(KINDS_OF_3)('a proof of a change, $kind', (kind) => {
  const chain = chainOf(kind);
  const { profile } = chain;
  const call = (abi: string, node: number, ...numbers: bigint[]) =>
    consensusCall(profile, abi, chain.nodeId(node), ...numbers);
  const add = call('addSealer(string,uint256)', 4, 1n);
  const remove = call('remove(string)', 1);
  const list = listWith(chain, { 4: 1, 1: 0 });
  const held = heldWith(chain, [add, recordCall(profile, 'a', new Uint8Array(32)), remove]);
  const [first, between, second] = [held.proven(0), held.proven(1), held.proven(2)];

  it('is taken whole', async () => {
    expect(await codeOf(chain, held, list, [first, second])).toBe('accepted');
  });

  it.each([
    ['without the first call', [second], NOT_PROVEN],
    ['without the second call', [first], NOT_PROVEN],
    ['with its calls the other way round', [second, first], 'fisco/set-change-order'],
    ['with a call twice', [first, first, second], 'fisco/set-change-order'],
    ['with another call between them', [first, between, second], 'fisco/set-change-target'],
    [
      'with the receipts the other way round',
      [{ ...first, result: second.result }, second],
      'fisco/receipt-of-other-transaction',
    ],
    [
      'with a receipt of a call that is no change',
      [{ ...first, result: between.result }, second],
      'fisco/receipt-of-other-transaction',
    ],
    ['with the paths the other way round', [{ ...first, path: second.path }, second], 'fisco/proof-leaf'],
    [
      'with a receipt under the root of transactions',
      [{ ...first, result: { ...first.result, path: first.path } }, second],
      'fisco/proof-leaf',
    ],
  ] as const)('is refused %s', async (_, proof, expected) => {
    expect(await codeOf(chain, held, list, proof)).toBe(expected);
  });

  it('is refused with calls of another block: what was done once is not done again', async () => {
    const later = heldWith(chain, [recordCall(profile, 'b', new Uint8Array(32))]);
    expect(await codeOf(chain, later, list, [first, second])).toBe('fisco/transaction-not-in-block');
  });

  it('is refused with the receipt of another block', async () => {
    const receipt = { ...first.result.receipt, blockNumber: 1n } as typeof first.result.receipt;
    const proof = [{ ...first, result: { ...first.result, receipt } }, second];
    expect(await codeOf(chain, held, list, proof)).toBe('fisco/receipt-of-other-block');
  });

  it.each([
    ['a status other than 0', { status: 16n }],
    ['a status below 0', { status: -1n }],
    ['a failure as output', { output: failureOutput(-51104n) }],
    ['1 as output', { output: failureOutput(1n) }],
    ['no output', { output: new Uint8Array(0) }],
    ['a word too short', { output: new Uint8Array(31) }],
    ['two words', { output: new Uint8Array(64) }],
    ['a contract that it made', { contractAddress: toHex(RECORD_CONTRACT) }],
  ])('is refused with %s', async (_, receipt) => {
    const failed = new Held(chain, 2, [doneCall(chain, 2, 0, call('remove(string)', 3), { receipt })]);
    expect(await codeOf(chain, failed, listWith(chain, { 3: 0 }), all(failed))).toBe('fisco/set-change-failed');
  });

  it.each([
    ['the committee', '0000000000000000000000000000000000010001'],
    ['a contract in between', toHex(RECORD_CONTRACT)],
    ['the precompile’s neighbour', '0000000000000000000000000000000000001004'],
  ])('is refused with a call of %s that says the same', async (_, address) => {
    const to = Uint8Array.from(address.match(/../g)!, (pair) => Number.parseInt(pair, 16));
    const other = heldWith(chain, [{ ...call('remove(string)', 3), to }]);
    expect(await codeOf(chain, other, listWith(chain, { 3: 0 }), all(other))).toBe('fisco/set-change-target');
  });

  it('is refused with a deployment, which calls nobody', async () => {
    const { to: _, ...deployment } = call('remove(string)', 3);
    const other = heldWith(chain, [deployment]);
    expect(await codeOf(chain, other, listWith(chain, { 3: 0 }), all(other))).toBe('fisco/set-change-target');
  });

  it('is refused with a transaction of another group', async () => {
    const foreign = doneCall(chain, 2, 0, call('remove(string)', 3), { transaction: { groupId: 'group1' } });
    const other = new Held(chain, 2, [foreign]);
    expect(await codeOf(chain, other, listWith(chain, { 3: 0 }), all(other))).toBe('fisco/other-group');
  });

  it('is refused for a list that differs from what follows in anything', async () => {
    const others: readonly Record<number, number>[] = [
      { 4: 2, 1: 0 },
      { 4: 1, 1: 0, 0: 2 },
      { 4: 1, 1: 0, 5: 1 },
      { 4: 1, 1: 0, 2: 0 },
      { 4: 1 },
      { 1: 0 },
    ];
    for (const weights of others)
      expect(await codeOf(chain, held, listWith(chain, weights), [first, second]), JSON.stringify(weights)).toBe(
        NOT_PROVEN,
      );
  });

  it('is refused with one more change that nothing proves, as of a committee', async () => {
    const committee = heldWith(chain, [add, { to: RECORD_CONTRACT, input: remove.input, output: SUCCESS }]);
    expect(await codeOf(chain, committee, list, [committee.proven(0)])).toBe(NOT_PROVEN);
  });

  it('comes after weight and signatures of the new list', async () => {
    const signers = (...places: number[]) => ({ sign: (_: bigint, index: number) => places.includes(index) }).sign;
    const few = held.next(list, [first, second], signers(0, 1));
    expect(await stepCode(profile, held.block, few, chain.now)).toBe('fisco/no-quorum');
    const enough = held.next(list, [first, second], signers(0, 1, 2));
    expect(await stepCode(profile, held.block, enough, chain.now)).toBe('accepted');
    const swapped = {
      ...enough,
      signatures: held
        .next(list, [first, second], signers(0, 1, 3))
        .signatures.map((entry, i) => ({ ...entry, index: i })),
    };
    expect(await stepCode(profile, held.block, swapped, chain.now)).toBe('fisco/wrong-signature');
    const unproven = held.next(list, undefined, signers(0, 1));
    expect(await stepCode(profile, held.block, unproven, chain.now)).toBe('fisco/no-quorum');
  });

  it('is not looked at where the list stays', async () => {
    const same = held.next(chain.block(1).sealers, [second, first]);
    expect(await stepCode(profile, held.block, same, chain.now)).toBe('accepted');
  });

  it('does not reach further than the next block', async () => {
    const next = held.next(list, [first, second]);
    expect(await stepCode(profile, chain.block(1), next, chain.now)).toBe('fisco/other-sealers');
  });

  // Reported: no header tells which calls there were, so a leader may declare the list after some of them. It is signed by that
  // list, the client goes on with it, and stops at the first honest header.
  it('of some of the calls is taken for the list after these alone: what is left out cannot be seen', async () => {
    expect(await codeOf(chain, held, listWith(chain, { 4: 1 }), [first])).toBe('accepted');
  });
});

describe.each(KINDS_OF_3)('a dishonest leader, $kind', (kind) => {
  const chain = chainOf(kind);
  const held = heldWith(chain, []);
  const own = chain.block(1).sealers;
  const strangers = [6, 7, 8, 9].map((number) => ({ nodeId: chain.nodeId(number), weight: 1n }));

  /** Lists, and whether those of the old list alone are a quorum of it. */
  it.each([
    ['itself in another’s place', [...own.slice(0, 3), strangers[0]!], true],
    ['a stranger beside all of them', [...own, strangers[0]!], true],
    [
      'strangers who weigh next to nothing yet',
      [...own.map((sealer) => ({ ...sealer, weight: 100n })), ...strangers],
      true,
    ],
    ['one of them with more weight', own.map((sealer, i) => ({ ...sealer, weight: i === 0 ? 2n : 1n })), true],
    ['nobody but those who sign', own.slice(0, 3), true],
    ['the same in another order', [...own].reverse(), true],
    ['as many strangers', [...own, ...strangers], false],
    ['strangers alone', strangers, false],
  ] as const)('declares %s, and all of the old list sign', async (_, list, isQuorum) => {
    const old = new Set(own.map(({ nodeId }) => toHex(nodeId)));
    const byOld = held.next(list, undefined, (_number, index) => old.has(toHex(list[index]!.nodeId)));
    const code = (block: typeof byOld) => stepCode(chain.profile, held.block, block, chain.now);
    expect(await code(byOld)).toBe(isQuorum ? NOT_PROVEN : 'fisco/no-quorum');
    const byAll = held.next(list);
    expect([await code(byAll), await code({ ...byAll, setChange: [] })]).toEqual([NOT_PROVEN, NOT_PROVEN]);
    expect(await stepCode(chain.profile, chain.block(1), byAll, chain.now)).toBe('fisco/other-sealers');
  });

  it('is nobody’s lie to a client: every honest source says the same, and it concerns who signs', () => {
    expect(isBenign(new MingzhengError(NOT_PROVEN))).toBe(true);
    expect(fiscoBcos.concerns(NOT_PROVEN)).toBe('validators');
  });
});

// It is the sender who writes 0x or leaves it out, and a nonce may hold any bytes: so anybody's call of a contract of their own
// can be cut into a call of the precompile, which says that it worked.
describe.each(KINDS_OF_3)('a call of a contract of one’s own, $kind', (kind) => {
  const chain = chainOf(kind);
  const { profile } = chain;
  const call = consensusCall(profile, 'setWeight(string,uint256)', chain.nodeId(3), 7n);
  const own = '5a'.repeat(20);

  it('cut into one of the precompile has the very same bytes, and proves no change', async () => {
    const input = concatBytes(toUtf8(`0x${toHex(CONSENSUS_ADDRESS)}`), call.input);
    const held = new Held(chain, 2, [doneCall(chain, 2, 0, call, { transaction: { to: own, input } })]);
    const proof = held.proven(0);
    const { nonce } = proof.transaction as TransactionV3;
    const to = `0x${toHex(CONSENSUS_ADDRESS)}`;
    const cut = {
      ...proof.transaction,
      nonce: concatBytes(nonce, toUtf8(own)),
      to,
      input: call.input,
    } as TransactionV3;
    expect(toHex(transactionHash(profile, cut))).toBe(toHex(transactionHash(profile, proof.transaction)));
    const forged = { ...proof, transaction: cut };
    expect(await codeOf(chain, held, listWith(chain, { 3: 7 }), [forged])).toBe('fisco/target-not-certain');
  });

  it('cannot hide behind the call either', async () => {
    const extended = { version: 2n, extension: Uint8Array.of(1) };
    for (const transaction of [extended, { version: 1n, value: `0x${own}` }]) {
      const held = new Held(chain, 2, [doneCall(chain, 2, 0, call, { transaction })]);
      const code = await codeOf(chain, held, listWith(chain, { 3: 7 }), all(held));
      expect(code).toBe('fisco/target-not-certain');
    }
    for (const transaction of [{ version: 1n }, { version: 2n }]) {
      const held = new Held(chain, 2, [doneCall(chain, 2, 0, call, { transaction })]);
      expect(await codeOf(chain, held, listWith(chain, { 3: 7 }), all(held)), 'as it is').toBe('accepted');
    }
  });
});

describe('where addresses are written without 0x', () => {
  it('no change can be proven: its call could be cut out of another', async () => {
    const chain = chainOf(KINDS[1], { profile: { addressStyle: 'plain' } });
    const held = heldWith(chain, [consensusCall(chain.profile, 'remove(string)', chain.nodeId(3))]);
    expect(await codeOf(chain, held, listWith(chain, { 3: 0 }), all(held))).toBe('fisco/target-not-certain');
  });
});

describe.each(KINDS.filter(({ generation }) => generation === 2))('another list in $kind', (kind) => {
  const chain = chainOf(kind);
  const held = heldWith(chain, []);
  const own = chain.block(1).sealers;
  const others = Array.from({ length: 5 }, (_, i) => ({ nodeId: chain.nodeId(4 + i), weight: 1n }));
  const code = (list: readonly Sealer[], places: readonly number[]) =>
    stepCode(
      chain.profile,
      held.block,
      held.next(list, undefined, (_, index) => places.includes(index)),
      chain.now,
    );

  it.each([
    ['one of four is new, three old ones sign', [0, 1, 2], 1, [0, 1, 2], 'accepted'],
    ['one of four is new, two old ones and the new one', [0, 1, 2], 1, [0, 1, 3], NOT_PROVEN],
    ['one of four is new, three old ones and the new one', [0, 1, 2], 1, [0, 1, 2, 3], 'accepted'],
    ['two of four are new, all sign', [0, 1], 2, [0, 1, 2, 3], NOT_PROVEN],
    ['three more, three old ones and two new ones', [0, 1, 2, 3], 3, [0, 1, 2, 4, 5], 'accepted'],
    ['three more, two old ones and three new ones', [0, 1, 2, 3], 3, [0, 1, 4, 5, 6], NOT_PROVEN],
    ['three more, three old ones and one new one', [0, 1, 2, 3], 3, [0, 1, 2, 4], 'fisco/no-quorum'],
    ['one less, all three', [0, 1, 2], 0, [0, 1, 2], 'accepted'],
    ['one alone is left', [0], 0, [0], NOT_PROVEN],
    ['nobody is left', [], 4, [0, 1, 2, 3], NOT_PROVEN],
    ['another order, all sign', [1, 0, 2, 3], 0, [0, 1, 2, 3], 'accepted'],
  ] as const)('%s', async (_, kept, added, places, expected) => {
    const list = [...kept.map((place) => own[place]!), ...others.slice(0, added)];
    expect(await code(list, places)).toBe(expected);
  });

  it('is taken between neighbours only', async () => {
    const block = held.next([...own.slice(0, 3), others[0]!]);
    expect(await stepCode(chain.profile, chain.block(1), block, chain.now)).toBe('fisco/other-sealers');
  });
});

const NO_SIGNAL = new AbortController().signal;

/** Heights that a client stops at on its way from one block to another. */
async function stops(chain: FiscoChain, from: number, to: number, blocks: readonly LightBlock[] = chain.blocks) {
  const context = {
    family: fiscoBcos,
    profile: chain.profile,
    verifier: rememberingVerifier,
    clock: { now: () => chain.now },
  };
  const source = new BlocksSource('made', 'Tests', fiscoBcos, blocks);
  const trace = await walkSkipping(
    context,
    source,
    trust(chain.block(from)),
    await source.lightBlock(BigInt(to)),
    NO_SIGNAL,
  );
  return trace.map(({ height }) => Number(height));
}

const withChanges = (kind: Partial<Kind>, changes: Readonly<Record<number, readonly SealerChange[]>>, length = 12) => {
  const chain = makeFisco(kind);
  for (let number = 1; number <= length; number++) chain.add({ changes: changes[number] ?? [] });
  return chain;
};

describe.each(KINDS)('a client that walks over changes, $kind', (kind) => {
  it('goes down to each block in which the list changed, and leaps over the rest', async () => {
    const chain = exampleFisco(kind);
    const isThree = kind.generation === 3;
    const found = await stops(chain, isThree ? 0 : 1, Number(HEAD));
    const changes = isThree ? [Number(WEIGHT_CHANGE), Number(SEALER_CHANGE)] : [Number(SEALER_CHANGE)];
    for (const number of changes) expect(found).toEqual(expect.arrayContaining([number, number + 1]));
    expect(found.at(-1)).toBe(Number(HEAD));
    expect(found.length).toBeLessThan(10);
  });

  it('leaps at once where nothing changed, and where the list changed and changed back', async () => {
    const quiet = makeFisco(kind);
    quiet.addEmpty(12);
    expect(await stops(quiet, 1, 12)).toEqual([1, 12]);
    const add: SealerChange = { method: 'addSealer', node: 4 };
    const back = withChanges(kind, { 4: [add], 7: [{ ...add, method: 'remove' }] });
    expect(await stops(back, 1, 12)).toEqual([1, 12]);
    expect((await stops(back, 1, 7)).at(-1)).toBe(7);
  });

  it('takes changes in every block, one by one', async () => {
    const changes = Object.fromEntries(
      [2, 3, 4, 5].map((number): [number, SealerChange[]] => [number, [{ method: 'addSealer', node: number + 2 }]]),
    );
    const chain = withChanges(kind, changes, 8);
    expect(await stops(chain, 1, 8)).toEqual(expect.arrayContaining([2, 3, 4, 5, 6, 8]));
  });

  it('stops at a change that nothing proves, however it comes there', async () => {
    const chain = makeFisco(kind);
    chain.addEmpty(4);
    const strangers = [6, 7].map((number) => ({ nodeId: chain.nodeId(number), weight: 1n }));
    chain.add({ becomes: [...chain.sealers.slice(0, 2), ...strangers] });
    chain.addEmpty(4);
    for (const to of [6, 7, 9]) expect(await refusalOf(stops(chain, 1, to))).toBe(NOT_PROVEN);
    expect(await stops(chain, 1, 5)).toEqual([1, 5]);
  });
});

describe.each(KINDS_OF_3)('a source that keeps a proof back, $kind', (kind) => {
  it('is refused there', async () => {
    const chain = exampleFisco(kind);
    const { setChange: _, ...without } = chain.block(WEIGHT_CHANGE + 1n);
    const blocks = chain.blocks.map((block) => (block.height === without.height ? without : block));
    expect(await refusalOf(stops(chain, 1, Number(HEAD), blocks))).toBe(NOT_PROVEN);
  });
});
