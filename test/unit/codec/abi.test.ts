// The contract ABI: published examples of the specification, and one encoding for each content.
import { describe, expect, it } from 'vitest';
import { type AbiValue, decodeAbi, encodeAbi, fromNumber, parseAbi } from '../../../src/codec/abi.ts';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { codeOf } from '../../../src/core/error.ts';

const code = (run: () => unknown) => {
  try {
    run();
    return 'ok';
  } catch (error) {
    return codeOf(error);
  }
};

describe('signatures', () => {
  it('are read with names, marks and types', () => {
    const abi = parseAbi('Recorded(string indexed id, bytes32 digest,uint256)');
    expect(abi.canonical).toBe('Recorded(string,bytes32,uint256)');
    expect(abi.parameters).toEqual([
      { type: 'string', name: 'id', indexed: true },
      { type: 'bytes32', name: 'digest', indexed: false },
      { type: 'uint256', name: '', indexed: false },
    ]);
    expect(parseAbi('ping()').parameters).toEqual([]);
  });

  it.each([
    'set(string[])',
    'set(uint)',
    'set(bytes33)',
    'set(bytes0)',
    'set(int7)',
    'set(tuple)',
    'set',
    'set(string id x)',
    '(string)',
  ])('refuses %s', (text) => expect(code(() => parseAbi(text))).toBe('trust/record-rule'));
});

describe('values', () => {
  it.each<[string[], AbiValue[]]>([
    [['string'], ['']],
    [
      ['string', 'bytes32'],
      ['发票-001', new Uint8Array(32).fill(7)],
    ],
    [
      ['bytes', 'uint256', 'string'],
      [new Uint8Array(33).fill(1), 2n ** 255n, 'a'.repeat(64)],
    ],
    [
      ['address', 'bool', 'bool', 'int8'],
      [2n ** 160n - 1n, true, false, -128n],
    ],
    [
      ['bytes4', 'uint8'],
      [fromHex('01020304'), 255n],
    ],
  ])('%s come back', (types, values) => {
    expect(decodeAbi(types, encodeAbi(types, values))).toEqual(values);
  });

  it('are encoded as the specification shows for f(bytes,bool) with "dave" and true', () => {
    const expected = concatBytes(
      fromNumber(64n),
      fromNumber(1n),
      fromNumber(4n),
      concatBytes(toUtf8('dave'), new Uint8Array(28)),
    );
    expect(toHex(encodeAbi(['bytes', 'bool'], [toUtf8('dave'), true]))).toBe(toHex(expected));
  });

  const good = encodeAbi(['string', 'uint8'], ['abc', 5n]);
  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ['a number wider than its type', (bytes) => bytes.with(32, 1)],
    ['an offset into the heads', (bytes) => bytes.with(31, 32)],
    ['an offset beyond the end', (bytes) => bytes.with(30, 255)],
    ['an offset of 2^248', (bytes) => bytes.with(0, 1)],
    ['a length beyond the end', (bytes) => bytes.with(95, 33)],
    ['padding that is not zero', (bytes) => bytes.with(127, 1)],
    ['a word too many', (bytes) => concatBytes(bytes, new Uint8Array(32))],
    ['a word too few', (bytes) => bytes.subarray(0, 96)],
    ['half a word', (bytes) => bytes.subarray(0, 100)],
    ['text that is no UTF-8', (bytes) => bytes.with(96, 0xff)],
  ])('refuses %s', (_, change) => {
    expect(code(() => decodeAbi(['string', 'uint8'], change(good)))).toBe('codec/abi');
  });

  it('refuses a boolean that is neither 0 nor 1, and bits behind a short word', () => {
    expect(code(() => decodeAbi(['bool'], fromNumber(2n)))).toBe('codec/abi');
    expect(code(() => decodeAbi(['bytes4'], fromNumber(1n)))).toBe('codec/abi');
  });
});
