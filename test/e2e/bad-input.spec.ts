// Whatever a person puts in: a sentence in their language says what it is, and the page goes on working.
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import {
  drop,
  expectVerdict,
  fileOf,
  filesOf,
  go,
  open,
  type PickedFile,
  paste,
  pick,
  sample,
  sentence,
  t,
  textFile,
} from '../support/e2e-app.ts';

const PROOF = '"mediaType":"application/vnd.mingzheng.proof.v1+json"';
const JPEG = Buffer.from('ffd8ffe000104a46494600010100000100010000ffdb0043000806060706050807070709', 'hex');

/** The page is as good as before: the next pair verifies. */
async function expectUsable(page: Page): Promise<void> {
  await go(page, '#/verify');
  await pick(page, filesOf('good'));
  await expectVerdict(page, 'consistent', 'verdict/document-consistent');
}

const FILES: readonly (readonly [name: string, file: PickedFile, code: string])[] = [
  ['JSON that breaks off, named as a proof', textFile('a.proof.json', '{"mediaType": '), 'json/syntax'],
  ['a proof that breaks off', textFile('a.json', `{${PROOF},"chain":`), 'json/syntax'],
  ['a proof with a member twice', textFile('a.json', `{${PROOF},${PROOF}}`), 'json/duplicate-key'],
  ['JSON that is no proof', textFile('a.proof.json', '{"hello":"world"}'), 'record/not-a-proof-file'],
  ['a broken JSON document', textFile('a.json', '{ "half": '), 'record/not-found'],
  ['an empty file', textFile('nothing.pdf', ''), 'record/empty-file'],
  ['an empty proof file', textFile('nothing.proof.json', ''), 'record/empty-file'],
  ['a JPEG', textFile('photo.jpg', JPEG), 'record/not-found'],
  ['a JPEG named as a proof', textFile('photo.proof.json', JPEG), 'record/not-found'],
  [
    'JSON nested too deeply',
    textFile('deep.proof.json', `{${PROOF},"x":${'['.repeat(50_000)}${']'.repeat(50_000)}}`),
    'json/too-deep',
  ],
  ['a proof of a version to come', textFile('a.json', `{${PROOF.replace('v1', 'v9')}}`), 'record/proof-version'],
  ['a trust pack', fileOf('/demo/pack.json'), 'record/is-a-trust-pack'],
];

for (const [name, file, code] of FILES) {
  test(name, async ({ page }) => {
    await open(page);
    await drop(page, [file]);
    await expectVerdict(page, 'cannot-tell', code);
    await expect(page.locator('mz-verdict article')).toContainText(file.name);
    await expectUsable(page);
  });
}

test('a proof of a chain that no pack names', async ({ page }) => {
  await open(page);
  await drop(page, filesOf('other-chain'));
  await expectVerdict(page, 'cannot-tell', 'record/unknown-chain');
  await expectUsable(page);
});

test('two proof files at once, without their documents', async ({ page }) => {
  await open(page);
  await drop(page, [filesOf('good')[1]!, filesOf('good-certificate')[1]!]);
  const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  await expect(rows).toHaveCount(2, { timeout: 30_000 });
  for (const n of [0, 1]) await expect(rows.nth(n)).toContainText(sentence('verdict/record-consistent'));
  await expectUsable(page);
});

test('good and bad together: one does not spoil the other', async ({ page }) => {
  await open(page);
  await drop(page, [
    ...filesOf('good'),
    textFile('empty.txt', ''),
    textFile('a.proof.json', '{'),
    fileOf('/demo/pack.json'),
  ]);
  const rows = page.getByRole('region', { name: t('results/title') }).getByRole('link');
  await expect(rows).toHaveCount(4, { timeout: 30_000 });
  await expect(rows.filter({ hasText: t('outcome/consistent') })).toHaveCount(1);
  for (const code of ['record/empty-file', 'json/syntax', 'record/is-a-trust-pack'])
    await expect(rows.filter({ hasText: sentence(code) })).toHaveCount(1);
});

