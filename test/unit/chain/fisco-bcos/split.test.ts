// The forgeries of decision 014, made: other cuts of the very bytes that a block's roots cover. Each has the true hash and
// shows the record that the forger wants; one condition alone stops it, and without that condition it would be believed.
import { describe, expect, it } from 'vitest';
import { dataOfTransaction, receiptHash, transactionHash } from '../../../../src/chain/fisco-bcos/hash.ts';
import { checkReceiptProof, checkTransactionProof } from '../../../../src/chain/fisco-bcos/inclusion.ts';
import { walkPath } from '../../../../src/chain/fisco-bcos/merkle.ts';
import type { Log, ReceiptV3, TransactionV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import { hashOf } from '../../../../src/chain/fisco-bcos/profile.ts';
import { checkReceipt, isOfDeployment } from '../../../../src/chain/fisco-bcos/receipt.ts';
import type { EventRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import { checkTransaction, isTargetCertain, targetOf } from '../../../../src/chain/fisco-bcos/transaction.ts';
import { encodeAbi, fromNumber } from '../../../../src/codec/abi.ts';
import { concatBytes, toHex, toUtf8 } from '../../../../src/codec/bytes.ts';
import { hash } from '../../../../src/core/hashing.ts';
import { type FiscoChain, makeFisco } from '../../../support/make-fisco.ts';
import { inputOf, logOf, RECORD_CONTRACT, RECORD_EVENT, recordCall } from '../../../support/make-fisco-calls.ts';
import { refusal } from '../../../support/mutate.ts';
import { KINDS, KINDS_OF_3 } from '../../../support/mutate-fisco.ts';
import { type Done, doneCall, Held } from '../../../support/mutate-fisco-block.ts';
import { digestIn, executionCode, recordCode, ruleOf } from './rig.ts';

const CONTRACT_TEXT = toUtf8(toHex(RECORD_CONTRACT));
const FORGED = hash('sha256', toUtf8('what was never recorded'));
const TRUE = hash('sha256', toUtf8('what was recorded'));
const NOTHING = new Uint8Array(0);
const NOT_PROVEN = 'fisco/split-not-proven';
/** A contract of the forger's own. */
const OWN = hash('sha256', toUtf8('forger')).slice(0, 20);

/** A log as a receipt is hashed with it. */
const bytesOf = ({ address, topics, data }: Log) => concatBytes(toUtf8(toHex(address)), ...topics, data);

function chainOf(kind: object, options: object = {}): FiscoChain {
  const chain = makeFisco({ ...kind, ...options });
  chain.addEmpty(3);
  return chain;
}

const heldWith = (chain: FiscoChain, ...done: readonly Done[]) => new Held(chain, 2, done);

/** The proof of the first transaction's event with another cut of its receipt, which has the very same hash. */
function recut(chain: FiscoChain, held: Held, receipt: object, transaction: object = {}): EventRecord {
  const proof = held.event(0);
  const forged = {
    ...proof,
    transaction: { ...proof.transaction, ...transaction } as TransactionV3,
    result: { ...proof.result, receipt: { ...proof.result.receipt, ...receipt } as ReceiptV3 },
  };
  const { profile } = chain;
  expect(toHex(receiptHash(profile, forged.result.receipt))).toBe(toHex(receiptHash(profile, proof.result.receipt)));
  expect(toHex(transactionHash(profile, forged.transaction))).toBe(toHex(transactionHash(profile, proof.transaction)));
  return forged;
}

/** That both parts of a forgery stand under the roots, and that it shows the digest that the forger wants. */
function expectConvincing(chain: FiscoChain, held: Held, forged: EventRecord, rule = ruleOf({})): void {
  const { profile } = chain;
  const { header } = held.block;
  expect(refusal(() => checkTransactionProof(profile, header, forged))).toBe('accepted');
  expect(refusal(() => checkReceiptProof(profile, header, forged.result))).toBe('accepted');
  expect(digestIn(profile, rule, forged)).toBe(toHex(FORGED));
}

/** What is said of an event where a block truly holds this call and this receipt. */
async function genuine(chain: FiscoChain, done: Done, rule = ruleOf({})): Promise<string> {
  const held = heldWith(chain, done);
  return recordCode(chain.profile, held.block, held.event(0), rule);
}

describe.each(KINDS_OF_3)('a log that never was, $kind', (kind) => {
  const chain = chainOf(kind);
  const { profile } = chain;
  const event = (id: string, digest: Uint8Array, contract = RECORD_CONTRACT) =>
    logOf(profile, contract, RECORD_EVENT, [id, digest]);
  const fake = event('BL-7', FORGED);
  const rule = ruleOf({});
  const call = recordCall(profile, 'BL-8', TRUE, { event: false });

  it('a true one is taken', async () => {
    const done = doneCall(chain, 2, 0, recordCall(profile, 'BL-7', TRUE));
    expect(await genuine(chain, done)).toBe('accepted');
    const held = heldWith(chain, done);
    expect(await recordCode(profile, held.block, held.event(0)), 'without a rule').toBe(NOT_PROVEN);
    expect(await recordCode(profile, held.block, held.event(0), ruleOf({ from: 'input' }))).toBe(NOT_PROVEN);
  });

  // Condition 1: the transaction calls the rule's contract itself.
  it('cut out of what the forger’s own contract gives back', async () => {
    const held = heldWith(chain, doneCall(chain, 2, 0, { to: OWN, input: NOTHING, output: bytesOf(fake) }));
    const forged = recut(chain, held, { output: NOTHING, logs: [fake] });
    expectConvincing(chain, held, forged);
    expect(await recordCode(profile, held.block, forged, rule)).toBe(NOT_PROVEN);
    // The same receipt of a call of the contract is a record.
    const { receipt } = forged.result;
    expect(await genuine(chain, doneCall(chain, 2, 0, call, { receipt }))).toBe('accepted');
  });

  it('cut out of what the forger’s own contract logs', async () => {
    const own = { address: OWN, topics: [], data: bytesOf(fake) };
    const held = heldWith(chain, doneCall(chain, 2, 0, { to: OWN, input: NOTHING, logs: [own] }));
    const forged = recut(chain, held, { output: toUtf8(toHex(OWN)), logs: [fake] });
    expectConvincing(chain, held, forged);
    expect(await recordCode(profile, held.block, forged, rule)).toBe(NOT_PROVEN);
    // Of a call of the contract, only the output is too long: the forger's address.
    const { receipt } = forged.result;
    const calling = doneCall(chain, 2, 0, call, { receipt });
    expect(await genuine(chain, calling)).toBe(NOT_PROVEN);
    expect(await genuine(chain, calling, ruleOf({ output: 40 }))).toBe('accepted');
  });

  // Condition 2: the receipt made no contract.
  it('cut out of what a deployment gives back, the deployment sold as a call', async () => {
    const text = concatBytes(toUtf8('0x'), CONTRACT_TEXT);
    const deployed = doneCall(chain, 2, 0, { input: concatBytes(text, call.input), output: bytesOf(fake) });
    const held = heldWith(chain, deployed);
    const asCall = { to: `0x${toHex(RECORD_CONTRACT)}`, input: call.input };
    const forged = recut(chain, held, { output: NOTHING, logs: [fake] }, asCall);
    expectConvincing(chain, held, forged);
    expect(toHex(targetOf(forged.transaction))).toBe(toHex(RECORD_CONTRACT));
    expect(isTargetCertain(profile, forged.transaction)).toBe(true);
    expect(await recordCode(profile, held.block, forged, rule)).toBe(NOT_PROVEN);
    // The same receipt without its contract, and the same call, are a record.
    const receipt = { ...forged.result.receipt, contractAddress: '' };
    expect(await genuine(chain, doneCall(chain, 2, 0, call, { receipt }))).toBe('accepted');
  });

  // Condition 3: the output has the length that the rule says.
  it('cut out of an id that the caller chose, with all before it sold as output', async () => {
    const fakes = ['BL-1', 'BL-2', 'BL-3', 'BL-4'].map((id) => event(id, FORGED));
    // Text in a contract is bytes of any kind; four logs make whole words, so that no padding is left over.
    const id = concatBytes(...fakes.map(bytesOf));
    const data = encodeAbi(['bytes', 'bytes32'], [id, TRUE]);
    const log = { ...fake, data };
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [log] }));
    const output = bytesOf(log).slice(0, -id.length);
    const forged = recut(chain, held, { output, logs: fakes });
    expectConvincing(chain, held, forged);
    expect(await recordCode(profile, held.block, forged, rule)).toBe(NOT_PROVEN);
    // Were this the length that the rule says, it would be a record.
    expect(await recordCode(profile, held.block, forged, ruleOf({ output: output.length }))).toBe('accepted');
  });

  it('cut out of an id that the caller chose, with the log behind it hidden in its own id', async () => {
    const abi = 'Recorded(bytes id, bytes32 digest)';
    const rule = (more: object = {}) => ruleOf({ abi, id: undefined, ...more }); // such an id is too long to be shown
    const second = logOf(profile, RECORD_CONTRACT, abi, [toUtf8('BL-9'), TRUE]);
    const topic = second.topics[0]!;
    const start = (length: number) =>
      concatBytes(CONTRACT_TEXT, topic, fromNumber(64n), FORGED, fromNumber(BigInt(length)));
    const padding = new Uint8Array(32 - (start(0).length % 32));
    const hidden = concatBytes(padding, bytesOf(second));
    const first = logOf(profile, RECORD_CONTRACT, abi, [start(hidden.length), TRUE]);
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [first, second] }));
    const whole = concatBytes(bytesOf(first), bytesOf(second));
    const at = bytesOf(first).length - padding.length - start(0).length;
    const forgedLog = { address: RECORD_CONTRACT, topics: [topic], data: whole.slice(at + 72) };
    const forged = recut(chain, held, { output: whole.slice(0, at), logs: [forgedLog] });
    expectConvincing(chain, held, forged, rule());
    expect(await recordCode(profile, held.block, forged, rule())).toBe(NOT_PROVEN);
    expect(await recordCode(profile, held.block, forged, rule({ output: at }))).toBe('accepted');
    expect(await recordCode(profile, held.block, held.event(0), rule()), 'as it is').toBe('accepted');
  });

  it.each([
    [0, 0, 'accepted'],
    [32, 32, 'accepted'],
    [1024, 1024, 'accepted'],
    [32, undefined, NOT_PROVEN],
    [0, 32, NOT_PROVEN],
    [31, 32, NOT_PROVEN],
    [64, 32, NOT_PROVEN],
  ])('an output of %i bytes where the rule says %j: %s', async (length, output, expected) => {
    const done = doneCall(chain, 2, 0, recordCall(profile, 'BL-7', TRUE, { output: new Uint8Array(length) }));
    expect(await genuine(chain, done, ruleOf(output === undefined ? {} : { output }))).toBe(expected);
  });

  // Condition 4: every log is an event of the contract that the rule names.
  it('cut out of what another contract logs, which the contract calls', async () => {
    const logger = { address: OWN, topics: [], data: bytesOf(fake) };
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [logger] }));
    const forged = { ...recut(chain, held, { logs: [{ ...logger, data: NOTHING }, fake] }), log: 1 };
    expectConvincing(chain, held, forged);
    expect(await recordCode(profile, held.block, forged, rule)).toBe(NOT_PROVEN);
    // With nothing but the contract's own log it is a record.
    expect(await genuine(chain, doneCall(chain, 2, 0, { ...call, logs: [fake] }))).toBe('accepted');
  });

  it('beside an event of the contract that the rule does not name', async () => {
    const other = logOf(profile, RECORD_CONTRACT, 'Other(bytes data)', [bytesOf(fake)]);
    const done = doneCall(chain, 2, 0, { ...call, logs: [fake, other] });
    expect(await genuine(chain, done)).toBe(NOT_PROVEN);
    const named = ruleOf({}, { abi: 'Other(bytes data, bytes32 digest)', id: undefined });
    expect(await genuine(chain, done, named), 'with another ABI').toBe(NOT_PROVEN);
  });

  it('beside a second event that the rule names, each is a record', async () => {
    const other = logOf(profile, RECORD_CONTRACT, 'Revoked(string id, bytes32 digest)', ['BL-7', TRUE]);
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [fake, other] }));
    const both = ruleOf({}, { abi: 'Revoked(string id, bytes32 digest)' });
    for (const log of [0, 1]) expect(await recordCode(profile, held.block, held.event(0, log), both)).toBe('accepted');
    expect(await recordCode(profile, held.block, held.event(0), rule), 'with one of them').toBe(NOT_PROVEN);
    const elsewhere = ruleOf({}, { abi: 'Revoked(string id, bytes32 digest)', contract: toHex(OWN) });
    expect(await recordCode(profile, held.block, held.event(0), elsewhere), 'of another contract').toBe(NOT_PROVEN);
  });

  it.each([
    ['a word more', (data: Uint8Array) => concatBytes(data, new Uint8Array(32))],
    ['a byte less', (data: Uint8Array) => data.slice(0, -1)],
    ['a padding that is not zero', (data: Uint8Array) => data.with(data.length - 1, 1)],
    ['contents in another place', (data: Uint8Array) => data.with(31, 0x60)],
    ['text that is none', (data: Uint8Array) => data.with(96, 0xff)],
    ['nothing', () => NOTHING],
  ])('with data of another encoding: %s', async (_, spoil) => {
    const log = { ...fake, data: spoil(fake.data) };
    expect(await genuine(chain, doneCall(chain, 2, 0, { ...call, logs: [fake, log] }))).toBe(NOT_PROVEN);
  });

  it('cut out of the output of a call whose event has another output by the rule', async () => {
    const small = 'Recorded(bytes32 digest)';
    const large = 'Returned(bytes32 digest)';
    const fakes = Array.from({ length: 4 }, () => logOf(profile, RECORD_CONTRACT, small, [FORGED]));
    const logs = [logOf(profile, RECORD_CONTRACT, large, [TRUE])];
    const output = concatBytes(...fakes.map(bytesOf)); // 13 words of the caller's choosing
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, output, logs }));
    const forged = recut(chain, held, { output: NOTHING, logs: [...fakes, ...logs] });
    const two = ruleOf({ abi: small, id: undefined }, { abi: large, id: undefined, output: output.length });
    expectConvincing(chain, held, forged, two);
    expect(await recordCode(profile, held.block, forged, two)).toBe(NOT_PROVEN);
  });

  // What the four conditions leave to the pack. A contract of which any function gives back as many words of
  // somebody's choosing, without events, must not stand in a rule for events.
  it('cut out of 17 words that a function of the contract itself gives back is taken', async () => {
    const abi = 'Recorded(bytes32 id, bytes32 digest)';
    const fakes = Array.from({ length: 4 }, () => logOf(profile, RECORD_CONTRACT, abi, [TRUE, FORGED]));
    const output = concatBytes(...fakes.map(bytesOf));
    expect(output.length).toBe(17 * 32);
    const input = inputOf(profile, 'read(bytes32 id)', [TRUE]);
    const held = heldWith(chain, doneCall(chain, 2, 0, { to: RECORD_CONTRACT, input, output }));
    const forged = recut(chain, held, { output: NOTHING, logs: fakes });
    expectConvincing(chain, held, forged, ruleOf({ abi }));
    expect(await recordCode(profile, held.block, forged, ruleOf({ abi }))).toBe('accepted');
  });
});

