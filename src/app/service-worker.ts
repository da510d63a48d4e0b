// The service worker: keeps the app on the device and serves it from there. Every file is checked against the SHA-256 that
// the build wrote into this script before it is kept, so that a bad proxy or a half-made release is never installed.
// It answers same-origin GETs only; everything else passes as if it were not there.
declare const __PRECACHE__: readonly [url: string, sha256: string][];
declare const __BUILD__: string;

const sw = self as unknown as ServiceWorkerGlobalScope;
const APP = `app-${__BUILD__}`;
/** Files of archives never change under their name, so they are kept as they are used. */
const ARCHIVES = 'archives';
const ARCHIVES_PATH = '/demo/archives/';

async function sha256Hex(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** A response made anew from the checked bytes: without marks of a redirect or of compression, with all other headers. */
async function fetchChecked(url: string, expected: string): Promise<Response> {
  const response = await fetch(url, { cache: 'reload', credentials: 'same-origin' });
  const bytes = await response.arrayBuffer();
  if (!response.ok || (await sha256Hex(bytes)) !== expected) throw new Error(`${url}: ${response.status}`);
  const headers = new Headers(response.headers);
  headers.delete('content-encoding');
  headers.delete('content-length');
  return new Response(bytes, { headers });
}

async function install(): Promise<void> {
  const cache = await caches.open(APP);
  await Promise.all(__PRECACHE__.map(async ([url, hash]) => cache.put(url, await fetchChecked(url, hash))));
}

async function activate(): Promise<void> {
  const old = (await caches.keys()).filter((name) => name.startsWith('app-') && name !== APP);
  await Promise.all(old.map((name) => caches.delete(name)));
  await sw.clients.claim();
}

async function fromApp(request: Request, path: string): Promise<Response> {
  const cache = await caches.open(APP);
  const kept = (await cache.match(path)) ?? (request.mode === 'navigate' && (await cache.match('/index.html')));
  return kept || fetch(request);
}

async function fromArchives(request: Request): Promise<Response> {
  const cache = await caches.open(ARCHIVES);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const response = await fetch(request);
  // A full disk must not turn a good reply into a failure.
  if (response.status === 200) await cache.put(request.url, response.clone()).catch(() => undefined);
  return response;
}

function answer(request: Request): Promise<Response> | undefined {
  const { origin, pathname, search } = new URL(request.url);
  if (request.method !== 'GET' || origin !== sw.location.origin) return undefined;
  if (request.mode === 'navigate') return fromApp(request, pathname);
  // What a query asks for is never what was kept; a range is a part of it.
  if (search !== '' || request.headers.has('range')) return undefined;
  return pathname.startsWith(ARCHIVES_PATH) ? fromArchives(request) : fromApp(request, pathname);
}

sw.addEventListener('install', (event) => event.waitUntil(install()));
sw.addEventListener('activate', (event) => event.waitUntil(activate()));
sw.addEventListener('fetch', (event) => {
  const reply = answer(event.request);
  if (reply) event.respondWith(reply);
});
sw.addEventListener('message', (event) => {
  if (event.data === 'SKIP_WAITING') void sw.skipWaiting();
  if (event.data === 'VERSION') (event.ports[0] ?? event.source)?.postMessage(__BUILD__);
});
