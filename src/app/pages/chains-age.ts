// How long ago a block was made, kept right while the page stands open. Its own element, so that a tick of the clock draws
// a few words again and not the page.
import { customElement, property } from 'lit/decorators.js';
import { age } from '../format.ts';
import { LocalizedElement } from '../localized-element.ts';

const TICK_MS = 10_000;

@customElement('mz-age')
export class MzAge extends LocalizedElement {
  /** Time of the block, seconds since 1970. */
  @property({ attribute: false }) seconds = 0n;

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
    return age(this.seconds, Date.now());
  }
}
