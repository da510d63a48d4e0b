import { crc32 as reference } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { crc32, seal, unseal } from '../../../src/store/checksum.ts';
import { bytesOf } from './samples.ts';

describe('crc32', () => {
  it('gives the check value of the standard', () => {
    expect(crc32(new TextEncoder().encode('123456789'))).toBe(0xcbf43926);
  });

  it.skipIf(!reference)('agrees with zlib at every length up to 300, also in two pieces', () => {
    for (let length = 0; length <= 300; length++) {
      const bytes = bytesOf(length, length);
      expect(crc32(bytes)).toBe(reference(bytes));
      expect(crc32(bytes.subarray(length >> 1), crc32(bytes.subarray(0, length >> 1)))).toBe(reference(bytes));
    }
  });
});

const ROW = { to: 9n, hash: bytesOf(32, 1), names: ['a', 'b'], deep: { n: 1, flag: true }, none: undefined };

describe('seal', () => {
  it('gives the row back, whatever the order of its members', () => {
    expect(unseal(1, seal(1, ROW))).toEqual(ROW);
    const { sum, ...rest } = seal(1, ROW);
    expect(unseal(1, { sum, ...Object.fromEntries(Object.entries(rest).reverse()) } as never)).toEqual(ROW);
  });

  it('refuses a row under another key, of another type, or changed in any member', () => {
    const sealed = seal(1, ROW);
    expect(unseal(2, sealed)).toBeUndefined();
    expect(unseal('1', sealed)).toBeUndefined();
    const changed = [
      { to: 8n },
      { to: 9 },
      { to: '9' },
      { hash: bytesOf(32, 2) },
      { hash: [...bytesOf(32, 1)] },
      { names: ['ab', ''] },
      { names: ['a'] },
      { deep: { n: 1, flag: false } },
      { none: null },
      { more: 1 },
      { sum: sealed.sum + 1 },
    ];
    for (const change of changed)
      expect(unseal(1, { ...sealed, ...change } as never), JSON.stringify(Object.keys(change))).toBeUndefined();
  });

  it('refuses what is no row at all', () => {
    for (const junk of [undefined, null, 7, 'text', [], new Uint8Array(4)])
      expect(unseal(1, junk as never)).toBeUndefined();
  });
});
