// A chain's time twice: Beijing time in words, and UTC. A line breaks between the two sooner than within one. Some chains
// leave the time to one member's word: then that is said beside it.
import { html, type TemplateResult } from 'lit';
import { beijingTime, type ChainTime, utcTime } from '../format.ts';
import { t } from '../i18n.ts';

export function bothTimes(time: ChainTime & { readonly timeClaimed?: true }): TemplateResult {
  return html`<span class="unit">${beijingTime(time)} ${t('chains/beijing')}</span> <span class="unit">${utcTime(time)}</span>
    ${time.timeClaimed ? html`<span class="unit">${t('chains/time-claimed')}</span>` : ''}`;
}