describe.each(KINDS_OF_3)('topics and data, $kind', (kind) => {
  const chain = chainOf(kind);
  const { profile } = chain;
  const call = recordCall(profile, 'x', TRUE, { event: false });
  const indexed = 'Recorded(bytes32 indexed id, bytes32 digest)';
  const plain = 'Recorded(bytes32 id, bytes32 digest)';
  const both = 'Recorded(bytes32 indexed id, bytes32 indexed digest)';
  const logWith = (abi: string) => logOf(profile, RECORD_CONTRACT, abi, [TRUE, FORGED]);

  it.each([
    [indexed, plain],
    [indexed, both],
    [plain, indexed],
    [plain, both],
    [both, plain],
  ])('of %s are not those of %s, though they hash alike', async (own, other) => {
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [logWith(own)] }));
    const forged = recut(chain, held, { logs: [logWith(other)] });
    expect(await recordCode(profile, held.block, held.event(0), ruleOf({ abi: own }))).toBe('accepted');
    expect(digestIn(profile, ruleOf({ abi: own }), held.event(0))).toBe(toHex(FORGED));
    expect(await recordCode(profile, held.block, forged, ruleOf({ abi: own }))).toBe(NOT_PROVEN);
    expect(digestIn(profile, ruleOf({ abi: own }), forged)).toBeUndefined();
  });

  it('two logs as one with longer data are refused', async () => {
    const [first, second] = [logWith(plain), logWith(plain)];
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [first, second] }));
    const forged = recut(chain, held, { logs: [{ ...first, data: concatBytes(first.data, bytesOf(second)) }] });
    expect(await recordCode(profile, held.block, forged, ruleOf({ abi: plain }))).toBe(NOT_PROVEN);
  });

  it('a topic by the other hash is no event', async () => {
    const other = hashOf(profile) === 'sm3' ? 'keccak256' : 'sm3';
    const log = { ...logWith(plain), topics: [hash(other, toUtf8('Recorded(bytes32,bytes32)'))] };
    const held = heldWith(chain, doneCall(chain, 2, 0, { ...call, logs: [log] }));
    expect(await recordCode(profile, held.block, held.event(0), ruleOf({ abi: plain }))).toBe(NOT_PROVEN);
  });
});

