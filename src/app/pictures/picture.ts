// The frame of a picture: one sentence as its title, one line that says how to read it, and a twin in words.
import { html, type TemplateResult } from 'lit';
import { t } from '../i18n.ts';

export function picture(parts: { title: string; says: string; body: TemplateResult; full?: boolean }): TemplateResult {
  return html`<figure class="sheet pic ${parts.full ? 'full' : ''}">
    <h3>${parts.title}</h3>
    <p class="says">${parts.says}</p>
    ${parts.body}
  </figure>`;
}

/** The same in words, for who cannot or would not look. */
export function twin(body: TemplateResult): TemplateResult {
  return html`<details class="twin"><summary>${t('twin')}</summary>${body}</details>`;
}
