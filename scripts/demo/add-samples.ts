// The samples of a first visit: good pairs, and the same with one thing wrong in each; and every sample document.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Checkpoint } from '../../src/chain/chain.ts';
import { headerHash, transactionHash } from '../../src/chain/cometbft/hash.ts';
import { readHeader } from '../../src/chain/cometbft/json.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { addFiscoSamples } from './fisco-samples.ts';
import { SampleMaker } from './sample-maker.ts';
import { breakPath, editDocument, forgeCommit, renameChain, type Sample } from './samples.ts';
import type { Workshop } from './workshop.ts';

interface DocumentRow {
  readonly id: string;
  readonly lang: string;
  readonly title: string;
  readonly file: string;
  readonly tx: string;
}

/** The sample documents whose digests the networks of CometBFT hold. */
class Documents {
  readonly #folder: string;

  constructor(networks: string) {
    this.#folder = join(networks, 'cometbft/documents');
  }

  rows(): DocumentRow[] {
    const index = JSON.parse(readFileSync(join(this.#folder, 'index.json'), 'utf8'));
    return (index as { documents: DocumentRow[] }).documents;
  }

  bytes(file: string): Uint8Array {
    return new Uint8Array(readFileSync(join(this.#folder, file)));
  }
}

export async function addSamples(
  shop: Workshop,
  networks: string,
  chains: ReadonlyMap<string, PackChain>,
): Promise<readonly Sample[]> {
  const maker = new SampleMaker(shop, chains);
  const documents = new Documents(networks);
  const rows = documents.rows();
  await addDiploma(maker, documents, rows.find(({ id }) => id === 'diploma-zh-001')!);
  await addCertificate(maker, documents, rows.find(({ id }) => id === 'green-en-005')!);
  await addFork(maker);
  for (const { id, title, file } of rows)
    maker.addDocument(id, { 'zh-CN': title, en: title, th: title }, file, documents.bytes(file));
  await addFiscoSamples(maker);
  shop.put('samples.json', `${JSON.stringify({ samples: maker.samples }, null, 1)}\n`);
  return maker.samples;
}

/** The proof file of the transaction with this text. */
function proofOf(maker: SampleMaker, chain: string, text: string, place: { side?: number; from?: Checkpoint } = {}) {
  return maker.proofOf(chain, { transaction: transactionHash(toUtf8(text)) }, place);
}

async function addDiploma(maker: SampleMaker, documents: Documents, { file, tx }: DocumentRow): Promise<void> {
  const proof = await proofOf(maker, 'demo-a', tx);
  const bytes = documents.bytes(file);
  maker.addPair('good', 'verdict/document-consistent', file, proof, bytes);
  maker.addPair('edited', 'verdict/digest-differs', file, proof, editDocument(bytes));
}

async function addCertificate(maker: SampleMaker, documents: Documents, { file, tx }: DocumentRow): Promise<void> {
  const proof = await proofOf(maker, 'demo-a', tx);
  const bytes = documents.bytes(file);
  maker.addPair('good-certificate', 'verdict/document-consistent', file, proof, bytes);
  maker.addPair('tampered-proof', 'cometbft/transaction-not-in-block', file, breakPath(proof), bytes);
  maker.addPair('forged-commit', 'cometbft/wrong-signature', file, forgeCommit(proof, rehash), bytes);
  maker.addPair('other-chain', 'record/unknown-chain', file, renameChain(proof, 'demo-b'), bytes);
  const ended = { ...maker.chain('demo-a').checkpoints[1]!, validUntil: undefined };
  const expired = await proofOf(maker, 'demo-a', tx, { from: ended });
  maker.addPair('expired-checkpoint', 'client/checkpoint-expired', file, expired, bytes);
}

async function addFork(maker: SampleMaker): Promise<void> {
  maker.add('fork', 'record/two-versions', {
    'side-a.proof.json': await proofOf(maker, 'fork-038', 'fork/66-0=side-a'),
    'side-b.proof.json': await proofOf(maker, 'fork-038', 'fork/66-0=side-b', { side: 1 }),
  });
}

function rehash(block: object): string {
  const { signed_header } = JSON.parse(JSON.stringify(block)) as { signed_header: { header: object } };
  return toHex(headerHash(readHeader(Reader.of(parseJson(JSON.stringify(signed_header.header)))))).toUpperCase();
}
