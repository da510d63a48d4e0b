// Transactions of FISCO BCOS: as nodes print them, which forms are refused since a hash alone would not fix the fields
// (sheet 3.1), and who sent one.
import { bytesEqual, concatBytes, fromHex, toHex, toUtf8 } from '../../codec/bytes.ts';
import { readBytes, readQuantity } from '../../codec/prefixed-hex.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';
import type { SignatureClaim } from '../../crypto/claim.ts';
import { behindInput, transactionHash } from './hash.ts';
import type { FiscoTransaction, TransactionV2, TransactionV3 } from './model.ts';
import { type FiscoProfile, schemeOf } from './profile.ts';

export const MAX_INPUT = 4 << 20;
const MAX_TEXT = 1 << 20;
const MAX_UINT256 = 2n ** 256n - 1n;
const MAX_INT64 = 2n ** 63n - 1n;

/** One transaction as a node prints it. Errors: `fisco/transaction-...`, `json/...`, `codec/...`. */
export function readTransaction(profile: FiscoProfile, reader: Reader): FiscoTransaction {
  const transaction = profile.generation === 3 ? readV3(profile, reader) : readTargetV2(profile, reader);
  checkTransaction(profile, transaction);
  const claimed = readBytes(reader, 'hash', 32);
  const found = transactionHash(profile, transaction);
  ensure(claimed.length === 0 || bytesEqual(claimed, found), 'fisco/transaction-hash', {
    found: toHex(found),
    claimed: toHex(claimed),
  });
  return transaction;
}

function readV3(profile: FiscoProfile, reader: Reader): TransactionV3 {
  const type = readQuantity(reader, 'type', 255n, 0n);
  ensure(type === 0n, 'fisco/transaction-type', { type });
  const text = (key: string) => (reader.has(key) ? reader.string(key, MAX_TEXT) : '');
  const partial = {
    generation: 3 as const,
    version: readQuantity(reader, 'version', 2n, 0n),
    chainId: reader.string('chainID', 100),
    groupId: reader.string('groupID', 100),
    blockLimit: reader.integer('blockLimit', 0n, MAX_INT64),
    to: text('to'),
    input: readBytes(reader, 'input', MAX_INPUT),
    abi: text('abi'),
    value: text('value'),
    gasPrice: text('gasPrice'),
    gasLimit: readQuantity(reader, 'gasLimit', MAX_INT64, 0n),
    maxFeePerGas: text('maxFeePerGas'),
    maxPriorityFeePerGas: text('maxPriorityFeePerGas'),
    extension: readByteNumbers(reader, 'extension'),
    signature: readBytes(reader, 'signature', 128),
  };
  return { ...partial, nonce: readNonce(profile, reader, partial) };
}

function readByteNumbers(reader: Reader, key: string): Uint8Array {
  return Uint8Array.from(reader.array(key, MAX_TEXT, true), (_, i) => {
    const item = reader.array(key, MAX_TEXT)[i] as { text?: string };
    const byte = Number(item?.text);
    ensure(Number.isInteger(byte) && byte >= 0 && byte < 256, 'json/expected-integer', { path: reader.at(key) });
    return byte;
  });
}

/**
 * Nodes up to 3.2 print the nonce's own characters, later ones their bytes in hex. Digits can be read either way, so that
 * reading is taken which gives the hash that the node says.
 */
function readNonce(profile: FiscoProfile, reader: Reader, rest: Omit<TransactionV3, 'nonce'>): Uint8Array {
  const text = reader.string('nonce', 1000);
  const claimed = readBytes(reader, 'hash', 32);
  const isHex = /^([0-9a-fA-F]{2})*$/.test(text);
  const readings = isHex ? [fromHex(text), toUtf8(text)] : [toUtf8(text)];
  const fits = (nonce: Uint8Array) => bytesEqual(transactionHash(profile, { ...rest, nonce }), claimed);
  return readings.find(fits) ?? readings[0]!;
}

/**
 * Nodes print the zero address both for a deployment, whose target is empty, and for a call of that address: that reading is
 * taken which gives the hash that the node says. Our own files print a deployment's target as empty.
 */
