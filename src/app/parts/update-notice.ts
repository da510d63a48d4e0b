// Offers a new version of the app. Nothing is loaded anew until the person says so.
import { html, nothing } from 'lit';
import { t } from '../i18n.ts';
import { offlineState, useNewVersion } from '../offline.ts';

export function updateNotice() {
  const { update } = offlineState();
  if (update === 'none') return nothing;
  return html`<div class="notice" role="status">
    <p>${update === 'waiting' ? t('offline/new') : t('offline/taken-over')}</p>
    <button class="btn" type="button" @click=${useNewVersion}>${t('offline/reload')}</button>
  </div>`;
}
