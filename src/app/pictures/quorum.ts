// Who signed the block, by power: a half circle with the mark that must be passed, and the same as a list.
import { html, nothing, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { QuorumPicture, Signer } from '../../worker/api.ts';
import { hexGroups } from '../format.ts';
import { formatNumber, t } from '../i18n.ts';
import { picture } from './picture.ts';
import { at, fits, labelPoint, orderSigners, type Segment, segmentPath, segments, share } from './quorum-shape.ts';

/** Above this many members the list is folded. */
const MAX_LISTED = 12;

let drawings = 0;

export function quorumPicture(quorum: QuorumPicture): TemplateResult {
  const values = {
    height: quorum.height,
    members: quorum.signers.length,
    signed: quorum.signers.filter((signer) => signer.state === 'signed').length,
    power: quorum.signedPower,
    total: quorum.totalPower,
    needed: quorum.needed,
  };
  // Behind the threshold nothing was checked: who else signed is not known here, and is not said.
  const isPart = quorum.signers.some((signer) => signer.state === 'not-checked');
  return picture({
    title: t(isPart ? 'quorum/title-enough' : 'quorum/title', values),
    says: t('quorum/says'),
    body: html`${drawing(quorum, t(isPart ? 'quorum/label-enough' : 'quorum/label', values))}${list(quorum.signers)}`,
  });
}

function drawing(quorum: QuorumPicture, label: string): TemplateResult {
  // A hatch must live in the drawing that uses it, under a name of its own.
  const hatch = `hatch-${++drawings}`;
  const total = `${formatNumber(quorum.signedPower)} / ${formatNumber(quorum.totalPower)}`;
  return html`<svg class="draw mid" viewBox="0 0 440 214" role="img" aria-label=${label}>
    <defs>
      <pattern id=${hatch} width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch" d="M0 0V7"/></pattern>
      <pattern id="${hatch}-no" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><path class="hatch-no" d="M0 0V7"/></pattern>
    </defs>
    ${segments(quorum.signers, quorum.totalPower).map((segment) => arc(segment, markShare(quorum), hatch))}
    ${mark(quorum)}
    <text x="220" y="148" class="a-m ${total.length > 11 ? 't-mid' : 't-big'}">${total}</text>
    <text x="220" y="190" class="a-m t-2">${t('quorum/need', { needed: quorum.needed })}</text>
  </svg>`;
}

function arc(segment: Segment, markAt: number, hatch: string): SVGTemplateResult {
  const path = segmentPath(segment);
  const { state, power } = segment.signer;
  const label = formatNumber(power);
  const isSigned = state === 'signed';
  const number = fits(label, segment) ? numberMark(label, labelPoint(segment, markAt), isSigned) : nothing;
  if (isSigned) return svg`<path class="seg-on" d=${path}/>${number}`;
  const isWrong = state === 'wrong';
  return svg`<path class=${isWrong ? 'seg-no' : 'seg-off'} d=${path}/>
    <path fill="url(#${hatch}${isWrong ? '-no' : ''})" d=${path}/>${number}`;
}

/** On hatching a number needs a plain ground. */
function numberMark(label: string, { x, y }: { x: number; y: number }, isSigned: boolean): SVGTemplateResult {
  const text = svg`<text x=${x} y=${y + 5.5} class="a-m ${isSigned ? 't-on' : 't-b'}">${label}</text>`;
  return isSigned ? text : svg`<circle class="seg-off" cx=${x} cy=${y} r=${Math.max(14, label.length * 6)}/>${text}`;
}

function isTwoThirds({ needed, totalPower }: QuorumPicture): boolean {
  return (totalPower * 2n) / 3n === needed;
}

function markShare(quorum: QuorumPicture): number {
  return isTwoThirds(quorum) ? 2 / 3 : share(quorum.needed, quorum.totalPower);
}

/** The power that must be exceeded. It is named 2/3 where it is that, else by its number. */
function mark(quorum: QuorumPicture): SVGTemplateResult {
  const fraction = markShare(quorum);
  const [inner, outer, text] = [at(fraction, 134), at(fraction, 209), at(fraction, 222)];
  const anchor = fraction > 0.55 ? '' : fraction < 0.45 ? 'a-e' : 'a-m';
  return svg`<path class="two3" d="M${inner.x} ${inner.y}L${outer.x} ${outer.y}"/>
    <text x=${text.x} y=${text.y} class="t-b ${anchor}">${isTwoThirds(quorum) ? '2/3' : `> ${formatNumber(quorum.needed)}`}</text>`;
}

function list(signers: readonly Signer[]): TemplateResult {
  const rows = html`<ul class="vals">${orderSigners(signers).map(row)}</ul>`;
  if (signers.length <= MAX_LISTED) return rows;
  return html`<details class="more"><summary>${t('quorum/all', { count: signers.length })}</summary>${rows}</details>`;
}

function row(signer: Signer): TemplateResult {
  const key = signer.state === 'signed' ? 'key-on' : signer.state === 'wrong' ? 'key-no' : 'key-off';
  return html`<li>
    <span class="who ${signer.name ? '' : 'mono'}">${signer.name || hexGroups(signer.address).join(' ')}</span><span class="p num">${formatNumber(signer.power)}</span>
    <span class="nowrap"><span class="key ${key}"></span>${t(`quorum/${signer.state}`)}</span>
  </li>`;
}
