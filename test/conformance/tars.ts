// TARS, in which SDKs of FISCO BCOS 3.x send transactions and receipts, read strictly: tags rise, numbers take the shortest
// form, nothing is left over. Only what those two structures need. Nodes answer in JSON, so nothing in src/ reads this.
import { fromUtf8 } from '../../src/codec/bytes.ts';

export type TarsValue = bigint | Uint8Array | readonly TarsValue[] | TarsStruct;
/** Fields by tag. */
export type TarsStruct = ReadonlyMap<number, TarsValue>;

const TYPE = {
  int8: 0,
  int16: 1,
  int32: 2,
  int64: 3,
  shortText: 6,
  longText: 7,
  list: 9,
  begin: 10,
  end: 11,
  zero: 12,
  bytes: 13,
} as const;
const MAX_DEPTH = 8;

/** The fields of a structure that is sent by itself, without begin and end. */
export function decodeTars(bytes: Uint8Array): TarsStruct {
  const reader = new TarsReader(bytes);
  const fields = reader.fields(0);
  if (reader.left > 0) throw new Error('TARS: bytes left over');
  return fields;
}

class TarsReader {
  #at = 0;
  readonly #view: DataView;

  constructor(private readonly bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  }

  get left(): number {
    return this.bytes.length - this.#at;
  }

  /** Up to the end of the structure, or of the input for the outermost one. */
  fields(depth: number): Map<number, TarsValue> {
    if (depth > MAX_DEPTH) throw new Error('TARS: too deep');
    const fields = new Map<number, TarsValue>();
    let last = -1;
    while (depth > 0 || this.left > 0) {
      const { tag, type } = this.#head();
      if (type === TYPE.end && depth > 0) return fields;
      if (tag <= last) throw new Error(`TARS: tag ${tag} after ${last}`);
      last = tag;
      fields.set(tag, this.#value(type, depth));
    }
    return fields;
  }

  /** Type in the low half, tag in the high half; 15 there says that the tag follows. */
  #head(): { tag: number; type: number } {
    const [byte] = this.#take(1);
    const tag = byte! >> 4;
    return { type: byte! & 15, tag: tag < 15 ? tag : this.#take(1)[0]! };
  }

  #value(type: number, depth: number): TarsValue {
    if (type === TYPE.begin) return this.fields(depth + 1);
    if (type === TYPE.shortText) return this.#take(this.#take(1)[0]!);
    if (type === TYPE.longText) return this.#longText();
    if (type === TYPE.bytes) return this.#byteList();
    if (type === TYPE.list) return this.#list(depth);
    return this.#integer(type);
  }

  #longText(): Uint8Array {
    const length = this.#view.getUint32(this.#skip(4));
    if (length < 256) throw new Error('TARS: a short text in the long form');
    return this.#take(length);
  }

  #byteList(): Uint8Array {
    const { tag, type } = this.#head();
    if (tag !== 0 || type !== TYPE.int8) throw new Error('TARS: a simple list of something else than bytes');
    return this.#take(this.#length());
  }

  #list(depth: number): TarsValue[] {
    return Array.from({ length: this.#length() }, () => {
      const { tag, type } = this.#head();
      if (tag !== 0) throw new Error('TARS: an item with a tag');
      return this.#value(type, depth);
    });
  }

  #length(): number {
    const { tag, type } = this.#head();
    const length = Number(this.#integer(type));
    if (tag !== 0 || length < 0 || length > this.left) throw new Error('TARS: a wrong length');
    return length;
  }

  #integer(type: number): bigint {
    if (type === TYPE.zero) return 0n;
    const size = [1, 2, 4, 8][type];
    if (size === undefined) throw new Error(`TARS: a type that is not needed: ${type}`);
    const at = this.#skip(size);
    const value = size === 8 ? this.#view.getBigInt64(at) : BigInt(this.#small(size, at));
    const isShorter = size === 1 ? value === 0n : BigInt.asIntN(4 * size, value) === value;
    if (isShorter) throw new Error('TARS: a number in a longer form');
    return value;
  }

  #small(size: number, at: number): number {
    return size === 1 ? this.#view.getInt8(at) : size === 2 ? this.#view.getInt16(at) : this.#view.getInt32(at);
  }

  #skip(length: number): number {
    if (length > this.left) throw new Error('TARS: cut off');
    this.#at += length;
    return this.#at - length;
  }

  #take(length: number): Uint8Array {
    const start = this.#skip(length);
    return this.bytes.slice(start, start + length);
  }
}

/** A field; the default where it was not sent. */
export function tarsBytes(struct: TarsStruct, tag: number): Uint8Array {
  const value = struct.get(tag) ?? new Uint8Array(0);
  if (value instanceof Uint8Array) return value;
  throw new Error(`TARS: field ${tag} is no bytes`);
}

export function tarsText(struct: TarsStruct, tag: number): string {
  return fromUtf8(tarsBytes(struct, tag));
}

export function tarsNumber(struct: TarsStruct, tag: number): bigint {
  const value = struct.get(tag) ?? 0n;
  if (typeof value === 'bigint') return value;
  throw new Error(`TARS: field ${tag} is no number`);
}

export function tarsStruct(value: TarsValue | undefined): TarsStruct {
  if (value instanceof Map) return value;
  throw new Error('TARS: no structure');
}

export function tarsList(struct: TarsStruct, tag: number): readonly TarsValue[] {
  const value = struct.get(tag) ?? [];
  if (Array.isArray(value)) return value;
  throw new Error(`TARS: field ${tag} is no list`);
}
