// The figures of a measurement as tables: a row for each subject, a column for each way, and how many times as fast as the
// reference each way is. Rows stand from the beginning, so that nothing jumps while figures come in.
import { html, type TemplateResult } from 'lit';
import {
  HASHES,
  KEY_USES,
  type MeasuredRow,
  type MeasureProgress,
  SCHEMES,
  type Subject,
} from '../../worker/measure/figures.ts';
import { formatNumber, t } from '../i18n.ts';
import { rounded, TIMES_ELSEWHERE, timesOf } from './measure-figures.ts';

const NAMES: Readonly<Record<string, string>> = {
  sha256: 'SHA-256',
  sm3: 'SM3',
  keccak256: 'Keccak-256',
  sm2: 'SM2',
  secp256k1: 'secp256k1',
  ed25519: 'Ed25519',
};

/** What is measured, in words. */
export function subjectName(subject: Subject): string {
  const [name, use] = subject.split('-') as [string, string | undefined];
  const known = NAMES[name]!;
  return use === undefined ? known : t(use === 'new' ? 'measure/new' : 'measure/returning', { scheme: known });
}

/** What is shown while there are no rows yet; `lacksCore` where the column can only stay empty. */
export interface Shown extends MeasureProgress {
  readonly lacksCore: boolean;
}

export function hashTable(shown: Shown): TemplateResult {
  return table('measure/hashing', 'measure/col-hash', ['core', 'reference'], HASHES, shown);
}

export function signatureTable(shown: Shown): TemplateResult {
  const subjects = SCHEMES.flatMap((scheme) => KEY_USES.map((use): Subject => `${scheme}-${use}`));
  return table('measure/signatures', 'measure/col-signature', ['core', 'webCrypto', 'reference'], subjects, shown);
}

type Way = 'core' | 'webCrypto' | 'reference';
const WAY_WORDS = { core: 'measure/core', webCrypto: 'measure/web-crypto', reference: 'measure/reference' } as const;

/** The words for a way, as in the heads of the columns. */
export const wayName = (way: Way): string => t(WAY_WORDS[way]);

function table(
  caption: 'measure/hashing' | 'measure/signatures',
  first: 'measure/col-hash' | 'measure/col-signature',
  ways: readonly Way[],
  subjects: readonly Subject[],
  shown: Shown,
): TemplateResult {
  return html`<table class="table measured">
    <caption class="sr">${t(caption)}</caption>
    <thead>
      <tr>
        <th scope="col">${t(first)}</th>
        ${ways.map((way) => html`<th scope="col" class="end">${wayName(way)}</th>`)}
      </tr>
    </thead>
    <tbody>${subjects.map((subject) => row(subject, ways, shown))}</tbody>
  </table>`;
}

function row(subject: Subject, ways: readonly Way[], { rows, at, lacksCore }: Shown): TemplateResult {
  const measured = rows.find((each) => each.subject === subject);
  return html`<tr class=${subject === at ? 'at' : ''}>
    <th scope="row">${subjectName(subject)}</th>
    ${ways.map((way) => cell(way, subject, measured, lacksCore))}
  </tr>`;
}

function cell(way: Way, subject: Subject, row: MeasuredRow | undefined, lacksCore: boolean): TemplateResult {
  const value = row?.[way];
  const isElsewhere = way === 'core' && lacksCore;
  return html`<td class="num end ${way === 'core' ? 'main' : ''} ${value === undefined && !isElsewhere ? 'none' : ''}">
    <span class="stack-label">${wayName(way)}</span>
    <span class="value"><b>${value === undefined ? '—' : formatNumber(rounded(value))}</b>
      ${isElsewhere ? timesElsewhere(subject) : ''}
      ${row && value !== undefined && way !== 'reference' ? html`<span class="row-sub">${t('measure/times', { times: timesOf(value, row) })}</span>` : ''}
    </span>
  </td>`;
}

/** Not of this device, and said not to be. */
function timesElsewhere(subject: Subject): TemplateResult {
  return html`<span class="row-sub">${t('measure/times-elsewhere', { times: TIMES_ELSEWHERE[subject] })}</span>`;
}
