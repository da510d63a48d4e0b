// Transactions and receipts: which forms are refused since a hash alone would not fix the fields, how nodes print them, and who
// signed one.
import { describe, expect, it } from 'vitest';
import { addressOf, transactionHash } from '../../../../src/chain/fisco-bcos/hash.ts';
import type { ReceiptV3, TransactionV2, TransactionV3 } from '../../../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../../../src/chain/fisco-bcos/profile.ts';
import { checkReceipt, readReceipt, receiptToJson } from '../../../../src/chain/fisco-bcos/receipt.ts';
import type { FiscoRecord } from '../../../../src/chain/fisco-bcos/records.ts';
import {
  checkTransaction,
  isTargetCertain,
  readTransaction,
  transactionToJson,
} from '../../../../src/chain/fisco-bcos/transaction.ts';
import { concatBytes, toHex, toUtf8 } from '../../../../src/codec/bytes.ts';
import { RECORD_CONTRACT, recordCall } from '../../../support/make-fisco-calls.ts';
import { DOCUMENT } from '../../../support/make-fisco-example.ts';
import { fiscoKey } from '../../../support/make-fisco-keys.ts';
import { flipped, refusal } from '../../../support/mutate.ts';
import { KINDS, KINDS_OF_3, type Kind, readerOf, withMembers } from '../../../support/mutate-fisco.ts';
import { doneCall } from '../../../support/mutate-fisco-block.ts';
import { prove, recordCode, records, small } from './rig.ts';

const factsOf = async (kind: Kind, transaction?: object) => {
  const { profile, held } = small(kind, transaction);
  const { facts = [] } = await prove(profile, held.block, held.input(0));
  return Object.fromEntries(facts.map(({ name, value }) => [name, 'hex' in value ? value.hex : '']));
};

describe.each(KINDS)('who signed, $kind', (kind) => {
  const { cryptography } = kind;

  it('is the address of the key: that which stands behind the signature, or that which it tells', async () => {
    const sender = toHex(addressOf({ cryptography }, fiscoKey(cryptography, 'caller', 0).publicKey));
    expect(await factsOf(kind)).toEqual({
      contract: toHex(RECORD_CONTRACT),
      [kind.generation === 3 ? 'signer' : 'sender']: sender,
    });
  });

  it('is asked of the verifier with national cryptography, with the very hash that was signed', async () => {
    const { profile, held } = small(kind);
    const rule = records.checkProof(profile, { ...held.block, how: 'signed' } as never, held.input(0));
    const first = rule.next();
    if (cryptography === 'international') expect(first.done).toBe(true);
    else
      expect(first.value).toMatchObject([
        { scheme: 'sm2-plain', publicKey: fiscoKey(cryptography, 'caller', 0).publicKey },
      ]);
  });
});

describe.each(KINDS_OF_3)('the signature of a transaction, $kind', (kind) => {
  const { profile, held } = small(kind);
  const own = (held.done[0]!.transaction as TransactionV3).signature;
  // No root covers the signature: it may be another than that which the chain saw.
  const code = (signature: Uint8Array) => {
    const record = held.input(0);
    return recordCode(profile, held.block, {
      ...record,
      transaction: { ...record.transaction, signature } as TransactionV3,
    });
  };
  const WRONG = 'fisco/transaction-signature';

  it('may be missing, and then nobody is named', async () => {
    expect(await code(own)).toBe('accepted');
    expect(await factsOf(kind, { signature: new Uint8Array(0) })).toEqual({ contract: toHex(RECORD_CONTRACT) });
  });

  it('is refused in another form', async () => {
    for (const signature of [
      own.slice(0, -1),
      concatBytes(own, Uint8Array.of(0)),
      own.slice(0, 64),
      new Uint8Array(own.length),
    ])
      expect(await code(signature)).toBe(WRONG);
    const other = kind.cryptography === 'national' ? 65 : 128;
    expect(await code(new Uint8Array(other).fill(1))).toBe(WRONG);
  });

  if (kind.cryptography === 'national')
    it('is refused with any of its bytes changed', async () => {
      for (const at of [0, 31, 32, 63, 64, 100, 127]) expect(await code(flipped(own, at))).toBe(WRONG);
    });
  else
    it('is refused with a recovery id that there is not, and with numbers out of range', async () => {
      for (const v of [4, 27, 255]) expect(await code(own.with(64, v))).toBe(WRONG);
      expect(await code(concatBytes(new Uint8Array(32).fill(255), own.slice(32)))).toBe(WRONG);
    });

  // In 3.x anybody can sign the hash of a transaction, which no root covers, and be named as its sender.
  it('names nobody but the sender whom the chain saw', async () => {
    const stranger = fiscoKey(kind.cryptography, 'stranger', 0);
    const record = held.input(0);
    const message = records.recordHash(profile, record);
    const signed = stranger.sign(message);
    const signature = kind.cryptography === 'national' ? concatBytes(signed, stranger.publicKey) : signed;
    const forged = { ...record, transaction: { ...record.transaction, signature } as TransactionV3 };
    const { facts = [] } = await prove(profile, held.block, forged);
    const hex = toHex(addressOf(profile, stranger.publicKey));
    expect(facts).not.toContainEqual({ name: 'sender', value: { kind: 'bytes', hex } });
  });
});

