// FISCO BCOS as test data gives it: profiles out of what a row says of its chain, transactions that no rule has looked at yet,
// and records proven under a root that is known.
import { markVerified, type ProvenInclusion, type RecordProof } from '../../src/chain/chain.ts';
import { transactionHash } from '../../src/chain/fisco-bcos/hash.ts';
import { makePath, rootOf } from '../../src/chain/fisco-bcos/merkle.ts';
import type {
  FiscoHeader,
  FiscoLightBlock,
  FiscoPath,
  FiscoTransaction,
  TransactionV3,
} from '../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { quorum } from '../../src/chain/fisco-bcos/quorum.ts';
import { type InputRecord, records } from '../../src/chain/fisco-bcos/records.ts';
import type { RecordRule } from '../../src/chain/record-rule.ts';
import { runRule } from '../../src/chain/run-rule.ts';
import { toUtf8 } from '../../src/codec/bytes.ts';
import { readQuantity } from '../../src/codec/prefixed-hex.ts';
import type { Reader } from '../../src/codec/schema.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { bytesOf, textOf } from './fields.ts';
import { allHold } from './report.ts';

const YEARS = 100n * 365n * 86_400n * 1_000_000_000n;
const MAX_INT64 = 2n ** 63n - 1n;

export type Cryptography = FiscoProfile['cryptography'];

export function fiscoProfile(
  generation: 2 | 3,
  cryptography: Cryptography,
  facts: Partial<FiscoProfile> = {},
): FiscoProfile {
  return {
    chainId: 'test data',
    version: generation === 3 ? '3.6.0' : '2.8.0',
    generation,
    cryptography,
    nativeChainId: generation === 3 ? 'chain0' : '1',
    groupId: generation === 3 ? 'group0' : '1',
    addressStyle: '0x',
    trustingPeriodNanos: YEARS,
    maxClockDriftNanos: 10_000_000_000n,
    ...facts,
  };
}

/** `sm3/sm2` or `keccak256/secp256k1`; elsewhere `sm` or `ecdsa`. Errors for anything else. */
export function cryptographyIn(name: string): Cryptography {
  if (name === 'sm3/sm2' || name === 'sm') return 'national';
  if (name === 'keccak256/secp256k1' || name === 'ecdsa') return 'international';
  throw new Error(`a suite that is not known: ${name}`);
}

/** How the chain of a transaction writes addresses, as far as the transaction shows it. */
export function addressStyleIn(to: string): FiscoProfile['addressStyle'] {
  return to === '' || to.startsWith('0x') ? '0x' : 'plain';
}

/** A 3.x transaction out of named fields, with no rule applied: so that one can be hashed that the rules refuse. */
export function plainTransaction(reader: Reader, nonce: string, signature: Uint8Array): TransactionV3 {
  const text = (key: string) => (reader.has(key) ? textOf(reader, key) : '');
  return {
    generation: 3,
    version: readQuantity(reader, 'version', 255n, 0n),
    chainId: textOf(reader, 'chainID'),
    groupId: textOf(reader, 'groupID'),
    blockLimit: reader.integer('blockLimit', 0n, MAX_INT64),
    nonce: toUtf8(nonce),
    to: text('to'),
    input: bytesOf(reader, 'input'),
    abi: text('abi'),
    value: text('value'),
    gasPrice: text('gasPrice'),
    gasLimit: readQuantity(reader, 'gasLimit', MAX_INT64, 0n),
    maxFeePerGas: text('maxFeePerGas'),
    maxPriorityFeePerGas: text('maxPriorityFeePerGas'),
    extension: new Uint8Array(0),
    signature,
  };
}

/** `ok` if every rule of the block alone holds, all that signed did so rightly, and they are a quorum. */
export async function sealedAnswer(profile: FiscoProfile, block: FiscoLightBlock): Promise<string> {
  const view = await runRule(quorum(profile, block), localVerifier);
  return allHold({
    signatures: view.votes.every(({ state }) => state !== 'wrong'),
    quorum: view.signedPower > view.needed,
  });
}

/** The roots of the header under which something is to be proven, and its number. */
export interface Roots {
  readonly number?: bigint;
  readonly transactionsRoot: Uint8Array;
  readonly receiptsRoot?: Uint8Array;
}

/** Proves a record under a header of which nothing is said but this. Errors are those of `records.ts`. */
export function provenUnder(
  profile: FiscoProfile,
  { number = 1n, transactionsRoot, receiptsRoot = new Uint8Array(32) }: Roots,
  record: RecordProof,
  rule?: RecordRule,
): Promise<ProvenInclusion> {
  const header = { generation: profile.generation, number, transactionsRoot, receiptsRoot } as FiscoHeader;
  const point = { height: number, hash: new Uint8Array(32), time: { seconds: 0n, nanos: 0 }, header };
  return runRule(records.checkProof(profile, markVerified(point, 'checkpoint'), record, rule), localVerifier);
}

/** Proves a transaction, and with it who sent it. */
export function provenTransaction(
  profile: FiscoProfile,
  transaction: FiscoTransaction,
  path: FiscoPath,
  transactionsRoot: Uint8Array,
): Promise<ProvenInclusion> {
  const record: InputRecord = { kind: 'input', height: 1n, transaction, path };
  return provenUnder(profile, { transactionsRoot }, record);
}

/** As the only one of its block. */
export function provenAlone(profile: FiscoProfile, transaction: FiscoTransaction): Promise<ProvenInclusion> {
  const hashes = [transactionHash(profile, transaction)];
  const algorithm = hashOf(profile);
  const path = makePath(algorithm, profile.generation, hashes, 0);
  return provenTransaction(profile, transaction, path, rootOf(algorithm, profile.generation, hashes));
}

/** The address that a proof shows as the sender, or as one that signed, in hex; nothing where it shows none. */
export function senderIn({ facts = [] }: ProvenInclusion): string {
  const found = facts.find(({ name }) => name === 'sender' || name === 'signer')?.value;
  return found?.kind === 'bytes' ? found.hex : '';
}
