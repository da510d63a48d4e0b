// A measurement as plain text, for a message to whoever asks how fast a device is.
import type { MeasuredRow, Measurement } from '../../worker/measure/figures.ts';
import { formatNumber, t } from '../i18n.ts';
import { HEADER_KINDS, headersFrom, rounded, timesOf } from './measure-figures.ts';
import { subjectName, wayName } from './measure-tables.ts';

/** Every figure, what follows from them, the app's version and what the browser says of itself. */
export function measurementText(measurement: Measurement, browser: string, threads: number): string {
  const { rows, version, build } = measurement;
  return [
    `${t('measure/title')} · ${t('app/name')} ${version}`,
    `${t('settings/core')}: ${t(`settings/core-${build}`)}`,
    `${t('measure/browser')}: ${browser}`,
    `${t('measure/threads')}: ${threads}`,
    `${t('measure/text-unit')}`,
    ...rows.map(rowText),
    ...HEADER_KINDS.map((kind) => {
      const derived = headersFrom(measurement, kind);
      return derived
        ? `${t(`measure/headers-${kind.name}`, { members: kind.members })}: ${t('measure/headers-a-second', { count: derived.perSecond })} (${t('measure/derived')})`
        : '';
    }),
  ].join('\n');
}

function rowText(row: MeasuredRow): string {
  const ways = (['core', 'webCrypto', 'reference'] as const).flatMap((way) => {
    const value = row[way];
    if (value === undefined) return [];
    const times = way === 'reference' ? '' : ` (${t('measure/times', { times: timesOf(value, row) })})`;
    return [`${wayName(way)} ${formatNumber(rounded(value))}${times}`];
  });
  return `${subjectName(row.subject)}: ${ways.join('; ')}`;
}