describe.each(KINDS.filter(({ generation }) => generation === 2))('the signature of a transaction, $kind', (kind) => {
  it('is part of what the transaction is called: another one is another transaction', async () => {
    const { profile, held } = small(kind);
    const record = held.input(0);
    for (const name of ['r', 's', 'v'] as const) {
      const transaction = { ...record.transaction, [name]: flipped((record.transaction as TransactionV2)[name]) };
      expect(await recordCode(profile, held.block, { ...record, transaction } as FiscoRecord)).toBe('fisco/proof-leaf');
    }
  });

  it('is refused where it is wrong under a root all the same', async () => {
    const whole = small(kind).held.done[0]!.transaction as TransactionV2;
    // With r || s || v nearly every r tells some key, so there only what cannot be a signature at all is wrong.
    const r = kind.cryptography === 'national' ? flipped(whole.r, 31) : new Uint8Array(32).fill(255);
    for (const change of [{ r }, { s: new Uint8Array(32) }]) {
      const { profile, held } = small(kind, change);
      expect(await recordCode(profile, held.block, held.input(0))).toBe('fisco/transaction-signature');
    }
  });
});

describe.each(KINDS_OF_3)('the form of a transaction, $kind', (kind) => {
  const { profile, held } = small(kind);
  const own = held.done[0]!.transaction as TransactionV3;
  const code = (change: Partial<TransactionV3>, facts = profile) =>
    refusal(() => checkTransaction(facts, { ...own, ...change }));
  const plain: FiscoProfile = { ...profile, addressStyle: 'plain' };
  const bare = own.to.slice(2);

  it.each([
    ['version 3', { version: 3n }, 'fisco/transaction-version'],
    ['a version below 0', { version: -1n }, 'fisco/transaction-version'],
    ['version 2', { version: 2n }, 'accepted'],
    ['another chain', { chainId: 'chain1' }, 'fisco/other-group'],
    ['chain and group cut elsewhere', { chainId: 'chain0g', groupId: 'roup0' }, 'fisco/other-group'],
    ['no nonce', { nonce: new Uint8Array(0) }, 'fisco/transaction-nonce'],
    ['a nonce of letters up to f', { nonce: toUtf8('0af9') }, 'accepted'],
    ['a nonce of capitals', { nonce: toUtf8('0AF9') }, 'fisco/transaction-nonce'],
    ['a nonce with an x', { nonce: toUtf8('0x1') }, 'fisco/transaction-nonce'],
    ['a nonce with a g', { nonce: toUtf8('1g') }, 'fisco/transaction-nonce'],
    ['a nonce of bytes', { nonce: Uint8Array.of(0x2f, 0x3a, 0x60) }, 'fisco/transaction-nonce'],
    ['a target without 0x', { to: bare }, 'fisco/transaction-to'],
    ['a target in capitals', { to: own.to.toUpperCase() }, 'fisco/transaction-to'],
    ['a target with 0X', { to: `0X${bare}` }, 'fisco/transaction-to'],
    ['a target too short', { to: own.to.slice(0, -1) }, 'fisco/transaction-to'],
    ['a target too long', { to: `${own.to}0` }, 'fisco/transaction-to'],
    ['a target that is a path', { to: '/apps/evidence' }, 'fisco/transaction-to'],
    ['an ABI in a call', { abi: '[]' }, 'fisco/transaction-abi'],
    ['an ABI in a deployment', { to: '', abi: '[{"type":"function"}]' }, 'accepted'],
    ['no ABI in a deployment', { to: '', abi: '' }, 'accepted'],
    ['an ABI that is an object', { to: '', abi: '{}' }, 'fisco/transaction-abi'],
    ['an ABI that is no JSON', { to: '', abi: '[' }, 'fisco/transaction-abi'],
    ['an ABI after a blank', { to: '', abi: ' []' }, 'fisco/transaction-abi'],
    ['a value in hex', { value: '0x1f' }, 'accepted'],
    ['a value in digits', { value: '120' }, 'accepted'],
    ['a value of 0x', { value: '0x' }, 'fisco/transaction-fees'],
    ['a gas price with letters', { gasPrice: '1a' }, 'fisco/transaction-fees'],
    ['a fee in capitals', { maxFeePerGas: '0x1F' }, 'fisco/transaction-fees'],
    ['a fee below 0', { maxPriorityFeePerGas: '-1' }, 'fisco/transaction-fees'],
  ] as const)('with %s', (_, change, expected) => {
    expect(code(change)).toBe(expected);
  });

  it('says for certain whom it calls only with 0x; a deployment calls nobody either way', () => {
    const isCertain = (facts: FiscoProfile, to: string) => isTargetCertain(facts, { ...own, to });
    expect([isCertain(profile, own.to), isCertain(plain, bare)]).toEqual([true, false]);
    expect([isCertain(profile, ''), isCertain(plain, '')]).toEqual([true, true]);
  });

  it('is pinned for a whole chain: with 0x or without', () => {
    expect([code({}), code({}, plain), code({ to: bare }, plain)]).toEqual([
      'accepted',
      'fisco/transaction-to',
      'accepted',
    ]);
  });
});

