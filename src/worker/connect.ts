// The page's side of the worker: starts it and gives its interface, with callbacks and signals sent as they must be.
import * as Comlink from 'comlink';
import type { WorkerApi } from './api.ts';
import workerUrl from './main.ts?worker&url';
import { installTransferHandlers } from './transfer.ts';
import { scriptUrl } from './trusted-types.ts';

/** Starts the worker. Calls made before it is ready wait. */
export function connectWorker(): WorkerApi {
  installTransferHandlers();
  const worker = new Worker(scriptUrl(workerUrl), { type: 'module', name: 'mingzheng' });
  const remote = Comlink.wrap<WorkerApi>(worker) as unknown as WorkerApi;
  return new Proxy(remote, {
    get(target, name: keyof WorkerApi) {
      const call = target[name] as (...args: unknown[]) => unknown;
      return (...args: unknown[]) => call(...args.map((arg) => (typeof arg === 'function' ? Comlink.proxy(arg) : arg)));
    },
  });
}
