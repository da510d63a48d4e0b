// The page of one block's header: every field and what stands behind it, how the header was verified, who signed.
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView, ErrorView, HeaderView } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { errorView, wasCancelled } from '../errors.ts';
import { formatNumber, t, tCode } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { hashWithCopy } from '../parts/hash.ts';
import { icon } from '../parts/icons.ts';
import { glyph } from '../parts/marks.ts';
import { chainAddress, headerAddress } from '../router.ts';
import { ChainsData } from './chains-data.ts';
import { lowestOf, parseHeight } from './chains-goto.ts';
import { packTag, unwitnessed } from './chains-head.ts';
import { headerFields } from './chains-header-fields.ts';
import { signersBlock } from './chains-header-signers.ts';

@customElement('mz-header')
export class MzHeader extends LocalizedElement {
  @property({ attribute: 'chain-id' }) chainId = '';
  @property() height = '';

  @state() private header?: HeaderView;
  @state() private error?: ErrorView;
  @state() private checking = false;
  @state() private checkError?: ErrorView;
  readonly #data = new ChainsData(this);
  #loading?: AbortController;

  override willUpdate(changed: PropertyValues): void {
    if (changed.has('chainId') || changed.has('height')) this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#loading?.abort();
  }

  /** A newer wish cancels the older one. */
  #begin(): AbortController {
    this.#loading?.abort();
    this.#loading = new AbortController();
    this.error = undefined;
    this.checkError = undefined;
    this.checking = false;
    return this.#loading;
  }

  #load(): void {
    const { signal } = this.#begin();
    this.header = undefined;
    // Whether this chain has a block 0 is for the worker to say.
    const height = parseHeight(this.height, 0n);
    if (height === undefined) this.error = { code: 'chains/goto-not-a-height', values: {} };
    else void this.#show(height, signal);
  }

  async #show(height: bigint, signal: AbortSignal): Promise<void> {
    try {
      const header = await api().header(this.chainId, height, signal);
      if (!signal.aborted) this.header = header;
    } catch (thrown) {
      if (!signal.aborted && !wasCancelled(thrown)) this.error = errorView(thrown);
    }
  }

  /** What was shown before stays on the page if this fails: it is still verified as it says. */
  async #checkAll(): Promise<void> {
    if (this.checking) return; // not disabled: that would take the focus from the button
    const { signal } = this.#begin();
    this.checking = true;
    try {
      const header = await api().checkAllSignatures(this.chainId, this.header!.height, signal);
      if (signal.aborted) return;
      this.header = header;
      announce(t('chains/all-checked'));
    } catch (thrown) {
      if (!signal.aborted && !wasCancelled(thrown)) this.checkError = errorView(thrown);
    }
    if (!signal.aborted) this.checking = false;
  }

  override render() {
    const height = parseHeight(this.height, 0n);
    const chain = this.#data.byId(this.chainId);
    return html`<a class="back" href=${chainAddress(this.chainId)}>${icon('back')}${this.chainId}</a>
      <div class="title-row">
        <h1 class="page-title" tabindex="-1">${t('block', { height: height ?? this.height })} ${chain ? packTag(chain) : ''}</h1>
        ${height === undefined ? '' : neighbours(this.chainId, height, lowestOf(chain), chain?.head?.height)}
      </div>
      ${this.error ? failure(this.error, () => this.#load()) : ''} ${this.#body(chain)}`;
  }

  #body(chain: ChainView | undefined): TemplateResult {
    if (!this.header)
      return this.error ? html`` : html`<p class="small" role="status">${t('chains/header-loading')}</p>`;
    const check = () => void this.#checkAll();
    return html`<article class="sheet">
      ${verification(this.header, chain)} ${headerFields(this.header.fields)}
      ${signersBlock(this.header, { checking: this.checking, error: this.checkError, check })}
    </article>`;
  }
}

/** Beyond the verified head there is nothing to show yet; a link there would only lead to a refusal. */
function neighbours(chainId: string, height: bigint, lowest: bigint, head: bigint | undefined): TemplateResult {
  const next = height + 1n;
  return html`<nav class="btns" aria-label=${t('chains/neighbours')}>
    ${height > lowest ? neighbour(headerAddress(chainId, height - 1n), height - 1n, 'previous') : ''}
    ${head === undefined || next <= head ? neighbour(headerAddress(chainId, next), next, 'next') : ''}
  </nav>`;
}

function neighbour(address: string, height: bigint, which: 'previous' | 'next'): TemplateResult {
  const number = formatNumber(height);
  const text = which === 'previous' ? `‹ ${number}` : `${number} ›`;
  return html`<a class="btn num" href=${address} rel=${which === 'previous' ? 'prev' : 'next'}
    aria-label=${t(`chains/${which}-block`, { height })}>${text}</a>`;
}

function failure(error: ErrorView, again: () => void): TemplateResult {
  return html`<section class="sheet pad empty" role="alert">
    <h2>${t('chains/header-failed')}</h2>
    <p class="failure">${glyph('unknown')}<span>${tCode(error.code, error.values)}</span></p>
    <p class="btns"><button class="btn" type="button" @click=${again}>${t('chains/try-again')}</button></p>
  </section>`;
}

function verification(header: HeaderView, chain: ChainView | undefined): TemplateResult {
  const label = t('chains/header-hash', { height: header.height });
  return html`<div class="pad">
    <p class="label">${label}</p>
    <div class="holds">${hashWithCopy(header.hash, label)}</div>
    <ul class="states">
      <li>${icon('tick')}<span>${howSentence(header, chain)}</span></li>
      ${chain?.head && !chain.head.witnessed ? unwitnessed() : ''}
      ${chain?.fork && header.height >= chain.fork.height ? inFork() : ''}
    </ul>
  </div>`;
}

function howSentence({ how, anchor, height }: HeaderView, chain: ChainView | undefined): TemplateResult {
  const values = { height, anchor: anchor ?? height, checkpoint: chain?.checkpoint.height ?? '' };
  const sentence = t(`chains/header-how-${how}`, values);
  if (how !== 'ancestor' || anchor === undefined || !chain) return html`${sentence}`;
  return html`${sentence} <a href=${headerAddress(chain.id, anchor)}>${t('block', { height: anchor })}</a>`;
}

function inFork(): TemplateResult {
  return html`<li class="weaker">${glyph('fail')}<span>${t('chains/header-in-fork')}</span></li>`;
}
