// SM2 and ECDSA, for batches of tasks. Everything is big-endian. What comes out is the answer of each task.
import { areEqual, enter, isOdd, leave, multiply, primeOf, square } from './field';
import { combine, compare, copy, fromBytes, isZero, NUMBER, toBytes, toWords } from './limbs';
import {
  answerOf, baseWords, eOf, keyWords, liftedAt, NO, OPEN, PRODUCTS, recoveryOf, rNumber, rOf, setAnswer, setKey, sNumber, sOf,
  sumAt, taskAt, WORK_SIZE, YES,
} from './memory';
import { addScalar, invertScalars, isScalar, montgomeryScalar, orderOf, reduceScalar, subtractScalar } from './scalar';
import { addUp, normalizeSums } from './sum';
import { liftX } from './weierstrass-key';

/** Reads r and s of all tasks; those out of [1, n - 1] are answered with NO. */
function readScalars<C>(count: i32): void {
  for (let i = 0; i < count; i++) {
    const task = taskAt(i);
    fromBytes(rNumber(i), rOf(task), true);
    fromBytes(sNumber(i), sOf(task), true);
    setAnswer(task, isScalar<C>(rNumber(i)) && isScalar<C>(sNumber(i)) ? OPEN : NO);
  }
}

/** e of a task modulo n. */
function readDigest<C>(o: usize, i: i32): void {
  fromBytes(o, eOf(taskAt(i)), true);
  reduceScalar<C>(o);
}

/** GB/T 32918.2-2016, 7.1, steps B1 to B7: t = r + s mod n is not 0, R = s * G + t * P, and r = e + R.x mod n. */
export function verifySm2<C>(count: i32, base: usize): void {
  readScalars<C>(count);
  for (let i = 0; i < count; i++) {
    addScalar<C>(U, rNumber(i), sNumber(i));
    if (isZero(U)) setAnswer(taskAt(i), NO);
    toWords(keyWords(i), U);
    toWords(baseWords(i), sNumber(i));
  }
  addUp<C>(count, base);
  for (let i = 0; i < count; i++) {
    if (answerOf(taskAt(i)) != OPEN) continue;
    readDigest<C>(U, i);
    subtractScalar<C>(U, rNumber(i), U);
    setAnswer(taskAt(i), hasX<C>(sumAt(i), U) ? YES : NO);
  }
}

/** SEC 1, 4.1.4, steps 4 to 8: u1 = e / s, u2 = r / s, R = u1 * G + u2 * Q, and r = R.x mod n. */
export function verifyEcdsa<C>(count: i32, base: usize): void {
  sumsOfEcdsa<C>(count, base);
  for (let i = 0; i < count; i++)
    if (answerOf(taskAt(i)) == OPEN) setAnswer(taskAt(i), hasX<C>(sumAt(i), rNumber(i)) ? YES : NO);
}

/**
 * Whether r, s and a recovery id tell the task's key (SEC 1, 4.1.6): R.x is r, or r + n for an id of 2 or 3, and R.y is odd
 * for 1 and 3. The same as to recover the key and compare, since R and e and s determine it.
 */
export function verifyRecoverable<C>(count: i32, base: usize): void {
  sumsOfEcdsa<C>(count, base);
  normalizeSums<C>(count);
  for (let i = 0; i < count; i++) {
    const task = taskAt(i);
    if (answerOf(task) != OPEN) continue;
    leave<C>(U, sumAt(i));
    const isRight = hasRecoveredX<C>(V, i) && compare(U, V) == 0;
    const isOddY = isOdd<C>(sumAt(i) + NUMBER);
    setAnswer(task, isRight && isOddY == ((recoveryOf(task) & 1) == 1) ? YES : NO);
  }
}

/** The key that r, s and a recovery id tell: x || y over r and s of each task that is answered with YES. */
export function recover<C>(count: i32, base: usize): void {
  readScalars<C>(count);
  for (let i = 0; i < count; i++) liftR<C>(i);
  useOnes(count);
  invertScalars<C>(rNumber(0), WORK_SIZE, count, PRODUCTS);
  for (let i = 0; i < count; i++) {
    readDigest<C>(U, i);
    montgomeryScalar<C>(U, U, rNumber(i));
    subtractScalar<C>(U, ZERO, U);
    toWords(baseWords(i), U);
    montgomeryScalar<C>(U, sNumber(i), rNumber(i));
    toWords(keyWords(i), U);
  }
  addUp<C>(count, base);
  normalizeSums<C>(count);
  for (let i = 0; i < count; i++) if (answerOf(taskAt(i)) == OPEN) tellKey<C>(i);
}

/** The point R of a task takes the place of its key. */
function liftR<C>(i: i32): void {
  const task = taskAt(i), point = liftedAt(i);
  const isBelow = hasRecoveredX<C>(U, i);
  enter<C>(point, U);
  const isPoint = liftX<C>(point, (recoveryOf(task) & 1) == 1);
  setKey(task, point);
  if (answerOf(task) == OPEN && !(isBelow && isPoint)) setAnswer(task, NO);
}

function tellKey<C>(i: i32): void {
  const task = taskAt(i);
  leave<C>(U, sumAt(i));
  leave<C>(V, sumAt(i) + NUMBER);
  toBytes(rOf(task), U, true);
  toBytes(sOf(task), V, true);
  setAnswer(task, YES);
}

/** u1 and u2 by one inversion, then the sums. */
function sumsOfEcdsa<C>(count: i32, base: usize): void {
  readScalars<C>(count);
  useOnes(count);
  invertScalars<C>(sNumber(0), WORK_SIZE, count, PRODUCTS);
  for (let i = 0; i < count; i++) {
    readDigest<C>(U, i);
    montgomeryScalar<C>(U, U, sNumber(i));
    toWords(baseWords(i), U);
    montgomeryScalar<C>(U, rNumber(i), sNumber(i));
    toWords(keyWords(i), U);
  }
  addUp<C>(count, base);
}

/** 1 in place of the numbers of tasks that are out, so that they can be inverted with the rest. */
function useOnes(count: i32): void {
  for (let i = 0; i < count; i++) {
    if (answerOf(taskAt(i)) == OPEN) continue;
    copy(rNumber(i), ONE);
    copy(sNumber(i), ONE);
  }
}

/** Whether x of a point is c modulo n, without an inversion: c * Z^2 = X, or (c + n) * Z^2 = X where c + n is below p. */
function hasX<C>(q: usize, c: usize): bool {
  square<C>(ZZ, q + 2 * NUMBER);
  if (isScaled<C>(q, c)) return true;
  combine(V, 1, c, 1, orderOf<C>(), 0, c);
  return compare(V, primeOf<C>()) < 0 && isScaled<C>(q, V);
}

function isScaled<C>(q: usize, x: usize): bool {
  enter<C>(X, x);
  multiply<C>(X, X, ZZ);
  return areEqual<C>(X, q);
}

/** x of R by r and the recovery id: r or r + n; false unless it is below p. */
function hasRecoveredX<C>(o: usize, i: i32): bool {
  const n = orderOf<C>();
  combine(o, 1, rNumber(i), recoveryOf(taskAt(i)) >> 1, n, 0, n);
  return compare(o, primeOf<C>()) < 0;
}

const ZERO: usize = memory.data(48, 16);
const ONE: usize = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0]);
const U: usize = memory.data(48, 16);
const V: usize = memory.data(48, 16);
const X: usize = memory.data(48, 16);
const ZZ: usize = memory.data(48, 16);
