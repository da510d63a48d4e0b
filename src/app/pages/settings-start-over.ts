// Start over: forget the headers of one chain, or everything that this app stored. Asked again before it is done.
import { html, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ChainView } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { errorSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import './settings-confirm.ts';
import type { MzConfirm } from './settings-confirm.ts';
import { settingRow } from './settings-row.ts';

@customElement('mz-start-over')
export class MzStartOver extends LocalizedElement {
  @property({ attribute: false }) chains: readonly ChainView[] = [];
  /** A chain's id, or '' for everything. */
  @state() private target = '';
  @state() private busy = false;
  @state() private problem = '';
  @query('mz-confirm') private readonly confirm!: MzConfirm;

  override render() {
    return settingRow(t('settings/start-over'), t('settings/start-over-says'), this.#body());
  }

  #body(): TemplateResult {
    return html`<form class="form" @submit=${this.#submit}>
        <label class="field-label" for="start-over-what">${t('settings/start-over-what')}</label>
        <div class="field">
          <select class="input" id="start-over-what" .value=${this.target} @change=${this.#chosen}>
            <option value="">${t('settings/everything')}</option>
            ${this.chains.map((chain) => html`<option value=${chain.id}>${t('settings/headers-of', { chain: chain.id })}</option>`)}
          </select>
          <button class="btn" type="submit" ?disabled=${this.busy}>${t('settings/start-over-button')}</button>
        </div>
      </form>
      <p class="failure" role="alert" ?hidden=${this.problem === ''}>${this.problem}</p>
      ${this.#dialog()}`;
  }

  #dialog(): TemplateResult {
    const all = this.target === '';
    const values = { chain: this.target };
    return html`<mz-confirm
      .question=${t(all ? 'settings/ask-all' : 'settings/ask-chain', values)}
      .says=${t(all ? 'settings/ask-all-says' : 'settings/ask-chain-says', values)}
      .action=${t(all ? 'settings/do-all' : 'settings/do-chain')}></mz-confirm>`;
  }

  #chosen(event: Event): void {
    this.target = (event.target as HTMLSelectElement).value;
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    if (!(await this.confirm.ask())) return;
    this.busy = true;
    this.problem = '';
    try {
      await api().startOver(this.target === '' ? undefined : this.target);
      announce(t('settings/start-over-done'));
    } catch (thrown) {
      this.problem = errorSentence(thrown);
    } finally {
      this.busy = false;
    }
  }
}
