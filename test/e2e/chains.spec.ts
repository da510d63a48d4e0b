// The Chains page and the trust packs behind it: sources added, refused, compared and removed; headers down to their
// signatures; the two ways to verify; stopping, starting over, importing and removing trust.
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Locator, Page } from '@playwright/test';
import { expect, test } from '../support/e2e.ts';
import {
  expectComplete,
  expectVerdict,
  fileOf,
  filesOf,
  go,
  open,
  openChain,
  pick,
  sentence,
  t,
  textFile,
} from '../support/e2e-app.ts';
import { demoChain, freshDemoChain, freshKey, packFile, sourcesAt, thumbprint } from '../support/e2e-pack.ts';
import { MockNode } from '../support/mock-node.ts';

const DEMO_A = fileURLToPath(new URL('../../../shared/networks/cometbft/demo-a', import.meta.url));

async function addSource(sheet: Locator, address: string): Promise<void> {
  await sheet.getByLabel(t('chains/add-source')).fill(address);
  await sheet.getByRole('button', { name: t('chains/add'), exact: true }).click();
}

const sourceRows = (sheet: Locator) =>
  sheet
    .getByRole('table', { name: t('chains/sources') })
    .getByRole('row')
    .filter({ has: sheet.page().locator('th[scope=row]') });

async function importPack(page: Page, file: ReturnType<typeof packFile>): Promise<void> {
  await go(page, '#/settings');
  await page.locator('mz-packs input[type=file]').setInputFiles(file);
}

async function acceptPack(page: Page, file: ReturnType<typeof packFile>): Promise<void> {
  await importPack(page, file);
  await page.getByRole('button', { name: t('settings/preview-accept') }).click();
  await expect(page.getByRole('button', { name: t('chains/import-pack') })).toBeVisible();
}

