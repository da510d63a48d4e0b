// The built app as the end-to-end tests are served it: with its real headers, on a free port of its own, from a copy where
// a test wants to change files; and a proxy that lets nothing out and remembers who tried.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { serveFolder } from '../../scripts/static-server.mjs';

/** The build to test; another folder for trials while `dist` is being built anew. */
export const DIST = process.env.E2E_DIST ?? fileURLToPath(new URL('../../dist', import.meta.url));

/** May wait before a file is served. `drop` closes the connection instead of an answer. */
export type Hook = (path: string) => Promise<'drop' | undefined> | 'drop' | undefined;

export class Site {
  /** Paths in the order they were asked for. */
  readonly hits: string[] = [];
  hook?: Hook;
  readonly #sockets = new Set<Socket>();

  private constructor(
    readonly folder: string,
    private readonly server: Server,
    private readonly isCopy: boolean,
  ) {}

  /** `copy`: files may be changed, the build stays as it is. */
  static async start({ copy = false } = {}): Promise<Site> {
    const folder = copy ? mkdtempSync(join(tmpdir(), 'mz-site-')) : DIST;
    if (copy) cpSync(DIST, folder, { recursive: true });
    const server = await serveFolder(folder);
    const site = new Site(folder, server, copy);
    const [serve] = server.listeners('request') as ((request: IncomingMessage, response: ServerResponse) => void)[];
    server.removeAllListeners('request');
    server.on('request', (request, response) => void site.#serve(request, response, () => serve!(request, response)));
    server.on('connection', (socket) => {
      site.#sockets.add(socket);
      socket.on('close', () => site.#sockets.delete(socket));
    });
    return site;
  }

  get origin(): string {
    return `http://localhost:${(this.server.address() as AddressInfo).port}`;
  }

  async #serve(request: IncomingMessage, response: ServerResponse, serve: () => void): Promise<void> {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    this.hits.push(pathname);
    if ((await this.hook?.(pathname)) === 'drop') request.socket.destroy();
    else if (!response.destroyed) serve();
  }

  /** How often anything below a path was asked for. */
  count(prefix: string): number {
    return this.hits.filter((path) => path.startsWith(prefix)).length;
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
    if (this.isCopy) rmSync(this.folder, { recursive: true, force: true });
  }
}

/** What Chromium asks for by itself, whatever page is open. */
const BROWSER_ITSELF = /^content-autofill\.googleapis\.com:443$/;

/** Whatever a browser would send to another host comes here, from pages and workers alike, and goes no further. */
export class Border {
  readonly crossings: string[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<Border> {
    const server = createServer();
    const border = new Border(server);
    server.on('request', (request, response) => {
      border.crossings.push(request.url ?? '?');
      response.writeHead(502).end();
    });
    server.on('connect', (request, socket) => {
      if (!BROWSER_ITSELF.test(request.url ?? '')) border.crossings.push(request.url ?? '?');
      socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return border;
  }

  get proxy(): { server: string; bypass: string } {
    return { server: `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`, bypass: 'localhost,127.0.0.1' };
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }
}
