// Makes public/demo out of the recorded networks: archives, the demo trust pack, samples. Run: npm run demo -- NETWORKS
// where NETWORKS is the folder of the recordings (demo-a, v034, ...). The same recordings give the same bytes.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Checkpoint, LightBlock, Verified } from '../../src/chain/chain.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { headerHash } from '../../src/chain/cometbft/hash.ts';
import { readHeader } from '../../src/chain/cometbft/json.ts';
import { type RecordRule, recordIn } from '../../src/chain/record-rule.ts';
import type { BlockData, RecordPlace } from '../../src/client/archive/format.ts';
import { MANIFEST_PATH } from '../../src/client/archive/source.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import type { ChainContext } from '../../src/client/context.ts';
import { believeCheckpoint } from '../../src/client/prove.ts';
import { routeTo } from '../../src/client/route-to.ts';
import { BlocksSource } from '../../src/client/sources/blocks.ts';
import { walkSkipping } from '../../src/client/walk.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import { parseTime } from '../../src/codec/time.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { type ProofFile, printProofFile } from '../../src/record/proof-file.ts';
import { openPack, type PackChain } from '../../src/trust/pack.ts';
import { type DemoChain, printDemoPack } from './pack.ts';
import { type Recording, readRecording } from './recording.ts';
import { breakPath, editDocument, forgeCommit, renameChain, type Sample, type Titles } from './samples.ts';

const NOW = parseTime('2026-11-24T20:00:00Z');
const RULE: RecordRule = { kind: 'transaction-text', pattern: 'record/{id}={sha256}' };
const NO_SIGNAL = new AbortController().signal;
const TWO_THIRDS = { numerator: 2, denominator: 3 };
const ONE_THIRD = { numerator: 1, denominator: 3 };
/** A second checkpoint of demo-a whose validity has ended on purpose: for the sample with an expired checkpoint. */
const ENDED_CHECKPOINT = { height: 600n, validUntil: '2026-11-24T19:00:00Z' };

const [networks = '../shared/networks/cometbft', out = 'public/demo'] = process.argv.slice(2);
const files = new Map<string, Uint8Array>();
const put = (path: string, content: Uint8Array | string) =>
  files.set(path, typeof content === 'string' ? toUtf8(content) : content);

const recordings = new Map<string, Recording>();
function recording(name: string): Recording {
  if (!recordings.has(name)) recordings.set(name, readRecording(join(networks, name)));
  return recordings.get(name)!;
}

function blockAt(name: string, height: bigint): LightBlock {
  return recording(name).blocks.find((block) => block.height === height)!;
}

/** Names node0, node1, ... in the order in which members first appear. */
function namesOf(name: string): { address: string; name: string }[] {
  const addresses = new Set(recording(name).blocks.flatMap((block) => cometbft.membersOf(block).map((m) => m.address)));
  return [...addresses].map((address, i) => ({ address, name: `node${i}` }));
}

function chain(
  id: string,
  version: string,
  title: string,
  archives: readonly string[],
  trustLevel = ONE_THIRD,
): DemoChain {
  const name = archives[0]!;
  const isOld = version === '0.34' || version === '0.37';
  const first = { block: blockAt(name, 1n) };
  const ended = {
    block: recording(name).blocks.find(({ height }) => height === ENDED_CHECKPOINT.height)!,
    validUntil: ENDED_CHECKPOINT.validUntil,
    note: 'ended on purpose, for the sample with an expired checkpoint',
  };
  return {
    id,
    title,
    version,
    ed25519: isOld ? 'go' : 'zip215',
    trustLevel,
    archives: archives.map((folder) => ({
      folder: archiveFolders.get(folder) ?? folder,
      operator: `recording ${folder}`,
    })),
    checkpoints: id === 'demo-a' ? [first, ended] : [first],
    validators: archives.length > 1 || id === 'big-100' ? [] : namesOf(name),
  };
}

/** Heights that skipping asks for on its way from the first block to the last. */
async function waypointsOf(context: ChainContext, name: string, checkpoint: Checkpoint): Promise<bigint[]> {
  const { blocks } = recording(name);
  const source = new BlocksSource(name, name, cometbft, blocks);
  const asked = new Set<bigint>([checkpoint.height, blocks.at(-1)!.height]);
  const inner = source.lightBlock.bind(source);
  source.lightBlock = (height) => {
    asked.add(height);
    return inner(height);
  };
  const start: Verified<LightBlock> = await believeCheckpoint(context, checkpoint, blockAt(name, checkpoint.height));
  await walkSkipping(context, source, start, blocks.at(-1)!, NO_SIGNAL);
  return [...asked];
}