test.describe('sources', () => {
  test('an address that cannot be used is refused with the reason', async ({ page }) => {
    await open(page);
    const sheet = await openChain(page, 'v034-test');
    const bundled = demoChain('v034-test').sources[0]!.address;
    const refusals = [
      ['', 'chains/address-empty'],
      ['not an address', 'chains/address-unreadable'],
      ['node.example.cn', 'chains/address-unreadable'],
      ['ftp://node.example.cn/', 'chains/address-scheme'],
      ['javascript:alert(1)', 'chains/address-scheme'],
      ['http://node.example.cn:26657', 'chains/address-plain'],
      ['ws://192.0.2.1/websocket', 'chains/address-plain'],
      ['wss://user:secret@node.example.cn/websocket', 'chains/address-password'],
    ] as const;
    for (const [address, reason] of refusals) {
      await addSource(sheet, address);
      await expect(sheet.getByRole('alert').filter({ hasText: t(reason) }), address).toBeVisible();
      await expect(sheet.getByLabel(t('chains/add-source'))).toHaveAttribute('aria-invalid', 'true');
      await expect(sheet.getByLabel(t('chains/add-source'))).toBeFocused();
    }
    await expect(sourceRows(sheet)).toHaveCount(1);
    await expect(sourceRows(sheet).first()).toContainText(bundled);
    await expect(sourceRows(sheet).first().getByRole('button')).toHaveCount(0);
  });

  test('a node that does not answer is named, and nothing else suffers', async ({ page, guard }) => {
    guard.allow(/127\.0\.0\.1:9/);
    guard.allowOrigin('http://127.0.0.1:9');
    await open(page);
    const sheet = await openChain(page, 'demo-a');
    await expectComplete(sheet, 1201);
    await addSource(sheet, 'ws://127.0.0.1:9/websocket');
    await expect(sourceRows(sheet)).toHaveCount(2);
    await sheet.getByRole('button', { name: t('chains/check-now') }).click();
    await expect(sourceRows(sheet).nth(1)).toContainText(t('chains/health-unreachable'), { timeout: 30_000 });
    await expect(sheet.getByText(sentence('source/unreachable'))).toBeVisible();
    await expectComplete(sheet, 1201);
    await expect(sheet.getByText(t('chains/unwitnessed'))).toBeVisible();
  });

  test('the address of an archive is taken as an archive', async ({ page, site }) => {
    await open(page);
    const sheet = await openChain(page, 'v037-test');
    await expectComplete(sheet, 150);
    const address = new URL(demoChain('v037-test').sources[0]!.address, site.origin).href;
    await addSource(sheet, address);
    await expect(sourceRows(sheet)).toHaveCount(2);
    await expect(sourceRows(sheet).nth(1)).toContainText(t('chains/kind-archive'));
    await sheet.getByRole('button', { name: t('chains/check-now') }).click();
    await expect(sourceRows(sheet).nth(1)).toContainText(t('chains/health-ok'), { timeout: 20_000 });
    // The same host twice is one operator, and no witness of itself.
    await expect(sheet.getByText(t('chains/witnessed'))).toBeHidden();
  });

  test.describe('a node of the recorded chain', () => {
    test.skip(!existsSync(DEMO_A), 'the recorded networks are not here');

    test('as a second operator makes the head witnessed; then it is removed', async ({ page, guard }) => {
      const node = await MockNode.start({ folder: DEMO_A });
      try {
        guard.allowOrigin(node.ws);
        await open(page);
        const sheet = await openChain(page, 'demo-a');
        await expectComplete(sheet, 1201);
        await expect(sheet.getByText(t('chains/unwitnessed'))).toBeVisible();
        await addSource(sheet, node.ws);
        await expect(page.getByText(t('chains/source-added', { address: node.ws }))).toBeVisible();
        const row = sourceRows(sheet).nth(1);
        await expect(row).toContainText(node.ws);
        await expect(row).toContainText(t('chains/kind-websocket'));
        await expect(row).toContainText(t('chains/role-witness'));
        await addSource(sheet, node.ws);
        await expect(sheet.getByRole('alert').filter({ hasText: t('chains/address-known') })).toBeVisible();
        await sheet.getByRole('button', { name: t('chains/check-now') }).click();
        await expect(sheet.getByText(t('chains/witnessed'))).toBeVisible({ timeout: 20_000 });
        await expect(row).toContainText(t('chains/health-ok'));
        await go(page, '#/verify');
        await expect(page.getByRole('link', { name: /^demo-a/ })).toContainText(t('live/complete'));
        await pick(page, filesOf('good'));
        await expectVerdict(page, 'consistent', 'verdict/document-consistent');
        await expect(page.locator('mz-verdict article')).toContainText(t('finding/witnessed'));
        await page.reload();
        const again = await openChain(page, 'demo-a');
        await expect(sourceRows(again)).toHaveCount(2);
        await again.getByRole('button', { name: t('chains/remove-source', { address: node.ws }) }).click();
        await expect(page.getByText(t('chains/source-removed', { address: node.ws }))).toBeVisible();
        await expect(sourceRows(again)).toHaveCount(1);
        const asked = node.counters.requests;
        await again.getByRole('button', { name: t('chains/check-now') }).click();
        await expectComplete(again, 1201);
        expect(node.counters.requests, 'a removed source is not asked').toBe(asked);
      } finally {
        await node.close();
      }
    });

    test('a node of another chain is put aside and named', async ({ page, guard }) => {
      const node = await MockNode.start({ folder: DEMO_A });
      try {
        guard.allowOrigin(node.ws);
        await open(page);
        const sheet = await openChain(page, 'v037-test');
        await expectComplete(sheet, 150);
        await addSource(sheet, node.ws);
        await sheet.getByRole('button', { name: t('chains/check-now') }).click();
        await expect(sourceRows(sheet).nth(1)).toContainText(t('chains/health-wrong-chain'), { timeout: 20_000 });
        await expectComplete(sheet, 150);
      } finally {
        await node.close();
      }
    });

    test('new blocks are followed live', async ({ page, guard }) => {
      const node = await MockNode.start({ folder: DEMO_A, tip: 1190 });
      try {
        guard.allowOrigin(node.ws);
        const sources = [{ kind: 'websocket' as const, address: node.ws, operator: 'the node' }];
        await open(page);
        await acceptPack(page, packFile({ name: 'live', chains: [freshDemoChain('demo-a', sources)] }));
        const sheet = await openChain(page, 'demo-a');
        await sheet.getByRole('button', { name: t('chains/start'), exact: true }).click();
        await expectComplete(sheet, 1190);
        node.setTip(1195);
        await expectComplete(sheet, 1195, 20_000);
        node.setTip(1201);
        await expectComplete(sheet, 1201, 20_000);
      } finally {
        await node.close();
      }
    });
  });
});

