// The app against living CometBFT networks on this machine: it follows a chain that grows, loses a node, changes its
// validators; it finds and proves a transaction that was just made; and it freezes at a real fork, with evidence that real
// nodes accept. Skipped where there is no Go to build the nodes with.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { expect, type Guard, test } from '../support/e2e.ts';
import { drop, expectVerdict, go, open, openChain, t, textFile } from '../support/e2e-app.ts';
import { ask, type ForkReady, Live, type NetworkReady } from '../support/live.ts';

const FIRST_BUILD_MS = 15 * 60_000;
const NO_GO = 'skipped: no Go';

/** Nodes go with their test, also when it fails. */
const running: { stop(): Promise<void> }[] = [];
test.afterEach(async () => {
  for (const live of running.splice(0)) await live.stop();
});

async function startOrSkip<Ready>(script: string, args: readonly string[]): Promise<Live<Ready>> {
  test.setTimeout(FIRST_BUILD_MS);
  const live = await Live.start<Ready>(script, args);
  test.skip(live === undefined, NO_GO);
  running.push(live!);
  test.setTimeout(150_000);
  return live!;
}

/** Imports the network's own pack as a person does, after a look at what it says. */
async function trust(page: Page, pack: string): Promise<void> {
  await open(page, '#/settings');
  await page.locator('mz-packs input[type=file]').setInputFiles(pack);
  await page.getByRole('button', { name: t('settings/preview-accept') }).click();
  await expect(page.getByRole('button', { name: t('chains/import-pack') })).toBeVisible();
}

function allowNodes(guard: Guard, addresses: readonly string[]): void {
  for (const address of addresses) guard.allowOrigin(address);
}

async function startSync(page: Page, chainId: string): Promise<Locator> {
  const sheet = await openChain(page, chainId);
  await sheet.getByRole('button', { name: t('chains/start'), exact: true }).click();
  return sheet;
}

/** The verified height on screen. */
async function heightOn(sheet: Locator): Promise<number> {
  const figure = sheet.locator('dl.figures dd').first();
  await expect(figure).toBeVisible({ timeout: 20_000 });
  return Number((await figure.innerText()).replace(/\D/g, ''));
}

async function expectGrowth(sheet: Locator, blocks: number, timeout = 25_000): Promise<void> {
  const before = await heightOn(sheet);
  await expect.poll(() => heightOn(sheet), { timeout }).toBeGreaterThan(before + blocks);
}

async function find(page: Page, chainId: string, query: string): Promise<void> {
  const form = page.locator('mz-find');
  await form.getByLabel(t('find/chain'), { exact: true }).selectOption(chainId);
  await form.getByLabel(t('find/query')).fill(query);
  await form.getByRole('button', { name: t('find/go'), exact: true }).click();
}

/** Puts a record on the chain; gives the transaction's hash once two more blocks stand on it. */
async function record(network: Live<NetworkReady>, id: string, document: Buffer): Promise<string> {
  const digest = createHash('sha256').update(document).digest('hex');
  const { replies } = await network.command(`tx record/${id}=${digest}`);
  const heightNow = async () => (await network.command('height')).heights![0]!;
  const sent = await heightNow();
  await expect.poll(heightNow, { timeout: 20_000 }).toBeGreaterThan(sent + 2);
  return replies![0]!.hash;
}

async function saveProof(page: Page): Promise<Download> {
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: t('action/proof') }).click(),
  ]);
  return download;
}

const sourceRow = (sheet: Locator, address: string) =>
  sheet
    .getByRole('table', { name: t('chains/sources') })
    .getByRole('row')
    .filter({ hasText: address });

