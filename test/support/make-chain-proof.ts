// A made chain with records in it, and everything that verifying a proof file of it needs: the file, its document, what is
// trusted, and the whole way from dropped files to verdicts.
import type { ChainFamily } from '../../src/chain/chain.ts';
import { packHeaders } from '../../src/chain/cometbft/compact.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { encodeResultBytes, records } from '../../src/chain/cometbft/records.ts';
import type { TextRule } from '../../src/chain/record-rule.ts';
import { toHex, toUtf8 } from '../../src/codec/bytes.ts';
import type { Time } from '../../src/codec/time.ts';
import { MingzhengError } from '../../src/core/error.ts';
import { sha256 } from '../../src/core/hashing.ts';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';
import { type BatchPorts, verifyItems } from '../../src/record/batch.ts';
import type { Item } from '../../src/record/intake.ts';
import { type ProofFile, printProofFile } from '../../src/record/proof-file.ts';
import type { Verdict } from '../../src/record/verdict.ts';
import type { ChainTrust, LocalKnowledge } from '../../src/record/verify.ts';
import { type ChainOptions, type MadeChain, makeChain, RESULT } from './make-chain.ts';
import { fastVerifier } from './mutate-block.ts';

export const DOCUMENT = toUtf8('Bill of lading 7, as signed.\n');
export const OTHER_DOCUMENT = toUtf8('Bill of lading 8, as signed.\n');
export const RULE: TextRule = { kind: 'transaction-text', pattern: 'record/{id}={sha256}' };
/** Where the record of `DOCUMENT` stands; its result is in the header after. */
export const RECORD_HEIGHT = 2n;
export const RECORD_INDEX = 1;
/** The transaction of this index failed. */
export const FAILED_INDEX = 2;

export const recordText = (id: string, content: Uint8Array): Uint8Array =>
  toUtf8(`record/${id}=${toHex(sha256(content))}`);

const TRANSACTIONS = [
  toUtf8('pay/1'),
  recordText('BL-7', DOCUMENT),
  recordText('BL-7-failed', DOCUMENT),
  toUtf8('pay/2'),
  recordText('BL-8', OTHER_DOCUMENT),
];

/** Four members of whom three sign; one is replaced after height 3. */
export function recordChain(changes: Partial<ChainOptions> = {}): MadeChain {
  return makeChain({
    length: 6,
    validators: 4,
    changeEvery: 3,
    powers: [7, 11, 11, 11],
    sign: 'two-thirds',
    chainId: 'records-1',
    transactions: (height) => (height === RECORD_HEIGHT ? TRANSACTIONS : [toUtf8(`empty/${height}`)]),
    results: (height, index) => (height === RECORD_HEIGHT && index === FAILED_INDEX ? { ...RESULT, code: 9 } : RESULT),
    ...changes,
  });
}

export interface ProofOptions {
  readonly index?: number;
  readonly height?: bigint;
  /** Heights of the light blocks; the headers between the last one and the record go along. */
  readonly route?: readonly number[];
  readonly execution?: boolean;
}

export function makeProof(chain: MadeChain, options: ProofOptions = {}): ProofFile {
  const { index = RECORD_INDEX, height = RECORD_HEIGHT, route = [1, 4], execution = true } = options;
  const { transactions, results } = chain.data.get(height)!;
  const data = { transactions, results: execution ? results.map(encodeResultBytes) : [] };
  const [made] = records.prove(chain.profile, height, data, index);
  const top = route.at(-1)!;
  const below = chain.blocks.filter((block) => block.height >= height && block.height < BigInt(top));
  return {
    chainId: chain.profile.chainId,
    family: 'cometbft',
    ...made!,
    lightBlocks: route.map((at) => chain.block(at)),
    ancestors: packHeaders(below.map(({ header }) => header)).reverse(),
  };
}

export const printProof = (proof: ProofFile): string => new TextDecoder().decode(printProofFile(cometbft, proof));

export function trustIn(chain: MadeChain, changes: Partial<ChainTrust> = {}): ChainTrust {
  return {
    family: cometbft as ChainFamily,
    profile: chain.profile,
    operator: 'Tests',
    checkpoints: [chain.checkpoint(1)],
    rule: RULE,
    names: new Map(),
    pack: { name: 'Test pack', fingerprint: '00', version: 1, kind: 'imported' },
    ...changes,
  };
}

/** A file; `name` empty is pasted text. */
export function itemOf(content: Uint8Array | string, name = ''): Item {
  const bytes = typeof content === 'string' ? toUtf8(content) : content;
  return { name, size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}

export interface VerifyOptions {
  readonly trust?: readonly ChainTrust[];
  readonly known?: LocalKnowledge;
  readonly now?: Time;
  readonly verifier?: SignatureVerifier;
  readonly find?: BatchPorts['find'];
  readonly keep?: BatchPorts['keep'];
}

/** From dropped files to verdicts, as the program does it. */
export function verifyAll(chain: MadeChain, items: readonly Item[], options: VerifyOptions = {}): Promise<Verdict[]> {
  return verifyWith(options.trust ?? [trustIn(chain)], chain.now, items, options);
}

/** The same for chains of any family. */
export function verifyWith(
  trust: readonly ChainTrust[],
  now: Time,
  items: readonly Item[],
  options: VerifyOptions = {},
): Promise<Verdict[]> {
  const trusted = new Map(trust.map((each) => [each.profile.chainId, each]));
  let count = 0;
  const ports: BatchPorts = {
    trust: async (chainId) => trusted.get(chainId),
    known: async () => options.known,
    find: options.find ?? (() => Promise.reject(new MingzhengError('record/not-found'))),
    verifier: options.verifier ?? fastVerifier,
    now: () => options.now ?? now,
    nextId: () => `v${count++}`,
    keep: options.keep ?? (() => undefined),
  };
  return verifyItems(items, ports, () => undefined, new AbortController().signal);
}

/** The verdict on one proof file, with its document where there is one. */
export async function verifyOne(
  chain: MadeChain,
  proof: ProofFile | string,
  document?: Uint8Array,
  options: VerifyOptions = {},
): Promise<Verdict> {
  const text = typeof proof === 'string' ? proof : printProof(proof);
  const items = [itemOf(text, 'bl-7.proof.json'), ...(document ? [itemOf(document, 'bl-7.txt')] : [])];
  const verdicts = await verifyAll(chain, items, options);
  if (verdicts.length !== 1) throw new Error(`${verdicts.length} verdicts`);
  return verdicts[0]!;
}

/** The check that a verdict fell over; undefined where none failed. */
export const failedCheck = (verdict: Verdict): string | undefined =>
  verdict.checks.find(({ state }) => state === 'fail')?.id;