test.describe('one header', () => {
  test('shows every field with what stands behind it, and all signatures on demand', async ({ page }) => {
    await open(page);
    const sheet = await openChain(page, 'demo-a');
    await expectComplete(sheet, 1201);
    await sheet.getByLabel(t('chains/goto-label')).fill('1,202');
    await sheet.getByRole('button', { name: t('chains/goto-open') }).click();
    await expect(sheet.getByText(t('chains/goto-too-high', { head: 1201n }))).toBeVisible();
    await sheet.getByLabel(t('chains/goto-label')).fill('abc');
    await sheet.getByRole('button', { name: t('chains/goto-open') }).click();
    await expect(sheet.getByText(t('chains/goto-not-a-height'))).toBeVisible();
    await sheet.getByLabel(t('chains/goto-label')).fill('935');
    await sheet.getByRole('button', { name: t('chains/goto-open') }).click();
    await expect(page).toHaveURL(/#\/chains\/demo-a\/935$/);
    await expect(page.getByRole('heading', { level: 1 })).toContainText(t('block', { height: 935n }));
    await expect(page.getByText(t('chains/header-how-ancestor'))).toBeVisible();
    await expect(page.getByRole('link', { name: t('block', { height: 971n }), exact: true })).toBeVisible();
    const fields = page.getByRole('table', { name: t('chains/fields-title') });
    const names = [
      'chain_id',
      'height',
      'time',
      'last_commit_hash',
      'data_hash',
      'validators_hash',
      'next_validators_hash',
    ];
    for (const name of [...names, 'app_hash', 'proposer_address', 'evidence_hash'])
      await expect(fields.getByRole('row').filter({ hasText: name }).first()).toContainText(
        t('chains/proof-header-hash'),
      );
    await expect(fields.getByRole('row').filter({ hasText: t('field/chain_id') })).toContainText('demo-a');
    await expect(fields.getByRole('row').filter({ hasText: t('field/height') })).toContainText('935');
    await page.getByRole('button', { name: t('chains/check-all') }).click();
    await expect(page.getByText(t('chains/signers-all'))).toBeVisible({ timeout: 20_000 });
    const signers = page.getByRole('table', { name: t('chains/signers-caption') });
    await expect(signers.getByRole('rowheader')).toHaveCount(7);
    await expect(signers).not.toContainText(t('chains/signer-not-checked'));
    await expect(signers).not.toContainText(t('chains/signer-wrong'));
    await expect(page.getByRole('button', { name: t('chains/check-all') })).toBeHidden();
    await page.getByText(t('chains/signature-bytes')).click();
    await expect(
      page
        .locator('dd')
        .filter({ hasText: /(?:[0-9a-f]{4}\s+){31}[0-9a-f]{4}/ })
        .first(),
    ).toBeVisible();
  });

  test('leads to its neighbours, and stops at the ends', async ({ page }) => {
    await open(page);
    await expectComplete(await openChain(page, 'v037-test'), 150);
    await go(page, '#/chains/v037-test/2');
    await page.getByRole('link', { name: t('chains/previous-block', { height: 1n }) }).click();
    await expect(page.getByText(t('chains/header-how-checkpoint'))).toBeVisible();
    await expect(page.getByRole('link', { name: /上一个区块/ })).toHaveCount(0);
    await go(page, '#/chains/v037-test/150');
    await expect(page.getByRole('table', { name: t('chains/fields-title') })).toBeVisible();
    await expect(page.getByRole('link', { name: /下一个区块/ })).toHaveCount(0);
    await go(page, '#/chains/v037-test/151');
    await expect(page.getByRole('alert')).toContainText(sentence('client/height-above-head'));
    await go(page, '#/chains/nowhere/1');
    await expect(page.getByRole('alert')).toContainText(sentence('record/unknown-chain'));
  });

  test('a chain that is not here says so', async ({ page }) => {
    await open(page, '#/chains/nowhere');
    await expect(page.getByRole('heading', { name: t('chains/unknown', { chain: 'nowhere' }) })).toBeVisible();
  });
});

test.describe('how it is verified', () => {
  test('sequentially: every block by its own signatures', async ({ page, site }) => {
    await open(page);
    await acceptPack(
      page,
      packFile({ name: 'slow and sure', chains: [freshDemoChain('v037-test', sourcesAt('v037-test', site.origin))] }),
    );
    const sheet = await openChain(page, 'v037-test');
    await expect(sheet.getByText(t('chains/imported-pack'))).toBeVisible();
    await expect(sheet.getByText(t('chains/no-head'))).toBeVisible();
    await sheet.getByRole('button', { name: t('chains/mode-sequential') }).click();
    await expect(sheet.getByText(t('chains/mode-sequential-says'))).toBeVisible();
    await sheet.getByRole('button', { name: t('chains/start'), exact: true }).click();
    await expectComplete(sheet, 150);
    await expect(sheet.getByText(t('chains/head-signed', { checkpoint: 1n }))).toBeVisible();
    await sheet.locator('.pic-block').getByText(t('twin'), { exact: true }).first().click();
    const ranges = sheet.getByRole('table', { name: t('chains/ranges-caption') });
    await expect(ranges.getByRole('row').filter({ hasText: t('chains/range-signed') })).toContainText('2–150');
    await expect(ranges).not.toContainText(t('chains/range-ancestor'));
  });

  test('a demo chain that was interrupted goes on when it is looked at again', async ({ page, site }) => {
    let slow = true;
    site.hook = async (path) => {
      while (slow && path.includes('rotate-038') && path.includes('/headers-'))
        await new Promise((resolve) => setTimeout(resolve, 50));
      return undefined;
    };
    await open(page);
    const sheet = await openChain(page, 'rotate-038');
    await expect(sheet.getByRole('heading', { name: t('chains/state-filling-history') })).toBeVisible();
    await page.reload();
    slow = false;
    await expectComplete(page.locator('mz-chain-detail'), 260, 20_000);
  });

  test('can be stopped in the middle and goes on from there', async ({ page, site }) => {
    let slow = true;
    site.hook = async (path) => {
      if (slow && path.includes('demo-a') && path.includes('/blocks-'))
        await new Promise((resolve) => setTimeout(resolve, 300));
      return undefined;
    };
    await open(page);
    await acceptPack(
      page,
      packFile({ name: 'slow and sure', chains: [freshDemoChain('demo-a', sourcesAt('demo-a', site.origin))] }),
    );
    const sheet = await openChain(page, 'demo-a');
    await sheet.getByRole('button', { name: t('chains/mode-sequential') }).click();
    await sheet.getByRole('button', { name: t('chains/start'), exact: true }).click();
    await expect(sheet.getByText(/^\d[\d,]* \/ 1,201（/)).toBeVisible({ timeout: 20_000 });
    await page.waitForTimeout(1500);
    await sheet.getByRole('button', { name: t('chains/stop') }).click();
    await expect(sheet.getByRole('button', { name: t('chains/stop') })).toBeHidden();
    await expect(sheet.getByRole('heading', { name: t('chains/state-failed') })).toBeHidden();
    const asked = site.count('/demo/archives/');
    await page.waitForTimeout(1500);
    expect(site.count('/demo/archives/')).toBeLessThanOrEqual(asked + 1);
    slow = false;
    await sheet.getByRole('button', { name: t('chains/mode-sequential') }).click();
    await sheet.getByRole('button', { name: new RegExp(`^(${t('chains/start')}|${t('chains/resume')})$`) }).click();
    await expectComplete(sheet, 1201);
    await expect(sheet.getByText(t('chains/head-signed', { checkpoint: 1n }))).toBeVisible();
  });
});

test.describe('start over', () => {
  async function startOver(page: Page, what: string, button: string): Promise<void> {
    await go(page, '#/settings');
    const form = page.locator('mz-start-over');
    await form.getByLabel(t('settings/start-over-what')).selectOption(what);
    await form.getByRole('button', { name: t('settings/start-over-button') }).click();
    await form.getByRole('dialog').getByRole('button', { name: button, exact: true }).click();
  }
  const stored = (page: Page) => page.getByRole('table', { name: t('settings/storage-by-chain') });

  test('for one chain: its headers go, the others stay, and it can be fetched again', async ({ page }) => {
    await open(page);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
    await expectComplete(await openChain(page, 'v034-test'), 150);
    await startOver(page, 'v034-test', t('settings/keep'));
    await expect(stored(page).getByRole('row', { name: /v034-test/ })).toContainText(/kB/);
    await startOver(page, 'v034-test', t('settings/do-chain'));
    await expect(page.getByText(t('settings/start-over-done'))).toBeVisible({ timeout: 20_000 });
    await expect(stored(page).getByRole('row', { name: /v034-test [1-9]/ })).toHaveCount(0);
    await expect(stored(page).getByRole('row', { name: /demo-a/ })).toContainText(/1,\d{3}/);
    await expect(page.getByText(t('settings/rebuilt'))).toBeHidden();
    await expectComplete(await openChain(page, 'v034-test'), 150);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
  });

  test('what is stored is counted as on the page of the chain', async ({ page }) => {
    await open(page);
    await expectComplete(await openChain(page, 'v034-test'), 150);
    await go(page, '#/settings');
    await expect(
      stored(page)
        .getByRole('row', { name: /v034-test/ })
        .getByRole('cell')
        .first(),
    ).toHaveText('150');
  });

  test('for everything: packs, sources and headers go; the app is as new', async ({ page }) => {
    test.setTimeout(90_000);
    await open(page);
    await expectComplete(await openChain(page, 'demo-a'), 1201);
    await addSource(page.locator('mz-chain-detail'), 'ws://127.0.0.1:9/websocket');
    await expect(sourceRows(page.locator('mz-chain-detail'))).toHaveCount(2);
    await acceptPack(
      page,
      packFile({ name: 'passing', chains: [{ ...demoChain('v037-test'), id: 'passing-1', sources: [] }] }),
    );
    await startOver(page, '', t('settings/do-all'));
    await expect(page.getByText(t('settings/start-over-done'))).toBeVisible({ timeout: 30_000 });
    await expect(page.locator('mz-packs')).not.toContainText('passing');
    await expect(stored(page).getByRole('row', { name: /1,\d{3}/ })).toHaveCount(0);
    const sheet = await openChain(page, 'demo-a');
    await expect(sourceRows(sheet)).toHaveCount(1);
    await expectComplete(sheet, 1201);
    await page.reload();
    await expectComplete(page.locator('mz-chain-detail'), 1201);
    await go(page, '#/settings');
    await expect(page.getByText(t('settings/rebuilt'))).toBeHidden();
  });
});

test.describe('a trust pack', () => {
  test('is shown before it is trusted, then brings its chain, then goes', async ({ page }) => {
    const key = freshKey();
    const chain = { ...demoChain('v037-test'), operator: '某试点链运营方', sources: [] };
    const file = packFile({ name: '试点信任包', chains: [chain], key });
    const names = page.locator('mz-packs').getByRole('heading', { level: 3 });
    await open(page);
    await importPack(page, file);
    const preview = page.getByRole('region', { name: t('settings/preview-title', { name: '试点信任包', version: 1 }) });
    await expect(preview).toBeVisible();
    await expect(preview.getByRole('heading', { level: 3 })).toBeFocused();
    await expect(preview).toContainText('某试点链运营方');
    const shown = (await preview.innerText()).replace(/\s/g, '');
    expect(shown).toContain(thumbprint(key));
    const fingerprint = await preview.locator('.hash').first().innerText();
    expect(fingerprint.trim()).toMatch(/^(?:[0-9a-f]{4}\s+){15}[0-9a-f]{4}$/);
    await preview.getByRole('button', { name: t('settings/preview-cancel') }).click();
    await expect(names.filter({ hasText: '试点信任包' })).toHaveCount(0);
    await expect(page.getByRole('button', { name: t('chains/import-pack') })).toBeFocused();

    await acceptPack(page, file);
    await expect(page.getByText(t('settings/pack-accepted', { name: '试点信任包' }))).toBeVisible();
    const mine = page.locator('mz-packs').filter({ hasText: '试点信任包' });
    await expect(mine).toContainText(t('settings/pack-imported'));
    await expect(mine).toContainText(fingerprint.trim().replace(/\s+/g, ' '));
    const sheet = await openChain(page, 'v037-test');
    await expect(sheet.getByText(t('chains/imported-pack'))).toBeVisible();
    await expect(sheet.getByText(t('chains/no-sources'))).toBeVisible();
    await page.reload();
    await go(page, '#/settings');
    await page.getByRole('button', { name: t('settings/pack-remove-of', { name: '试点信任包' }) }).click();
    const dialog = page.getByRole('dialog', { name: t('settings/pack-remove-ask', { name: '试点信任包' }) });
    await page.keyboard.press('Escape');
    await expect(names.filter({ hasText: '试点信任包' })).toHaveCount(1);
    await page.getByRole('button', { name: t('settings/pack-remove-of', { name: '试点信任包' }) }).click();
    await dialog.getByRole('button', { name: t('settings/pack-remove'), exact: true }).click();
    await expect(names.filter({ hasText: '试点信任包' })).toHaveCount(0);
    await expectComplete(await openChain(page, 'v037-test'), 150);
  });

  test('a newer version replaces the older one and says so; the older is refused from then on', async ({ page }) => {
    const chains = [{ ...demoChain('v037-test'), id: 'pilot-1', sources: [] }];
    const key = freshKey();
    const first = packFile({ name: 'pilot', version: 1, chains, key });
    await open(page);
    await acceptPack(page, first);
    await importPack(page, packFile({ name: 'pilot', version: 2, chains, key }));
    await expect(page.getByText(t('settings/preview-replaces', { name: 'pilot', version: 1 }))).toBeVisible();
    await page.getByRole('button', { name: t('settings/preview-accept') }).click();
    await expect(page.locator('mz-packs')).toContainText(t('settings/pack-version', { version: 2 }));
    await importPack(page, first);
    const accept = page.getByRole('button', { name: t('settings/preview-accept') });
    await accept.click();
    await expect(page.locator('mz-packs').getByRole('alert')).toContainText(sentence('store/pack-rollback'));
    await expect(page.locator('mz-packs')).toContainText(t('settings/pack-version', { version: 2 }));
  });

  test('what is no good pack is refused in words, and the next one is taken', async ({ page }) => {
    await open(page);
    const good = packFile({ name: 'good', chains: [{ ...demoChain('v037-test'), id: 'good-1', sources: [] }] });
    const pack = JSON.parse(good.buffer.toString());
    const payload = Buffer.from(pack.payload, 'base64url').toString().replace('good-1', 'evil-1');
    const forged = JSON.stringify({ ...pack, payload: Buffer.from(payload).toString('base64url') });
    const problem = page.locator('mz-packs').getByRole('alert');
    const refusals = [
      [textFile('forged.json', forged), 'trust/signature'],
      [textFile('a.json', '{"payload":'), 'json/syntax'],
      [textFile('a.json', '{}'), undefined],
      [textFile('empty.json', ''), undefined],
      [fileOf(`/demo/samples/good/${filesOf('good')[1]!.name}`), undefined],
    ] as const;
    for (const [file, code] of refusals) {
      await importPack(page, file);
      await expect(problem).toContainText(code ? sentence(code) : /\p{Script=Han}{3}/u);
      await expect(problem).not.toContainText(/[a-z]+\/[a-z-]+/);
    }
    await acceptPack(page, good);
    await expect(page.locator('mz-packs')).toContainText('good-1');
  });
});
