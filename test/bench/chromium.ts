// The Chromium side: builds the bench page, serves it with the chains on loopback, and runs works in it. The profile is a
// folder on disk, so that IndexedDB works as it does for a person.
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { serveFolder } from '../../scripts/static-server.mjs';
import { packBenchChain } from '../support/bench-chain-files.ts';
import type { ChainName, WorkEntry } from './catalog.ts';
import { JSON_PEER } from './headers-by-links.ts';
import { type Chains, ROOT } from './node-host.ts';
import { type Effort, mustHold, type Row, sizes } from './rounds.ts';
import { tinySecp256k1Wasm } from './tiny-secp256k1-wasm.ts';

const FOLDER = join(ROOT, 'build/bench-page');
const PAGE = 'test/bench/page.html';
const DISK_CHAIN: ChainName = 'headers-100000';
const BUILD_TIME = '2026-11-24T20:00:00Z';

/** The page with the app's own worker, and the demo beside it. */
function buildPage(): Promise<unknown> {
  return build({
    configFile: false,
    root: ROOT,
    logLevel: 'error',
    define: { __APP_VERSION__: '"bench"', __BUILD_TIME__: JSON.stringify(BUILD_TIME) },
    plugins: [tinySecp256k1Wasm()],
    worker: { format: 'es', plugins: () => [tinySecp256k1Wasm()] },
    build: {
      outDir: FOLDER,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(ROOT, PAGE) },
    },
  });
}

function writeChains(works: readonly WorkEntry[], chains: Chains): void {
  mkdirSync(join(FOLDER, 'chains'), { recursive: true });
  for (const name of new Set(works.flatMap((work) => work.chains))) {
    const { json, bytes } = packBenchChain(chains.get(name));
    writeFileSync(join(FOLDER, 'chains', `${name}.json`), json);
    writeFileSync(join(FOLDER, 'chains', `${name}.bin`), bytes);
  }
}

interface Finder {
  readonly findChromium: () => string | undefined;
  readonly launchArgs: string[];
}

interface Opened {
  readonly context: BrowserContext;
  readonly page: Page;
  readonly profile: string;
}

/** A new profile, and the page in it. */
async function open(address: string): Promise<Opened> {
  const script = pathToFileURL(join(ROOT, 'scripts/chromium.mjs')).href;
  const { findChromium, launchArgs } = (await import(/* @vite-ignore */ script)) as Finder;
  const profile = mkdtempSync(join(tmpdir(), 'mingzheng-bench-'));
  const context = await chromium.launchPersistentContext(profile, {
    executablePath: findChromium(),
    args: launchArgs,
  });
  const page = await context.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.goto(`${address}/${PAGE}`);
  await page.waitForFunction(() => window.bench !== undefined);
  return { context, page, profile };
}

async function withPage<T>(address: string, use: (opened: Opened) => Promise<T>): Promise<T> {
  const opened = await open(address);
  try {
    return await use(opened);
  } finally {
    await opened.context.close();
    rmSync(opened.profile, { recursive: true, force: true });
  }
}

function bytesBelow(path: string): number {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.size;
  return readdirSync(path).reduce((sum, name) => sum + bytesBelow(join(path, name)), 0);
}

/** What IndexedDB has on disk for a filled store, with the browser closed. */
async function measureDisk(address: string, work: string, chains: Chains): Promise<Row[]> {
  return withPage(address, async ({ context, page, profile }) => {
    await page.evaluate((name) => window.bench!.fill(name), DISK_CHAIN);
    await context.close();
    const { head, jsonBytes } = chains.get(DISK_CHAIN);
    const count = Number(head);
    const bytes = bytesBelow(join(profile, 'Default/IndexedDB'));
    mustHold(bytes > 64 * count, 'the headers are on disk');
    return [sizes(work, 'chromium', bytes / count, jsonBytes / count, JSON_PEER)];
  });
}

function runWork(page: Page, work: string, effort: Effort): Promise<Row[]> {
  return page.evaluate(([id, given]) => window.bench!.run(id, given), [work, effort] as const);
}

export interface ChromiumRun {
  /** As the browser names it. */
  readonly version: string;
}

/** Runs works in one profile; the size on disk is measured in a profile of its own. */
export async function runInChromium(
  works: readonly WorkEntry[],
  chains: Chains,
  effort: Effort,
  onRows: (rows: readonly Row[]) => void,
): Promise<ChromiumRun> {
  await buildPage();
  writeChains(works, chains);
  const server = await serveFolder(FOLDER, { host: '127.0.0.1' });
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  try {
    const version = await withPage(address, async ({ context, page }) => {
      for (const { id } of works) if (id !== 'header-bytes-disk') onRows(await runWork(page, id, effort));
      return context.browser()?.version() ?? (await page.evaluate(() => navigator.userAgent));
    });
    if (works.some(({ id }) => id === 'header-bytes-disk'))
      onRows(await measureDisk(address, 'header-bytes-disk', chains));
    return { version };
  } finally {
    server.close();
  }
}
