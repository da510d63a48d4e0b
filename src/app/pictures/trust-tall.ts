// The chain of trust from top to bottom, for phones: the stops up to the one that the record hangs from, then the record.
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { QuorumPicture } from '../../worker/api.ts';
import { t } from '../i18n.ts';
import { type Mark, type TrustMarks, votesOf } from './trust-marks.ts';
import { between, shapeAt } from './trust-wide.ts';

const STEP = 100;
const X = 22;

export function trustTall(marks: TrustMarks, quorum: QuorumPicture | undefined, label: string): TemplateResult {
  const { signed, linked } = marks;
  const last = linked ? signed.indexOf(linked.anchor) : signed.length - 1;
  const shown = signed.slice(0, last + 1);
  const height = 60 + STEP * (shown.length - 1 + (linked ? 1 : 0));
  return html`<svg class="draw tall" viewBox="0 0 340 ${height}" role="img" aria-label=${label}>
    ${shown.map((mark, i) => row(mark, shown[i - 1], 26 + i * STEP, quorum))}
    ${linked ? record(linked, 26 + shown.length * STEP) : nothing}
  </svg>`;
}

function row(mark: Mark, before: Mark | undefined, y: number, quorum: QuorumPicture | undefined): SVGTemplateResult {
  const isBroken = mark.shape === 'broken';
  return svg`${before ? leg(y, isBroken ? 'broken' : 'skip', between(before, mark)) : nothing}
    ${shapeAt(mark, X, y)}
    <text x="48" y=${y - 2} class="t-b">${mark.shape === 'square' ? t('trust/record-block', { height: mark.height }) : t('block', { height: mark.height })}</text>
    <text x="48" y=${y + 19} class=${isBroken ? 't-no' : 't-2'}>${under(mark, quorum)}</text>`;
}

function under(mark: Mark, quorum: QuorumPicture | undefined): string {
  const votes = votesOf(mark, quorum);
  if (mark.stop?.how === 'checkpoint' || !votes) return mark.stop ? t('trust/start') : '';
  return t('trust/signed', votes);
}

/** The line down to a mark, with what lies between. */
function leg(y: number, kind: string, words: string): SVGTemplateResult {
  return svg`<path class=${kind} stroke-dasharray=${kind === 'links' ? '2 2.4' : '7 6'} d="M${X} ${y - STEP + 13}V${y - 13}"/>
    <text x="48" y=${y - 43} class="t-2">${words}</text>`;
}

function record({ height, links }: NonNullable<TrustMarks['linked']>, y: number): SVGTemplateResult {
  return svg`${leg(y, 'links', t('trust/links', { links }))}
    <rect class="n-ink" x=${X - 9} y=${y - 9} width="18" height="18"/>
    <text x="48" y=${y - 2} class="t-b">${t('block', { height })}</text>
    <text x="48" y=${y + 19} class="t-2">${t('trust/here')}</text>`;
}