describe.each(KINDS_OF_3)('the form of a receipt, $kind', (kind) => {
  const own = small(kind).held.done[0]!.receipt as ReceiptV3;

  it.each([
    ['version 2', { version: 2n }, 'accepted'],
    ['version 3', { version: 3n }, 'fisco/receipt-version'],
    ['gas with a leading zero', { gasUsed: '021000' }, 'fisco/receipt-gas'],
    ['gas of 19 digits', { gasUsed: '9'.repeat(19) }, 'accepted'],
    ['gas of 20 digits', { gasUsed: '9'.repeat(20) }, 'fisco/receipt-gas'],
    ['gas in hex', { gasUsed: '0x1' }, 'fisco/receipt-gas'],
    ['no gas', { gasUsed: '' }, 'fisco/receipt-gas'],
    ['a contract of 39 digits', { contractAddress: 'a'.repeat(39) }, 'fisco/receipt-address'],
    ['a contract of 40 digits', { contractAddress: 'a'.repeat(40) }, 'accepted'],
    ['a contract with 0x', { contractAddress: `0x${'a'.repeat(40)}` }, 'fisco/receipt-address'],
    ['a contract in capitals', { contractAddress: 'A'.repeat(40) }, 'fisco/receipt-address'],
    ['a price in hex', { effectiveGasPrice: '0x0' }, 'accepted'],
    ['a price of letters', { effectiveGasPrice: 'x' }, 'fisco/receipt-gas'],
  ])('with %s', (_, change, expected) => {
    expect(refusal(() => checkReceipt({ ...own, ...change }))).toBe(expected);
  });

  it('with at most four topics of 32 bytes', () => {
    const log = (...topics: Uint8Array[]) => [{ address: RECORD_CONTRACT, topics, data: new Uint8Array(0) }];
    const topic = new Uint8Array(32);
    const code = (logs: ReceiptV3['logs']) => refusal(() => checkReceipt({ ...own, logs }));
    expect(code(log(topic, topic, topic, topic))).toBe('accepted');
    expect(code(log(topic, topic, topic, topic, topic))).toBe('fisco/receipt-topics');
    expect(code(log(new Uint8Array(31)))).toBe('fisco/receipt-topics');
    expect(code(log(new Uint8Array(33)))).toBe('fisco/receipt-topics');
  });
});

