// The app as a person sees it: its words, and the few ways through it that many end-to-end tests take.
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, type Locator, type Page } from '@playwright/test';
import { fill, type Locale, type WordKey } from '../../src/app/i18n.ts';
import { words as en } from '../../src/app/words/en/index.ts';
import { words as th } from '../../src/app/words/th/index.ts';
import { words as zh } from '../../src/app/words/zh-CN/index.ts';
import type { ErrorValues } from '../../src/worker/api.ts';
import { DIST } from './e2e-site.ts';

const WORDS = { 'zh-CN': zh, en, th } as const;
export const LOCALES: readonly Locale[] = ['zh-CN', 'en', 'th'];

/** The words for a key, as the app fills them. */
export function t(key: WordKey, values: ErrorValues = {}, locale: Locale = 'zh-CN'): string {
  return fill(WORDS[locale][key], values);
}

const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** The sentence of a code whatever its values; only what it says, not what to do. */
export function sentence(code: string, locale: Locale = 'zh-CN'): RegExp {
  const template = (WORDS[locale] as Readonly<Record<string, string>>)[code];
  if (template === undefined) throw new Error(`no words for ${code}`);
  const [what = ''] = template.split('\n');
  return new RegExp(
    what
      .split(/\{[^{}]*\}/)
      .map(literally)
      .join('.*'),
  );
}

export interface Sample {
  readonly id: string;
  readonly good: boolean;
  readonly kind: 'pair' | 'document';
  readonly title: Readonly<Record<Locale, string>>;
  readonly files: readonly string[];
  readonly expected: string;
}

export const SAMPLES: readonly Sample[] = JSON.parse(readFileSync(join(DIST, 'demo/samples.json'), 'utf8')).samples;

export function sample(id: string): Sample {
  return SAMPLES.find((each) => each.id === id)!;
}

/** A file of the build, as the file picker takes it. */
export interface PickedFile {
  readonly name: string;
  readonly mimeType: string;
  readonly buffer: Buffer;
}

export function fileOf(url: string): PickedFile {
  return {
    name: decodeURIComponent(basename(url)),
    mimeType: 'application/octet-stream',
    buffer: readFileSync(join(DIST, url)),
  };
}

export const filesOf = (id: string): PickedFile[] => sample(id).files.map(fileOf);

export function textFile(name: string, content: string | Buffer): PickedFile {
  return { name, mimeType: 'application/octet-stream', buffer: Buffer.from(content) };
}

/** Opens a page of the app and waits for its title. */
export async function open(page: Page, hash = '#/verify'): Promise<void> {
  await page.goto(`/${hash}`);
  await expect(page.locator('main h1').first()).toBeVisible({ timeout: 20_000 });
}

/** Goes to another page without loading the app anew. */
export async function go(page: Page, hash: string): Promise<void> {
  await page.evaluate((to) => {
    location.hash = to;
  }, hash);
  await expect(page.locator('main h1').first()).toBeVisible();
}

/** The code's main file picker. */
export async function pick(page: Page, files: readonly PickedFile[] | string): Promise<void> {
  const input = page.locator('mz-verify input[type=file]');
  await input.setInputFiles(typeof files === 'string' ? files : [...files]);
}

/** Drops files on the page, as the browser tells it to the page. */
export async function drop(page: Page, files: readonly PickedFile[]): Promise<void> {
  const plain = files.map(({ name, mimeType, buffer }) => ({ name, mimeType, base64: buffer.toString('base64') }));
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    for (const { name, mimeType, base64 } of given) {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      data.items.add(new File([bytes], name, { type: mimeType }));
    }
    return data;
  }, plain);
  await page.dispatchEvent('main', 'dragover', { dataTransfer: transfer });
  await page.dispatchEvent('main', 'drop', { dataTransfer: transfer });
}

export async function paste(page: Page, text: string): Promise<void> {
  const transfer = await page.evaluateHandle((given) => {
    const data = new DataTransfer();
    data.setData('text/plain', given);
    return data;
  }, text);
  await page.evaluate((data) => {
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData: data, bubbles: true, cancelable: true }));
  }, transfer);
}

export type Outcome = 'consistent' | 'inconsistent' | 'cannot-tell';

/** The card that is on screen says this outcome, by this code. */
export async function expectVerdict(page: Page, outcome: Outcome, code: string, locale: Locale = 'zh-CN') {
  const card = page.locator('mz-verdict article');
  await expect(card.locator('h1')).toHaveText(t(`outcome/${outcome}`, {}, locale), { timeout: 30_000 });
  await expect(card).toContainText(sentence(code, locale));
  // A consistent verdict has no code on its card: its sentence says all.
  if (outcome !== 'consistent') await expect(card.getByText(code, { exact: true })).toBeVisible();
}

export function outcomeOf({ expected }: Pick<Sample, 'expected'>): Outcome {
  if (expected === 'verdict/digest-differs') return 'inconsistent';
  return expected.startsWith('verdict/') ? 'consistent' : 'cannot-tell';
}

/** The sheet of one chain on the Chains page. */
export async function openChain(page: Page, id: string, timeout = 20_000): Promise<Locator> {
  await go(page, `#/chains/${id}`);
  const sheet = page.locator('mz-chain-detail');
  await expect(sheet.getByRole('heading', { level: 2, name: id, exact: true })).toBeVisible({ timeout });
  return sheet;
}

/** Waits until a chain's history is complete. */
export async function expectComplete(sheet: Locator, heights: number, timeout = 45_000): Promise<void> {
  const values = { count: BigInt(heights), total: BigInt(heights) };
  await expect(sheet.getByText(t('chains/ranges-title', values))).toBeVisible({ timeout });
  await expect(sheet.getByRole('heading', { name: t('chains/state-complete') })).toBeVisible({ timeout });
}

/** The app says that it works without a network, and means this page. */
export async function readyOffline(page: Page): Promise<void> {
  await expect(page.getByText(t('offline/ready'))).toBeVisible({ timeout: 30_000 });
}
