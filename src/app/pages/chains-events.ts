// What the worker tells, shared by all elements of the page. The worker is asked once (it knows no "unsubscribe"); elements
// come and go here.
import type { WorkerApi, WorkerEvent } from '../../worker/api.ts';
import { api } from '../connection.ts';

type Listener = (event: WorkerEvent) => void;

/** By connection, so that a worker that was started anew is asked again. */
const listenersOf = new WeakMap<WorkerApi, Set<Listener>>();

/** Calls `listener` on every change until the returned function is called. */
export function onWorkerEvent(listener: Listener): () => void {
  const listeners = listenersOf.get(api()) ?? subscribe(api());
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function subscribe(connection: WorkerApi): Set<Listener> {
  const listeners = new Set<Listener>();
  listenersOf.set(connection, listeners);
  const tellAll = (event: WorkerEvent) => {
    for (const listener of [...listeners]) listener(event);
  };
  // A failed subscription is asked for again by the next element; what is shown is then still what was last loaded.
  connection.subscribe(tellAll).catch(() => listenersOf.delete(connection));
  return listeners;
}