function readTargetV2(profile: FiscoProfile, reader: Reader): TransactionV2 {
  const printed = readV2(profile, reader);
  if (printed.to.some((byte) => byte !== 0)) return printed;
  const claimed = readBytes(reader, 'hash', 32);
  const deployment = { ...printed, to: new Uint8Array(0) };
  return bytesEqual(transactionHash(profile, deployment), claimed) ? deployment : printed;
}

function readV2(profile: FiscoProfile, reader: Reader): TransactionV2 {
  const number = (key: string) => readQuantity(reader, key, MAX_UINT256);
  const to = readBytes(reader, 'to', 20);
  ensure(to.length === 0 || to.length === 20, 'fisco/transaction-to', { to: toHex(to) });
  const signature = reader.optionalReader('signature');
  ensure(signature !== undefined, 'fisco/transaction-unsigned');
  return {
    generation: 2,
    nonce: number('nonce'),
    gasPrice: number('gasPrice'),
    gas: number('gas'),
    blockLimit: number('blockLimit'),
    to,
    value: number('value'),
    input: readBytes(reader, 'input', MAX_INPUT),
    chainId: number('chainId'),
    groupId: number('groupId'),
    extraData: readBytes(reader, 'extraData', MAX_TEXT),
    r: leftPadded(readBytes(signature, 'r', 32)),
    s: leftPadded(readBytes(signature, 's', 32)),
    v: profile.cryptography === 'national' ? readBytes(signature, 'v', 64) : oneByte(signature),
  };
}

function leftPadded(bytes: Uint8Array): Uint8Array {
  return concatBytes(new Uint8Array(32 - bytes.length), bytes);
}

function oneByte(reader: Reader): Uint8Array {
  return Uint8Array.of(Number(readQuantity(reader, 'v', 3n)));
}

/** The nonce of SDKs: digits, or hex digits. */
function isNonce(nonce: Uint8Array): boolean {
  return nonce.length > 0 && nonce.every((byte) => (byte >= 0x30 && byte <= 0x39) || (byte >= 0x61 && byte <= 0x66));
}

function isAddressText(profile: FiscoProfile, to: string): boolean {
  return profile.addressStyle === '0x' ? /^0x[0-9a-f]{40}$/.test(to) : /^[0-9a-f]{40}$/.test(to);
}

/** ABI text: nothing in a call; in a deployment nothing or a JSON array. */
function isAbiText(to: string, abi: string): boolean {
  if (abi === '') return true;
  if (to !== '' || !abi.startsWith('[')) return false;
  try {
    return Array.isArray(JSON.parse(abi));
  } catch {
    return false;
  }
}

function isFeeText(text: string): boolean {
  return /^(0x[0-9a-f]+|[0-9]*)$/.test(text);
}

/** Errors: `fisco/other-group`, `fisco/transaction-...`. */
export function checkTransaction(profile: FiscoProfile, transaction: FiscoTransaction): void {
  const { chainId, groupId } = transaction;
  const isOwn = `${chainId}` === profile.nativeChainId && `${groupId}` === profile.groupId;
  ensure(isOwn, 'fisco/other-group', {
    found: `${chainId}/${groupId}`,
    expected: `${profile.nativeChainId}/${profile.groupId}`,
  });
  if (transaction.generation === 3) checkForms(profile, transaction);
}

function checkForms(profile: FiscoProfile, transaction: TransactionV3): void {
  const { nonce, to, abi, version } = transaction;
  ensure(version >= 0n && version <= 2n, 'fisco/transaction-version', { version });
  ensure(isNonce(nonce), 'fisco/transaction-nonce', { nonce: toHex(nonce.subarray(0, 64)) });
  ensure(to === '' || isAddressText(profile, to), 'fisco/transaction-to', { to: to.slice(0, 80) });
  ensure(isAbiText(to, abi), 'fisco/transaction-abi', { length: abi.length });
  const fees = [transaction.value, transaction.gasPrice, transaction.maxFeePerGas, transaction.maxPriorityFeePerGas];
  ensure(fees.every(isFeeText), 'fisco/transaction-fees');
}

/**
 * Whether the fields could have been cut in no other way (sheet 3.1, last lines). A deployment whose code begins with an
 * address as text could be a call. Where addresses are written without 0x, the end of the nonce could be the true target
 * and what is said to be the target the start of its input: anybody can send such a transaction to a contract of his own.
 */
