// npm run size: gzip -9 of every response that a first visit needs until the demo chain's head stands verified on screen, by
// part. The service worker's script counts; what it keeps for later does not. The worker itself is held off, because a
// file that it happened to fetch first would be served from its cache and go uncounted.
import { existsSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { chromium } from 'playwright';
import { findChromium, launchArgs } from './chromium.mjs';
import { serveFolder } from './static-server.mjs';

const BUDGET = 120_000;
const HEAD = '1,201';
const folder = 'dist';
if (!existsSync(join(folder, 'index.html'))) {
  console.error('nothing is built: npm run build first');
  process.exit(1);
}

/** Paths by when they were first asked for. */
const asked = new Map([['/sw.js', 0]]);
const server = await serveFolder(folder, {
  onRequest: ({ url }) => {
    const { pathname } = new URL(url, 'http://localhost');
    if (!asked.has(pathname)) asked.set(pathname, Date.now());
  },
});
const browser = await chromium.launch({ executablePath: findChromium(), args: launchArgs });
const page = await browser.newPage({ locale: 'zh-CN', serviceWorkers: 'block' });
// The page notes the moment itself: on a busy machine this script hears of it when the next files have been asked for.
await page.addInitScript((head) => {
  const note = () => {
    if (document.body?.textContent?.includes(head)) globalThis.shownAt ??= Date.now();
  };
  new MutationObserver(note).observe(document, { childList: true, characterData: true, subtree: true });
}, HEAD);
await page.goto(`http://localhost:${server.address().port}/`);
await page.waitForFunction(() => globalThis.shownAt !== undefined, undefined, { timeout: 30_000 });
const shownAt = await page.evaluate(() => globalThis.shownAt);
await browser.close();
server.close();

const partOf = (path) =>
  path.startsWith('/demo/') ? 'data' : ({ '.js': 'script', '.css': 'style', '.wasm': 'wasm' }[extname(path)] ?? 'page');
const needed = [...asked].flatMap(([path, at]) => (at <= shownAt ? [path] : []));
const rows = needed.map((path) => {
  const file = join(folder, path === '/' ? 'index.html' : path);
  return { path, part: partOf(path), size: existsSync(file) ? gzipSync(readFileSync(file), { level: 9 }).length : 0 };
});
for (const part of ['page', 'script', 'style', 'wasm', 'data']) {
  const own = rows.filter((row) => row.part === part);
  for (const { path, size } of own) console.log(`  ${String(size).padStart(7)}  ${path}`);
  console.log(`${part}: ${own.reduce((sum, { size }) => sum + size, 0)} bytes`);
}
const total = rows.reduce((sum, { size }) => sum + size, 0);
if (total > BUDGET) console.error(`over the budget of ${BUDGET} bytes`);
console.log(`total ${total} bytes`);
process.exit(total > BUDGET ? 1 : 0);
