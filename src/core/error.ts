// One error class for everything that can go wrong with input: a stable code, the values compared, and a cause.
// Sentences for people live in `app/words`; here only codes, so that the library speaks no language.

/** Values that explain an error. Bytes are given as lower-case hex. */
export type ErrorValues = Readonly<Record<string, string | number | bigint | boolean>>;

/** An expected failure. `code` is stable and documented in `docs/formats/errors.md`. */
export class MingzhengError extends Error {
  override readonly name = 'MingzhengError';
  constructor(
    readonly code: string,
    readonly values: ErrorValues = {},
    cause?: unknown,
  ) {
    super(`${code} ${describeValues(values)}`.trim(), { cause });
  }
}

function describeValues(values: ErrorValues): string {
  return Object.entries(values)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(' ');
}

/** Throws a coded error unless the condition holds. Values that take time to write out are given as a function. */
export function ensure(
  condition: boolean,
  code: string,
  values?: ErrorValues | (() => ErrorValues),
): asserts condition {
  if (!condition) throw new MingzhengError(code, typeof values === 'function' ? values() : values);
}

/** The code of any thrown thing; unknown failures are `internal/unexpected`, never swallowed as success. */
export function codeOf(error: unknown): string {
  if (error instanceof MingzhengError) return error.code;
  if (error instanceof DOMException && error.name === 'AbortError') return 'client/cancelled';
  return 'internal/unexpected';
}
