// What a person chose about the look of the app: language, theme, text size. Kept in localStorage, which may be missing
// or forbidden; then a choice lasts as long as the page.
import { type Locale, preferredLocale, setLocale } from './i18n.ts';

export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];
export const TEXT_SIZES = ['m', 'l', 'xl', 'xxl'] as const;
export type TextSize = (typeof TEXT_SIZES)[number];

function read(name: string): string | null {
  try {
    return localStorage.getItem(`mz-${name}`);
  } catch {
    return null;
  }
}

function write(name: string, value: string): void {
  try {
    localStorage.setItem(`mz-${name}`, value);
  } catch {
    // Storage is full or forbidden: the choice still holds for this page.
  }
}

/** Sets a data attribute on the root, or takes it away for the default. */
function mark(name: 'theme' | 'size', value: string, standard: string): void {
  if (value === standard) delete document.documentElement.dataset[name];
  else document.documentElement.dataset[name] = value;
}

export function theme(): Theme {
  return THEMES.find((known) => known === document.documentElement.dataset.theme) ?? 'auto';
}

export function setTheme(next: Theme): void {
  mark('theme', next, 'auto');
  write('theme', next);
}

export function textSize(): TextSize {
  return TEXT_SIZES.find((known) => known === document.documentElement.dataset.size) ?? 'm';
}

export function setTextSize(next: TextSize): void {
  mark('size', next, 'm');
  write('size', next);
}

export async function chooseLocale(next: Locale): Promise<void> {
  await setLocale(next);
  write('locale', next);
}

/** Applies what was saved; called once, before the first element is shown. */
export async function applyPreferences(): Promise<void> {
  mark('theme', THEMES.find((known) => known === read('theme')) ?? 'auto', 'auto');
  mark('size', TEXT_SIZES.find((known) => known === read('size')) ?? 'm', 'm');
  await setLocale(preferredLocale(read('locale'), navigator.languages ?? []));
}
