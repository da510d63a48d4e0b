// The top of a chain's sheet: the verified head, how old it is, how it was verified, and whether anyone else saw the same.
import { html, type TemplateResult } from 'lit';
import type { ChainView, HeadView, PowerStep } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';
import { hashWithCopy } from '../parts/hash.ts';
import { icon } from '../parts/icons.ts';
import { glyph } from '../parts/marks.ts';
import { headerAddress } from '../router.ts';
import { bothTimes } from './chains-times.ts';
import './chains-age.ts';
import { familyName } from './chains-list.ts';

export function chainHead(chain: ChainView, today: PowerStep | undefined): TemplateResult {
  return html`<div class="pad">
    <h2 id="chain-title">${chain.id}</h2>
    <p class="small tags">${familyName(chain)} · ${chain.operator} ${packTag(chain)}</p>
    ${chain.head ? verified(chain, chain.head, today) : html`<p class="lead">${t('chains/no-head')}</p>`}
    <ul class="states">
      ${chain.head ? headFacts(chain, chain.head) : ''}
      ${offline(chain)}
    </ul>
  </div>`;
}

export function packTag({ pack }: Pick<ChainView, 'pack'>): TemplateResult {
  return html`<span class="tag">${t(pack.kind === 'demo' ? 'chains/demo-pack' : 'chains/imported-pack')}</span>`;
}

function verified(chain: ChainView, head: HeadView, today: PowerStep | undefined): TemplateResult {
  return html`<dl class="figures">
      <div>
        <dt>${t('chains/verified-head')}</dt>
        <dd class="num"><a href=${headerAddress(chain.id, head.height)}>${formatNumber(head.height)}</a></dd>
      </div>
      <div>
        <dt>${t('chains/age')}</dt>
        <dd><mz-age .seconds=${head.seconds}></mz-age></dd>
      </div>
      ${today ? validatorsFigure(today) : ''}
    </dl>
    <div class="holds">${hashWithCopy(head.hash, t('chains/head-hash', { height: head.height }))}</div>
    <p class="small head-times">${bothTimes(head)}</p>`;
}

function validatorsFigure(today: PowerStep): TemplateResult {
  const power = today.members.reduce((sum, member) => sum + member.power, 0n);
  return html`<div>
    <dt>${t('chains/validators')}</dt>
    <dd class="num">${formatNumber(today.members.length)} <small>${t('chains/power-of', { power })}</small></dd>
  </div>`;
}

function headFacts(chain: ChainView, head: HeadView): TemplateResult {
  const values = { height: head.height, checkpoint: chain.checkpoint.height };
  return html`<li>${icon('tick')}<span>${t(`chains/head-${head.how}`, values)}</span></li>
    ${head.witnessed ? witnessed() : unwitnessed()}
    ${isBehind(chain, head) ? behind(chain) : ''}`;
}

function witnessed(): TemplateResult {
  return html`<li>${icon('tick')}<span>${t('chains/witnessed')}</span></li>`;
}

/** A state of its own, weaker than "witnessed": an open ring, a word, and what to do. */
export function unwitnessed(): TemplateResult {
  return html`<li class="weaker">
    ${glyph('unknown')}<span><strong>${t('chains/unwitnessed')}</strong>${t('chains/between-sentences')}${t('chains/unwitnessed-do')}</span>
  </li>`;
}

const isBehind = (chain: ChainView, head: HeadView): boolean => (chain.claimedHead ?? 0n) > head.height;

function behind(chain: ChainView): TemplateResult {
  return html`<li>${glyph('not-applicable')}<span>${t('chains/claimed', { height: chain.claimedHead! })}</span></li>`;
}

function offline(chain: ChainView): TemplateResult {
  return chain.offlineReady
    ? html`<li>${icon('tick')}<span>${t('chains/offline-ready')}</span></li>`
    : html`<li>${icon('offline')}<span>${t('chains/offline-not-ready')}</span></li>`;
}
