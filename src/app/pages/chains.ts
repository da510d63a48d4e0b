// The Chains page: first any fork, then the list of chains on this device, then all about the chosen one.
import { html, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import type { ChainView } from '../../worker/api.ts';
import { t, tCode } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { icon } from '../parts/icons.ts';
import { ChainsData } from './chains-data.ts';
import './chains-alarm.ts';
import './chains-detail.ts';
import { chainList } from './chains-list.ts';

@customElement('mz-chains')
export class MzChains extends LocalizedElement {
  /** The chosen chain; the first one where nothing is chosen. */
  @property({ attribute: 'chain-id' }) chainId = '';

  readonly #data = new ChainsData(this);

  override render() {
    return html`<h1 class="page-title" tabindex="-1">${t('chains/title')}</h1>
      ${this.#body()}`;
  }

  #body(): TemplateResult {
    const { chains, error } = this.#data;
    if (chains) return chains.length === 0 ? nothingHere() : this.#chains(chains);
    if (error) return loadFailed(tCode(error.code, error.values), () => void this.#data.load());
    return html`<p class="small" role="status">${t('chains/loading')}</p>`;
  }

  #chains(chains: readonly ChainView[]): TemplateResult {
    const chosen = this.#data.byId(this.chainId) ?? (this.chainId === '' ? chains[0] : undefined);
    return html`${chains.map((chain) => this.#alarm(chain))}
      <div class="section-head">
        <h2 id="chains-list-title">${t('chains/on-this-device')}</h2>
        ${this.chainId === '' ? '' : html`<a class="back" href="#/chains">${icon('back')}${t('chains/all')}</a>`}
      </div>
      <div class="split ${this.chainId === '' ? '' : 'chosen'}">
        ${chainList(chains, chosen?.id)}
        ${chosen ? keyed(chosen.id, detail(chosen)) : unknownChain(this.chainId)}
      </div>`;
  }

  /** Whoever has chosen another chain is still told, but in a few words: what was chosen should be in sight. */
  #alarm(chain: ChainView): TemplateResult {
    if (!chain.fork) return html``;
    const brief = this.chainId !== '' && this.chainId !== chain.id;
    return html`<mz-fork-alarm .chain=${chain} .brief=${brief} .chosen=${this.chainId === chain.id}></mz-fork-alarm>`;
  }
}

/** Keyed by chain, so that what was typed or refused for one chain is not shown for another. */
function detail(chain: ChainView): TemplateResult {
  return html`<mz-chain-detail .chain=${chain}></mz-chain-detail>`;
}

function nothingHere(): TemplateResult {
  return html`<section class="sheet pad empty">
    <h2>${t('chains/none')}</h2>
    <p class="small">${t('chains/none-why')}</p>
    <p class="btns"><a class="btn btn-main" href="#/settings">${t('chains/import-pack')}</a></p>
  </section>`;
}

function unknownChain(id: string): TemplateResult {
  return html`<section class="sheet pad empty">
    <h2>${t('chains/unknown', { chain: id })}</h2>
    <p class="small">${t('chains/unknown-why')}</p>
    <p class="btns"><a class="btn" href="#/settings">${t('chains/import-pack')}</a></p>
  </section>`;
}

function loadFailed(sentence: string, again: () => void): TemplateResult {
  return html`<section class="sheet pad empty" role="alert">
    <h2>${t('chains/load-failed')}</h2>
    <p class="small">${sentence}</p>
    <p class="btns"><button class="btn" type="button" @click=${again}>${t('chains/try-again')}</button></p>
  </section>`;
}