function indexOf(data: ReadonlyMap<bigint, BlockData>): (RecordPlace & { key: Uint8Array })[] {
  return [...data].flatMap(([height, { transactions }]) =>
    transactions.flatMap((transaction, index) => {
      const record = recordIn(RULE, transaction);
      const byHash = { key: cometbft.records.hashOf(transaction), height, index };
      return record ? [byHash, { key: record.digest, height, index }] : [byHash];
    }),
  );
}

async function addArchive(packChain: PackChain, name: string): Promise<void> {
  const context = contextOf(packChain);
  const { blocks, data } = recording(name);
  const waypoints = await waypointsOf(context, name, packChain.checkpoints[0]!);
  const index = indexOf(data);
  const archive = writeArchive({ family: cometbft, chainId: packChain.id, blocks, waypoints, data, index });
  const folder = `${name.replace('/', '-')}-${toHex(sha256(archive.get(MANIFEST_PATH)!)).slice(0, 8)}`;
  archiveFolders.set(name, folder);
  for (const [path, bytes] of archive) put(`archives/${folder}/${path}`, bytes);
}

/** Folders carry the hash of their manifest, so that a file never changes under its address. */
const archiveFolders = new Map<string, string>();

function contextOf(packChain: PackChain): ChainContext {
  const profile = cometbft.readProfile(packChain.id, packChain.version, packChain.profile);
  return { family: cometbft, profile, verifier: localVerifier, clock: { now: () => NOW } };
}

/** The proof file of one transaction. */
async function proofOf(
  packChain: PackChain,
  name: string,
  transaction: string,
  checkpoints: readonly Checkpoint[] = [packChain.checkpoints[0]!],
): Promise<string> {
  const { blocks, data } = recording(name);
  const [height, block] = [...data].find(([, { transactions }]) => transactions.some((tx) => isText(tx, transaction)))!;
  const index = block.transactions.findIndex((tx) => isText(tx, transaction));
  const made = cometbft.records.prove(height, block.transactions, block.results, index);
  const source = new BlocksSource(name, name, cometbft, blocks);
  const route = await routeTo(contextOf(packChain), checkpoints, source, height, NO_SIGNAL);
  const proof: ProofFile = { chainId: packChain.id, family: 'cometbft', ...made, ...route };
  return new TextDecoder().decode(printProofFile(cometbft, proof));
}

function isText(bytes: Uint8Array, text: string): boolean {
  return new TextDecoder().decode(bytes) === text;
}

interface DocumentRow {
  readonly id: string;
  readonly lang: string;
  readonly title: string;
  readonly file: string;
  readonly tx: string;
}

function documents(): DocumentRow[] {
  const index = JSON.parse(readFileSync(join(networks, 'documents/index.json'), 'utf8')) as {
    documents: DocumentRow[];
  };
  return index.documents;
}

function documentBytes(file: string): Uint8Array {
  return new Uint8Array(readFileSync(join(networks, 'documents', file)));
}

const SAMPLE_TITLES: Readonly<Record<string, Titles>> = {
  good: { 'zh-CN': '毕业证书与证明文件', en: 'A diploma and its proof file', th: 'ปริญญาบัตรพร้อมไฟล์หลักฐาน' },
  'good-certificate': {
    'zh-CN': '绿证与证明文件',
    en: 'A green certificate and its proof file',
    th: 'ใบรับรองพลังงานสะอาดพร้อมไฟล์หลักฐาน',
  },
  edited: {
    'zh-CN': '改动了一个数字的毕业证书',
    en: 'The diploma with one digit changed',
    th: 'ปริญญาบัตรที่ถูกแก้ตัวเลขหนึ่งตัว',
  },
  'tampered-proof': { 'zh-CN': '被改动的证明文件', en: 'A tampered proof file', th: 'ไฟล์หลักฐานที่ถูกแก้ไข' },
  'forged-commit': { 'zh-CN': '伪造的区块头', en: 'A forged block header', th: 'หัวบล็อกปลอม' },
  'other-chain': { 'zh-CN': '未知链的证明', en: 'A proof of an unknown chain', th: 'หลักฐานของเชนที่ไม่รู้จัก' },
  'expired-checkpoint': {
    'zh-CN': '起点已过期的证明',
    en: 'A proof from an expired checkpoint',
    th: 'หลักฐานจากจุดเริ่มที่หมดอายุ',
  },
  fork: { 'zh-CN': '同一条链的两个版本', en: 'Two versions of one chain', th: 'เชนเดียวกันสองเวอร์ชัน' },
};