describe.each(KINDS.filter(({ generation }) => generation === 2))('the receipt of $kind', (kind) => {
  const chain = chainOf(kind);
  const { profile } = chain;
  const log = logOf(profile, RECORD_CONTRACT, RECORD_EVENT, ['BL-7', TRUE]);

  it('has lengths: an event is taken beside any others, of any call, with any output', async () => {
    const other = { address: OWN, topics: [], data: bytesOf(log) };
    const call = { to: OWN, input: NOTHING, output: bytesOf(log), logs: [other, log] };
    const held = heldWith(chain, doneCall(chain, 2, 0, call));
    expect(await recordCode(profile, held.block, held.event(0, 1), ruleOf({}))).toBe('accepted');
    expect(digestIn(profile, ruleOf({}), held.event(0, 0))).toBeUndefined();
  });

  it('hashes otherwise with any other cut', () => {
    const held = heldWith(chain, doneCall(chain, 2, 0, { to: OWN, input: NOTHING, output: bytesOf(log) }));
    const { receipt } = held.done[0]!;
    const forged = { ...receipt, output: NOTHING, logs: [log] } as typeof receipt;
    expect(toHex(receiptHash(profile, forged))).not.toBe(toHex(receiptHash(profile, receipt)));
  });
});

/** Every other cut of the text at the start of a receipt into gas, contract and status; the rest is output. */
function cutsOf(receipt: ReceiptV3): ReceiptV3[] {
  const status = new Uint8Array(4);
  new DataView(status.buffer).setInt32(0, Number(receipt.status));
  const bytes = concatBytes(toUtf8(receipt.gasUsed + receipt.contractAddress), status, receipt.output);
  const text = (from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to));
  return Array.from({ length: 20 }, (_, gas) => gas).flatMap((gas) =>
    [0, 40].flatMap((address) => {
      const at = gas + address;
      if (at + 4 > bytes.length) return [];
      const view = new DataView(bytes.buffer, bytes.byteOffset + at);
      const cut = { gasUsed: text(0, gas), contractAddress: text(gas, at), status: BigInt(view.getInt32(0)) };
      return [{ ...receipt, ...cut, output: bytes.slice(at + 4) }];
    }),
  );
}

