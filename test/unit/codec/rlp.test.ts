// RLP: the examples of the Yellow Paper's appendix B and of the Ethereum wiki, and lengths around each form.
import { describe, expect, it } from 'vitest';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { encodeRlp, type RlpItem, rlpInteger, rlpListHead } from '../../../src/codec/rlp.ts';

const text = (value: string) => toUtf8(value);
const hex = (item: RlpItem) => toHex(encodeRlp(item));

describe('RLP', () => {
  it.each<[string, RlpItem, string]>([
    ['dog', text('dog'), '83646f67'],
    ['a list of two', [text('cat'), text('dog')], 'c88363617483646f67'],
    ['nothing', new Uint8Array(0), '80'],
    ['an empty list', [], 'c0'],
    ['0', rlpInteger(0n), '80'],
    ['15', rlpInteger(15n), '0f'],
    ['127', rlpInteger(127n), '7f'],
    ['128', rlpInteger(128n), '8180'],
    ['1024', rlpInteger(1024n), '820400'],
    ['the set of three', [[], [[]], [[], [[]]]], 'c7c0c1c0c3c0c1c0'],
    ['a byte of zero', Uint8Array.of(0), '00'],
  ])('writes %s', (_, item, expected) => expect(hex(item)).toBe(expected));

  it.each([
    [55, 'b7'],
    [56, 'b838'],
    [255, 'b8ff'],
    [256, 'b90100'],
    [65_536, 'ba010000'],
  ])('writes the length %i in its form', (length, head) => {
    expect(hex(new Uint8Array(length).fill(1)).slice(0, head.length)).toBe(head);
    expect(encodeRlp(new Uint8Array(length).fill(1)).length).toBe(length + head.length / 2);
  });

  it.each([
    [55n, 'f7'],
    [56n, 'f838'],
    [1000n, 'f903e8'],
  ])('writes a list head for %i bytes', (length, head) => expect(toHex(rlpListHead(Number(length)))).toBe(head));
});
