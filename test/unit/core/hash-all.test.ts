// Many messages in one call, by every hash function of every build: alone, in company of equal length, longer than the input.
import { bytesToHex } from '@noble/hashes/utils.js';
import { describe, expect, it } from 'vitest';
import { Random } from '../../support/core.ts';
import { allCases, join } from './references.ts';

describe.each(await allCases())('$algorithm of many messages, $build', ({ algorithm, core, reference }) => {
  const check = (messages: readonly Uint8Array[], what = '') =>
    expect(bytesToHex(core.hashAll(algorithm, messages)), what).toBe(bytesToHex(join(messages.map(reference))));

  it('takes every length from 0 to 300', () => {
    check(Array.from({ length: 301 }, (_, length) => new Uint8Array(length).fill(length)));
  });

  it('takes 0 to 9 messages of one length', () => {
    const random = new Random(14);
    for (let count = 0; count <= 9; count++)
      for (const length of [0, 55, 56, 64, 135, 136, 200])
        check(
          Array.from({ length: count }, () => random.bytes(length)),
          `${count} messages of ${length} bytes`,
        );
  });

  it('takes equally many blocks of which not equally many are full', () => {
    const lengths = [63, 64, 56, 119, 120, 64, 127, 56];
    const random = new Random(15);
    check(lengths.map((length) => random.bytes(length)));
  });

  it('takes messages around the most blocks that wait for company', () => {
    const random = new Random(16);
    const lengths = [4086, 4087, 4088, 4096, 4150, 8702, 8703, 8704, 8705];
    check([...lengths, ...lengths, ...lengths].map((length) => random.bytes(length)));
  });

  it('takes messages larger than its buffer among small ones', () => {
    const random = new Random(17);
    const lengths = [3, 65_534, 65_535, 65_536, 0, 200_000, 4_100, 0, 3];
    check(lengths.map((length) => random.bytes(length)));
  });

  it('takes mixed lengths in any order, many calls full', () => {
    const random = new Random(18);
    check(Array.from({ length: 3000 }, () => random.bytes(random.integer(0, 400))));
  });

  it('takes more empty messages than one call does', () => {
    check(Array.from({ length: 9_000 }, () => new Uint8Array(0)));
  });
});
