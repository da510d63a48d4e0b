// The first page: one drop zone; below it, quieter, what it promises, the results of this session, samples, the chains on
// this device, and a box to find a record by its number.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { t } from '../i18n.ts';
import { itemsOfFiles, itemsOfText } from '../intake.ts';
import { LocalizedElement } from '../localized-element.ts';
import { offlineState, onOfflineChange } from '../offline.ts';
import { dropZone } from '../parts/drop-zone.ts';
import '../parts/find.ts';
import { icon } from '../parts/icons.ts';
import { liveChains } from '../parts/live-chains.ts';
import { results } from '../parts/results.ts';
import '../parts/samples.ts';
import { dismiss, onSession, say, session, verifyItems } from '../session.ts';
import { ChainsData } from './chains-data.ts';

@customElement('mz-verify')
export class MzVerify extends LocalizedElement {
  @state() private pasteOpen = false;

  readonly #chains = new ChainsData(this);
  #stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stops = [onSession(() => this.requestUpdate()), onOfflineChange(() => this.requestUpdate())];
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
    dismiss();
  }

  override render() {
    return html`${dropZone(session.work, session.dragged, {
      pick: this.#pick,
      togglePaste: this.#togglePaste,
      pasteOpen: this.pasteOpen,
      checkText: this.#checkText,
    })}
      <input class="picker" type="file" multiple hidden aria-label=${t('verify/pick')} @change=${this.#picked}>
      ${promises()}
      ${session.verdicts.length > 0 ? results(session.verdicts) : nothing}
      <div class="two quiet">
        <section><mz-samples></mz-samples></section>
        <section>${liveChains(this.#chains.chains)}</section>
      </div>
      <mz-find .chains=${this.#chains.chains ?? []} .pick=${this.#pick}></mz-find>`;
  }

  readonly #pick = (): void => this.querySelector<HTMLInputElement>('.picker')?.click();

  readonly #picked = (event: Event): void => {
    const input = event.target as HTMLInputElement;
    const items = itemsOfFiles(input.files ?? []);
    // So that the same file may be chosen again.
    input.value = '';
    if (items.length > 0) void verifyItems(items);
  };

  readonly #togglePaste = async (): Promise<void> => {
    this.pasteOpen = !this.pasteOpen;
    await this.updateComplete;
    this.querySelector<HTMLElement>('#pasted')?.focus();
  };

  readonly #checkText = (event: Event): void => {
    event.preventDefault();
    const items = itemsOfText(String(new FormData(event.target as HTMLFormElement).get('text') ?? ''));
    this.pasteOpen = items.length === 0;
    if (items.length === 0) say({ code: 'verify/paste-empty', values: {} });
    else void verifyItems(items);
  };
}

/** Only what is true now is promised. */
function promises(): TemplateResult {
  const { ready } = offlineState();
  return html`<ul class="promise">
    <li>${icon('lock')}<span>${t('verify/local')}</span></li>
    ${ready ? html`<li>${icon('tick')}<span>${t('offline/ready')}</span></li>` : nothing}
  </ul>`;
}
