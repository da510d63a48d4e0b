// What crosses between page and worker: errors keep their code and values, signals abort on the other side, in time.
import * as Comlink from 'comlink';
import { afterAll, describe, expect, it } from 'vitest';
import { MingzhengError } from '../../../src/core/error.ts';
import { installTransferHandlers } from '../../../src/worker/transfer.ts';

installTransferHandlers();

const seen: { signal?: AbortSignal; aborts: number } = { aborts: 0 };

const side = {
  async throwCoded() {
    throw new MingzhengError(
      'source/pruned',
      { height: 2n ** 60n, text: 'x', count: 3, flag: true },
      new Error('inner'),
    );
  },
  async throwPlain() {
    throw new TypeError('plain words');
  },
  async throwText() {
    throw 'text'; // not even an error
  },
  async throwAbort() {
    throw new DOMException('stopped', 'AbortError');
  },
  async untilAborted(signal: AbortSignal) {
    seen.signal = signal;
    if (signal.aborted) return 'at once';
    return new Promise<string>((resolve) => {
      signal.addEventListener('abort', () => {
        seen.aborts++;
        resolve('later');
      });
    });
  },
  async echo(value: unknown) {
    return value;
  },
};

const { port1, port2 } = new MessageChannel();
Comlink.expose(side, port2);
const remote = Comlink.wrap<typeof side>(port1);
afterAll(() => {
  port1.close();
  port2.close();
});

async function thrown(call: Promise<unknown>): Promise<MingzhengError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error).toBeInstanceOf(MingzhengError);
  return error as MingzhengError;
}

describe('errors', () => {
  it('keep code and values of every kind, also beyond what numbers hold', async () => {
    const { code, values } = await thrown(remote.throwCoded());
    expect(code).toBe('source/pruned');
    expect(values).toEqual({ height: 2n ** 60n, text: 'x', count: 3, flag: true });
  });

  it('without a code are unexpected ones, with what they said', async () => {
    expect(await thrown(remote.throwPlain())).toMatchObject({
      code: 'internal/unexpected',
      values: { message: 'plain words' },
    });
    expect(await thrown(remote.throwText())).toMatchObject({
      code: 'internal/unexpected',
      values: { message: 'text' },
    });
  });

  it('of cancelled work say so', async () => {
    expect((await thrown(remote.throwAbort())).code).toBe('client/cancelled');
  });
});

describe('signals', () => {
  it('abort on the other side, once', async () => {
    const stop = new AbortController();
    const answer = remote.untilAborted(stop.signal);
    stop.abort();
    stop.abort();
    expect(await answer).toBe('later');
    expect(seen.aborts).toBe(1);
    expect(seen.signal!.aborted).toBe(true);
  });

  it('that were aborted before arrive aborted', async () => {
    expect(await remote.untilAborted(AbortSignal.abort())).toBe('at once');
  });

  it('that never abort stay quiet', async () => {
    const stop = new AbortController();
    let done = false;
    void remote.untilAborted(stop.signal).then(() => {
      done = true;
    });
    await remote.echo('a round trip');
    expect(done).toBe(false);
    stop.abort();
  });
});

describe('other values', () => {
  it('go as they are: big numbers, bytes, and objects that only look like something thrown', async () => {
    const value = { height: 2n ** 63n, bytes: Uint8Array.of(1, 2), value: 'not thrown' };
    expect(await remote.echo(value)).toEqual(value);
  });
});
