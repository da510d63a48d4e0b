// What every end-to-end test stands on: its own server, a browser that may talk to nobody else, and a guard that fails the
// test on any error of the console, of a page or of the content security policy that the test did not announce.
import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import { Border, Site } from './e2e-site.ts';

export { type BrowserContext, expect, type Page } from '@playwright/test';

/** Notes everything that must not happen in a browser context. */
export class Guard {
  readonly problems: string[] = [];
  readonly #allowed: RegExp[] = [];
  readonly #origins: string[];

  constructor(origin: string) {
    this.#origins = [origin];
  }

  /** A test that provokes a fault says which words of it are expected. */
  allow(...patterns: RegExp[]): void {
    this.#allowed.push(...patterns);
  }

  /** An endpoint that the person of this test adds. */
  allowOrigin(address: string): void {
    this.#origins.push(new URL(address.replace(/^ws/, 'http')).origin);
  }

  #note(problem: string): void {
    this.problems.push(problem);
  }

  watch(context: BrowserContext): void {
    context.on('console', (message) => {
      if (message.type() === 'error') this.#note(`console: ${message.text()} (${message.location().url})`);
    });
    context.on('weberror', (error) => this.#note(`page error: ${error.error().stack ?? error.error().message}`));
    context.on('request', (request) => this.#checkAddress(request.url()));
    context.on('page', (page) => this.#watchPage(page));
    for (const page of context.pages()) this.#watchPage(page);
  }

  #watchPage(page: Page): void {
    page.on('crash', () => this.#note('page crashed'));
    page.on('websocket', (socket) => this.#checkAddress(socket.url()));
  }

  #checkAddress(url: string): void {
    const { protocol, origin } = new URL(url.replace(/^ws/, 'http'));
    if (protocol.startsWith('http') && !this.#origins.includes(origin)) this.#note(`foreign request: ${url}`);
  }

  /** Reports what the test did not announce. */
  verdict(): string[] {
    return this.problems.filter((problem) => !this.#allowed.some((pattern) => pattern.test(problem)));
  }
}

interface Fixtures {
  readonly site: Site;
  readonly border: Border;
  readonly guard: Guard;
  /** Options of the site: a copy of the build may be changed. */
  readonly copySite: boolean;
  /** Whether what reaches the border is a fault. */
  readonly closedBorder: boolean;
}

export const test = base.extend<Fixtures>({
  copySite: [false, { option: true }],
  closedBorder: [true, { option: true }],
  site: async ({ copySite }, use) => {
    const site = await Site.start({ copy: copySite });
    await use(site);
    await site.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures from this pattern
  border: async ({}, use) => {
    const border = await Border.start();
    await use(border);
    await border.close();
  },
  proxy: async ({ border }, use) => use(border.proxy),
  baseURL: async ({ site }, use) => use(site.origin),
  guard: [
    async ({ context, site, border, closedBorder }, use, info) => {
      const guard = new Guard(site.origin);
      guard.watch(context);
      await use(guard);
      if (info.status !== info.expectedStatus) return; // one failure is enough to read
      expect(guard.verdict(), 'what must not happen in the browser').toEqual([]);
      if (closedBorder) expect(border.crossings, 'requests to other hosts').toEqual([]);
    },
    { auto: true },
  ],
});
