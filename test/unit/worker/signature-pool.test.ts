// The pool of signature workers: whatever a worker does, the answers are right and in order, and no claim counts by default.
import { getEventListeners } from 'node:events';
import * as Comlink from 'comlink';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import type { Need, SignatureClaim, SignatureScheme } from '../../../src/crypto/claim.ts';
import { SIGNATURE_POLICY } from '../../../src/crypto/policy.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { packClaims, unpackClaims } from '../../../src/worker/packed-claims.ts';
import { SignaturePool } from '../../../src/worker/signature-pool.ts';
import { makeKey } from '../../support/make-chain-keys.ts';

type Verify = (claims: readonly SignatureClaim[], need?: Need) => unknown;

/** A worker behind a channel; what it does is up to the test. */
class FakeWorker extends EventTarget {
  static all: FakeWorker[] = [];
  readonly asked: number[] = [];
  isTerminated = false;
  readonly #port: MessagePort;

  constructor(verify: Verify) {
    super();
    FakeWorker.all.push(this);
    const { port1, port2 } = new MessageChannel();
    const note = (packed: Uint8Array, need: Need) => {
      const claims = unpackClaims(packed);
      this.asked.push(claims.length);
      return verify(claims, need);
    };
    Comlink.expose({ verify: note }, port2);
    this.#port = port1;
    port1.onmessage = ({ data }) => this.dispatchEvent(new MessageEvent('message', { data }));
  }
  postMessage(message: unknown, transfer: Transferable[] = []): void {
    this.#port.postMessage(message, transfer);
  }
  terminate(): void {
    this.isTerminated = true;
    this.#port.close();
  }
  die(): void {
    this.dispatchEvent(new Event('error'));
  }
}

const honest: Verify = (claims) => localVerifier.verify(claims);
const hang: Verify = () => new Promise(() => undefined);

afterEach(() => {
  vi.useRealTimers();
  for (const worker of FakeWorker.all.splice(0)) worker.terminate();
});

const key = makeKey('signature-pool', 0);
const claims: SignatureClaim[] = Array.from({ length: 50 }, (_, i) => {
  const message = toUtf8(`message ${i}`);
  const signature = key.sign(i % 7 === 3 ? toUtf8('another') : message);
  return { scheme: 'ed25519-zip215', publicKey: key.publicKey, message, signature };
});
const expected = claims.map((_, i) => i % 7 !== 3);

/** A pool whose workers behave in the given ways, one after the other; the last way is that of all further ones. */
function poolOf(size: number, ...ways: readonly Verify[]): SignaturePool {
  let started = 0;
  return new SignaturePool(size, () => {
    const way = ways[Math.min(started++, ways.length - 1)]!;
    return new FakeWorker(way) as unknown as Worker;
  });
}

