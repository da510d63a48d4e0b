// Chain time: RFC 3339 to seconds and nanoseconds and back, at the edges of calendar, clock and zone.
import { describe, expect, it } from 'vitest';
import {
  compareTime,
  formatTime,
  fromNanos,
  isZeroTime,
  parseTime,
  toNanos,
  ZERO_TIME,
} from '../../../src/codec/time.ts';
import { Random } from '../../support/core.ts';
import { refusal } from '../../support/mutate.ts';

describe('parseTime', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n, 0],
    ['1970-01-01T00:00:00.000000001Z', 0n, 1],
    ['1969-12-31T23:59:59.999999999Z', -1n, 999_999_999],
    ['2026-11-24T21:28:37.1Z', 1795555717n, 100_000_000],
    ['2038-01-19T03:14:08Z', 2n ** 31n, 0],
    ['2000-02-29T12:00:00Z', 951825600n, 0],
    ['0001-01-01T00:00:00Z', -62135596800n, 0],
    ['0099-12-31T23:59:59Z', -59011459201n, 0],
    ['9999-12-31T23:59:59.999999999Z', 253402300799n, 999_999_999],
    ['2026-01-01T08:00:00+08:00', 1767225600n, 0],
    ['2025-12-31T19:30:00-04:30', 1767225600n, 0],
    ['2026-01-01T00:00:00+00:00', 1767225600n, 0],
    ['2026-01-01T00:00:00-00:00', 1767225600n, 0],
    ['2026-01-01T23:59:00+23:59', 1767225600n, 0],
  ])('reads %s', (text, seconds, nanos) => {
    expect(parseTime(text)).toEqual({ seconds, nanos });
  });

  it.each([
    '2026-02-29T00:00:00Z',
    '1900-02-29T00:00:00Z',
    '2026-04-31T00:00:00Z',
    '2026-13-01T00:00:00Z',
    '2026-00-01T00:00:00Z',
    '2026-01-00T00:00:00Z',
    '2026-01-01T24:00:00Z',
    '2026-01-01T00:60:00Z',
    '2016-12-31T23:59:60Z',
    '2026-01-01T00:00:00.Z',
    '2026-01-01T00:00:00.1234567890Z',
    '2026-01-01T00:00:00,5Z',
    '2026-01-01T00:00:00',
    '2026-01-01 00:00:00Z',
    '2026-01-01t00:00:00z',
    '2026-01-01T00:00:00+24:00',
    '2026-01-01T00:00:00+00:60',
    '2026-01-01T00:00:00+0800',
    '2026-01-01T00:00Z',
    '26-01-01T00:00:00Z',
    '+002026-01-01T00:00:00Z',
    '-0001-01-01T00:00:00Z',
    '0000-12-31T23:59:59Z',
    '0001-01-01T00:00:00+00:01',
    '9999-12-31T23:59:59-00:01',
    '10000-01-01T00:00:00Z',
    '2026-01-01T00:00:00Z ',
    '2026-01-01T00:00:00Z\n',
    '２026-01-01T00:00:00Z',
    '',
  ])('refuses %j', (text) => {
    expect(refusal(() => parseTime(text))).toBe('codec/time');
  });
});

describe('formatTime', () => {
  it('prints as Go does, without zeros at the end of the fraction', () => {
    expect(formatTime({ seconds: 0n, nanos: 0 })).toBe('1970-01-01T00:00:00Z');
    expect(formatTime({ seconds: 0n, nanos: 120_000_000 })).toBe('1970-01-01T00:00:00.12Z');
    expect(formatTime({ seconds: -1n, nanos: 1 })).toBe('1969-12-31T23:59:59.000000001Z');
    expect(formatTime(ZERO_TIME)).toBe('0001-01-01T00:00:00Z');
  });

  it('is undone by parseTime for 5,000 random times', () => {
    const random = new Random(4);
    for (let i = 0; i < 5000; i++) {
      const seconds = BigInt(random.integer(-62135596800, 253402300799));
      const time = { seconds, nanos: random.integer(0, 999_999_999) };
      expect(parseTime(formatTime(time))).toEqual(time);
    }
  });
});

describe('arithmetic in nanoseconds', () => {
  it('goes both ways on either side of 1970', () => {
    for (const nanos of [
      0n,
      1n,
      -1n,
      999_999_999n,
      1_000_000_000n,
      -1_000_000_000n,
      -1_000_000_001n,
      10n ** 20n,
      -(10n ** 20n),
    ]) {
      expect(toNanos(fromNanos(nanos))).toBe(nanos);
      expect(fromNanos(nanos).nanos).toBeGreaterThanOrEqual(0);
    }
  });

  it('orders times to the nanosecond', () => {
    const a = { seconds: 5n, nanos: 999_999_999 };
    expect(compareTime(a, { seconds: 6n, nanos: 0 })).toBe(-1);
    expect(compareTime(a, a)).toBe(0);
    expect(compareTime(a, { seconds: 5n, nanos: 999_999_998 })).toBe(1);
  });

  it('knows the zero time, and not its neighbours', () => {
    expect(isZeroTime(parseTime('0001-01-01T00:00:00Z'))).toBe(true);
    expect(isZeroTime({ ...ZERO_TIME, nanos: 1 })).toBe(false);
    expect(isZeroTime({ seconds: 0n, nanos: 0 })).toBe(false);
  });
});
