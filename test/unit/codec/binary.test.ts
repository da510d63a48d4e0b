// Our own binary encodings: what is written is read back, and no second spelling of it is taken.
import { describe, expect, it } from 'vitest';
import { ByteReader, ByteWriter } from '../../../src/codec/binary.ts';
import { fromHex, toHex } from '../../../src/codec/bytes.ts';
import { Random } from '../../support/core.ts';
import { refusal } from '../../support/mutate.ts';

const EDGES = [
  0n,
  1n,
  63n,
  64n,
  127n,
  128n,
  16383n,
  16384n,
  2n ** 32n,
  2n ** 53n + 1n,
  2n ** 63n - 1n,
  2n ** 63n,
  2n ** 64n - 1n,
];
const reading = (hex: string, read: (reader: ByteReader) => unknown) =>
  refusal(() => read(new ByteReader(fromHex(hex))));

describe('round trips', () => {
  it('of numbers of either sign', () => {
    for (const value of EDGES) {
      expect(new ByteReader(new ByteWriter().varint(value).finish()).varint()).toBe(value);
      for (const signed of [value, -value])
        expect(new ByteReader(new ByteWriter().signed(signed).finish()).signed()).toBe(signed);
    }
  });

  it('of 500 random sequences, to the last byte', () => {
    const random = new Random(6);
    for (let i = 0; i < 500; i++) {
      const items = Array.from({ length: random.integer(0, 8) }, () => random.bytes(random.integer(0, 200)));
      const writer = new ByteWriter().varint(items.length);
      for (const item of items) writer.bytes(item).signed(-BigInt(item.length));
      const reader = new ByteReader(writer.finish());
      const count = reader.number(8);
      for (let n = 0; n < count; n++) {
        expect(reader.bytes(200)).toEqual(items[n]);
        expect(reader.signed()).toBe(-BigInt(items[n]!.length));
      }
      reader.end();
      expect(reader.left).toBe(0);
    }
  });

  it('with zig-zag: small numbers of either sign are short', () => {
    expect([0n, -1n, 1n, -2n, 2147483647n].map((value) => toHex(new ByteWriter().signed(value).finish()))).toEqual([
      '00',
      '01',
      '02',
      '03',
      'feffffff0f',
    ]);
  });
});

describe('refusals, all codec/binary', () => {
  it.each([
    ['nothing', ''],
    ['a truncated number', '80'],
    ['zero in two bytes', '8000'],
    ['one in two bytes', '8100'],
    ['a number of eleven bytes', 'ffffffffffffffffffff01'],
  ])('%s', (_, hex) => {
    expect(reading(hex, (reader) => reader.varint())).toBe('codec/binary');
  });

  it('a number above its limit', () => {
    expect(reading('05', (reader) => reader.number(5))).toBe('accepted');
    expect(reading('06', (reader) => reader.number(5))).toBe('codec/binary');
  });

  it('more bytes than there are, or than the limit', () => {
    expect(reading('020102', (reader) => reader.bytes(2))).toBe('accepted');
    expect(reading('020102', (reader) => reader.bytes(1))).toBe('codec/binary');
    expect(reading('0301', (reader) => reader.bytes(100))).toBe('codec/binary');
    expect(reading('ffffffff0f', (reader) => reader.bytes(2 ** 32))).toBe('codec/binary');
    expect(reading('0102', (reader) => reader.raw(3))).toBe('codec/binary');
  });

  it('bytes that are left over', () => {
    expect(reading('00', (reader) => reader.end())).toBe('codec/binary');
    expect(reading('', (reader) => reader.end())).toBe('accepted');
  });
});
