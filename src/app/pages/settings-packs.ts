// Trust packs: those in use, and how to bring in another one. What a pack would change is shown before it is accepted.
import { html, type TemplateResult } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import type { ChainView, PackPreview, PackRef } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { errorSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { hashWithCopy } from '../parts/hash.ts';
import './settings-confirm.ts';
import type { MzConfirm } from './settings-confirm.ts';
import { packPreview } from './settings-pack-preview.ts';
import { settingRow } from './settings-row.ts';

export interface PackInUse {
  readonly pack: PackRef;
  readonly chains: readonly string[];
}

/** The packs that the chains on this device rest on, each once. */
export function packsInUse(chains: readonly ChainView[]): PackInUse[] {
  const byFingerprint = new Map<string, { pack: PackRef; chains: string[] }>();
  for (const { id, pack } of chains) {
    const entry = byFingerprint.get(pack.fingerprint) ?? { pack, chains: [] };
    entry.chains.push(id);
    byFingerprint.set(pack.fingerprint, entry);
  }
  return [...byFingerprint.values()];
}

@customElement('mz-packs')
export class MzPacks extends LocalizedElement {
  @property({ attribute: false }) chains: readonly ChainView[] = [];
  @state() private preview?: PackPreview;
  @state() private problem = '';
  @state() private busy = false;
  @state() private removing?: PackRef;
  @query('mz-confirm') private readonly confirm!: MzConfirm;

  override render() {
    return settingRow(t('settings/packs'), t('settings/packs-says'), this.#body());
  }

  #body(): TemplateResult {
    return html`${packsInUse(this.chains).map((entry) => this.#pack(entry))}
      ${this.preview ? this.#asking(this.preview) : this.#import()}
      <p class="failure" role="alert" ?hidden=${this.problem === ''}>${this.problem}</p>
      <mz-confirm .question=${t('settings/pack-remove-ask', { name: this.removing?.name ?? '' })}
        .says=${t('settings/pack-remove-says')} .action=${t('settings/pack-remove')}></mz-confirm>`;
  }

  #pack({ pack, chains }: PackInUse): TemplateResult {
    const label = t('chains/pack-fingerprint');
    return html`<div class="pack">
      <h3>${pack.name} <span class="tag">${t(pack.kind === 'demo' ? 'chains/demo' : 'settings/pack-imported')}</span></h3>
      <p class="small">${t('settings/pack-version', { version: pack.version })} · ${t('settings/pack-chains', { chains: chains.join(t('chains/comma')) })}</p>
      <dl class="bytes"><div><dt>${label}</dt><dd>${hashWithCopy(pack.fingerprint, `${pack.name}: ${label}`)}</dd></div></dl>
      ${pack.kind === 'imported' ? this.#removeButton(pack) : ''}
    </div>`;
  }

  #removeButton(pack: PackRef): TemplateResult {
    const label = t('settings/pack-remove-of', { name: pack.name });
    return html`<button class="btn btn-quiet" type="button" aria-label=${label} @click=${() => this.#remove(pack)}>${t('settings/pack-remove')}</button>`;
  }

  /** The file input itself is hidden; the button is what is seen, reached and pressed. */
  #import(): TemplateResult {
    const pick = () => this.querySelector<HTMLInputElement>('input[type=file]')!.click();
    return html`<div class="field">
      <input type="file" hidden accept=".json,application/json" aria-label=${t('chains/import-pack')} @change=${this.#picked} />
      <button class="btn import" type="button" ?disabled=${this.busy} @click=${pick}>${t('chains/import-pack')}</button>
    </div>`;
  }

  #asking(preview: PackPreview): TemplateResult {
    return packPreview(preview, {
      busy: this.busy,
      accept: () => void this.#accept(preview),
      cancel: () => void this.#leave(),
    });
  }

  async #picked(event: Event): Promise<void> {
    const input = event.target as HTMLInputElement;
    const file = input.files?.[0];
    // Cleared, so that the same file can be picked again after it was refused.
    input.value = '';
    if (!file) return;
    await this.#doing(async () => {
      this.preview = await api().inspectPack(file);
      await this.updateComplete;
      this.querySelector<HTMLElement>('.preview h3')?.focus();
    });
  }

  async #accept(preview: PackPreview): Promise<void> {
    await this.#doing(async () => {
      await api().acceptPack(preview.token);
      await this.#leave();
      announce(t('settings/pack-accepted', { name: preview.pack.name }));
    });
  }

  /** The preview goes, and the focus with it: back to the button that opened it. */
  async #leave(): Promise<void> {
    this.preview = undefined;
    this.problem = '';
    this.busy = false;
    await this.updateComplete;
    this.querySelector<HTMLElement>('.import')?.focus();
  }

  async #remove(pack: PackRef): Promise<void> {
    this.removing = pack;
    await this.updateComplete;
    if (await this.confirm.ask()) await this.#doing(() => api().removePack(pack.fingerprint));
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    this.problem = '';
    this.busy = true;
    try {
      await work();
    } catch (thrown) {
      this.problem = errorSentence(thrown);
    } finally {
      this.busy = false;
    }
  }
}
