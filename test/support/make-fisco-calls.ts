// Transactions of made FISCO BCOS chains with their receipts: signed calls of contracts, records as inputs and as events, and
// calls of the consensus precompile that change the sealers.

import { addressOf, signingHash } from '../../src/chain/fisco-bcos/hash.ts';
import type {
  FiscoReceipt,
  FiscoTransaction,
  Log,
  ReceiptV2,
  ReceiptV3,
  TransactionV2,
  TransactionV3,
} from '../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashesRemainGas, hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { type AbiValue, encodeAbi, fromNumber, parseAbi } from '../../src/codec/abi.ts';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { type FiscoKey, withKey } from './make-fisco-keys.ts';

type Suite = Pick<FiscoProfile, 'cryptography'>;

/** What a transaction does and what becomes of it. */
export interface Call {
  /** 20 bytes; without it a contract is deployed. */
  readonly to?: Uint8Array;
  readonly input: Uint8Array;
  /** Number of the sender's key; 0 where it is missing. */
  readonly sender?: number;
  readonly logs?: readonly Log[];
  /** 0, success, where it is missing. */
  readonly status?: bigint;
  readonly output?: Uint8Array;
  /** Of transaction and receipt, in 3.x; 0 where it is missing. */
  readonly version?: bigint;
  /** 3.x, where a node keeps no signature: no root covers it. */
  readonly unsigned?: boolean;
}

/** Where in the chain a transaction stands, and who signs it. */
export interface CallPlace {
  readonly profile: FiscoProfile;
  readonly number: bigint;
  readonly index: number;
  readonly key: FiscoKey;
}

const NOTHING = new Uint8Array(0);
/** As many blocks later a transaction is no longer taken. */
const BLOCK_LIMIT = 500n;
const GAS = 300_000_000n;
/** The precompile that keeps the list of sealers. */
export const CONSENSUS_ADDRESS = fromHex('0000000000000000000000000000000000001003');
export const SUCCESS = new Uint8Array(32);

/** Selector and arguments. `abi` is a function's signature, with or without names: `record(string id, bytes32 digest)`. */
export function inputOf(suite: Suite, abi: string, values: readonly AbiValue[]): Uint8Array {
  const { canonical, parameters } = parseAbi(abi);
  const selector = hash(hashOf(suite), toUtf8(canonical)).subarray(0, 4);
  return concatBytes(selector, encodeAbi(typesOf(parameters), values));
}

function typesOf(parameters: readonly { readonly type: string }[]): string[] {
  return parameters.map(({ type }) => type);
}

/** An event of a contract: what is indexed goes into topics, texts as their hash. */
export function logOf(suite: Suite, contract: Uint8Array, abi: string, values: readonly AbiValue[]): Log {
  const { canonical, parameters } = parseAbi(abi);
  const algorithm = hashOf(suite);
  const topicOf = (type: string, value: AbiValue) =>
    type === 'string' ? hash(algorithm, toUtf8(String(value))) : encodeAbi([type], [value]);
  const given = new Map(parameters.map((parameter, i) => [parameter, values[i]!]));
  const indexed = parameters.filter((parameter) => parameter.indexed);
  const plain = parameters.filter((parameter) => !parameter.indexed);
  return {
    address: contract,
    topics: [hash(algorithm, toUtf8(canonical)), ...indexed.map((item) => topicOf(item.type, given.get(item)!))],
    data: encodeAbi(
      typesOf(plain),
      plain.map((item) => given.get(item)!),
    ),
  };
}

export const RECORD_CONTRACT = fromHex('5f3a9c1e7b2d48605a1fb03c6d94e8271c0d2ab4');
export const RECORD_CALL = 'record(string id, bytes32 digest)';
export const RECORD_EVENT = 'Recorded(string id, bytes32 digest)';

/** A call of the evidence contract: the record stands in the input, and, with `event`, in an event too. */
export function recordCall(
  suite: Suite,
  id: string,
  digest: Uint8Array,
  more: Partial<Call> & RecordOptions = {},
): Call {
  const { event = true, contract = RECORD_CONTRACT, ...rest } = more;
  const logs = event ? [logOf(suite, contract, RECORD_EVENT, [id, digest])] : [];
  return { to: contract, input: inputOf(suite, RECORD_CALL, [id, digest]), logs, ...rest };
}

export interface RecordOptions {
  readonly event?: boolean;
  readonly contract?: Uint8Array;
}

