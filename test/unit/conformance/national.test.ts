// The formats of national cryptography judged: made-up files pass, and each change of one is found and named by its row.
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { resultsHash } from '../../../src/chain/cometbft/hash.ts';
import { FLAG } from '../../../src/chain/cometbft/model.ts';
import { signBytesOf } from '../../../src/chain/cometbft/sign-bytes.ts';
import { concatBytes, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { bytesField, stringField, varintField } from '../../../src/codec/protobuf.ts';
import { formatTime, fromNanos, toNanos } from '../../../src/codec/time.ts';
import { hash, sha256 } from '../../../src/core/hashing.ts';
import { hmac } from '../../../src/core/hmac.ts';
import { memoryTree } from '../../conformance/memory-tree.ts';
import type { Report } from '../../conformance/report.ts';
import { runConformance } from '../../conformance/run.ts';
import { makeChain } from '../../support/make-chain.ts';
import { makeKey } from '../../support/make-chain-keys.ts';
import {
  sm2Digest,
  sm2PrivateKey,
  sm2PublicKey,
  sm2Sign,
  sm2SignatureToDer,
  sm2SignWithNonce,
  sm2Uncompressed,
} from '../../support/sm2-sign.ts';

type Row = Readonly<Record<string, unknown>>;

const lines = (rows: readonly Row[]) => rows.map((row) => JSON.stringify(row)).join('\n');
const run = (files: Readonly<Record<string, string>>) => runConformance(memoryTree(files));
const sums = (report: Report) => [report.count('passed'), report.count('failed'), report.count('skipped')];
const failedIds = (report: Report) => report.failures.map(({ id }) => id);

const secret = sm2PrivateKey('conformance');
const plainKey = sm2PublicKey(secret);
const message = toUtf8('a message');
const signature = sm2Sign(secret, message);

describe('sm2-cases.json', () => {
  const item = (facts: Row) => ({
    id: 'case',
    mode: 'msg',
    valid: true,
    msgHex: toHex(message),
    sigHex: toHex(signature),
    publicKeyHex: toHex(sm2Uncompressed(plainKey)),
    ...facts,
  });
  const runCases = (...items: Row[]) => run({ 'sm2-cases.json': JSON.stringify({ cases: items }) });

  it('passes right flags in every form of key and signature', async () => {
    const report = await runCases(
      item({}),
      item({ publicKeyHex: toHex(plainKey) }),
      item({ mode: 'der', sigHex: toHex(sm2SignatureToDer(signature)) }),
      item({ mode: 'der', valid: false }),
      item({ msgHex: '00', valid: false }),
    );
    expect(sums(report)).toEqual([5, 0, 0]);
  });

  it('fails wrong flags', async () => {
    const report = await runCases(item({ id: 'no', valid: false }), item({ id: 'yes', msgHex: '' }));
    expect(report.failures).toMatchObject([
      { id: 'no', expected: 'reject', got: 'accept' },
      { id: 'yes', expected: 'accept', got: 'reject' },
    ]);
  });

  it('shows a digest only as a message, even where it is rightly signed as a digest', async () => {
    const digest = hash('sm3', message);
    const raw = sm2SignWithNonce(secret, BigInt(`0x${toHex(digest)}`), 7n)!;
    const report = await runCases(item({ mode: 'raw', digestHex: toHex(digest), sigHex: toHex(raw) }));
    expect(sums(report)).toEqual([2, 0, 0]);
    const asMessage = sm2SignWithNonce(secret, sm2Digest(plainKey, digest), 7n)!;
    const other = await runCases(item({ mode: 'raw', digestHex: toHex(digest), sigHex: toHex(asMessage) }));
    expect(failedIds(other)).toEqual(['case/digest as a message']);
  });

  it('skips a mode that it does not know, and names a case that cannot be read', async () => {
    const report = await runCases(item({ mode: 'blind' }), item({ sigHex: 'xy' }), item({}));
    expect(sums(report)).toEqual([1, 1, 1]);
    expect(failedIds(report)).toEqual(['1']);
  });
});

describe('rows of many libraries', () => {
  const row = (facts: Row) => ({
    id: 'x1',
    what: 'made here',
    pub: toHex(sm2Uncompressed(plainKey)),
    uid: toHex(toUtf8('1234567812345678')),
    msg: toHex(message),
    sig: toHex(signature),
    format: 'rs',
    expected: 'accept',
    ...facts,
  });

  it('asks for the strict answer, with any id and a message that is only described', async () => {
    const long = new Uint8Array(1000).fill(0x5a);
    const userId = toUtf8('an id');
    const rows = [
      row({}),
      row({ uid: '', expected: 'reject' }),
      row({ msg: { fill: '5a', length: 1000 }, sig: toHex(sm2Sign(secret, long)) }),
      row({ uid: toHex(userId), sig: toHex(sm2Sign(secret, message, userId)) }),
    ];
    expect(sums(await run({ 'sm2-cross.jsonl': lines(rows) }))).toEqual([4, 0, 0]);
    const report = await run({ 'sm2-cross.jsonl': lines([row({ expected: 'reject' }), row({ format: 'other' })]) });
    expect(failedIds(report)).toEqual(['x1/made here']);
    expect(report.skips[0]?.reason).toContain('a form of signature that is not known');
  });

  it('takes a key without its first byte for none by SEC 1, and for one of FISCO BCOS', async () => {
    const rows = [row({ pub: toHex(plainKey), expected: 'reject' })];
    expect(sums(await run({ 'sm2-cross.jsonl': lines(rows) }))).toEqual([2, 0, 0]);
  });

  it('hashes whole, in pieces and many at once', async () => {
    const digest = { id: 'h', message: toHex(message), length: 9, sm3: toHex(hash('sm3', message)) };
    expect(sums(await run({ 'sm3-cross.jsonl': lines([digest, digest]) }))).toEqual([2, 0, 0]);
    const wrong = { ...digest, id: 'wrong', sm3: '00'.repeat(32) };
    const short = { ...digest, id: 'short', length: 8 };
    const report = await run({ 'sm3-cross.jsonl': lines([digest, wrong, short]) });
    expect(failedIds(report)).toEqual(['wrong', 'short/length']);
  });

  it('knows the ways in which a standard writes its messages', async () => {
    const of = (bytes: Uint8Array) => toHex(hash('sm3', bytes));
    const data = {
      standard: [
        { ascii: 'abc', digest: of(toUtf8('abc')) },
        { repeat: { unit: 'ab', times: 3 }, digest: of(toUtf8('ababab')) },
      ],
      edges: [{ length: 3, byte: '61', digest: of(toUtf8('aaa')) }],
      hmac: [{ keyHex: '01', msgHex: '02', hmac: toHex(hmac('sm3', Uint8Array.of(1), Uint8Array.of(2))) }],
    };
    expect(sums(await run({ 'sm3.json': JSON.stringify(data) }))).toEqual([4, 0, 0]);
    data.hmac[0]!.keyHex = '03';
    expect(failedIds(await run({ 'sm3.json': JSON.stringify(data) }))).toEqual(['hmac/0']);
  });
});

const chain = makeChain({ length: 6, validators: 4, keyType: 'sm2', changeEvery: 3, profile: { keyTypes: ['sm2'] } });
interface BlockJson extends Row {
  readonly signed_header: { readonly commit: { readonly signatures: readonly { readonly signature: string }[] } };
  readonly validator_set: { readonly validators: readonly Row[] };
}

const blockJson = (height: number): BlockJson => {
  const json = cometbft.lightBlockToJson(chain.block(height)) as Record<string, unknown>;
  return { height, signed_header: json.signed_header, validator_set: json.validator_set } as unknown as BlockJson;
};
const NETWORK = { 'irita/lightblocks.jsonl': lines(chain.blocks.map(({ height }) => blockJson(Number(height)))) };

/** A copy with one member, given by its path, changed. */
function changed<T>(value: T, path: string, to: unknown): T {
  const copy = JSON.parse(JSON.stringify(value));
  const steps = path.split('.');
  const parent = steps.slice(0, -1).reduce((node, step) => node[step], copy);
  parent[steps.at(-1)!] = to;
  return copy;
}

describe('an IRITA network', () => {
  it('derives from its first set that all keys are SM2, and agrees with itself', async () => {
    const report = await run(NETWORK);
    expect(report.failures).toEqual([]);
    expect(report.count('passed')).toBeGreaterThan(20);
  });

  describe('oracle rows', () => {
    const now = formatTime(fromNanos(toNanos(chain.block(5).time) + 1n));
    const step = {
      id: 'o1',
      kind: 'step',
      what: 'from 2 to 3',
      chain_id: chain.profile.chainId,
      block: blockJson(3),
      trusted: blockJson(2),
      now,
      trusting_period_s: 864000,
      drift_s: 10,
      expected: { commit: 'accept', all_signatures: 'accept', step: 'accept' },
    };
    const runRow = (row: Row) => run({ 'irita/oracle.jsonl': lines([row]) });

    it('answers each verdict of a row', async () => {
      expect(sums(await runRow(step))).toEqual([3, 0, 0]);
      const wrong = await runRow({ ...step, expected: { commit: 'reject', all_signatures: 'reject', step: 'reject' } });
      expect(failedIds(wrong)).toEqual(['commit', 'all_signatures', 'step'].map((name) => `o1/from 2 to 3/${name}`));
    });

    it('tells a signature behind the threshold from one before it', async () => {
      const last = chain.block(3).commit.signatures.length - 1;
      const path = (index: number) => `block.signed_header.commit.signatures.${index}.signature`;
      const other = blockJson(2).signed_header.commit.signatures[0]!.signature;
      const behind = changed(step, path(last), other);
      const expected = { commit: 'accept', all_signatures: 'reject', step: 'accept' };
      expect(sums(await runRow({ ...behind, expected }))).toEqual([3, 0, 0]);
      const before = changed(step, path(0), other);
      const refused = { commit: 'reject', all_signatures: 'reject', step: 'reject' };
      expect(sums(await runRow({ ...before, expected: refused }))).toEqual([3, 0, 0]);
    });

    it('counts a verdict that it does not know as skipped', async () => {
      const report = await runRow({ ...step, expected: { commit: 'accept', opinion: 'accept' } });
      expect(sums(report)).toEqual([1, 0, 1]);
    });
  });

  describe('signatures', () => {
    const { commit, validators } = chain.block(2);
    const rows = commit.signatures.map((sig, index) => ({
      height: 2,
      index,
      flag: FLAG.commit,
      validator_address: toHex(sig.address),
      pub_key: toHex(validators.validators[index]!.publicKey),
      sign_bytes: toHex(signBytesOf(chain.profile.chainId, commit)(sig)),
      signature: toHex(sig.signature),
      answers: { other: true },
    }));
    const runRows = (given: readonly Row[]) => run({ ...NETWORK, 'irita/sigs.jsonl': lines(given) });
    const base = async () => sums(await run(NETWORK))[0]!;

    it('builds the bytes that were signed again, and checks each signature', async () => {
      expect(sums(await runRows(rows))).toEqual([(await base()) + 2 * rows.length, 0, 0]);
    });

    it.each([
      ['sign_bytes', '00', ['2/0/entry', '2/0/signature']],
      ['pub_key', rows[1]!.pub_key, ['2/0/entry', '2/0/signature']],
      ['validator_address', rows[1]!.validator_address, ['2/0/entry']],
      ['flag', FLAG.nil, ['2/0/entry']],
      ['signature', rows[1]!.signature, ['2/0/entry', '2/0/signature']],
      ['answers', { other: false }, ['2/0/signature']],
    ])('finds a change of %s', async (member, value, ids) => {
      const report = await runRows([{ ...rows[0]!, [member]: value }, ...rows.slice(1)]);
      expect(failedIds(report)).toEqual(ids);
    });

    it('finds the recording in another tree by its chain, and skips entries without one', async () => {
      const alone = memoryTree({ 'sigs.jsonl': lines(rows) }, 'elsewhere');
      const report = await runConformance(alone, { networks: memoryTree(NETWORK) });
      expect(sums(report)).toEqual([2 * rows.length, 0, 0]);
      expect(sums(await runConformance(alone))).toEqual([rows.length, 0, rows.length]);
    });

    it('holds transactions against their sign document, their sender and their hash', async () => {
      const key = makeKey('account', 1, 'sm2');
      const [body, authInfo] = [toUtf8('body'), bytesField(1, toUtf8('signer'))];
      const parts = concatBytes(bytesField(1, body), bytesField(2, authInfo));
      const document = concatBytes(parts, stringField(3, 'irita'), varintField(4, 7));
      const signed = key.sign(document);
      const row = {
        height: 2,
        txhash: toHex(sha256(concatBytes(parts, bytesField(3, signed)))),
        address: toHex(key.address),
        pub_key: toHex(key.publicKey),
        account_number: 7,
        chain_id: 'irita',
        sign_doc: toHex(document),
        signature: toHex(signed),
        expected: 'accept',
      };
      const runRow = (facts: Row) => run({ 'txsigs.jsonl': lines([{ ...row, ...facts }]) });
      expect(sums(await runRow({}))).toEqual([2, 0, 0]);
      expect(sums(await runRow({ txhash: '00'.repeat(32) }))).toEqual([1, 1, 0]);
      expect(sums(await runRow({ account_number: 8 }))).toEqual([1, 1, 0]);
      expect(sums(await runRow({ expected: 'reject' }))).toEqual([1, 1, 0]);
    });
  });

  describe('recorded replies', () => {
    const reply = (request: string, response: Row) => ({ height: 2, request, response });
    const results = [...chain.data.get(2n)!.results];
    const set = blockJson(2).validator_set.validators;
    const page = (number: number) => ({
      result: { block_height: '2', validators: set.slice(2 * number - 2, 2 * number), count: '2', total: '4' },
    });
    const rows = [
      reply('commit?height=2', { result: { signed_header: blockJson(2).signed_header, canonical: true } }),
      reply('validators?height=2&per_page=2&page=1', page(1)),
      reply('validators?height=2&per_page=2&page=2', page(2)),
      reply('block_results?height=4', { error: { code: -32603, message: 'Internal error', data: 'cannot encode' } }),
      reply('header?height=2', { http_status: 404, body: '404 page not found' }),
      reply('abci_info', { result: { response: {} } }),
    ];
    const runRows = (given: readonly Row[]) => run({ ...NETWORK, 'irita/rpc.jsonl': lines(given) });

    it('are judged by their methods; a refusal and a page that is no JSON are classified', async () => {
      expect(toHex(resultsHash(results))).toBe(toHex(chain.block(3).header.lastResultsHash));
      const report = await runRows(rows);
      expect(report.failures).toEqual([]);
      expect(report.skips.map(({ reason }) => reason)).toEqual(['no shipped code reads abci_info']);
    });

    it.each([
      [0, 'response.result.signed_header.header.app_hash', '77'],
      [1, 'response.result.validators.0.voting_power', '77'],
      [2, 'response.result.total', '5'],
      [4, 'response.body', '{}'],
    ])('row %i with another %s fails', async (index, path, value) => {
      const report = await runRows(rows.with(index, changed(rows[index]!, path, value)));
      expect(report.count('failed')).toBeGreaterThan(0);
      expect(new Set(report.failures.map(({ file }) => file))).toEqual(new Set(['memory/irita/rpc.jsonl']));
    });
  });

  it('holds the sets of the notes against those that signed', async () => {
    const changes = chain.blocks.filter(({ height }) => height === 1n || height === 4n);
    const sets = changes.map(({ height, validators }) => ({
      height: Number(height),
      validators: validators.validators.map(({ address, power }) => [toHex(address).toUpperCase(), `${power}`]),
    }));
    const notes = {
      events: [{ height_of_tx: 2, code: 0 }, { height_of_tx: 3 }],
      sets,
      block_results_refused_at: [2],
      nil_votes_at: [],
      rounds_above_0_at: [],
    };
    const runNotes = (given: Row) => run({ ...NETWORK, 'irita/valevents.json': JSON.stringify(given) });
    expect((await runNotes(notes)).failures).toEqual([]);
    const wrongPower = changed(notes, 'sets.1.validators.0.1', '77');
    expect(failedIds(await runNotes(wrongPower))).toEqual(['set at 4']);
    const wrongHeights = { ...notes, block_results_refused_at: [3], nil_votes_at: [1], rounds_above_0_at: [1] };
    expect(failedIds(await runNotes(wrongHeights))).toEqual([
      'block_results_refused_at',
      'nil_votes_at',
      'rounds_above_0_at',
    ]);
    expect(failedIds(await runNotes({ ...notes, sets: sets.slice(1) }))).toEqual(['heights of new sets']);
  });
});

describe('folders', () => {
  it('names what is left out of a network with national cryptography', async () => {
    const names = [
      'irita/proofs.jsonl.gz',
      'irita/proof-oracle.jsonl',
      'irita/evm.json',
      'irita/txlog.jsonl',
      'chainmaker/a.jsonl',
    ];
    const report = await run(Object.fromEntries(names.map((name) => [name, '{}'])));
    expect(sums(report)).toEqual([0, 0, names.length]);
    expect(report.skips.map(({ reason }) => reason)).not.toContain('no rule for a file of this name');
  });
});
