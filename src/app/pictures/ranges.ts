// The picture of what is verified of a chain, and how: one strip from the lowest block to the newest. Solid: signed one by
// one. Black stops: skipped to. Ticks: ancestors. Dashed: not verified. The same strip is said in words below it.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { How, RangeView } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';
import {
  type Bar,
  barsOf,
  type Extent,
  KINDS,
  type Kind,
  type Label,
  labelsOf,
  positionOf,
  type RangeRow,
  rowsOf,
  STOP_WIDTH,
  stopsOf,
} from './ranges-shape.ts';

const BAR_TOP = 30;
const BAR_HEIGHT = 34;

export interface RangesModel {
  readonly ranges: readonly RangeView[];
  readonly extent: Extent;
  /** Set while history is being filled backwards from here. */
  readonly filling?: bigint;
}

/** A wide drawing, a narrow one for phones, the legend and the words. */
export function rangesPicture(model: RangesModel): TemplateResult {
  return html`${drawing(model, 760, 'wide-pic')}${drawing(model, 340, 'tall')}${legend()}${twin(model)}`;
}

function drawing({ ranges, extent, filling }: RangesModel, width: number, variant: string): TemplateResult {
  return html`<svg class="draw ${variant}" viewBox="0 0 ${width} 96" role="img" aria-label=${summary(ranges, extent)}>
    <rect class="s-none" x="0.75" y=${BAR_TOP + 0.75} width=${width - 1.5} height=${BAR_HEIGHT - 1.5} />
    ${barsOf(ranges, extent, width).map(bar)} ${stopsOf(ranges, extent, width).map(stop)}
    ${labelsOf(ranges, extent, width).map(label)}
    ${filling === undefined ? '' : fillingMark(positionOf(filling, extent, width), width)}
  </svg>`;
}

/** Ticks are one thick dashed line: a pattern would need an id that is its own in the whole document. */
function bar({ how, x, width }: Bar): SVGTemplateResult {
  if (how === 'signed') return svg`<rect class="seg-on" x=${x} y=${BAR_TOP} width=${width} height=${BAR_HEIGHT} />`;
  const middle = BAR_TOP + BAR_HEIGHT / 2;
  return svg`<rect class="s-anc" x=${x} y=${BAR_TOP} width=${width} height=${BAR_HEIGHT} />
    <path class="ticks" d="M${x} ${middle}h${width}" stroke-width=${BAR_HEIGHT} />`;
}

/** The checkpoint is a diamond, as on every picture of trust; a block skipped to is a bar. */
function stop({ x, how }: { x: number; how: How }): SVGTemplateResult {
  if (how === 'checkpoint') return svg`<path class="n-ink mark-l" d="M${Math.max(x, 8)} 39l8 8-8 8-8-8z" />`;
  return svg`<rect class="n-ink" x=${x - STOP_WIDTH / 2} y=${BAR_TOP - 6} width=${STOP_WIDTH} height=${BAR_HEIGHT + 12} />`;
}

function label({ x, text, anchor }: Label): SVGTemplateResult {
  return svg`<text class="t-2 ${anchor === 'middle' ? 'a-m' : anchor === 'end' ? 'a-e' : ''}" x=${x} y="90">${text}</text>`;
}

function fillingMark(x: number, width: number): SVGTemplateResult {
  const left = x > width * 0.4;
  return svg`<path class="ink-l" d="M${x} ${BAR_TOP - 6}v${BAR_HEIGHT + 12}" />
    <text class="t-acc ${left ? 'a-e' : ''}" x=${left ? x - 8 : x + 8} y="20">◂ ${t('chains/filling-back')}</text>`;
}

const SAMPLES: Readonly<Record<Kind, SVGTemplateResult>> = {
  checkpoint: svg`<path class="n-ink" d="M13 0l8 8-8 8-8-8z" />`,
  signed: svg`<rect class="seg-on" width="26" height="16" />`,
  'skipped-to': svg`<rect class="n-ink" x="10" width="6" height="16" />`,
  ancestor: svg`<rect class="s-anc" width="26" height="16" /><path class="ticks" d="M0 8h26" stroke-width="16" />`,
  none: svg`<rect class="s-none" x=".75" y=".75" width="24.5" height="14.5" />`,
};

function legend(): TemplateResult {
  return html`<ul class="legend">
    ${KINDS.map(
      (kind) =>
        html`<li><svg viewBox="0 0 26 16" class="draw" aria-hidden="true">${SAMPLES[kind]}</svg>${t(`chains/range-${kind}`)}</li>`,
    )}
  </ul>`;
}

/** More spans than anybody reads aloud; the rest is counted. */
const MOST_SPANS = 40;

export function spansText(spans: readonly Extent[]): string {
  const shown = spans.slice(0, MOST_SPANS).map(spanText).join(t('chains/comma'));
  const rest = spans.length - MOST_SPANS;
  return rest > 0 ? `${shown}${t('chains/comma')}${t('chains/and-more-spans', { count: rest })}` : shown;
}

function spanText({ from, to }: Extent): string {
  return from === to ? formatNumber(from) : `${formatNumber(from)}–${formatNumber(to)}`;
}

function summary(ranges: readonly RangeView[], extent: Extent): string {
  return rowsOf(ranges, extent)
    .map((row) => `${t(`chains/range-${row.kind}`)}: ${spansText(row.spans)}`)
    .join('; ');
}

function twin({ ranges, extent }: RangesModel): TemplateResult {
  return html`<details class="twin">
    <summary>${t('twin')}</summary>
    <table class="table stack">
      <caption class="sr">${t('chains/ranges-caption')}</caption>
      <thead>
        <tr>
          <th scope="col">${t('chains/col-how')}</th>
          <th scope="col">${t('chains/col-heights')}</th>
          <th scope="col" class="end">${t('chains/col-count')}</th>
        </tr>
      </thead>
      <tbody>${rowsOf(ranges, extent).map(rangeRow)}</tbody>
    </table>
  </details>`;
}

function rangeRow({ kind, spans, count }: RangeRow): TemplateResult {
  return html`<tr>
    <th scope="row">${t(`chains/range-${kind}`)}</th>
    <td>${spansText(spans)}</td>
    <td class="num end">${formatNumber(count)}</td>
  </tr>`;
}
