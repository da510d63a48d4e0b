// The security memory in a small database of its own, every write strict: trusted heads, frozen forks, accepted packs,
// the floor of the clock, endpoints, and which caches should be there.
import type { DBSchema, IDBPTransaction } from 'idb';
import type { FrozenFork, SecurityRecord } from '../client/ports.ts';
import type { Time } from '../codec/time.ts';
import { ensure } from '../core/error.ts';
import type { CacheName } from './cache-schema.ts';
import { type Sealed, seal, unseal } from './checksum.ts';
import { all, Connection, type ConnectionOptions, finish, type Plan } from './connection.ts';
import {
  ensureNoRollback,
  movesClockForward,
  movesHeadForward,
  type SecurityVault,
  type StoredPack,
  type TrustedHead,
} from './vault.ts';

export const VAULT_DATABASE = 'mz-security';

type Pair = [string, string];

interface VaultSchema extends DBSchema {
  /** By chain id and trust root, as forks and caches. */
  heads: { key: Pair; value: Sealed<TrustedHead> };
  forks: { key: Pair; value: Sealed<FrozenFork> };
  packs: { key: string; value: Sealed<StoredPack> };
  /** Newest version of each pack, by name. */
  versions: { key: string; value: Sealed<{ version: number }> };
  clock: { key: 'floor'; value: Sealed<Time> };
  /** By chain id and address. */
  endpoints: { key: Pair; value: { address: string } };
  caches: { key: Pair; value: CacheName };
}

type StoreName = 'heads' | 'forks' | 'packs' | 'versions' | 'clock' | 'endpoints' | 'caches';
const STORES: StoreName[] = ['heads', 'forks', 'packs', 'versions', 'clock', 'endpoints', 'caches'];

type ReadTx = IDBPTransaction<VaultSchema, StoreName[], 'readonly'>;
type WriteTx = IDBPTransaction<VaultSchema, StoreName[], 'readwrite'>;

const PLAN: Plan<VaultSchema> = {
  name: VAULT_DATABASE,
  version: 1,
  upgrade: (db) => {
    for (const store of STORES) db.createObjectStore(store);
  },
};

/** Opens the security memory, so that a browser without a database says so here: `store/unavailable`, `store/failed`. */
export async function openSecurityMemory(options: ConnectionOptions = {}): Promise<SecurityVault> {
  const vault = new IdbVault(new Connection(PLAN, options));
  await vault.clockFloor();
  return vault;
}

function sound<Row extends object>(store: StoreName, key: string | Pair, sealed: Sealed<Row> | undefined) {
  if (sealed === undefined) return undefined;
  const row = unseal<Row>(key, sealed);
  ensure(row !== undefined, 'store/corrupt', { kind: store, key: String(key) });
  return row;
}

class IdbVault implements SecurityVault {
  constructor(private readonly connection: Connection<VaultSchema>) {}

  close(): void {
    this.connection.close();
  }

