// One connection among others: older and newer tabs, opens that hang, upgrades that fail.
import 'fake-indexeddb/auto';
import { IDBFactory } from 'fake-indexeddb';
import { type DBSchema, openDB } from 'idb';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { MingzhengError } from '../../../src/core/error.ts';
import { Connection, type ConnectionOptions, deleteDatabase } from '../../../src/store/connection.ts';
import { codeThrown, errorOf } from './samples.ts';

beforeEach(() => {
  globalThis.indexedDB = new IDBFactory();
});

const NAME = 'mz-test';
const connect = (options: ConnectionOptions, upgrade = () => {}) =>
  new Connection({ name: NAME, version: 2, upgrade }, options);
const version = (connection: Connection<DBSchema>) => connection.run('test', async (db) => db.version);

describe('an older tab that does not let go', () => {
  it('gives store/blocked after a while, having told so at once', async () => {
    const older = await openDB(NAME, 1);
    const onBlocked = vi.fn();
    expect(await codeThrown(version(connect({ onBlocked, openTimeoutMs: 20 })))).toBe('store/blocked');
    expect(onBlocked.mock.calls.map(([error]) => error.code)).toEqual(['store/blocked']);
    older.close();
  });

  it('is waited for', async () => {
    const older = await openDB(NAME, 1);
    const connection = connect({ openTimeoutMs: 500, onBlocked: () => older.close() });
    expect(await version(connection)).toBe(2);
  });

  it('leaves no connection behind that opens too late', async () => {
    const older = await openDB(NAME, 1);
    await codeThrown(version(connect({ openTimeoutMs: 10 })));
    older.close();
    await new Promise((resolve) => setTimeout(resolve, 20));
    const newest = await openDB(NAME, 3, { blocked: () => expect.unreachable('still open') });
    expect(newest.version).toBe(3);
  });

  it('makes deleting give store/blocked', async () => {
    const older = await openDB(NAME, 1);
    expect(await codeThrown(deleteDatabase(NAME, 20))).toBe('store/blocked');
    older.close();
  });
});

it('opens once for many calls, and lets go when another tab deletes', async () => {
  const spy = vi.spyOn(IDBFactory.prototype, 'open');
  const connection = connect({});
  await Promise.all([version(connection), version(connection), version(connection)]);
  expect(spy.mock.calls).toHaveLength(1);
  await deleteDatabase(NAME, 100);
  expect(await version(connection)).toBe(2);
  spy.mockRestore();
});

it('gives store/open-timeout when an open never settles, and opens the next time', async () => {
  const never = Object.assign(Object.create(IDBRequest.prototype), { addEventListener() {}, removeEventListener() {} });
  const spy = vi.spyOn(IDBFactory.prototype, 'open').mockReturnValue(never);
  const connection = connect({ openTimeoutMs: 20 });
  expect(await codeThrown(version(connection))).toBe('store/open-timeout');
  spy.mockRestore();
  expect(await version(connection)).toBe(2);
});

it('names what went wrong in an upgrade, and leaves no half-made database', async () => {
  const connection = connect({}, () => {
    throw new DOMException('injected', 'QuotaExceededError');
  });
  const error = await errorOf(version(connection));
  expect([error.code, error.values.at, error.values.database]).toEqual(['store/quota', 'test', NAME]);
  const later = await openDB(NAME, 1);
  expect(later.version).toBe(1);
});

it('passes coded errors on as they are, and keeps the connection', async () => {
  const spy = vi.spyOn(IDBFactory.prototype, 'open');
  const connection = connect({});
  await version(connection);
  const refusal = new MingzhengError('store/not-owner');
  expect(await errorOf(connection.run('test', () => Promise.reject(refusal)))).toBe(refusal);
  await version(connection);
  expect(spy.mock.calls).toHaveLength(1);
  spy.mockRestore();
});
