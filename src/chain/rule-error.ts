// Anything thrown inside a rule is a refusal; what is not a coded error is named as unexpected, never as success.
import { MingzhengError } from '../core/error.ts';

export function asRuleError(error: unknown): MingzhengError {
  return error instanceof MingzhengError ? error : new MingzhengError('internal/unexpected', {}, error);
}
