// The pages: their code, loaded when first visited (the Verify page is part of the first load), and their elements.
import { html, type TemplateResult } from 'lit';
import { loadAllWords, t, type WordKey } from './i18n.ts';
import './pages/verify.ts';
import type { Route } from './router.ts';

type Page = Route['page'];

/** The page that measures comes with the one that leads to it. */
const loadSettings = () => import('./pages/settings.ts');

const loaders: Readonly<Record<Page, () => Promise<unknown>>> = {
  verify: () => Promise.resolve(),
  verdict: () => import('./pages/verdict.ts'),
  chains: () => import('./pages/chains.ts'),
  header: () => import('./pages/header.ts'),
  settings: loadSettings,
  measure: loadSettings,
};

/** `failed` where the code did not arrive, as after an update behind an open page. */
export async function loadPage(page: Page): Promise<'ready' | 'failed'> {
  try {
    await Promise.all([loaders[page](), page === 'verify' ? undefined : loadAllWords()]);
    return 'ready';
  } catch (error) {
    console.error(error);
    return 'failed';
  }
}

export function pageTemplate(route: Route): TemplateResult {
  switch (route.page) {
    case 'verdict':
      return html`<mz-verdict verdict-id=${route.id}></mz-verdict>`;
    case 'chains':
      return html`<mz-chains chain-id=${route.chainId}></mz-chains>`;
    case 'header':
      return html`<mz-header chain-id=${route.chainId} height=${route.height}></mz-header>`;
    case 'settings':
      return html`<mz-settings></mz-settings>`;
    case 'measure':
      return html`<mz-measure></mz-measure>`;
    default:
      return html`<mz-verify></mz-verify>`;
  }
}

const TITLES: Readonly<Record<Page, WordKey>> = {
  verify: 'nav/verify',
  verdict: 'verdict/title',
  chains: 'nav/chains',
  header: 'nav/chains',
  settings: 'nav/settings',
  measure: 'measure/title',
};

export function titleOf(route: Route): string {
  return `${t(TITLES[route.page])} · ${t('app/name')}`;
}
