// Two curve cores for tests: one in which every key is new, one in which every key has a table. Batches mix cases and sizes.
import { concatBytes } from '../../src/codec/bytes.ts';
import {
  type CurveAnswer,
  type CurveCore,
  type CurveLimits,
  type CurveRule,
  type CurveTask,
  createCurveCore,
} from '../../src/core/curve-core.ts';
import { curveModule } from '../../src/core/curve-module.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { Random } from './core.ts';
import { type CurveCase, domainOf, type WeierstrassRule } from './curve-cases.ts';
import type { EdwardsCase, EdwardsRule } from './curve-edwards-cases.ts';

export async function startCurveCore(limits?: CurveLimits): Promise<CurveCore> {
  if (!curveModule()) await loadCore();
  return createCurveCore(await curveModule()!(), limits);
}

/** No key ever gets a table. */
export const ALWAYS_NEW: CurveLimits = { keys: 4096, tables: 0, usesBeforeTable: 0, idleChecks: 0 };
/** Every key gets a table at once; one more batch than the largest may be in the air before a table changes hands. */
export const ALWAYS_TABLE: CurveLimits = { keys: 1024, tables: 160, usesBeforeTable: 0, idleChecks: 128 };

export interface Cores {
  readonly fresh: CurveCore;
  readonly tabled: CurveCore;
}

export async function startCores(): Promise<Cores> {
  return { fresh: await startCurveCore(ALWAYS_NEW), tabled: await startCurveCore(ALWAYS_TABLE) };
}

/** The task of a case; undefined where the key is none. */
export function taskOf(core: CurveCore, rule: WeierstrassRule, each: CurveCase): CurveTask | undefined {
  const { publicKey, r, s, e, recovery } = each;
  const key = core.key(domainOf(rule).curve, publicKey);
  return key && { key, r, s, e, recovery };
}

export function edwardsTaskOf(core: CurveCore, { publicKey, message, signature }: EdwardsCase): CurveTask | undefined {
  const [r, s] = [signature.subarray(0, 32), signature.subarray(32)];
  const key = core.key('ed25519', publicKey);
  return key && { key, r, s, message: [r, publicKey, message] };
}

/** Answers in order, in one call; 'no' for a case without a task. */
export function answersOf(core: CurveCore, rule: CurveRule, tasks: readonly (CurveTask | undefined)[]): CurveAnswer[] {
  const found = core.verify(
    rule,
    tasks.filter((task) => task !== undefined),
  );
  let next = 0;
  return tasks.map((task) => (task ? found[next++]! : 'no'));
}

export function curveAnswers(core: CurveCore, rule: WeierstrassRule, cases: readonly CurveCase[]): CurveAnswer[] {
  return answersOf(
    core,
    rule,
    cases.map((each) => taskOf(core, rule, each)),
  );
}

export function edwardsAnswers(core: CurveCore, rule: EdwardsRule, cases: readonly EdwardsCase[]): CurveAnswer[] {
  return answersOf(
    core,
    rule,
    cases.map((each) => edwardsTaskOf(core, each)),
  );
}

/** The cases in batches of 1 to 128, the most that a call takes. */
export function* batchesOf<T>(cases: Iterable<T>, seed: number): Generator<T[]> {
  const random = new Random(seed);
  const anySize = () => (random.integer(0, 3) === 0 ? random.integer(1, 4) : random.integer(1, 128));
  let batch: T[] = [];
  let size = anySize();
  for (const each of cases) {
    batch.push(each);
    if (batch.length < size) continue;
    yield batch;
    batch = [];
    size = anySize();
  }
  if (batch.length > 0) yield batch;
}

export const signatureBytes = ({ r, s }: CurveCase): Uint8Array => concatBytes(r, s);
