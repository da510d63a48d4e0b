// Asks once more before something is lost. A native modal dialog: focus is kept inside, Escape means no.
import { html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';

let made = 0;

@customElement('mz-confirm')
export class MzConfirm extends LocalizedElement {
  @property({ attribute: false }) question = '';
  @property({ attribute: false }) says = '';
  @property({ attribute: false }) action = '';

  /** Several dialogs may stand on one page: each names itself by its own title. */
  readonly #id = `confirm-${++made}`;
  #answer: (yes: boolean) => void = () => {};

  /** Shows the dialog with what the properties say; resolves with the answer. */
  async ask(): Promise<boolean> {
    await this.updateComplete;
    const dialog = this.querySelector('dialog')!;
    dialog.returnValue = '';
    dialog.showModal();
    return new Promise((resolve) => {
      this.#answer = resolve;
    });
  }

  override render() {
    return html`<dialog class="sheet confirm" aria-labelledby="${this.#id}-title" aria-describedby="${this.#id}-says" @close=${this.#closed}>
      <form method="dialog">
        <h2 id="${this.#id}-title">${this.question}</h2>
        <p id="${this.#id}-says">${this.says}</p>
        <div class="btns">
          <button class="btn" value="" autofocus>${t('settings/keep')}</button>
          <button class="btn btn-strong" value="yes">${this.action}</button>
        </div>
      </form>
    </dialog>`;
  }

  #closed(event: Event): void {
    this.#answer((event.target as HTMLDialogElement).returnValue === 'yes');
  }
}
