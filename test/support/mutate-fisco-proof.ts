// Proof files of made FISCO BCOS chains, what a pack says of such a chain, and the whole way from dropped files to verdicts.
import { packHeaders } from '../../src/chain/fisco-bcos/compact.ts';
import { fiscoBcos } from '../../src/chain/fisco-bcos/family.ts';
import { encodeBlockData, type FiscoRecord } from '../../src/chain/fisco-bcos/records.ts';
import type { DigestAlgorithm } from '../../src/chain/record-rule.ts';
import { toHex } from '../../src/codec/bytes.ts';
import type { Time } from '../../src/codec/time.ts';
import { MingzhengError } from '../../src/core/error.ts';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';
import { type BatchPorts, verifyItems } from '../../src/record/batch.ts';
import type { Item } from '../../src/record/intake.ts';
import { type ProofFile, printProofFile } from '../../src/record/proof-file.ts';
import type { Verdict } from '../../src/record/verdict.ts';
import type { ChainTrust, LocalKnowledge } from '../../src/record/verify.ts';
import type { JsonMembers } from './make-chain-pack.ts';
import { itemOf } from './make-chain-proof.ts';
import { type FiscoChain, fiscoProfileJson } from './make-fisco.ts';
import { recordRuleJson } from './make-fisco-calls.ts';
import { DEEP_RECORD } from './make-fisco-example.ts';
import { readerOf, rememberingVerifier } from './mutate-fisco.ts';

/** What documents of a made chain are hashed with. */
export const algorithmOf = ({ profile }: FiscoChain): DigestAlgorithm =>
  profile.cryptography === 'national' ? 'sm3' : 'sha256';

export const ruleJsonOf = (chain: FiscoChain) => recordRuleJson(algorithmOf(chain));

export interface FiscoProofOptions {
  readonly place?: { readonly number: bigint; readonly index: number };
  readonly kind?: 'event' | 'input';
  /** Heights of the light blocks; the headers between the last one and the record go along. */
  readonly route?: readonly number[];
  readonly execution?: boolean;
}

/** From block 3 over the changes of the example chain, one by one, and by a leap to block 9. */
export const routeOf = ({ profile }: FiscoChain): readonly number[] =>
  profile.generation === 3 ? [3, 4, 5, 6, 9] : [3, 5, 6, 9];

/** The proof of a record of the example chain; of the one in the deep tree where none is told. */
export function fiscoProof(chain: FiscoChain, options: FiscoProofOptions = {}): ProofFile {
  const { place = DEEP_RECORD, kind = 'event', route = routeOf(chain), execution = true } = options;
  const { transactions, receipts } = chain.data.get(place.number)!;
  const rule = fiscoBcos.records.readRule(readerOf(ruleJsonOf(chain)));
  const data = encodeBlockData(transactions, receipts);
  const made = fiscoBcos.records.prove(chain.profile, place.number, data, place.index, rule);
  const { record, execution: result } = made.find((one) => (one.record as FiscoRecord).kind === kind)!;
  const top = BigInt(route.at(-1)!);
  const below = chain.blocks.filter(({ height }) => height >= place.number && height < top);
  return {
    chainId: chain.profile.chainId,
    family: fiscoBcos.id,
    record,
    ...(execution && result && { execution: result }),
    lightBlocks: route.map((at) => chain.block(at)),
    ancestors: packHeaders(below.map(({ header }) => header)).reverse(),
  };
}

export const printFisco = (proof: ProofFile): string => new TextDecoder().decode(printProofFile(fiscoBcos, proof));

export function fiscoTrust(chain: FiscoChain, changes: Partial<ChainTrust> = {}): ChainTrust {
  return {
    family: fiscoBcos,
    profile: chain.profile,
    operator: 'Tests',
    checkpoints: [chain.checkpoint(1), chain.checkpoint(3)],
    rule: fiscoBcos.records.readRule(readerOf(ruleJsonOf(chain))),
    names: new Map(),
    pack: { name: 'Test pack', fingerprint: '00', version: 1, kind: 'imported' },
    ...changes,
  };
}

/** What a trust pack says about a made chain. */
export function fiscoChainJson(
  chain: FiscoChain,
  checkpoints: readonly number[],
  changes: JsonMembers = {},
): JsonMembers {
  const { profile } = chain;
  return {
    id: profile.chainId,
    family: fiscoBcos.id,
    title: 'Made chain',
    operator: 'Tests',
    version: profile.version,
    profile: fiscoProfileJson(profile),
    records: ruleJsonOf(chain),
    checkpoints: checkpoints.map((at) => ({ height: `${at}`, hash: toHex(chain.block(at).hash) })),
    validators: [],
    sources: [],
    ...changes,
  };
}

export interface FiscoVerifyOptions {
  readonly trust?: readonly ChainTrust[];
  readonly known?: LocalKnowledge;
  readonly now?: Time;
  readonly verifier?: SignatureVerifier;
  readonly find?: BatchPorts['find'];
  readonly keep?: BatchPorts['keep'];
}

/** From dropped files to verdicts, as the program does it. */
export function verifyFiscoItems(
  chain: FiscoChain,
  items: readonly Item[],
  options: FiscoVerifyOptions = {},
): Promise<Verdict[]> {
  const trusted = new Map((options.trust ?? [fiscoTrust(chain)]).map((trust) => [trust.profile.chainId, trust]));
  let count = 0;
  const ports: BatchPorts = {
    trust: async (chainId) => trusted.get(chainId),
    known: async () => options.known,
    find: options.find ?? (() => Promise.reject(new MingzhengError('record/not-found'))),
    verifier: options.verifier ?? rememberingVerifier,
    now: () => options.now ?? chain.now,
    nextId: () => `v${count++}`,
    keep: options.keep ?? (() => undefined),
  };
  return verifyItems(items, ports, () => undefined, new AbortController().signal);
}

/** The verdict on one proof file, with its document where there is one. */
export async function verifyFisco(
  chain: FiscoChain,
  proof: ProofFile | string,
  document?: Uint8Array,
  options: FiscoVerifyOptions = {},
): Promise<Verdict> {
  const text = typeof proof === 'string' ? proof : printFisco(proof);
  const items = [itemOf(text, 'bl-7.proof.json'), ...(document ? [itemOf(document, 'bl-7.txt')] : [])];
  const verdicts = await verifyFiscoItems(chain, items, options);
  if (verdicts.length !== 1) throw new Error(`${verdicts.length} verdicts`);
  return verdicts[0]!;
}
