// `<mz-app>`: the frame around every page. Header, tabs, language, the sentence read aloud, and which page is shown.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { onAnnouncement } from './announce.ts';
import { hasWords, t } from './i18n.ts';
import { installIntake } from './intake.ts';
import { LocalizedElement } from './localized-element.ts';
import { onOfflineChange } from './offline.ts';
import { loadPage, pageTemplate, titleOf } from './pages.ts';
import { pageHeader } from './parts/page-header.ts';
import { updateNotice } from './parts/update-notice.ts';
import { parseRoute, type Route } from './router.ts';

/** How long a sentence stays on screen; it stays in the live region until the next. */
const SAID_MS = 4000;
/** How long to wait for a page to draw its title before the focus goes to the page itself. */
const TITLE_MS = 1500;

@customElement('mz-app')
export class MzApp extends LocalizedElement {
  @state() private route: Route = parseRoute(location.hash);
  @state() private page: 'loading' | 'ready' | 'failed' = 'loading';
  @state() private said = '';
  @state() private saying = false;

  #stops: (() => void)[] = [];
  #silence?: ReturnType<typeof setTimeout>;

  override connectedCallback(): void {
    super.connectedCallback();
    const stop = new AbortController();
    const refresh = () => this.requestUpdate();
    window.addEventListener('hashchange', () => void this.#go(true), { signal: stop.signal });
    window.addEventListener('online', refresh, { signal: stop.signal });
    window.addEventListener('offline', refresh, { signal: stop.signal });
    onAnnouncement((sentence, isShown) => this.#say(sentence, isShown));
    this.#stops = [installIntake(), onOfflineChange(refresh), () => stop.abort()];
    void this.#go(false);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.#stops) stop();
  }

  /** Shows the page of the address. Someone who navigated is taken to its title, as a new document would do. */
  async #go(moveFocus: boolean): Promise<void> {
    const route = parseRoute(location.hash);
    this.route = route;
    this.page = 'loading';
    this.page = await loadPage(route.page);
    await this.updateComplete;
    if (!moveFocus || this.route !== route) return;
    window.scrollTo(0, 0);
    await this.#focusTitle();
  }

  async #focusTitle(): Promise<void> {
    const main = this.querySelector('main');
    const until = performance.now() + TITLE_MS;
    while (main && !main.querySelector('h1') && performance.now() < until) await nextFrame();
    const title = main?.querySelector<HTMLElement>('h1') ?? main;
    title?.setAttribute('tabindex', '-1');
    title?.focus({ preventScroll: true });
  }

  #say(sentence: string, isShown: boolean): void {
    this.said = sentence;
    this.saying = isShown;
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      this.saying = false;
    }, SAID_MS);
  }

  override updated(): void {
    if (hasWords()) document.title = titleOf(this.route);
  }

  override render() {
    if (!hasWords()) return nothing;
    return html`<a class="skip" href="#main" @click=${this.#skip}>${t('app/skip')}</a>
      ${pageHeader(this.route.page)}
      <main id="main" tabindex="-1">${updateNotice()}${this.#page()}</main>
      <footer class="foot">${t('app/footer')}</footer>
      <div class="said" aria-live="polite"><span class=${this.saying ? '' : 'sr'}>${this.said}</span></div>`;
  }

  #page(): TemplateResult {
    if (this.page === 'loading') return html`<p class="small" role="status">${t('page/loading')}</p>`;
    if (this.page === 'failed') return html`<h1 class="page-title">${t('page/failed')}</h1>`;
    return pageTemplate(this.route);
  }

  /** The address belongs to the router, so the link moves the focus by itself. */
  readonly #skip = (event: Event): void => {
    event.preventDefault();
    this.querySelector('main')?.focus();
  };
}

function nextFrame(): Promise<unknown> {
  return new Promise((resolve) => requestAnimationFrame(resolve));
}
