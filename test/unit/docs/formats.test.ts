// The JSON Schemas of docs/formats against the files that ship with the app, and against the readers: what a schema refuses
// in these changed files, the reader refuses too.
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ed25519 } from '@noble/curves/ed25519.js';
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { loadFamily } from '../../../src/chain/registry.ts';
import { readManifest } from '../../../src/client/archive/manifest.ts';
import { fromBase64Url, fromUtf8, toBase64Url, toUtf8 } from '../../../src/codec/bytes.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { openProofFile, readProofFile } from '../../../src/record/proof-file.ts';
import { chainTrust } from '../../../src/trust/chain-trust.ts';
import { signingInput, thumbprint } from '../../../src/trust/jws.ts';
import { openPack } from '../../../src/trust/pack.ts';
import { misfits } from '../../support/json-schema.ts';
import { profileOf } from '../../support/make-chain.ts';
import { type Change, changed, type Document, parse, root, schemaOf } from './documents.ts';

const demo = join(root, 'public/demo');
const below = (folder: string, name: RegExp) =>
  readdirSync(join(demo, folder), { recursive: true, encoding: 'utf8' })
    .filter((path) => name.test(path))
    .map((path) => join(demo, folder, path));

describe('the checker', () => {
  it('refuses a schema with a keyword that it does not know, and a reference that leads nowhere', () => {
    expect(() => misfits({ type: 'object', dependentRequired: {} }, {})).toThrow(/dependentRequired/);
    expect(() => misfits({ $ref: '#/$defs/none' }, {})).toThrow(/none/);
  });

  it('tells whole numbers from others, and null from objects', () => {
    expect(misfits({ type: 'integer' }, 1.5)).not.toEqual([]);
    expect(misfits({ type: 'object' }, null)).not.toEqual([]);
    expect(misfits({ type: ['object', 'null'] }, null)).toEqual([]);
  });
});

describe('proof-file.schema.json', () => {
  const schema = schemaOf('proof-file');
  const files = below('samples', /\.proof\.json$/);
  const good = parse(join(demo, 'samples/good-certificate/green-en-005.csv.proof.json'));
  const read = (document: Document) => {
    const proof = readProofFile(cometbft, profileOf(good.chain), openProofFile(toUtf8(JSON.stringify(document))));
    if (proof.lightBlocks.length === 0) throw new Error('nothing to start from');
  };

  it('takes every sample, the broken ones too: their shape is right', () => {
    expect(files.length).toBeGreaterThanOrEqual(8);
    for (const file of files) expect(misfits(schema, parse(file)), file).toEqual([]);
    expect(() => read(good)).not.toThrow();
  });

  it('takes numbers for heights, and what Go prints for nothing', () => {
    const other = changed(good, (proof) => {
      proof.record.height = Number(proof.record.height);
      proof.execution = null;
      proof.lightBlocks[0].signed_header.header.last_block_id = null;
      proof.lightBlocks[0].validator_set.proposer = { anything: 1 };
    });
    expect(misfits(schema, other)).toEqual([]);
    expect(() => read(other)).not.toThrow();
  });

  const changes: readonly Change[] = [
    ['a member that is not known', (proof) => (proof.trust = {})],
    ['a member of the record that is not known', (proof) => (proof.record.hash = 'aa')],
    ['a member of the path that is not known', (proof) => (proof.record.path.root = '')],
    ['a member of the result that is not known', (proof) => (proof.execution.result.events = [])],
    ['another version', (proof) => (proof.mediaType = 'application/vnd.mingzheng.proof.v2+json')],
    ['no chain', (proof) => delete proof.chain],
    ['a chain that is no text', (proof) => (proof.chain = 7)],
    ['no record', (proof) => delete proof.record],
    ['height zero', (proof) => (proof.record.height = '0')],
    ['a height with a leading zero', (proof) => (proof.record.height = '09')],
    ['a transaction that is no base64', (proof) => (proof.record.transaction = '*')],
    ['a transaction without padding', (proof) => (proof.record.transaction = 'YQ')],
    ['a path without total', (proof) => delete proof.record.path.total],
    ['101 aunts', (proof) => (proof.record.path.aunts = Array(101).fill(`${'A'.repeat(43)}=`))],
    ['no light block', (proof) => (proof.lightBlocks = [])],
    ['257 light blocks', (proof) => (proof.lightBlocks = Array(257).fill(proof.lightBlocks[0]))],
    ['light blocks that are no list', (proof) => (proof.lightBlocks = {})],
    ['a light block without commit', (proof) => delete proof.lightBlocks[0].signed_header.commit],
    ['a hash that is no hex', (proof) => (proof.lightBlocks[0].signed_header.header.data_hash = 'xyz')],
    ['a time without zone', (proof) => (proof.ancestors[0].time = '2026-11-24T18:28:16')],
    ['a key type that nobody knows', (proof) => (proof.lightBlocks[0].validator_set.validators[0].pub_key.type = 'x')],
    ['4,097 ancestors', (proof) => (proof.ancestors = Array(4097).fill(proof.ancestors[0]))],
  ];
  it.each(changes)('refuses %s', (_, change) => {
    const other = changed(good, change);
    expect(misfits(schema, other)).not.toEqual([]);
    expect(() => read(other)).toThrow();
  });
});

