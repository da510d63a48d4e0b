// The picture of power in words: the validators of today, and every change of the set.
import { html, type TemplateResult } from 'lit';
import type { PowerStep } from '../../worker/api.ts';
import { hexGroups } from '../format.ts';
import { formatNumber, t } from '../i18n.ts';
import { changesAt, neededOf, type PowerChange, type PowerModel, totalsOf } from './power-shape.ts';

export function powerTables(model: PowerModel): TemplateResult {
  return html`<details class="twin">
    <summary>${t('twin')}</summary>
    ${membersTable(model)} ${stepsTable(model)}
  </details>`;
}

function membersTable({ steps }: PowerModel): TemplateResult {
  const members = [...steps.at(-1)!.members].sort((a, b) => (a.power === b.power ? 0 : a.power > b.power ? -1 : 1));
  const total = totalsOf(steps).at(-1)!;
  return html`<table class="table stack members">
    <caption>${t('chains/members-caption', { total, needed: neededOf(total) })}</caption>
    <thead>
      <tr>
        <th scope="col">${t('chains/col-validator')}</th>
        <th scope="col">${t('chains/col-address')}</th>
        <th scope="col" class="end">${t('chains/col-power')}</th>
      </tr>
    </thead>
    <tbody>
      ${members.map(
        ({ name, address, power }) => html`<tr>
          <th scope="row">${name === '' ? t('chains/unnamed') : name}</th>
          <td class="mono">${hexGroups(address).join(' ')}</td>
          <td class="num end">${formatNumber(power)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function stepsTable({ steps }: PowerModel): TemplateResult {
  const totals = totalsOf(steps);
  return html`<table class="table stack steps-table">
    <caption>${t('chains/steps-caption')}</caption>
    <thead>
      <tr>
        <th scope="col">${t('chains/col-from-height')}</th>
        <th scope="col" class="end">${t('chains/col-total-power')}</th>
        <th scope="col">${t('chains/col-change')}</th>
      </tr>
    </thead>
    <tbody>${steps.map((step, n) => stepRow(step, totals[n]!, changesAt(steps, n)))}</tbody>
  </table>`;
}

function stepRow({ height, members }: PowerStep, total: bigint, changes: readonly PowerChange[]): TemplateResult {
  const first = t('chains/first-set', { members: members.length });
  const said = changes.map(({ kind, name, before, after }) => t(`chains/power-${kind}`, { name, before, after }));
  return html`<tr>
    <th scope="row" class="num">${formatNumber(height)}</th>
    <td class="num end"><span class="stack-label">${t('chains/col-total-power')}</span> ${formatNumber(total)}</td>
    <td>${said.length === 0 ? first : said.join(t('chains/semicolon'))}</td>
  </tr>`;
}
