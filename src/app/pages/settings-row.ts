// One row of the Settings page: its name and what it means on the left, the thing itself on the right.
import { html, type TemplateResult } from 'lit';

export function settingRow(title: string, says: string, body: unknown): TemplateResult {
  return html`<section class="set">
    <div>
      <h2>${title}</h2>
      ${says === '' ? '' : html`<p class="small">${says}</p>`}
    </div>
    <div>${body}</div>
  </section>`;
}

/** One choice of a few, as buttons that stay pressed. */
export interface Choice<T extends string> {
  readonly value: T;
  readonly label: string;
  /** Of the label, where it is not the language of the page. */
  readonly lang?: string;
  readonly look?: string;
}

export function choices<T extends string>(
  label: string,
  all: readonly Choice<T>[],
  chosen: T,
  choose: (value: T) => void,
): TemplateResult {
  return html`<div class="seg" role="group" aria-label=${label}>
    ${all.map(
      (
        one,
      ) => html`<button type="button" class=${one.look ?? ''} lang=${one.lang ?? ''} aria-pressed=${one.value === chosen}
        @click=${() => choose(one.value)}>${one.label}</button>`,
    )}
  </div>`;
}
