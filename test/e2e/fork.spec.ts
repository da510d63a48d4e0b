// Two valid headers at one height: the chain freezes whichever side leads, both sides are shown and exported, nothing is
// decided above the fork, and it stays so.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import {
  expectVerdict,
  fileOf,
  filesOf,
  go,
  open,
  openChain,
  type PickedFile,
  pick,
  sample,
  t,
  textFile,
} from '../support/e2e-app.ts';
import { demoChain, packFile } from '../support/e2e-pack.ts';
import { MockNode } from '../support/mock-node.ts';

const CHAIN = 'fork-038';

async function expectFrozen(page: Page, sheet: Locator): Promise<Locator> {
  await expect(sheet.getByRole('heading', { name: t('chains/state-frozen') })).toBeVisible({ timeout: 40_000 });
  const alarm = page.locator('mz-fork-alarm');
  await expect(alarm.getByRole('alert')).toContainText(CHAIN);
  return alarm;
}

/** The hashes as they stand on the page, in groups of four. */
async function hashesOf(alarm: Locator): Promise<string[]> {
  const texts = await alarm.locator('dd .hash').allInnerTexts();
  for (const text of texts) expect(text.trim()).toMatch(/^(?:[0-9a-f]{4}\s+){15}[0-9a-f]{4}$/);
  return texts.map((text) => text.replace(/\s/g, ''));
}

async function evidenceOf(page: Page, alarm: Locator): Promise<PickedFile[]> {
  const files: PickedFile[] = [];
  const saving: Promise<unknown>[] = [];
  page.on('download', (download) => {
    const read = async () => files.push(textFile(download.suggestedFilename(), readFileSync(await download.path())));
    saving.push(read());
  });
  await alarm.getByRole('button', { name: t('chains/export-evidence') }).click();
  await expect(page.getByText(t('chains/evidence-saved', { count: 2 }))).toBeVisible();
  await expect.poll(() => saving.length).toBe(2);
  await Promise.all(saving);
  return files;
}

test('the demo chain with two sides freezes, exports its evidence and stays frozen', async ({ page }) => {
  await open(page);
  const alarm = await expectFrozen(page, await openChain(page, CHAIN));
  const hashes = await hashesOf(alarm);
  expect(new Set(hashes).size).toBe(2);
  const height = (await alarm.getByRole('alert').innerText()).match(/区块 ([\d,]+) 有 2 个版本/)![1]!;
  await expect(alarm.getByRole('img').first()).toHaveAttribute('aria-label', new RegExp(`区块 ${height} 起分开`));
  const files = await evidenceOf(page, alarm);
  expect(new Set(files.map(({ name }) => name)).size).toBe(2);
  const sides = files.map(({ buffer }) => JSON.parse(buffer.toString()));
  for (const evidence of sides) {
    expect(evidence.type).toBe('tendermint/LightClientAttackEvidence');
    expect(evidence.value).toBeTruthy();
  }
  expect(JSON.stringify(sides[0])).not.toBe(JSON.stringify(sides[1]));
  await page.reload();
  const again = await expectFrozen(page, page.locator('mz-chain-detail'));
  expect(await hashesOf(again)).toEqual(hashes);
  await expect(
    page.locator('mz-chain-detail').getByRole('button', { name: t('chains/start'), exact: true }),
  ).toBeHidden();
  await go(page, '#/verify');
  await expect(page.getByRole('link', { name: new RegExp(CHAIN) })).toContainText(t('live/frozen'));
});

