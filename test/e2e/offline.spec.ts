// Without a network: the app opens, checks and shows the chains it has seen; only files with the right hash are ever
// installed; a new version waits until the person agrees.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContext, Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import {
  expectComplete,
  expectVerdict,
  filesOf,
  go,
  open,
  openChain,
  pick,
  readyOffline,
  SAMPLES,
  sentence,
  t,
} from '../support/e2e-app.ts';
import type { Site } from '../support/e2e-site.ts';

/** Neither the page nor a service worker gets through; what was asked for before is forgotten. */
async function unplug(context: BrowserContext, site: Site): Promise<void> {
  await context.setOffline(true);
  site.hook = () => 'drop';
  site.hits.length = 0;
}

test.describe('after the first visit', () => {
  // A browser says on its console that it is offline wherever something is not on the device.
  test.beforeEach(({ guard }) => guard.allow(/Failed to load resource/));

  test('the app opens, and the good and the bad pair give the same verdicts', async ({ page, context, site }) => {
    await open(page);
    await readyOffline(page);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
    await unplug(context, site);
    await page.reload();
    await go(page, '#/verify');
    await expect(page.getByText(t('net/offline'), { exact: true })).toBeVisible();
    await expect(page.getByText(t('offline/ready'))).toBeVisible();
    await expect(page.getByText(t('live/to-block', { height: 1201n }))).toBeVisible();
    await page.getByRole('button', { name: t('samples/good') }).click();
    await expectVerdict(page, 'consistent', 'verdict/document-consistent');
    await go(page, '#/verify');
    await page.getByRole('button', { name: t('samples/bad') }).click();
    await expectVerdict(page, 'inconsistent', 'verdict/digest-differs');
    for (const id of ['good-certificate', 'forged-commit', 'tampered-proof']) {
      const { expected, good } = SAMPLES.find((each) => each.id === id)!;
      await go(page, '#/verify');
      await pick(page, filesOf(id));
      await expectVerdict(page, good ? 'consistent' : 'cannot-tell', expected);
    }
    expect(site.hits, 'requests that reached the server').toEqual([]);
  });

  test('a deep link opens in a new tab', async ({ page, context, site }) => {
    await open(page);
    await readyOffline(page);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
    await unplug(context, site);
    await page.close();
    const other = await context.newPage();
    await open(other, '#/chains/demo-a/935');
    await expect(other.getByRole('heading', { level: 1, name: t('block', { height: 935n }) })).toBeVisible();
    await expect(other.getByRole('table', { name: t('chains/fields-title') })).toBeVisible();
    await other.goto('/#/settings');
    await expect(other.getByRole('heading', { level: 1, name: t('settings/title') })).toBeVisible();
  });

  test('every page and every language is on the device', async ({ page, context, site }) => {
    await open(page);
    await readyOffline(page);
    await unplug(context, site);
    for (const title of ['English', 'ภาษาไทย', '中文']) {
      await page.getByTitle(title, { exact: true }).click();
      for (const hash of ['#/chains', '#/chains/demo-a/1', '#/settings', '#/verify']) await go(page, hash);
    }
    await expect(page.locator('html')).toHaveAttribute('lang', 'zh-CN');
    expect(site.hits.filter((path) => !path.startsWith('/demo/archives/'))).toEqual([]);
  });

  test('the first chain, which was fetched before the service worker stood, is not called failed', async ({
    page,
    context,
    site,
  }) => {
    await open(page);
    await readyOffline(page);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
    await unplug(context, site);
    await page.reload();
    const sheet = await openChain(page, 'demo-a');
    await expect(sheet.getByText(t('chains/offline-ready'))).toBeVisible();
    await page.waitForTimeout(1500);
    await expect(sheet.getByRole('heading', { name: t('chains/state-failed') })).toBeHidden();
    await expect(sheet.getByText(t('chains/offline-ready'))).toBeVisible();
  });

  test('a chain that was looked at works, another says what is missing', async ({ page, context, site }) => {
    await open(page);
    await readyOffline(page);
    await expectComplete(await openChain(page, 'v034-test'), 150);
    await unplug(context, site);
    await page.reload();
    const sheet = await openChain(page, 'v034-test');
    await expectComplete(sheet, 150);
    await expect(sheet.getByText(t('chains/offline-ready'))).toBeVisible();
    await expect(sheet.getByRole('heading', { name: t('chains/power-title') })).toBeVisible();
    await sheet.getByLabel(t('chains/goto-label')).fill('77');
    await sheet.getByRole('button', { name: t('chains/goto-open') }).click();
    await expect(page.getByRole('table', { name: t('chains/fields-title') })).toBeVisible();
    const unseen = await openChain(page, 'rotate-038');
    await expect(unseen.getByText(sentence('source/unreachable')).first()).toBeVisible({ timeout: 20_000 });
    await expect(unseen.getByText(t('chains/offline-not-ready'))).toBeVisible();
  });

  test('a sample that is not on the device says so', async ({ page, context, site }) => {
    await open(page);
    await readyOffline(page);
    await unplug(context, site);
    await page.getByText(t('samples/more', { count: SAMPLES.length - 2 })).click();
    await page.getByRole('button', { name: '伪造的区块头' }).click();
    await expect(page.getByRole('alert')).toContainText(sentence('samples/failed'));
  });
});

