// What this copy of the app is: its version, and which of its engines this browser can run.
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AboutView } from '../../worker/api.ts';
import { api } from '../connection.ts';
import { formatNumber, t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { settingRow } from './settings-row.ts';

@customElement('mz-about')
export class MzAbout extends LocalizedElement {
  @state() private about?: AboutView;

  override connectedCallback(): void {
    super.connectedCallback();
    // Where the worker cannot answer, the row stays empty: the other rows already say what is wrong.
    api()
      .about()
      .then(this.#show, () => {});
  }

  readonly #show = (about: AboutView): void => {
    this.about = about;
  };

  override render() {
    return settingRow(t('settings/about'), t('settings/about-says'), this.about ? facts(this.about) : '');
  }
}

function facts(about: AboutView): TemplateResult {
  return html`<dl class="plain">
    ${fact(t('settings/version'), about.version)}
    ${fact(t('settings/core'), t(`settings/core-${about.core}`), about.core === 'js' ? t('settings/core-js-says') : '')}
    ${fact(t('settings/curve-core'), t(about.curveCore ? 'settings/curve-core-yes' : 'settings/curve-core-no'), about.curveCore ? '' : t('settings/curve-core-no-says'))}
    ${fact(t('settings/signature-workers'), formatNumber(about.signatureWorkers))}
    ${fact(t('settings/web-crypto'), t(about.webCryptoEd25519 ? 'settings/web-crypto-yes' : 'settings/web-crypto-no'))}
  </dl>
  <p class="measure-link"><a class="btn" href="#/measure">${t('measure/title')}</a></p>`;
}

function fact(name: string, value: string, note = ''): TemplateResult {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
    ${note === '' ? '' : html`<dd class="small">${note}</dd>`}
  </div>`;
}
