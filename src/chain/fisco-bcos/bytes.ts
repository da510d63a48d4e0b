// Numbers as FISCO BCOS 3.x hashes them: fixed width, big-endian, two's complement.
import { ensure } from '../../core/error.ts';

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
  copyToScratch(bytes, at, 4);
  return BigInt(view.getInt32(0));
}

export function readInt64(bytes: Uint8Array, at: number): bigint {
  copyToScratch(bytes, at, 8);
  return view.getBigInt64(0);
}

/** Errors: `fisco/pieces` where there are not so many. */
function copyToScratch(bytes: Uint8Array, at: number, count: number): void {
  ensure(at + count <= bytes.length, 'fisco/pieces');
  for (let i = 0; i < count; i++) scratch[i] = bytes[at + i]!;
}
