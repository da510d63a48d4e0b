// A first visit: the demo chain verifies itself, every sample gives its verdict, and a verdict can be opened down to the
// bytes, seen, saved, checked again and printed.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import {
  drop,
  expectComplete,
  expectVerdict,
  fileOf,
  filesOf,
  go,
  open,
  openChain,
  outcomeOf,
  pick,
  SAMPLES,
  sample,
  sentence,
  t,
  textFile,
} from '../support/e2e-app.ts';

const HEAD = 1201n;

test('the demo head stands verified on the first page, then all history', async ({ page }) => {
  await open(page);
  await expect(page.getByText(t('live/to-block', { height: HEAD }))).toBeVisible({ timeout: 15_000 });
  await expectComplete(await openChain(page, 'demo-a'), Number(HEAD));
  const sheet = page.locator('mz-chain-detail');
  await expect(sheet.getByText(t('chains/offline-ready'))).toBeVisible();
  await expect(sheet.getByText(t('chains/unwitnessed'))).toBeVisible();
  await expect(sheet.getByRole('link', { name: '1,201', exact: true })).toBeVisible();
});

test('the first good and the first altered sample, as a visitor tries them', async ({ page }) => {
  await open(page);
  await page.getByRole('button', { name: t('samples/good') }).click();
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  await page
    .getByRole('main')
    .getByRole('link', { name: t('action/again') })
    .first()
    .click();
  await page.getByRole('button', { name: t('samples/bad') }).click();
  await expectVerdict(page, 'inconsistent', 'verdict/digest-differs');
  await go(page, '#/verify');
  const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  await expect(rows).toHaveCount(2);
  await expect(rows.first()).toContainText(t('outcome/inconsistent'));
});

const PAIRS = SAMPLES.filter(({ kind }) => kind === 'pair');

for (const each of PAIRS) {
  test(`the sample "${each.id}" gives ${each.expected}`, async ({ page }) => {
    await open(page);
    await page.getByText(t('samples/more', { count: SAMPLES.length - 2 })).click();
    await sampleButton(page, each.id).click();
    if (each.id !== 'fork') return expectVerdict(page, outcomeOf(each), each.expected);
    const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
    await expect(rows).toHaveCount(2, { timeout: 30_000 });
    for (const n of [0, 1]) {
      await rows.nth(n).click();
      await expectVerdict(page, outcomeOf(each), each.expected);
      await go(page, '#/verify');
    }
  });
}

/** The good and the bad one stand first; the others follow in their order. */
function sampleButton(page: Page, id: string) {
  const [good, bad] = [SAMPLES.find((each) => each.good)!, SAMPLES.find((each) => !each.good)!];
  const order = [good, bad, ...SAMPLES.filter((each) => each !== good && each !== bad)];
  return page
    .locator('mz-samples')
    .getByRole('button')
    .nth(order.findIndex((each) => each.id === id));
}

test('every sample document alone is found by its digest', async ({ page }) => {
  test.setTimeout(120_000);
  const documents = SAMPLES.filter(({ kind }) => kind === 'document');
  await open(page);
  await page.getByText(t('samples/more', { count: SAMPLES.length - 2 })).click();
  await sampleButton(page, documents[0]!.id).click();
  await expectVerdict(page, 'consistent', documents[0]!.expected);
  await go(page, '#/verify');
  await drop(
    page,
    documents.slice(1).map(({ files }) => fileOf(files[0]!)),
  );
  const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  await expect(rows).toHaveCount(documents.length, { timeout: 60_000 });
  for (const each of documents) {
    const row = rows.filter({ hasText: fileOf(each.files[0]!).name });
    await expect(row).toContainText(t(`outcome/${outcomeOf(each)}`));
    await expect(row).toContainText(sentence(each.expected));
  }
});

test('checks unfold to their bytes; pictures have twins in words', async ({ page }) => {
  await open(page);
  await pick(page, filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  const checks = page
    .locator('mz-verdict')
    .getByRole('listitem')
    .filter({ has: page.locator('summary') });
  const digest = checks.filter({ hasText: t('check/digest-equals-record') });
  await digest.locator('summary').click();
  const values = digest.locator('dd');
  await expect(values.first()).toBeVisible();
  for (const value of await values.allInnerTexts()) expect(value).toMatch(/^(?:[0-9a-f]{4}\s+){15}[0-9a-f]{4}/);
  for (const check of await checks.all()) {
    if ((await check.locator('details').getAttribute('open')) === null) await check.locator('summary').click();
    await expect(check.locator('dd').first()).toBeVisible();
  }
  const pictures = page.locator('mz-verdict figure');
  await expect(pictures).toHaveCount(4);
  for (const name of [t('merkle/title'), t('trust/title')])
    await expect(page.getByRole('heading', { name })).toBeVisible();
  for (const image of await pictures.locator('svg[role=img]').all())
    expect(await image.getAttribute('aria-label')).toMatch(/\p{Script=Han}/u);
  for (const twin of await pictures.getByText(t('twin'), { exact: true }).all()) {
    await twin.click();
    await expect(twin.locator('xpath=../*[2]')).toBeVisible();
  }
});

test('the altered sample says which digests differ, without blaming anybody', async ({ page }) => {
  await open(page);
  await pick(page, filesOf('edited'));
  await expectVerdict(page, 'inconsistent', 'verdict/digest-differs');
  const card = page.locator('mz-verdict article');
  await expect(card).toContainText(t('limit/who-changed'));
  await expect(card.locator('figure .dif').first()).toBeVisible();
  await expect(card.getByRole('heading', { name: t('merkle/title-broken') })).toBeVisible();
});

test('a saved proof file verifies again when it is dropped, with and without its document', async ({ page }) => {
  const document = fileOf(sample('good').files[0]!);
  await open(page);
  await pick(page, [document]);
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: t('action/proof') }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^demo-a-\d+\.proof\.json$/);
  const saved = textFile(download.suggestedFilename(), readFileSync(await download.path()));
  expect(JSON.parse(saved.buffer.toString()).mediaType).toBe('application/vnd.mingzheng.proof.v1+json');
  await page.reload();
  await go(page, '#/verify');
  await drop(page, [document, saved]);
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  await go(page, '#/verify');
  await drop(page, [saved]);
  await expectVerdict(page, 'consistent', 'verdict/record-consistent');
  await expect(page.locator('mz-verdict article')).toContainText(t('limit/no-document'));
});

