// The strict readers of the conformance runner's own: TARS and RLP, which the shipped code does not read.
import { describe, expect, it } from 'vitest';
import { fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { encodeRlp, type RlpItem } from '../../../src/codec/rlp.ts';
import { decodeRlp } from '../../conformance/rlp-reader.ts';
import { decodeTars, tarsBytes, tarsList, tarsNumber, tarsStruct, tarsText } from '../../conformance/tars.ts';

describe('TARS', () => {
  it('reads numbers of every width, texts, bytes, lists and structures by tag', () => {
    const text = 'a'.repeat(256);
    const fields = decodeTars(
      fromHex(
        `0c1080` + // 0: zero, 1: -128
          `21ff7f` + // 2: -129
          `32fffeffff` + // 3: -65537
          `437fffffffffffffff` + // 4
          `560161` + // 5: "a"
          `6700000100${toHex(toUtf8(text))}` + // 6: 256 times "a"
          `7d000002beef` + // 7: bytes
          `89000200010002` + // 8: list of 1, 2
          `9a10010b` + // 9: structure with 1: 1
          `f0ff05`, // 255: 5
      ),
    );
    expect([0, 1, 2, 3, 4].map((tag) => tarsNumber(fields, tag))).toEqual([
      0n,
      -128n,
      -129n,
      -65537n,
      9223372036854775807n,
    ]);
    expect([5, 6].map((tag) => tarsText(fields, tag))).toEqual(['a', text]);
    expect(toHex(tarsBytes(fields, 7))).toBe('beef');
    expect(tarsList(fields, 8)).toEqual([1n, 2n]);
    expect(tarsNumber(tarsStruct(fields.get(9)), 1)).toBe(1n);
    expect(tarsNumber(fields, 255)).toBe(5n);
  });

  it('takes what was not sent as empty', () => {
    const fields = decodeTars(new Uint8Array(0));
    expect([tarsNumber(fields, 1), tarsText(fields, 2), tarsList(fields, 3)]).toEqual([0n, '', []]);
  });

  it.each([
    ['a tag that falls', '10010002'],
    ['a tag that stands twice', '10011002'],
    ['zero as a byte', '1000'],
    ['a byte as two', '110001'],
    ['two bytes as four', '1200000100'],
    ['four bytes as eight', '130000000000010000'],
    ['a short text in the long form', '170000000161'],
    ['a text that is cut off', '160261'],
    ['bytes that are cut off', '1d00000201'],
    ['a structure without an end', '1a1001'],
    ['an end without a begin', '0b'],
    ['a list longer than the input', '190064'],
    ['a simple list of something else', '1d010001ff'],
    ['a map', '180c'],
  ])('refuses %s', (_, hex) => expect(() => decodeTars(fromHex(hex))).toThrow(/TARS/));
});

describe('RLP', () => {
  const items: RlpItem = [
    new Uint8Array(0),
    fromHex('7f'),
    fromHex('80'),
    new Uint8Array(55).fill(1),
    new Uint8Array(56).fill(2),
    [new Uint8Array(300).fill(3), []],
  ];

  it('gives back what the shipped code wrote', () => {
    expect(decodeRlp(encodeRlp(items))).toEqual(items);
  });

  it.each([
    ['nothing', ''],
    ['bytes behind an item', '8180ff'],
    ['a small byte with a head', '8101'],
    ['a short length in the long form', 'b80101'],
    ['a length with a leading zero', `b90038${'00'.repeat(56)}`],
    ['a text that is cut off', '8201'],
    ['a list that is cut off', 'c201'],
    ['an item that reaches beyond its list', 'c18201ff'],
  ])('refuses %s', (_, hex) => expect(() => decodeRlp(fromHex(hex))).toThrow(/RLP/));
});
