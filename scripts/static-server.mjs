// Serves a built folder over HTTP with the security headers of the build (headers.json): what `npm start` and the tests use.
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { extname, join, normalize, sep } from 'node:path';

const TYPES = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.wasm': 'application/wasm',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
};

/** The file for a path of an address, or undefined where it leads out of the folder or to nothing. */
function fileFor(folder, pathname) {
  const wanted = pathname.endsWith('/') ? `${pathname}index.html` : pathname;
  const path = normalize(join(folder, decodeURIComponent(wanted)));
  if (!path.startsWith(normalize(folder) + sep)) return undefined;
  return existsSync(path) && statSync(path).isFile() ? path : undefined;
}

/** Starts serving; port 0 takes a free one. Resolves with the server once it listens. */
export function serveFolder(folder, { port = 0, host = 'localhost', onRequest } = {}) {
  const headersFile = join(folder, 'headers.json');
  const headers = existsSync(headersFile) ? JSON.parse(readFileSync(headersFile, 'utf8')) : {};
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    onRequest?.(request);
    let file;
    try {
      file = fileFor(folder, pathname);
    } catch {
      file = undefined; // not a path at all
    }
    if (!file || (request.method !== 'GET' && request.method !== 'HEAD')) {
      response.writeHead(404, { ...headers, 'content-type': 'text/plain' }).end('not found');
      return;
    }
    const type = TYPES[extname(file)] ?? 'application/octet-stream';
    const cache = pathname.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-cache';
    response.writeHead(200, {
      ...headers,
      'content-type': type,
      'content-length': statSync(file).size,
      'cache-control': cache,
    });
    if (request.method === 'HEAD') response.end();
    else createReadStream(file).pipe(response);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve(server));
  });
}
