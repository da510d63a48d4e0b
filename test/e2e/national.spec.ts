// National cryptography in a real browser: a recorded IRITA network with SM2 keys, and FISCO BCOS chains of both kinds. Nothing
// of a second family loads before somebody looks at a chain of it.
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import { expectComplete, expectVerdict, filesOf, go, open, openChain, pick, t, textFile } from '../support/e2e-app.ts';

/** The first is trusted from its genesis on, the second from block 100 on, below which there is history without a genesis. */
const FISCO_BLOCKS = { 'fisco-sm': 241, 'fisco-ecdsa': 240 } as const;
const IRITA_BLOCKS = 384;

function scripts(page: Page): string[] {
  const seen: string[] = [];
  page.context().on('request', (request) => seen.push(new URL(request.url()).pathname));
  return seen;
}

test('the first page loads nothing of a family that nobody looks at', async ({ page }) => {
  const seen = scripts(page);
  await open(page);
  await expect(page.getByText(t('live/to-block', { height: 1201n }))).toBeVisible({ timeout: 15_000 });
  expect(seen.filter((path) => /archives\/(fisco|irita)/.test(path))).toEqual([]);
  const row = page.getByRole('link', { name: /fisco-sm/ });
  await expect(row).toContainText('FISCO BCOS 3.6.0');
  await expect(row).toContainText(t('live/idle'));
});

test('a recorded IRITA network syncs from its archive, each SM2 signature of a block is checked', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  const sheet = await openChain(page, 'irita_1223-1');
  await expectComplete(sheet, IRITA_BLOCKS, 90_000);
  // The block in which all validators changed at once.
  await go(page, '#/chains/irita_1223-1/285');
  const main = page.getByRole('main');
  await expect(main.getByRole('heading', { level: 1 })).toContainText('285');
  await main.getByRole('button', { name: t('chains/check-all') }).click();
  await expect(main.getByText(t('chains/signers-all'))).toBeVisible({ timeout: 30_000 });
});

for (const [id, blocks] of Object.entries(FISCO_BLOCKS)) {
  test(`${id} is verified from its checkpoint over a change of weights and of sealers, and stays so`, async ({
    page,
  }) => {
    test.setTimeout(120_000);
    await open(page);
    await expectComplete(await openChain(page, id), blocks, 90_000);
    await page.reload();
    await expectComplete(await openChain(page, id), blocks, 60_000);
  });
}

test('what a FISCO header has from its leader alone is marked as such', async ({ page }) => {
  test.setTimeout(90_000);
  await open(page);
  await expectComplete(await openChain(page, 'fisco-sm'), FISCO_BLOCKS['fisco-sm'], 60_000);
  await go(page, '#/chains/fisco-sm/150');
  const main = page.getByRole('main');
  await expect(main.getByText(t('chains/proof-proposer-only')).first()).toBeVisible({ timeout: 45_000 });
  await expect(main.getByText(t('chains/proof-header-hash')).first()).toBeVisible();
});

test('a record of a FISCO chain says what is not proven: no state, and whose word the time is', async ({ page }) => {
  await open(page);
  await pick(page, filesOf('good-sm'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  const card = page.locator('mz-verdict');
  await expect(card).toContainText(t('limit/fisco-no-state'));
  await expect(card).toContainText(t('limit/fisco-time'));
  await expect(card).toContainText('SM3');
});

test('an IRITA transaction is found by its hash and verified for itself', async ({ page }) => {
  test.setTimeout(120_000);
  await open(page);
  await expectComplete(await openChain(page, 'irita_1223-1'), IRITA_BLOCKS, 90_000);
  await go(page, '#/verify');
  const form = page.locator('mz-find');
  await form.getByLabel(t('find/chain'), { exact: true }).selectOption('irita_1223-1');
  await form.getByLabel(t('find/query')).fill('49B922F086631952F9572748302FC90E4B71FE9D7E2340B62ED8F41B23CA4269');
  await form.getByRole('button', { name: t('find/go'), exact: true }).click();
  await expectVerdict(page, 'consistent', 'verdict/transaction-consistent');
  await expect(page.locator('mz-verdict')).toContainText(t('limit/no-record-rule'));
});

test('headers that a FISCO node printed are a source, dropped as files', async ({ page }) => {
  test.setTimeout(90_000);
  await open(page);
  const sheet = await openChain(page, 'fisco-ecdsa');
  await expectComplete(sheet, FISCO_BLOCKS['fisco-ecdsa'], 60_000);
  const proof = JSON.parse(filesOf('good-event')[1]!.buffer.toString('utf8'));
  const blocks = proof.lightBlocks.map((block: object) => JSON.stringify({ jsonrpc: '2.0', id: 1, result: block }));
  await sheet.locator('input[type=file]').setInputFiles(textFile('node.jsonl', blocks.join('\n')));
  await expect(sheet.getByText('node.jsonl', { exact: true })).toBeVisible();
  await sheet.getByRole('button', { name: t('chains/check-now') }).click();
  const row = sheet.getByRole('row').filter({ hasText: 'node.jsonl' });
  await expect(row).toContainText(t('chains/health-ok'), { timeout: 20_000 });
});
