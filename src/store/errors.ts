// What a database can throw, turned into the codes of the `store/` kind.
import { MingzhengError } from '../core/error.ts';

/** Where it happened: the database's name and the operation. */
export interface Place {
  readonly database: string;
  readonly at: string;
}

const CODES: Readonly<Record<string, string>> = {
  QuotaExceededError: 'store/quota',
  VersionError: 'store/newer-version',
  SecurityError: 'store/unavailable',
};

const nameOf = (cause: unknown): string => (cause instanceof Error || cause instanceof DOMException ? cause.name : '');

/**
 * `store/quota`: no room, nothing was written. `store/newer-version`: a newer app made this database.
 * `store/unavailable`: the browser allows no database here. `store/failed`: anything else, with the exception's name.
 */
export function toStoreError(cause: unknown, place: Place): MingzhengError {
  if (cause instanceof MingzhengError) return cause;
  const name = nameOf(cause) || typeof cause;
  return new MingzhengError(CODES[name] ?? 'store/failed', { ...place, name }, cause);
}

const LOST = new Set(['InvalidStateError', 'UnknownError', 'AbortError']);

/** The connection is gone or broken and a new one may work: closed by the browser, backing store restarted, Safari. */
export function isLostConnection(cause: unknown): boolean {
  if (cause instanceof MingzhengError) return false;
  const message = cause instanceof Error || cause instanceof DOMException ? cause.message : '';
  return LOST.has(nameOf(cause)) || /connection.*(closing|closed|lost)/i.test(message);
}
