// Hex and numbers as Ethereum-like nodes print them: both spellings are taken, nothing else.
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { readBytes, readBytesArray, readFixed, readQuantity } from '../../../src/codec/prefixed-hex.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { codeOf } from '../../../src/core/error.ts';

const of = (json: string) => Reader.of(parseJson(json));
const code = (run: () => unknown) => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
};

describe('bytes', () => {
  it('come with 0x or without, in either case, or not at all', () => {
    const reader = of('{"a":"0xAb01","b":"ab01","c":null,"e":"0x"}');
    expect(['a', 'b', 'c', 'd', 'e'].map((key) => toHex(readBytes(reader, key, 4)))).toEqual([
      'ab01',
      'ab01',
      '',
      '',
      '',
    ]);
  });
  it.each([
    ['"0xabc"', 'codec/hex'],
    ['"0Xab"', 'codec/hex'],
    ['"0x0xab"', 'codec/hex'],
    ['" ab"', 'codec/hex'],
    ['5', 'json/expected-string'],
    ['"0xaabbccddee"', 'json/string-too-long'],
  ])('refuses %s', (value, expected) => expect(code(() => readBytes(of(`{"a":${value}}`), 'a', 2))).toBe(expected));
  it('of a fixed length have that length', () => {
    expect(readFixed(of('{"a":"0xabcd"}'), 'a', 2).length).toBe(2);
    expect(code(() => readFixed(of('{"a":"0xab"}'), 'a', 2))).toBe('codec/hex-length');
    expect(code(() => readFixed(of('{}'), 'a', 2))).toBe('codec/hex-length');
  });
  it('of an array are each text within the limit', () => {
    expect(readBytesArray(of('{"a":["0xab","cd"]}'), 'a', 2, 1).map(toHex)).toEqual(['ab', 'cd']);
    expect(code(() => readBytesArray(of('{"a":["ab","cd","ef"]}'), 'a', 2, 1))).toBe('json/too-many-items');
    expect(code(() => readBytesArray(of('{"a":["abcdef"]}'), 'a', 2, 1))).toBe('json/string-too-long');
    expect(code(() => readBytesArray(of('{"a":[1]}'), 'a', 2, 1))).toBe('json/expected-string');
  });
});

describe('numbers', () => {
  it.each([
    ['7', 7n],
    ['"7"', 7n],
    ['"0x7"', 7n],
    ['"0x0007"', 7n],
    ['"0xFF"', 255n],
    ['9007199254740993', 9007199254740993n],
    ['0', 0n],
  ])('%s is read', (value, expected) => expect(readQuantity(of(`{"a":${value}}`), 'a', 2n ** 64n)).toBe(expected));
  it.each(['-1', '1.0', '1e3', '"01"', '"0x"', '"0xg"', '""', '"+1"', 'true', 'null'])('%s is refused', (value) =>
    expect(code(() => readQuantity(of(`{"a":${value}}`), 'a', 1000n))).toBe('json/expected-integer'),
  );
  it('are held to their limit, and may have a value for missing', () => {
    expect(code(() => readQuantity(of('{"a":11}'), 'a', 10n))).toBe('json/integer-range');
    expect(readQuantity(of('{}'), 'a', 10n, 3n)).toBe(3n);
  });
});
