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

  /** Where a drawing takes away what had the focus, the focus goes to the nearest title, never to nowhere. */
  override performUpdate(): void {
    const hadFocus = this.contains(document.activeElement);
    super.performUpdate();
    if (hadFocus && document.activeElement === document.body) focusTitle(this);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
  }
}

function focusTitle(element: HTMLElement): void {
  const title = element.querySelector<HTMLElement>('h1, h2') ?? element.closest('main');
  title?.setAttribute('tabindex', '-1');
  title?.focus({ preventScroll: true });
}
