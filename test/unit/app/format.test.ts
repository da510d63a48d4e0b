import { beforeAll, describe, expect, it } from 'vitest';
import { age, beijingTime, differingGroups, fileSize, hexGroups, utcTime } from '../../../src/app/format.ts';
import { speak } from './language.ts';

/** Header time of block 935 of demo-a: 2026-11-24T18:30:44.111217856Z. */
const TIME = { seconds: 1795545044n, nanos: 111217856 };

describe('times', () => {
  it('are Beijing time in words of the language, in the Gregorian calendar', async () => {
    await speak('zh-CN');
    expect(beijingTime(TIME)).toBe('2026年11月25日 02:30:44');
    await speak('en');
    expect(beijingTime(TIME)).toBe('25 November 2026, 02:30:44');
    await speak('th');
    expect(beijingTime(TIME)).toBe('25 พ.ย. ค.ศ. 2026 02:30:44');
  });
  it('are UTC to the last nanosecond, without trailing noughts', () => {
    expect(utcTime(TIME)).toBe('2026-11-24 18:30:44.111217856 UTC');
    expect(utcTime({ seconds: TIME.seconds, nanos: 500_000_000 })).toBe('2026-11-24 18:30:44.5 UTC');
    expect(utcTime({ seconds: 0n, nanos: 0 })).toBe('1970-01-01 00:00:00 UTC');
    expect(utcTime({ seconds: 0n, nanos: 1 })).toBe('1970-01-01 00:00:00.000000001 UTC');
  });
  it('hold before 1970 and far beyond any calendar', () => {
    expect(utcTime({ seconds: -1n, nanos: 0 })).toBe('1969-12-31 23:59:59 UTC');
    expect(utcTime({ seconds: 2n ** 62n, nanos: 0 })).toBe('4611686018427387904 s');
    expect(beijingTime({ seconds: 2n ** 62n, nanos: 0 })).toContain(' s');
  });
});

describe('ages', () => {
  beforeAll(() => speak('en'));
  const now = 1_795_545_044_000;
  const ago = (seconds: number) => age(1_795_545_044n - BigInt(seconds), now);
  it('give the two largest units', () => {
    expect(ago(5)).toBe('just now');
    expect(ago(3599)).toBe('59 min ago');
    expect(ago(5280)).toBe('1 h 28 min ago');
    expect(ago(90_000)).toBe('1 d 1 h ago');
  });
  it('say when a block is ahead of the clock', () => {
    expect(ago(-31)).toBe('later than this device’s clock');
    expect(ago(-10)).toBe('just now');
  });
});

describe('sizes and hashes', () => {
  beforeAll(() => speak('en'));
  it('count small files and round large ones', () => {
    expect(fileSize(228)).toBe('228 bytes');
    expect(fileSize(9_999)).toBe('9,999 bytes');
    expect(fileSize(10_000)).toBe('10.0 kB');
    expect(fileSize(4_000_000_000)).toBe('4.0 GB');
    expect(fileSize(123_400_000)).toBe('123 MB');
  });
  it('group hex by four and never cut it', () => {
    expect(hexGroups('A47C5BE75BD7')).toEqual(['a47c', '5be7', '5bd7']);
    expect(hexGroups('a47c5')).toEqual(['a47c', '5']);
    expect(hexGroups('')).toEqual([]);
  });
  it('mark the groups that differ', () => {
    expect(differingGroups('a47c5be7', 'a47c5be8')).toEqual([false, true]);
    expect(differingGroups('a47c5be7', 'a47c')).toEqual([false, true]);
    expect(differingGroups('A47C', 'a47c')).toEqual([false]);
  });
});
