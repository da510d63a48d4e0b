// The formats of FISCO BCOS judged: files made of made chains pass, and each change of one is found and named by its row.
import { describe, expect, it } from 'vitest';
import {
  addressOf,
  headerHash,
  receiptHash,
  signingHash,
  transactionHash,
} from '../../../src/chain/fisco-bcos/hash.ts';
import { headerToJson, lightBlockToJson } from '../../../src/chain/fisco-bcos/json.ts';
import { makePath } from '../../../src/chain/fisco-bcos/merkle.ts';
import type {
  FiscoPath,
  HeaderV3,
  ReceiptV3,
  TransactionV2,
  TransactionV3,
} from '../../../src/chain/fisco-bcos/model.ts';
import { hashOf } from '../../../src/chain/fisco-bcos/profile.ts';
import { receiptToJson } from '../../../src/chain/fisco-bcos/receipt.ts';
import { transactionToJson } from '../../../src/chain/fisco-bcos/transaction.ts';
import { concatBytes, fromHex, fromUtf8, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { encodeRlp, rlpInteger } from '../../../src/codec/rlp.ts';
import { hash } from '../../../src/core/hashing.ts';
import { memoryTree } from '../../conformance/memory-tree.ts';
import type { Report } from '../../conformance/report.ts';
import { runConformance } from '../../conformance/run.ts';
import { makeFisco } from '../../support/make-fisco.ts';
import { fiscoKey } from '../../support/make-fisco-keys.ts';
import { sm2PrivateKey } from '../../support/sm2-sign.ts';

type Row = Readonly<Record<string, unknown>>;

const run = (files: Readonly<Record<string, string>>, label?: string) => runConformance(memoryTree(files, label));
const lines = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const sums = (report: Report) => [report.count('passed'), report.count('failed'), report.count('skipped')];
const failedIds = (report: Report) => report.failures.map(({ id }) => id);
const with0x = (bytes: Uint8Array) => `0x${toHex(bytes)}`;

/** A copy with one member, given by its path, changed. */
function changed<T>(value: T, path: string, to: unknown): T {
  const copy = JSON.parse(JSON.stringify(value));
  const steps = path.split('.');
  const parent = steps.slice(0, -1).reduce((node, step) => node[step], copy);
  parent[steps.at(-1)!] = to;
  return copy;
}

const TO = fromHex('00112233445566778899aabbccddeeff00112233');
const LOG = { address: TO, topics: [new Uint8Array(32).fill(7)], data: new Uint8Array(32).fill(9) };
const three = makeFisco({ cryptography: 'national' });
three.add({ calls: [{ to: TO, input: fromHex('01020304'), logs: [LOG] }] });
three.add({ calls: [{ to: TO, input: fromHex('05'), logs: [LOG] }] });
const transaction = three.data.get(1n)!.transactions[0] as TransactionV3;
const receipt = three.data.get(1n)!.receipts[0] as ReceiptV3;
const sender = fiscoKey('national', 'fisco/sender/0', 0);
const secret = sm2PrivateKey('fisco/sender/0');
const suite = 'sm3/sm2';

/** TARS, writing: as much of it as the rows need. */
const tars = {
  head: (tag: number, type: number) => Uint8Array.of((tag << 4) | type),
  number(tag: number, value: bigint): Uint8Array {
    if (value === 0n) return tars.head(tag, 12);
    const size = [1, 2, 4, 8].find((each) => BigInt.asIntN(8 * each, value) === value)!;
    const bytes = Array.from({ length: size }, (_, i) => Number((value >> BigInt(8 * (size - 1 - i))) & 255n));
    return concatBytes(tars.head(tag, Math.log2(size)), Uint8Array.from(bytes));
  },
  text: (tag: number, bytes: Uint8Array) => concatBytes(tars.head(tag, 6), Uint8Array.of(bytes.length), bytes),
  bytes: (tag: number, bytes: Uint8Array) =>
    concatBytes(tars.head(tag, 13), Uint8Array.of(0), tars.number(0, BigInt(bytes.length)), bytes),
  list: (tag: number, items: readonly Uint8Array[]) =>
    concatBytes(tars.head(tag, 9), tars.number(0, BigInt(items.length)), ...items),
  struct: (tag: number, ...fields: Uint8Array[]) => concatBytes(tars.head(tag, 10), ...fields, Uint8Array.of(11)),
};

function transactionTars({ version, chainId, groupId, blockLimit, nonce, to, input, signature }: TransactionV3) {
  const data = tars.struct(
    1,
    tars.number(1, version),
    tars.text(2, toUtf8(chainId)),
    tars.text(3, toUtf8(groupId)),
    tars.number(4, blockLimit),
    tars.text(5, nonce),
    tars.text(6, toUtf8(to)),
    tars.bytes(7, input),
  );
  const digest = transactionHash(three.profile, transaction);
  return concatBytes(data, tars.bytes(2, digest), tars.bytes(3, signature), tars.text(8, toUtf8('memo')));
}

function receiptTars({ version, gasUsed, contractAddress, status, output, logs, blockNumber }: ReceiptV3) {
  const log = ({ address, topics, data }: (typeof logs)[number]) =>
    tars.struct(
      0,
      tars.text(1, toUtf8(toHex(address))),
      tars.list(
        2,
        topics.map((topic) => tars.bytes(0, topic)),
      ),
      tars.bytes(3, data),
    );
  return concatBytes(
    tars.number(1, version),
    tars.text(2, toUtf8(gasUsed)),
    tars.text(3, toUtf8(contractAddress)),
    tars.number(4, status),
    tars.bytes(5, output),
    tars.list(6, logs.map(log)),
    tars.number(7, blockNumber),
  );
}

describe('fisco3-sdk.jsonl', () => {
  const { profile } = three;
  const printed = JSON.parse(JSON.stringify(transactionToJson(transaction)));
  const nonce = fromUtf8(transaction.nonce);
  const digest = transactionHash(profile, transaction);
  const header = three.block(2).header as HeaderV3;
  const leaves = [1, 2, 3].map((byte) => new Uint8Array(32).fill(byte));
  const path = (index: number) => {
    const pair = hash('sm3', concatBytes(leaves[0]!, leaves[1]!));
    const count = (value: number) => `0000000${value}${'0'.repeat(56)}`;
    const last = hash('sm3', leaves[2]!);
    const below = index < 2 ? [count(2), toHex(leaves[0]!), toHex(leaves[1]!)] : [count(1), toHex(leaves[2]!)];
    return [...below, count(2), toHex(pair), toHex(last)];
  };
  const root = hash('sm3', concatBytes(hash('sm3', concatBytes(leaves[0]!, leaves[1]!)), hash('sm3', leaves[2]!)));
  const rows = {
    key: {
      inputs: { suite, privateKey: toHex(secret) },
      expected: {
        jniPubKey: toHex(sender.publicKey),
        sdkPubKey: toHex(sender.publicKey),
        jniAddress: with0x(addressOf(profile, sender.publicKey)),
        sdkAddress: with0x(addressOf(profile, sender.publicKey)),
      },
    },
    hash: { inputs: { suite, data: '0102' }, expected: { hash: toHex(hash('sm3', Uint8Array.of(1, 2))) } },
    signature: {
      inputs: {
        suite,
        hash: toHex(digest),
        publicKey: toHex(sender.publicKey),
        sdkSignature: toHex(sender.sign(digest)),
        jniSignature: toHex(concatBytes(sender.sign(digest), sender.publicKey)),
      },
      expected: { sdkVerifiesSdk: true },
    },
    transaction: {
      inputs: {
        ...printed,
        nonce: undefined,
        suite,
        privateKey: toHex(secret),
        nonceGiven: nonce,
        attribute: 0,
        extraData: 'memo',
      },
      expected: {
        nonce,
        txHash: with0x(digest),
        sdkPureJavaHash: with0x(digest),
        signature: toHex(transaction.signature),
        signedTx: with0x(transactionTars(transaction)),
        jniPubKey: toHex(sender.publicKey),
        jniAddress: with0x(addressOf(profile, sender.publicKey)),
        decoded: { ...printed, nonce, hash: undefined, signature: undefined },
      },
    },
    receipt: {
      inputs: { suite, receipt: receiptToJson(receipt) },
      expected: { hash: with0x(receiptHash(profile, receipt)), encoded: toHex(receiptTars(receipt)) },
    },
    blockHeader: {
      inputs: { suite, header: { ...headerToJson(header), hash: '0x' } },
      expected: { javaHash: with0x(headerHash(profile, header)) },
    },
    merkleProof: {
      inputs: {
        suite,
        leaf: toHex(leaves[2]!),
        root: toHex(root),
        index: 2,
        leafCount: 3,
        mutation: 'none',
        proof: path(2),
        leaves: leaves.map(toHex),
      },
      expected: { verdict: 'accept', sdkRootFromProof: toHex(root) },
    },
    abiSignature: {
      inputs: { suite, signature: 'set(string)' },
      expected: {
        topic0: toHex(hash('sm3', toUtf8('set(string)'))),
        selector: toHex(hash('sm3', toUtf8('set(string)')).subarray(0, 4)),
      },
    },
  };
  const row = (what: string): Row => ({ id: 'f3', what, ...rows[what as keyof typeof rows] });
  const runRows = (...given: Row[]) => run({ 'fisco/fisco3-sdk.jsonl': lines(given) });

  it('passes a right row of each kind', async () => {
    const report = await runRows(...Object.keys(rows).map(row));
    expect(report.failures).toEqual([]);
    expect(sums(report)).toEqual([8, 0, 0]);
  });

  it.each([
    ['key', 'expected.sdkAddress', `0x${'11'.repeat(20)}`],
    ['key', 'inputs.privateKey', toHex(sm2PrivateKey('other'))],
    ['hash', 'inputs.data', '0103'],
    ['signature', 'inputs.hash', '00'.repeat(32)],
    ['signature', 'expected.sdkVerifiesSdk', false],
    ['signature', 'inputs.jniSignature', toHex(concatBytes(sender.sign(digest), three.nodeId(0)))],
    ['transaction', 'inputs.input', '0x01020305'],
    ['transaction', 'expected.nonce', '77'],
    ['transaction', 'expected.decoded.groupID', 'group1'],
    ['transaction', 'expected.jniAddress', `0x${'11'.repeat(20)}`],
    ['transaction', 'inputs.extraData', 'other'],
    ['receipt', 'inputs.receipt.status', 7],
    ['receipt', 'expected.encoded', toHex(receiptTars({ ...receipt, status: 7n }))],
    ['blockHeader', 'inputs.header.sealer', '0'],
    ['merkleProof', 'expected.verdict', 'reject'],
    ['merkleProof', 'inputs.index', 1],
    ['merkleProof', 'inputs.leaves', leaves.slice(1).map(toHex)],
    ['abiSignature', 'expected.selector', '00000000'],
    ['abiSignature', 'inputs.suite', 'keccak256/secp256k1'],
  ])('finds in a row of kind %s another %s', async (what, path, value) => {
    const report = await runRows(changed(row(what), path, value), row(what));
    expect(sums(report)).toEqual([1, 1, 0]);
    expect(failedIds(report)).toEqual([`f3/${what}`]);
  });

  it('refuses a proof that was tampered with, and takes an inner node for a leaf, as the bare check does', async () => {
    const proof = path(0);
    const inner = { leaf: proof[4], proof: proof.slice(3), mutation: 'inner node offered as leaf' };
    const bent = { proof: changed(proof, '2', '55'.repeat(32)), mutation: 'one bit of a proof hash' };
    const make = (facts: Row, verdict: string) => ({
      ...row('merkleProof'),
      inputs: { ...rows.merkleProof.inputs, leaf: toHex(leaves[0]!), index: 0, ...facts },
      expected: { verdict },
    });
    expect(sums(await runRows(make(inner, 'accept'), make(bent, 'reject')))).toEqual([2, 0, 0]);
  });

  it('takes the refusal of a target that is not certain, where addresses stand without 0x', async () => {
    const plain = { ...transaction, to: toHex(TO), signature: new Uint8Array(0) };
    const own = transactionHash(profile, plain);
    const signed = { ...plain, signature: concatBytes(sender.sign(own), sender.publicKey) };
    const sent = transactionTars(signed);
    const made = changed(
      changed(changed(row('transaction'), 'inputs.to', plain.to), 'expected.decoded.to', plain.to),
      'expected.txHash',
      with0x(own),
    );
    const signedTx = toHex(sent).replace(toHex(digest), toHex(own));
    const expected = { ...(made.expected as Row), signature: toHex(signed.signature), signedTx };
    expect((await runRows({ ...made, expected })).failures).toEqual([]);
  });

  it('skips a kind that it does not know, and goes on behind a row that cannot be read', async () => {
    const report = await runRows({ ...row('hash'), what: 'opinion' }, { id: 'f3' }, row('hash'));
    expect(sums(report)).toEqual([1, 1, 1]);
    expect(failedIds(report)).toEqual(['row 2']);
  });
});

describe('fisco2-sdk.jsonl', () => {
  const two = makeFisco({ generation: 2, cryptography: 'national', version: '2.8.0' });
  two.add({ calls: [{ to: TO, input: fromHex('0102') }] });
  const made = two.data.get(1n)!.transactions[0] as TransactionV2;
  const { nonce, gasPrice, gas, blockLimit, to, value, input, chainId, groupId, extraData, r, s, v } = made;
  const numbers = { nonce, gasPrice, gas, blockLimit, value, chainId, groupId };
  const items = [nonce, gasPrice, gas, blockLimit].map(rlpInteger);
  const rest = [rlpInteger(value), input, rlpInteger(chainId), rlpInteger(groupId), extraData];
  const row = {
    id: 'f2',
    what: 'transaction',
    inputs: {
      suite,
      privateKey: toHex(secret),
      ...Object.fromEntries(Object.entries(numbers).map(([key, number]) => [key, `${number}`])),
      to: with0x(to),
      input: with0x(input),
      extraData: with0x(extraData),
    },
    expected: {
      signingHash: toHex(signingHash(two.profile, made)),
      signedTx: with0x(encodeRlp([...items, to, ...rest, v, r, s])),
      txHash: toHex(transactionHash(two.profile, made)),
      publicKey: toHex(v),
      address: with0x(addressOf(two.profile, v)),
      signatureItems: [v, r, s].map(toHex),
    },
  };
  const runRow = (given: Row) => run({ 'fisco2-sdk.jsonl': lines([given]) });

  it('passes a right transaction', async () => {
    expect((await runRow(row)).failures).toEqual([]);
  });

  it.each([
    ['inputs.nonce', '7'],
    ['inputs.to', `0x${'11'.repeat(20)}`],
    ['expected.address', `0x${'11'.repeat(20)}`],
    ['expected.signingHash', '00'.repeat(32)],
    ['expected.signedTx', with0x(encodeRlp([...items, to, ...rest, v, s, r]))],
  ])('finds another %s', async (path, value) => {
    expect(failedIds(await runRow(changed(row, path, value)))).toEqual(['f2/transaction']);
  });

  it('takes a call of address zero as printed, or its refusal', async () => {
    const zero = { ...made, to: new Uint8Array(20) };
    const key = fiscoKey('national', 'fisco/sender/0', 0);
    const signature = key.sign(signingHash(two.profile, zero));
    const signed = { ...zero, r: signature.subarray(0, 32), s: signature.subarray(32) };
    const expected = {
      ...row.expected,
      signingHash: toHex(signingHash(two.profile, signed)),
      signedTx: with0x(encodeRlp([...items, zero.to, ...rest, v, signed.r, signed.s])),
      txHash: toHex(transactionHash(two.profile, signed)),
      signatureItems: [v, signed.r, signed.s].map(toHex),
    };
    const report = await runRow({ ...row, inputs: { ...row.inputs, to: with0x(zero.to) }, expected });
    expect(report.failures).toEqual([]);
  });

  it('holds headers of 2.x with their signatures against their hashes', async () => {
    const header = lightBlockToJson(two.block(1));
    const file = (given: object) => ({
      'fisco2/headers.json': JSON.stringify({ headers: [{ crypto: 'sm', header: given }] }),
    });
    expect(sums(await run(file(header)))).toEqual([2, 0, 0]);
    expect(failedIds(await run(file(changed(header, 'gasUsed', '0x1'))))).toEqual(['0/hash', '0/sealed']);
  });
});

interface PrintedBlock {
  readonly sealerList: readonly string[];
  readonly signatureList: readonly Row[];
}

describe('printed blocks of 3.x', () => {
  const block = lightBlockToJson(three.block(2)) as PrintedBlock;
  const printedReceipt = {
    ...receiptToJson(three.data.get(2n)!.receipts[0]!),
    hash: with0x(receiptHash(three.profile, three.data.get(2n)!.receipts[0]!)),
    transactionHash: with0x(transactionHash(three.profile, three.data.get(2n)!.transactions[0]!)),
    txReceiptProof: [toHex(receiptHash(three.profile, three.data.get(2n)!.receipts[0]!))],
  };
  const chainFile = { crypto: 'sm', genesis: lightBlockToJson(three.block(0)), block2: block, receipt: printedReceipt };
  const NAME = 'sm-v3.6.0-genesis-and-block2.json';

  it('believes a block from its genesis, and its receipt', async () => {
    const report = await run({ [NAME]: JSON.stringify(chainFile) });
    expect(report.failures).toEqual([]);
    expect(sums(report)).toEqual([5, 0, 0]);
  });

  it.each([
    ['genesis.extraData', '0x', 'genesis'],
    ['block2.signatureList', [], 'block2/sealed'],
    ['receipt.status', 7, 'block2/receipt'],
  ])('finds another %s', async (path, value, id) => {
    expect(failedIds(await run({ [NAME]: JSON.stringify(changed(chainFile, path, value)) }))).toContain(id);
  });

  describe('changes that must be refused', () => {
    const negatives = (...items: Row[]) =>
      JSON.stringify({
        derivedFrom: `fisco3/${NAME}`,
        cases: items.map((item) => ({ expect: 'reject', why: 'x', ...item })),
      });
    const moved = {
      ...block,
      sealerList: block.sealerList.slice(0, 3),
      extraData: block.sealerList[3],
      signatureList: block.signatureList.slice(0, 3),
    };

    it('are, each by itself and from the genesis of the file that they come from', async () => {
      const cases = [{ header: changed(block, 'timestamp', '1') }, { header: moved, sameHash: true }];
      const files = { 'sm-block2-negatives.json': negatives(...cases) };
      expect(sums(await run(files))).toEqual([2, 0, 0]);
      const beside = await run({ ...files, [NAME]: JSON.stringify(chainFile) });
      expect(sums(beside)).toEqual([5 + 3, 0, 0]);
    });

    it('fail where they are good, or where the hash is another', async () => {
      const cases = [{ header: block }, { header: changed(block, 'timestamp', '1'), sameHash: true }];
      const report = await run({ 'sm-block2-negatives.json': negatives(...cases), [NAME]: JSON.stringify(chainFile) });
      expect(failedIds(report)).toEqual(['0/x', '1/x/has the same hash']);
    });
  });
});

describe('printed transactions of 3.x', () => {
  const many = makeFisco();
  many.add({ calls: Array.from({ length: 17 }, (_, i) => ({ to: TO, input: Uint8Array.of(i), logs: [LOG] })) });
  const { profile } = many;
  const { transactions, receipts } = many.data.get(1n)!;
  const hashes = transactions.map((item) => transactionHash(profile, item));
  const path = makePath(hashOf(profile), 3, hashes, 4) as FiscoPath & { kind: 'pairs' };
  const from = addressOf(profile, fiscoKey('international', 'fisco/sender/0', 0).publicKey);
  const tx = {
    ...transactionToJson(transactions[4]!),
    hash: with0x(hashes[4]!),
    from: with0x(from),
    txProof: path.elements.map(toHex),
  };
  const root = with0x(many.block(1).header.transactionsRoot);
  const runFile = (name: string, data: object) => run({ [name]: JSON.stringify(data) });

  it('stand under their root, and no path with a pair swapped does', async () => {
    const report = await runFile('ecdsa-tx-v0-merkle-proof.json', { root, tx });
    expect(report.failures).toEqual([]);
    expect(report.count('passed')).toBe(1 + path.elements.filter((element) => element[3] === 2).length + 2);
    const other = await runFile('ecdsa-tx-v0-merkle-proof.json', { root, tx: { ...tx, from: with0x(TO) } });
    expect(failedIds(other)).toEqual(['tx']);
  });

  it('show why an event needs its ABI', async () => {
    const receipt = receipts[4] as ReceiptV3;
    const own = { ...receiptToJson(receipt), hash: with0x(receiptHash(profile, receipt)) };
    const [log] = receipt.logs;
    const cut = { ...receipt, logs: [{ ...log!, topics: [...log!.topics, log!.data], data: new Uint8Array(0) }] };
    const to = with0x(TO);
    const nonce = fromUtf8((transactions[4] as TransactionV3).nonce);
    const data = {
      tx: { ...tx, txProof: undefined },
      receipt: own,
      ambiguous: {
        log: { ...receiptToJson(cut), hash: own.hash },
        nonce: { ...tx, nonce: nonce + to, to: '', txProof: undefined },
        chain: { ...tx, nonce, chainID: 'chain0g', groupID: 'roup0', txProof: undefined },
      },
    };
    const report = await runFile('ecdsa-receipt-with-log-and-ambiguity.json', data);
    expect(report.failures).toEqual([]);
    expect(sums(report)).toEqual([2 + 4 + 2 + 2, 0, 0]);
    const harmless = { ...data, ambiguous: { log: own, tx: { ...tx, nonce, txProof: undefined } } };
    const failing = await runFile('ecdsa-receipt-with-log-and-ambiguity.json', harmless);
    expect(failedIds(failing)).toEqual(['log/moved by the same ABI', 'tx/form']);
  });
});
