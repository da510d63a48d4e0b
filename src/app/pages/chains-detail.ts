// All about one chain: its verified head, what is being done, what is verified and how, who signs, where it comes from.
import { html, type PropertyValues, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { guard } from 'lit/directives/guard.js';
import type { ChainView, PowerStep } from '../../worker/api.ts';
import { api } from '../connection.ts';
import { locale, t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { hashWithCopy } from '../parts/hash.ts';
import { powerPicture } from '../pictures/power.ts';
import { rangesPicture } from '../pictures/ranges.ts';
import { type Extent, fillingEdge } from '../pictures/ranges-shape.ts';
import './chains-goto.ts';
import { chainHead } from './chains-head.ts';
import './chains-progress.ts';
import './chains-sources.ts';

@customElement('mz-chain-detail')
export class MzChainDetail extends LocalizedElement {
  @property({ attribute: false }) chain!: ChainView;
  @state() private steps: readonly PowerStep[] = [];
  #asked = '';
  #started = '';

  override willUpdate(changed: PropertyValues): void {
    if (!changed.has('chain')) return;
    void this.#loadValidators();
    this.#startDemo();
  }

  /** A recorded chain lies on the app's own origin: looking at it is enough to have it verified, or gone on with. */
  #startDemo(): void {
    const { id, pack, state: phase } = this.chain;
    if (pack.kind !== 'demo' || phase !== 'idle' || this.#started === id) return;
    this.#started = id;
    api()
      .sync(id, 'head-first')
      .catch(() => undefined); // the chain's own view says what went wrong
  }

  /** Asked again for another head, and once history is complete, which shows the changes in between. */
  async #loadValidators(): Promise<void> {
    const { id, head, state: phase } = this.chain;
    const asking = `${id} ${head?.height} ${phase === 'complete'}`;
    if (asking === this.#asked) return;
    if (!this.#asked.startsWith(`${id} `)) this.steps = [];
    this.#asked = asking;
    const steps = await api()
      .validators(id)
      .catch(() => []);
    if (asking === this.#asked) this.steps = steps;
  }

  override render() {
    const { chain, steps } = this;
    return html`<article class="sheet detail" aria-labelledby="chain-title">
      ${chainHead(chain, steps.at(-1))}
      <mz-chain-progress .chain=${chain}></mz-chain-progress>
      ${rangesBlock(chain)} ${powerBlock(chain, steps)}
      <mz-chain-goto .chain=${chain}></mz-chain-goto>
      <mz-chain-sources .chain=${chain}></mz-chain-sources>
      ${trustBlock(chain)}
    </article>`;
  }
}

/** From the lowest block that is verified or trusted to the newest that anybody claims. */
export function extentOf(chain: ChainView): Extent {
  const lows = [chain.checkpoint.height, ...chain.ranges.map((range) => range.from)];
  const highs = [
    chain.checkpoint.height,
    chain.head?.height,
    chain.claimedHead,
    ...chain.ranges.map((range) => range.to),
  ];
  return {
    from: lows.reduce((least, low) => (low < least ? low : least)),
    to: highs.reduce<bigint>((most, high) => (high !== undefined && high > most ? high : most), 0n),
  };
}

function rangesBlock(chain: ChainView): TemplateResult {
  // Of a chain that was never checked, a full strip of one block would say the wrong thing.
  if (!chain.head) return html``;
  const extent = extentOf(chain);
  const filling =
    chain.state === 'filling-history' && chain.head ? fillingEdge(chain.ranges, chain.head.height) : undefined;
  const total = extent.to - extent.from + 1n;
  return html`<section class="block pic-block">
    <h3>${t('chains/ranges-title', { count: chain.verifiedCount, total })}</h3>
    <p class="small">${rangesSentence(chain, filling, total)}</p>
    ${rangesPicture({ ranges: chain.ranges, extent, filling })}
  </section>`;
}

function rangesSentence(chain: ChainView, filling: bigint | undefined, total: bigint): string {
  if (chain.fork) return t('chains/ranges-frozen', { height: chain.fork.height });
  if (filling !== undefined && filling > 1n) return t('chains/ranges-filling', { height: filling - 1n });
  return chain.verifiedCount >= total ? t('chains/ranges-all') : t('chains/ranges-gaps');
}

/** Drawn again only for another head or language: while history fills in, a chain changes many times a second. */
function powerBlock(chain: ChainView, steps: readonly PowerStep[]): TemplateResult {
  if (steps.length === 0 || !chain.head) return html``;
  return html`<section class="block pic-block">
    <h3>${t('chains/power-title')}</h3>
    <p class="small">${powerSentence(steps.length - 1)}</p>
    ${guard([steps, chain.head.height, locale()], () => powerPicture({ steps, head: chain.head!.height }))}
  </section>`;
}

function powerSentence(changes: number): string {
  const changed = changes === 0 ? t('chains/power-same') : t('chains/power-changes', { changes });
  return changed + t('chains/between-sentences') + t('chains/power-line');
}

function trustBlock(chain: ChainView): TemplateResult {
  return html`<section class="block">
    <h3>${t('chains/trust-title')}</h3>
    <p class="small">${t('chains/trust-says', { height: chain.checkpoint.height, pack: chain.pack.name, version: chain.pack.version })}</p>
    <dl class="bytes">
      <div>
        <dt>${t('chains/checkpoint-hash', { height: chain.checkpoint.height })}</dt>
        <dd>${hashWithCopy(chain.checkpoint.hash, t('chains/checkpoint-hash', { height: chain.checkpoint.height }))}</dd>
      </div>
      <div>
        <dt>${t('chains/pack-fingerprint')}</dt>
        <dd>${hashWithCopy(chain.pack.fingerprint, t('chains/pack-fingerprint'))}</dd>
      </div>
    </dl>
  </section>`;
}
