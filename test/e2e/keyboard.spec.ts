// Every step by keyboard alone: whatever has the focus can be seen to have it, and no step loses it.
import type { FileChooser, Locator, Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import { expectComplete, expectVerdict, filesOf, open, t, textFile } from '../support/e2e-app.ts';

/** What has the focus is on screen and is marked: by an outline or a shadow of itself or of what it labels. */
async function expectVisibleFocus(page: Page): Promise<void> {
  const state = await page.evaluate(() => {
    const element = document.activeElement;
    if (!element || element === document.body) return { what: 'nothing', isMarked: false, isSeen: false };
    const { outlineStyle, outlineWidth, boxShadow } = getComputedStyle(element);
    const { width, height, top, bottom, left, right } = element.getBoundingClientRect();
    const isMarked = (outlineStyle !== 'none' && parseFloat(outlineWidth) > 0) || boxShadow !== 'none';
    const isSeen = width > 1 && height > 1 && bottom > 0 && top < innerHeight && right > 0 && left < innerWidth;
    return { what: element.outerHTML.slice(0, 160), isMarked, isSeen };
  });
  expect(state, state.what).toMatchObject({ isMarked: true, isSeen: true });
}

/** Presses a key until the target has the focus; every stop on the way can be seen. */
async function moveTo(page: Page, target: Locator, key = 'Tab', limit = 120): Promise<void> {
  for (let n = 0; n < limit; n++) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
    const isInside = await page.evaluate(
      () => document.activeElement !== null && document.activeElement !== document.body,
    );
    if (isInside) await expectVisibleFocus(page);
  }
  throw new Error(`not reached with ${limit} presses of ${key}: ${target}`);
}

/** Presses Enter or Space on what opens the file picker, and gives the picker. */
async function pickerAfter(page: Page, key: string): Promise<FileChooser> {
  const opened = page.waitForEvent('filechooser');
  await page.waitForTimeout(200); // the browser has to learn first that somebody waits for a picker
  await page.keyboard.press(key);
  return opened;
}

const expectFocusOnTitle = (page: Page) => expect(page.locator('main h1').first()).toBeFocused({ timeout: 15_000 });

test('skip link, tabs and languages', async ({ page }) => {
  await open(page);
  await page.keyboard.press('Tab');
  const skip = page.getByRole('link', { name: t('app/skip') });
  await expect(skip).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('main')).toBeFocused();
  await page.keyboard.press('Tab');
  expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  for (const [tab, hash] of [
    ['nav/chains', '#/chains'],
    ['nav/settings', '#/settings'],
    ['nav/verify', '#/verify'],
  ] as const) {
    await moveTo(
      page,
      page.getByRole('navigation', { name: t('nav/main') }).getByRole('link', { name: t(tab), exact: true }),
      'Shift+Tab',
    );
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(new RegExp(`${hash}$`));
    await expectFocusOnTitle(page);
  }
  const english = page.getByTitle('English', { exact: true });
  await moveTo(page, english, 'Shift+Tab');
  await page.keyboard.press('Space');
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(english).toBeFocused();
});

