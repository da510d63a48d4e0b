// "Measure this device": from Settings to figures, cancelled, without a network, without WebAssembly; and never at the cost of
// the page's own thread.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import {
  expectComplete,
  expectVerdict,
  filesOf,
  go,
  LOCALES,
  open,
  openChain,
  pick,
  readyOffline,
  sentence,
  t,
} from '../support/e2e-app.ts';
import type { Site } from '../support/e2e-site.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const MEASURE_MS = 90_000;
const ROWS = 9;
const SIGNED = '/measure/signed.bin';

test.beforeEach(() => test.setTimeout(180_000));

const button = (page: Page, key: Parameters<typeof t>[0], locale: Parameters<typeof t>[2] = 'zh-CN') =>
  page.getByRole('button', { name: t(key, {}, locale), exact: true });

async function openMeasure(page: Page): Promise<Locator> {
  await open(page, '#/measure');
  return page.locator('mz-measure');
}

/** Measures to the end. */
async function measured(page: Page): Promise<void> {
  await button(page, 'measure/start').click();
  await expect(page.getByText(t('measure/done'))).toBeVisible({ timeout: MEASURE_MS });
}

/** The numbers of a column's cells, and NaN where one holds none. */
async function figures(page: Page, selector: string): Promise<number[]> {
  const texts = await page.locator(`mz-measure tbody ${selector} .value b`).allTextContents();
  return texts.map((text) => Number(text.replaceAll(',', '')));
}

/** The longest task of the page's thread, while something was done; 0 where none took 50 ms. */
async function longestTask(page: Page, work: () => Promise<void>): Promise<number> {
  await page.evaluate(() => {
    const tasks = { longest: 0 };
    Object.assign(globalThis, { tasks });
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.longest = Math.max(tasks.longest, duration);
    }).observe({ type: 'longtask' });
  });
  await work();
  return page.evaluate(() => (globalThis as unknown as { tasks: { longest: number } }).tasks.longest);
}

/** By how much the page is wider than the window, at a text size. */
async function excessWidth(page: Page, size = ''): Promise<number> {
  return page.evaluate((text) => {
    const root = document.documentElement;
    root.dataset.size = text;
    const excess = root.scrollWidth - root.clientWidth;
    root.dataset.size = '';
    return excess;
  }, size);
}

const measuringWorkers = (page: Page): number =>
  page.workers().filter((worker) => /\/assets\/worker-/.test(worker.url())).length;

