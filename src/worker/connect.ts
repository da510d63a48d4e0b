// The page's side of the worker: starts it and gives its interface, with callbacks and signals sent as they must be.
import * as Comlink from 'comlink';
import type { VerifyProgress, WorkerApi, WorkerEvent } from './api.ts';
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
      if (name === 'subscribe')
        return (listener: (event: WorkerEvent) => void) => target.subscribe(Comlink.proxy(listener));
      if (name === 'verify')
        return (items: never, onProgress: (progress: VerifyProgress) => void, signal?: AbortSignal) =>
          target.verify(items, Comlink.proxy(onProgress), signal);
      return target[name];
    },
  });
}