test.describe('200 MB', () => {
  let folder: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mz-big-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  function sparse(name: string, start: string): string {
    const path = join(folder, name);
    const file = openSync(path, 'w');
    writeSync(file, start);
    closeSync(file);
    truncateSync(path, 200_000_000);
    return path;
  }

  test('a proof file is refused by its size, without being read', async ({ page }) => {
    await open(page);
    await pick(page, sparse('big.proof.json', `{${PROOF},"x":"`));
    await expectVerdict(page, 'cannot-tell', 'record/proof-too-large');
    await expectUsable(page);
  });

  test('a document is hashed piece by piece, with progress', async ({ page }) => {
    test.setTimeout(120_000);
    await open(page);
    await pick(page, sparse('film.mp4', 'x'));
    await expect(page.getByRole('progressbar', { name: t('stage/hashing') })).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toContainText('film.mp4');
    const card = page.locator('mz-verdict article');
    await expect(card.getByRole('heading', { level: 1 })).toBeVisible({ timeout: 90_000 });
    await expectVerdict(page, 'cannot-tell', 'record/not-found');
    await expectUsable(page);
  });

  test('can be cancelled, and nothing is said about it', async ({ page }) => {
    await open(page);
    await pick(page, sparse('film.mp4', 'y'));
    await page.getByRole('button', { name: t('verify/cancel') }).click();
    await expect(page.getByRole('alert')).toContainText(sentence('verify/cancelled'));
    await expectUsable(page);
  });

  test('a second file meanwhile is refused in words, and the first goes on', async ({ page }) => {
    test.setTimeout(120_000);
    await open(page);
    await pick(page, sparse('film.mp4', 'z'));
    await expect(page.getByRole('button', { name: t('verify/cancel') })).toBeVisible();
    await drop(page, filesOf('good'));
    await expect(page.getByText(t('verify/busy'))).toBeVisible();
    await expect(page.locator('mz-verdict article h1')).toBeVisible({ timeout: 90_000 });
    await expectVerdict(page, 'cannot-tell', 'record/not-found');
  });
});

test.describe('pasted', () => {
  const digest = async (page: Page) => {
    await pick(page, filesOf('edited').slice(1));
    await expectVerdict(page, 'consistent', 'verdict/record-consistent');
    const label = page.locator('mz-verdict article').getByText(t('fact/record-digest'), { exact: true }).first();
    const value = await label.locator('xpath=following::dd[1]').innerText();
    return value.match(/(?:[0-9a-f]{4}\s+){15}[0-9a-f]{4}/)![0];
  };

  test('garbage', async ({ page }) => {
    await open(page);
    await paste(page, '%%% not anything ☃ %%%');
    await expectVerdict(page, 'cannot-tell', 'record/not-found');
    await expectUsable(page);
  });

  test('a digest that nobody recorded', async ({ page }) => {
    await open(page);
    await paste(page, 'c0ffee00'.repeat(8));
    await expectVerdict(page, 'cannot-tell', 'record/not-found');
    await expectUsable(page);
  });

  test('a digest that was recorded, in groups of four, is found', async ({ page }) => {
    await open(page);
    const groups = await digest(page);
    await go(page, '#/verify');
    await paste(page, groups);
    await expect(page.locator('mz-verdict h1')).toHaveText(t('outcome/consistent'));
    await expect(page.locator('mz-verdict article')).toContainText('demo-a');
    await expectUsable(page);
  });

  test('the text of a proof file, into the box', async ({ page }) => {
    await open(page);
    await page.getByRole('button', { name: t('verify/paste'), exact: true }).click();
    await page.getByRole('button', { name: t('verify/paste-check') }).click();
    await expect(page.getByRole('alert')).toContainText(sentence('verify/paste-empty'));
    await page.getByLabel(t('verify/paste-label')).fill(fileOf(sample('good').files[1]!).buffer.toString());
    await page.getByRole('button', { name: t('verify/paste-check') }).click();
    await expectVerdict(page, 'consistent', 'verdict/record-consistent');
    await expectUsable(page);
  });
});

test.describe('a folder', () => {
  let folder: string;
  test.beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'mz-folder-'));
  });
  test.afterEach(() => rmSync(folder, { recursive: true, force: true }));

  /** A drag from the desktop, told to the browser itself: only so a folder looks like one. */
  async function dragIn(page: Page, path: string, moves = 4): Promise<void> {
    const session = await page.context().newCDPSession(page);
    const data = { items: [], files: [path], dragOperationsMask: 1 };
    const over = Array.from({ length: moves }, () => 'dragOver' as const);
    for (const type of ['dragEnter', ...over, 'drop'] as const)
      await session.send('Input.dispatchDragEvent', { type, x: 300, y: 300, data });
  }

  test('is named, and what to do instead', async ({ page }) => {
    const path = join(folder, '档案 2026');
    mkdirSync(path);
    writeFileSync(join(path, 'a.txt'), 'a');
    await open(page);
    await dragIn(page, path);
    await expect(page.getByRole('alert')).toContainText(t('verify/folder', { name: '档案 2026' }));
    await expectUsable(page);
  });

  test('a file that is let go at the first touch of the drop zone is verified too', async ({ page }) => {
    const [document] = filesOf('good');
    writeFileSync(join(folder, document!.name), document!.buffer);
    await open(page);
    await dragIn(page, join(folder, document!.name), 1);
    await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  });

  test('and a file, dragged the same way, is verified', async ({ page }) => {
    const [document] = filesOf('good');
    writeFileSync(join(folder, document!.name), document!.buffer);
    await open(page, '#/settings');
    await dragIn(page, join(folder, document!.name));
    await expectVerdict(page, 'consistent', 'verdict/document-consistent');
  });
});
