// The security memory as the rest of the program sees it, and the rules by which nothing in it moves back unnoticed.
import type { SecurityMemory, SecurityRecord } from '../client/ports.ts';
import { bytesEqual, toHex } from '../codec/bytes.ts';
import { compareTime, type Time } from '../codec/time.ts';
import { ensure } from '../core/error.ts';
import type { CacheName } from './cache-schema.ts';

/** A trust pack that the person accepted. */
export interface StoredPack {
  readonly name: string;
  readonly version: number;
  readonly bytes: Uint8Array;
  /** When it was accepted, ms since 1970. */
  readonly addedAt: number;
}

/**
 * Besides `store/failed` and its kin, a row whose checksum does not fit gives `store/corrupt` and is kept: what cannot be
 * read must not count as absent. `forget` removes it.
 */
export interface SecurityVault extends SecurityMemory {
  /** Deletes trusted head and fork of a chain under a trust root; only when the person says so. */
  forget(chainId: string, trustRoot: string): Promise<void>;

  packs(): Promise<readonly StoredPack[]>;
  /** Errors: `store/pack-rollback` below the newest version ever saved under this name, even if it was removed since. */
  savePack(pack: StoredPack): Promise<void>;
  removePack(name: string): Promise<void>;

  /** No clock of this device may be believed to stand before it. */
  clockFloor(): Promise<Time | undefined>;
  /** An earlier time is ignored. */
  raiseClockFloor(time: Time): Promise<void>;

  /** Addresses that the person added for a chain, sorted. */
  endpoints(chainId: string): Promise<readonly string[]>;
  addEndpoint(chainId: string, address: string): Promise<void>;
  removeEndpoint(chainId: string, address: string): Promise<void>;

  /** Cache databases that should be there. */
  caches(): Promise<readonly CacheName[]>;
  hasCache(chainId: string, trustRoot: string): Promise<boolean>;
  noteCache(chainId: string, trustRoot: string): Promise<void>;
  forgetCache(chainId: string, trustRoot: string): Promise<void>;

  close(): void;
}

export type TrustedHead = NonNullable<SecurityRecord['trustedHead']>;

/** Errors: `store/head-differs` for another hash at the trusted height. */
export function movesHeadForward(old: TrustedHead | undefined, head: TrustedHead): boolean {
  if (!old || head.height !== old.height) return !old || head.height > old.height;
  const values = { height: head.height, hash: toHex(head.hash), trusted: toHex(old.hash) };
  ensure(bytesEqual(head.hash, old.hash), 'store/head-differs', values);
  return false;
}

export function movesClockForward(old: Time | undefined, time: Time): boolean {
  return !old || compareTime(time, old) > 0;
}

/** Errors: `store/pack-rollback`. */
export function ensureNoRollback(newest: number | undefined, { name, version }: StoredPack): void {
  if (newest !== undefined) ensure(version >= newest, 'store/pack-rollback', { name, version, newest });
}
