// Three languages: no page has a fault that axe can find, in light and dark; no key is left without words; nothing runs out
// of a phone's screen, or out of a page whose text is twice as large.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import type { Locale } from '../../src/app/i18n.ts';
import { expect, test } from '../support/e2e.ts';
import { expectVerdict, filesOf, go, LOCALES, open, outcomeOf, pick, sample, t } from '../support/e2e-app.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

interface Fault {
  readonly id: string;
  readonly where: string;
}

/** Everything that axe finds on the page as it stands, with all details unfolded. */
async function axeFaults(page: Page): Promise<string[]> {
  const found = await page.evaluate(async (): Promise<Fault[]> => {
    for (const details of document.querySelectorAll('details')) details.open = true;
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string; failureSummary: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.flatMap(({ id, nodes }) =>
      nodes.slice(0, 3).map(({ html, failureSummary }) => ({ id, where: `${html.slice(0, 160)} ${failureSummary}` })),
    );
  });
  return found.map(({ id, where }) => `${id}: ${where.replace(/\s+/g, ' ')}`);
}

/**
 * Texts and labels that look like a key. A code that the page shows on purpose stands in a `.mono` behind its label; a
 * record's own bytes, which may look like one, in a `pre`.
 */
async function bareKeys(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const key = /^[a-z-]+\/[a-z-]+/;
    const found: string[] = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      const text = walker.currentNode.textContent?.trim() ?? '';
      if (key.test(text) && !walker.currentNode.parentElement?.matches('.mono, pre')) found.push(text);
    }
    for (const element of document.querySelectorAll('*'))
      for (const name of ['aria-label', 'title', 'placeholder', 'alt'])
        if (key.test(element.getAttribute(name) ?? '')) found.push(`${name}: ${element.getAttribute(name)}`);
    return found;
  });
}

/** What reaches beyond the right edge of the page, where the page can be scrolled sideways because of it. */
async function overflow(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if (scrollWidth <= clientWidth) return [];
    const beyond = [...document.querySelectorAll('body *')].filter(
      (element) => element.getBoundingClientRect().right > clientWidth + 1 && element.childElementCount === 0,
    );
    return [
      `${scrollWidth} > ${clientWidth}`,
      ...beyond
        .slice(0, 5)
        .map((element) => `${element.tagName}.${element.className} ${element.textContent?.trim().slice(0, 60)}`),
    ];
  });
}

interface Place {
  readonly name: string;
  readonly hash: string;
}

/** Makes the verdicts and the fork, and names all pages that show them. */
async function prepare(page: Page, locale: Locale): Promise<Place[]> {
  await open(page);
  await expect(page.locator('html')).toHaveAttribute('lang', locale);
  const verdicts: Place[] = [];
  for (const id of ['good', 'edited', 'forged-commit', 'expired-checkpoint']) {
    await go(page, '#/verify');
    await pick(page, filesOf(id));
    await expectVerdict(page, outcomeOf(sample(id)), sample(id).expected, locale);
    verdicts.push({ name: `verdict ${id}`, hash: new URL(page.url()).hash });
  }
  await go(page, '#/chains/fork-038');
  await expect(page.locator('mz-fork-alarm').getByRole('alert')).toBeVisible({ timeout: 30_000 });
  await go(page, '#/chains/rotate-038');
  await expect(page.getByRole('heading', { name: t('chains/state-complete', {}, locale) })).toBeVisible({
    timeout: 30_000,
  });
  return [
    { name: 'verify', hash: '#/verify' },
    ...verdicts,
    { name: 'a chain', hash: '#/chains/rotate-038' },
    { name: 'the frozen chain', hash: '#/chains/fork-038' },
    { name: 'header', hash: '#/chains/rotate-038/200' },
    { name: 'header refused', hash: '#/chains/rotate-038/99999' },
    { name: 'settings', hash: '#/settings' },
    { name: 'measure', hash: '#/measure' },
    { name: 'no such chain', hash: '#/chains/nowhere' },
    { name: 'verdict gone', hash: '#/verdict/v999' },
  ];
}

