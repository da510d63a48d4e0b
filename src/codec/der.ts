// DER (ITU-T X.690, chapters 8, 10 and 11), strict reading: one encoding for each value. Definite lengths in their shortest
// form, one-byte tags, whole numbers that are not negative, nothing left over. Limits are checked before anything is read.
import { MingzhengError } from '../core/error.ts';
import { fromUtf8 } from './bytes.ts';
import { parseTime, type Time } from './time.ts';

/** Identifier octets of the universal types read here (X.690, 8.1.2). */
export const DER_TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  objectId: 0x06,
  utcTime: 0x17,
  generalizedTime: 0x18,
  sequence: 0x30,
} as const;

/** The identifier octet of a context-specific tag, for numbers below 31. */
export function contextTag(number: number, constructed: boolean): number {
  return 0x80 | (constructed ? 0x20 : 0) | number;
}

export interface DerLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}

export const DEFAULT_DER_LIMITS: DerLimits = { maxBytes: 64 << 10, maxDepth: 16 };
/** Longest object identifier taken, in bytes of content. */
const MAX_OBJECT_ID_BYTES = 64;

/** One value as it stood in the source; both arrays are views. */
export interface DerElement {
  readonly tag: number;
  /** Tag, length and content. */
  readonly bytes: Uint8Array;
  readonly content: Uint8Array;
}

/** Reads the values of one level, in order. Every failure is `codec/der` with the offset in the whole source. */
export class DerReader {
  private constructor(
    private readonly source: Uint8Array,
    private at: number,
    private readonly until: number,
    private readonly depthLeft: number,
  ) {}

  /** A reader over the whole input. Errors: `codec/der` where it is longer than the limit. */
  static of(source: Uint8Array, { maxBytes, maxDepth }: DerLimits = DEFAULT_DER_LIMITS): DerReader {
    if (source.length > maxBytes) throw new MingzhengError('codec/der', { offset: maxBytes });
    return new DerReader(source, 0, source.length, maxDepth);
  }

  get left(): number {
    return this.until - this.at;
  }

  end(): void {
    if (this.left !== 0) this.fail();
  }

  /** Whether the next value has this identifier octet. */
  has(tag: number): boolean {
    return this.left > 0 && this.source[this.at] === tag;
  }

  /** The next value, whatever it holds; its content is not looked into. */
  element(tag: number): DerElement {
    const start = this.at;
    const until = this.#header(tag);
    const content = this.source.subarray(this.at, until);
    this.at = until;
    return { tag, bytes: this.source.subarray(start, until), content };
  }

  /** A reader for what stands inside the next value, which has a constructed tag. The caller calls `end` on it. */
  inside(tag: number): DerReader {
    const until = this.#header(tag);
    if (this.depthLeft === 0 || (tag & 0x20) === 0) this.fail();
    const inner = new DerReader(this.source, this.at, until, this.depthLeft - 1);
    this.at = until;
    return inner;
  }

  sequence(): DerReader {
    return this.inside(DER_TAG.sequence);
  }

  /** X.690, 11.1: true is FF. */
  boolean(): boolean {
    const [byte, ...more] = this.element(DER_TAG.boolean).content;
    return (byte === 0 || byte === 0xff) && more.length === 0 ? byte === 0xff : this.fail();
  }

  /** An INTEGER that is not negative, in its shortest form, as big-endian bytes without leading zeros (zero is one byte). */
  unsigned(maxBytes: number): Uint8Array {
    const { content } = this.element(DER_TAG.integer);
    const [first = 0x80, second = 0x80] = content;
    if (first >= 0x80 || (first === 0 && content.length > 1 && second < 0x80)) this.fail();
    const magnitude = first === 0 && content.length > 1 ? content.subarray(1) : content;
    return magnitude.length > maxBytes ? this.fail() : magnitude;
  }

