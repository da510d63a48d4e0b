// The Settings page: how the app looks, what it trusts, what it keeps on this device, what it is.
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { ChainsData } from './chains-data.ts';
import './measure.ts';
import './settings-about.ts';
import './settings-look.ts';
import './settings-packs.ts';
import './settings-start-over.ts';
import './settings-storage.ts';

@customElement('mz-settings')
export class MzSettings extends LocalizedElement {
  readonly #data = new ChainsData(this);

  override render() {
    const chains = this.#data.chains ?? [];
    return html`<h1 class="page-title" tabindex="-1">${t('settings/title')}</h1>
      <div class="sheet">
        <mz-look></mz-look>
        <mz-packs .chains=${chains}></mz-packs>
        <mz-storage></mz-storage>
        <mz-start-over .chains=${chains}></mz-start-over>
        <mz-about></mz-about>
      </div>`;
  }
}
