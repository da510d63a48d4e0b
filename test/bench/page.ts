// The bench page: passes works on to a worker, save the one that starts the app's own worker.
import * as Comlink from 'comlink';
import type { BenchPage } from './page-api.ts';
import { warmStart } from './warm-start.ts';

/** A worker of its own for each call, so that no work finds another's memory. */
async function inWorker<T>(call: (remote: Comlink.Remote<BenchPage>) => Promise<T>): Promise<T> {
  const worker = new Worker(new URL('./page-worker.ts', import.meta.url), { type: 'module' });
  try {
    return await call(Comlink.wrap<BenchPage>(worker));
  } finally {
    worker.terminate();
  }
}

window.bench = {
  run: (work, effort) => (work === 'warm-start' ? warmStart(work, effort) : inWorker((r) => r.run(work, effort))),
  fill: (chain) => inWorker((remote) => remote.fill(chain)),
};
