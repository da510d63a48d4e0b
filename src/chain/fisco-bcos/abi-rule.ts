// Which calls and events of a FISCO BCOS chain are records: of which contract, by which ABI, and which of its arguments is
// the digest. The pack names the ABI, since without one the bytes of a log can be cut into topics and data in several ways
// (sheet 3.2): the ABI fixes how many topics there are and how long the data is.
import { type AbiSignature, type AbiValue, decodeAbi, parseAbi } from '../../codec/abi.ts';
import { bytesEqual, fromHex, toHex, toUtf8 } from '../../codec/bytes.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure, MingzhengError } from '../../core/error.ts';
import { hash } from '../../core/hashing.ts';
import type { ChainRecord, DigestAlgorithm, RecordRule } from '../record-rule.ts';
import type { FiscoReceipt, FiscoTransaction, Log } from './model.ts';
import { type FiscoProfile, hashOf } from './profile.ts';
import { selectorOf } from './set-change.ts';
import { targetOf } from './transaction.ts';

export interface AbiSource {
  readonly from: 'input' | 'event';
  /** 20 bytes. */
  readonly contract: Uint8Array;
  readonly abi: AbiSignature;
  /** Names of arguments. */
  readonly id?: string;
  readonly digest: string;
  readonly algorithm: DigestAlgorithm;
  /** Of an event: how many bytes the call that makes it gives back. */
  readonly output: number;
}

export interface AbiRule extends RecordRule {
  readonly kind: 'abi';
  readonly sources: readonly AbiSource[];
}

const MAX_SOURCES = 50;

/** `{kind: "abi", sources: [...]}` (docs/formats/trust-pack.md). Errors: `trust/record-rule`, `json/...`. */
export function readAbiRule(reader: Reader): AbiRule {
  reader.only('kind', 'sources');
  const kind = reader.string('kind', 40);
  ensure(kind === 'abi', 'trust/record-rule', { pattern: kind });
  const sources = reader.readers('sources', MAX_SOURCES).map(readSource);
  ensure(sources.length > 0, 'trust/record-rule', { pattern: kind });
  return { kind, sources };
}

function readSource(reader: Reader): AbiSource {
  reader.only('from', 'contract', 'abi', 'id', 'digest', 'algorithm', 'output');
  const text = reader.string('abi', 500);
  const abi = parseAbi(text);
  const from = reader.string('from', 20);
  const algorithm = reader.string('algorithm', 20);
  const contract = fromHex(reader.string('contract', 42).replace(/^0x/, ''));
  const digest = reader.string('digest', 100);
  const output = Number(reader.integer('output', 0n, 1024n, 0n));
  const id = reader.has('id') ? reader.string('id', 100) : undefined;
  const isKnown = (from === 'input' || from === 'event') && (algorithm === 'sha256' || algorithm === 'sm3');
  ensure(isKnown && contract.length === 20, 'trust/record-rule', { pattern: text });
  ensure(fits(abi, from === 'event', digest, id), 'trust/record-rule', { pattern: text });
  return { from, contract, abi, digest, algorithm, output, ...(id !== undefined && { id }) };
}

/** The digest is a bytes32 or text, the id text or a word; calls index nothing; text that is indexed is only a hash. */
function fits({ parameters }: AbiSignature, isEvent: boolean, digest: string, id: string | undefined): boolean {
  const names = parameters.map(({ name }) => name).filter((name) => name !== '');
  const typeOf = (name: string) => parameters.find((parameter) => parameter.name === name);
  const isIndexed = parameters.filter(({ indexed }) => indexed);
  const isReadable = (name: string) => !(typeOf(name)?.indexed && /^(string|bytes)$/.test(typeOf(name)!.type));
  return (
    new Set(names).size === names.length &&
    ['bytes32', 'string'].includes(typeOf(digest)?.type ?? '') &&
    (id === undefined || typeOf(id) !== undefined) &&
    [digest, id ?? digest].every(isReadable) &&
    (isEvent ? isIndexed.length <= 3 : isIndexed.length === 0)
  );
}

/** The record in a transaction's input, if it calls such a function of such a contract. */
export function recordInInput(
  profile: FiscoProfile,
  rule: AbiRule,
  transaction: FiscoTransaction,
): ChainRecord | undefined {
  const { input } = transaction;
  const target = targetOf(transaction);
  for (const source of rule.sources.filter(({ from }) => from === 'input')) {
    const isCalled =
      bytesEqual(target, source.contract) &&
      bytesEqual(selectorOf(profile, source.abi.canonical), input.subarray(0, 4));
    const values = isCalled
      ? tryDecode(
          source.abi.parameters.map(({ type }) => type),
          input.subarray(4),
        )
      : undefined;
    if (values) return recordOf(source, values);
  }
  return undefined;
}

