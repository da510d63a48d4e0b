// Our own compact binary encodings: unsigned and signed varints, byte strings with their length. One way to write each
// value, so that what was read can be compared with what is written again. Limits are checked before anything is allocated.
import { MingzhengError } from '../core/error.ts';

export class ByteWriter {
  #bytes: number[] = [];

  varint(value: bigint | number): this {
    let rest = BigInt(value);
    while (rest > 127n) {
      this.#bytes.push(Number(rest & 127n) | 128);
      rest >>= 7n;
    }
    this.#bytes.push(Number(rest));
    return this;
  }

  /** Zig-zag: small numbers of either sign are short. */
  signed(value: bigint): this {
    return this.varint(value >= 0n ? value << 1n : (-value << 1n) - 1n);
  }

  raw(bytes: Uint8Array): this {
    for (const byte of bytes) this.#bytes.push(byte);
    return this;
  }

  /** Length, then the bytes. */
  bytes(bytes: Uint8Array): this {
    return this.varint(bytes.length).raw(bytes);
  }

  finish(): Uint8Array {
    return Uint8Array.from(this.#bytes);
  }
}

/** Reads what ByteWriter wrote. Every failure is `codec/binary` with the offset. */
export class ByteReader {
  offset = 0;
  constructor(private readonly source: Uint8Array) {}

  varint(): bigint {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = this.source[this.offset++] ?? this.fail();
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return byte === 0 && shift > 0n ? this.fail() : value;
    }
    return this.fail();
  }

  number(max: number): number {
    const value = this.varint();
    return value > BigInt(max) ? this.fail() : Number(value);
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
