// warm-start: the app's own worker, from its start to the moment when it shows the verified head of the demo chain. Warm:
// everything was stored by the start before. Cold: nothing is stored; the same archive is fetched from loopback.
import * as Comlink from 'comlink';
import type { ChainView, HeadView, WorkerApi, WorkerEvent } from '../../src/worker/api.ts';
import workerUrl from '../../src/worker/main.ts?worker&url';
import { type Effort, mustHold, type Row, summary } from './rounds.ts';

const CHAIN = 'demo-a';
const POLL_MS = 20;
const PEER = 'cold start: empty store, the same archive from loopback';

interface Start {
  readonly ms: number;
  readonly head: HeadView;
}

type Remote = Pick<WorkerApi, 'chains' | 'subscribe'>;

function headOf(views: readonly ChainView[]): HeadView | undefined {
  return views.find(({ id }) => id === CHAIN)?.head;
}

/** The head as soon as a view has it, whether it is asked for or announced. */
async function firstHead(remote: Remote): Promise<HeadView> {
  const announced = new Promise<HeadView>((resolve) => {
    const listener = (event: WorkerEvent) => {
      const head = event.kind === 'chain' ? headOf([event.chain]) : undefined;
      if (head) resolve(head);
    };
    void remote.subscribe(Comlink.proxy(listener));
  });
  return headOf(await remote.chains()) ?? announced;
}

async function untilComplete(remote: Remote): Promise<void> {
  for (;;) {
    const view = (await remote.chains()).find(({ id }) => id === CHAIN);
    if (view?.state === 'complete') return;
    mustHold(view?.state !== 'failed', 'the demo chain is synced');
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Starts the worker, and ends it once the store is filled. */
async function start(): Promise<Start> {
  const started = performance.now();
  const worker = new Worker(workerUrl, { type: 'module' });
  const remote = Comlink.wrap<WorkerApi>(worker) as unknown as Remote;
  const head = await firstHead(remote);
  const ms = performance.now() - started;
  await untilComplete(remote);
  worker.terminate();
  return { ms, head };
}

async function deleteAll(): Promise<void> {
  for (const { name } of await indexedDB.databases()) await deleted(name!);
}

function deleted(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = () => resolve();
    request.onerror = () => reject(request.error);
  });
}

async function round(): Promise<{ readonly ours: number; readonly peer: number }> {
  await deleteAll();
  const cold = await start();
  const warm = await start();
  mustHold(warm.head.hash === cold.head.hash && warm.head.height === cold.head.height, 'both show the same head');
  return { ours: 1000 / warm.ms, peer: 1000 / cold.ms };
}

export async function warmStart(work: string, { rounds }: Effort): Promise<Row[]> {
  await round(); // compiled code and the files of the app are cached from here on, for both
  const rates: Awaited<ReturnType<typeof round>>[] = [];
  for (let i = 0; i < rounds; i++) rates.push(await round());
  await deleteAll();
  return [{ work, environment: 'chromium', unit: 'starts/s', peerName: PEER, ...summary(rates) }];
}
