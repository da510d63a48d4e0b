// The chains on this device in a few words: how far each is verified, live, with a way to its page.
import { html, type TemplateResult } from 'lit';
import type { ChainView } from '../../worker/api.ts';
import { t } from '../i18n.ts';
import '../pages/chains-age.ts';
import { chainAddress } from '../router.ts';
import { glyph } from './marks.ts';

export function liveChains(chains: readonly ChainView[] | undefined): TemplateResult {
  return html`<h2>${t('live/title')}</h2>
    ${chains?.length === 0 ? html`<p class="small">${t('live/none')}</p>` : html`<div class="rows">${chains?.map(row)}</div>`}`;
}

function row(chain: ChainView): TemplateResult {
  return html`<a class="row bare" href=${chainAddress(chain.id)}>
    <span><span class="row-title">${chain.id}</span><span class="row-sub">${familyName(chain.family)} ${chain.version}</span></span>
    <span class="row-end">${standing(chain)}</span>
  </a>`;
}

/** A frozen chain says so first and shows no height as if nothing were wrong. */
function standing(chain: ChainView): TemplateResult {
  if (chain.state === 'frozen') {
    return html`<strong class="is-no frozen">${glyph('fail')}${t('live/frozen')}</strong>
      <span class="row-sub">${chain.fork ? t('live/fork', { height: chain.fork.height }) : ''}</span>`;
  }
  const { head } = chain;
  if (!head) return html`<span>${chain.state === 'verifying-head' ? t('live/verifying-head') : t('live/idle')}</span>`;
  return html`<span class="num">${t('live/to-block', { height: head.height })}</span>
    <span class="row-sub"><mz-age .seconds=${head.seconds}></mz-age> · ${stateWord(chain)}</span>`;
}

function stateWord(chain: ChainView): string {
  if (chain.state === 'filling-history') return t('live/filling-history', { percent: percentOf(chain) });
  if (chain.state === 'verifying-head' || chain.state === 'expired' || chain.state === 'failed')
    return t(`live/${chain.state}`);
  return chain.head?.witnessed ? t('live/complete') : t('live/alone');
}

function percentOf(chain: ChainView): number {
  const { progress } = chain;
  return progress && progress.total > 0n ? Number((progress.done * 100n) / progress.total) : 0;
}

const families: Readonly<Record<string, string>> = {
  cometbft: 'CometBFT',
  'fisco-bcos': 'FISCO BCOS',
  evm: 'EVM',
  fabric: 'Hyperledger Fabric',
  chainmaker: 'ChainMaker',
};

/** The name of a family as its makers write it. */
export function familyName(family: string): string {
  return families[family] ?? family;
}