test('a living network: followed, a record found and proven, a change of power, a node lost', async ({
  page,
  context,
  guard,
}, info) => {
  const pack = info.outputPath('local.pack.json');
  const args = ['--chain-id', 'live-local', '--block-ms', '300', '--pack', pack];
  const network = await startOrSkip<NetworkReady>('live-network.mjs', args);
  const { ws } = network.ready;
  allowNodes(guard, ws);
  guard.allow(/WebSocket connection to .* failed/);

  await trust(page, pack);
  let sheet = await startSync(page, 'live-local');
  await expect(sheet.getByText(t('chains/witnessed'))).toBeVisible({ timeout: 30_000 });
  await expectGrowth(sheet, 4);

  await test.step('a change of validators shows up', async () => {
    await expect(sheet.getByText(t('chains/power-of', { power: 40n }))).toBeVisible();
    await network.command('power 3 25');
    await expect(sheet.getByText(t('chains/power-of', { power: 55n }))).toBeVisible({ timeout: 25_000 });
  });

  const document = Buffer.from(`SAMPLE live ${Date.now()}\n`);
  await test.step('a transaction is found by its hash, and verified', async () => {
    const hash = await record(network, 'live-1', document);
    await go(page, '#/verify');
    await find(page, 'live-local', hash);
    await expectVerdict(page, 'consistent', 'verdict/record-consistent');
  });

  await test.step('its proof file verifies with its document, without a network', async () => {
    const saved = await saveProof(page);
    const proof = textFile(saved.suggestedFilename(), readFileSync(await saved.path()));
    await go(page, '#/verify');
    await context.setOffline(true);
    await drop(page, [textFile('live.txt', document), proof]);
    await expectVerdict(page, 'consistent', 'verdict/document-consistent');
    await context.setOffline(false);
  });

  await test.step('the leading node stops, and the client goes on with another', async () => {
    sheet = await openChain(page, 'live-local');
    await expectGrowth(sheet, 1);
    await network.command('stop 0');
    await expect(sourceRow(sheet, ws[0]!)).toContainText(t('chains/health-unreachable'), { timeout: 30_000 });
    await expectGrowth(sheet, 3, 40_000);
    await expect(sheet.getByText(t('chains/witnessed'))).toBeVisible({ timeout: 30_000 });
  });
});

test('CometBFT 1.0 with secp256k1 keys: followed, a record found and proven', async ({ page, guard }, info) => {
  const pack = info.outputPath('local.pack.json');
  const args = ['--version', '1.0.1', '--key-type', 'secp256k1', '--chain-id', 'live-one', '--block-ms', '300'];
  const network = await startOrSkip<NetworkReady>('live-network.mjs', [...args, '--pack', pack]);
  allowNodes(guard, network.ready.ws);
  await trust(page, pack);
  const sheet = await startSync(page, 'live-one');
  await expectGrowth(sheet, 3);
  const hash = await record(network, 'live-2', Buffer.from('SAMPLE for 1.0\n'));
  await go(page, '#/verify');
  await find(page, 'live-one', hash);
  await expectVerdict(page, 'consistent', 'verdict/record-consistent');
});

/** The evidence of each side, and which nodes take it: those of the other side, never its own. */
async function offer(evidence: unknown, fork: ForkReady): Promise<string[]> {
  const taken: string[] = [];
  for (const side of ['a', 'b'] as const) {
    const { result, error } = await ask(fork[side].rpc[0]!, 'broadcast_evidence', { evidence });
    if (result?.hash) taken.push(side);
    else expect(error?.data ?? '', `refusal of side ${side}`).not.toBe('');
  }
  return taken;
}

test('a real fork: the app freezes, and real nodes accept the evidence that it exports', async ({
  page,
  guard,
}, info) => {
  const pack = info.outputPath('fork.pack.json');
  const network = await startOrSkip<ForkReady>('live/drive-fork.mjs', ['--chain-id', 'fork-live', '--pack', pack]);
  const fork = network.ready;
  allowNodes(guard, [...fork.a.ws, ...fork.b.ws]);
  await trust(page, pack);
  const sheet = await startSync(page, 'fork-live');
  const height = BigInt(fork.common + 1);
  const title = t('chains/fork-title', { chain: 'fork-live', height, count: 2n });
  await expect(page.getByRole('heading', { name: title })).toBeVisible({ timeout: 30_000 });
  await expect(sheet.getByRole('heading', { name: t('chains/state-frozen') })).toBeVisible();
  expect(await heightOn(sheet)).toBe(fork.common);

  const saved: Download[] = [];
  page.on('download', (download) => void saved.push(download));
  await page.getByRole('button', { name: t('chains/export-evidence') }).click();
  await expect.poll(() => saved.length).toBe(2);
  const taken: string[] = [];
  for (const download of saved)
    taken.push(...(await offer(JSON.parse(readFileSync(await download.path(), 'utf8')), fork)));
  expect(taken.sort(), 'each piece is taken by the side that it does not accuse').toEqual(['a', 'b']);

  await page.reload();
  await expect(page.getByRole('heading', { name: title })).toBeVisible({ timeout: 20_000 });
});