describe.each(KINDS_OF_3)('what a receipt says of success, $kind', (kind) => {
  const chain = chainOf(kind);
  const { profile } = chain;
  const call = recordCall(profile, 'BL-7', TRUE);
  /** Other cuts that pass the rules of form. */
  const readable = (receipt: ReceiptV3) =>
    cutsOf(receipt).filter((cut) => refusal(() => checkReceipt(cut)) === 'accepted');

  it('cannot be cut out of a failure', () => {
    for (const status of [...Array(60).keys()].slice(1).concat([10_000, 10_018, -1, -51_104])) {
      const { receipt } = doneCall(chain, 2, 0, { ...call, status: BigInt(status), output: new Uint8Array(64) });
      const cuts = readable(receipt as ReceiptV3);
      expect(cuts.some((cut) => cut.status === BigInt(status))).toBe(true);
      for (const cut of cuts) {
        expect(toHex(receiptHash(profile, cut))).toBe(toHex(receiptHash(profile, receipt)));
        expect(cut.status).not.toBe(0n);
      }
    }
  });

  // An address of digits alone can be found by trying (sheet 3.2).
  it.each(['1234567890'.repeat(4), `${'0'.repeat(39)}1`, '9'.repeat(40), toHex(RECORD_CONTRACT)])(
    'of a deployment at %s cannot be cut into that of a call',
    (contractAddress) => {
      const receipt = doneCall(chain, 2, 0, call, { receipt: { contractAddress, output: new Uint8Array(64) } }).receipt;
      const asCalls = readable(receipt as ReceiptV3).filter((cut) => cut.status === 0n && !isOfDeployment(cut));
      expect(asCalls).toEqual([]);
    },
  );
});

