// Who signed a block: power against what is needed, then one row for each validator; the bytes are below, unfolded.
import { html, type TemplateResult } from 'lit';
import type { ErrorView, HeaderView, SignatureState, Signer } from '../../worker/api.ts';
import { beijingTime, hexGroups } from '../format.ts';
import { formatNumber, t, tCode } from '../i18n.ts';
import { hash } from '../parts/hash.ts';
import { memberName } from '../parts/member.ts';

type Quorum = NonNullable<HeaderView['quorum']>;

/** The check of every signature: whether it runs, why it failed, and how to start it. */
export interface FullCheck {
  readonly checking: boolean;
  readonly error?: ErrorView;
  readonly check: () => void;
}

export function signersBlock({ quorum, how }: HeaderView, full: FullCheck): TemplateResult {
  if (!quorum) return withoutCommit(how, full);
  if (how === 'checkpoint' && quorum.signedPower === 0n) return firstSigners(quorum);
  const isAll = isEveryChecked(quorum);
  return html`<section class="block">
    <h2>${title(quorum)}</h2>
    <p class="small">${t(isAll ? 'chains/signers-all' : 'chains/signers-some', { needed: quorum.needed })}</p>
    ${table(quorum.signers)} ${isAll ? '' : checkButton(full)} ${signatureBytes(quorum.signers)}
  </section>`;
}

/** Some families check every signature in any case; then there is nothing to ask for. Votes for nil are checked on request. */
export function isEveryChecked({ all, signers }: Pick<Quorum, 'all' | 'signers'>): boolean {
  return all || signers.every(({ state }) => state !== 'not-checked' && state !== 'nil');
}

function title({ signers, signedPower, totalPower, needed }: Quorum): string {
  const signed = signers.filter((signer) => signer.state === 'signed').length;
  return t('chains/signers-title', { signed, members: signers.length, signedPower, totalPower, needed });
}

/** Nobody signs the first block of some chains: it names who signs the next. */
function firstSigners({ signers }: Quorum): TemplateResult {
  return html`<section class="block">
    <h2>${t('chains/first-signers')}</h2>
    <p class="small">${t('chains/first-signers-says')}</p>
    <dl class="bytes">
      ${signers.map(
        (signer) => html`<div>
            <dt>${memberName(signer)} · ${t('chains/power-of', { power: signer.power })} · ${signer.keyType}</dt>
            <dd>${hash(signer.publicKey)}</dd>
          </div>`,
      )}
    </dl>
  </section>`;
}

/** Headers that hang from a later one come without signatures; these can still be fetched and checked. */
function withoutCommit(how: HeaderView['how'], full: FullCheck): TemplateResult {
  return html`<section class="block">
    <h2>${t('chains/no-commit')}</h2>
    <p class="small">${t(how === 'ancestor' ? 'chains/no-commit-ancestor' : 'chains/no-commit-says')}</p>
    ${checkButton(full)}
  </section>`;
}

function checkButton({ checking, error, check }: FullCheck): TemplateResult {
  return html`<div class="btns">
    <button class="btn" type="button" aria-disabled=${checking} @click=${check}>${t(checking ? 'chains/checking' : 'chains/check-all')}</button>
    </div>
    ${error ? html`<p class="failure" role="alert">${tCode(error.code, error.values)}</p>` : ''}`;
}

function table(signers: readonly Signer[]): TemplateResult {
  return html`<table class="table stack signers">
    <caption class="sr">${t('chains/signers-caption')}</caption>
    <thead>
      <tr>
        <th scope="col">${t('chains/col-validator')}</th>
        <th scope="col" class="end">${t('chains/col-power')}</th>
        <th scope="col">${t('chains/col-signature')}</th>
        <th scope="col">${t('chains/col-signed-at')}</th>
      </tr>
    </thead>
    <tbody>${signers.map(row)}</tbody>
  </table>`;
}

function row({ name, address, power, state, signedAt }: Signer): TemplateResult {
  return html`<tr>
    <th scope="row">${name === '' ? t('chains/unnamed') : name}<span class="row-sub mono">${hexGroups(address).join(' ')}</span></th>
    <td class="num end"><span class="stack-label">${t('chains/col-power')}</span> ${formatNumber(power)}</td>
    <td><span class="health"><span class="key ${KEYS[state]}"></span>${t(`chains/signer-${state}`)}</span></td>
    <td class="small">${signedAt ? beijingTime(signedAt) : '—'}</td>
  </tr>`;
}

/** Solid: signed. Half: signed for nothing (nil). Hatched: absent. Dashed: not looked at. Red: wrong. */
const KEYS: Readonly<Record<SignatureState, string>> = {
  signed: 'key-on',
  nil: 'key-half',
  absent: 'key-off',
  'not-checked': 'key-wait',
  wrong: 'key-no',
};

function signatureBytes(signers: readonly Signer[]): TemplateResult {
  return html`<details class="twin">
    <summary>${t('chains/signature-bytes')}</summary>
    <dl class="bytes">
      ${signers.map(
        ({ name, address, keyType, publicKey, signature }) => html`<div>
            <dt>${memberName({ name, address })} · ${t('chains/public-key')} ${keyType}</dt>
            <dd>${hash(publicKey)}</dd>
          </div>
          <div>
            <dt>${memberName({ name, address })} · ${t('chains/col-signature')}</dt>
            <dd>${signature ? hash(signature) : t('chains/no-bytes')}</dd>
          </div>`,
      )}
    </dl>
  </details>`;
}
