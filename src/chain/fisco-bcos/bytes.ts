// Numbers as FISCO BCOS 3.x hashes them: fixed width, big-endian, two's complement.

/** 4 bytes of an int32. */
export function int32(value: bigint): Uint8Array {
  const out = new Uint8Array(4);
  new DataView(out.buffer).setInt32(0, Number(BigInt.asIntN(32, value)));
  return out;
}

/** 8 bytes of an int64. */
export function int64(value: bigint): Uint8Array {
  const out = new Uint8Array(8);
  new DataView(out.buffer).setBigInt64(0, BigInt.asIntN(64, value));
  return out;
}

export function readInt32(bytes: Uint8Array, at: number): bigint {
  return BigInt(new DataView(bytes.buffer, bytes.byteOffset).getInt32(at));
}

export function readInt64(bytes: Uint8Array, at: number): bigint {
  return new DataView(bytes.buffer, bytes.byteOffset).getBigInt64(at);
}