describe('a pool of signature workers', () => {
  it('shares a batch among its workers and gives the answers in order', async () => {
    const pool = poolOf(3, honest);
    expect(await pool.verify(claims)).toEqual(expected);
    expect(FakeWorker.all.map(({ asked }) => asked)).toEqual([[17], [17], [16]]);
  });

  it('gives each worker the same keys in every batch, but for the one at the border', async () => {
    const keys = Array.from({ length: 10 }, (_, i) => makeKey('affinity', i).publicKey);
    const seen: Set<string>[] = [new Set(), new Set()];
    let started = 0;
    const pool = new SignaturePool(2, () => {
      const own = seen[started++]!;
      const note: Verify = (given) => {
        for (const { publicKey } of given) own.add(toHex(publicKey));
        return given.map(() => true);
      };
      return new FakeWorker(note) as unknown as Worker;
    });
    for (const turn of [0, 3, 7]) {
      const batch = Array.from({ length: 50 }, (_, i) => ({ ...claims[0]!, publicKey: keys[(i + turn) % 10]! }));
      expect(await pool.verify(batch)).toEqual(batch.map(() => true));
    }
    expect(seen.map(({ size }) => size)).toEqual([5, 5]);
  });

  it('checks a small batch itself, and starts nobody for it', async () => {
    const pool = poolOf(3, honest);
    expect(await pool.verify(claims.slice(0, 23))).toEqual(expected.slice(0, 23));
    expect(await pool.verify([])).toEqual([]);
    expect(FakeWorker.all).toEqual([]);
  });

  it('without workers checks everything itself', async () => {
    expect(await poolOf(0, honest).verify(claims)).toEqual(expected);
  });

  it('keeps its workers for the next batch', async () => {
    const pool = poolOf(2, honest);
    await pool.verify(claims);
    await pool.verify(claims);
    expect(FakeWorker.all.length).toBe(2);
  });

  it('tells its workers what the answers are needed for', async () => {
    const needs: unknown[] = [];
    const pool = poolOf(2, (given, need) => {
      needs.push(need);
      return honest(given);
    });
    await pool.verify(claims);
    await pool.verify(claims, 'all-or-nothing');
    expect(needs).toEqual(['each', 'each', 'all-or-nothing', 'all-or-nothing']);
  });

  it('keeps nothing of a batch that is answered', async () => {
    const pool = poolOf(2, honest);
    for (let i = 0; i < 20; i++) expect(await pool.verify(claims)).toEqual(expected);
    for (const worker of FakeWorker.all)
      expect(getEventListeners(worker as unknown as EventTarget & NodeJS.EventEmitter, 'error')).toEqual([]);
  });

  it('checks everything itself where no worker can be started, and with fewer where only some can', async () => {
    const forbidden = new SignaturePool(2, () => {
      throw new DOMException('no workers here', 'SecurityError');
    });
    expect(await forbidden.verify(claims)).toEqual(expected);
    let left = 1;
    const few = new SignaturePool(3, () => {
      if (left-- === 0) throw new RangeError('no memory');
      return new FakeWorker(honest) as unknown as Worker;
    });
    expect(await few.verify(claims)).toEqual(expected);
    expect(FakeWorker.all.map(({ asked }) => asked)).toEqual([[50]]);
  });

  it.each<readonly [string, Verify]>([
    ['throws', () => Promise.reject(new Error('broken'))],
    ['gives too few answers', async (given) => (await localVerifier.verify(given)).slice(1)],
    ['gives too many answers', async (given) => [...(await localVerifier.verify(given)), true]],
    ['gives something else', () => 'yes'],
    ['gives nothing', () => undefined],
  ])('a worker that %s is replaced, and its part is checked here', async (_, way) => {
    const pool = poolOf(2, way, honest);
    expect(await pool.verify(claims)).toEqual(expected);
    const [bad] = FakeWorker.all;
    expect(bad!.isTerminated).toBe(true);
    expect(await pool.verify(claims)).toEqual(expected);
    expect(FakeWorker.all.length).toBe(3);
    expect(bad!.asked.length).toBe(1);
  });

  it('a worker that dies in the middle is replaced at once', async () => {
    const pool = poolOf(2, hang, honest);
    const answers = pool.verify(claims);
    await vi.waitFor(() => expect(FakeWorker.all[0]?.asked.length).toBe(1));
    FakeWorker.all[0]!.die();
    expect(await answers).toEqual(expected);
    expect(FakeWorker.all[0]!.isTerminated).toBe(true);
  });

  it('a worker that hangs is given up after a minute', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const pool = poolOf(2, hang, honest);
    let done = false;
    const answers = pool.verify(claims).finally(() => {
      done = true;
    });
    await vi.advanceTimersByTimeAsync(59_999);
    expect(done).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    expect(await answers).toEqual(expected);
  });

  it('two batches at one worker are both answered, also when the first answer costs it its place', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    let first = true;
    const once: Verify = (given) => {
      if (!first) return hang(given);
      first = false;
      return [];
    };
    const pool = poolOf(1, once, honest);
    const both = Promise.all([pool.verify(claims), pool.verify(claims.slice(0, 30))]);
    let answers: unknown;
    void both.then((found) => {
      answers = found;
    });
    for (let i = 0; i < 5_000 && !answers; i++) await new Promise((resolve) => setImmediate(resolve));
    await vi.advanceTimersByTimeAsync(1000);
    const withinASecond = answers;
    await vi.advanceTimersByTimeAsync(60_000);
    vi.useRealTimers();
    expect(await both).toEqual([expected, expected.slice(0, 30)]);
    expect(withinASecond).toEqual([expected, expected.slice(0, 30)]);
  });
});

describe('claims on their way to a worker', () => {
  const schemes = Object.keys(SIGNATURE_POLICY) as SignatureScheme[];
  const empty = new Uint8Array(0);
  const sent: SignatureClaim[] = [
    ...claims,
    ...schemes.map((scheme, i) => ({ scheme, publicKey: new Uint8Array(i), message: empty, signature: empty })),
    { scheme: 'ed25519-go', publicKey: key.publicKey, message: new Uint8Array(70_000).fill(7), signature: empty },
  ];

  it('arrive as they were sent, of every scheme and length', () => {
    expect(unpackClaims(packClaims(sent))).toEqual(sent);
    expect(unpackClaims(packClaims([]))).toEqual([]);
  });

  it('are refused where a byte is missing, or a scheme is unknown', () => {
    const packed = packClaims(sent);
    expect(() => unpackClaims(packed.subarray(0, -1))).toThrow(MingzhengError);
    expect(() => unpackClaims(Uint8Array.of(schemes.length, 0, 0, 0))).toThrow(MingzhengError);
  });

  it('take nothing along of the file that they are views of', () => {
    const view = new Uint8Array(1 << 20).subarray(5, 37);
    const packed = packClaims([{ scheme: 'ed25519-go', publicKey: view, message: view, signature: view }]);
    expect(packed.buffer.byteLength).toBe(1 + 3 * 33);
  });
});