/** Every cut of nonce, target and input that passes the rules of form. */
function transactionCuts(chain: FiscoChain, transaction: TransactionV3): TransactionV3[] {
  const bytes = concatBytes(transaction.nonce, toUtf8(transaction.to), transaction.input);
  const length = chain.profile.addressStyle === '0x' ? 42 : 40;
  const cuts = Array.from({ length: bytes.length }, (_, at) => at).flatMap((at) =>
    [0, length].map((to) => ({
      ...transaction,
      nonce: bytes.slice(0, at),
      to: String.fromCharCode(...bytes.subarray(at, at + to)),
      input: bytes.slice(at + to),
    })),
  );
  return cuts.filter((cut) => refusal(() => checkTransaction(chain.profile, cut)) === 'accepted');
}

describe.each(KINDS_OF_3)('whom a transaction calls, $kind', (kind) => {
  const call = (chain: FiscoChain) => recordCall(chain.profile, 'BL-7', TRUE, { event: false });

  it('is certain with 0x: of all cuts one alone is a call', () => {
    const chain = chainOf(kind);
    const { transaction } = doneCall(chain, 2, 0, call(chain));
    const cuts = transactionCuts(chain, transaction as TransactionV3);
    for (const cut of cuts)
      expect(toHex(transactionHash(chain.profile, cut))).toBe(toHex(transactionHash(chain.profile, transaction)));
    expect(cuts.filter(({ to }) => to !== '')).toEqual([transaction]);
  });

  it('is certain with 0x: a call within a call is none', async () => {
    const chain = chainOf(kind);
    const own = { to: OWN, input: concatBytes(toUtf8('0x'), CONTRACT_TEXT, call(chain).input) };
    const held = heldWith(chain, doneCall(chain, 2, 0, own));
    const { nonce, to } = held.done[0]!.transaction as TransactionV3;
    const slid = { nonce: concatBytes(nonce, toUtf8(to)), to: `0x${toHex(RECORD_CONTRACT)}`, input: call(chain).input };
    const forged = recut(chain, held, {}, slid);
    expect(await recordCode(chain.profile, held.block, forged, ruleOf({}))).toBe('fisco/transaction-nonce');
  });

  it('is certain with 0x: no cut of a call is a deployment', () => {
    const chain = chainOf(kind);
    const { transaction } = doneCall(chain, 2, 0, call(chain));
    const cuts = transactionCuts(chain, transaction as TransactionV3).filter(({ to }) => to === '');
    expect(
      cuts.filter((cut) => isTargetCertain(chain.profile, cut)).map(({ input }) => toHex(input.slice(0, 8))),
    ).toEqual([]);
  });

  it('of a call sold as a deployment is told by its receipt', async () => {
    const chain = chainOf(kind);
    const held = heldWith(chain, doneCall(chain, 2, 0, call(chain)));
    const { nonce, to, input } = held.done[0]!.transaction as TransactionV3;
    const tail = concatBytes(nonce.slice(-1), toUtf8(to), input);
    const forged = recut(chain, held, {}, { nonce: nonce.slice(0, -1), to: '', input: tail });
    expect(executionCode(chain.profile, held.block, forged.result, forged)).toBe('fisco/receipt-of-other-kind');
    const at = recut(chain, held, {}, { to: '', input: concatBytes(toUtf8(to), input) });
    expect(await recordCode(chain.profile, held.block, at, ruleOf({}))).toBe('fisco/target-not-certain');
  });

  it('of a deployment sold as a call is told by its receipt', async () => {
    const chain = chainOf(kind);
    const { profile } = chain;
    const text = concatBytes(toUtf8('0x'), CONTRACT_TEXT);
    const held = heldWith(chain, doneCall(chain, 2, 0, { input: concatBytes(text, call(chain).input) }));
    const asCall = { to: `0x${toHex(RECORD_CONTRACT)}`, input: call(chain).input };
    const forged = { ...recut(chain, held, {}, asCall), kind: 'input' as const };
    expect(digestIn(profile, ruleOf({ from: 'input' }), forged)).toBe(toHex(TRUE));
    expect(executionCode(profile, held.block, forged.result, forged)).toBe('fisco/receipt-of-other-kind');
    expect(await recordCode(profile, held.block, held.input(0), ruleOf({})), 'as it is').toBe(
      'fisco/target-not-certain',
    );
  });

  // Without 0x nonce, target and input are one run of hexadecimal text.
  it('is never certain without 0x: a call within a call has the very same bytes', async () => {
    const chain = chainOf(kind, { profile: { addressStyle: 'plain' } });
    const { profile } = chain;
    const own = { to: OWN, input: concatBytes(CONTRACT_TEXT, call(chain).input) };
    const held = heldWith(chain, doneCall(chain, 2, 0, own));
    const { nonce, to } = held.done[0]!.transaction as TransactionV3;
    const slid = { nonce: concatBytes(nonce, toUtf8(to)), to: toHex(RECORD_CONTRACT), input: call(chain).input };
    const forged = { ...recut(chain, held, {}, slid), kind: 'input' as const };
    expect(refusal(() => checkTransactionProof(profile, held.block.header, forged))).toBe('accepted');
    expect(digestIn(profile, ruleOf({ from: 'input' }), forged)).toBe(toHex(TRUE));
    expect(await recordCode(profile, held.block, forged, ruleOf({}))).toBe('fisco/target-not-certain');
    expect(await recordCode(profile, held.block, held.input(0), ruleOf({})), 'as it is').toBe(
      'fisco/target-not-certain',
    );
  });

  // The sender writes 0x or not, and the nonce may hold any bytes (docs/decisions/014-split-of-receipts.md).
  it('is not certain where another target could hide in the nonce, in the input or behind it', async () => {
    const chain = chainOf(kind);
    const { profile } = chain;
    const { transaction } = doneCall(chain, 2, 0, call(chain));
    const good = transaction as TransactionV3;
    const target = toUtf8(toHex(OWN));
    expect(isTargetCertain(profile, good)).toBe(true);
    const hidden: Partial<TransactionV3>[] = [
      { nonce: concatBytes(toUtf8('1'), target) },
      { nonce: target.subarray(0, 39) }, // with the 0 of 0x
      { input: concatBytes(good.input, target) },
      { input: concatBytes(target.subarray(16), good.input) }, // behind the last digits of the target
      { version: 1n, value: toHex(OWN) },
      { version: 2n, extension: target },
    ];
    for (const change of hidden)
      expect(isTargetCertain(profile, { ...good, ...change }), Object.keys(change).join()).toBe(false);
    expect(isTargetCertain(profile, { ...good, nonce: target.subarray(0, 38) })).toBe(true);
  });

  it('is shown neither by a call of one’s own that is sent without 0x', async () => {
    const chain = chainOf(kind);
    const { profile } = chain;
    const sent = doneCall(chain, 2, 0, { to: OWN, input: concatBytes(toUtf8('0x'), CONTRACT_TEXT, call(chain).input) });
    const plain = { ...(sent.transaction as TransactionV3), to: toHex(OWN) };
    const held = heldWith(chain, { ...sent, transaction: plain });
    const slid = {
      nonce: concatBytes(plain.nonce, toUtf8(plain.to)),
      to: `0x${toHex(RECORD_CONTRACT)}`,
      input: call(chain).input,
    };
    const forged = { ...recut(chain, held, {}, slid), kind: 'input' as const };
    expect(toHex(transactionHash(profile, forged.transaction))).toBe(toHex(transactionHash(profile, plain)));
    expect(digestIn(profile, ruleOf({ from: 'input' }), forged)).toBe(toHex(TRUE));
    expect(await recordCode(profile, held.block, forged, ruleOf({ from: 'input' }))).toBe('fisco/target-not-certain');
  });

  it('a deployment of 64 bytes is no inner node: nothing hangs below a transaction', () => {
    const chain = chainOf(kind);
    const { profile } = chain;
    const fake = doneCall(chain, 2, 0, call(chain)).transaction as TransactionV3;
    const start = { nonce: toUtf8('12345678'), to: '', signature: new Uint8Array(0) };
    const deployed: TransactionV3 = { ...fake, ...start, input: transactionHash(profile, fake) };
    const bytes = dataOfTransaction(deployed);
    expect(bytes.length).toBe(64);
    const elements = [new Uint8Array(32).map((_, i) => (i === 3 ? 2 : 0)), bytes.slice(0, 32), bytes.slice(32)];
    const root = transactionHash(profile, deployed);
    const header = { ...chain.head.header, transactionsRoot: root };
    const proof = { transaction: fake, path: { kind: 'pairs' as const, elements } };
    expect(toHex(walkPath(hashOf(profile), 3, bytes.slice(32), proof.path).root)).toBe(toHex(root));
    expect(refusal(() => checkTransactionProof(profile, header, proof))).toBe('fisco/proof-not-in-group');
  });
});
