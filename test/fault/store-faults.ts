// Makes the calls of IndexedDB fail: the n-th call of an operation throws, or its request fails, or its transaction is
// aborted; once, or from then on.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { openDB } from 'idb';

export type Way = 'throws' | 'request fails' | 'transaction aborts';

export interface Fault {
  /** Counted over all calls below, from 0. */
  readonly call: number;
  readonly way: Way;
  readonly name: string;
  /** Every later call of the same method fails, too. */
  readonly always: boolean;
}

interface InnerTransaction extends IDBTransaction {
  _abort(name: string): void;
  _execRequestAsync(request: { source: unknown; operation: () => never }): IDBRequest;
}

type Method = (this: object, ...args: unknown[]) => unknown;

const ROOTS = { IDBFactory, IDBDatabase, IDBTransaction, IDBObjectStore };
const CALLS: Record<keyof typeof ROOTS, readonly string[]> = {
  IDBFactory: ['open', 'deleteDatabase'],
  IDBDatabase: ['transaction', 'createObjectStore'],
  IDBTransaction: ['objectStore'],
  IDBObjectStore: ['get', 'getKey', 'getAll', 'getAllKeys', 'openCursor', 'put', 'delete', 'clear'],
};

/** In how many ways a call can fail: only requests fail late, and only those within a transaction abort it. */
export function waysOf(site: string): readonly Way[] {
  if (site.startsWith('IDBObjectStore')) return ['throws', 'request fails', 'transaction aborts'];
  return site.startsWith('IDBFactory') ? ['throws', 'request fails'] : ['throws'];
}

let fault: Fault | undefined;
let sites: string[] | undefined;

/** Begins to count calls, and to fail where told. */
export function arm(next?: Fault): void {
  [fault, sites] = [next, []];
}

/** The calls since `arm`, in order. */
export function disarm(): string[] {
  const counted = sites ?? [];
  [fault, sites] = [undefined, undefined];
  return counted;
}

function due(site: string, args: readonly unknown[]): Fault | undefined {
  // Fake-indexeddb itself begins the transaction of an upgrade.
  if (!sites || args[1] === 'versionchange') return undefined;
  const call = sites.push(site) - 1;
  const hit = call === fault?.call || (fault?.always && call > fault.call && sites[fault.call] === site);
  return hit ? fault : undefined;
}

function failedOpen(error: DOMException): IDBRequest {
  const request = Object.assign(Object.create(IDBOpenDBRequest.prototype) as object, { error });
  const addEventListener = (type: string, listener: (event: object) => void) => {
    if (type === 'error') setTimeout(() => listener({ target: request }));
  };
  return Object.assign(request, { addEventListener, removeEventListener() {} }) as never;
}

function failLate(target: object, way: Way, name: string, original: () => unknown): unknown {
  const error = new DOMException('injected', name);
  if (target instanceof IDBFactory) return failedOpen(error);
  const tx = (target as IDBObjectStore).transaction as InnerTransaction;
  const operation = () => {
    throw error;
  };
  if (way === 'request fails') return tx._execRequestAsync({ source: target, operation });
  const request = original();
  tx._abort(name);
  return request;
}

for (const [root, names] of Object.entries(CALLS)) {
  const prototype = ROOTS[root as keyof typeof ROOTS].prototype as unknown as Record<string, Method>;
  for (const name of names) {
    const original = prototype[name]!;
    prototype[name] = function (...args) {
      const hit = due(`${root}.${name}`, args);
      if (!hit) return original.apply(this, args);
      if (hit.way === 'throws') throw new DOMException('injected', hit.name);
      return failLate(this, hit.way, hit.name, () => original.apply(this, args));
    };
  }
}

const asText = (_: string, value: unknown): unknown =>
  value instanceof Uint8Array ? [...value].join() : typeof value === 'bigint' ? `${value}n` : value;

/** Everything in every database, as text. */
export async function dump(): Promise<string> {
  const all: unknown[] = [];
  for (const { name } of await indexedDB.databases()) {
    const db = await openDB(name!);
    const tx = db.transaction([...db.objectStoreNames]);
    const rows = [...db.objectStoreNames].map((store) => [
      tx.objectStore(store).getAllKeys(),
      tx.objectStore(store).getAll(),
    ]);
    all.push(name, await Promise.all(rows.map((pair) => Promise.all(pair))));
    db.close();
  }
  return JSON.stringify(all, asText);
}
