// Is a source's failure bad luck, or a lie?
import { codeOf } from '../core/error.ts';

/** Whether an error is the source's bad luck, or a lie. */
export function isBenign(error: unknown): boolean {
  const code = codeOf(error);
  return BENIGN.has(code) || code === 'internal/unexpected';
}

const BENIGN = new Set([
  'source/unreachable',
  'source/not-json',
  'source/timeout',
  'source/too-many-requests',
  'source/server-error',
  'source/refused',
  'source/height-too-high',
  'source/pruned',
  'source/not-found',
  'source/no-index',
  'source/closed',
  'client/cancelled',
  // The chain changed its validators in a way that no header shows: every honest source says so.
  'fisco/set-change-not-proven',
  // The version is the word of a block's leader: an honest source cannot help it.
  'fisco/version-falls',
]);
