// The samples of a first visit: good pairs, and the same with one thing wrong in each; and every sample document.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '../../src/chain/chain.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { headerHash } from '../../src/chain/cometbft/hash.ts';
import { readHeader } from '../../src/chain/cometbft/json.ts';
import { routeTo } from '../../src/client/route-to.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import { printProofFile } from '../../src/record/proof-file.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { breakPath, editDocument, forgeCommit, renameChain, type Sample, type Titles } from './samples.ts';
import { contextOf, NO_SIGNAL, type Workshop } from './workshop.ts';

interface DocumentRow {
  readonly id: string;
  readonly lang: string;
  readonly title: string;
  readonly file: string;
  readonly tx: string;
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

/** Makes samples one after another and notes them for the page's list. */
class SampleMaker {
  readonly samples: Sample[] = [];

  constructor(private readonly shop: Workshop) {}

  documents(): DocumentRow[] {
    const index = JSON.parse(readFileSync(join(this.shop.networks, 'documents/index.json'), 'utf8'));
    return (index as { documents: DocumentRow[] }).documents;
  }

  documentBytes(file: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.shop.networks, 'documents', file)));
  }

  add(id: string, expected: string, parts: Record<string, Uint8Array | string>): void {
    const names = Object.keys(parts);
    for (const name of names) this.shop.put(`samples/${id}/${name}`, parts[name]!);
    const files = names.map((name) => `/demo/samples/${id}/${name}`);
    this.samples.push({ id, good: id.startsWith('good'), kind: 'pair', title: SAMPLE_TITLES[id]!, files, expected });
  }

  /** A document with a proof file named after it. */
  addPair(id: string, expected: string, file: string, proof: string, document = this.documentBytes(file)): void {
    this.add(id, expected, { [file]: document, [`${file}.proof.json`]: proof });
  }

  addDocument({ id, title, file }: DocumentRow): void {
    this.shop.put(`documents/${file}`, this.documentBytes(file));
    const files = [`/demo/documents/${file}`];
    const titles = { 'zh-CN': title, en: title, th: title };
    const expected = 'verdict/document-consistent';
    this.samples.push({ id, good: true, kind: 'document', title: titles, files, expected });
  }

  /** The proof file of one transaction. */
  async proofOf(
    chain: PackChain,
    name: string,
    transaction: string,
    checkpoints: readonly Checkpoint[] = [chain.checkpoints[0]!],
  ): Promise<string> {
    const isWanted = (bytes: Uint8Array) => new TextDecoder().decode(bytes) === transaction;
    const { data } = this.shop.recording(name);
    const [height, block] = [...data].find(([, { transactions }]) => transactions.some(isWanted))!;
    const index = block.transactions.findIndex(isWanted);
    const made = cometbft.records.prove(height, block.transactions, block.results, index);
    const route = await routeTo(contextOf(chain), checkpoints, this.shop.source(name), height, NO_SIGNAL);
    const proof = { chainId: chain.id, family: 'cometbft', ...made, ...route };
    return new TextDecoder().decode(printProofFile(cometbft, proof));
  }
}

export async function addSamples(shop: Workshop, chains: ReadonlyMap<string, PackChain>): Promise<void> {
  const maker = new SampleMaker(shop);
  const demo = chains.get('demo-a')!;
  const rows = maker.documents();
  const diploma = rows.find(({ id }) => id === 'diploma-zh-001')!;
  const green = rows.find(({ id }) => id === 'green-en-005')!;
  await addDiploma(maker, demo, diploma);
  await addCertificate(maker, demo, green);
  await addFork(maker, chains.get('fork-038')!);
  for (const row of rows) maker.addDocument(row);
  shop.put('samples.json', `${JSON.stringify({ samples: maker.samples }, null, 1)}\n`);
}

async function addDiploma(maker: SampleMaker, demo: PackChain, { file, tx }: DocumentRow): Promise<void> {
  const proof = await maker.proofOf(demo, 'demo-a', tx);
  maker.addPair('good', 'verdict/document-consistent', file, proof);
  maker.addPair('edited', 'verdict/digest-differs', file, proof, editDocument(maker.documentBytes(file)));
}

async function addCertificate(maker: SampleMaker, demo: PackChain, { file, tx }: DocumentRow): Promise<void> {
  const proof = await maker.proofOf(demo, 'demo-a', tx);
  maker.addPair('good-certificate', 'verdict/document-consistent', file, proof);
  maker.addPair('tampered-proof', 'cometbft/transaction-not-in-block', file, breakPath(proof));
  maker.addPair('forged-commit', 'cometbft/wrong-signature', file, forgeCommit(proof, rehash));
  maker.addPair('other-chain', 'record/unknown-chain', file, renameChain(proof, 'demo-b'));
  const ended = { ...demo.checkpoints[1]!, validUntil: undefined };
  const expired = await maker.proofOf(demo, 'demo-a', tx, [ended]);
  maker.addPair('expired-checkpoint', 'client/checkpoint-expired', file, expired);
}

async function addFork(maker: SampleMaker, fork: PackChain): Promise<void> {
  maker.add('fork', 'record/two-versions', {
    'side-a.proof.json': await maker.proofOf(fork, 'fork-038/a', 'fork/66-0=side-a'),
    'side-b.proof.json': await maker.proofOf(fork, 'fork-038/b', 'fork/66-0=side-b'),
  });
}

function rehash(block: object): string {
  const { signed_header } = JSON.parse(JSON.stringify(block)) as { signed_header: { header: object } };
  return toHex(headerHash(readHeader(Reader.of(parseJson(JSON.stringify(signed_header.header)))))).toUpperCase();
}
