// Frames, blocks, heads and forks with made-up content, for the tests of the stores.
import type { FrozenFork, StoredBlock, StoredFrame, StoredHead } from '../../../src/client/ports.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import type { TrustedHead } from '../../../src/store/vault.ts';

export const CHAIN = 'demo-a';
export const ROOT = '4c201c4ec02d9d900aae2fa5d57c121fc3724c6084505e525b41849b9e642f5c';
export const OTHER_ROOT = '2536b86ce56145d4e20ea093b845330c3192a84fbbb3e12b8a818c6ebeeb49a7';
export const CACHE = `mz-cache/${CHAIN}/${ROOT}`;

export function bytesOf(length: number, seed: number): Uint8Array {
  return Uint8Array.from({ length }, (_, i) => (i * 31 + seed * 7 + (i >> 8)) & 255);
}

export function frame(from: bigint, to: bigint, size = 40): StoredFrame {
  return { from, to, anchor: to + 1n, topHash: bytesOf(32, Number(to)), bytes: bytesOf(size, Number(from)) };
}

export const SET_A = ['aa'.repeat(32), bytesOf(70, 1)] as const;
export const SET_B = ['bb'.repeat(32), bytesOf(80, 2)] as const;

export function block(height: bigint, values: Partial<StoredBlock> = {}): StoredBlock {
  const hash = bytesOf(32, Number(height));
  const bytes = bytesOf(100, Number(height) + 3);
  return { height, hash, how: 'signed', witnessed: true, bytes, sets: new Map([SET_A, SET_B]), ...values };
}

export function head(height: bigint, seed = 0): StoredHead {
  const time = { seconds: 1_795_545_107n + height, nanos: 5 };
  return { height, hash: bytesOf(32, Number(height) + seed), time, witnessed: false };
}

export function trusted(height: bigint, seed = 0): TrustedHead {
  const { hash, time } = head(height, seed);
  return { height, hash, time };
}

export function fork(height: bigint): FrozenFork {
  const side = (source: string, seed: number) => ({
    source,
    hash: bytesOf(32, seed),
    time: { seconds: 1_795_545_989n, nanos: 789_281_311 },
    signed: 4,
    members: 4,
    head: height + 9n,
    lightBlock: '{}',
    evidence: '{"a":1}',
  });
  return { height, lastCommonHeight: height - 1n, kind: 'equivocation', sides: [side('a', 1), side('b', 2)] };
}

/** The MingzhengError that a promise rejects with. */
export async function errorOf(promise: Promise<unknown>): Promise<MingzhengError> {
  const outcome = await promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  );
  if (!('error' in outcome)) throw new Error(`nothing was thrown; got ${String(outcome.value)}`);
  if (!(outcome.error instanceof MingzhengError)) throw outcome.error;
  return outcome.error;
}

export const codeThrown = async (promise: Promise<unknown>): Promise<string> => (await errorOf(promise)).code;