test('a sample, its checks, and back', async ({ page }) => {
  await open(page);
  await moveTo(page, page.getByRole('button', { name: t('samples/bad') }));
  await page.keyboard.press('Enter');
  await expectVerdict(page, 'inconsistent', 'verdict/digest-differs');
  await expectFocusOnTitle(page);
  const check = page.locator('mz-verdict summary').filter({ hasText: t('check/digest-equals-record') });
  await moveTo(page, check);
  await page.keyboard.press('Enter');
  const facts = page.locator('mz-verdict details[open] dd');
  await expect(facts.first()).toBeVisible();
  await expect(check).toBeFocused();
  await page.keyboard.press('Space');
  await expect(facts).toHaveCount(0);
  const twin = page.locator('mz-verdict figure summary').first();
  await moveTo(page, twin);
  await page.keyboard.press('Enter');
  await expect(page.locator('mz-verdict figure details[open]').first()).toBeVisible();
  const back = page
    .getByRole('main')
    .getByRole('link', { name: t('action/again') })
    .first();
  await moveTo(page, back, 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/#\/verify$/);
  await expectFocusOnTitle(page);
  const result = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  await moveTo(page, result);
  await page.keyboard.press('Enter');
  await expectFocusOnTitle(page);
  await page.goBack();
  await expectFocusOnTitle(page);
});

test('the file picker, the paste box and the search', async ({ page }) => {
  await open(page);
  const picker = page.getByRole('button', { name: t('verify/pick'), exact: true });
  await moveTo(page, picker);
  const chooser = await pickerAfter(page, 'Enter');
  expect(chooser.isMultiple()).toBe(true);
  await chooser.setFiles(filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  await expectFocusOnTitle(page);
  await page.goBack();
  await expectFocusOnTitle(page);
  await moveTo(page, page.getByRole('button', { name: t('verify/paste'), exact: true }));
  await page.keyboard.press('Enter');
  await expect(page.getByLabel(t('verify/paste-label'))).toBeFocused();
  await page.keyboard.type('c0ffee00'.repeat(8));
  await moveTo(page, page.getByRole('button', { name: t('verify/paste-check') }));
  await page.keyboard.press('Enter');
  await expectVerdict(page, 'cannot-tell', 'record/not-found');
  await expectFocusOnTitle(page);
  await page.goBack();
  await moveTo(page, page.getByLabel(t('find/query')));
  await page.keyboard.type('nothing of the kind');
  await page.keyboard.press('Enter');
  await expect(page.locator('mz-find').getByRole('status')).toContainText(/\p{Script=Han}{4}/u);
  await moveTo(page, page.getByRole('button', { name: t('find/document-pick') }));
  await pickerAfter(page, 'Space');
});

test('a check that fails at once or is cancelled leaves the focus on the page', async ({ page }) => {
  await open(page);
  const picker = page.getByRole('button', { name: t('verify/pick'), exact: true });
  await moveTo(page, picker);
  const chooser = await pickerAfter(page, 'Enter');
  await chooser.setFiles(textFile('long.bin', Buffer.alloc(40_000_000)));
  const cancel = page.getByRole('button', { name: t('verify/cancel') });
  await expect(cancel).toBeVisible();
  const isLost = () => page.evaluate(() => document.activeElement === null || document.activeElement === document.body);
  expect.soft(await isLost(), 'the focus while it works').toBe(false);
  await moveTo(page, cancel);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('alert')).toBeVisible();
  expect.soft(await isLost(), 'the focus after cancelling').toBe(false);
});

test('chains, one header and its signatures', async ({ page }) => {
  await open(page, '#/chains');
  const list = page.getByRole('navigation', { name: t('chains/on-this-device') });
  await moveTo(page, list.getByRole('link', { name: /^v037-test/ }));
  await page.keyboard.press('Enter');
  await expectFocusOnTitle(page);
  const sheet = page.locator('mz-chain-detail');
  await expectComplete(sheet, 150);
  await moveTo(page, sheet.getByRole('button', { name: t('chains/mode-sequential') }));
  await page.keyboard.press('Space');
  await expect(sheet.getByRole('button', { name: t('chains/mode-sequential') })).toHaveAttribute(
    'aria-pressed',
    'true',
  );
  await moveTo(page, sheet.getByLabel(t('chains/goto-label')));
  await page.keyboard.type('77');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/v037-test\/77$/);
  await expectFocusOnTitle(page);
  await moveTo(page, page.getByRole('link', { name: t('chains/next-block', { height: 78n }) }));
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/v037-test\/78$/);
  await expectFocusOnTitle(page);
  await moveTo(page, page.getByRole('button', { name: t('chains/check-all') }));
  await page.keyboard.press('Enter');
  await expect(page.getByText(t('chains/signers-all'))).toBeVisible({ timeout: 15_000 });
  expect
    .soft(
      await page.evaluate(() => document.activeElement === null || document.activeElement === document.body),
      'the button goes, the focus does not',
    )
    .toBe(false);
  await moveTo(page, page.getByRole('link', { name: 'v037-test', exact: true }), 'Shift+Tab');
  await page.keyboard.press('Enter');
  await expect(page).toHaveURL(/v037-test$/);
});

test('settings: look, a pack, starting over', async ({ page }) => {
  await open(page, '#/settings');
  for (const name of [t('settings/size-xl'), t('settings/theme-dark')]) {
    await moveTo(page, page.getByRole('button', { name, exact: true }));
    await page.keyboard.press('Space');
    await expect(page.getByRole('button', { name, exact: true })).toHaveAttribute('aria-pressed', 'true');
    await expectVisibleFocus(page);
  }
  await moveTo(page, page.getByRole('button', { name: t('chains/import-pack') }));
  await pickerAfter(page, 'Enter');
  await moveTo(page, page.getByLabel(t('settings/start-over-what')));
  await moveTo(page, page.getByRole('button', { name: t('settings/start-over-button') }));
  await page.keyboard.press('Enter');
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('button', { name: t('settings/keep') })).toBeFocused();
  await expectVisibleFocus(page);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: t('settings/start-over-button') })).toBeFocused();
});

test('the question before everything is deleted is read aloud as what it asks', async ({ page }) => {
  await open(page, '#/settings');
  await page.getByRole('button', { name: t('settings/start-over-button') }).press('Enter');
  await expect(page.getByRole('dialog')).toHaveAccessibleName(t('settings/ask-all'));
  await expect(page.getByRole('dialog')).toHaveAccessibleDescription(t('settings/ask-all-says'));
});

test('every stop of the Tab key on every page can be seen', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page, '#/chains/demo-a');
  await expectComplete(page.locator('mz-chain-detail'), 1201);
  for (const hash of ['#/verify', '#/chains/demo-a', '#/chains/demo-a/935', '#/settings', '#/measure']) {
    await open(page, hash);
    await page.reload(); // the next Tab begins at the top
    await page.waitForTimeout(1000);
    for (const summary of await page.locator('summary').all())
      await summary.evaluate((each) => (each as HTMLElement).click());
    const seen = new Set<string>();
    for (let n = 0; n < 150; n++) {
      await page.keyboard.press('Tab');
      const where = await page.evaluate(() => {
        const element = document.activeElement;
        if (!element || element === document.body) return '';
        const path = (node: Element): string =>
          node.parentElement ? `${path(node.parentElement)}/${[...node.parentElement.children].indexOf(node)}` : '';
        return path(element);
      });
      if (where === '' || seen.has(where)) break;
      seen.add(where);
      await expectVisibleFocus(page);
    }
    expect(seen.size, hash).toBeGreaterThan(8);
  }
});
