// The verdict card: outcome, one sentence, the next step, what it speaks of, what it does not say, and what can be done.
import { html, nothing, type TemplateResult } from 'lit';
import type { BlockRef, PackRef, SubjectFile, Verdict } from '../../worker/api.ts';
import { splitSentence } from '../errors.ts';
import { beijingTime, fileSize, utcTime } from '../format.ts';
import { plainText, t, tCode } from '../i18n.ts';
import { hashWithCopy } from './hash.ts';
import { icon } from './icons.ts';
import { familyName } from './live-chains.ts';
import { cardEdge, outcomeMark, toneOf } from './marks.ts';

export interface CardActions {
  readonly print: () => void;
  readonly saveProof: () => void;
  readonly saving: boolean;
}

export function verdictCard(verdict: Verdict, actions: CardActions): TemplateResult {
  return html`<section class="sheet verdict" aria-labelledby="outcome">
    ${cardEdge(verdict.outcome)} ${head(verdict)}
    <dl class="facts">
      <div><dt>${t('card/as-of')}</dt>${verdict.asOf ? blockTime(verdict.asOf) : html`<dd>${t('card/as-of-none')}</dd>`}</div>
      ${verdict.chain ? recordedIn(verdict) : nothing}
      ${verdict.document ? file('card/file', verdict.document, digestsShown(verdict.document, verdict.digests)) : nothing}
      ${verdict.proof ? file('card/proof-file', verdict.proof, []) : nothing}
      ${verdict.record && !verdict.document ? record(verdict.record) : nothing}
    </dl>
    ${limits(verdict)} ${buttons(verdict, actions)}
  </section>`;
}

function head(verdict: Verdict): TemplateResult {
  const [what, next] = splitSentence(verdict);
  return html`<div class="verdict-head">
    ${outcomeMark(verdict.outcome)}
    <div>
      <h1 class="outcome is-${toneOf(verdict.outcome)}" id="outcome" tabindex="-1">${t(`outcome/${verdict.outcome}`)}</h1>
      <p class="sentence">${what}</p>
      ${next ? html`<p class="next"><strong>${t('card/next')}</strong>${next}</p>` : nothing}
    </div>
  </div>`;
}

function recordedIn(verdict: Verdict): TemplateResult {
  const block = verdict.recordBlock ? blockTime(verdict.recordBlock) : html`<dd>–</dd>`;
  return html`<div><dt>${recordLabel(verdict)}</dt>${block}${origin(verdict)}</div>`;
}

/** A block in which the record was not shown to stand is only what the proof says. */
function recordLabel(verdict: Verdict): string {
  const inBlock = verdict.checks.find((check) => check.id === 'in-block');
  const isConfirmed = inBlock?.state === 'pass';
  return isConfirmed ? t('card/recorded-in') : t('card/claimed-in');
}

/** Some chains leave the time to one member's word: then it is shown as that. */
function blockTime(block: BlockRef): TemplateResult {
  return html`<dd>${t('block', { height: block.height })}${t('list/comma')}<span class="together">${beijingTime(block)}</span></dd>
    <dd class="times"><span>${t(block.timeClaimed ? 'time/claimed' : 'time/beijing')}</span><span>${utcTime(block)}</span></dd>`;
}

function origin({ chain, pack }: Verdict): TemplateResult {
  return html`<dd>${chain ? `${chain.id} · ${familyName(chain.family)} ${chain.version} ` : ''}${pack ? packTag(pack) : nothing}</dd>`;
}

function packTag(pack: PackRef): TemplateResult {
  return html`<span class="tag">${pack.kind === 'demo' ? t('card/demo') : t('card/own-pack')}</span>`;
}

interface ShownDigest {
  /** Empty for a digest that was pasted: nobody knows what made it. */
  readonly algorithm: string;
  readonly hex: string;
}

/** The digest that was compared; where nothing was, every digest of the file, since a record may hold either. */
export function digestsShown({ digest, sm3 }: SubjectFile, compared: Verdict['digests']): ShownDigest[] {
  if (compared) return [{ algorithm: compared.algorithm, hex: compared.document }];
  const isPasted = sm3 === undefined;
  const all = [
    { algorithm: isPasted ? '' : 'SHA-256', hex: digest },
    { algorithm: 'SM3', hex: sm3 },
  ];
  return all.filter((each): each is ShownDigest => each.hex !== undefined);
}

function file(label: 'card/file' | 'card/proof-file', subject: SubjectFile, digests: ShownDigest[]): TemplateResult {
  const [first, ...others] = digests;
  return html`<div class="wide">
    <dt>${t(label)}</dt>
    <dd class="name"><bdi>${plainText(subject.name)}</bdi></dd>
    <dd>${[fileSize(subject.size), first?.algorithm].filter((part) => part).join(' · ')}</dd>
    ${first ? digestRow(first) : nothing}
    ${others.map((digest) => html`<dd>${digest.algorithm}</dd>${digestRow(digest)}`)}
  </div>`;
}

function digestRow({ hex }: ShownDigest): TemplateResult {
  return html`<dd>${hashWithCopy(hex, t('fact/document-digest'))}</dd>`;
}

function record({ id, digest, transactionHash }: NonNullable<Verdict['record']>): TemplateResult {
  return html`<div class="wide">
    <dt>${t('card/record')}</dt>
    ${id === '' ? nothing : html`<dd class="name">${id}</dd>`}
    ${digest ? html`<dd>${t('fact/record-digest')}</dd><dd>${hashWithCopy(digest, t('fact/record-digest'))}</dd>` : nothing}
    <dd>${t('fact/record-hash')}</dd>
    <dd>${hashWithCopy(transactionHash, t('fact/record-hash'))}</dd>
  </div>`;
}

function limits(verdict: Verdict): TemplateResult {
  return html`<div class="limits">
    ${verdict.limits.length > 0 ? html`<h2>${t('card/limits')}</h2><ul>${verdict.limits.map((key) => html`<li>${tCode(key)}</li>`)}</ul>` : nothing}
    ${verdict.outcome === 'consistent' ? nothing : html`<p class="label">${t('card/code')} <span class="mono">${verdict.code}</span></p>`}
  </div>`;
}

function buttons(verdict: Verdict, actions: CardActions): TemplateResult {
  return html`<div class="actions btns">
    <button class="btn btn-main" type="button" @click=${actions.print}>${icon('print')}${t('action/print')}</button>
    ${verdict.canSave ? html`<button class="btn" type="button" ?disabled=${actions.saving} @click=${actions.saveProof}>${icon('save')}${t('action/proof')}</button>` : nothing}
    <a class="btn" href="#/verify">${icon('again')}${t('action/again')}</a>
  </div>`;
}
