// Bytes as text: every encoding has one spelling, and all others are refused.
import { describe, expect, it } from 'vitest';
import {
  bytesEqual,
  compareBytes,
  concatBytes,
  fromBase64,
  fromBase64Url,
  fromHex,
  fromUtf8,
  toBase64,
  toBase64Url,
  toHex,
  toUtf8,
} from '../../../src/codec/bytes.ts';
import { Random } from '../../support/core.ts';
import { refusal } from '../../support/mutate.ts';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

describe('hex', () => {
  it('round-trips every byte, in either case', () => {
    const all = Uint8Array.from({ length: 256 }, (_, i) => i);
    expect(fromHex(toHex(all))).toEqual(all);
    expect(fromHex(toHex(all).toUpperCase())).toEqual(all);
    expect(toHex(all)).toBe(Buffer.from(all).toString('hex'));
  });

  it.each(['0', 'abc', '0x', 'zz', '0g', ' 00', '00\n', '０0', '-1', '+1', '1.'])('refuses %j', (text) => {
    expect(refusal(() => fromHex(text))).toBe('codec/hex');
  });
});

describe('base64', () => {
  it('round-trips lengths 0 to 300, as Node has it', () => {
    const random = new Random(2);
    for (let length = 0; length <= 300; length++) {
      const bytes = random.bytes(length);
      expect(toBase64(bytes)).toBe(Buffer.from(bytes).toString('base64'));
      expect(fromBase64(toBase64(bytes))).toEqual(bytes);
      expect(toBase64Url(bytes)).toBe(Buffer.from(bytes).toString('base64url'));
      expect(fromBase64Url(toBase64Url(bytes))).toEqual(bytes);
    }
  });

  it('encodes more than one piece', () => {
    const bytes = new Random(3).bytes(20_000);
    expect(fromBase64(toBase64(bytes))).toEqual(bytes);
  });

  it('takes only zero in the bits that are not used', () => {
    for (const [head, tail, unused] of [
      ['A', '==', 16],
      ['AA', '=', 4],
    ] as const)
      for (const [i, last] of [...ALPHABET].entries())
        expect(
          refusal(() => fromBase64(`${head}${last}${tail}`)),
          last,
        ).toBe(i % unused === 0 ? 'accepted' : 'codec/base64');
  });

  it.each(['A', 'AA', 'AAA', 'AA=', 'AAAA=', '=AAA', 'AA==AA==', ' AAAA', 'AAAA\n', 'AA AA', 'AA-A', 'AA_A', 'AAA\0'])(
    'refuses %j',
    (text) => {
      expect(refusal(() => fromBase64(text))).toBe('codec/base64');
    },
  );

  it.each(['A', 'AA==', 'AA+A', 'AA/A', 'AB', 'AAB', 'AA\n', 'AAAAA'])('base64url refuses %j', (text) => {
    expect(refusal(() => fromBase64Url(text))).toBe('codec/base64');
  });
});

describe('UTF-8', () => {
  it('keeps a byte order mark and every valid character', () => {
    expect(fromUtf8(Uint8Array.of(0xef, 0xbb, 0xbf, 0x41))).toBe('\ufeffA');
    expect(fromUtf8(toUtf8('明证 😀\0'))).toBe('明证 😀\0');
  });

  it('refuses all pairs of bytes that are not UTF-8', () => {
    let kept = 0;
    let refused = 0;
    for (let a = 0; a < 256; a++)
      for (let b = 0; b < 256; b++) {
        const bytes = Uint8Array.of(a, b);
        const isValid = (a < 0x80 && b < 0x80) || (a >= 0xc2 && a <= 0xdf && b >= 0x80 && b <= 0xbf);
        if (isValid) kept += Number(bytesEqual(toUtf8(fromUtf8(bytes)), bytes));
        else if (refusal(() => fromUtf8(bytes)) === 'codec/utf8') refused++;
      }
    expect(kept).toBe(128 * 128 + 30 * 64);
    expect(refused).toBe(65536 - 128 * 128 - 30 * 64);
  });
});

describe('byte arrays', () => {
  it('are equal only with the same bytes and length', () => {
    expect(bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 2))).toBe(true);
    expect(bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1, 3))).toBe(false);
    expect(bytesEqual(Uint8Array.of(1, 2), Uint8Array.of(1))).toBe(false);
    expect(bytesEqual(new Uint8Array(0), new Uint8Array(0))).toBe(true);
  });

  it('are ordered like words in a dictionary', () => {
    const sorted = [[], [0], [0, 0], [0, 255], [1], [127], [128], [255], [255, 0]].map((item) => Uint8Array.from(item));
    for (const [i, a] of sorted.entries())
      for (const [j, b] of sorted.entries()) expect(Math.sign(compareBytes(a, b))).toBe(Math.sign(i - j));
  });

  it('are joined in order', () => {
    expect(concatBytes(Uint8Array.of(1), new Uint8Array(0), Uint8Array.of(2, 3))).toEqual(Uint8Array.of(1, 2, 3));
    expect(concatBytes()).toEqual(new Uint8Array(0));
  });
});