describe.each(KINDS)('transactions as nodes print them, $kind', (kind) => {
  const { profile, held, chain } = small(kind);
  const { transaction, receipt } = held.done[0]!;
  const hash = `0x${toHex(records.recordHash(profile, held.input(0)))}`;
  const json = { ...transactionToJson(transaction), hash };
  const read = (members: object) => readTransaction(profile, readerOf(withMembers(json, members)));
  const code = (members: object) => refusal(() => read(members));

  it('come back, with their hash and without', () => {
    expect(read({})).toEqual(transaction);
    expect(read({ hash: undefined })).toEqual(transaction);
    expect(code({ hash: `0x${'00'.repeat(32)}` })).toBe('fisco/transaction-hash');
  });

  it('of every version come back', () => {
    const versions = kind.generation === 3 ? [0n, 1n, 2n] : [0n];
    for (const version of versions) {
      const call = { ...recordCall(profile, 'x', DOCUMENT.slice(0, 32)), version };
      const more = version === 2n ? { transaction: { extension: Uint8Array.of(0, 1, 255) } } : {};
      const done = doneCall(chain, 2, 0, call, more);
      expect(readTransaction(profile, readerOf(transactionToJson(done.transaction)))).toEqual(done.transaction);
      expect(readReceipt(profile, readerOf(receiptToJson(done.receipt)))).toEqual(done.receipt);
    }
  });

  it('are refused with receipts under another hash, where nodes print one', () => {
    const own = receiptToJson(receipt);
    const spoilt = readerOf({ ...own, hash: `0x${'00'.repeat(32)}` });
    const expected = kind.generation === 3 ? 'fisco/receipt-hash' : 'accepted'; // 2.x prints none
    expect(refusal(() => readReceipt(profile, spoilt))).toBe(expected);
  });

  if (kind.generation === 3) {
    it('may print the nonce as text or as bytes in hex: that which gives the hash is meant', () => {
      const digits = new TextDecoder().decode((transaction as TransactionV3).nonce);
      expect(read({ nonce: digits })).toEqual(transaction);
      expect(code({ nonce: toHex(toUtf8('77')) })).toBe('fisco/transaction-hash');
      expect(code({ nonce: '3737', hash: undefined }), 'without a hash it is bytes in hex').toBe('accepted');
      expect(code({ nonce: 'xyz' })).toBe('fisco/transaction-nonce');
    });

    it('are refused as those of Ethereum, and with bytes that are none', () => {
      expect([code({ type: 0 }), code({ type: 1 }), code({ type: '0x2' })]).toEqual([
        'accepted',
        'fisco/transaction-type',
        'fisco/transaction-type',
      ]);
      for (const item of [256, -1, 1.5, 'a', null])
        expect(code({ version: 2, extension: [item], hash: undefined }), `${item}`).toBe('json/expected-integer');
    });

    // 2^32 as text would be a status of its own, which hashes as 0 does: a success that is told as a failure.
    it('are refused with a status that 32 bits do not hold', () => {
      const spoilt = { ...receiptToJson(receipt), status: '4294967296' };
      expect(refusal(() => readReceipt(profile, readerOf(spoilt)))).toBe('json/integer-range');
    });
  } else {
    it('are refused without their signature, since their name hangs on it', () => {
      expect(code({ signature: undefined })).toBe('fisco/transaction-unsigned');
    });

    it('may print the zero address for a deployment, or mean it: that which gives the hash is meant', () => {
      const zero = `0x${'00'.repeat(20)}`;
      for (const to of [undefined, new Uint8Array(20)]) {
        const done = doneCall(chain, 2, 0, { ...(to && { to }), input: Uint8Array.of(1, 2, 3, 4) });
        const name = `0x${toHex(transactionHash(profile, done.transaction))}`;
        const printed = { ...transactionToJson(done.transaction), to: zero, hash: name };
        expect(readTransaction(profile, readerOf(printed))).toEqual(done.transaction);
        expect(readTransaction(profile, readerOf(transactionToJson(done.transaction)))).toEqual(done.transaction);
      }
    });

    it('are refused with a target that is no address', () => {
      for (const to of ['0x00', `0x${'11'.repeat(19)}`])
        expect(code({ to, hash: undefined })).toBe('fisco/transaction-to');
    });
  }
});