export function isTargetCertain(
  profile: FiscoProfile,
  transaction: FiscoTransaction,
  input: Uint8Array = transaction.input,
): boolean {
  if (transaction.generation === 2) return true;
  const { nonce, to } = transaction;
  // It is the sender who writes 0x or not, and the nonce may hold any bytes: so the true target could be any other 40 hex
  // digits of what is hashed. Those that share more than 16 digits with `to` are no address that can be found by trying.
  const text = (...parts: readonly Uint8Array[]) => new TextDecoder('latin1').decode(concatBytes(...parts));
  const behind = text(toUtf8(to.slice(-16)), input, behindInput(transaction));
  if (ADDRESS.test(text(nonce, toUtf8(to.slice(0, 1)))) || ADDRESS.test(behind)) return false;
  return to === '' || profile.addressStyle === '0x';
}

const ADDRESS = /[0-9a-fA-F]{40}/;

/** Who a transaction calls: 20 bytes, or nothing for a deployment. */
export function targetOf(transaction: FiscoTransaction): Uint8Array {
  if (transaction.generation === 2) return transaction.to;
  return fromHex(transaction.to.replace(/^0x/, ''));
}

/** r || s || v or r || s || key, as 3.x carries it. Empty where it is not known. */
function signatureOf(transaction: FiscoTransaction): Uint8Array {
  if (transaction.generation === 3) return transaction.signature;
  return concatBytes(transaction.r, transaction.s, transaction.v);
}

/**
 * The key that a transaction carries, with national cryptography, and the claim that it signed. undefined where there is no
 * signature, or one of another form.
 */
export function nationalClaim(transaction: FiscoTransaction, message: Uint8Array): SignatureClaim | undefined {
  const signature = signatureOf(transaction);
  if (signature.length !== 128) return undefined;
  return { scheme: 'sm2-plain', publicKey: signature.subarray(64), message, signature: signature.subarray(0, 64) };
}

/** r || s || v of international cryptography, from which the key is recovered. */
export function recoverableSignature(profile: FiscoProfile, transaction: FiscoTransaction): Uint8Array | undefined {
  const signature = signatureOf(transaction);
  return schemeOf(profile) === 'secp256k1-recoverable' && signature.length === 65 ? signature : undefined;
}

const hex = (bytes: Uint8Array) => `0x${toHex(bytes)}`;

/** As a node of 3.3 or later, or of 2.7 or later, prints it, without its hash; `readTransaction` gives it back. */
export function transactionToJson(transaction: FiscoTransaction): object {
  return transaction.generation === 3 ? jsonOfV3(transaction) : jsonOfV2(transaction);
}

function jsonOfV3(transaction: TransactionV3): object {
  const { version, chainId, groupId, blockLimit, nonce, to, input, abi, signature } = transaction;
  const { value, gasPrice, gasLimit, maxFeePerGas, maxPriorityFeePerGas, extension } = transaction;
  const fees = { value, gasPrice, gasLimit: `${gasLimit}`, maxFeePerGas, maxPriorityFeePerGas };
  return {
    version: Number(version),
    chainID: chainId,
    groupID: groupId,
    blockLimit: `${blockLimit}`,
    nonce: toHex(nonce),
    to,
    input: hex(input),
    abi,
    ...(version >= 1n && fees),
    ...(version >= 2n && { extension: [...extension] }),
    signature: hex(signature),
  };
}

function jsonOfV2(transaction: TransactionV2): object {
  const number = (value: bigint) => `0x${value.toString(16)}`;
  const { nonce, gasPrice, gas, blockLimit, to, value, input, chainId, groupId, extraData, r, s, v } = transaction;
  return {
    nonce: number(nonce),
    gasPrice: number(gasPrice),
    gas: number(gas),
    blockLimit: number(blockLimit),
    to: hex(to),
    value: number(value),
    input: hex(input),
    chainId: number(chainId),
    groupId: number(groupId),
    extraData: hex(extraData),
    signature: { r: hex(r), s: hex(s), v: v.length === 1 ? number(BigInt(v[0]!)) : hex(v) },
  };
}
