// Our own compact binary encodings: unsigned and signed varints, byte strings with their length. One way to write each
// value, so that what was read can be compared with what is written again. Limits are checked before anything is allocated.
import { MingzhengError } from '../core/error.ts';

/** The most bytes of a varint below 2^70. */
export const MAX_VARINT = 10;
const MAX_EXACT = BigInt(Number.MAX_SAFE_INTEGER);

/** Unsigned LEB128 of a number that is not negative; the end of what was written. There must be room. */
export function writeVarint(out: Uint8Array, at: number, value: bigint | number): number {
  let end = at;
  // Seven bits at a time, as numbers where they are exact: nearly all of them are small.
  let large = typeof value === 'bigint' ? value : 0n;
  for (; large > MAX_EXACT; large >>= 7n) out[end++] = Number(large & 127n) | 128;
  let rest = typeof value === 'bigint' ? Number(large) : value;
  for (; rest > 127; rest = Math.floor(rest / 128)) out[end++] = (rest % 128) | 128;
  out[end++] = rest;
  return end;
}

export class ByteWriter {
  #bytes: Uint8Array;
  #length = 0;

  /** `expected`: about how many bytes there will be. */
  constructor(expected = 256) {
    this.#bytes = new Uint8Array(expected);
  }

  varint(value: bigint | number): this {
    this.#reserve(MAX_VARINT);
    this.#length = writeVarint(this.#bytes, this.#length, value);
    return this;
  }

  /** Zig-zag: small numbers of either sign are short. */
  signed(value: bigint): this {
    return this.varint(value >= 0n ? value << 1n : (-value << 1n) - 1n);
  }

  raw(bytes: Uint8Array): this {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
    return this;
  }

  /** Length, then the bytes. */
  bytes(bytes: Uint8Array): this {
    return this.varint(bytes.length).raw(bytes);
  }

  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, 2 * this.#bytes.length));
    grown.set(this.#bytes);
    this.#bytes = grown;
  }
}

const EXACT_BYTES = 7;

/** Reads what ByteWriter wrote. Every failure is `codec/binary` with the offset. */
export class ByteReader {
  offset = 0;
  constructor(private readonly source: Uint8Array) {}

  varint(): bigint {
    return BigInt(this.#number());
  }

  number(max: number): number {
    const value = this.#number();
    return value > max ? this.fail() : Number(value);
  }

  /** As a number up to 49 bits, which all but a few are. */
  #number(): number | bigint {
    let value = 0;
    for (let i = 0, unit = 1; i < EXACT_BYTES; i++, unit *= 128) {
      const byte = this.source[this.offset++] ?? this.fail();
      value += (byte & 127) * unit;
      if (byte < 128) return byte === 0 && i > 0 ? this.fail() : value;
    }
    return this.#large(BigInt(value));
  }

  #large(start: bigint): bigint {
    let value = start;
    for (let shift = 7n * BigInt(EXACT_BYTES); shift < 70n; shift += 7n) {
      const byte = this.source[this.offset++] ?? this.fail();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return byte === 0 ? this.fail() : value;
    }
    return this.fail();
  }

  signed(): bigint {
    const value = this.varint();
    return (value & 1n) === 0n ? value >> 1n : -((value + 1n) >> 1n);
  }

  /** A view into the source. */
  raw(length: number): Uint8Array {
    if (this.offset + length > this.source.length) this.fail();
    this.offset += length;
    return this.source.subarray(this.offset - length, this.offset);
  }

  bytes(maxLength: number): Uint8Array {
    return this.raw(this.number(maxLength));
  }

  get left(): number {
    return this.source.length - this.offset;
  }

  end(): void {
    if (this.left !== 0) this.fail();
  }

  fail(): never {
    throw new MingzhengError('codec/binary', { offset: this.offset });
  }
}
