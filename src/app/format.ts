// How values are written: times (Gregorian, Beijing and UTC), ages, sizes, hashes in groups of four.
import { type Locale, locale, t } from './i18n.ts';

export interface ChainTime {
  readonly seconds: bigint;
  readonly nanos: number;
}

const BEIJING_OFFSET = 8n * 3600n;
/** The widest range that a JavaScript date holds; a time outside it is shown as bare seconds. */
const MAX_DATE_SECONDS = 8_640_000_000_000n;

const dateFormats: Readonly<Record<Locale, Intl.DateTimeFormatOptions>> = {
  'zh-CN': { year: 'numeric', month: 'long', day: 'numeric' },
  en: { year: 'numeric', month: 'long', day: 'numeric' },
  // Thai readers expect the Buddhist era, so the era is said.
  th: { year: 'numeric', month: 'short', day: 'numeric', era: 'short' },
};
const languageTags: Readonly<Record<Locale, string>> = {
  'zh-CN': 'zh-CN',
  en: 'en-GB',
  th: 'th-TH-u-ca-gregory-nu-latn',
};

/** Beijing time, to the second, in words of the language. China has had no summer time since 1991. */
export function beijingTime(time: ChainTime): string {
  const date = dateAt(time.seconds + BEIJING_OFFSET);
  if (date === undefined) return `${time.seconds} s`;
  const day = new Intl.DateTimeFormat(languageTags[locale()], { timeZone: 'UTC', ...dateFormats[locale()] });
  return `${day.format(date)}${locale() === 'en' ? ',' : ''} ${date.toISOString().slice(11, 19)}`;
}

/** UTC, to the nanosecond that the chain gives, the same in all languages. */
export function utcTime(time: ChainTime): string {
  const date = dateAt(time.seconds);
  if (date === undefined) return `${time.seconds} s`;
  const fraction = time.nanos === 0 ? '' : `.${String(time.nanos).padStart(9, '0').replace(/0+$/, '')}`;
  return `${date.toISOString().replace('T', ' ').slice(0, -5)}${fraction} UTC`;
}

function dateAt(seconds: bigint): Date | undefined {
  const inRange = seconds <= MAX_DATE_SECONDS && seconds >= -MAX_DATE_SECONDS;
  return inRange ? new Date(Number(seconds) * 1000) : undefined;
}

/** How long ago, in the two largest units; a time ahead of the clock is said to be so. */
export function age(seconds: bigint, nowMs: number): string {
  const passed = Math.floor(nowMs / 1000) - Number(seconds);
  if (passed < -30) return t('age/ahead');
  const minutes = Math.max(0, Math.floor(passed / 60));
  if (minutes < 1) return t('age/now');
  if (minutes < 60) return t('age/minutes', { minutes });
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return t('age/hours', { hours, minutes: minutes % 60 });
  return t('age/days', { days: Math.floor(hours / 24), hours: hours % 24 });
}

/** Bytes below 10,000 are counted; above, in decimal units, as files are shown everywhere else. */
export function fileSize(bytes: number): string {
  if (bytes < 10_000) return t('size/bytes', { bytes });
  const units = ['kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length, Math.floor(Math.log10(bytes) / 3));
  const value = bytes / 1000 ** step;
  return `${value.toFixed(value < 100 ? 1 : 0)} ${units[step - 1]}`;
}

/** Lower-case hex in groups of four, never cut. */
export function hexGroups(hex: string): string[] {
  return hex.toLowerCase().match(/.{1,4}/g) ?? [];
}

/** For each group of `hex`, whether the group at the same place of `other` is another one. */
export function differingGroups(hex: string, other: string): boolean[] {
  const others = hexGroups(other);
  return hexGroups(hex).map((group, place) => group !== others[place]);
}
