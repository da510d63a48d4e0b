// What tests of refusals share: the code that something is refused with, and changes to bytes.
import { MingzhengError } from '../../src/core/error.ts';

/** The code with which a call is refused; `accepted` where it is not. What is no coded error is thrown on. */
export function refusal(call: () => unknown): string {
  try {
    call();
    return 'accepted';
  } catch (error) {
    if (error instanceof MingzhengError) return error.code;
    throw error;
  }
}

/** As `refusal`, for what answers later. */
export async function refusalOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    if (error instanceof MingzhengError) return error.code;
    throw error;
  }
}

/** A copy with one bit of one byte turned over. */
export function flipped(bytes: Uint8Array, at = 0, bit = 1): Uint8Array {
  const copy = bytes.slice();
  copy[at]! ^= bit;
  return copy;
}
