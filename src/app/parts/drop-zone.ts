// The one drop zone: empty, with something above it, or working. Its state shows in its corners.
import { html, nothing, type TemplateResult } from 'lit';
import type { ErrorView, VerifyProgress, VerifyStage } from '../../worker/api.ts';
import { splitSentence } from '../errors.ts';
import { formatNumber, t } from '../i18n.ts';
import type { Work } from '../session.ts';
import { icon, sheetIcon } from './icons.ts';

const STAGES: readonly VerifyStage[] = ['reading', 'hashing', 'finding', 'checking'];

export interface DropZoneActions {
  readonly pick: () => void;
  readonly togglePaste: () => void;
  readonly pasteOpen: boolean;
  readonly checkText: (event: Event) => void;
}

export function dropZone(work: Work, dragged: number | undefined, actions: DropZoneActions): TemplateResult {
  const state = work.kind === 'working' ? 'work' : dragged === undefined ? 'empty' : 'drag';
  return html`<section class="drop" data-state=${state} aria-label=${t('verify/title')}>
    <i class="corner c1"></i><i class="corner c2"></i><i class="corner c3"></i><i class="corner c4"></i>
    ${work.kind === 'working' ? working(work) : dragged === undefined ? empty(work, actions) : letGo(dragged)}
  </section>`;
}

function empty(work: Work, actions: DropZoneActions): TemplateResult {
  return html`<div class="drop-in">
    ${work.kind === 'said' ? said(work.said) : sheetIcon()}
    <h1>${t('verify/put-here')}</h1>
    <p>${t('verify/what')}</p>
    <div class="btns">
      <button class="btn btn-main" type="button" @click=${actions.pick}>${t('verify/pick')}</button>
      <button class="btn" type="button" aria-expanded=${actions.pasteOpen} @click=${actions.togglePaste}>
        ${icon('paste')}${t('verify/paste')}
      </button>
    </div>
    ${actions.pasteOpen ? pasteBox(actions) : nothing}
  </div>`;
}

/** Why there is no verdict, what to do about it, and the code for whoever is asked for help. */
function said(view: ErrorView): TemplateResult {
  const [what, todo] = splitSentence(view);
  const isError = !view.code.startsWith('verify/');
  return html`<div class="failed" role="alert">
    ${isError ? html`<p><strong>${t('verify/failed')}</strong></p>` : nothing}
    <p>${what}</p>
    ${todo ? html`<p>${todo}</p>` : nothing}
    ${isError ? html`<p class="label">${t('card/code')} <span class="mono">${view.code}</span></p>` : nothing}
  </div>`;
}

function pasteBox(actions: DropZoneActions): TemplateResult {
  return html`<form class="paste" @submit=${actions.checkText}>
    <label class="field-label" for="pasted">${t('verify/paste-label')}</label>
    <textarea class="input mono" id="pasted" name="text" spellcheck="false" autocomplete="off"></textarea>
    <button class="btn" type="submit">${t('verify/paste-check')}</button>
  </form>`;
}

function letGo(dragged: number): TemplateResult {
  return html`<div class="drop-in">
    ${sheetIcon()}
    <h1>${t('verify/let-go')}</h1>
    <p>${dragged > 0 ? t('verify/files', { count: dragged }) : t('verify/text-item')}</p>
  </div>`;
}

function working(work: Extract<Work, { kind: 'working' }>): TemplateResult {
  const stage = work.progress?.stage ?? 'reading';
  return html`<div class="drop-in in-work">
    <h1>${t('verify/working', { item: work.progress?.item ?? work.item })}</h1>
    <ol class="steps">${STAGES.map((each) => step(each, stage, work.progress))}</ol>
    <div class="btns stop">
      <button class="btn" type="button" @click=${work.cancel}>${t('verify/cancel')}</button>
      <p class="small">${t('verify/keep')}</p>
    </div>
  </div>`;
}

function step(stage: VerifyStage, current: VerifyStage, progress: VerifyProgress | undefined): TemplateResult {
  const name = t(`stage/${stage}`);
  const place = STAGES.indexOf(stage) - STAGES.indexOf(current);
  if (place < 0)
    return html`<li>${sign('M5 12.5l5 5 9.5-11', false)}<span>${name}</span><span class="end">${t('stage/done')}</span></li>`;
  if (place > 0) {
    return html`<li class="wait">${sign('M12 9a3 3 0 1 0 0 6a3 3 0 1 0 0-6', true)}<span>${name}</span><span class="end">${t('stage/waiting')}</span></li>`;
  }
  return html`<li aria-current="step">${sign('M7 5l10 7-10 7z', true)}<strong>${name}</strong>${bar(name, progress)}</li>`;
}

/** A bar without a value where nothing is known yet. */
function bar(name: string, progress: VerifyProgress | undefined): TemplateResult {
  if (!progress) return html`<span></span><progress class="bar" aria-label=${name}></progress>`;
  const percent = Math.floor(Math.min(1, Math.max(0, progress.fraction)) * 100);
  return html`<span class="num">${formatNumber(percent)}%</span>
    <progress class="bar" max="100" .value=${percent} aria-label=${name}></progress>`;
}

function sign(path: string, filled: boolean): TemplateResult {
  return filled
    ? html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} class="g-fill"/></svg>`
    : html`<svg class="glyph" viewBox="0 0 24 24" aria-hidden="true"><path d=${path} class="g-line" stroke-width="2.4"/></svg>`;
}
