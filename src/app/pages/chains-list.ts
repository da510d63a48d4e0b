// The list of chains on this device: name, family, height and age, or the state that needs attention.
import { html, type TemplateResult } from 'lit';
import type { ChainState, ChainView } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';
import { glyph } from '../parts/marks.ts';
import { chainAddress } from '../router.ts';
import './chains-age.ts';

export function chainList(chains: readonly ChainView[], chosen: string | undefined): TemplateResult {
  return html`<nav class="side" aria-labelledby="chains-list-title">
    <div class="rows">${chains.map((chain) => row(chain, chain.id === chosen))}</div>
    <p class="small side-more"><a href="#/settings">${t('chains/import-pack')}</a></p>
  </nav>`;
}

function row(chain: ChainView, current: boolean): TemplateResult {
  return html`<a class="row bare" href=${chainAddress(chain.id)} aria-current=${current ? 'true' : 'false'}>
    <span>
      <span class="row-title">${chain.id}</span>
      <span class="row-sub">${familyName(chain)}${chain.pack.kind === 'demo' ? html` <span class="tag">${t('chains/demo')}</span>` : ''}</span>
    </span>
    <span class="row-end">${end(chain)}</span>
  </a>`;
}

/** Family names are names: the same in all languages. */
export function familyName({ family, version }: Pick<ChainView, 'family' | 'version'>): string {
  const name = FAMILIES[family] ?? family;
  return version === '' ? name : `${name} ${version}`;
}
const FAMILIES: Readonly<Record<string, string>> = {
  cometbft: 'CometBFT',
  'fisco-bcos': 'FISCO BCOS',
  evm: 'EVM',
  fabric: 'Hyperledger Fabric',
  chainmaker: 'ChainMaker',
};

/** "Idle" says too little of a chain that was never checked. */
export function stateOf({ state, head }: ChainView): ChainState | 'new' {
  return state === 'idle' && !head ? 'new' : state;
}

function end(chain: ChainView): TemplateResult {
  if (chain.state === 'frozen') return frozen(chain);
  if (!chain.head) return html`<span class="row-sub">${t(`chains/state-${stateOf(chain)}`)}</span>`;
  return html`<span class="num">${formatNumber(chain.head.height)}</span>
    <span class="row-sub">${needsAttention(chain) ? attention(chain) : html`<mz-age .seconds=${chain.head.seconds}></mz-age>`}</span>`;
}

function frozen(chain: ChainView): TemplateResult {
  const height = chain.head?.height ?? chain.checkpoint.height;
  return html`<strong class="is-no frozen">${glyph('fail')}${t('chains/state-frozen')}</strong>
    <span class="row-sub num">${t('block', { height })}</span>`;
}

const needsAttention = (chain: ChainView): boolean => chain.state === 'expired' || chain.state === 'failed';

function attention(chain: ChainView): TemplateResult {
  return html`<span class="is-open frozen">${glyph('unknown')}${t(`chains/state-${chain.state}`)}</span>`;
}
