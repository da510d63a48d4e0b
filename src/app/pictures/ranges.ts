// The picture of what is verified of a chain, and how: one strip from the lowest block to the newest. Solid: signed one by
// one. Black stops: skipped to. Ticks: ancestors. Dashed: not verified. The same strip is said in words below it.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { How, RangeView } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';

export interface Extent {
  readonly from: bigint;
  readonly to: bigint;
}

export interface Bar {
  readonly how: 'signed' | 'ancestor';
  readonly x: number;
  readonly width: number;
}

export interface Label {
  readonly x: number;
  readonly text: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

type Kind = How | 'none';

const BAR_TOP = 30;
const BAR_HEIGHT = 34;
const STOP_WIDTH = 6;
/** Width of a digit of 15 px text, and the least gap between two labels. */
const DIGIT = 9;
const GAP = 12;
/** A strip never loses a range to rounding. */
const LEAST = 2;

/** Left edge of a block on a strip of this width. Exact for heights beyond 2^53. */
export function positionOf(height: bigint, extent: Extent, width: number): number {
  const span = extent.to - extent.from + 1n;
  return (Number(((height - extent.from) * 1_000_000n) / span) / 1_000_000) * width;
}

/** What is not covered by any range. */
export function gapsIn(ranges: readonly RangeView[], extent: Extent): Extent[] {
  const gaps: Extent[] = [];
  let next = extent.from;
  for (const range of sorted(ranges)) {
    if (range.from > next) gaps.push({ from: next, to: range.from - 1n });
    if (range.to >= next) next = range.to + 1n;
  }
  if (next <= extent.to) gaps.push({ from: next, to: extent.to });
  return gaps;
}

function sorted(ranges: readonly RangeView[]): RangeView[] {
  return [...ranges].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
}

const isStop = (range: RangeView): boolean => range.how === 'checkpoint' || range.how === 'skipped-to';

/** Solid and ticked stretches; stretches that touch, or that only a stop divides, are drawn as one. */
export function barsOf(ranges: readonly RangeView[], extent: Extent, width: number): Bar[] {
  const bars: Bar[] = [];
  for (const range of sorted(ranges).filter((each) => !isStop(each))) {
    const x = positionOf(range.from, extent, width);
    const end = Math.max(positionOf(range.to + 1n, extent, width), x + LEAST);
    const last = bars.at(-1);
    const joins = last && last.how === range.how && x - (last.x + last.width) <= LEAST;
    if (joins) bars[bars.length - 1] = { ...last, width: end - last.x };
    else bars.push({ how: range.how as Bar['how'], x, width: end - x });
  }
  return bars;
}

/** Middle of each stop, kept inside the strip. */
export function stopsOf(ranges: readonly RangeView[], extent: Extent, width: number): { x: number; how: How }[] {
  return sorted(ranges)
    .filter(isStop)
    .map(({ from, how }) => {
      const middle = (positionOf(from, extent, width) + positionOf(from + 1n, extent, width)) / 2;
      return { how, x: Math.min(Math.max(middle, STOP_WIDTH / 2), width - STOP_WIDTH / 2) };
    });
}

/** Ends first, then where something begins, then stops: a label that would touch one already placed is left out. */
export function labelsOf(ranges: readonly RangeView[], extent: Extent, width: number): Label[] {
  const placed: Label[] = [
    { x: 0, text: formatNumber(extent.from), anchor: 'start' },
    { x: width, text: formatNumber(extent.to), anchor: 'end' },
  ];
  const edges = gapsIn(ranges, extent).map((gap) => gap.to + 1n);
  const heights = [
    ...edges,
    ...sorted(ranges)
      .filter(isStop)
      .map((range) => range.from),
  ];
  for (const height of heights) {
    if (height > extent.to) continue;
    const label: Label = { x: positionOf(height, extent, width), text: formatNumber(height), anchor: 'middle' };
    if (placed.every((other) => isApart(other, label))) placed.push(label);
  }
  return placed;
}

function spanOf({ x, text, anchor }: Label): [number, number] {
  const width = text.length * DIGIT;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return [left, left + width];
}

function isApart(a: Label, b: Label): boolean {
  const [aLeft, aRight] = spanOf(a);
  const [bLeft, bRight] = spanOf(b);
  return aRight + GAP <= bLeft || bRight + GAP <= aLeft;
}

/** Where history is being filled backwards: the lowest block of the stretch that hangs from the head. */
export function fillingEdge(ranges: readonly RangeView[], head: bigint): bigint | undefined {
  let edge: bigint | undefined;
  for (const range of sorted(ranges).reverse()) {
    if (range.to === (edge === undefined ? head : edge - 1n)) edge = range.from;
  }
  return edge;
}

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

const LEGEND: readonly { kind: Kind; shape: SVGTemplateResult }[] = [
  { kind: 'checkpoint', shape: svg`<path class="n-ink" d="M13 0l8 8-8 8-8-8z" />` },
  { kind: 'signed', shape: svg`<rect class="seg-on" width="26" height="16" />` },
  { kind: 'skipped-to', shape: svg`<rect class="n-ink" x="10" width="6" height="16" />` },
  {
    kind: 'ancestor',
    shape: svg`<rect class="s-anc" width="26" height="16" /><path class="ticks" d="M0 8h26" stroke-width="16" />`,
  },
  { kind: 'none', shape: svg`<rect class="s-none" x=".75" y=".75" width="24.5" height="14.5" />` },
];

function legend(): TemplateResult {
  return html`<ul class="legend">
    ${LEGEND.map(
      ({ kind, shape }) =>
        html`<li><svg viewBox="0 0 26 16" class="draw" aria-hidden="true">${shape}</svg>${t(`chains/range-${kind}`)}</li>`,
    )}
  </ul>`;
}

export interface RangeRow {
  readonly kind: Kind;
  readonly spans: readonly Extent[];
  readonly count: bigint;
}

/** The strip as rows: each way of being verified, the heights, and how many. */
export function rowsOf(ranges: readonly RangeView[], extent: Extent): RangeRow[] {
  return LEGEND.map(({ kind }) => {
    const spans = kind === 'none' ? gapsIn(ranges, extent) : sorted(ranges).filter((range) => range.how === kind);
    return { kind, spans, count: spans.reduce((sum, span) => sum + span.to - span.from + 1n, 0n) };
  }).filter((row) => row.count > 0n);
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
