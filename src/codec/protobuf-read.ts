// Protobuf wire format, strict reading of flat messages: each field at most once, ascending, only varints and byte
// strings, shortest form. The caller encodes again and compares, so that one message has one encoding.
import { ByteReader } from './binary.ts';

const EMPTY = new Uint8Array(0);

export interface WireField {
  /** The varint of a field, 0 where it is missing. */
  varint(field: number): bigint;
  /** The bytes of a field, empty where it is missing. */
  bytes(field: number): Uint8Array;
}

/** Errors: `codec/binary`. */
export function decodeFields(message: Uint8Array): WireField {
  const reader = new ByteReader(message);
  const numbers = new Map<number, bigint>();
  const strings = new Map<number, Uint8Array>();
  let last = 0;
  while (reader.left > 0) {
    const tag = reader.number(0xffff);
    const field = tag >> 3;
    if (field <= last) reader.fail();
    last = field;
    if ((tag & 7) === 0) numbers.set(field, reader.varint());
    else if ((tag & 7) === 2) strings.set(field, reader.bytes(message.length));
    else reader.fail();
  }
  return {
    varint: (field) => numbers.get(field) ?? 0n,
    bytes: (field) => strings.get(field) ?? EMPTY,
  };
}
