// Language, text size, light or dark, and how times are written.
import { html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { beijingTime, utcTime } from '../format.ts';
import { type Locale, locale, t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { hash } from '../parts/hash.ts';
import {
  chooseLocale,
  setTextSize,
  setTheme,
  TEXT_SIZES,
  type TextSize,
  THEMES,
  type Theme,
  textSize,
  theme,
} from '../preferences.ts';
import { type Choice, choices, settingRow } from './settings-row.ts';

/** Each language in its own words, so that whoever cannot read the page still finds theirs. */
const LANGUAGES: readonly Choice<Locale>[] = [
  { value: 'zh-CN', label: '中文', lang: 'zh-CN' },
  { value: 'en', label: 'English', lang: 'en' },
  { value: 'th', label: 'ไทย', lang: 'th' },
];

const SAMPLE_HASH = '6dc67286f5bc2e3b';

@customElement('mz-look')
export class MzLook extends LocalizedElement {
  override render() {
    return [this.#language(), this.#size(), this.#theme(), times()];
  }

  #language() {
    const choose = (value: Locale) => void chooseLocale(value);
    const buttons = choices(t('settings/language'), LANGUAGES, locale(), choose);
    return settingRow(t('settings/language'), t('settings/language-says'), buttons);
  }

  #size() {
    const all = TEXT_SIZES.map(
      (value, n): Choice<TextSize> => ({ value, label: t(`settings/size-${value}`), look: `a${n + 1}` }),
    );
    const choose = (value: TextSize) => this.#then(() => setTextSize(value));
    const body = html`${choices(t('settings/size'), all, textSize(), choose)}
      <div class="sample" aria-hidden="true">${t('settings/size-sample')} ${hash(SAMPLE_HASH)}</div>`;
    return settingRow(t('settings/size'), t('settings/size-says'), body);
  }

  #theme() {
    const all = THEMES.map((value): Choice<Theme> => ({ value, label: t(`settings/theme-${value}`) }));
    const choose = (value: Theme) => this.#then(() => setTheme(value));
    return settingRow(
      t('settings/theme'),
      t('settings/theme-says'),
      choices(t('settings/theme'), all, theme(), choose),
    );
  }

  #then(change: () => void): void {
    change();
    this.requestUpdate();
  }
}

function times() {
  const now = { seconds: BigInt(Math.floor(Date.now() / 1000)), nanos: 0 };
  const body = html`<dl class="plain">
    <div><dt>${t('settings/times-now')}</dt><dd>${beijingTime(now)} ${t('chains/beijing')}</dd><dd class="small">${utcTime(now)}</dd></div>
  </dl>`;
  return settingRow(t('settings/times'), t('settings/times-says'), body);
}