/** The record in a log, if it is such an event of such a contract. */
export function recordInLog(profile: FiscoProfile, rule: AbiRule, log: Log): ChainRecord | undefined {
  for (const source of rule.sources.filter(({ from }) => from === 'event')) {
    const values = bytesEqual(log.address, source.contract) ? decodeEvent(profile, source.abi, log) : undefined;
    if (values) return recordOf(source, values);
  }
  return undefined;
}

/**
 * Whether a receipt holds nothing but what the rule knows of this contract: logs of its own events, each in the one encoding
 * of its ABI, and an output of the length that the rule says for each of them. Then its bytes can be cut in this way only.
 */
export function accountsForAll(
  profile: FiscoProfile,
  rule: AbiRule,
  contract: Uint8Array,
  { output, logs }: FiscoReceipt,
): boolean {
  const known = rule.sources.filter(
    (source) => source.from === 'event' && source.output === output.length && bytesEqual(source.contract, contract),
  );
  return logs.every(
    (log) => bytesEqual(log.address, contract) && known.some(({ abi }) => decodeEvent(profile, abi, log) !== undefined),
  );
}

/** Topic 0 is the hash of the event's signature; each indexed argument is one topic more; the rest is data. */
function decodeEvent(profile: FiscoProfile, abi: AbiSignature, { topics, data }: Log): AbiValue[] | undefined {
  const indexed = abi.parameters.filter((parameter) => parameter.indexed);
  const name = hash(hashOf(profile), toUtf8(abi.canonical));
  if (topics.length !== 1 + indexed.length || !bytesEqual(topics[0]!, name)) return undefined;
  const plain = tryDecode(
    abi.parameters.filter((parameter) => !parameter.indexed).map(({ type }) => type),
    data,
  );
  if (!plain) return undefined;
  const words = topics.slice(1);
  const rest = [...plain];
  return abi.parameters.map((parameter) =>
    parameter.indexed ? topicValue(parameter.type, words.shift()!) : rest.shift()!,
  );
}

/** Text and bytes stand in a topic as their hash; plain values as their word. */
function topicValue(type: string, topic: Uint8Array): AbiValue {
  return /^(string|bytes)$/.test(type) ? topic : (tryDecode([type], topic)?.[0] ?? topic);
}

function tryDecode(types: readonly string[], bytes: Uint8Array): AbiValue[] | undefined {
  try {
    return decodeAbi(types, bytes);
  } catch (error) {
    if (error instanceof MingzhengError && error.code === 'codec/abi') return undefined; // not of this form
    throw error;
  }
}

function recordOf({ abi, id, digest, algorithm }: AbiSource, values: readonly AbiValue[]): ChainRecord | undefined {
  const argument = (name: string) => values[abi.parameters.findIndex((parameter) => parameter.name === name)]!;
  const found = digestOf(argument(digest));
  const name = id === undefined ? '' : textOf(argument(id));
  return found && SHOWABLE.test(name) ? { id: name, algorithm, digest: found } : undefined;
}

/** Anybody may write into a contract: no control characters, no marks that turn the writing direction. */
const SHOWABLE = /^[^\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]{0,200}$/u;

/** 32 bytes, or their hex in a text. */
function digestOf(value: AbiValue): Uint8Array | undefined {
  if (value instanceof Uint8Array) return value.length === 32 ? value : undefined;
  const text = String(value).replace(/^0x/, '');
  return /^[0-9a-fA-F]{64}$/.test(text) ? fromHex(text) : undefined;
}

/** A word that is text padded with zeros is shown as text. */
function textOf(value: AbiValue): string {
  if (!(value instanceof Uint8Array)) return String(value);
  const end = value.indexOf(0);
  const content = value.subarray(0, end < 0 ? value.length : end);
  if (content.length > 200) return toHex(content.subarray(0, 101)); // too long to be shown: makes no record
  const isText =
    value.subarray(content.length).every((byte) => byte === 0) && content.every((byte) => byte > 0x20 && byte < 0x7f);
  return isText ? String.fromCharCode(...content) : toHex(value);
}
