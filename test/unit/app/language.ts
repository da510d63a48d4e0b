// Loads a language where there is no document: `setLocale` only sets the language of the root.
import { type Locale, loadAllWords, setLocale } from '../../../src/app/i18n.ts';

export async function speak(locale: Locale): Promise<void> {
  const root = { lang: '' };
  Object.assign(globalThis, { document: { documentElement: root } });
  await setLocale(locale);
  await loadAllWords();
}
