// What was thrown, as a code and values that `tCode` makes a sentence of. Errors that crossed from the worker have lost
// their class but kept `code` and `values`; everything else is unexpected, and says so.

import type { ErrorValues, ErrorView } from '../worker/api.ts';
import { tCode } from './i18n.ts';

export function errorView(thrown: unknown): ErrorView {
  const { code, values, name } = fieldsOf(thrown);
  if (typeof code === 'string') return { code, values: isValues(values) ? values : {} };
  if (name === 'AbortError') return { code: 'client/cancelled', values: {} };
  return { code: 'internal/unexpected', values: { detail: detailOf(thrown) } };
}

/** The sentence of anything thrown. */
export function errorSentence(thrown: unknown): string {
  const { code, values } = errorView(thrown);
  return tCode(code, values);
}

export function wasCancelled(thrown: unknown): boolean {
  return errorView(thrown).code === 'client/cancelled';
}

function fieldsOf(thrown: unknown): { code?: unknown; values?: unknown; name?: unknown } {
  return typeof thrown === 'object' && thrown !== null ? thrown : {};
}

function isValues(values: unknown): values is ErrorValues {
  return typeof values === 'object' && values !== null;
}

function detailOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}

/** A sentence in its two parts: what it is, and what to do, which stands after the line break where there is one. */
export function splitSentence({ code, values }: ErrorView): readonly [what: string, todo?: string] {
  const [what = '', todo] = tCode(code, values).split('\n');
  return [what, todo];
}
