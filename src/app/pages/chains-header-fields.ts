// The fields of a header as a table; each says what stands behind it.
import { html, type TemplateResult } from 'lit';
import type { FactValue, FieldView } from '../../worker/api.ts';
import { beijingTime, fileSize, utcTime } from '../format.ts';
import { formatNumber, t, tMaybe } from '../i18n.ts';
import { hash } from '../parts/hash.ts';

const PROOFS: readonly FieldView['proof'][] = ['header-hash', 'proposer-only', 'signatures', 'derived'];

export function headerFields(fields: readonly FieldView[]): TemplateResult {
  const used = PROOFS.filter((proof) => fields.some((field) => field.proof === proof));
  return html`<section class="block">
    <h2>${t('chains/fields-title')}</h2>
    <p class="small">${t('chains/fields-says')}</p>
    <dl class="proofs">
      ${used.map((proof) => html`<div><dt>${proofMark(proof)}</dt><dd>${t(`chains/proof-${proof}-says`)}</dd></div>`)}
    </dl>
    <table class="table stack fields">
      <caption class="sr">${t('chains/fields-title')}</caption>
      <thead>
        <tr>
          <th scope="col">${t('chains/col-field')}</th>
          <th scope="col">${t('chains/col-value')}</th>
          <th scope="col">${t('chains/col-proof')}</th>
        </tr>
      </thead>
      <tbody>${fields.map(row)}</tbody>
    </table>
  </section>`;
}

function row({ name, value, proof }: FieldView): TemplateResult {
  return html`<tr>
    <th scope="row">${fieldName(name)}</th>
    <td><div class="holds">${valueText(value)}</div></td>
    <td>${proofMark(proof)}</td>
  </tr>`;
}

/** Words for a field, with its name on the wire beside them; a field without words keeps its own name. */
function fieldName(name: string): TemplateResult {
  const words = fieldWords(name);
  return words === undefined
    ? html`<span class="mono">${name}</span>`
    : html`${words}<span class="row-sub mono">${name}</span>`;
}

/** Items of a list share one word, `field/name[]`, which takes the number that stands in the name. */
export function fieldWords(name: string): string | undefined {
  const [, list, number] = /^(.+)\[(\d+)\]$/.exec(name) ?? [];
  return list === undefined ? tMaybe(`field/${name}`) : tMaybe(`field/${list}[]`, { number: Number(number) });
}

/** # the header's hash; “ one member's word; a signature stroke; = worked out. The word always stands beside the sign. */
const SIGNS = { 'header-hash': '#', 'proposer-only': '“', signatures: '✓', derived: '=' } as const;

function proofMark(proof: FieldView['proof']): TemplateResult {
  return html`<span class="proof"><span class="sign" aria-hidden="true">${SIGNS[proof]}</span>${t(`chains/proof-${proof}`)}</span>`;
}

function valueText(value: FactValue): TemplateResult {
  switch (value.kind) {
    case 'bytes':
      return value.hex === '' ? html`${t('chains/no-bytes')}` : hash(value.hex);
    case 'time':
      return html`${beijingTime(value)} ${t('chains/beijing')}<span class="row-sub">${utcTime(value)}</span>`;
    case 'text':
      return html`<span class="wrap">${value.text}</span>`;
    case 'size':
      return html`${fileSize(value.bytes)}`;
    default:
      return html`<span class="num">${formatNumber(value.value)}</span>`;
  }
}
