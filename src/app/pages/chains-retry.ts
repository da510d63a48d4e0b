// When a source will be tried again, counted down.
import { customElement, property } from 'lit/decorators.js';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';

const TICK_MS = 1000;

@customElement('mz-retry')
export class MzRetry extends LocalizedElement {
  /** Milliseconds since 1970. */
  @property({ attribute: false }) at = 0;

  #timer?: ReturnType<typeof setInterval>;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK_MS);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
  }

  override render() {
    const seconds = Math.max(0, Math.ceil((this.at - Date.now()) / 1000));
    if (seconds === 0) return t('chains/retry-now');
    return seconds < 60
      ? t('chains/retry-seconds', { seconds })
      : t('chains/retry-minutes', { minutes: Math.round(seconds / 60) });
  }
}