  /** An OBJECT IDENTIFIER with dots (X.690, 8.19). */
  objectId(): string {
    const { content } = this.element(DER_TAG.objectId);
    if (content.length > MAX_OBJECT_ID_BYTES || !(content.at(-1)! < 0x80)) this.fail();
    const numbers: bigint[] = [];
    let number = 0n;
    for (const byte of content) {
      if (number === 0n && byte === 0x80) this.fail(); // a leading zero: not the shortest
      number = (number << 7n) | BigInt(byte & 0x7f);
      if (byte < 0x80) numbers.push(number);
      if (byte < 0x80) number = 0n;
    }
    const [joint, ...rest] = numbers as [bigint, ...bigint[]];
    const first = joint < 80n ? joint / 40n : 2n;
    return [first, joint - 40n * first, ...rest].join('.');
  }

  /** A BIT STRING of whole bytes. */
  bitString(): Uint8Array {
    const { unused, bytes } = this.bits();
    return unused === 0 ? bytes : this.fail();
  }

  /** A BIT STRING; the bits that are not used are zero (X.690, 11.2.1). The first bit is the highest of the first byte. */
  bits(): { readonly unused: number; readonly bytes: Uint8Array } {
    const { content } = this.element(DER_TAG.bitString);
    const [unused = 8] = content;
    const last = content.length > 1 ? content.at(-1)! : 0;
    if (unused > 7 || (content.length === 1 && unused > 0) || (last & ((1 << unused) - 1)) !== 0) this.fail();
    return { unused, bytes: content.subarray(1) };
  }

  octetString(): Uint8Array {
    return this.element(DER_TAG.octetString).content;
  }

  null(): void {
    if (this.element(DER_TAG.null).content.length !== 0) this.fail();
  }

  /** UTCTime or GeneralizedTime to the second, in UTC, as X.509 has them (RFC 5280, 4.1.2.5). */
  time(): Time {
    const isShort = this.has(DER_TAG.utcTime);
    const { content } = this.element(isShort ? DER_TAG.utcTime : DER_TAG.generalizedTime);
    try {
      const digits = fromUtf8(content);
      return parseTime(asRfc3339(isShort ? withCentury(digits) : digits));
    } catch {
      return this.fail();
    }
  }

  fail(): never {
    throw new MingzhengError('codec/der', { offset: this.at });
  }

  /** Reads tag and length, and gives the offset at which the content ends. */
  #header(tag: number): number {
    if (!this.has(tag) || (tag & 0x1f) === 0x1f) this.fail();
    this.at++;
    const length = this.#length();
    return length > this.left ? this.fail() : this.at + length;
  }

  /** X.690, 8.1.3 and 10.1: definite, and in as few bytes as it takes. */
  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    const count = first & 0x7f;
    if (count === 0 || count > 3) this.fail();
    let length = 0;
    for (let i = 0; i < count; i++) length = length * 256 + this.#byte();
    return length < 0x80 || length < 256 ** (count - 1) ? this.fail() : length;
  }

  #byte(): number {
    return this.left > 0 ? this.source[this.at++]! : this.fail();
  }
}

/** RFC 5280, 4.1.2.5.1: 50 to 99 are years of the twentieth century. */
function withCentury(digits: string): string {
  return (digits < '50' ? '20' : '19') + digits;
}

const DIGITS_OF_TIME = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)Z$/;

/** YYYYMMDDHHMMSSZ in the form that `parseTime` takes; for anything else a text that it refuses. */
function asRfc3339(digits: string): string {
  return DIGITS_OF_TIME.test(digits) ? digits.replace(DIGITS_OF_TIME, '$1-$2-$3T$4:$5:$6Z') : '';
}

/** SEQUENCE and two INTEGERs of up to 33 bytes. */
const MAX_SIGNATURE_BYTES = 72;

/**
 * ECDSA-Sig-Value (RFC 3279, 2.2.3; SM2 signatures have the same form, GM/T 0009): SEQUENCE of r and s,
 * for curves of 256 bits. Gives r || s, 64 bytes; that they lie in the range of the curve is for the caller to check.
 * Errors: `codec/der`.
 */
export function signatureFromDer(der: Uint8Array): Uint8Array {
  const outer = DerReader.of(der, { maxBytes: MAX_SIGNATURE_BYTES, maxDepth: 1 });
  const pair = outer.sequence();
  outer.end();
  const [r, s] = [pair.unsigned(32), pair.unsigned(32)];
  pair.end();
  const out = new Uint8Array(64);
  out.set(r, 32 - r.length);
  out.set(s, 64 - s.length);
  return out;
}
