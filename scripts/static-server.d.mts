import type { IncomingMessage, Server } from 'node:http';

export function serveFolder(
  folder: string,
  options?: { port?: number; host?: string; onRequest?: (request: IncomingMessage) => void },
): Promise<Server>;