test('while it is frozen, a record above the last common block is undecided on either side', async ({ page }) => {
  await open(page);
  await expectFrozen(page, await openChain(page, CHAIN));
  for (const url of sample('fork').files) {
    await go(page, '#/verify');
    await pick(page, [fileOf(url)]);
    await expectVerdict(page, 'cannot-tell', 'record/chain-frozen');
  }
  await go(page, '#/verify');
  await pick(page, filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
});

test('the words name the height from which records are undecided', async ({ page }) => {
  await open(page);
  const alarm = await expectFrozen(page, await openChain(page, CHAIN));
  const record = JSON.parse(fileOf(sample('fork').files[0]!).buffer.toString()).record;
  await go(page, '#/verify');
  await pick(page, [fileOf(sample('fork').files[0]!)]);
  await expectVerdict(page, 'cannot-tell', 'record/chain-frozen');
  await openChain(page, CHAIN);
  const said = (await alarm.getByRole('alert').innerText()).match(/区块 ([\d,]+) 及以后的记录/)![1]!;
  expect(Number(said.replaceAll(',', ''))).toBeLessThanOrEqual(Number(record.height));
});

test('another chain goes on; the alarm is short there', async ({ page }) => {
  await open(page);
  await expectFrozen(page, await openChain(page, CHAIN));
  const other = await openChain(page, 'v037-test');
  await expect(other.getByRole('heading', { name: t('chains/state-complete') })).toBeVisible({ timeout: 20_000 });
  const alarm = page.locator('mz-fork-alarm');
  await expect(alarm.getByRole('alert')).toContainText(CHAIN);
  await expect(alarm.getByRole('button', { name: t('chains/export-evidence') })).toBeHidden();
  await alarm.getByRole('link', { name: t('chains/see-chain') }).click();
  await expect(alarm.getByRole('button', { name: t('chains/export-evidence') })).toBeVisible();
});

const side = (name: 'a' | 'b') =>
  fileURLToPath(new URL(`../../../shared/networks/cometbft/fork-038/${name}`, import.meta.url));

test.describe('a witness that the person adds', () => {
  test.skip(!existsSync(side('a')), 'the recorded networks are not here');

  for (const [first, second] of [
    ['a', 'b'],
    ['b', 'a'],
  ] as const) {
    test(`side ${first} leads, side ${second} is added: it freezes`, async ({ page, guard }) => {
      test.setTimeout(120_000);
      const [primary, witness] = await Promise.all([
        MockNode.start({ folder: side(first) }),
        MockNode.start({ folder: side(second) }),
      ]);
      try {
        guard.allowOrigin(primary.ws);
        guard.allowOrigin(witness.ws);
        const sources = [{ kind: 'websocket', address: primary.ws, operator: 'first operator' }];
        await open(page, '#/settings');
        const pack = packFile({ name: 'one side', chains: [{ ...demoChain(CHAIN), sources }] });
        await page.locator('mz-packs input[type=file]').setInputFiles(pack);
        await page.getByRole('button', { name: t('settings/preview-accept') }).click();
        const sheet = await openChain(page, CHAIN);
        await sheet.getByRole('button', { name: t('chains/start'), exact: true }).click();
        await expect(sheet.getByRole('heading', { name: t('chains/state-complete') })).toBeVisible({ timeout: 40_000 });
        await expect(sheet.getByText(t('chains/unwitnessed'))).toBeVisible();
        await sheet.getByLabel(t('chains/add-source')).fill(witness.ws);
        await sheet.getByRole('button', { name: t('chains/add'), exact: true }).click();
        const check = sheet.getByRole('button', { name: t('chains/check-now') });
        if (await check.isVisible()) await check.click({ timeout: 2000 }).catch(() => undefined);
        const alarm = await expectFrozen(page, sheet);
        expect(new Set(await hashesOf(alarm)).size).toBe(2);
        await expect(alarm).toContainText(witness.ws);
        const files = await evidenceOf(page, alarm);
        for (const { buffer } of files)
          expect(JSON.parse(buffer.toString()).type).toBe('tendermint/LightClientAttackEvidence');
        await page.reload();
        await expectFrozen(page, page.locator('mz-chain-detail'));
        await go(page, '#/verify');
        await pick(page, [fileOf(sample('fork').files[first === 'a' ? 0 : 1]!)]);
        await expectVerdict(page, 'cannot-tell', 'record/chain-frozen');
      } finally {
        await Promise.all([primary.close(), witness.close()]);
      }
    });
  }
});
