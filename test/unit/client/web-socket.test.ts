// JSON-RPC over WebSocket, on a socket that the test plays by hand: late answers, breaks, floods, nonsense, cancelling.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { classifyRefusal } from '../../../src/chain/cometbft/rpc.ts';
import type { RpcCall } from '../../../src/chain/conversation.ts';
import { WebSocketTransport } from '../../../src/client/sources/web-socket.ts';
import { codeOf, NO_SIGNAL } from './rig.ts';

type Listener = (event: { data?: unknown }) => void;

/** A socket whose every move the test makes. */
class FakeSocket {
  static all: FakeSocket[] = [];
  static refuses = false;
  readonly sent: { id: number; method: string }[] = [];
  readonly #listeners = new Map<string, Listener[]>();
  closing = false;

  constructor(readonly url: string) {
    if (FakeSocket.refuses) throw new DOMException('insecure', 'SecurityError');
    FakeSocket.all.push(this);
  }
  addEventListener(kind: string, listener: Listener): void {
    this.#listeners.set(kind, [...(this.#listeners.get(kind) ?? []), listener]);
  }
  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }
  /** As in a browser, the end is told later. */
  close(): void {
    this.closing = true;
  }
  play(kind: string, data?: unknown): void {
    for (const listener of this.#listeners.get(kind) ?? []) listener({ data });
  }
  answer(value: object): void {
    this.play('message', JSON.stringify({ jsonrpc: '2.0', ...value }));
  }
}

