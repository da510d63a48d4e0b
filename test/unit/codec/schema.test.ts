// Readers of parsed JSON: each type takes what it should and refuses its neighbours, with the path in the error.
import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { refusal } from '../../support/mutate.ts';

const read = (text: string) => Reader.of(parseJson(text));
const member = (value: string) => read(`{"a":${value}}`);

describe('whole numbers', () => {
  it('are read from numbers and from text, to the last digit', () => {
    for (const value of [0n, 1n, -1n, 2n ** 53n - 2n, 2n ** 53n + 1n, 2n ** 53n + 2n, 2n ** 63n - 1n, -(2n ** 63n)]) {
      expect(member(`${value}`).int64('a')).toBe(value);
      expect(member(`"${value}"`).int64('a')).toBe(value);
    }
  });

  it.each([
    '1e3',
    '"1e3"',
    '-0',
    '"-0"',
    '1.0',
    '"01"',
    '"+1"',
    '" 1"',
    '"1 "',
    '""',
    '"0x1"',
    '"１"',
    'true',
    '[]',
    'null',
  ])('are not %s', (value) => {
    expect(refusal(() => member(value).int64('a'))).toBe('json/expected-integer');
  });

  it('keep their range, at the number', () => {
    expect(refusal(() => member(`${2n ** 63n}`).int64('a'))).toBe('json/integer-range');
    expect(refusal(() => member(`"${-(2n ** 63n) - 1n}"`).int64('a'))).toBe('json/integer-range');
    expect(refusal(() => member(`${2n ** 64n}`).integer('a', 0n, 2n ** 64n - 1n))).toBe('json/integer-range');
    expect(refusal(() => member(`${2n ** 256n}`).int64('a'))).toBe('json/expected-integer');
    expect(member('4294967295').uint32('a')).toBe(4294967295);
    expect(refusal(() => member('4294967296').uint32('a'))).toBe('json/integer-range');
    expect(refusal(() => member('-1').uint32('a'))).toBe('json/integer-range');
    expect(member('-2147483648').int32('a')).toBe(-2147483648);
    expect(refusal(() => member('2147483648').int32('a'))).toBe('json/integer-range');
  });

  it('fall back only where they are missing or null', () => {
    expect(read('{}').int64('a', 7n)).toBe(7n);
    expect(member('null').int64('a', 7n)).toBe(7n);
    expect(member('0').int64('a', 7n)).toBe(0n);
    expect(refusal(() => member('"x"').int64('a', 7n))).toBe('json/expected-integer');
    expect(refusal(() => read('{}').int64('a'))).toBe('json/expected-integer');
    expect(read('{}').uint32('a', 3)).toBe(3);
  });
});

describe('text, truth and structure', () => {
  it.each(['1', 'null', 'true', '[]', '{}'])('text is not %s', (value) => {
    expect(refusal(() => member(value).string('a'))).toBe('json/expected-string');
  });

  it('text keeps its length', () => {
    expect(member('"abc"').string('a', 3)).toBe('abc');
    expect(refusal(() => member('"abcd"').string('a', 3))).toBe('json/string-too-long');
  });

  it('truth is true or false', () => {
    expect([member('true').boolean('a'), member('false').boolean('a')]).toEqual([true, false]);
    for (const value of ['1', '"true"', 'null'])
      expect(refusal(() => member(value).boolean('a'))).toBe('json/expected-boolean');
  });

  it('an object is neither array nor text, and a number is no object', () => {
    for (const value of ['[]', '"{}"', 'null', '1']) {
      expect(refusal(() => read(value))).toBe('json/expected-object');
      expect(refusal(() => member(value).reader('a'))).toBe('json/expected-object');
    }
    expect(member('null').optionalReader('a')).toBeUndefined();
    expect(refusal(() => member('1').optionalReader('a'))).toBe('json/expected-object');
  });

  it('null and missing arrays are empty only where that is said', () => {
    expect(member('null').array('a', 3, true)).toEqual([]);
    expect(read('{}').array('a', 3, true)).toEqual([]);
    expect(refusal(() => member('null').array('a', 3))).toBe('json/expected-array');
    expect(refusal(() => member('{}').array('a', 3, true))).toBe('json/expected-array');
    expect(member('[1,2,3]').array('a', 3).length).toBe(3);
    expect(refusal(() => member('[1,2,3,4]').array('a', 3))).toBe('json/too-many-items');
  });

  it('an error names the path down to the item', () => {
    try {
      read('{"a":[{"b":1},{"b":"x"}]}')
        .readers('a', 5)
        .map((item) => item.int64('b'));
      expect.unreachable();
    } catch (error) {
      expect((error as MingzhengError).values).toEqual({ path: '$.a[1].b' });
    }
  });

  it('refuses members that are not named', () => {
    expect(refusal(() => read('{"a":1,"b":2}').only('a', 'b'))).toBe('accepted');
    expect(refusal(() => read('{"a":1,"c":2}').only('a', 'b'))).toBe('json/unknown-member');
    expect(refusal(() => read('{"__proto__":1}').only('a'))).toBe('json/unknown-member');
    expect(read('{}').has('toString')).toBe(false);
  });
});

describe('bytes and times', () => {
  it('hex is strict, and missing is empty', () => {
    expect(member('"0aFF"').hex('a')).toEqual(Uint8Array.of(10, 255));
    expect(member('null').hex('a')).toEqual(new Uint8Array(0));
    expect(refusal(() => member('"0x0a"').hex('a'))).toBe('codec/hex');
    expect(refusal(() => member('"abcd"').hex('a', 1))).toBe('json/string-too-long');
    expect(refusal(() => member('12').hex('a'))).toBe('json/expected-string');
  });

  it('base64 is strict, alone and in arrays', () => {
    expect(member('"AQI="').base64('a', 2)).toEqual(Uint8Array.of(1, 2));
    expect(read('{}').base64('a', 2)).toEqual(new Uint8Array(0));
    expect(refusal(() => member('"AQI"').base64('a', 2))).toBe('codec/base64');
    expect(refusal(() => member('"AQIDBA=="').base64('a', 3))).toBe('json/string-too-long');
    expect(member('["AQ==",""]').base64Array('a', 2, 3)).toEqual([Uint8Array.of(1), new Uint8Array(0)]);
    expect(refusal(() => member('["AR=="]').base64Array('a', 2, 3))).toBe('codec/base64');
    expect(refusal(() => member('[null]').base64Array('a', 2, 3))).toBe('json/expected-string');
    expect(refusal(() => member('["AQIDBA=="]').base64Array('a', 2, 3))).toBe('json/string-too-long');
  });

  it('a time is a time', () => {
    expect(member('"1970-01-01T00:00:01Z"').time('a')).toEqual({ seconds: 1n, nanos: 0 });
    expect(refusal(() => member('"1970-01-01"').time('a'))).toBe('codec/time');
    expect(refusal(() => read('{}').time('a'))).toBe('json/expected-string');
  });

  it('an error of a value is the value’s own, with the path', () => {
    try {
      member('"zz"').hex('a');
      expect.unreachable();
    } catch (error) {
      expect(error).toBeInstanceOf(MingzhengError);
      expect((error as MingzhengError).values).toEqual({ path: '$.a', text: 'zz' });
    }
  });
});
