// The picture of a fork: one line up to the last common block, then a branch for each side. No side is drawn as the right
// one: same colour, same weight, in the order in which they were found.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { ForkView } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';

export interface ForkModel {
  readonly fork: ForkView;
  /** Where the common line begins on the picture. */
  readonly from: bigint;
}

/** A, B, C ... in the words of the language. */
export function sideName(n: number): string {
  return [...t('chains/side-names')][n] ?? String(n + 1);
}

const PITCH = 80;
const TALL_WIDTH = 340;

/** Middle of each branch across the picture, spread evenly about `middle`. */
export function lanes(count: number, middle: number, pitch: number): number[] {
  return Array.from({ length: count }, (_, n) => middle + (n - (count - 1) / 2) * pitch);
}

/** Words stand outside the branches: above a branch of the upper half, below one of the lower half. */
export const labelSide = (lane: number, middle: number): -1 | 1 => (lane < middle ? -1 : 1);

export function forkPicture(model: ForkModel): TemplateResult {
  return html`${wide(model)}${tall(model)}`;
}

function summary({ fork }: ForkModel): string {
  const sides = fork.sides.map((side, n) =>
    t('chains/fork-side-summary', { side: sideName(n), signed: side.signed, members: side.members, head: side.head }),
  );
  return `${t('chains/fork-summary', { common: fork.lastCommonHeight, height: fork.height })} ${sides.join(t('chains/semicolon'))}`;
}

function wide(model: ForkModel): TemplateResult {
  const { fork, from } = model;
  const height = PITCH * fork.sides.length + 18;
  const middle = height / 2;
  return html`<svg class="draw wide-pic" viewBox="0 0 1000 ${height}" role="img" aria-label=${summary(model)}>
    <path class="way" d="M40 ${middle}H560" />
    ${commonBlock(40, middle, from)} ${commonBlock(560, middle, fork.lastCommonHeight)}
    <text class="a-m t-2" x="300" y=${middle - 16}>${t('chains/fork-same')}</text>
    ${lanes(fork.sides.length, middle, PITCH).map((lane, n) => wideBranch(fork, n, lane, middle))}
  </svg>`;
}

function commonBlock(x: number, y: number, height: bigint): SVGTemplateResult {
  return svg`<circle class="n-on" cx=${x} cy=${y} r="10" /><text class="a-m t-b" x=${x} y=${y + 36}>${formatNumber(height)}</text>`;
}

function wideBranch(fork: ForkView, n: number, lane: number, middle: number): SVGTemplateResult {
  const side = fork.sides[n]!;
  const y = lane + (labelSide(lane, middle) === -1 ? -18 : 32);
  return svg`<path class="no-l" d="M570 ${middle}C610 ${middle} 600 ${lane} 652 ${lane}H960" />
    <rect class="no-f" x="652" y=${lane - 11} width="22" height="22" />
    <circle class="n-no" cx="960" cy=${lane} r="8" />
    <text class="a-m t-b" x="663" y=${y}>${formatNumber(fork.height)}</text>
    <text class="t-no" x="704" y=${y}>${branchName(side, n)}</text>
    <text class="a-m t-b" x="960" y=${y}>${formatNumber(side.head)}</text>`;
}

function branchName(side: ForkView['sides'][number], n: number): string {
  return t('chains/fork-branch', { side: sideName(n), signed: side.signed, members: side.members });
}

function tall(model: ForkModel): TemplateResult {
  const { fork, from } = model;
  const middle = TALL_WIDTH / 2;
  const columns = lanes(fork.sides.length, middle, Math.min(200, 300 / Math.max(fork.sides.length - 1, 1)));
  return html`<svg class="draw tall" viewBox="0 0 ${TALL_WIDTH} 340" role="img" aria-label=${summary(model)}>
    <path class="way" d="M${middle} 24V130" />
    ${tallBlock(middle, 24, from)} ${tallBlock(middle, 130, fork.lastCommonHeight)}
    <text class="t-2" x=${middle + 20} y="82">${t('chains/fork-same-short')}</text>
    ${columns.map((column, n) => tallBranch(fork, n, column, middle))}
  </svg>`;
}

function tallBlock(x: number, y: number, height: bigint): SVGTemplateResult {
  return svg`<circle class="n-on" cx=${x} cy=${y} r="10" /><text class="t-b" x=${x + 20} y=${y + 5}>${formatNumber(height)}</text>`;
}

/** Words stand on the inner side of a branch, where there is room on a phone. */
function tallBranch(fork: ForkView, n: number, x: number, middle: number): SVGTemplateResult {
  const side = fork.sides[n]!;
  const inner = -labelSide(x, middle);
  const at = x + inner * 20;
  const end = inner === -1 ? 'a-e' : '';
  return svg`<path class="no-l" d="M${middle} 140C${middle} 176 ${x} 164 ${x} 206V312" />
    <rect class="no-f" x=${x - 11} y="206" width="22" height="22" />
    <circle class="n-no" cx=${x} cy="316" r="8" />
    <text class="t-b ${end}" x=${at} y="223">${formatNumber(fork.height)}</text>
    <text class="t-no ${end}" x=${at} y="262">${sideName(n)} ${side.signed}/${side.members}</text>
    <text class="t-b ${end}" x=${at} y="322">${formatNumber(side.head)}</text>`;
}
