// The ordered checks of a verdict, each one line that unfolds to the data it rests on.
import { html, nothing, type TemplateResult } from 'lit';
import type { Check, CheckState } from '../../worker/api.ts';
import { splitSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { factList } from './fact.ts';
import { chevron } from './icons.ts';
import { glyph, toneOf } from './marks.ts';

const STATES: readonly CheckState[] = ['pass', 'fail', 'unknown', 'not-applicable'];

export function checkList(checks: readonly Check[]): TemplateResult {
  return html`<div class="section-head">
      <h2>${t('checks/title')}</h2>
      <p class="tally">${STATES.map((state) => tally(state, checks))}</p>
    </div>
    <div class="sheet checks-sheet"><ol class="checks">${checks.map(item)}</ol></div>`;
}

function tally(state: CheckState, checks: readonly Check[]) {
  const count = checks.filter((check) => check.state === state).length;
  return count === 0 ? nothing : html`<span>${t(`state/${state}`)} ${count}</span>`;
}

function item(check: Check, place: number): TemplateResult {
  const line = html`${glyph(check.state)}
    <span class="what"><span class="ord">${place + 1}</span><span>${t(`check/${check.id}`)}</span></span>
    <span class="found">${splitSentence(check)[0]}</span>
    <span class="state is-${toneOf(check.state)}">${t(`state/${check.state}`)}</span>`;
  const dim = check.state === 'not-applicable' ? 'dim' : '';
  if (check.facts.length === 0) return html`<li class=${dim}><div class="line">${line}<span></span></div></li>`;
  return html`<li class=${dim}><details>
    <summary class="line">${line}${chevron()}</summary>
    <div class="body">${factList(check.facts)}</div>
  </details></li>`;
}
