// Collects what was checked, in the order in which it is shown. A check that failed ends the work; what was not reached is
// "unknown", never silently left out.
import { codeOf, type ErrorValues, MingzhengError } from '../core/error.ts';
import { CHECK_IDS, type Check, type CheckId, type CheckState, type Fact } from './verdict.ts';

/** Thrown after a check was marked as failed; carries what it failed with. */
export class Failed extends Error {
  constructor(
    readonly check: CheckId,
    readonly error: MingzhengError,
  ) {
    super(error.code, { cause: error });
  }
}

export class Report {
  readonly #checks = new Map<CheckId, Check>();

  set(id: CheckId, state: CheckState, code: string, values: ErrorValues = {}, facts: readonly Fact[] = []): void {
    this.#checks.set(id, { id, state, code, values, facts });
  }

  pass(id: CheckId, code: string, values?: ErrorValues, facts?: readonly Fact[]): void {
    this.set(id, 'pass', code, values, facts);
  }

  /** Marks a check as failed and stops. */
  fail(id: CheckId, error: unknown, facts?: readonly Fact[]): never {
    const coded = error instanceof MingzhengError ? error : new MingzhengError(codeOf(error), {}, error);
    this.set(id, 'fail', coded.code, coded.values, facts);
    throw new Failed(id, coded);
  }

  /** All checks in order; those not reached are unknown. */
  checks(): Check[] {
    return CHECK_IDS.map(
      (id) => this.#checks.get(id) ?? { id, state: 'unknown', code: 'finding/not-reached', values: {}, facts: [] },
    );
  }
}

export const bytesFact = (name: string, hex: string, differs = false): Fact => ({
  name,
  value: { kind: 'bytes', hex },
  ...(differs && { differs }),
});
