// The JSON Schemas of docs/formats against proof files and packs of made chains of sealers, of every generation and cryptography,
// and against the readers: what a schema refuses in these changed files, the reader refuses too.
import { describe, expect, it } from 'vitest';
import { readAbiRule } from '../../../src/chain/fisco-bcos/abi-rule.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { byDigest, findInArchive } from '../../../src/client/find-record.ts';
import { fromUtf8, toUtf8 } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { openProofFile, printProofFile, readProofFile } from '../../../src/record/proof-file.ts';
import { chainTrust } from '../../../src/trust/chain-trust.ts';
import { openPack } from '../../../src/trust/pack.ts';
import { fiscoEntry, fiscoRule, fiscoSource } from '../../support/fisco-archive.ts';
import { misfits } from '../../support/json-schema.ts';
import { payloadJson, printPack } from '../../support/make-chain-pack.ts';
import type { FiscoChain } from '../../support/make-fisco.ts';
import { DOCUMENT, digestFor, exampleFisco } from '../../support/make-fisco-example.ts';
import { type Change, changed, type Document, schemaOf } from './documents.ts';

const chains = ([2, 3] as const).flatMap((generation) =>
  (['national', 'international'] as const).map((cryptography) => exampleFisco({ generation, cryptography })),
);
const [, , , newest] = chains as [FiscoChain, FiscoChain, FiscoChain, FiscoChain];
const nameOf = ({ profile }: FiscoChain) => `${profile.version}, ${profile.cryptography}`;

/** Every record of the document as a proof file: events and calls, the route past each change of the sealers. */
async function proofsOf(chain: FiscoChain): Promise<Document[]> {
  const { profile, now } = chain;
  const rule = readAbiRule(Reader.of(parseJson(JSON.stringify(fiscoRule(chain)))));
  const context = { family: fiscoBcos, profile, verifier: localVerifier, clock: { now: () => now } };
  const sought = byDigest(context, rule, [digestFor(chain, DOCUMENT)]);
  const last = chain.head.height;
  const nowhere = new AbortController().signal;
  const ways = [chain.checkpoint(1), chain.checkpoint(last)].map((checkpoint) =>
    findInArchive(context, [checkpoint], fiscoSource(chain), sought, nowhere),
  );
  const found = (await Promise.all(ways)).flat();
  return found.map((proof) => JSON.parse(fromUtf8(printProofFile(fiscoBcos, proof))));
}

/** With calls that changed the sealers, which only 3.x proves. */
function withChange(chain: FiscoChain, proof: Document): Document {
  const lightBlocks = chain.blocks.slice(1, 7).map((block) => fiscoBcos.lightBlockToJson(block));
  return { ...proof, lightBlocks, ancestors: [] };
}

describe('proof-file.schema.json', () => {
  const schema = schemaOf('proof-file');
  const read = (document: Document, { profile }: FiscoChain) =>
    readProofFile(fiscoBcos, profile, openProofFile(toUtf8(JSON.stringify(document))));

  it.each(chains.map((chain) => [nameOf(chain), chain] as const))('takes every proof file of %s', async (_, chain) => {
    const proofs = await proofsOf(chain);
    expect(new Set(proofs.map(({ record }) => record.kind))).toEqual(new Set(['event', 'input']));
    expect(proofs.some(({ ancestors = [] }) => ancestors.length > 0)).toBe(true);
    for (const proof of proofs) {
      expect(misfits(schema, proof)).toEqual([]);
      expect(() => read(proof, chain)).not.toThrow();
    }
    const whole = withChange(chain, proofs[0]!);
    expect(misfits(schema, whole)).toEqual([]);
    expect(() => read(whole, chain)).not.toThrow();
  });

  it('takes node replies as light blocks, and numbers for heights', async () => {
    const [proof] = await proofsOf(newest);
    const other = changed(proof!, (document) => {
      document.record.height = Number(document.record.height);
      document.lightBlocks = document.lightBlocks.map((result: Document) => ({ jsonrpc: '2.0', id: 1, result }));
    });
    expect(() => read(other, newest)).not.toThrow();
    expect(misfits(schema, other)).toEqual([]);
  });

  const call = (proof: Document) => proof.lightBlocks.find((block: Document) => block.setChange).setChange[0];
  const changes: readonly Change[] = [
    ['another kind of record', (proof) => (proof.record.kind = 'state')],
    ['no kind of record', (proof) => delete proof.record.kind],
    ['a member of the record that is not known', (proof) => (proof.record.hash = 'aa')],
    ['a record without its path', (proof) => delete proof.record.path],
    ['a record without its transaction', (proof) => delete proof.record.transaction],
    ['an event without its receipt', (proof) => delete proof.record.receipt],
    ['an event without its place', (proof) => delete proof.record.log],
    ['a place below 0', (proof) => (proof.record.log = -1)],
    ['a height below 0', (proof) => (proof.record.height = '-1')],
    ['a height with a leading zero', (proof) => (proof.record.height = '02')],
    ['a hash in a path that is no hex', (proof) => (proof.record.path.hashes[0] = 'xyz')],
    ['a short hash in a path', (proof) => (proof.record.path.hashes[0] = 'ab')],
    ['a short hash in a flat path', (proof) => (proof.record.path = ['ab'])],
    ['a path without its index', (proof) => delete proof.record.path.index],
    ['a path without hashes', (proof) => delete proof.record.path.hashes],
    ['a member of the path that is not known', (proof) => (proof.record.path.root = 'ab'.repeat(32))],
    ['a path of two forms at once', (proof) => (proof.record.path.levels = [])],
    ['a path that is a text', (proof) => (proof.record.path = 'ab')],
    ['a light block without sealers', (proof) => delete proof.lightBlocks[0].sealerList],
    ['a light block without number', (proof) => delete proof.lightBlocks[0].number],
    ['a short node id', (proof) => (proof.lightBlocks[0].sealerList[0] = 'ab')],
    ['a light block of the other family', (proof) => (proof.lightBlocks[0] = { signed_header: {}, validator_set: {} })],
    ['a call of a change with a member that is not known', (proof) => (call(proof).log = 0)],
    ['a call of a change without its receipt', (proof) => delete call(proof).receipt],
    ['a call of a change without its path', (proof) => delete call(proof).path],
    ['a change that is no list', (proof) => (proof.lightBlocks.at(-1).setChange = {})],
    ['an ancestor without sealers', (proof) => (proof.ancestors = [{ number: 1 }])],
    ['an execution with a member that is not known', (proof) => (proof.execution = { ...execution(proof), log: 0 })],
    ['an execution without its path', (proof) => (proof.execution = { receipt: proof.record.receipt })],
  ];
  const execution = ({ record }: Document) => ({ receipt: record.receipt, path: record.receiptPath });

  it.each(changes)('refuses %s', async (_, change) => {
    const proofs = await proofsOf(newest);
    const whole = withChange(newest, proofs.find(({ record }) => record.kind === 'event')!);
    const other = changed(whole, change);
    expect(misfits(schema, other)).not.toEqual([]);
    expect(() => read(other, newest)).toThrow();
  });
});

