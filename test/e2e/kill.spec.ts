// The browser is killed again and again while it verifies: what was written stays, nothing is verified twice beyond one
// transaction, nothing wrong is ever said, and in the end all of it stands. Then the cache is wiped, which is said aloud.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, expect, type Page, test } from '@playwright/test';
import { findChromium, launchArgs } from '../../scripts/chromium.mjs';
import { Guard } from '../support/e2e.ts';
import { expectVerdict, filesOf, go, pick, sample, sentence, t } from '../support/e2e-app.ts';
import { installLongChain } from '../support/e2e-long-chain.ts';
import { Site } from '../support/e2e-site.ts';

const KILLS = 20;
const LENGTH = 24_000;
/** Four frames of at most 256 headers. */
const TRANSACTION = 1024;

test.skip(process.platform !== 'linux', 'needs /proc to find the browser of a folder');
test.skip(({ browserName }) => browserName !== 'chromium');

/** The main process of the browser that uses a profile folder. */
function browserOf(profile: string): number {
  const isMain = (pid: string) => {
    try {
      const line = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return line.includes(`--user-data-dir=${profile}`) && !line.some((part) => part.startsWith('--type='));
    } catch {
      return false; // it has just ended
    }
  };
  return Number(readdirSync('/proc').find((name) => /^\d+$/.test(name) && isMain(name)));
}

/** How many headers the page says are verified. */
async function verified(page: Page): Promise<number> {
  const title = await page.getByText(/^已验证 [\d,]+ \/ [\d,]+ 个区块$/).innerText({ timeout: 30_000 });
  return Number(title.match(/^已验证 ([\d,]+)/)![1]!.replaceAll(',', ''));
}

test('twenty kills in the middle of the work, then a wipe', async () => {
  test.setTimeout(240_000);
  const site = await Site.start({ copy: true });
  const profile = mkdtempSync(join(tmpdir(), 'mz-profile-'));
  const guard = new Guard(site.origin);
  // The pack of this test is not the one that the service worker knows, so it refuses to install.
  guard.allow(/demo\/pack\.json: 200/, /Failed to load resource/);
  const launch = async (): Promise<BrowserContext> => {
    const args = [...launchArgs];
    const options = { executablePath: findChromium(), args, locale: 'zh-CN', baseURL: site.origin };
    const context = await chromium.launchPersistentContext(profile, options);
    guard.watch(context);
    return context;
  };
  const openChain = async (context: BrowserContext): Promise<Page> => {
    const page = context.pages()[0] ?? (await context.newPage());
    await page.goto('/#/chains/demo-a');
    return page;
  };
  try {
    const files = await installLongChain(site.folder, 'demo-a', LENGTH);
    let isSlow = true;
    site.hook = async (path) => {
      if (isSlow && path.includes('/long/headers-')) await new Promise((resolve) => setTimeout(resolve, 350));
      return undefined;
    };
    let lastSeen = 0;
    const starts: number[] = [];
    for (let life = 0; life < KILLS; life++) {
      const context = await launch();
      const page = await openChain(context);
      const start = await verified(page);
      starts.push(start);
      expect(start, 'what was seen before the kill is still there, but for one transaction').toBeGreaterThanOrEqual(
        lastSeen - TRANSACTION,
      );
      if (start < LENGTH) {
        await expect(page.getByRole('heading', { name: t('chains/state-filling-history') })).toBeVisible({
          timeout: 15_000,
        });
      }
      if (life % 5 === 4) {
        await go(page, '#/verify');
        await pick(page, filesOf('other-chain'));
        await expectVerdict(page, 'cannot-tell', sample('other-chain').expected);
        await go(page, '#/chains/demo-a');
      }
      // Half of the lives end before their first transaction or in it, half soon after one.
      if (life % 2 === 1)
        await expect.poll(() => verified(page), { timeout: 20_000, intervals: [20] }).toBeGreaterThan(start);
      await page.waitForTimeout((life * 137) % 500);
      lastSeen = await verified(page);
      expect(lastSeen).toBeGreaterThanOrEqual(start);
      const closed = new Promise((resolve) => context.once('close', resolve));
      process.kill(browserOf(profile), 'SIGKILL');
      await closed;
    }
    for (const [n, start] of starts.entries()) expect(start).toBeGreaterThanOrEqual(starts[n - 1] ?? 0);
    expect(starts.at(-1)).toBeGreaterThan(starts[0]!);
    expect(starts.filter((start) => start < LENGTH).length, 'kills before the end').toBeGreaterThan(KILLS / 2);
    test.info().annotations.push({ type: 'verified at each start', description: starts.join(' ') });

    isSlow = false;
    const context = await launch();
    const page = await openChain(context);
    await expect(page.getByRole('heading', { name: t('chains/state-complete') })).toBeVisible({ timeout: 60_000 });
    expect(await verified(page)).toBe(LENGTH);
    // A file is fetched again only where a kill came before its headers were written: it and the one fetched ahead.
    expect(site.count('/demo/archives/long/headers-')).toBeLessThanOrEqual(files + 2 * (KILLS + 1));
    await go(page, '#/settings');
    await expect(page.locator('mz-storage').getByText(t('settings/role-owner'))).toBeVisible();
    const said = page.locator('mz-storage li').filter({ hasText: t('settings/rebuilt') });
    expect.soft(await said.allInnerTexts(), 'a kill loses nothing').toEqual([]);

    const other = await context.newPage();
    await other.goto('/manifest.webmanifest');
    await other.evaluate(async () => {
      const names = (await indexedDB.databases()).flatMap(({ name }) => (name?.startsWith('mz-cache') ? [name] : []));
      if (names.length === 0) throw new Error('no cache to delete');
      const remove = (name: string) =>
        new Promise<void>((resolve, reject) => {
          const request = indexedDB.deleteDatabase(name);
          request.onsuccess = () => resolve();
          request.onerror = () => reject(request.error);
        });
      for (const name of names) await remove(name);
    });
    await other.close();
    await page.reload();
    await expect(page.getByText(t('settings/rebuilt'))).toBeVisible({ timeout: 15_000 });
    await expect(page.getByText(sentence('store/wiped'))).toBeVisible();
    await go(page, '#/chains/demo-a');
    await expect(page.getByRole('heading', { name: t('chains/state-complete') })).toBeVisible({ timeout: 60_000 });
    expect(await verified(page)).toBe(LENGTH);
    await context.close();
    expect(guard.verdict()).toEqual([]);
  } finally {
    await site.close();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
});
