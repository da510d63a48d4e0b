// npm run prove -- --network ARCHIVE_OR_URL (--document FILE | --tx HASH) --pack P --out F: makes a proof file for a record
// and verifies it before it is written. Exit code 0 written and consistent, 1 inconsistent, 2 not found or not provable, 3 used wrongly.
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { loadFamily } from '../chain/registry.ts';
import type { ChainContext } from '../client/context.ts';
import { byDigest, type FoundRecord, findByRecordHash, findInArchive } from '../client/find-record.ts';
import { JsonRpcSource } from '../client/sources/json-rpc.ts';
import { fromHex, toHex } from '../codec/bytes.ts';
import { codeOf, MingzhengError } from '../core/error.ts';
import { hash, sha256 } from '../core/hashing.ts';
import { loadCore } from '../core/load-node.ts';
import { localVerifier } from '../crypto/verify.ts';
import { printProofFile } from '../record/proof-file.ts';
import type { SubjectFile } from '../record/verdict.ts';
import { verifyProof } from '../record/verify.ts';
import type { PackChain, TrustPack } from '../trust/pack.ts';
import { networkSource } from './files.ts';
import { clockOf, readPack, trustIn } from './trust.ts';

const USAGE =
  'usage: npm run prove -- --network ARCHIVE_OR_URL (--document FILE | --tx HASH) --pack PACK --out FILE [--chain ID] [--now RFC3339]';
const NO_SIGNAL = new AbortController().signal;

interface Options {
  readonly network: string;
  readonly document?: string;
  readonly tx?: string;
  readonly pack: string;
  readonly out: string;
  readonly chain?: string;
  readonly now?: string;
}

function readOptions(args: readonly string[]): Options | undefined {
  const text = { type: 'string' } as const;
  try {
    const options = { network: text, document: text, tx: text, pack: text, out: text, chain: text, now: text };
    const { network, document, tx, pack, out, chain, now } = parseArgs({ args: [...args], options }).values;
    const hasOneQuestion = (document === undefined) !== (tx === undefined);
    if (!network || !pack || !out || !hasOneQuestion) return undefined;
    return { network, document, tx, pack, out, chain, now };
  } catch {
    return undefined;
  }
}

/** The keys that the record is looked up by: the transaction's hash, or the document's digests. */
function keysOf({ document, tx }: Options): Uint8Array[] {
  if (document === undefined) return [fromHex(tx!.replace(/^0x/i, ''))];
  const bytes = new Uint8Array(readFileSync(document));
  return [sha256(bytes), hash('sm3', bytes)];
}

/** Tries the chains of the pack until the network turns out to be one of them. */
async function findRecord(options: Options, pack: TrustPack): Promise<FoundRecord> {
  const chains = pack.chains.filter(({ id }) => options.chain === undefined || options.chain === id);
  for (const chain of chains) {
    try {
      return await findIn(chain, options);
    } catch (error) {
      if (codeOf(error) !== 'source/wrong-chain') throw error;
    }
  }
  throw new MingzhengError('record/unknown-chain', { chain: options.chain ?? options.network });
}

async function findIn(chain: PackChain, options: Options): Promise<FoundRecord> {
  const family = await loadFamily(chain.family);
  const profile = family.readProfile(chain.id, chain.version, chain.profile);
  const clock = { now: clockOf(options.now) };
  const context: ChainContext = { family, profile, verifier: localVerifier, clock };
  const source = networkSource(options.network, family, profile);
  try {
    const keys = keysOf(options);
    const rule = chain.records && family.records.readRule(chain.records);
    const [found] = options.document
      ? await findInArchive(context, chain.checkpoints, source, byDigest(context, rule, keys), NO_SIGNAL)
      : await findByRecordHash(context, chain.checkpoints, source, keys[0]!, rule, NO_SIGNAL);
    return found!;
  } finally {
    if (source instanceof JsonRpcSource) source.close();
  }
}

function describeDocument(options: Options): SubjectFile {
  const [digest, sm3] = keysOf(options).map(toHex);
  return { name: options.document!, size: 0, ...(digest && { digest }), ...(sm3 && { sm3 }) };
}

async function prove(options: Options, pack: TrustPack): Promise<number> {
  const proof = await findRecord(options, pack);
  const trust = (await trustIn(pack, proof.chainId))!;
  const document = options.document ? describeDocument(options) : undefined;
  const now = clockOf(options.now)();
  const { verdict } = await verifyProof({ id: '1', trust, proof, document, verifier: localVerifier, now });
  console.log(`${verdict.outcome}  ${verdict.code}  ${proof.chainId} block ${proof.record.height}`);
  if (verdict.outcome !== 'consistent') return verdict.outcome === 'inconsistent' ? 1 : 2;
  writeFileSync(options.out, printProofFile(trust.family, proof));
  return 0;
}

/** Everything that the caller may have got wrong is found before any network is asked. */
async function checkInput(options: Options): Promise<TrustPack> {
  keysOf(options);
  clockOf(options.now);
  const inputs = [options.document, options.pack].flatMap((path) => (path === undefined ? [] : [resolve(path)]));
  if (inputs.includes(resolve(options.out))) throw new MingzhengError('record/would-overwrite', { out: options.out });
  return readPack(options.pack);
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.error(USAGE);
    return 3;
  }
  await loadCore();
  let pack: TrustPack;
  try {
    pack = await checkInput(options);
  } catch (error) {
    console.error(`${codeOf(error)}: ${error instanceof Error ? error.message : ''}`);
    return 3;
  }
  try {
    return await prove(options, pack);
  } catch (error) {
    console.error(`${codeOf(error)}: ${error instanceof Error ? error.message : ''}`);
    return 2;
  }
}

process.exitCode = await main();
