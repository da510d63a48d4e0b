// Chain time: seconds and nanoseconds since 1970, never a JavaScript Date, which would drop nanoseconds.
import { ensure } from '../core/error.ts';

/** 0 <= nanos < 1e9; seconds may be negative (year 1 is -62135596800). */
export interface Time {
  readonly seconds: bigint;
  readonly nanos: number;
}

/** The zero time of Go, 0001-01-01T00:00:00Z. */
export const ZERO_TIME: Time = { seconds: -62135596800n, nanos: 0 };
const LAST_SECOND = 253402300799n; // 9999-12-31T23:59:59Z
const RFC3339 = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,9}))?(Z|[+-]\d\d:\d\d)$/;

/** Refuses what Go's Timestamp refuses: years outside 1 to 9999, and nanoseconds that are a second or more. */
export function checkTime(time: Time): Time {
  const { seconds, nanos } = time;
  const isValid = seconds >= ZERO_TIME.seconds && seconds <= LAST_SECOND && nanos >= 0 && nanos < 1_000_000_000;
  ensure(isValid, 'codec/time', { text: `${seconds}.${nanos}` });
  return time;
}

/** Nanoseconds since 1970, the form in which times are compared and added to. */
export function toNanos(time: Time): bigint {
  return time.seconds * 1_000_000_000n + BigInt(time.nanos);
}

export function fromNanos(nanos: bigint): Time {
  const rest = ((nanos % 1_000_000_000n) + 1_000_000_000n) % 1_000_000_000n;
  return { seconds: (nanos - rest) / 1_000_000_000n, nanos: Number(rest) };
}

export function compareTime(a: Time, b: Time): number {
  const difference = toNanos(a) - toNanos(b);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

export function isZeroTime(time: Time): boolean {
  return time.seconds === ZERO_TIME.seconds && time.nanos === 0;
}

/** RFC 3339 with up to nine digits of fraction. Errors: `codec/time`. */
export function parseTime(text: string): Time {
  const match = RFC3339.exec(text);
  ensure(match !== null, 'codec/time', { text: text.slice(0, 40) });
  const [, year, month, day, hour, minute, second, fraction = '', zone = 'Z'] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const same = date.toISOString().startsWith(`${year}-${month}-${day}T${hour}:${minute}:${second}`);
  const seconds = BigInt(date.getTime() / 1000) - zoneSeconds(zone, text);
  ensure(same && seconds >= ZERO_TIME.seconds && seconds <= LAST_SECOND, 'codec/time', { text: text.slice(0, 40) });
  return { seconds, nanos: Number(fraction.padEnd(9, '0')) };
}

function zoneSeconds(zone: string, text: string): bigint {
  if (zone === 'Z') return 0n;
  const hours = Number(zone.slice(1, 3));
  const minutes = Number(zone.slice(4, 6));
  ensure(hours < 24 && minutes < 60, 'codec/time', { text: text.slice(0, 40) });
  const seconds = BigInt(hours * 3600 + minutes * 60);
  return zone[0] === '-' ? -seconds : seconds;
}

/** RFC 3339 in UTC, trailing zeros of the fraction trimmed, as Go prints it. */
export function formatTime(time: Time): string {
  const base = new Date(Number(time.seconds) * 1000).toISOString().slice(0, 19);
  const fraction = String(time.nanos).padStart(9, '0').replace(/0+$/, '');
  return `${base}${fraction && `.${fraction}`}Z`;
}
