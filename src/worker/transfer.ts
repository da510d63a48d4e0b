// What Comlink does not send by itself: errors with their code and values, and AbortSignals. Both sides install this.
import * as Comlink from 'comlink';
import { codeOf, type ErrorValues, MingzhengError } from '../core/error.ts';

interface SentError {
  readonly code: string;
  readonly values: ErrorValues;
}

/** Comlink marks a thrown value so. */
interface Thrown {
  readonly value: unknown;
}

function isThrown(value: unknown): value is Thrown {
  return typeof value === 'object' && value !== null && 'value' in value && isMarked(value);
}

const throwMarker = Comlink.transferHandlers.get('throw')!;
function isMarked(value: object): boolean {
  return throwMarker.canHandle(value);
}

const errors: Comlink.TransferHandler<Thrown, SentError> = {
  canHandle: isThrown,
  serialize: ({ value }) => {
    const values =
      value instanceof MingzhengError ? value.values : { message: String((value as Error)?.message ?? value) };
    return [{ code: codeOf(value), values }, []];
  },
  deserialize: ({ code, values }) => {
    throw new MingzhengError(code, values);
  },
};

/** A signal travels as a port that gets one message when it is aborted. */
const signals: Comlink.TransferHandler<AbortSignal, { readonly aborted: boolean; readonly port: MessagePort }> = {
  canHandle: (value): value is AbortSignal => value instanceof AbortSignal,
  serialize: (signal) => {
    const { port1, port2 } = new MessageChannel();
    signal.addEventListener('abort', () => port1.postMessage('abort'), { once: true });
    return [{ aborted: signal.aborted, port: port2 }, [port2]];
  },
  deserialize: ({ aborted, port }) => {
    const controller = new AbortController();
    if (aborted) controller.abort();
    port.onmessage = () => {
      controller.abort();
      port.close();
    };
    return controller.signal;
  },
};

export function installTransferHandlers(): void {
  Comlink.transferHandlers.set('throw', errors as Comlink.TransferHandler<unknown, unknown>);
  Comlink.transferHandlers.set('AbortSignal', signals as Comlink.TransferHandler<unknown, unknown>);
}
