// Two tabs: one owns writing, the other follows live, may ask for work, and takes over when the first one goes.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import { expectComplete, expectVerdict, filesOf, go, open, openChain, pick, t } from '../support/e2e-app.ts';

async function expectRole(page: Page, role: 'owner' | 'follower', timeout = 15_000): Promise<void> {
  await go(page, '#/verify');
  await go(page, '#/settings');
  await expect(page.locator('mz-storage').getByText(t(`settings/role-${role}`))).toBeVisible({ timeout });
}

test('the first tab owns, the second follows live', async ({ page, context, site }) => {
  let slow = true;
  // The history of demo-a waits until the second tab looks.
  site.hook = async (path) => {
    while (slow && /demo-a.*\/headers-/.test(path)) await new Promise((resolve) => setTimeout(resolve, 50));
    return undefined;
  };
  await open(page);
  await expectRole(page, 'owner');
  const second = await context.newPage();
  await open(second);
  await expectRole(second, 'follower');
  const sheet = await openChain(second, 'demo-a');
  await expect(sheet.getByText(t('chains/ranges-gaps')).or(sheet.getByText(/正在往回补区块/))).toBeVisible();
  slow = false;
  await expectComplete(sheet, 1201);
  await expectRole(page, 'owner');
});

test('what the second tab asks for is done by the first, and seen in both', async ({ page, context }) => {
  await open(page);
  await expectComplete(await openChain(page, 'demo-a'), 1201);
  const second = await context.newPage();
  await open(second);
  await expectRole(second, 'follower');
  await expectComplete(await openChain(second, 'v037-test'), 150);
  await expectComplete(await openChain(page, 'v037-test'), 150);
  await go(second, '#/chains/v037-test/77');
  await expect(second.getByRole('table', { name: t('chains/fields-title') })).toBeVisible();
  await second.getByRole('button', { name: t('chains/check-all') }).click();
  await expect(second.getByText(t('chains/signers-all'))).toBeVisible({ timeout: 15_000 });
  await go(second, '#/verify');
  await pick(second, filesOf('edited'));
  await expectVerdict(second, 'inconsistent', 'verdict/digest-differs');
});

test('the settings page says at once that this tab has taken over', async ({ page, context }) => {
  await open(page);
  const second = await context.newPage();
  await open(second);
  await expectRole(second, 'follower');
  await page.close();
  await expect(second.getByText(t('settings/role-owner'))).toBeVisible({ timeout: 10_000 });
});

test('closing the owner hands over; the new owner goes on', async ({ page, context }) => {
  await open(page);
  await expectComplete(await openChain(page, 'demo-a'), 1201);
  const second = await context.newPage();
  await open(second);
  await expectRole(second, 'follower');
  await page.close();
  await expect(async () => expectRole(second, 'owner', 1000)).toPass({ timeout: 15_000 });
  await expectComplete(await openChain(second, 'rotate-038'), 260);
  const third = await context.newPage();
  await open(third);
  await expectRole(third, 'follower');
  await expectRole(second, 'owner');
});

test('the owner is closed in the middle of its work: the other finishes it', async ({ page, context, site }) => {
  let slow = true;
  site.hook = async (path) => {
    while (slow && /demo-a.*\/headers-/.test(path)) await new Promise((resolve) => setTimeout(resolve, 50));
    return undefined;
  };
  await open(page);
  await expect(page.getByText(t('live/to-block', { height: 1201n }))).toBeVisible();
  const second = await context.newPage();
  await open(second);
  await expectRole(second, 'follower');
  await page.close();
  slow = false;
  await expectComplete(await openChain(second, 'demo-a'), 1201);
  await expectRole(second, 'owner');
});
