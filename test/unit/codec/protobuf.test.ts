// Protobuf: what is written, against bytes made by hand from the wire format; and that only one spelling is read.
import { describe, expect, it } from 'vitest';
import { fromHex, toHex } from '../../../src/codec/bytes.ts';
import {
  bytesField,
  delimited,
  fixed64Field,
  messageField,
  stringField,
  timestamp,
  varint,
  varintField,
} from '../../../src/codec/protobuf.ts';
import { decodeFields } from '../../../src/codec/protobuf-read.ts';
import { ZERO_TIME } from '../../../src/codec/time.ts';
import { refusal } from '../../support/mutate.ts';

describe('writing', () => {
  it.each([
    [0n, '00'],
    [1n, '01'],
    [127n, '7f'],
    [128n, '8001'],
    [300n, 'ac02'],
    [2n ** 32n, '8080808010'],
    [2n ** 63n - 1n, 'ffffffffffffffff7f'],
    [2n ** 64n - 1n, 'ffffffffffffffffff01'],
    [-1n, 'ffffffffffffffffff01'],
    [-62135596800n, '8092b8c398feffffff01'],
  ])('varint %s', (value, hex) => {
    expect(toHex(varint(value))).toBe(hex);
  });

  it('leaves default values out, but not embedded messages', () => {
    expect(toHex(varintField(1, 0))).toBe('');
    expect(toHex(varintField(1, 150))).toBe('089601');
    expect(toHex(varintField(16, 1))).toBe('800101');
    expect(toHex(bytesField(2, new Uint8Array(0)))).toBe('');
    expect(toHex(bytesField(2, Uint8Array.of(7, 8)))).toBe('12020708');
    expect(toHex(messageField(2, new Uint8Array(0)))).toBe('1200');
    expect(toHex(stringField(2, 'testing'))).toBe('120774657374696e67');
    expect(toHex(stringField(1, '明'))).toBe('0a03e6988e');
    expect(toHex(fixed64Field(2, 0n))).toBe('');
  });

  it('writes sfixed64 in little endian, negative ones in two’s complement', () => {
    expect(toHex(fixed64Field(2, 1n))).toBe('110100000000000000');
    expect(toHex(fixed64Field(3, -1n))).toBe('19ffffffffffffffff');
    expect(toHex(fixed64Field(2, 2n ** 63n - 1n))).toBe('11ffffffffffffff7f');
  });

  it('writes times without their outer field', () => {
    expect(toHex(timestamp({ seconds: 0n, nanos: 0 }))).toBe('');
    expect(toHex(timestamp({ seconds: 1n, nanos: 2 }))).toBe('08011002');
    expect(toHex(timestamp({ seconds: 0n, nanos: 999_999_999 }))).toBe('10ff93ebdc03');
    expect(toHex(timestamp(ZERO_TIME))).toBe('088092b8c398feffffff01');
  });

  it('writes the length before a message, in two bytes from 128 on', () => {
    expect(toHex(delimited(new Uint8Array(0)))).toBe('00');
    expect(toHex(delimited(new Uint8Array(127))).slice(0, 4)).toBe('7f00');
    expect(toHex(delimited(new Uint8Array(128))).slice(0, 6)).toBe('800100');
  });
});

describe('reading', () => {
  it('gives fields by number, and defaults where they are missing', () => {
    const fields = decodeFields(fromHex('089601120774657374696e67'));
    expect(fields.varint(1)).toBe(150n);
    expect(new TextDecoder().decode(fields.bytes(2))).toBe('testing');
    expect([fields.varint(3), fields.bytes(3).length, fields.bytes(1).length, fields.varint(2)]).toEqual([
      0n,
      0,
      0,
      0n,
    ]);
    expect(decodeFields(new Uint8Array(0)).varint(1)).toBe(0n);
  });

  it.each([
    ['a field twice', '08010802'],
    ['fields out of order', '12010008 01'.replace(' ', '')],
    ['field number 0', '0001'],
    ['a varint with a byte too many', '088100'],
    ['zero in two bytes', '088000'],
    ['a tag with a byte too many', '880001'],
    ['a varint of eleven bytes', '08ffffffffffffffffffff01'],
    ['a truncated varint', '0880'],
    ['a truncated string', '120500'],
    ['a length without bytes', '1201'],
    ['a length above the message', '12ffffffff0f00'],
    ['a tag alone', '08'],
    ['a fixed64', '090000000000000000'],
    ['a fixed32', '0d00000000'],
    ['the start of a group', '0b0c'],
    ['wire type 6', '0e'],
    ['wire type 7', '0f'],
  ])('refuses %s', (_, hex) => {
    expect(refusal(() => decodeFields(fromHex(hex)))).toBe('codec/binary');
  });
});
