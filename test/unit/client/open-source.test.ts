// What an address is, which addresses are refused, and how files are fetched.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { ArchiveSource } from '../../../src/client/archive/source.ts';
import { fetchFrom, kindOfAddress, openSource } from '../../../src/client/open-source.ts';
import { JsonRpcSource } from '../../../src/client/sources/json-rpc.ts';
import { codeOf as codeOfError, MingzhengError } from '../../../src/core/error.ts';
import { profileOf } from '../../support/make-chain.ts';
import { makeFisco } from '../../support/make-fisco.ts';
import { refusal } from '../../support/mutate.ts';
import { codeOf, NO_SIGNAL } from './rig.ts';

function kindOrCode(address: string): string {
  try {
    return kindOfAddress(address);
  } catch (error) {
    return codeOfError(error);
  }
}

describe('the kind of an address', () => {
  it.each([
    ['wss://node.example/websocket', 'websocket'],
    ['wss://node.example:26657', 'websocket'],
    ['ws://localhost:26657/websocket', 'websocket'],
    ['ws://127.0.0.1:26657/websocket', 'websocket'],
    ['ws://[::1]:26657/websocket', 'source/insecure-address'],
    ['https://node.example', 'http'],
    ['https://node.example/', 'http'],
    ['https://node.example/rpc', 'http'],
    ['http://127.0.0.1:26657', 'http'],
    ['https://cdn.example/archives/demo/', 'archive'],
    ['HTTPS://CDN.example/archives/demo/', 'archive'],
    ['http://localhost:8080/a/', 'archive'],
    ['ws://node.example/websocket', 'source/insecure-address'],
    ['http://node.example', 'source/insecure-address'],
    ['http://127.0.0.1.example', 'source/insecure-address'],
    ['http://localhost.example/a/', 'source/insecure-address'],
    ['ws://10.0.0.1:26657', 'source/insecure-address'],
    ['ftp://localhost/a/', 'source/bad-address'],
    ['https://user:secret@node.example', 'source/bad-address'],
    ['https://user@node.example', 'source/bad-address'],
    ['node.example:26657', 'source/insecure-address'],
    ['', 'source/bad-address'],
    ['not an address', 'source/bad-address'],
    ['//node.example', 'source/bad-address'],
    ['https://', 'source/bad-address'],
  ])('%s: %s', (address, expected) => {
    expect(kindOrCode(address)).toBe(expected);
  });

  it('never repeats a password in its refusal', () => {
    try {
      kindOfAddress('https://user:secret@node.example');
      expect.unreachable();
    } catch (error) {
      expect(String(error)).not.toContain('secret');
    }
  });
});

describe('opening', () => {
  const profile = profileOf('demo');
  it.each([
    ['archive', '/demo/archives/a/', ArchiveSource],
    ['http', 'http://localhost:1', JsonRpcSource],
    ['websocket', 'ws://localhost:1/websocket', JsonRpcSource],
  ] as const)('%s makes the source that belongs to it, without asking anybody', (kind, address, type) => {
    const source = openSource({ id: 'x', kind, address, operator: 'op' }, cometbft, profile, 'https://app.example');
    expect(source).toBeInstanceOf(type);
    expect(source).toMatchObject({ id: 'x', operator: 'op' });
  });
});

describe('opening for a family whose nodes have no sockets', () => {
  const { profile } = makeFisco();
  const open = (kind: 'archive' | 'http' | 'websocket', address: string) =>
    openSource({ id: 'x', kind, address, operator: 'op' }, fiscoBcos, profile, 'https://app.example');

  it('refuses a socket, and opens what there is', () => {
    expect(refusal(() => open('websocket', 'ws://localhost:1/websocket'))).toBe('source/no-websocket');
    expect(open('http', 'http://localhost:1')).toBeInstanceOf(JsonRpcSource);
    expect(open('archive', '/demo/archives/a/')).toBeInstanceOf(ArchiveSource);
  });

  it('listens to nothing, and asks the node nothing for it', async () => {
    const asked: string[] = [];
    const transport = {
      call: () => Promise.reject(new MingzhengError('source/unreachable')),
      subscribe: async ({ method }: { readonly method: string }) => {
        asked.push(method);
        return () => undefined;
      },
      close: () => undefined,
    };
    const source = new JsonRpcSource('x', 'op', fiscoBcos, profile, transport);
    expect(await source.onNewBlock(() => undefined)).toBeUndefined();
    expect(asked).toEqual([]);
    const other = new JsonRpcSource('x', 'op', cometbft, profileOf('demo'), transport);
    expect(await other.onNewBlock(() => undefined)).toBeTypeOf('function');
    expect(asked).toEqual(['subscribe']);
  });
});

describe('files below an address', () => {
  let server: Server;
  let base: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const path = request.url ?? '';
      if (path === '/a/good.bin') response.end('12345');
      else if (path === '/a/away.bin') response.writeHead(302, { location: '/a/good.bin' }).end();
      else if (path === '/a/broken.bin') response.writeHead(503).end();
      else response.writeHead(404).end();
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}/a/`;
  });
  afterAll(() => server.close());

  const code = (path: string, limit = 100, signal = NO_SIGNAL) => codeOf(fetchFrom(base)(path, limit, signal));

  it('are read up to a limit, in bytes', async () => {
    expect(await fetchFrom(base)('good.bin', 5, NO_SIGNAL)).toEqual(new TextEncoder().encode('12345'));
    expect(await code('good.bin', 4)).toBe('source/reply-too-large');
  });

  it('fail by name: missing, broken, sent elsewhere, cancelled, nobody there', async () => {
    expect(await code('none.bin')).toBe('source/not-found');
    expect(await code('broken.bin')).toBe('source/server-error');
    expect(await code('away.bin')).toBe('source/unreachable');
    expect(await code('good.bin', 100, AbortSignal.abort())).toBe('client/cancelled');
    expect(await codeOf(fetchFrom('http://127.0.0.1:1/a/')('x.bin', 1, NO_SIGNAL))).toBe('source/unreachable');
  });
});