test('several pairs at once give one verdict each', async ({ page }) => {
  await open(page);
  await drop(page, [...filesOf('good'), ...filesOf('good-certificate'), ...filesOf('other-chain').slice(1)]);
  const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  await expect(rows).toHaveCount(3, { timeout: 30_000 });
  await expect(rows.filter({ hasText: t('outcome/consistent') })).toHaveCount(2);
  await expect(rows.filter({ hasText: sentence('record/unknown-chain') })).toHaveCount(1);
  await expect(page).toHaveURL(/#\/verify$/);
});

test('a record is found by its transaction hash, its digest and its height', async ({ page }) => {
  await open(page);
  await pick(page, filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  const height = (await page.locator('mz-verdict article').innerText()).match(/区块 ([\d,]+) 的记录一致/)![1]!;
  await go(page, '#/verify');
  await pick(page, filesOf('good').slice(1));
  await expectVerdict(page, 'consistent', 'verdict/record-consistent');
  const record = page.locator('mz-verdict article');
  const grouped = async (label: string) => {
    const value = record.getByText(label, { exact: true }).first().locator('xpath=following::dd[1]');
    return (await value.innerText()).match(/(?:[0-9a-f]{4}\s+){15}[0-9a-f]{4}/)![0];
  };
  const hash = await grouped(t('fact/record-hash'));
  const digest = (await grouped(t('fact/record-digest'))).replace(/\s/g, '');
  for (const query of [hash, digest, `0x${hash.replace(/\s/g, '').toUpperCase()}`]) {
    await go(page, '#/verify');
    await find(page, query);
    await expectVerdict(page, 'consistent', 'verdict/record-consistent');
    await expect(record).toContainText(hash.slice(0, 9));
  }
  // All records of a block are shown, one or many.
  await page.reload();
  await go(page, '#/verify');
  await find(page, height);
  await expect(page.locator('mz-find').getByRole('button', { name: t('verify/cancel') })).toBeHidden();
  await expect(page.getByText(sentence('verdict/record-consistent')).first()).toBeVisible({ timeout: 20_000 });
  await go(page, '#/verify');
  const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  const cards: string[] = [];
  for (const address of await rows.evaluateAll((links) => links.map((link) => link.getAttribute('href')!))) {
    await go(page, address);
    await expectVerdict(page, 'consistent', 'verdict/record-consistent');
    cards.push(await record.innerText());
  }
  expect(cards.filter((card) => card.includes(hash.slice(0, 19)))).toHaveLength(1);
});

test('what is not on the chain is not found, in words', async ({ page }) => {
  await open(page);
  await find(page, 'ab'.repeat(32));
  await expect(page.locator('mz-find').getByRole('status')).toContainText(sentence('record/not-found'));
  await find(page, 'nonsense');
  await expect(page.locator('mz-find').getByRole('status')).toContainText(sentence('record/bad-query'));
  await find(page, '99999999');
  await expect(page.locator('mz-find').getByRole('status')).toContainText(/\p{Script=Han}{4}/u);
  await find(page, ' ');
  await expect(page.locator('mz-find').getByRole('status')).toContainText(t('find/empty'));
});

async function find(page: Page, query: string): Promise<void> {
  const form = page.locator('mz-find');
  await expect(form.getByLabel(t('find/chain')).locator('option[value=demo-a]')).toBeAttached();
  await form.getByLabel(t('find/chain'), { exact: true }).selectOption('demo-a');
  await form.getByLabel(t('find/query')).fill(query);
  await form.getByRole('button', { name: t('find/go'), exact: true }).click();
}

test('on paper every check is unfolded, and folded again on screen', async ({ page }) => {
  await open(page);
  await pick(page, filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  const facts = page
    .locator('mz-verdict details')
    .filter({ has: page.locator('summary .state') })
    .locator('dd');
  const count = await facts.count();
  expect(count).toBeGreaterThan(5);
  await expect(facts.first()).toBeHidden();
  await page.emulateMedia({ media: 'print' });
  for (const fact of await facts.all()) await expect(fact).toBeVisible();
  await expect(page.getByText(t('report/title'))).toBeVisible();
  await expect(page.getByText(t('report/by'))).toBeVisible();
  await expect(page.locator('header.top')).toBeHidden();
  await expect(page.getByRole('button', { name: t('action/print') })).toBeHidden();
  await page.emulateMedia({ media: 'screen' });
  await expect(facts.first()).toBeHidden();
  // Printing itself unfolds what the style sheet of some browsers cannot.
  await page.evaluate(() => {
    addEventListener('beforeprint', () => {
      const folded = document.querySelectorAll('mz-verdict .checks details:not([open])').length;
      document.documentElement.dataset.foldedOnPaper = String(folded);
    });
  });
  expect((await page.pdf()).length).toBeGreaterThan(10_000);
  await expect(page.locator('html')).toHaveAttribute('data-folded-on-paper', '0');
  await expect(facts.first()).toBeHidden();
});