async function axeFaults(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 160)}`);
  });
}

test('from Settings to figures, copied as text, and gone when the page is left', async ({ page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await open(page);
  await expectComplete(await openChain(page, 'demo-a'), 1201); // else the page would have to draw a sync meanwhile
  await go(page, '#/settings');
  await page.getByRole('link', { name: t('measure/title') }).click();
  await expect(page).toHaveURL(/#\/measure$/);
  await expect(page.locator('main h1')).toBeFocused();
  await expect(page.getByRole('navigation').getByRole('link', { name: t('nav/settings') })).toHaveAttribute(
    'aria-current',
    'page',
  );
  expect(await longestTask(page, () => measured(page)), 'ms of one task of the page').toBeLessThan(250);
  const core = await figures(page, 'td.main');
  const reference = await figures(page, 'td:last-child');
  expect([core.length, reference.length]).toEqual([ROWS, ROWS]);
  for (const figure of [...core, ...reference]) expect(figure).toBeGreaterThan(0);
  await expect(page.getByText(t('measure/headers-sm2', { members: 7 }))).toBeVisible();
  await expect(page.getByText(t('measure/headers-ed25519', { members: 100 }))).toBeVisible();
  await button(page, 'measure/copy').click();
  const text = await page.evaluate(() => navigator.clipboard.readText());
  expect(text).toContain(await page.evaluate(() => navigator.userAgent));
  expect(text).toMatch(/SM3: .*[1-9]/);
  await page
    .getByRole('main')
    .getByRole('link', { name: t('nav/settings') })
    .click();
  await page.getByRole('link', { name: t('measure/title') }).click();
  await expect(button(page, 'measure/start')).toBeVisible();
  expect((await figures(page, 'td.main')).every(Number.isNaN)).toBe(true);
});

test('a measurement can be cancelled in the middle, by keyboard, and begun again', async ({ page }) => {
  await openMeasure(page);
  await button(page, 'measure/start').press('Enter');
  await expect(page.getByRole('status')).toContainText('SM2', { timeout: 30_000 });
  await expect(page.getByRole('progressbar', { name: t('measure/progress') })).toBeVisible();
  const cancel = button(page, 'measure/cancel');
  await expect(cancel).toBeFocused();
  expect(measuringWorkers(page)).toBe(1);
  await cancel.press('Enter');
  await expect(page.getByRole('status')).toHaveText(t('measure/cancelled'));
  await expect.poll(() => measuringWorkers(page)).toBe(0);
  expect((await figures(page, 'td.main')).every(Number.isNaN)).toBe(true);
  await expect(button(page, 'measure/again')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('status')).toContainText('SM2', { timeout: 30_000 });
  await go(page, '#/verify');
  await expect.poll(() => measuringWorkers(page), 'who leaves cancels').toBe(0);
});

test('it measures without a network', async ({ page, context, site, guard }) => {
  guard.allow(/Failed to load resource/);
  await open(page);
  await readyOffline(page);
  await context.setOffline(true);
  site.hook = () => 'drop';
  await openMeasure(page);
  await page.reload();
  await measured(page);
  for (const figure of await figures(page, 'td.main')) expect(figure).toBeGreaterThan(0);
});

test('in three languages, light and dark, axe finds nothing and nothing is too wide', async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 780 });
  const measure = await openMeasure(page);
  await measured(page);
  await page.evaluate(AXE);
  for (const locale of LOCALES)
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      await page.locator(`.langs button[lang="${locale}"]`).click();
      await expect(measure.locator('h1')).toHaveText(t('measure/title', {}, locale));
      expect(await axeFaults(page), `${locale} ${colorScheme}`).toEqual([]);
      expect(await excessWidth(page), locale).toBe(0);
      expect(await excessWidth(page, 'xxl'), `${locale}, largest text`).toBe(0);
    }
});

test.describe('where something is wrong', () => {
  test.use({ copySite: true, serviceWorkers: 'block' });

  test('signatures that do not arrive whole are an error with a code', async ({ page, site }) => {
    writeFileSync(join(site.folder, SIGNED), readFileSync(join(site.folder, SIGNED)).subarray(1));
    await openMeasure(page);
    await button(page, 'measure/start').click();
    await expectFailure(page, 'worker/measure-data');
  });

  test('a wrong answer is an error, and no figure', async ({ page, site }) => {
    const bytes = readFileSync(join(site.folder, SIGNED));
    bytes[bytes.length - 20]! ^= 1; // the last signature of Ed25519 under returning keys
    writeFileSync(join(site.folder, SIGNED), bytes);
    await openMeasure(page);
    await button(page, 'measure/start').click();
    await expectFailure(page, 'worker/measure-wrong');
    expect((await figures(page, 'td')).every(Number.isNaN)).toBe(true);
  });
});

async function expectFailure(page: Page, code: string): Promise<void> {
  const alert = page.getByRole('main').getByRole('alert');
  await expect(alert).toContainText(sentence(code), { timeout: MEASURE_MS });
  await expect(alert.getByText(code, { exact: true })).toBeVisible();
}

/** No script of this site finds WebAssembly, as in a browser that forbids it. */
function takeAwayWebAssembly({ folder }: Site): void {
  const assets = join(folder, 'assets');
  for (const name of readdirSync(assets).filter((each) => each.endsWith('.js'))) {
    const code = readFileSync(join(assets, name), 'utf8');
    writeFileSync(join(assets, name), `delete globalThis.WebAssembly;${code}`);
  }
}

test.describe('without WebAssembly', () => {
  test.use({ copySite: true, serviceWorkers: 'block' });
  test.beforeEach(({ site }) => takeAwayWebAssembly(site));

  test('the app gives the same verdict, which says that it was slower, and Settings says that it is slower', async ({
    page,
  }) => {
    await open(page);
    await pick(page, filesOf('good-sm'));
    await expectVerdict(page, 'consistent', 'verdict/document-consistent');
    await expect(page.getByText(t('measure/verdict-slower'))).toBeVisible();
    await open(page, '#/settings');
    const about = page.locator('mz-about');
    await expect(about.getByText(t('settings/core-js-says'))).toBeVisible();
    await expect(about.getByText(t('settings/curve-core-no-says'))).toBeVisible();
  });

  test('the page that measures says so, by how much, and measures what there is', async ({ page }) => {
    await openMeasure(page);
    await expect(page.getByText(t('measure/no-web-assembly'))).toBeVisible();
    await measured(page);
    expect((await figures(page, 'td.main')).every(Number.isNaN)).toBe(true);
    for (const figure of await figures(page, 'td:last-child')) expect(figure).toBeGreaterThan(0);
    await expect(page.getByText(t('measure/times-elsewhere', { times: 12 }))).toBeVisible();
  });
});

test.describe('without the core for signatures', () => {
  test.use({ copySite: true, serviceWorkers: 'block' });

  test('Settings and the page that measures say that signatures are slower', async ({ page, site, guard }) => {
    guard.allow(/Failed to load resource/);
    site.hook = (path) => (/\/curve-[^/]*\.wasm$/.test(path) ? 'drop' : undefined);
    await open(page, '#/settings');
    await expect(page.locator('mz-about').getByText(t('settings/curve-core-no-says'))).toBeVisible();
    await expect(page.locator('mz-about').getByText(t('settings/core-js-says'))).toBeHidden();
    await openMeasure(page);
    await expect(page.getByText(t('measure/no-curve-core'))).toBeVisible();
  });
});
