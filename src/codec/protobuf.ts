// Protobuf wire format (proto3), writing only: the hashes and sign bytes of CometBFT are defined over these bytes.
// A field with its default value is not written, except embedded messages that Go marks as not nullable.
import { MAX_VARINT, writeVarint } from './binary.ts';
import { concatBytes, toUtf8 } from './bytes.ts';
import type { Time } from './time.ts';

const EMPTY = new Uint8Array(0);

/** Unsigned LEB128; negative int64 becomes ten bytes of two's complement. */
export function varint(value: bigint | number): Uint8Array {
  const isExact = value >= 0 && value <= Number.MAX_SAFE_INTEGER;
  return scratch.slice(0, writeVarint(scratch, 0, isExact ? value : BigInt.asUintN(64, BigInt(value))));
}

const scratch = new Uint8Array(MAX_VARINT);

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

const TIMESTAMP = new Uint8Array(2 * (1 + MAX_VARINT));

/** google.protobuf.Timestamp without its outer field. Written at once, since every vote has one. */
export function timestamp({ seconds, nanos }: Time): Uint8Array {
  let end = 0;
  if (seconds !== 0n) {
    TIMESTAMP[end++] = 1 << 3;
    end = writeVarint(TIMESTAMP, end, seconds > 0n ? seconds : BigInt.asUintN(64, seconds));
  }
  if (nanos !== 0) {
    TIMESTAMP[end++] = 2 << 3;
    end = writeVarint(TIMESTAMP, end, nanos);
  }
  return TIMESTAMP.slice(0, end);
}

/** The message preceded by its length, as Go's MarshalDelimited writes it. */
export function delimited(message: Uint8Array): Uint8Array {
  return concatBytes(varint(message.length), message);
}
