// What is kept on this device: how much, for which chain, whether the browser may clear it, and which tab writes.
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ErrorView, StorageView } from '../../worker/api.ts';
import { api } from '../connection.ts';
import { errorView } from '../errors.ts';
import { fileSize } from '../format.ts';
import { formatNumber, t, tCode } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { icon } from '../parts/icons.ts';
import { onWorkerEvent } from './chains-events.ts';
import { settingRow } from './settings-row.ts';

@customElement('mz-storage')
export class MzStorage extends LocalizedElement {
  @state() private storage?: StorageView;
  @state() private error?: ErrorView;
  #stopListening?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stopListening = onWorkerEvent((event) => {
      if (event.kind === 'storage') this.storage = event.storage;
      if (event.kind === 'chains') void this.#load();
    });
    void this.#load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stopListening?.();
  }

  async #load(): Promise<void> {
    try {
      this.storage = await api().storage();
      this.error = undefined;
    } catch (thrown) {
      this.error = errorView(thrown);
    }
  }

  override render() {
    return settingRow(t('settings/storage'), t('settings/storage-says'), this.#body());
  }

  #body(): TemplateResult {
    const { storage, error } = this;
    if (storage) return html`${used(storage)} ${states(storage)} ${table(storage)}`;
    return error
      ? html`<p class="failure">${tCode(error.code, error.values)}</p>`
      : html`<p class="small">${t('chains/loading')}</p>`;
  }
}

/** A quota of nothing means that the browser would not say. */
export function usedPercent({
  usedBytes,
  quotaBytes,
}: Pick<StorageView, 'usedBytes' | 'quotaBytes'>): number | undefined {
  return quotaBytes > 0 ? Math.min(100, (usedBytes / quotaBytes) * 100) : undefined;
}

function used(storage: StorageView): TemplateResult {
  const percent = usedPercent(storage);
  const sizes = { used: fileSize(storage.usedBytes), quota: fileSize(storage.quotaBytes) };
  if (percent === undefined) return html`<p>${t('settings/used', sizes)}</p>`;
  return html`<progress max="100" value=${Math.max(percent, 1)} aria-label=${t('settings/storage')}></progress>
    <p class="small">${t('settings/used-of', sizes)}</p>`;
}

function states({ persisted, role, rebuilt }: StorageView): TemplateResult {
  return html`<ul class="states">
    ${rebuilt ? html`<li class="weaker">${icon('again')}<span><strong>${t('settings/rebuilt')}</strong> ${tCode(rebuilt.code, rebuilt.values)}</span></li>` : ''}
    <li>${icon(persisted ? 'tick' : 'offline')}<span>${t(persisted ? 'settings/persisted' : 'settings/not-persisted')}</span></li>
    <li>${icon(role === 'owner' ? 'tick' : 'link')}<span>${t(`settings/role-${role}`)}</span></li>
  </ul>`;
}

function table({ chains }: StorageView): TemplateResult {
  if (chains.length === 0) return html`<p class="small">${t('settings/nothing-stored')}</p>`;
  return html`<table class="table">
    <caption class="sr">${t('settings/storage-by-chain')}</caption>
    <thead>
      <tr>
        <th scope="col">${t('settings/col-chain')}</th>
        <th scope="col" class="end">${t('settings/col-headers')}</th>
        <th scope="col" class="end">${t('settings/col-size')}</th>
      </tr>
    </thead>
    <tbody>
      ${chains.map(
        ({ id, headers, bytes }) => html`<tr>
          <th scope="row">${id}</th>
          <td class="num end">${formatNumber(headers)}</td>
          <td class="num end">${fileSize(bytes)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}
