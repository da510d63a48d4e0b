// A hash on the page: groups of four, blanks kept in the text, never cut; with a button that copies it whole.
import { html, type TemplateResult } from 'lit';
import { announce } from '../announce.ts';
import { differingGroups, hexGroups } from '../format.ts';
import { t } from '../i18n.ts';

/** Above this many groups the bytes flow like text instead of standing in columns. */
const MAX_GRID_GROUPS = 32;

/** The groups of a hash. Where it is compared with `other`, groups that differ are marked. */
export function hash(hex: string, other?: string): TemplateResult {
  const differs = other === undefined ? [] : differingGroups(hex, other);
  const groups = hexGroups(hex);
  const layout = groups.length > MAX_GRID_GROUPS ? 'hash flow' : 'hash';
  // The blank between the groups is part of the text, so that a selection copies what is seen.
  return html`<span class=${layout}>${groups.map((group, place) => html`<i class=${differs[place] ? 'dif' : ''}>${group}</i> `)}</span>`;
}

/** A hash with its copy button. `label` names the value to those who hear the button. */
export function hashWithCopy(hex: string, label: string, other?: string): TemplateResult {
  return html`<div class="hash-wrap">${hash(hex, other)}${copyButton(hex, label)}</div>`;
}

export function copyButton(text: string, label: string): TemplateResult {
  return html`<button class="copy" type="button" aria-label=${t('copy/of', { what: label })} @click=${() => copy(text)}>
    ${t('copy')}
  </button>`;
}

/** Copies text and says whether it worked. */
export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    announce(t('copy/done'));
  } catch {
    announce(t('copy/refused'));
  }
}