test.describe('what is installed', () => {
  test.use({ copySite: true });

  const isActive = (page: Page) =>
    page.evaluate(async () => {
      const registration = await navigator.serviceWorker.getRegistration();
      return registration?.active?.state === 'activated';
    });

  test('a file whose SHA-256 does not fit keeps the service worker from installing', async ({ page, site, guard }) => {
    guard.allow(/core\.scalar-[\w-]+\.wasm: 200/);
    const assets = join(site.folder, 'assets');
    // A file that this page itself does not need: only the service worker can notice.
    const name = readdirSync(assets).find((file) => /^core\.scalar-.*\.wasm$/.test(file))!;
    const original = readFileSync(join(assets, name));
    writeFileSync(join(assets, name), Buffer.concat([original, Buffer.from('\n')]));
    await open(page);
    await expect.poll(() => site.hits.includes(`/assets/${name}`), { timeout: 20_000 }).toBe(true);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
    await go(page, '#/verify');
    await page.waitForTimeout(1000);
    expect(await isActive(page)).toBe(false);
    await expect(page.getByText(t('offline/ready'))).toBeHidden();
    expect(
      await page.evaluate(async () => (await navigator.serviceWorker.getRegistration())?.waiting ?? null),
    ).toBeNull();
    await pick(page, filesOf('good'));
    await expectVerdict(page, 'consistent', 'verdict/document-consistent');
    writeFileSync(join(assets, name), original);
    await page.goto('/#/verify');
    await page.reload();
    await readyOffline(page);
    expect(await isActive(page)).toBe(true);
  });

  const MARK = '<meta name="release" content="next">';

  /** A release like the next build: another page, another list of files, another name. */
  function release(site: Site): void {
    const page = join(site.folder, 'index.html');
    const before = readFileSync(page, 'utf8');
    const after = before.replace('<head>', `<head>${MARK}`);
    writeFileSync(page, after);
    const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
    const worker = join(site.folder, 'sw.js');
    const script = readFileSync(worker, 'utf8').replace(sha256(before), sha256(after));
    writeFileSync(worker, script.replaceAll(buildOf(script), 'feedc0de00000001'));
  }

  const buildOf = (script: string) => script.match(/app-([0-9a-f]{16})/)![1]!;

  const runningBuild = (page: Page) =>
    page.evaluate(
      () =>
        new Promise<string>((resolve) => {
          const { port1, port2 } = new MessageChannel();
          port1.onmessage = ({ data }) => resolve(data);
          navigator.serviceWorker.controller!.postMessage('VERSION', [port2]);
        }),
    );
  const isNew = (page: Page) => page.evaluate(() => document.querySelector('meta[name=release]') !== null);

  test('a new version waits until the person agrees, and tells the other tabs', async ({ page, context, site }) => {
    const first = buildOf(readFileSync(join(site.folder, 'sw.js'), 'utf8'));
    await open(page);
    await readyOffline(page);
    expect(await runningBuild(page)).toBe(first);
    release(site);
    await page.reload();
    const notice = page.getByRole('status').filter({ hasText: t('offline/new') });
    await expect(notice).toBeVisible({ timeout: 20_000 });
    await page.reload();
    await expect(notice).toBeVisible({ timeout: 20_000 });
    expect(await runningBuild(page)).toBe(first);
    expect(await isNew(page)).toBe(false);
    const other = await context.newPage();
    await open(other, '#/settings');
    expect(await isNew(other)).toBe(false);
    await Promise.all([page.waitForEvent('load'), notice.getByRole('button', { name: t('offline/reload') }).click()]);
    await expect.poll(() => isNew(page), { timeout: 20_000 }).toBe(true);
    expect(await runningBuild(page)).toBe('feedc0de00000001');
    await readyOffline(page);
    const told = other.getByRole('status').filter({ hasText: t('offline/taken-over') });
    await expect(told).toBeVisible();
    await Promise.all([other.waitForEvent('load'), told.getByRole('button', { name: t('offline/reload') }).click()]);
    await expect.poll(() => isNew(other)).toBe(true);
    expect(await page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('app-')))).toEqual([
      'app-feedc0de00000001',
    ]);
  });

  test('a new version with a wrong file never comes to wait', async ({ page, site, guard }) => {
    guard.allow(/index\.html: 200|\/: 200/);
    await open(page);
    await readyOffline(page);
    release(site);
    writeFileSync(join(site.folder, 'index.html'), `${readFileSync(join(site.folder, 'index.html'), 'utf8')} `);
    site.hits.length = 0;
    await page.reload();
    await expect.poll(() => site.hits.includes('/index.html'), { timeout: 20_000 }).toBe(true);
    await page.waitForTimeout(1500);
    await expect(page.getByText(t('offline/new'))).toBeHidden();
    expect(await isNew(page)).toBe(false);
    await expect(page.getByText(t('offline/ready'))).toBeVisible();
  });
});
