// The base of every element that shows words: renders into the document itself (one stylesheet, one accessibility tree,
// one printout) and again whenever the language changes.
import { LitElement } from 'lit';
import { onLocaleChange } from './i18n.ts';

export class LocalizedElement extends LitElement {
  #stop?: () => void;

  override createRenderRoot(): HTMLElement {
    return this;
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onLocaleChange(() => this.requestUpdate());
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }
}
