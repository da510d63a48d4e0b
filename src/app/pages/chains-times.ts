// A chain's time twice: Beijing time in words, and UTC. A line breaks between the two sooner than within one.
import { html, type TemplateResult } from 'lit';
import { beijingTime, type ChainTime, utcTime } from '../format.ts';
import { t } from '../i18n.ts';

export function bothTimes(time: ChainTime): TemplateResult {
  return html`<span class="unit">${beijingTime(time)} ${t('chains/beijing')}</span> <span class="unit">${utcTime(time)}</span>`;
}
