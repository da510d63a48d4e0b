// Starts a worker for one measurement, and ends it when it is done, has failed or is given up.
import * as Comlink from 'comlink';
import { MingzhengError } from '../../core/error.ts';
import { scriptUrl } from '../trusted-types.ts';
import type { Measurement, MeasureProgress, MeasureWorker } from './figures.ts';
import measureWorkerUrl from './worker.ts?worker&url';

/** Measures this device. An abort ends the worker at once, whatever it is doing. */
export async function measureDevice(
  onProgress: (progress: MeasureProgress) => void,
  signal?: AbortSignal,
): Promise<Measurement> {
  const worker = new Worker(scriptUrl(measureWorkerUrl), { type: 'module', name: 'measure' });
  const remote = Comlink.wrap<MeasureWorker>(worker);
  try {
    // What is given may be a function of the page, which cannot be marked as one that is to be sent on.
    const tell = Comlink.proxy((progress: MeasureProgress) => onProgress(progress));
    return await Promise.race([remote.measure(tell), failureOf(worker, signal)]);
  } finally {
    worker.terminate();
  }
}

/** Rejects when the worker fails as a whole or is no longer wanted. */
function failureOf(worker: Worker, signal?: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal?.addEventListener('abort', () => reject(signal.reason), { once: true });
    if (signal?.aborted) reject(signal.reason);
    worker.addEventListener('error', () => reject(new MingzhengError('worker/measure-start')), { once: true });
  });
}
