// The one connection to the worker. Pages import `api()`; tests install another implementation.
import type { WorkerApi } from '../worker/api.ts';

let connected: WorkerApi | undefined;

/** Called once by `main.ts` with the real worker, or by a test with its own. */
export function connect(implementation: WorkerApi): void {
  connected = implementation;
}

export function api(): WorkerApi {
  if (connected === undefined) throw new Error('the worker is not connected');
  return connected;
}
