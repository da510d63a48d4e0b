// `<mz-find>`: for someone who has a number, a digest or a transaction hash instead of a file.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView, ErrorView } from '../../worker/api.ts';
import { api } from '../connection.ts';
import { errorView, splitSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { show } from '../session.ts';

@customElement('mz-find')
export class MzFind extends LocalizedElement {
  @property({ attribute: false }) chains: readonly ChainView[] = [];
  /** Opens the file picker of the page: a document is looked for by its digest. */
  @property({ attribute: false }) pick: () => void = () => {};
  @state() private searching?: AbortController;
  @state() private said?: ErrorView;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.searching?.abort();
  }

  override render() {
    return html`<section class="find quiet" aria-labelledby="find-title">
      <h2 id="find-title">${t('find/title')}</h2>
      <form @submit=${this.#submit}>
        <div><label class="field-label" for="find-chain">${t('find/chain')}</label>${this.#chainSelect()}</div>
        <div>
          <label class="field-label" for="find-query">${t('find/query')}</label>
          <input class="input mono" id="find-query" name="query" spellcheck="false" autocomplete="off" autocapitalize="off">
        </div>
        ${this.searching ? this.#stopButton() : html`<button class="btn" type="submit">${t('find/go')}</button>`}
      </form>
      <div role="status">${this.searching ? html`<p class="small">${t('find/working')}</p>` : this.#saidLine()}</div>
      <p class="small">${t('find/document')}<button class="as-link" type="button" @click=${this.pick}>${t('find/document-pick')}</button></p>
    </section>`;
  }

  #chainSelect(): TemplateResult {
    return html`<select class="input" id="find-chain" name="chain">
      ${this.chains.map((chain) => html`<option value=${chain.id}>${chain.id}</option>`)}
    </select>`;
  }

  #stopButton(): TemplateResult {
    return html`<button class="btn" type="button" @click=${() => this.searching?.abort()}>${t('verify/cancel')}</button>`;
  }

  #saidLine() {
    if (!this.said) return nothing;
    const [what, todo] = splitSentence(this.said);
    return html`<p>${what} ${todo ?? nothing}</p>`;
  }

  readonly #submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = new FormData(event.target as HTMLFormElement);
    const query = String(form.get('query') ?? '').trim();
    if (query === '') this.said = { code: 'find/empty', values: {} };
    else void this.#find(String(form.get('chain') ?? ''), query);
  };

  async #find(chain: string, query: string): Promise<void> {
    this.said = undefined;
    this.searching = new AbortController();
    try {
      const found = await api().find(chain, query, this.searching.signal);
      if (found.length > 0) show(found);
      else this.said = { code: 'find/nothing', values: { chain } };
    } catch (thrown) {
      this.said = errorView(thrown);
    } finally {
      this.searching = undefined;
    }
  }
}
