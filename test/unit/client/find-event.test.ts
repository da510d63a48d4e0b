// Records of a chain with contracts: events and calls, by either digest of a document, by transaction and by height, each with
// a way to its block on which it is proven.
import { describe, expect, it } from 'vitest';
import type { Checkpoint, ProvenInclusion } from '../../../src/chain/chain.ts';
import { type AbiRule, readAbiRule } from '../../../src/chain/fisco-bcos/abi-rule.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { inOrder } from '../../../src/chain/fisco-bcos/sealers.ts';
import { runRule } from '../../../src/chain/run-rule.ts';
import type { ChainContext } from '../../../src/client/context.ts';
import {
  byDigest,
  type FoundRecord,
  findByHeight,
  findByRecordHash,
  findInArchive,
} from '../../../src/client/find-record.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { hash } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { followRoute } from '../../../src/record/route.ts';
import { fiscoSource } from '../../support/fisco-archive.ts';
import { type FiscoChain, makeFisco } from '../../support/make-fisco.ts';
import { recordCall, recordRuleJson } from '../../support/make-fisco-calls.ts';
import { DOCUMENT, exampleFisco, FAILED_RECORD, INPUT_RECORD, RECORD } from '../../support/make-fisco-example.ts';
import { codeOf, NO_SIGNAL } from './rig.ts';

const SHA256 = hash('sha256', DOCUMENT);
const SM3 = hash('sm3', DOCUMENT);

const ruleOf = (algorithm: 'sha256' | 'sm3', from?: readonly ('input' | 'event')[]): AbiRule =>
  readAbiRule(Reader.of(parseJson(JSON.stringify(recordRuleJson(algorithm, from)))));
const contextOf = ({ profile, now }: FiscoChain): ChainContext => ({
  family: fiscoBcos,
  profile,
  verifier: localVerifier,
  clock: { now: () => now },
});

interface Setting {
  readonly chain: FiscoChain;
  readonly rule: AbiRule;
  readonly checkpoints?: readonly Checkpoint[];
}

const find = ({ chain, rule, checkpoints = [chain.checkpoint(1)] }: Setting, keys: readonly Uint8Array[]) => {
  const context = contextOf(chain);
  return findInArchive(context, checkpoints, fiscoSource(chain), byDigest(context, rule, keys), NO_SIGNAL);
};

/** The proof is worth nothing unless its own route leads to the block of the record, and its paths to the roots there. */
async function proven({ chain, rule, checkpoints = [chain.checkpoint(1)] }: Setting, found: FoundRecord) {
  const { profile, now } = chain;
  const input = { family: fiscoBcos, profile, checkpoints, verifier: localVerifier, now };
  const { header } = await followRoute(input, found as never);
  const inclusion = await runRule(fiscoBcos.records.checkProof(profile, header, found.record, rule), localVerifier);
  const execution =
    inclusion.execution ?? fiscoBcos.records.checkExecution(profile, header, found.execution!, found.record);
  return { inclusion, execution, record: fiscoBcos.records.recordIn(profile, rule, found.record) };
}

const example: Setting = { chain: exampleFisco(), rule: ruleOf('sha256') };

describe('a document that is recorded by events and by calls', () => {
  it('is found in each of them, and each is proven, with what became of it', async () => {
    const found = await find(example, [SHA256]);
    const all = await Promise.all(found.map((each) => proven(example, each)));
    expect(
      all.map(({ record, inclusion, execution }) => [record?.id, inclusion.rootName, execution.succeeded]),
    ).toEqual([
      [RECORD.id, 'receiptsRoot', true],
      [RECORD.id, 'transactionsRoot', true],
      [INPUT_RECORD.id, 'transactionsRoot', true],
      [FAILED_RECORD.id, 'transactionsRoot', false],
    ]);
    for (const { record } of all) expect(record?.digest).toEqual(SHA256);
  });

  it('is not found by a rule that knows only calls in what only an event says, nor the other way round', async () => {
    const roots = async (rule: AbiRule) => {
      const setting = { ...example, rule };
      const all = await Promise.all((await find(setting, [SHA256])).map((each) => proven(setting, each)));
      return new Set(all.map(({ inclusion }: { inclusion: ProvenInclusion }) => inclusion.rootName));
    };
    expect(await roots(ruleOf('sha256', ['event']))).toEqual(new Set(['receiptsRoot']));
    expect(await roots(ruleOf('sha256', ['input']))).toEqual(new Set(['transactionsRoot']));
  });

  it('is found by whichever of its digests the chain holds', async () => {
    const national: Setting = { chain: exampleFisco({ cryptography: 'national' }), rule: ruleOf('sm3') };
    const found = await find(national, [SHA256, SM3]);
    expect(found.length).toBe(4);
    const { record } = await proven(national, found[0]!);
    expect(record).toMatchObject({ id: RECORD.id, algorithm: 'sm3', digest: SM3 });
    expect(await codeOf(find(national, [SHA256]))).toBe('record/not-found');
    expect((await find(example, [SM3, SHA256])).length).toBe(4);
    expect(await codeOf(find(example, [SM3]))).toBe('record/not-found');
  });

  it('is not found where the pack says nothing about records', async () => {
    const context = contextOf(example.chain);
    const sought = byDigest(context, undefined, [SHA256]);
    const asked = findInArchive(context, [example.chain.checkpoint(1)], fiscoSource(example.chain), sought, NO_SIGNAL);
    expect(await codeOf(asked)).toBe('record/not-found');
  });
});

describe('by height', () => {
  it('every record of the block is found, in order, each proven', async () => {
    const { chain, rule } = example;
    const found = await findByHeight(contextOf(chain), [chain.checkpoint(1)], fiscoSource(chain), 2n, rule, NO_SIGNAL);
    const all = await Promise.all(found.map((each) => proven(example, each)));
    expect(new Set(all.map(({ inclusion }) => inclusion.index))).toEqual(new Set([0n, 1n, 2n, 3n, 4n]));
    expect(all.filter(({ record }) => record?.id === RECORD.id).map(({ inclusion }) => inclusion.rootName)).toEqual([
      'receiptsRoot',
      'transactionsRoot',
    ]);
  });
});

describe('by transaction', () => {
  const { chain } = example;
  const [, transaction] = chain.hashes(chain.data.get(RECORD.number)!).transactions;
  const ask = (key: Uint8Array) =>
    findByRecordHash(contextOf(chain), [chain.checkpoint(1)], fiscoSource(chain), key, undefined, NO_SIGNAL);

  it('its call is found, with what became of it', async () => {
    const [found] = await ask(transaction!);
    const { inclusion, execution } = await proven(example, found!);
    expect(inclusion).toMatchObject({ recordHash: transaction, index: 1n });
    expect(execution.succeeded).toBe(true);
  });

  it('what is not there is not found', async () => {
    expect(await codeOf(ask(new Uint8Array(32)))).toBe('record/not-found');
  });
});

describe('the way to a record', () => {
  it('ends at its own block, where that shows its result: what comes after may never be provable', async () => {
    const chain = makeFisco({ seed: 'committee' });
    chain.addEmpty(1);
    const calls = Array.from({ length: 4 }, () => recordCall(chain.profile, RECORD.id, SHA256));
    chain.add({ calls, becomes: inOrder([...chain.sealers.slice(1), { nodeId: chain.nodeId(4), weight: 1n }]) });
    chain.addEmpty(3);
    const setting: Setting = { chain, rule: ruleOf('sha256') };
    const [found] = await find(setting, [SHA256]);
    expect((await proven(setting, found!)).record?.id).toBe(RECORD.id);
  });
});
