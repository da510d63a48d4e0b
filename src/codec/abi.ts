// The contract ABI as far as records need it: the words of a call or an event, decoded strictly. What is decoded is encoded
// again and must give the same bytes, so that one content has one meaning only.
import { ensure, MingzhengError } from '../core/error.ts';
import { bytesEqual, concatBytes, fromUtf8, toUtf8 } from './bytes.ts';

export interface AbiParameter {
  readonly type: string;
  readonly name: string;
  readonly indexed: boolean;
}

/** A function or event, e.g. `record(string id, bytes32 digest)`. */
export interface AbiSignature {
  readonly name: string;
  readonly parameters: readonly AbiParameter[];
  /** What its selector or topic is the hash of: `record(string,bytes32)`. */
  readonly canonical: string;
}

/** `bytes` stand for bytes of any kind; numbers and addresses are numbers. */
export type AbiValue = Uint8Array | string | bigint | boolean;

const SHAPE = /^([A-Za-z_$][\w$]{0,99})\((.*)\)$/;
const PARAMETER = /^(\w+)(?:\s+(indexed))?(?:\s+([A-Za-z_]\w{0,99}))?$/;
const TYPE = /^(string|bytes|bool|address|bytes([1-9]|[12]\d|3[0-2])|u?int(8|16|32|64|128|256))$/;
const WORD = 32;

/** Errors: `trust/record-rule` for anything but plain types: arrays and structs are not needed by records. */
export function parseAbi(text: string): AbiSignature {
  const [, name, list] = SHAPE.exec(text.trim()) ?? [];
  ensure(name !== undefined && list !== undefined, 'trust/record-rule', { pattern: text.slice(0, 200) });
  const parameters = list.trim() === '' ? [] : list.split(',').map((part) => parseParameter(part.trim(), text));
  return { name, parameters, canonical: `${name}(${parameters.map(({ type }) => type).join(',')})` };
}

function parseParameter(part: string, text: string): AbiParameter {
  const [, type = '', indexed, name = ''] = PARAMETER.exec(part) ?? [];
  ensure(TYPE.test(type), 'trust/record-rule', { pattern: text.slice(0, 200) });
  return { type, name, indexed: indexed === 'indexed' };
}

function isDynamic(type: string): boolean {
  return type === 'string' || type === 'bytes';
}

/** Values of these types. Errors: `codec/abi`. */
export function decodeAbi(types: readonly string[], bytes: Uint8Array): AbiValue[] {
  ensure(bytes.length >= WORD * types.length && bytes.length % WORD === 0, 'codec/abi', { length: bytes.length });
  const values = types.map((type, i) => readValue(type, bytes, i));
  ensure(bytesEqual(encodeAbi(types, values), bytes), 'codec/abi', { length: bytes.length });
  return values;
}

function word(bytes: Uint8Array, at: number): Uint8Array {
  ensure(at + WORD <= bytes.length, 'codec/abi', { length: bytes.length });
  return bytes.subarray(at, at + WORD);
}

function toNumber(bytes: Uint8Array): bigint {
  return bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
}

function readValue(type: string, bytes: Uint8Array, index: number): AbiValue {
  const own = word(bytes, WORD * index);
  if (isDynamic(type)) return readDynamic(type, bytes, own);
  if (type.startsWith('bytes')) return own.slice(0, Number(type.slice(5)));
  const number = toNumber(own);
  if (type === 'bool') return number === 1n;
  const width = type === 'address' ? 160 : Number(type.replace(/^u?int/, ''));
  return type.startsWith('int') ? BigInt.asIntN(width, number) : BigInt.asUintN(width, number);
}

function readDynamic(type: string, bytes: Uint8Array, own: Uint8Array): AbiValue {
  const offset = toNumber(own);
  ensure(offset <= BigInt(bytes.length - WORD), 'codec/abi', { length: bytes.length });
  const start = Number(offset) + WORD;
  const length = toNumber(word(bytes, Number(offset)));
  ensure(length <= BigInt(bytes.length - start), 'codec/abi', { length: bytes.length });
  const content = bytes.slice(start, start + Number(length));
  return type === 'string' ? textOf(content) : content;
}

function textOf(content: Uint8Array): string {
  try {
    return fromUtf8(content);
  } catch (cause) {
    throw new MingzhengError('codec/abi', { length: content.length }, cause);
  }
}

/** The one encoding that compilers and SDKs make: heads, then contents in order. */
export function encodeAbi(types: readonly string[], values: readonly AbiValue[]): Uint8Array {
  const contents = types.map((type, i) => (isDynamic(type) ? encodeContent(values[i]!) : new Uint8Array(0)));
  let offset = WORD * types.length;
  const heads = types.map((type, i) => {
    if (!isDynamic(type)) return encodeStatic(type, values[i]!);
    const own = fromNumber(BigInt(offset));
    offset += contents[i]!.length;
    return own;
  });
  return concatBytes(...heads, ...contents);
}

function encodeStatic(type: string, value: AbiValue): Uint8Array {
  if (value instanceof Uint8Array) return concatBytes(value, new Uint8Array(WORD - value.length));
  return fromNumber(type === 'bool' ? BigInt(value as boolean) : BigInt(value as bigint));
}

function encodeContent(value: AbiValue): Uint8Array {
  const content = value instanceof Uint8Array ? value : toUtf8(String(value));
  const padding = new Uint8Array((WORD - (content.length % WORD)) % WORD);
  return concatBytes(fromNumber(BigInt(content.length)), content, padding);
}

/** 32 bytes, two's complement. */
export function fromNumber(value: bigint): Uint8Array {
  const out = new Uint8Array(WORD);
  let rest = BigInt.asUintN(256, value);
  for (let i = WORD - 1; rest > 0n; i--, rest >>= 8n) out[i] = Number(rest & 255n);
  return out;
}
