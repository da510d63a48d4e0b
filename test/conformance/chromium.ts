// Runs the conformance page in Chromium: builds it, serves it with the folders of test data on loopback, and takes its report.
import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, chromium } from 'playwright';
import { build } from 'vite';
import type { Options } from './args.ts';
import type { FileTree } from './file-tree.ts';
import { nodeTree } from './node-tree.ts';
import type { PageOptions } from './page.ts';
import type { Listing } from './page-tree.ts';
import type { ReportJson } from './print.ts';

/** Two levels above this file, and above its bundle in `build/node/`. */
const ROOT = join(import.meta.dirname, '../..');
const PAGE_FOLDER = join(ROOT, 'build/conformance-page');
const PAGE = 'test/conformance/page.html';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.wasm': 'application/wasm',
};

function buildPage(): Promise<unknown> {
  return build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    publicDir: false,
    build: {
      outDir: PAGE_FOLDER,
      emptyOutDir: true,
      target: 'es2022',
      assetsInlineLimit: 0,
      rolldownOptions: { input: join(ROOT, PAGE) },
    },
  });
}

type Trees = Readonly<Record<string, FileTree | undefined>>;

/** `/files/` and `/networks/` give a listing, and files below them; anything else is a file of the page. */
async function contentOf(path: string, trees: Trees): Promise<{ type: string; body: Uint8Array | string }> {
  const [, top = '', rest = ''] = /^\/([^/]*)\/?(.*)$/.exec(path) ?? [];
  const tree = trees[top];
  if (tree === undefined) return pageFile(path);
  const paths = await tree.list();
  if (rest === '') {
    const listing: Listing = { label: tree.label, names: tree.names, paths };
    return { type: 'application/json', body: JSON.stringify(listing) };
  }
  if (!paths.includes(rest)) throw new Error(`no such file: ${rest}`);
  return { type: 'application/octet-stream', body: await tree.read(rest) };
}

async function pageFile(path: string): Promise<{ type: string; body: Uint8Array }> {
  if (path.includes('..')) throw new Error('outside of the page');
  const type = TYPES[extname(path)] ?? 'application/octet-stream';
  return { type, body: await readFile(join(PAGE_FOLDER, path)) };
}

async function respond(request: IncomingMessage, response: ServerResponse, trees: Trees): Promise<void> {
  try {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://local').pathname);
    const { type, body } = await contentOf(path, trees);
    response.writeHead(200, { 'Content-Type': type }).end(body);
  } catch {
    response.writeHead(404).end();
  }
}

async function serve(trees: Trees): Promise<{ server: Server; address: string }> {
  const server = createServer((request, response) => void respond(request, response, trees));
  await new Promise<void>((done) => {
    server.listen(0, '127.0.0.1', done);
  });
  return { server, address: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

interface Finder {
  readonly findChromium: () => string | undefined;
  readonly launchArgs: string[];
}

async function launch(): Promise<Browser> {
  const address = pathToFileURL(join(ROOT, 'scripts/chromium.mjs')).href;
  const { findChromium, launchArgs } = (await import(/* @vite-ignore */ address)) as Finder;
  return chromium.launch({ executablePath: findChromium(), args: launchArgs });
}

async function runPage(browser: Browser, address: string, options: PageOptions): Promise<ReportJson> {
  const page = await browser.newPage();
  page.on('pageerror', (error) => console.error(error));
  await page.exposeFunction('conformanceProgress', (text: string) => console.error(text));
  await page.goto(`${address}/${PAGE}`);
  await page.waitForFunction(() => typeof window.runConformance === 'function');
  return page.evaluate((given) => window.runConformance(given), options);
}

export async function runChromium(options: Options): Promise<ReportJson> {
  const networks = options.networks === undefined ? undefined : nodeTree(options.networks);
  await buildPage();
  const { server, address } = await serve({ files: nodeTree(options.folder), networks });
  const browser = await launch();
  try {
    return await runPage(browser, address, { core: options.core, hasNetworks: networks !== undefined });
  } finally {
    await browser.close();
    server.close();
  }
}