/** The rule of a trust pack by which these calls are records. */
export function recordRuleJson(algorithm: 'sha256' | 'sm3', from: readonly ('input' | 'event')[] = ['event', 'input']) {
  const source = { contract: `0x${toHex(RECORD_CONTRACT)}`, id: 'id', digest: 'digest', algorithm };
  const abi = { input: RECORD_CALL, event: RECORD_EVENT };
  return { kind: 'abi', sources: from.map((item) => ({ from: item, abi: abi[item], ...source })) } as const;
}

/** A call of the consensus precompile that says it worked; `output` of another call says otherwise. */
export function consensusCall(suite: Suite, abi: string, nodeId: Uint8Array, ...numbers: readonly bigint[]): Call {
  const input = inputOf(suite, abi, [toHex(nodeId), ...numbers]);
  return { to: CONSENSUS_ADDRESS, input, output: SUCCESS };
}

/** The word that a precompile gives for a failure, e.g. -51104. */
export const failureOutput = (code: bigint): Uint8Array => fromNumber(code);

/** Not random: the same in every run, and another one for every place. */
function nonceOf({ profile, number, index }: CallPlace): bigint {
  const text = `nonce/${profile.chainId}/${profile.groupId}/${number}/${index}`;
  return BigInt(`0x${toHex(hash('sha256', toUtf8(text)).subarray(0, 15))}`);
}

export function makeTransaction(place: CallPlace, call: Call): FiscoTransaction {
  return place.profile.generation === 3 ? transactionV3(place, call) : transactionV2(place, call);
}

function transactionV3(place: CallPlace, { to, input, version = 0n, unsigned }: Call): TransactionV3 {
  const { profile, number, key } = place;
  const prefix = profile.addressStyle === '0x' ? '0x' : '';
  const bare: TransactionV3 = {
    generation: 3,
    version,
    chainId: profile.nativeChainId,
    groupId: profile.groupId,
    blockLimit: number + BLOCK_LIMIT,
    nonce: toUtf8(`${nonceOf(place)}`),
    to: to ? prefix + toHex(to) : '',
    input,
    abi: '',
    value: '',
    gasPrice: version >= 1n ? '0x0' : '',
    gasLimit: version >= 1n ? GAS : 0n,
    maxFeePerGas: '',
    maxPriorityFeePerGas: '',
    extension: NOTHING,
    signature: NOTHING,
  };
  if (unsigned) return bare;
  return { ...bare, signature: withKey(profile.cryptography, key, signingHash(profile, bare)) };
}

function transactionV2(place: CallPlace, { to = NOTHING, input }: Call): TransactionV2 {
  const { profile, number, key } = place;
  const bare: TransactionV2 = {
    generation: 2,
    nonce: nonceOf(place),
    gasPrice: GAS,
    gas: GAS,
    blockLimit: number + BLOCK_LIMIT,
    to,
    value: 0n,
    input,
    chainId: BigInt(profile.nativeChainId),
    groupId: BigInt(profile.groupId),
    extraData: NOTHING,
    r: NOTHING,
    s: NOTHING,
    v: NOTHING,
  };
  const signature = withKey(profile.cryptography, key, signingHash(profile, bare));
  return { ...bare, r: signature.slice(0, 32), s: signature.slice(32, 64), v: signature.slice(64) };
}

export function makeReceipt(place: CallPlace, call: Call): FiscoReceipt {
  return place.profile.generation === 3 ? receiptV3(place, call) : receiptV2(place, call);
}

/** Plausible, no more: nothing executes here. */
function gasOf({ input }: Call): bigint {
  return 21_000n + 16n * BigInt(input.length);
}

/** Of a deployment: out of sender and place. */
function contractOf(place: CallPlace, { to }: Call): Uint8Array {
  if (to) return NOTHING;
  return addressOf(place.profile, concatBytes(place.key.publicKey, toUtf8(`${nonceOf(place)}`)));
}

function receiptV3(place: CallPlace, call: Call): ReceiptV3 {
  const { status = 0n, output = NOTHING, logs = [], version = 0n } = call;
  return {
    generation: 3,
    version,
    gasUsed: `${gasOf(call)}`,
    contractAddress: toHex(contractOf(place, call)),
    status,
    output,
    effectiveGasPrice: version >= 1n ? '0x0' : '',
    logs,
    blockNumber: place.number,
  };
}

function receiptV2(place: CallPlace, call: Call): ReceiptV2 {
  const { status = 0n, output = NOTHING, logs = [] } = call;
  const contract = contractOf(place, call);
  return {
    generation: 2,
    root: new Uint8Array(32),
    gasUsed: gasOf(call),
    contractAddress: contract.length > 0 ? contract : new Uint8Array(20),
    logsBloom: new Uint8Array(256),
    status,
    output,
    ...(hashesRemainGas(place.profile) && { remainGas: GAS - gasOf(call) }),
    logs,
  };
}
