// One connection to one IndexedDB database: opened when needed, given up when another tab wants to upgrade or delete,
// and opened again when the browser takes it away.
import { type DBSchema, deleteDB, type IDBPDatabase, type IDBPTransaction, openDB, type StoreNames } from 'idb';
import { MingzhengError } from '../core/error.ts';
import { isLostConnection, type Place, toStoreError } from './errors.ts';

const TRIES = 3;
const OPEN_MS = 10_000;
const SLOW_OPEN_MS = 30_000;

export interface Plan<Schema extends DBSchema> {
  readonly name: string;
  readonly version: number;
  upgrade(db: IDBPDatabase<Schema>): void;
}

export interface ConnectionOptions {
  /** Told at once when another tab keeps an older version open; `store/blocked`. */
  readonly onBlocked?: (error: MingzhengError) => void;
  /** How long an open may take, ms. Upgrades and blocked opens get three times as long. */
  readonly openTimeoutMs?: number;
}

/** A time-out that can be restarted; `over` rejects when it has passed. */
class Patience {
  readonly over: Promise<never>;
  #fail!: (error: unknown) => void;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(ms: number, code: string, database: string) {
    this.over = new Promise((_, reject) => {
      this.#fail = reject;
    });
    this.over.catch(() => {});
    this.restart(ms, code, database);
  }

  restart(ms: number, code: string, database: string): void {
    this.stop();
    this.#timer = setTimeout(() => this.fail(new MingzhengError(code, { database, ms })), ms);
  }

  fail(error: unknown): void {
    this.#fail(error);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}

/** Repeats what failed because a connection was lost. Errors: only MingzhengError. */
async function untilConnected<T>(place: Place, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (cause) {
      if (tries === TRIES || !isLostConnection(cause)) throw toStoreError(cause, place);
    }
  }
}

export class Connection<Schema extends DBSchema> {
  #opening: Promise<IDBPDatabase<Schema>> | undefined;

  constructor(
    readonly plan: Plan<Schema>,
    private readonly options: ConnectionOptions = {},
  ) {}

  /**
   * Runs `work`, at most three times where the connection was lost; so `work` must be safe to repeat. `at` names the
   * operation in errors. Errors: only `store/...`, and what `work` throws as MingzhengError.
   */
  run<T>(at: string, work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    return untilConnected({ database: this.plan.name, at }, () => this.#once(work));
  }

  /** Lets go of the database. The next `run` opens it again. */
  close(): void {
    if (this.#opening) this.#drop(this.#opening);
  }

  async #once<T>(work: (db: IDBPDatabase<Schema>) => Promise<T>): Promise<T> {
    this.#opening ??= this.#open();
    const opening = this.#opening;
    const db = await opening.catch((cause) => {
      this.#drop(opening);
      throw cause;
    });
    try {
      return await work(db);
    } catch (cause) {
      // After a full disk, too: Firefox stays read-only until the database is opened anew.
      if (!(cause instanceof MingzhengError)) this.#drop(opening);
      throw cause;
    }
  }

  #drop(opening: Promise<IDBPDatabase<Schema>>): void {
    if (this.#opening === opening) this.#opening = undefined;
    closeWhenOpen(opening);
  }

  async #open(): Promise<IDBPDatabase<Schema>> {
    const { name } = this.plan;
    if (!globalThis.indexedDB) throw new MingzhengError('store/unavailable', { database: name });
    const patience = new Patience(this.options.openTimeoutMs ?? OPEN_MS, 'store/open-timeout', name);
    let opening: Promise<IDBPDatabase<Schema>> | undefined;
    try {
      opening = this.#request(patience);
      return await Promise.race([opening, patience.over]);
    } catch (cause) {
      if (opening) closeWhenOpen(opening);
      throw cause;
    } finally {
      patience.stop();
    }
  }

  #request(patience: Patience): Promise<IDBPDatabase<Schema>> {
    const { name, version } = this.plan;
    const slow = this.options.openTimeoutMs === undefined ? SLOW_OPEN_MS : 3 * this.options.openTimeoutMs;
    const dropCurrent = () => this.close();
    return openDB<Schema>(name, version, {
      upgrade: (db, _from, _to, tx) => {
        patience.restart(slow, 'store/open-timeout', name);
        this.#upgrade(db, tx, patience);
      },
      blocked: () => {
        patience.restart(slow, 'store/blocked', name);
        this.options.onBlocked?.(new MingzhengError('store/blocked', { database: name }));
      },
      blocking: (_current, _wanted, event) => {
        (event.target as IDBDatabase).close();
        dropCurrent();
      },
      terminated: dropCurrent,
    });
  }

  /** A throw here would be an uncaught error of the page; so the transaction is aborted and the open fails with it. */
  #upgrade(db: IDBPDatabase<Schema>, tx: { done: Promise<void>; abort(): void }, patience: Patience): void {
    tx.done.catch(() => {});
    try {
      this.plan.upgrade(db);
    } catch (cause) {
      patience.fail(cause);
      tx.abort();
    }
  }
}

function closeWhenOpen(opening: Promise<{ close(): void }>): void {
  opening.then(
    (db) => db.close(),
    () => {},
  );
}

/** Deletes a database. Errors: `store/blocked` where another tab does not let go of it, and those of `toStoreError`. */
export function deleteDatabase(name: string, timeoutMs = OPEN_MS): Promise<void> {
  return untilConnected({ database: name, at: 'delete' }, async () => {
    const patience = new Patience(timeoutMs, 'store/blocked', name);
    try {
      await Promise.race([deleteDB(name), patience.over]);
    } finally {
      patience.stop();
    }
  });
}

/** Waits for the work and then for the transaction; on any failure nothing of it is kept. */
export async function finish<Schema extends DBSchema, Mode extends IDBTransactionMode, T>(
  tx: IDBPTransaction<Schema, StoreNames<Schema>[], Mode>,
  work: (tx: IDBPTransaction<Schema, StoreNames<Schema>[], Mode>) => Promise<T>,
): Promise<T> {
  const { done } = tx;
  done.catch(() => {});
  try {
    const result = await work(tx);
    await done;
    return result;
  } catch (cause) {
    abort(tx);
    // Requests of an aborted transaction say only AbortError; why it was aborted (a full disk) stands in the transaction.
    throw cause instanceof MingzhengError ? cause : (tx.error ?? cause);
  }
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort();
  } catch {
    // It was over already: aborted by the request that failed.
  }
}

type Results<Requests extends readonly (() => Promise<unknown>)[]> = {
  -readonly [Place in keyof Requests]: Awaited<ReturnType<Requests[Place]>>;
};

/** Starts every request, also where an earlier one throws at once, and waits: no promise is left without a listener. */
export function all<const Requests extends readonly (() => Promise<unknown>)[]>(
  requests: Requests,
): Promise<Results<Requests>> {
  return Promise.all(requests.map(async (request) => request())) as Promise<Results<Requests>>;
}