  #read<T>(at: string, work: (tx: ReadTx) => Promise<T>): Promise<T> {
    return this.connection.run(at, (db) => finish(db.transaction(STORES, 'readonly'), work));
  }

  async #write(at: string, work: (tx: WriteTx) => Promise<unknown>): Promise<void> {
    const strict = { durability: 'strict' } as const;
    await this.connection.run(at, (db) => finish(db.transaction(STORES, 'readwrite', strict), work));
  }

  read(chainId: string, trustRoot: string): Promise<SecurityRecord> {
    const key: Pair = [chainId, trustRoot];
    return this.#read('read', async (tx) => {
      const [head, fork] = await all([() => tx.objectStore('heads').get(key), () => tx.objectStore('forks').get(key)]);
      return { trustedHead: sound('heads', key, head), fork: sound('forks', key, fork) };
    });
  }

  raiseHead(chainId: string, trustRoot: string, { height, hash, time }: TrustedHead): Promise<void> {
    const key: Pair = [chainId, trustRoot];
    const head = { height, hash: hash.slice(), time: { seconds: time.seconds, nanos: time.nanos } };
    return this.#write('raiseHead', async (tx) => {
      const heads = tx.objectStore('heads');
      if (movesHeadForward(sound('heads', key, await heads.get(key)), head)) await heads.put(seal(key, head), key);
    });
  }

  /** The first fork stays: it is what the person was shown. */
  freeze(chainId: string, trustRoot: string, given: FrozenFork): Promise<void> {
    const key: Pair = [chainId, trustRoot];
    const fork = { ...given, sides: given.sides.map((side) => ({ ...side, hash: side.hash.slice() })) };
    return this.#write('freeze', async (tx) => {
      const forks = tx.objectStore('forks');
      if ((await forks.getKey(key)) === undefined) await forks.put(seal(key, fork), key);
    });
  }

  forget(chainId: string, trustRoot: string): Promise<void> {
    const key: Pair = [chainId, trustRoot];
    return this.#write('forget', (tx) =>
      all([() => tx.objectStore('heads').delete(key), () => tx.objectStore('forks').delete(key)]),
    );
  }

  packs(): Promise<readonly StoredPack[]> {
    return this.#read('packs', async (tx) => {
      const packs = tx.objectStore('packs');
      const [keys, rows] = await all([() => packs.getAllKeys(), () => packs.getAll()]);
      return keys.map((key, i) => sound<StoredPack>('packs', key, rows[i])!);
    });
  }

  savePack({ name, version, bytes, addedAt }: StoredPack): Promise<void> {
    const pack = { name, version, bytes: bytes.slice(), addedAt };
    return this.#write('savePack', async (tx) => {
      const versions = tx.objectStore('versions');
      ensureNoRollback(sound<{ version: number }>('versions', name, await versions.get(name))?.version, pack);
      await all([
        () => tx.objectStore('packs').put(seal(name, pack), name),
        () => versions.put(seal(name, { version }), name),
      ]);
    });
  }

  removePack(name: string): Promise<void> {
    return this.#write('removePack', (tx) => tx.objectStore('packs').delete(name));
  }

  clockFloor(): Promise<Time | undefined> {
    return this.#read('clockFloor', async (tx) =>
      sound<Time>('clock', 'floor', await tx.objectStore('clock').get('floor')),
    );
  }

  raiseClockFloor({ seconds, nanos }: Time): Promise<void> {
    const time = { seconds, nanos };
    return this.#write('raiseClockFloor', async (tx) => {
      const clock = tx.objectStore('clock');
      const floor = sound<Time>('clock', 'floor', await clock.get('floor'));
      if (movesClockForward(floor, time)) await clock.put(seal('floor', time), 'floor');
    });
  }

  endpoints(chainId: string): Promise<readonly string[]> {
    // An array sorts after every string, so this is every address of the chain.
    const ofChain = IDBKeyRange.bound([chainId], [chainId, []]);
    return this.#read('endpoints', async (tx) => {
      const rows = await tx.objectStore('endpoints').getAll(ofChain);
      return rows.map(({ address }) => address);
    });
  }

  addEndpoint(chainId: string, address: string): Promise<void> {
    return this.#write('addEndpoint', (tx) => tx.objectStore('endpoints').put({ address }, [chainId, address]));
  }

  removeEndpoint(chainId: string, address: string): Promise<void> {
    return this.#write('removeEndpoint', (tx) => tx.objectStore('endpoints').delete([chainId, address]));
  }

  caches(): Promise<readonly CacheName[]> {
    return this.#read('caches', (tx) => tx.objectStore('caches').getAll());
  }

  hasCache(chainId: string, trustRoot: string): Promise<boolean> {
    return this.#read(
      'hasCache',
      async (tx) => (await tx.objectStore('caches').getKey([chainId, trustRoot])) !== undefined,
    );
  }

  noteCache(chainId: string, trustRoot: string): Promise<void> {
    return this.#write('noteCache', (tx) => tx.objectStore('caches').put({ chainId, trustRoot }, [chainId, trustRoot]));
  }

  forgetCache(chainId: string, trustRoot: string): Promise<void> {
    return this.#write('forgetCache', (tx) => tx.objectStore('caches').delete([chainId, trustRoot]));
  }
}