beforeEach(() => {
  FakeSocket.all = [];
  FakeSocket.refuses = false;
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const STATUS: RpcCall = { method: 'status', params: {} };
const settle = () => vi.advanceTimersByTimeAsync(0);

function setting() {
  const transport = new WebSocketTransport('ws://localhost:1/websocket', classifyRefusal);
  const call = (signal = NO_SIGNAL) => {
    const answer = transport.call(STATUS, signal);
    answer.catch(() => undefined);
    return answer;
  };
  return { transport, call };
}

/** A transport with one open socket and a call on its way. */
async function waiting() {
  const { transport, call } = setting();
  const answer = call();
  const socket = FakeSocket.all[0]!;
  socket.play('open');
  await settle();
  return { transport, call, answer, socket };
}

describe('one connection', () => {
  it('serves all calls, in whatever order they are answered', async () => {
    const { call, answer, socket } = await waiting();
    const second = call();
    await settle();
    const [one, two] = socket.sent;
    socket.answer({ id: two!.id, result: { n: 'two' } });
    socket.answer({ id: one!.id, result: { n: 'one' } });
    expect((await answer).string('n')).toBe('one');
    expect((await second).string('n')).toBe('two');
    expect(FakeSocket.all.length).toBe(1);
  });

  it('an answer that nobody waits for is nothing', async () => {
    const { answer, socket } = await waiting();
    socket.answer({ id: 999, result: {} });
    socket.answer({ id: socket.sent[0]!.id, result: { n: 'x' } });
    socket.answer({ id: socket.sent[0]!.id, result: { n: 'again' } });
    expect((await answer).string('n')).toBe('x');
  });

  it('is made anew after it broke', async () => {
    const { call, answer, socket } = await waiting();
    socket.play('close');
    expect(await codeOf(answer)).toBe('source/closed');
    const next = call();
    const [, fresh] = FakeSocket.all;
    fresh!.play('open');
    await settle();
    fresh!.answer({ id: fresh!.sent[0]!.id, result: { n: 'y' } });
    expect((await next).string('n')).toBe('y');
  });
});

describe('a connection that breaks', () => {
  it('before it opened is unreachable, for all who wait', async () => {
    const { call } = setting();
    const both = [call(), call()];
    FakeSocket.all[0]!.play('close');
    expect(await Promise.all(both.map((answer) => codeOf(answer)))).toEqual(Array(2).fill('source/unreachable'));
  });

  it('while many wait fails them all at once', async () => {
    const { call, answer, socket } = await waiting();
    const more = [call(), call()];
    await settle();
    socket.play('close');
    const codes = await Promise.all([answer, ...more].map((each) => codeOf(each)));
    expect(codes).toEqual(Array(3).fill('source/closed'));
  });

  it('does not take down the connection that was made after it', async () => {
    const { call, answer, socket } = await waiting();
    socket.play('message', 'garbage');
    await settle();
    expect(socket.closing).toBe(true);
    const next = call();
    const fresh = FakeSocket.all[1];
    fresh?.play('open');
    await settle();
    socket.play('close');
    expect(await codeOf(answer)).toBe('source/closed');
    fresh?.answer({ id: fresh.sent[0]!.id, result: { n: 'fresh' } });
    expect((await next).string('n')).toBe('fresh');
  });

  it('because the browser forbids it is unreachable, and may be tried again', async () => {
    FakeSocket.refuses = true;
    const { call } = setting();
    expect(await codeOf(call())).toBe('source/unreachable');
    FakeSocket.refuses = false;
    const next = call();
    await settle();
    expect(FakeSocket.all.length).toBe(1);
    FakeSocket.all[0]?.play('close');
    await next.catch(() => undefined);
  });

  it('when the transport is closed ends what waits', async () => {
    const { transport, answer, socket } = await waiting();
    transport.close();
    await settle();
    expect(socket.closing).toBe(true);
    socket.play('close');
    expect(await codeOf(answer)).toBe('source/closed');
  });
});

describe('nonsense', () => {
  it.each([
    ['text that is no JSON', 'hello'],
    ['bytes', new ArrayBuffer(8)],
    ['half an answer', '{"id":1,"res'],
  ])('%s: the connection is given up', async (_, data) => {
    const { answer, socket } = await waiting();
    socket.play('message', data);
    await settle();
    expect(socket.closing).toBe(true);
    socket.play('close');
    expect(await codeOf(answer)).toBe('source/closed');
  });

  it.each([
    ['an id that is a text', { id: 'other-1', result: {} }],
    ['an id that is an object', { id: {}, result: {} }],
    ['an id beyond all numbers', { id: 1e300, result: {} }],
  ])('%s does not throw into the event loop', async (_, value) => {
    const { socket } = await waiting();
    expect(() => socket.answer(value)).not.toThrow();
  });

  it('an event of no shape does not throw into the event loop', async () => {
    const { transport, socket } = await waiting();
    const { cometbft } = await import('../../../src/chain/cometbft/family.ts');
    void transport.subscribe(STATUS, (result) => void cometbft.node.isNewBlockEvent!(result));
    await settle();
    const { id } = socket.sent.at(-1)!;
    socket.answer({ id, result: {} });
    expect(() => socket.answer({ id, result: { data: { type: 7 } } })).not.toThrow();
    expect(() => socket.answer({ id, result: 'text' })).not.toThrow();
  });

  it('an answer to our call with both members is a contradiction', async () => {
    const { answer, socket } = await waiting();
    socket.answer({ id: socket.sent[0]!.id, result: {}, error: {} });
    expect(await codeOf(answer)).toBe('source/contradiction');
  });
});

describe('a flood', () => {
  it('of messages that nobody asked for is cut off', async () => {
    const { socket } = await waiting();
    for (let i = 0; i < 10_001; i++) socket.answer({ id: -1, result: {} });
    await settle();
    expect(socket.closing).toBe(true);
  });

  it('is not what a subscription of a long-lived page is, as long as it asks now and then', async () => {
    const { call, socket } = await waiting();
    for (let round = 0; round < 3; round++) {
      for (let i = 0; i < 6000; i++) socket.answer({ id: -1, result: {} });
      void call();
      await settle();
      socket.answer({ id: socket.sent.at(-1)!.id, result: {} });
    }
    await settle();
    expect(socket.closing).toBe(false);
  });
});

describe('time', () => {
  it('an answer may take a quarter of a minute, no longer', async () => {
    const { answer } = await waiting();
    const code = codeOf(answer);
    await vi.advanceTimersByTimeAsync(14_999);
    expect(vi.getTimerCount()).toBe(1);
    await vi.advanceTimersByTimeAsync(1);
    expect(await code).toBe('source/timeout');
    expect(vi.getTimerCount()).toBe(0);
  });

  it('a connection may take as long, then it is given up', async () => {
    const { call } = setting();
    const code = codeOf(call());
    await vi.advanceTimersByTimeAsync(15_000);
    expect(FakeSocket.all[0]!.closing).toBe(true);
    FakeSocket.all[0]!.play('close');
    expect(await code).toBe('source/unreachable');
  });

  it('a call that waits for its answer can be cancelled at once', async () => {
    const { call, socket } = await waiting();
    const stop = new AbortController();
    const code = codeOf(call(stop.signal));
    await settle();
    stop.abort();
    expect(await code).toBe('client/cancelled');
    expect(socket.closing).toBe(false);
  });

  it('a call that waits for its connection can be cancelled at once', async () => {
    const { call } = setting();
    const stop = new AbortController();
    let code: string | undefined;
    void codeOf(call(stop.signal)).then((found) => {
      code = found;
    });
    stop.abort();
    await vi.advanceTimersByTimeAsync(100);
    expect(code).toBe('client/cancelled');
  });

  it('a call with a signal that was aborted before is cancelled', async () => {
    const { call } = await waiting();
    const code = codeOf(call(AbortSignal.abort()));
    await settle();
    expect(await code).toBe('client/cancelled');
  });
});

describe('subscriptions', () => {
  it('bring every event until they are ended', async () => {
    const { transport, socket } = await waiting();
    const seen: string[] = [];
    const made = transport.subscribe(STATUS, (result) => void seen.push(result.string('n')));
    await settle();
    const { id } = socket.sent.at(-1)!;
    socket.answer({ id, result: {} });
    const stop = await made;
    socket.answer({ id, result: { n: '1' } });
    socket.answer({ id, result: { n: '2' } });
    stop();
    socket.answer({ id, result: { n: '3' } });
    expect(seen).toEqual(['1', '2']);
  });

  it('that the node refuses are an error', async () => {
    const { transport, socket } = await waiting();
    const made = transport.subscribe(STATUS, () => undefined);
    made.catch(() => undefined);
    await settle();
    socket.answer({ id: socket.sent.at(-1)!.id, error: { code: -32603, message: 'max_subscriptions reached' } });
    expect(await codeOf(made)).toBe('source/refused');
  });
});
