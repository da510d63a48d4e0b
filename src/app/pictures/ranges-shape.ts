// The geometry of the picture of ranges: where bars, stops and labels stand on a strip of a given width, and the same strip
// as rows of words.
import type { How, RangeView } from '../../worker/api.ts';
import { formatNumber } from '../i18n.ts';

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

/** Ways of being verified, in the order of the legend; `none` is not verified. */
export const KINDS = ['checkpoint', 'signed', 'skipped-to', 'ancestor', 'none'] as const satisfies readonly (
  | How
  | 'none'
)[];
export type Kind = (typeof KINDS)[number];

export const STOP_WIDTH = 6;
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

/** Ends first, then the edges of gaps, then stops: a label that would touch one already placed is left out. */
export function labelsOf(ranges: readonly RangeView[], extent: Extent, width: number): Label[] {
  const placed: Label[] = [
    { x: 0, text: formatNumber(extent.from), anchor: 'start' },
    { x: width, text: formatNumber(extent.to), anchor: 'end' },
  ];
  const edges = gapsIn(ranges, extent).flatMap((gap) => [gap.to + 1n, gap.from - 1n]);
  const heights = [
    ...edges,
    ...sorted(ranges)
      .filter(isStop)
      .map((range) => range.from),
  ];
  for (const height of heights) {
    if (height < extent.from || height > extent.to) continue;
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

export interface RangeRow {
  readonly kind: Kind;
  readonly spans: readonly Extent[];
  readonly count: bigint;
}

/** The strip as rows: each way of being verified, the heights, and how many. */
export function rowsOf(ranges: readonly RangeView[], extent: Extent): RangeRow[] {
  return KINDS.map((kind) => {
    const spans = kind === 'none' ? gapsIn(ranges, extent) : sorted(ranges).filter((range) => range.how === kind);
    return { kind, spans, count: spans.reduce((sum, span) => sum + span.to - span.from + 1n, 0n) };
  }).filter((row) => row.count > 0n);
}
