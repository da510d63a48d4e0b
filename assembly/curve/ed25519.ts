// Ed25519 signatures (RFC 8032) for batches of tasks: R' = S * B - h * A, and R' must have R's very bytes. That is Go's rule. Under
// ZIP-215 equal bytes are a yes too, and other bytes leave the question open (ASK), since R may be written in two ways or differ
// by a point of small order; honest signatures never do.
import { ED25519_CURVE } from './constants';
import { Ed25519 } from './curves';
import { addPoints, multiplyNewEdwards, setNeutral } from './edwards';
import { fromWeierstrass } from './edwards-map';
import { areEqual, enter, invertAll, isOdd, isZeroElement, leave, multiply, oneOf, powerByChain, square } from './field';
import { combine, compare, copy, fromBytes, NUMBER, toBytes, wordsFromBytes } from './limbs';
import {
  answerOf, ASK, baseWords, eOf, keyOf, keyWords, NO, OPEN, PRODUCTS, rOf, setAnswer, sOf, sumAt, tableOf, taskAt, YES, ZS,
} from './memory';
import { addScalar, montgomeryScalar, orderOf } from './scalar';
import { sha512 } from './sha512';
import { sumTables } from './sum';
import { isGivenUp, isListEmpty, LISTS, sumOf } from './tree';

const D = ED25519_CURVE;
const ROOT_OF_MINUS_1 = ED25519_CURVE + 2 * NUMBER;

/**
 * The negative of the key in 32 bytes, as an affine point; false where there is none. y may be p or more, and x = 0 may have
 * either sign: both rules take such keys.
 */
export function decodeNegative(point: usize, bytes: usize): bool {
  const y = point + NUMBER;
  const isOddX = load<u8>(bytes + 31) >> 7 == 1;
  fromBytes(y, bytes, false);
  store<i32>(y + 32, load<i32>(y + 32) & 0x7fffff);
  enter<Ed25519>(y, y);
  square<Ed25519>(V, y);
  combine(U, 1, V, -1, oneOf<Ed25519>(), 0, V);
  multiply<Ed25519>(V, V, D);
  combine(V, 1, V, 1, oneOf<Ed25519>(), 0, V);
  const isPoint = rootOfQuotient(point, U, V);
  if (isOdd<Ed25519>(point) == isOddX) combine(point, -1, point, 0, point, 0, point);
  return isPoint;
}

/** o = a root of u / v (RFC 8032, 5.1.3): u v^3 (u v^7)^((p - 5) / 8), or that times a root of -1. */
function rootOfQuotient(o: usize, u: usize, v: usize): bool {
  square<Ed25519>(W, v);
  multiply<Ed25519>(W, W, v);
  multiply<Ed25519>(X, W, u); // u v^3
  square<Ed25519>(W, W);
  multiply<Ed25519>(W, W, v);
  multiply<Ed25519>(W, W, u); // u v^7
  powerByChain<Ed25519>(W, W, changetype<Ed25519>(0).rootChain());
  multiply<Ed25519>(o, X, W);
  square<Ed25519>(W, o);
  multiply<Ed25519>(W, W, v);
  if (areEqual<Ed25519>(W, u)) return true;
  combine(X, -1, u, 0, u, 0, u);
  multiply<Ed25519>(o, o, ROOT_OF_MINUS_1);
  return areEqual<Ed25519>(W, X);
}

/** h = SHA-512(message) mod L, little-endian, into a task. The message, R || A || M, may have up to 255 bytes behind it changed. */
export function digestInto(i: i32, message: usize, length: i32): void {
  sha512(HASH, message, length);
  fromBytes(U, HASH, false);
  fromBytes(V, HASH + 32, false);
  montgomeryScalar<Ed25519>(U, U, orderOf<Ed25519>() + NUMBER);
  montgomeryScalar<Ed25519>(V, V, orderOf<Ed25519>() + 2 * NUMBER);
  addScalar<Ed25519>(U, U, V);
  montgomeryScalar<Ed25519>(U, U, ONE);
  toBytes(eOf(taskAt(i)), U, false);
}

/** Answers `count` tasks; other bytes than R's get `otherwise`: NO by Go's rule, ASK by ZIP-215. S must be below L. */
export function verifyEd25519(count: i32, base: usize, otherwise: u32): void {
  for (let i = 0; i < count; i++) {
    const task = taskAt(i);
    fromBytes(U, sOf(task), false);
    setAnswer(task, compare(U, orderOf<Ed25519>()) < 0 ? OPEN : NO);
    wordsFromBytes(baseWords(i), sOf(task), false);
    wordsFromBytes(keyWords(i), eOf(task), false);
  }
  for (let first = 0; first < count; first += LISTS) addUpSome(first, min(LISTS, count - first), base);
  invertZ(count);
  let open = 0;
  for (let i = 0; i < count; i++) {
    if (answerOf(taskAt(i)) != OPEN) continue;
    const isR = hasBytes(sumAt(i), ZS + NUMBER * open++, rOf(taskAt(i)));
    setAnswer(taskAt(i), isR ? YES : otherwise);
  }
}

/** The sums of a group's open tasks, in `sumAt`. Those that met an exception are answered with ASK. */
function addUpSome(first: i32, count: i32, base: usize): void {
  sumTables<Ed25519>(first, count, base);
  for (let list = 0; list < count; list++) {
    const task = taskAt(first + list);
    if (answerOf(task) == OPEN && !finish(first + list, list)) setAnswer(task, ASK);
  }
}

/** The sum of a task, out of that of its list and of a new key's multiple; false where it met an exception. */
function finish(i: i32, list: i32): bool {
  const q = sumAt(i), task = taskAt(i);
  if (isGivenUp(list)) return false;
  if (isListEmpty(list)) setNeutral(q);
  else fromWeierstrass(q, sumOf(list));
  if (isZeroElement<Ed25519>(q + 2 * NUMBER)) return false;
  if (tableOf(task) != 0) return true;
  multiplyNewEdwards(KEY_SUM, keyOf(task), keyWords(i));
  addPoints(q, KEY_SUM);
  return true;
}

function invertZ(count: i32): void {
  let open = 0;
  for (let i = 0; i < count; i++)
    if (answerOf(taskAt(i)) == OPEN) copy(ZS + NUMBER * open++, sumAt(i) + 2 * NUMBER);
  invertAll<Ed25519>(ZS, NUMBER, open, PRODUCTS);
}

/** Whether a point is written as these 32 bytes: y, and in the highest bit the parity of x. */
function hasBytes(q: usize, inverse: usize, bytes: usize): bool {
  multiply<Ed25519>(U, q, inverse);
  multiply<Ed25519>(V, q + NUMBER, inverse);
  leave<Ed25519>(V, V);
  toBytes(HASH, V, false);
  if (isOdd<Ed25519>(U)) store<u8>(HASH + 31, load<u8>(HASH + 31) | 0x80);
  for (let i: usize = 0; i < 32; i += 8) if (load<u64>(HASH + i) != load<u64>(bytes + i)) return false;
  return true;
}

const ONE: usize = memory.data<i32>([1, 0, 0, 0, 0, 0, 0, 0, 0]);
const U: usize = memory.data(48, 16);
const V: usize = memory.data(48, 16);
const W: usize = memory.data(48, 16);
const X: usize = memory.data(48, 16);
const HASH: usize = memory.data(64, 16);
const KEY_SUM: usize = memory.data(144, 16);
