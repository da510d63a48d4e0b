// Work that several callers wait for must not end because one of them has had enough.
import { MingzhengError } from '../core/error.ts';

/** Given to shared work: it ends by its own time-outs only. */
export const NOBODY = new AbortController().signal;

/** The promise's outcome, or `client/cancelled` as soon as this caller's signal is aborted; the work itself goes on. */
export function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined); // a failure after that is nobody's
  if (signal.aborted) return Promise.reject(new MingzhengError('client/cancelled'));
  return new Promise((resolve, reject) => {
    const cancel = () => reject(new MingzhengError('client/cancelled'));
    signal.addEventListener('abort', cancel, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}

/** Work that several callers wait for, with its outcome at hand once it is there. */
export class SharedWork<T> {
  #done: { readonly value: T } | undefined;

  constructor(private readonly work: Promise<T>) {
    work.then(
      (value) => {
        this.#done = { value };
      },
      () => undefined, // whoever waits is told
    );
  }

  /** Errors: those of the work; `client/cancelled`. */
  async outcome(signal: AbortSignal): Promise<T> {
    return this.#done && !signal.aborted ? this.#done.value : untilAborted(this.work, signal);
  }
}