describe('trust-pack.schema.json', () => {
  const schema = schemaOf('trust-pack');
  const envelope = parse(join(demo, 'pack.json'));
  const decode = (text: string): Document => JSON.parse(fromUtf8(fromBase64Url(text)));
  const payload = decode(envelope.payload);
  const header = decode(envelope.signatures[0].protected);
  // The demo key's secret is the hash of a public text that the pack itself quotes: anyone can sign with it.
  const secret = sha256(toUtf8(/"(.*)"/.exec(payload.note)![1]!));

  async function read(document: Document): Promise<void> {
    const text = toBase64Url(toUtf8(JSON.stringify(document)));
    const kid = thumbprint(ed25519.getPublicKey(secret));
    const top = toBase64Url(toUtf8(JSON.stringify({ alg: 'EdDSA', kid, typ: header.typ })));
    const signature = toBase64Url(ed25519.sign(signingInput(top, text), secret));
    const file = JSON.stringify({ payload: text, signatures: [{ protected: top, signature }] });
    const pack = await openPack(toUtf8(file), localVerifier);
    for (const chain of pack.chains) chainTrust(pack, chain, await loadFamily(chain.family));
  }

  it('takes the demo pack: file, protected header and payload', async () => {
    expect(misfits(schema, envelope, '#/$defs/envelope')).toEqual([]);
    expect(misfits(schema, header, '#/$defs/protectedHeader')).toEqual([]);
    expect(misfits(schema, payload)).toEqual([]);
    await expect(read(payload)).resolves.toBeUndefined();
  });

  const changes: readonly Change[] = [
    ['a member that is not known', (pack) => (pack.color = 'red')],
    ['another version of the format', (pack) => (pack.mediaType = 'application/vnd.mingzheng.trust-pack.v2+json')],
    ['no expiry', (pack) => delete pack.expires],
    ['version 0', (pack) => (pack.version = 0)],
    ['a threshold of 0', (pack) => (pack.threshold = 0)],
    ['demo as text', (pack) => (pack.demo = 'true')],
    ['a key of another curve', (pack) => (pack.keys[0].crv = 'P-256')],
    ['a private member in a key', (pack) => (pack.keys[0].d = 'AAAA')],
    ['a chain without profile', (pack) => delete pack.chains[0].profile],
    ['a rule that nobody knows', (pack) => (pack.chains[0].profile.ed25519 = 'any')],
    ['a profile without trusting period', (pack) => delete pack.chains[0].profile.trustingPeriodSeconds],
    ['a drift of two hours', (pack) => (pack.chains[0].profile.maxClockDriftSeconds = 7200)],
    ['a checkpoint with a short hash', (pack) => (pack.chains[0].checkpoints[0].hash = 'ab')],
    ['a checkpoint below height 0', (pack) => (pack.chains[0].checkpoints[0].height = '-1')],
    ['a source of another kind', (pack) => (pack.chains[0].sources[0].kind = 'ftp')],
    ['a source without operator', (pack) => delete pack.chains[0].sources[0].operator],
    ['a record rule without digest', (pack) => (pack.chains[0].records.pattern = 'record/{id}')],
    ['a name without address', (pack) => delete pack.chains[0].validators[0].address],
  ];
  it.each(changes)('refuses %s', async (_, change) => {
    const other = changed(payload, change);
    expect(misfits(schema, other)).not.toEqual([]);
    await expect(read(other)).rejects.toThrow();
  });

  const broken: readonly Change[] = [
    ['a member beside payload and signatures', (file) => (file.header = {})],
    ['no signatures', (file) => delete file.signatures],
    ['a payload in plain base64', (file) => (file.payload = `${file.payload}==`)],
    ['an unprotected header', (file) => (file.signatures[0].header = { kid: 'x' })],
  ];
  it.each(broken)('refuses an envelope with %s', async (_, change) => {
    const other = changed(envelope, change);
    expect(misfits(schema, other, '#/$defs/envelope')).not.toEqual([]);
    await expect(openPack(toUtf8(JSON.stringify(other)), localVerifier)).rejects.toThrow();
  });

  it('refuses another algorithm and an unknown member in the protected header', () => {
    expect(misfits(schema, { ...header, alg: 'none' }, '#/$defs/protectedHeader')).not.toEqual([]);
    expect(misfits(schema, { ...header, crit: [] }, '#/$defs/protectedHeader')).not.toEqual([]);
  });
});

describe('archive-manifest.schema.json', () => {
  const schema = schemaOf('archive-manifest');
  const files = below('archives', /manifest\.json$/);
  const good = parse(files[0]!);
  const read = (document: Document) => readManifest(toUtf8(JSON.stringify(document)));

  it('takes every manifest that ships, and a member that it does not know', () => {
    const { chains } = JSON.parse(fromUtf8(fromBase64Url(parse(join(demo, 'pack.json')).payload)));
    const archives = chains.flatMap(({ sources }: Document) =>
      sources.filter(({ kind }: Document) => kind === 'archive'),
    );
    expect(files.length).toBe(archives.length);
    for (const file of files) expect(misfits(schema, parse(file)), file).toEqual([]);
    const more = { ...good, note: 'later' };
    expect(misfits(schema, more)).toEqual([]);
    expect(() => read(more)).not.toThrow();
  });

  const changes: readonly Change[] = [
    ['another version', (manifest) => (manifest.mediaType = 'application/vnd.mingzheng.archive.v2+json')],
    ['no sets', (manifest) => delete manifest.sets],
    ['a path out of the folder', (manifest) => (manifest.headers[0].path = '../headers.bin')],
    ['a path with another ending', (manifest) => (manifest.sets.path = 'sets.js')],
    ['a file above 64 MiB', (manifest) => (manifest.sets.size = (64 << 20) + 1)],
    ['a hash of 31 bytes', (manifest) => (manifest.index.sha256 = 'ab'.repeat(31))],
    ['a chunk without its first height', (manifest) => delete manifest.blocks[0].from],
    ['a height below 0', (manifest) => (manifest.from = '-1')],
  ];
  it.each(changes)('refuses %s', (_, change) => {
    const other = changed(good, change);
    expect(misfits(schema, other)).not.toEqual([]);
    expect(() => read(other)).toThrow();
  });
});
