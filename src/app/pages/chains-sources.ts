// Where a chain's blocks come from: each source with its state, and the form to add one.
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView, ErrorView, SourceHealth, SourceView } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { errorView } from '../errors.ts';
import { formatNumber, t, tCode } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import './chains-add-source.ts';
import './chains-retry.ts';

@customElement('mz-chain-sources')
export class MzChainSources extends LocalizedElement {
  @property({ attribute: false }) chain!: ChainView;
  @state() private error?: ErrorView;

  override render() {
    const { chain, error } = this;
    return html`<section class="block">
      <h3>${t('chains/sources')}</h3>
      <p class="small">${t('chains/sources-says')}</p>
      ${chain.sources.length === 0 ? html`<p class="lead">${t('chains/no-sources')}</p>` : this.#table(chain.sources)}
      ${error ? html`<p class="failure" role="alert">${tCode(error.code, error.values)}</p>` : ''}
      <mz-add-source .chain=${chain}></mz-add-source>
    </section>`;
  }

  #table(sources: readonly SourceView[]): TemplateResult {
    return html`<table class="table stack sources">
      <caption class="sr">${t('chains/sources')}</caption>
      <thead>
        <tr>
          <th scope="col">${t('chains/col-source')}</th>
          <th scope="col">${t('chains/col-state')}</th>
          <th scope="col" class="end">${t('chains/col-latest')}</th>
          <th scope="col"><span class="sr">${t('chains/col-action')}</span></th>
        </tr>
      </thead>
      <tbody>${sources.map((source) => this.#row(source))}</tbody>
    </table>`;
  }

  #row(source: SourceView): TemplateResult {
    return html`<tr>
      <th scope="row">
        <span class="mono wrap">${source.address}</span>
        <span class="row-sub">${about(source)}</span>
      </th>
      <td>${health(source)}</td>
      <td class="num end"><span class="stack-label">${t('chains/col-latest')}</span> ${source.head === undefined ? '—' : formatNumber(source.head)}</td>
      <td class="end">${source.bundled ? '' : this.#removeButton(source)}</td>
    </tr>
    ${source.error ? note(tCode(source.error.code, source.error.values)) : ''}`;
  }

  #removeButton(source: SourceView): TemplateResult {
    const remove = () => this.#remove(source);
    const label = t('chains/remove-source', { address: source.address });
    return html`<button class="btn btn-quiet" type="button" aria-label=${label} @click=${remove}>${t('chains/remove')}</button>`;
  }

  async #remove(source: SourceView): Promise<void> {
    this.error = undefined;
    try {
      await api().removeSource(this.chain.id, source.id);
      announce(t('chains/source-removed', { address: source.address }));
    } catch (thrown) {
      this.error = errorView(thrown);
    }
  }
}

/** A sentence needs the width of the table: in a cell it would press the addresses together. */
function note(sentence: string): TemplateResult {
  return html`<tr class="note"><td colspan="4">${sentence}</td></tr>`;
}

function about(source: SourceView): string {
  const operator = source.operator === '' ? t('chains/operator-unknown') : source.operator;
  const kind = source.bundled ? t('chains/kind-bundled') : t(`chains/kind-${source.kind}`);
  return [kind, operator, t(`chains/role-${source.role}`)].join(' · ');
}

/** Solid: answers. Hatched: does not, or not well. Red: what it said contradicts verified data. */
const KEYS: Readonly<Record<SourceHealth, string>> = {
  unknown: 'key-wait',
  ok: 'key-on',
  slow: 'key-on',
  unreachable: 'key-off',
  refused: 'key-off',
  pruned: 'key-off',
  lying: 'key-no',
  'wrong-chain': 'key-no',
};

function health(source: SourceView): TemplateResult {
  const latency =
    source.latencyMs === undefined ? '' : ` · ${t('chains/latency', { ms: Math.round(source.latencyMs) })}`;
  return html`<span class="health"><span class="key ${KEYS[source.health]}"></span>${t(`chains/health-${source.health}`)}${latency}</span>
    ${source.retryAt === undefined ? '' : html`<mz-retry class="row-sub" .at=${source.retryAt}></mz-retry>`}`;
}
