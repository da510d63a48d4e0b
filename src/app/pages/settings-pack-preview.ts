// A trust pack before it is trusted: what it is, who signed it, which chains it names, what it would replace.
import { html, type TemplateResult } from 'lit';
import type { PackPreview } from '../../worker/api.ts';
import { beijingTime } from '../format.ts';
import { formatNumber, t } from '../i18n.ts';
import { hash, hashWithCopy } from '../parts/hash.ts';
import { familyName } from './chains-list.ts';

export interface PreviewActions {
  readonly busy: boolean;
  readonly accept: () => void;
  readonly cancel: () => void;
}

export function packPreview(preview: PackPreview, actions: PreviewActions): TemplateResult {
  const { pack } = preview;
  return html`<section class="preview" aria-labelledby="preview-title">
    <h3 id="preview-title" tabindex="-1">${t('settings/preview-title', { name: pack.name, version: pack.version })}</h3>
    <p class="small">${t('settings/preview-says')}</p>
    <dl class="bytes">
      <div>
        <dt>${t('chains/pack-fingerprint')}</dt>
        <dd>${hashWithCopy(pack.fingerprint, t('chains/pack-fingerprint'))}</dd>
      </div>
      ${preview.signers.map((signer, n) => signerRow(signer, n))}
    </dl>
    <dl class="plain">
      <div><dt>${t('settings/preview-issued')}</dt><dd>${dateText(preview.issued)}</dd></div>
      <div><dt>${t('settings/preview-expires')}</dt><dd>${dateText(preview.expires)}</dd></div>
    </dl>
    ${chainsTable(preview)} <p class="replaces">${replaces(preview)}</p>
    <div class="btns">
      <button class="btn btn-main" type="button" ?disabled=${actions.busy} @click=${actions.accept}>${t('settings/preview-accept')}</button>
      <button class="btn" type="button" ?disabled=${actions.busy} @click=${actions.cancel}>${t('settings/preview-cancel')}</button>
    </div>
  </section>`;
}

/** A thumbprint is base64url: letters keep their case, so it is not shown as a hash. */
function signerRow(signer: string, n: number): TemplateResult {
  const groups = signer.match(/.{1,4}/g) ?? [];
  return html`<div>
    <dt>${t('settings/preview-signer', { number: n + 1 })}</dt>
    <dd><span class="hash">${groups.map((group) => html`<i>${group}</i> `)}</span></dd>
  </div>`;
}

/** ISO 8601 in the pack; shown like every other time. What cannot be read is shown as it stands. */
export function dateText(iso: string): string {
  const ms = Date.parse(iso);
  if (Number.isNaN(ms)) return iso;
  return `${beijingTime({ seconds: BigInt(Math.floor(ms / 1000)), nanos: 0 })} ${t('chains/beijing')}`;
}

function chainsTable({ chains }: PackPreview): TemplateResult {
  return html`<table class="table stack">
    <caption class="sr">${t('settings/preview-chains')}</caption>
    <thead>
      <tr>
        <th scope="col">${t('settings/col-chain')}</th>
        <th scope="col">${t('settings/col-operator')}</th>
        <th scope="col" class="end">${t('settings/col-checkpoint')}</th>
      </tr>
    </thead>
    <tbody>
      ${chains.map(
        (chain) => html`<tr>
          <th scope="row">${chain.id}<span class="row-sub">${familyName({ family: chain.family, version: '' })}</span></th>
          <td>${chain.operator}</td>
          <td class="num end">${formatNumber(chain.checkpointHeight)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function replaces({ replaces }: PackPreview): TemplateResult {
  if (!replaces) return html`${t('settings/preview-new')}`;
  return html`${t('settings/preview-replaces', { name: replaces.name, version: replaces.version })}
    <span class="holds">${hash(replaces.fingerprint)}</span>`;
}
