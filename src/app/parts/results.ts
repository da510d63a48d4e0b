// The verdicts of this session as rows, newest first, each opening its card.
import { html, type TemplateResult } from 'lit';
import type { Verdict } from '../../worker/api.ts';
import { splitSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { verdictAddress } from '../router.ts';
import { chevron } from './icons.ts';
import { glyph, toneOf } from './marks.ts';

export function results(verdicts: readonly Verdict[]): TemplateResult {
  return html`<section class="found-list" aria-labelledby="results-title">
    <h2 id="results-title">${t('results/title')}</h2>
    <div class="rows">${verdicts.map(row)}</div>
    <p class="label">${t('results/note')}</p>
  </section>`;
}

function row(verdict: Verdict): TemplateResult {
  return html`<a class="row" href=${verdictAddress(verdict.id)}>
    ${glyph(verdict.outcome)}
    <span>
      <span class="row-title"><span class="is-${toneOf(verdict.outcome)}">${t(`outcome/${verdict.outcome}`)}</span> · ${nameOf(verdict)}</span>
      <span class="row-sub">${splitSentence(verdict)[0]}</span>
    </span>
    ${chevron()}
  </a>`;
}

/** What the verdict is about: the document, else the proof file, else the record's own number. */
function nameOf(verdict: Verdict): string {
  return verdict.document?.name ?? verdict.proof?.name ?? verdict.record?.id ?? t('verify/text-item');
}
