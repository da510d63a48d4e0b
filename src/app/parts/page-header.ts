// The header of every page: the mark, the tabs (at the foot of a phone), whether there is a network, the languages.
import { html, type TemplateResult } from 'lit';
import { LOCALES, type Locale, locale, t, type WordKey } from '../i18n.ts';
import { chooseLocale } from '../preferences.ts';
import type { Route } from '../router.ts';
import { type IconName, icon } from './icons.ts';
import { seal } from './marks.ts';

const tabs: readonly { page: IconName & Route['page']; word: WordKey }[] = [
  { page: 'verify', word: 'nav/verify' },
  { page: 'chains', word: 'nav/chains' },
  { page: 'settings', word: 'nav/settings' },
];
const languageNames: Readonly<Record<Locale, string>> = { 'zh-CN': '中', en: 'EN', th: 'ไทย' };
const languageTitles: Readonly<Record<Locale, string>> = { 'zh-CN': '中文', en: 'English', th: 'ภาษาไทย' };

export function pageHeader(current: Route['page']): TemplateResult {
  return html`<header class="top"><div class="top-in">
    <a class="mark" href="#/verify">${seal()}<span>${t('app/name')}</span></a>
    <nav class="nav" aria-label=${t('nav/main')}>${tabs.map(({ page, word }) => tab(page, t(word), current))}</nav>
    ${network()} ${languages()}
  </div></header>`;
}

/** Pages that belong to the tab of another one. */
const TAB_OF: Readonly<Partial<Record<Route['page'], Route['page']>>> = {
  header: 'chains',
  verdict: 'verify',
  measure: 'settings',
};

function tab(page: IconName & Route['page'], name: string, current: Route['page']): TemplateResult {
  const isCurrent = page === (TAB_OF[current] ?? current);
  return html`<a href=${`#/${page}`} aria-current=${isCurrent ? 'page' : 'false'}>${icon(page)}<span>${name}</span></a>`;
}

/** Says whether there is a network; and, where there is room, that checks do not use one. */
function network(): TemplateResult {
  const word = navigator.onLine ? t('net/online') : t('net/offline');
  return html`<span class="net ${navigator.onLine ? 'is-online' : ''}" title=${`${word}: ${t('net/local')}`}>
    ${icon(navigator.onLine ? 'online' : 'offline')}<span class="net-word">${word}</span><span class="sr">${t('net/local')}</span>
  </span>`;
}

function languages(): TemplateResult {
  return html`<div class="langs" role="group" aria-label=${t('nav/language')}>${LOCALES.map(
    (tag) => html`<button type="button" lang=${tag} aria-pressed=${tag === locale()} title=${languageTitles[tag]}
      @click=${() => chooseLocale(tag)}>${languageNames[tag]}</button>`,
  )}</div>`;
}
