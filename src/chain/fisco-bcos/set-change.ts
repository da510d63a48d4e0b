// The one kind of set change that can be proven in 3.x (sheet 2.5, case A): calls of the consensus precompile in block N,
// each with its receipt, after which the set is exactly what block N+1 names. No header commits to the set that follows it,
// and the list in a header is its leader's word alone, so nothing less will do.
import { type AbiValue, decodeAbi, encodeAbi, parseAbi } from '../../codec/abi.ts';
import { bytesEqual, concatBytes, fromHex, toHex, toUtf8 } from '../../codec/bytes.ts';
import { ensure } from '../../core/error.ts';
import { hash } from '../../core/hashing.ts';
import { checkReceiptProof, checkSamePlace, checkTransactionProof } from './inclusion.ts';
import type { FiscoHeader, FiscoTransaction, ProvenCall, ReceiptProof, Sealer } from './model.ts';
import { type FiscoProfile, hashOf } from './profile.ts';
import { isOfDeployment } from './receipt.ts';
import { inOrder, MAX_WEIGHT } from './sealers.ts';
import { isTargetCertain, targetOf } from './transaction.ts';

/** The consensus precompile. */
export const CONSENSUS = fromHex('0000000000000000000000000000000000001003');
export const MAX_CALLS = 1000;

type Change = (sealers: readonly Sealer[], nodeId: Uint8Array, weight: bigint) => readonly Sealer[];

const without: Change = (sealers, nodeId) => sealers.filter((sealer) => !bytesEqual(sealer.nodeId, nodeId));
const withWeight: Change = (sealers, nodeId, weight) => [...without(sealers, nodeId, 0n), { nodeId, weight }];
const unchanged: Change = (sealers) => sealers;

function reweighted(sealers: readonly Sealer[], nodeId: Uint8Array, weight: bigint): readonly Sealer[] {
  const isKnown = sealers.some((sealer) => bytesEqual(sealer.nodeId, nodeId));
  ensure(isKnown, 'fisco/set-change-call', { text: toHex(nodeId).slice(0, 40) });
  return withWeight(sealers, nodeId, weight);
}

/** What each method does to the list; the weight of terms never enters a header. */
const METHODS: Readonly<Record<string, Change>> = {
  'addSealer(string,uint256)': withWeight,
  'addSealer(string,uint256,uint256)': withWeight,
  'addObserver(string)': without,
  'remove(string)': without,
  'setWeight(string,uint256)': reweighted,
  'setTermWeight(string,uint256)': unchanged,
};

/**
 * The set after the calls, in the order of lists. `header` is the verified one of the block that holds them.
 * Errors: `fisco/set-change-...` and those of the proofs.
 */
export function setAfter(
  profile: FiscoProfile,
  header: FiscoHeader,
  sealers: readonly Sealer[],
  calls: readonly ProvenCall[],
): Sealer[] {
  let set = sealers;
  let last = -1n;
  for (const call of calls) {
    const { index } = checkCall(profile, header, call);
    ensure(index > last, 'fisco/set-change-order', { index, last });
    last = index;
    set = applyCall(profile, set, call.transaction);
  }
  return inOrder(set);
}

/** Called directly, and said to have worked: status 0 and the code 0 in one word. */
function checkCall(profile: FiscoProfile, header: FiscoHeader, call: ProvenCall): { index: bigint } {
  const placed = checkTransactionProof(profile, header, call);
  checkSamePlace(placed, checkReceiptProof(profile, header, call.result));
  const target = targetOf(call.transaction);
  ensure(bytesEqual(target, CONSENSUS), 'fisco/set-change-target', { found: toHex(target) });
  ensure(saysSuccess(call.result), 'fisco/set-change-failed', {
    status: call.result.receipt.status,
    output: toHex(call.result.receipt.output.subarray(0, 64)),
  });
  return placed;
}

export function saysSuccess({ receipt }: Pick<ReceiptProof, 'receipt'>): boolean {
  const isZero = receipt.output.length === 32 && receipt.output.every((byte) => byte === 0);
  return receipt.status === 0n && isZero && !isOfDeployment(receipt);
}

export function selectorOf(profile: FiscoProfile, canonical: string): Uint8Array {
  return hash(hashOf(profile), toUtf8(canonical)).subarray(0, 4);
}

function applyCall(
  profile: FiscoProfile,
  sealers: readonly Sealer[],
  transaction: FiscoTransaction,
): readonly Sealer[] {
  const selector = transaction.input.subarray(0, 4);
  const method = Object.keys(METHODS).find((canonical) => bytesEqual(selectorOf(profile, canonical), selector));
  ensure(method !== undefined, 'fisco/set-change-call', { text: toHex(selector) });
  const types = parseAbi(method).parameters.map(({ type }) => type);
  const [nodeId, ...numbers] = decodeAbi(types, transaction.input.subarray(4));
  const changed = METHODS[method]!(sealers, nodeIdOf(nodeId!), weightOf(method, numbers[0] ?? 0n));
  ensure(isCallCertain(profile, transaction, types, String(nodeId), numbers), 'fisco/target-not-certain');
  return changed;
}

/**
 * Whether the precompile is called and nothing else. The digits of a key are no address that could be found by trying, but
 * for the last ones, together with what stands behind them; and nothing may stand behind that could hold the true input.
 */
function isCallCertain(
  profile: FiscoProfile,
  transaction: FiscoTransaction,
  types: readonly string[],
  nodeId: string,
  numbers: readonly AbiValue[],
): boolean {
  if (transaction.generation === 3 && transaction.extension.length > 0) return false;
  const rest = concatBytes(encodeAbi(types, ['', ...numbers]), toUtf8(nodeId.slice(-39)));
  return isTargetCertain(profile, transaction, rest);
}

function nodeIdOf(value: AbiValue): Uint8Array {
  const text = String(value);
  ensure(/^[0-9a-fA-F]{128}$/.test(text), 'fisco/set-change-call', { text: text.slice(0, 40) });
  return fromHex(text);
}

/** Nodes refuse a weight of zero where one is set. */
function weightOf(method: string, value: AbiValue): bigint {
  const weight = BigInt(value as bigint);
  const isNeeded = METHODS[method] === withWeight || METHODS[method] === reweighted;
  ensure(!isNeeded || (weight >= 1n && weight <= MAX_WEIGHT), 'fisco/weight', { sealer: method, weight });
  return weight;
}
