// Words in three languages. A language is one module, loaded when it is chosen; keys are the same in all, which the type
// checker and `test/unit/app/words.test.ts` hold. A sentence is a template: `{name}` takes a value, and
// `{name?step:steps}` takes the first word when the value is one, else the second.
import type { ErrorValues } from '../worker/api.ts';
import type { Words } from './words/zh-CN/index.ts';

export const LOCALES = ['zh-CN', 'en', 'th'] as const;
export type Locale = (typeof LOCALES)[number];
export type WordKey = keyof Words;

type Part = Readonly<Partial<Record<WordKey, string>>>;
type Load = () => Promise<{ words: Part }>;

/** Each language comes in two parts: what the first page says, and the rest. */
const loaders: Readonly<Record<Locale, readonly [first: Load, rest: Load]>> = {
  'zh-CN': [() => import('./words/zh-CN/first.ts'), () => import('./words/zh-CN/rest.ts')],
  en: [() => import('./words/en/first.ts'), () => import('./words/en/rest.ts')],
  th: [() => import('./words/th/first.ts'), () => import('./words/th/rest.ts')],
};

let words: Part | undefined;
let current: Locale = 'zh-CN';
let isWhole = false;
let wantsWhole = false;
let turns = 0;
const listeners = new Set<() => void>();

export function locale(): Locale {
  return current;
}

/** Loads a language and tells every element that shows words. */
export async function setLocale(next: Locale): Promise<void> {
  const turn = ++turns;
  const [first, rest] = loaders[next];
  const parts = await Promise.all((wantsWhole ? [first, rest] : [first]).map((load) => load()));
  if (turn !== turns) return; // another choice was made meanwhile
  words = Object.assign({}, ...parts.map((part) => part.words));
  isWhole = parts.length === 2;
  current = next;
  document.documentElement.lang = next;
  for (const listener of listeners) listener();
}

/** Loads the rest of the words; called before a page that needs them, and by itself when a word is missing. */
export async function loadAllWords(): Promise<void> {
  if (isWhole) return;
  wantsWhole = true;
  await setLocale(current);
}

/** Whether a language has been loaded; before that every word is empty. */
export function hasWords(): boolean {
  return words !== undefined;
}

export function onLocaleChange(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** The saved choice, else the first of the browser's languages that we have, else Chinese. */
export function preferredLocale(saved: string | null, languages: readonly string[]): Locale {
  const wanted = [saved ?? '', ...languages].map((tag) => tag.toLowerCase().split('-')[0]);
  return LOCALES.find((candidate) => candidate.toLowerCase().split('-')[0] === wanted.find(isKnown)) ?? 'zh-CN';
}

function isKnown(tag: string | undefined): boolean {
  return LOCALES.some((candidate) => candidate.toLowerCase().split('-')[0] === tag);
}

/** The words for a key that the program names itself. */
export function t(key: WordKey, values: ErrorValues = {}): string {
  return fill(wordFor(key) ?? '', values);
}

/** A missing word asks for the rest; until that is there nothing is shown, and then the elements are drawn again. */
function wordFor(key: string): string | undefined {
  if (words && Object.hasOwn(words, key)) return words[key as WordKey];
  if (words && !wantsWhole) void loadAllWords();
  return undefined;
}

/** The words for a code that comes as data; an unknown code is shown as itself, never hidden. */
export function tCode(code: string, values: ErrorValues = {}): string {
  return tMaybe(code, values) ?? (isWhole ? code : '');
}

/** The words for a code that need not have any, such as the next step after an outcome. */
export function tMaybe(code: string, values: ErrorValues = {}): string | undefined {
  const template = wordFor(code);
  return template === undefined ? undefined : fill(template, values);
}

/** Fills a template. A value that is missing leaves a dash: a sentence with a gap is better than none. */
export function fill(template: string, values: ErrorValues): string {
  return template.replace(/\{(\w+)(?:\?([^{}:]*):([^{}]*))?\}/g, (_, name: string, one?: string, many?: string) => {
    if (!Object.hasOwn(values, name)) return one === undefined ? '–' : (many ?? '');
    const value = values[name]!;
    if (one === undefined) return formatValue(value);
    return (Number(value) === 1 ? one : many) ?? '';
  });
}

/** Control characters and marks that turn the writing direction: text from outside must not pose as our own. */
const UNSAFE = /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/** Text from outside as it may be shown. */
export function plainText(text: string): string {
  return text.replace(UNSAFE, '\uFFFD');
}

/** Numbers with commas; hashes and addresses, which come as bare hex, in groups of four. */
function formatValue(value: string | number | bigint | boolean): string {
  if (typeof value === 'bigint' || typeof value === 'number') return formatNumber(value);
  const text = plainText(String(value));
  return /^[0-9a-f]{16,}$/.test(text) ? text.replace(/.{4}(?=.)/g, '$& ') : text;
}

/** Thousands separated by commas, in every language. */
export function formatNumber(value: bigint | number): string {
  return value.toLocaleString('en-US');
}
