// The fork alarm: two valid headers at one height. Both are shown in full and treated alike; the app takes no side.
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView, ErrorView, ForkView } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { download } from '../download.ts';
import { errorView } from '../errors.ts';
import { t, tCode } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { hash } from '../parts/hash.ts';
import { outcomeMark } from '../parts/marks.ts';
import { forkPicture, sideName } from '../pictures/fork.ts';
import { chainAddress } from '../router.ts';
import { bothTimes } from './chains-times.ts';

type Side = ForkView['sides'][number];

@customElement('mz-fork-alarm')
export class MzForkAlarm extends LocalizedElement {
  @property({ attribute: false }) chain!: ChainView;
  /** Only the sentence and the way to the chain. */
  @property({ attribute: false }) brief = false;
  /** Whether the chain is the one shown below. */
  @property({ attribute: false }) chosen = false;
  @state() private busy = false;
  @state() private error?: ErrorView;

  override render() {
    const { chain, brief } = this;
    const fork = chain.fork!;
    return html`<section class="sheet alarm ${brief ? 'brief' : ''}">
      ${head(chain, fork)} ${brief ? briefActions(chain) : this.#full(chain, fork)}
    </section>`;
  }

  #full(chain: ChainView, fork: ForkView): TemplateResult {
    return html`<div class="block">${forkPicture({ fork, from: chain.checkpoint.height })}</div>
      <div class="block">${sides(fork)}</div>
      <div class="actions">
        <div class="btns">
          <button class="btn btn-main" type="button" ?disabled=${this.busy} @click=${this.#export}>${t('chains/export-evidence')}</button>
          ${this.chosen ? '' : seeChain(chain)}
        </div>
        <p class="small">${t('chains/export-evidence-why')}</p>
        ${this.error ? html`<p class="failure" role="alert">${tCode(this.error.code, this.error.values)}</p>` : ''}
      </div>`;
  }

  async #export(): Promise<void> {
    this.busy = true;
    this.error = undefined;
    try {
      const files = await api().exportEvidence(this.chain.id);
      for (const file of files) download(file);
      announce(t('chains/evidence-saved', { count: files.length }));
    } catch (thrown) {
      this.error = errorView(thrown);
    } finally {
      this.busy = false;
    }
  }
}

function briefActions(chain: ChainView): TemplateResult {
  return html`<div class="actions">${seeChain(chain)}</div>`;
}

function seeChain(chain: ChainView): TemplateResult {
  return html`<a class="btn" href=${chainAddress(chain.id)}>${t('chains/see-chain')}</a>`;
}

/** Only this is read aloud at once; the hashes can be read when they are wanted. */
function head(chain: ChainView, fork: ForkView): TemplateResult {
  return html`<div class="alarm-head" role="alert">
    ${outcomeMark('inconsistent')}
    <div>
      <h2>${t('chains/fork-title', { chain: chain.id, height: fork.height, count: fork.sides.length })}</h2>
      <p>${t(`chains/fork-${fork.kind}`)}${t('chains/between-sentences')}${t('chains/fork-no-side', { height: fork.height })}</p>
    </div>
  </div>`;
}

/** Each hash is compared with the first; the first with the second. */
function sides(fork: ForkView): TemplateResult {
  return html`<dl class="pair">
    ${fork.sides.map((side, n) => sideRow(fork, side, n))}
  </dl>`;
}

function sideRow(fork: ForkView, side: Side, n: number): TemplateResult {
  const other = fork.sides[n === 0 ? 1 : 0]!;
  return html`<dt>
      <strong>${sideName(n)}</strong> · ${t('block', { height: fork.height })}
    </dt>
    <dd class="holds">
      ${hash(side.hash, other.hash)}
      <p class="small">${bothTimes(side)}</p>
      <p class="small mono wrap">${side.source}</p>
    </dd>`;
}
