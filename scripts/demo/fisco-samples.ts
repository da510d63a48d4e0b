// Samples of the generated chains of FISCO BCOS: a record in a call and one in an event, and the same with one thing wrong.
import { receiptHash } from '../../src/chain/fisco-bcos/hash.ts';
import { readProfile } from '../../src/chain/fisco-bcos/profile.ts';
import { readReceipt } from '../../src/chain/fisco-bcos/receipt.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';
import { hash } from '../../src/core/hashing.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { documentBytes, FISCO_DOCUMENTS, type FiscoDocument } from './fisco-documents.ts';
import type { SampleMaker } from './sample-maker.ts';
import { breakPair, editDocument, forgeSigner } from './samples.ts';

const documentNamed = (id: string): FiscoDocument => FISCO_DOCUMENTS.find((document) => document.id === id)!;

export async function addFiscoSamples(maker: SampleMaker): Promise<void> {
  await addInputRecord(maker, documentNamed('court-zh-001'));
  await addEventRecord(maker, documentNamed('tax-zh-003'));
  await addBrokenPath(maker, documentNamed('court-en-002'));
  for (const document of FISCO_DOCUMENTS)
    maker.addDocument(document.id, document.title, document.file, documentBytes(document));
}

function proofOf(maker: SampleMaker, chain: 'fisco-sm' | 'fisco-ecdsa', document: FiscoDocument): Promise<string> {
  const algorithm = chain === 'fisco-sm' ? 'sm3' : 'sha256';
  return maker.proofOf(chain, { digest: hash(algorithm, documentBytes(document)) });
}

/** In the input of a call, with SM2 and SM3. */
async function addInputRecord(maker: SampleMaker, document: FiscoDocument): Promise<void> {
  const proof = await proofOf(maker, 'fisco-sm', document);
  const bytes = documentBytes(document);
  maker.addPair('good-sm', 'verdict/document-consistent', document.file, proof, bytes);
  maker.addPair('edited-sm', 'verdict/digest-differs', document.file, proof, editDocument(bytes));
}

/** In an event, with secp256k1 and Keccak-256. */
async function addEventRecord(maker: SampleMaker, document: FiscoDocument): Promise<void> {
  const proof = await proofOf(maker, 'fisco-ecdsa', document);
  const bytes = documentBytes(document);
  maker.addPair('good-event', 'verdict/document-consistent', document.file, proof, bytes);
  maker.addPair('forged-signer', 'fisco/wrong-signature', document.file, forgeSigner(proof), bytes);
}

/** In an event of a crowded block, so that its tree has depth. */
async function addBrokenPath(maker: SampleMaker, document: FiscoDocument): Promise<void> {
  const proof = await proofOf(maker, 'fisco-sm', document);
  const broken = breakPair(proof, leafOf(maker.chain('fisco-sm'), proof));
  maker.addPair('tampered-path', 'fisco/proof-not-in-group', document.file, broken, documentBytes(document));
}

function leafOf({ id, version, profile }: PackChain, proof: string): string {
  const facts = readProfile(id, version, profile);
  const receipt = Reader.of(parseJson(proof)).reader('record').reader('receipt');
  return toHex(receiptHash(facts, readReceipt(facts, receipt)));
}
