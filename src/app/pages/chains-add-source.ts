// The form that adds a source: an address, what addresses are possible, and what a second source is good for.
import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { errorSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { addressProblem, isWebSocket, normalAddress } from './chains-source-address.ts';

@customElement('mz-add-source')
export class MzAddSource extends LocalizedElement {
  @property({ attribute: false }) chain!: ChainView;
  @state() private address = '';
  @state() private problem = '';
  @state() private busy = false;

  override render() {
    const { address, problem, busy } = this;
    return html`<form class="form" novalidate @submit=${this.#submit}>
      <label class="field-label" for="source-address">${t('chains/add-source')}</label>
      <div class="field">
        <input class="input mono" id="source-address" type="url" autocomplete="off" spellcheck="false" placeholder="wss://"
          .value=${address} aria-invalid=${problem !== ''} aria-describedby="source-problem source-help" @input=${this.#typed} />
        <button class="btn" type="submit" ?disabled=${busy}>${t('chains/add')}</button>
      </div>
      <p class="failure" id="source-problem" role="alert" ?hidden=${problem === ''}>${problem}</p>
      <p class="btns">
        <button class="btn" type="button" ?disabled=${busy} @click=${this.#pick}>${t('chains/add-files')}</button>
        <input type="file" multiple hidden accept=".json,.jsonl" aria-label=${t('chains/add-files')} @change=${this.#picked} />
      </p>
      <div class="small help" id="source-help">
        <p>${t('chains/add-files-help')}</p>
        <p>${t('chains/add-source-witness')}</p>
        <p>${address !== '' && !isWebSocket(address) ? t('chains/add-source-cors') : t('chains/add-source-websocket')}</p>
      </div>
    </form>`;
  }

  #typed(event: InputEvent): void {
    this.address = (event.target as HTMLInputElement).value;
    this.problem = '';
  }

  async #submit(event: SubmitEvent): Promise<void> {
    event.preventDefault();
    const known = this.chain.sources.map((source) => normalAddress(source.address));
    const problem = addressProblem(this.address, known);
    this.problem = problem === undefined ? '' : t(problem);
    if (problem !== undefined) this.querySelector('input')?.focus();
    else await this.#add(normalAddress(this.address));
  }

  #pick(): void {
    this.querySelector<HTMLInputElement>('input[type=file]')?.click();
  }

  async #picked(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const files = [...(input.files ?? [])].map((file) => ({ name: file.name, blob: file }));
    input.value = '';
    if (files.length === 0) return;
    this.busy = true;
    try {
      await api().addFiles(this.chain.id, files);
      this.problem = '';
      announce(t('chains/source-added', { address: files.map(({ name }) => name).join(', ') }));
    } catch (thrown) {
      this.problem = errorSentence(thrown);
    } finally {
      this.busy = false;
    }
  }

  async #add(address: string): Promise<void> {
    this.busy = true;
    try {
      await api().addSource(this.chain.id, address);
      this.address = '';
      announce(t('chains/source-added', { address }));
    } catch (thrown) {
      this.problem = errorSentence(thrown);
    } finally {
      this.busy = false;
    }
  }
}
