// The Merkle path from the record to the block, as a picture and in words.
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { MerklePicture, Verdict } from '../../worker/api.ts';
import { t } from '../i18n.ts';
import { hash } from '../parts/hash.ts';
import { type MerkleShape, merkleShape, type PlacedEdge, type PlacedNode, type Point } from './merkle-shape.ts';
import { merkleSteps } from './merkle-steps.ts';
import { picture, twin } from './picture.ts';

const edgeClass = { path: 'way', sibling: 'edge-l', other: 'thin' } as const;

export function merklePicture(verdict: Verdict, merkle: MerklePicture): TemplateResult {
  const isBroken = verdict.outcome === 'inconsistent';
  const hasDocument = verdict.document !== undefined;
  const title = isBroken ? 'merkle/title-broken' : hasDocument ? 'merkle/title' : 'merkle/title-record';
  return picture({
    title: t(title),
    says: says(merkle),
    body: html`${drawing(verdict, merkle, isBroken)}${steps(merkle)}`,
  });
}

function says({ tree, levels }: MerklePicture): string {
  const count = levels.reduce((sum, { left, right }) => sum + left.length + right.length, 0);
  if (count === 0) return t('merkle/says-alone');
  return t(tree === 'sixteen' ? 'merkle/says-sixteen' : 'merkle/says', { count });
}

function drawing(verdict: Verdict, merkle: MerklePicture, isBroken: boolean): TemplateResult {
  const { tree, index, total, levels } = merkle;
  const steps = levels.map(({ left, right }) => ({ left: left.length, right: right.length }));
  const shape = merkleShape({ tree, index, ...(total !== undefined && { total }), steps });
  const height = verdict.recordBlock?.height ?? 0n;
  const values = { number: index + 1n, steps: levels.length, height };
  const label = total === undefined ? t('merkle/label-place', values) : t('merkle/label', { ...values, total });
  return html`<svg class="draw mid" viewBox="0 0 ${shape.width} ${shape.height}" role="img" aria-label=${label}>
    ${line({ x: shape.root.x, y: shape.root.y }, { x: shape.root.x, y: 50 }, 'way')}
    ${[...shape.edges].sort(pathLast).map((edge) => line(edge.from, edge.to, edgeClass[edge.kind]))}
    ${shape.nodes.map((node) => nodeMark(node, shape.radius))}
    ${blockMark(shape.root, t('block', { height }))}
    ${isBroken ? brokenFoot(shape) : foot(shape, verdict.document ? t('merkle/file') : t('merkle/record'))}
  </svg>`;
}

/** The path is drawn over everything else. */
function pathLast(a: PlacedEdge, b: PlacedEdge): number {
  return Number(a.kind === 'path') - Number(b.kind === 'path');
}

function line(from: Point, to: Point, kind: string): SVGTemplateResult {
  return svg`<path class=${kind} d="M${from.x} ${from.y}L${to.x} ${to.y}"/>`;
}

function nodeMark({ x, y, kind, label, folded, count }: PlacedNode, radius: number): SVGTemplateResult {
  if (kind === 'other') return svg`<rect class="n-off" x=${x - 6} y=${y - 6} width="12" height="12" rx="2"/>`;
  if (kind === 'path')
    return svg`<circle class="n-on" cx=${x} cy=${y} r=${radius}/><text x=${x} y=${y + 5.5} class="a-m t-on">${label}</text>`;
  const half = radius - 2;
  return svg`${folded ? svg`<path class="wedge" d="M${x - 11} ${y + half + 14}L${x} ${y + half}L${x + 11} ${y + half + 14}Z"/>` : nothing}
    <rect class="n-given" x=${x - half} y=${y - half} width=${half * 2} height=${half * 2} rx="2"/>
    <text x=${x} y=${y + 5.5} class="a-m t-b">${label}</text>
    ${count === undefined ? nothing : svg`<text x=${x} y=${y + half + (folded ? 32 : 19)} class="a-m t-2">×${count}</text>`}`;
}

function blockMark(root: Point, label: string): SVGTemplateResult {
  const x = Math.min(Math.max(root.x, 90), 350);
  return svg`<rect class="n-ink" x=${x - 86} y="10" width="172" height="42" rx="3"/><text x=${x} y="37" class="a-m m-blk">${label}</text>`;
}

function foot({ leaf }: MerkleShape, label: string): SVGTemplateResult {
  const top = leaf.y + 58;
  return svg`${line({ x: leaf.x, y: leaf.y + 12 }, { x: leaf.x, y: top }, 'way')}
    <path class="n-paper" d="M${leaf.x - 15} ${top}h20l10 10v30h-30z"/>
    <path class="ink-l" d="M${leaf.x - 8} ${top + 20}h16M${leaf.x - 8} ${top + 28}h16"/>
    ${footLabel(leaf.x, top + 26, label, 't-b')}`;
}

/** The document does not lead to the leaf: broken line, struck through, in the colour and the shape of "inconsistent". */
function brokenFoot({ leaf }: MerkleShape): SVGTemplateResult {
  const top = leaf.y + 58;
  return svg`<path class="broken" stroke-dasharray="7 6" d="M${leaf.x} ${leaf.y + 14}V${top}"/>
    <path class="n-no" d="M${leaf.x - 15} ${top}h20l10 10v30h-30z"/>
    <path class="no-l" d="M${leaf.x - 8} ${top + 20}h16M${leaf.x - 8} ${top + 28}h16" stroke-width="2"/>
    <path class="no-l" d="M${leaf.x - 9} ${top - 32}l18 10M${leaf.x - 9} ${top - 22}l18 10"/>
    ${footLabel(leaf.x, top + 26, t('merkle/file-differs'), 't-no')}`;
}

/** On the side where there is room. */
function footLabel(x: number, y: number, label: string, kind: string): SVGTemplateResult {
  const isRight = x <= 220;
  return svg`<text x=${isRight ? x + 28 : x - 28} y=${y} class="${kind} ${isRight ? '' : 'a-e'}">${label}</text>`;
}

function steps(merkle: MerklePicture): TemplateResult {
  return twin(html`<dl class="bytes">
    ${row(t('merkle/leaf'), merkle.path[0] ?? '')}
    ${merkleSteps(merkle).map(({ siblings, formula, node }) => html`${siblings.map(({ name, hash: hex }) => row(name, hex))}${row(formula, node)}`)}
    <div><dt>${t('merkle/root', { name: merkle.rootName })}</dt></div>
  </dl>`);
}

function row(name: string, hex: string): TemplateResult {
  return html`<div><dt>${name}</dt><dd>${hash(hex)}</dd></div>`;
}
