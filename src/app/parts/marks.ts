// The marks of the three outcomes and of the states of checks. Each differs by outline, by the sign inside, by colour and
// by the word that always stands beside it, so any two of these may fail a reader.
import { html, svg, type TemplateResult } from 'lit';
import type { CheckState, Outcome } from '../../worker/api.ts';

type Tone = 'yes' | 'no' | 'open' | 'na';

export function toneOf(what: Outcome | CheckState): Tone {
  if (what === 'consistent' || what === 'pass') return 'yes';
  if (what === 'inconsistent' || what === 'fail') return 'no';
  return what === 'not-applicable' ? 'na' : 'open';
}

const small: Readonly<Record<Tone, TemplateResult>> = {
  yes: svg`<circle class="g-fill" cx="12" cy="12" r="10.5"/><path class="g-cut" d="M6.9 12.3 10.5 15.9 17.2 8.4" stroke-width="2.4"/>`,
  no: svg`<path class="g-fill" d="M15.6 1.8A10 10 0 0 0 6.9 19.9L9.1 19.5L7.1 18.0L9.3 17.6A7 7 0 0 1 13.3 4.1L15.4 3.7L13.5 2.2Z"/><path class="g-fill" d="M17.1 4.1A10 10 0 0 1 8.4 22.2L10.5 21.8L8.6 20.3L10.7 19.9A7 7 0 0 0 14.7 6.4L16.9 6.0L14.9 4.5Z"/><path class="g-line" d="M9.2 9.2 14.8 14.8M14.8 9.2 9.2 14.8" stroke-width="2.2"/>`,
  open: svg`<path class="g-line" d="M20.9 10.6 A9 9 0 1 1 13.4 3.1" stroke-width="2.6"/><path class="g-line" d="M9.7 10.2C9.7 8.7 10.7 7.9 12 7.9S14.3 8.7 14.3 10C14.3 11.7 12 11.7 12 13.6" stroke-width="1.9"/><circle class="g-fill" cx="12" cy="16" r="1.25"/>`,
  na: svg`<path class="g-line" d="M6 12h12" stroke-width="2.4"/>`,
};

const large: Readonly<Record<Exclude<Tone, 'na'>, TemplateResult>> = {
  yes: svg`<circle class="g-fill" cx="48" cy="48" r="39.5"/><circle class="g-line" cx="48" cy="48" r="42.5" stroke-width="4.5" stroke-dasharray="1.855 1.854"/><circle class="g-cut" cx="48" cy="48" r="33.5" stroke-width="2"/><path class="g-cut" d="M31 49 43 61 65.5 36" stroke-width="7.5"/>`,
  no: svg`<path class="g-fill" d="M63.3 7.4A40 40 0 0 0 28.8 79.5L36.7 78.7L29.3 73.1L37.2 72.1A30 30 0 0 1 54.9 14.8L62.9 13.8L55.5 8.1Z"/><path class="g-fill" d="M67.2 16.5A40 40 0 0 1 32.7 88.6L40.5 87.9L33.1 82.2L41.1 81.2A30 30 0 0 0 58.8 23.9L66.7 22.9L59.3 17.3Z"/><path class="g-line" d="M37 37 59 59M59 37 37 59" stroke-width="7"/>`,
  open: svg`<path class="g-line" d="M82.1 41.4 A34.7 34.7 0 1 1 54.6 13.9" stroke-width="10"/><path class="g-line" d="M40 40.5C40 35.5 43.5 32.5 48 32.5S56 35.5 56 40C56 46 48 46 48 52.5" stroke-width="6.5"/><circle class="g-fill" cx="48" cy="61.5" r="4"/>`,
};

const edges: Readonly<Record<Exclude<Tone, 'na'>, TemplateResult>> = {
  yes: svg`<path d="M0 4H1200" stroke-width="8"/>`,
  no: svg`<path d="M0 2.5H700" stroke-width="5"/><path d="M728 5.5H1200" stroke-width="5"/>`,
  open: svg`<path d="M0 4H1200" stroke-width="8" stroke-dasharray="26 12"/>`,
};

/** The mark of a check, or an outcome in a row: 24 px. A word must stand beside it. */
export function glyph(what: Outcome | CheckState): TemplateResult {
  const tone = toneOf(what);
  return html`<svg class="glyph is-${tone}" viewBox="0 0 24 24" aria-hidden="true">${small[tone]}</svg>`;
}

/** The mark of an outcome on its card. */
export function outcomeMark(outcome: Outcome): TemplateResult {
  const tone = toneOf(outcome) as Exclude<Tone, 'na'>;
  return html`<svg class="glyph-l is-${tone}" viewBox="0 0 96 96" aria-hidden="true">${large[tone]}</svg>`;
}

/** The upper edge of a card: solid, broken and out of line, or dashed. */
export function cardEdge(outcome: Outcome): TemplateResult {
  const tone = toneOf(outcome) as Exclude<Tone, 'na'>;
  return html`<svg class="edge is-${tone}" viewBox="0 0 1200 8" preserveAspectRatio="none" aria-hidden="true"><g class="g-line">${edges[tone]}</g></svg>`;
}

/** The seal of the app itself, beside its name. */
export function seal(): TemplateResult {
  return html`<svg class="seal" viewBox="0 0 96 96" aria-hidden="true">${large.yes}</svg>`;
}