describe('trust-pack.schema.json', () => {
  const schema = schemaOf('trust-pack');
  const packOf = (chain: FiscoChain): Document => JSON.parse(JSON.stringify(payloadJson([fiscoEntry(chain)])));

  async function read(payload: Document): Promise<void> {
    const pack = await openPack(printPack(JSON.stringify(payload)), localVerifier);
    for (const chain of pack.chains) chainTrust(pack, chain, fiscoBcos);
  }

  it.each(chains.map((chain) => [nameOf(chain), chain] as const))(
    'takes a pack with a chain of %s',
    async (_, chain) => {
      const pack = packOf(chain);
      expect(misfits(schema, pack)).toEqual([]);
      await expect(read(pack)).resolves.toBeUndefined();
    },
  );

  const optional: readonly Change[] = [
    ['no rule for records', (chain) => delete chain.records],
    ['no genesis hash', (chain) => delete chain.profile.genesisHash],
    ['nothing for a genesis hash', (chain) => (chain.profile.genesisHash = null)],
    ['addresses without 0x', (chain) => (chain.profile.addressStyle = 'plain')],
    ['nothing for the style of addresses', (chain) => (chain.profile.addressStyle = null)],
    ['a record without a name', (chain) => delete chain.records.sources[0].id],
    ['nothing for a name', (chain) => (chain.records.sources[0].id = null)],
    ['an output of 32 bytes', (chain) => (chain.records.sources[0].output = 32)],
    ['a contract without 0x', (chain) => (chain.records.sources[0].contract = 'ab'.repeat(20))],
    ['numbers as text', (chain) => (chain.profile.maxClockDriftSeconds = '10')],
  ];
  it.each(optional)('takes %s', async (_, change) => {
    const pack = changed(packOf(newest), ({ chains: [chain] }) => change(chain));
    expect(misfits(schema, pack)).toEqual([]);
    await expect(read(pack)).resolves.toBeUndefined();
  });

  const changes: readonly Change[] = [
    ['a member of the profile that is not known', (chain) => (chain.profile.quorum = 1)],
    ['another cryptography', (chain) => (chain.profile.cryptography = 'sm')],
    ['no cryptography', (chain) => delete chain.profile.cryptography],
    ['no name of the chain’s own', (chain) => delete chain.profile.nativeChainId],
    ['no group', (chain) => delete chain.profile.groupId],
    ['a short genesis hash', (chain) => (chain.profile.genesisHash = 'ab')],
    ['another style of addresses', (chain) => (chain.profile.addressStyle = 'short')],
    ['a trusting period of 0', (chain) => (chain.profile.trustingPeriodSeconds = 0)],
    ['no trusting period', (chain) => delete chain.profile.trustingPeriodSeconds],
    ['a drift of two hours', (chain) => (chain.profile.maxClockDriftSeconds = 7200)],
    ['a rule with a member that is not known', (chain) => (chain.records.pattern = '')],
    ['a rule without sources', (chain) => (chain.records.sources = [])],
    ['51 sources', (chain) => (chain.records.sources = Array(51).fill(chain.records.sources[0]))],
    ['a source of another kind', (chain) => (chain.records.sources[0].from = 'state')],
    ['a source with a member that is not known', (chain) => (chain.records.sources[0].topic = '')],
    ['a source without a contract', (chain) => delete chain.records.sources[0].contract],
    ['a short address of a contract', (chain) => (chain.records.sources[0].contract = 'ab'.repeat(19))],
    ['another hash function', (chain) => (chain.records.sources[0].algorithm = 'md5')],
    ['a source without a digest', (chain) => delete chain.records.sources[0].digest],
    ['a source without an ABI', (chain) => delete chain.records.sources[0].abi],
    ['an output above all limits', (chain) => (chain.records.sources[0].output = 1025)],
    ['an output below 0', (chain) => (chain.records.sources[0].output = -1)],
    ['a checkpoint below the genesis', (chain) => (chain.checkpoints[0].height = '-1')],
  ];
  it.each(changes)('refuses %s', async (_, change) => {
    const pack = changed(packOf(newest), ({ chains: [chain] }) => change(chain));
    expect(misfits(schema, pack)).not.toEqual([]);
    await expect(read(pack)).rejects.toThrow();
  });
});
