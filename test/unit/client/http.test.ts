// JSON-RPC over HTTP: statuses, pauses that a server asks for, limits on size and time, and cancelling.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { classifyRefusal } from '../../../src/chain/cometbft/rpc.ts';
import { HttpTransport } from '../../../src/client/sources/http.ts';
import { installNetwork, limit, uninstallNetwork } from './node-rig.ts';
import { codeOf, errorOf, NO_SIGNAL } from './rig.ts';

let server: Server;
let url: string;
let respond: (response: ServerResponse, body: string, request: IncomingMessage) => void;

beforeAll(async () => {
  installNetwork();
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => respond(response, body, request));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
});
afterAll(() => {
  uninstallNetwork();
  server.closeAllConnections();
  server.close();
});
let transport: HttpTransport;
beforeEach(() => {
  limit.ms = 15_000;
  transport = new HttpTransport(url, classifyRefusal);
});

const call = (signal = NO_SIGNAL) => transport.call({ method: 'status', params: {} }, signal);
const idIn = (body: string): number => JSON.parse(body).id;
const JSON_TYPE = { 'content-type': 'application/json' };
const reply = (response: ServerResponse, status: number, value: unknown) =>
  response.writeHead(status, JSON_TYPE).end(JSON.stringify(value));

describe('an answer', () => {
  it('is taken where its id is that of the call; every call has its own', async () => {
    const seen: number[] = [];
    respond = (response, body) => {
      seen.push(idIn(body));
      reply(response, 200, { jsonrpc: '2.0', id: idIn(body), result: { n: `${seen.length}` } });
    };
    expect((await call()).string('n')).toBe('1');
    expect((await call()).string('n')).toBe('2');
    expect(new Set(seen).size).toBe(2);
  });

  it('is asked for without cookies, and from no cache', async () => {
    let headers: IncomingMessage['headers'] = {};
    respond = (response, body, request) => {
      headers = request.headers;
      reply(response, 200, { id: idIn(body), result: {} });
    };
    await call();
    expect(headers.cookie).toBeUndefined();
    expect(headers.authorization).toBeUndefined();
    expect(headers['cache-control']).toBe('no-cache');
  });

  it("with status 500 and JSON inside is the node's own refusal", async () => {
    respond = (response, body) =>
      reply(response, 500, {
        id: idIn(body),
        error: { code: -32603, message: 'Internal error', data: 'tx (AB) not found' },
      });
    expect(await codeOf(call())).toBe('source/not-found');
  });

  it("with status 500 and anything else is the server's failure", async () => {
    respond = (response) => void response.writeHead(502, { 'content-type': 'text/html' }).end('<html>');
    expect(await errorOf(call())).toMatchObject({ code: 'source/server-error', values: { status: 502 } });
  });

  it('that leads elsewhere is not followed', async () => {
    respond = (response) => void response.writeHead(307, { location: url }).end();
    expect(await codeOf(call())).toBe('source/unreachable');
  });
});

describe('too many requests', () => {
  const soon = (): string => new Date(Date.now() + 90_000).toUTCString();
  const CASES: readonly (readonly [string, () => string | undefined, number, number])[] = [
    ['seconds', () => '7', 7000, 7000],
    ['a date', soon, 85_000, 91_000],
    ['a date in the past', () => 'Wed, 21 Oct 2015 07:28:00 GMT', 0, 0],
    ['nonsense', () => 'later', 0, 0],
    ['a negative number', () => '-5', 0, 0],
    ['nothing', () => undefined, 0, 0],
  ];

  it.each(CASES)('with %s', async (_, header, least, most) => {
    const value = header();
    respond = (response) => void response.writeHead(429, value === undefined ? {} : { 'retry-after': value }).end();
    const error = await errorOf(call());
    expect(error.code).toBe('source/too-many-requests');
    const asked = Number(error.values.retryAfterMs);
    expect(asked).toBeGreaterThanOrEqual(least);
    expect(asked).toBeLessThanOrEqual(most);
  });
});

describe('limits', () => {
  it('an answer is read up to 32 MB; the server is then hung up on', async () => {
    const chunk = 'x'.repeat(1 << 20);
    let written = 0;
    const closed = new Promise<void>((resolve) => {
      respond = (response) => {
        response.on('close', resolve);
        response.writeHead(200, JSON_TYPE);
        const more = () => {
          while (!response.destroyed && written < 200) {
            written++;
            if (!response.write(chunk)) return void response.once('drain', more);
          }
        };
        more();
      };
    });
    expect(await errorOf(call())).toMatchObject({ code: 'source/reply-too-large', values: { limit: 32 << 20 } });
    await closed;
    expect(written).toBeLessThan(200);
  });

  it('no answer within the time limit is a time-out', async () => {
    limit.ms = 250;
    respond = () => undefined;
    expect(await codeOf(call())).toBe('source/timeout');
  });

  it('half an answer within the time limit is a time-out too', async () => {
    limit.ms = 250;
    respond = (response) => void response.writeHead(200, JSON_TYPE).write('{"id":');
    expect(await codeOf(call())).toBe('source/timeout');
  });

  it('the person can cancel at once', async () => {
    respond = () => undefined;
    const stop = new AbortController();
    const waiting = codeOf(call(stop.signal));
    stop.abort();
    expect(await waiting).toBe('client/cancelled');
    expect(await codeOf(call(AbortSignal.abort()))).toBe('client/cancelled');
  });
});
