// Numbers as FISCO BCOS 3.x hashes them: fixed width, big-endian, two's complement.

/** Eight bytes for all calls: asking a small fresh array for its buffer moves it out of the heap, which is slow. */
const scratch = new Uint8Array(8);
const view = new DataView(scratch.buffer);

/** 4 bytes of an int32. */
export function int32(value: bigint): Uint8Array {
  view.setInt32(0, Number(BigInt.asIntN(32, value)));
  return scratch.slice(0, 4);
}

/** 8 bytes of an int64. */
export function int64(value: bigint): Uint8Array {
  view.setBigInt64(0, value);
  return scratch.slice();
}

/** Whether the first 8 bytes are this int64. */
export function startsWithInt64(bytes: Uint8Array, value: bigint): boolean {
  view.setBigInt64(0, value);
  return scratch.every((byte, i) => bytes[i] === byte);
}

export function readInt32(bytes: Uint8Array, at: number): bigint {
  return BigInt(new DataView(bytes.buffer, bytes.byteOffset).getInt32(at));
}

export function readInt64(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(at);
}