async function addSamples(chains: ReadonlyMap<string, PackChain>): Promise<void> {
  const demo = chains.get('demo-a')!;
  const rows = documents();
  const samples: Sample[] = [];
  const add = (id: string, expected: string, parts: Record<string, Uint8Array | string>) => {
    const names = Object.keys(parts);
    for (const name of names) put(`samples/${id}/${name}`, parts[name]!);
    const good = id.startsWith('good');
    const urls = names.map((name) => `/demo/samples/${id}/${name}`);
    samples.push({ id, good, kind: 'pair', title: SAMPLE_TITLES[id]!, files: urls, expected });
  };
  const diploma = rows.find(({ id }) => id === 'diploma-zh-001')!;
  const document = documentBytes(diploma.file);
  const proof = await proofOf(demo, 'demo-a', diploma.tx);
  const proofName = `${diploma.file}.proof.json`;
  add('good', 'verdict/document-consistent', { [diploma.file]: document, [proofName]: proof });
  add('edited', 'verdict/digest-differs', { [diploma.file]: editDocument(document), [proofName]: proof });
  const green = rows.find(({ id }) => id === 'green-en-005')!;
  const greenProof = await proofOf(demo, 'demo-a', green.tx);
  add('good-certificate', 'verdict/document-consistent', {
    [green.file]: documentBytes(green.file),
    [`${green.file}.proof.json`]: greenProof,
  });
  const pairOf = (text: string) => ({ [green.file]: documentBytes(green.file), [`${green.file}.proof.json`]: text });
  add('tampered-proof', 'cometbft/transaction-not-in-block', pairOf(breakPath(greenProof)));
  add('forged-commit', 'cometbft/wrong-signature', pairOf(forgeCommit(greenProof, rehash)));
  add('other-chain', 'record/unknown-chain', pairOf(renameChain(greenProof, 'demo-b')));
  const expired = await proofOf(
    { ...demo, checkpoints: [{ ...demo.checkpoints[1]!, validUntil: undefined }] },
    'demo-a',
    green.tx,
  );
  add('expired-checkpoint', 'client/checkpoint-expired', pairOf(expired));
  const fork = chains.get('fork-038')!;
  add('fork', 'record/two-versions', {
    'side-a.proof.json': await proofOf(fork, 'fork-038/a', 'fork/66-0=side-a'),
    'side-b.proof.json': await proofOf(fork, 'fork-038/b', 'fork/66-0=side-b'),
  });
  for (const row of rows) {
    put(`documents/${row.file}`, documentBytes(row.file));
    const title = { 'zh-CN': row.title, en: row.title, th: row.title };
    const address = `/demo/documents/${row.file}`;
    samples.push({
      id: row.id,
      good: true,
      kind: 'document',
      title,
      files: [address],
      expected: 'verdict/document-consistent',
    });
  }
  put('samples.json', `${JSON.stringify({ samples }, null, 1)}\n`);
}

function rehash(block: object): string {
  const { signed_header } = JSON.parse(JSON.stringify(block)) as { signed_header: { header: object } };
  return toHex(headerHash(readHeader(Reader.of(parseJson(JSON.stringify(signed_header.header)))))).toUpperCase();
}

function demoChains(): DemoChain[] {
  return [
    chain('demo-a', '0.38', '演示链 A', ['demo-a'], TWO_THIRDS),
    chain('v034-test', '0.34', 'CometBFT 0.34', ['v034']),
    chain('v037-test', '0.37', 'CometBFT 0.37', ['v037']),
    chain('rotate-038', '0.38', '换届演示', ['rotate-038']),
    chain('fork-038', '0.38', '分叉演示', ['fork-038/a', 'fork-038/b']),
    chain('big-100', '0.38', '百名验证人', ['big-100']),
  ];
}

async function chainsOf(pack: Uint8Array): Promise<Map<string, PackChain>> {
  return new Map((await openPack(pack, localVerifier)).chains.map((item) => [item.id, item]));
}

async function main(): Promise<void> {
  await loadCore();
  const unnamed = await chainsOf(printDemoPack(demoChains()));
  for (const [id, names] of ARCHIVES) for (const name of names) await addArchive(unnamed.get(id)!, name);
  const pack = printDemoPack(demoChains()); // again, now that the archives' addresses are known
  put('pack.json', pack);
  const chains = await chainsOf(pack);
  await addSamples(chains);
  rmSync(out, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), bytes);
  }
  const size = [...files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  console.log(`${files.size} files, ${size} bytes, pack ${toHex(sha256(pack)).slice(0, 16)}`);
}

const ARCHIVES: readonly (readonly [string, readonly string[]])[] = [
  ['demo-a', ['demo-a']],
  ['v034-test', ['v034']],
  ['v037-test', ['v037']],
  ['rotate-038', ['rotate-038']],
  ['fork-038', ['fork-038/a', 'fork-038/b']],
  ['big-100', ['big-100']],
];

await main();
