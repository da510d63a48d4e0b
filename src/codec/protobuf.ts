// Protobuf wire format (proto3), writing only: the hashes and sign bytes of CometBFT are defined over these bytes.
// A field with its default value is not written, except embedded messages that Go marks as not nullable.
import { concatBytes, toUtf8 } from './bytes.ts';
import type { Time } from './time.ts';

const EMPTY = new Uint8Array(0);

/** Unsigned LEB128; negative int64 becomes ten bytes of two's complement. */
export function varint(value: bigint | number): Uint8Array {
  return value >= 0 && value <= Number.MAX_SAFE_INTEGER ? exactVarint(Number(value)) : largeVarint(BigInt(value));
}

function exactVarint(value: number): Uint8Array {
  let length = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) length++;
  const out = new Uint8Array(length);
  let rest = value;
  for (let i = 0; i < length - 1; i++, rest = Math.floor(rest / 128)) out[i] = (rest % 128) | 128;
  out[length - 1] = rest;
  return out;
}

function largeVarint(value: bigint): Uint8Array {
  let rest = BigInt.asUintN(64, value);
  const out: number[] = [];
  while (rest > 127n) {
    out.push(Number(rest & 127n) | 128);
    rest >>= 7n;
  }
  out.push(Number(rest));
  return Uint8Array.from(out);
}

function tag(field: number, wireType: number): Uint8Array {
  return varint((field << 3) | wireType);
}

/** Varint field, omitted when zero. */
export function varintField(field: number, value: bigint | number): Uint8Array {
  return BigInt(value) === 0n ? EMPTY : concatBytes(tag(field, 0), varint(value));
}

/** Length-delimited field, omitted when empty. */
export function bytesField(field: number, value: Uint8Array): Uint8Array {
  return value.length === 0 ? EMPTY : messageField(field, value);
}

/** Embedded message, written even when empty. */
export function messageField(field: number, value: Uint8Array): Uint8Array {
  return concatBytes(tag(field, 2), varint(value.length), value);
}

export function stringField(field: number, value: string): Uint8Array {
  return bytesField(field, toUtf8(value));
}

/** sfixed64 field, little endian, omitted when zero. */
export function fixed64Field(field: number, value: bigint): Uint8Array {
  if (value === 0n) return EMPTY;
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigInt64(0, value, true);
  return concatBytes(tag(field, 1), out);
}

/** google.protobuf.Timestamp without its outer field. */
export function timestamp(time: Time): Uint8Array {
  return concatBytes(varintField(1, time.seconds), varintField(2, time.nanos));
}

/** The message preceded by its length, as Go's MarshalDelimited writes it. */
export function delimited(message: Uint8Array): Uint8Array {
  return concatBytes(varint(message.length), message);
}
