// The chain of trust from left to right: heights to scale, arcs for skips, ticks for hash links.
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { QuorumPicture } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';
import { type Mark, type TrustMarks, votesOf } from './trust-marks.ts';
import { placeHeights } from './trust-shape.ts';

const LEFT = 64;
const RIGHT = 976;
const AXIS = 104;
const LABEL_GAP = 76;
/** An arc shorter than this has no room for its words. */
const MIN_WORDS = 150;
/** Room between the record's square and the stops beside it. */
const SQUARE_GAP = 27;

export function trustWide(
  marks: TrustMarks,
  quorum: QuorumPicture | undefined,
  label: string,
): { drawing: TemplateResult; adjusted: boolean } {
  const { signed, linked } = marks;
  const { xs, adjusted } = placeHeights(
    signed.map((mark) => mark.height),
    LEFT,
    RIGHT,
    LABEL_GAP,
  );
  const height = linked ? 248 : 192;
  const drawing = html`<svg class="draw wide-pic" viewBox="0 0 1040 ${height}" role="img" aria-label=${label}>
    <path class="thin" d="M${LEFT} ${AXIS}H${RIGHT}"/>
    ${signed.map((mark, i) => (i === 0 ? nothing : arc(xs[i - 1]!, xs[i]!, signed[i - 1]!, mark)))}
    ${linked ? linkedMark(linked, marks, xs) : nothing}
    ${signed.map((mark, i) => stop(mark, xs[i]!, quorum))}
  </svg>`;
  return { drawing, adjusted };
}

/** From one stop to the next: an arc over what was skipped, a line to a neighbour, a broken arc where it failed. */
function arc(from: number, to: number, before: Mark, mark: Mark): SVGTemplateResult {
  const rise = Math.min(87, 30 + (to - from) * 0.15);
  const lean = (to - from) * 0.22;
  const curve = `M${from} 95C${from + lean} ${95 - rise} ${to - lean} ${95 - rise} ${to} 93`;
  const isBroken = mark.shape === 'broken';
  const isNext = mark.height === before.height + 1n;
  return svg`${isNext && !isBroken ? svg`<path class="skip" d="M${from} ${AXIS}H${to}"/>` : svg`<path class=${isBroken ? 'broken' : 'skip'} stroke-dasharray=${isBroken || mark.skippedStops > 0 ? '7 6' : 'none'} d=${curve}/>`}
    ${to - from < MIN_WORDS ? nothing : svg`<text x=${(from + to) / 2} y=${95 - rise * 0.75 - 8} class="a-m t-2">${between(before, mark)}</text>`}`;
}

/** What lies between two stops, in words. */
export function between(before: Mark, mark: Mark): string {
  if (mark.skippedStops > 0) return t('trust/more', { count: mark.skippedStops });
  const count = mark.height - before.height - 1n;
  return count > 0n ? t('trust/skipped', { count }) : t('trust/next-block');
}

function linkedMark(
  linked: NonNullable<TrustMarks['linked']>,
  { signed }: TrustMarks,
  xs: readonly number[],
): SVGTemplateResult {
  const place = signed.indexOf(linked.anchor);
  const x = linkedX(linked, signed[place - 1], xs[place - 1] ?? LEFT, xs[place]!);
  const isRight = x < 430;
  const text = { x: isRight ? x + 14 : x - 14, end: isRight ? '' : 'a-e' };
  return svg`<path class="links" d="M${xs[place]! - 8} ${AXIS}H${x + 8}"/>
    <path class="halo" d="M${x} ${AXIS}V230"/><path class="way" d="M${x} ${AXIS}V230"/>
    <rect class="n-ink" x=${x - 8} y=${AXIS - 8} width="16" height="16"/>
    <text x=${text.x} y="216" class="${text.end} t-b">${t('trust/record-block', { height: linked.height })}</text>
    <text x=${text.x} y="238" class="${text.end} t-2">${t('trust/links-from', { from: linked.anchor.height, links: linked.links })}</text>`;
}

/** To scale between the stops beside it, but clear of both. */
function linkedX(
  linked: NonNullable<TrustMarks['linked']>,
  before: Mark | undefined,
  left: number,
  right: number,
): number {
  const low = before?.height ?? linked.height;
  const span = Number(linked.anchor.height - low);
  const scaled = left + (span > 0 ? Number(linked.height - low) / span : 0) * (right - left);
  return Math.min(Math.max(scaled, left + SQUARE_GAP), right - SQUARE_GAP);
}

function stop(mark: Mark, x: number, quorum: QuorumPicture | undefined): SVGTemplateResult {
  const votes = votesOf(mark, quorum);
  const tone = mark.shape === 'broken' ? 't-no' : 't-2';
  return svg`${shapeAt(mark, x, AXIS)}
    <text x=${x} y="140" class="a-m t-b">${formatNumber(mark.height)}</text>
    ${mark.shape === 'diamond' || (mark.stop?.how === 'checkpoint' && !votes) ? svg`<text x=${x} y="161" class="a-m t-2">${t('trust/start')}</text>` : nothing}
    ${votes && mark.stop?.how !== 'checkpoint' ? svg`<text x=${x} y="161" class="a-m ${tone}">${votes.signed}/${votes.members}</text><text x=${x} y="181" class="a-m ${tone}">${formatNumber(votes.power)}/${formatNumber(votes.total)}</text>` : nothing}`;
}

/** Diamond, circle or square by what the block is; a ring in red where trust did not arrive. */
export function shapeAt({ shape }: Mark, x: number, y: number): SVGTemplateResult {
  if (shape === 'diamond') return svg`<path class="n-on" d="M${x} ${y - 13}l13 13-13 13-13-13z"/>`;
  if (shape === 'square') return svg`<rect class="n-ink" x=${x - 9} y=${y - 9} width="18" height="18"/>`;
  return svg`<circle class=${shape === 'broken' ? 'n-no' : 'n-on'} cx=${x} cy=${y} r="10"/>`;
}