async function visit(page: Page, { hash }: Place): Promise<void> {
  await go(page, hash);
  await expect(page.locator('main'))
    .not.toContainText('…', { timeout: 1000 })
    .catch(() => undefined);
  if (/chains\/rotate-038\/200/.test(hash)) await expect(page.locator('mz-header table').first()).toBeVisible();
}

for (const locale of LOCALES) {
  test.describe(locale, () => {
    test.use({ locale, viewport: { width: 1280, height: 900 } });

    test('axe finds nothing on any page, in light and dark; every key has words', async ({ page }) => {
      test.setTimeout(180_000);
      const places = await prepare(page, locale);
      await page.evaluate(AXE);
      const faults: string[] = [];
      for (const place of places) {
        await visit(page, place);
        for (const colorScheme of ['light', 'dark'] as const) {
          await page.emulateMedia({ colorScheme });
          faults.push(...(await axeFaults(page)).map((fault) => `${place.name}, ${colorScheme}: ${fault}`));
        }
        faults.push(...(await bareKeys(page)).map((key) => `${place.name}: no words for ${key}`));
        expect(await page.locator('html').getAttribute('lang')).toBe(locale);
        await expect(page).toHaveTitle(new RegExp(t('app/name', {}, locale)));
      }
      expect(faults).toEqual([]);
    });

    test('nothing runs out sideways on a phone, with large text, or at twice the text size', async ({ page }) => {
      test.setTimeout(120_000);
      const places = await prepare(page, locale);
      const faults: string[] = [];
      const look = async (how: string, place: Place) => {
        await page.evaluate(() => {
          for (const details of document.querySelectorAll('details')) details.open = true;
        });
        faults.push(...(await overflow(page)).map((fault) => `${place.name}, ${how}: ${fault}`));
      };
      for (const place of places) {
        await visit(page, place);
        await page.setViewportSize({ width: 390, height: 844 });
        await look('390 px', place);
        await page.evaluate(() => {
          document.documentElement.dataset.size = 'xxl';
        });
        await look('390 px, largest text of the settings', place);
        await page.evaluate(() => delete document.documentElement.dataset.size);
        await page.setViewportSize({ width: 1280, height: 900 });
        await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
        await look('200 %', place);
        await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
      }
      expect(faults).toEqual([]);
    });
  });
}

test('a choice of language holds at once, everywhere and after a reload', async ({ page }) => {
  await open(page);
  await pick(page, filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  for (const [locale, title] of [
    ['en', 'English'],
    ['th', 'ภาษาไทย'],
    ['zh-CN', '中文'],
    ['en', 'English'],
  ] as const) {
    await page.getByTitle(title, { exact: true }).click();
    await expectVerdict(page, 'consistent', 'verdict/document-consistent', locale);
    await expect(page.locator('html')).toHaveAttribute('lang', locale);
    await expect(page.getByTitle(title, { exact: true })).toHaveAttribute('aria-pressed', 'true');
  }
  await page.reload();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.getByText(t('verdict/gone', {}, 'en'))).toBeVisible();
});

test('a choice of light or dark and of text size holds after a reload', async ({ page }) => {
  await open(page, '#/settings');
  const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const size = () => page.evaluate(() => parseFloat(getComputedStyle(document.documentElement).fontSize));
  const [light, normal] = [await background(), await size()];
  await page.getByRole('button', { name: t('settings/theme-dark'), exact: true }).click();
  await page.getByRole('button', { name: t('settings/size-xxl'), exact: true }).click();
  expect(await background()).not.toBe(light);
  expect(await size()).toBeGreaterThan(normal);
  await page.reload();
  await expect(page.getByRole('button', { name: t('settings/theme-dark'), exact: true })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  expect(await background()).not.toBe(light);
  expect(await size()).toBeGreaterThan(normal);
});
