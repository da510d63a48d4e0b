// The sum that every signature over y^2 = x^3 + ax + b comes down to: u * G + v * Q, for all tasks of a batch.
import { invertAll, isZeroElement } from './field';
import { NUMBER } from './limbs';
import {
  answerOf, ASK, baseWords, keyOf, keyWords, multiplesAt, OPEN, PRODUCTS, setAnswer, sumAt, tableOf, taskAt, ZS,
} from './memory';
import { multiplyNew, multiplyNewSplit, oddMultiples } from './new-key';
import { clearList, gather, isGivenUp, isListEmpty, LISTS, sumLists, sumOf } from './tree';
import { addAffine, AFFINE, BASE_BITS, KEY_BITS, scale, setAffine } from './weierstrass';

/** The sums of all open tasks, in `sumAt`. Those that met an exception are answered with ASK. `base` is the table of G. */
export function addUp<C>(count: i32, base: usize): void {
  prepareNewKeys<C>(count);
  for (let first = 0; first < count; first += LISTS) addUpSome<C>(first, min(LISTS, count - first), base);
}

/** What comes out of tables for the open tasks of a group, summed for all of them together: a list for each task. */
export function sumTables<C>(first: i32, count: i32, base: usize): void {
  for (let list = 0; list < count; list++) {
    const i = first + list, task = taskAt(i), table = tableOf(task);
    clearList(list);
    if (answerOf(task) != OPEN) continue;
    gather(list, base, baseWords(i), BASE_BITS);
    if (table) gather(list, table, keyWords(i), KEY_BITS);
  }
  sumLists<C>(count);
}

function addUpSome<C>(first: i32, count: i32, base: usize): void {
  sumTables<C>(first, count, base);
  for (let list = 0; list < count; list++) {
    const task = taskAt(first + list);
    if (answerOf(task) == OPEN && !finish<C>(first + list, list)) setAnswer(task, ASK);
  }
}

/** The sum of a task, out of that of its list and of a new key's multiple; false where it met an exception or is infinity. */
function finish<C>(i: i32, list: i32): bool {
  const q = sumAt(i), isNewKey = tableOf(taskAt(i)) == 0;
  const isEmpty = isNewKey ? multiplyKey<C>(q, multiplesAt(i), keyWords(i)) : true;
  if (isGivenUp(list)) return false;
  if (!isListEmpty(list)) {
    if (isEmpty) setAffine<C>(q, sumOf(list), sumOf(list) + NUMBER);
    else addAffine<C>(q, sumOf(list), sumOf(list) + NUMBER);
  } else if (isEmpty) return false;
  return !isZeroElement<C>(q + 2 * NUMBER);
}

@inline function multiplyKey<C>(q: usize, multiples: usize, words: usize): bool {
  return changetype<C>(0).isSplit() ? multiplyNewSplit(q, multiples, words) : multiplyNew<C>(q, multiples, words);
}

@inline function isNew(task: usize): bool {
  return answerOf(task) == OPEN && tableOf(task) == 0;
}

/** The odd multiples of all keys without a table. */
function prepareNewKeys<C>(count: i32): void {
  let keys = 0;
  for (let i = 0; i < count; i++) {
    if (!isNew(taskAt(i))) continue;
    memory.copy(multiplesAt(i), keyOf(taskAt(i)), AFFINE);
    store<u32>(NEW_KEYS + (<usize>(keys++) << 2), <u32>multiplesAt(i));
  }
  oddMultiples<C>(NEW_KEYS, keys);
}

/** Brings the sums of all open tasks to Z = 1, by one inversion. */
export function normalizeSums<C>(count: i32): void {
  let open = 0;
  for (let i = 0; i < count; i++)
    if (answerOf(taskAt(i)) == OPEN) memory.copy(ZS + NUMBER * open++, sumAt(i) + 2 * NUMBER, NUMBER);
  invertAll<C>(ZS, NUMBER, open, PRODUCTS);
  open = 0;
  for (let i = 0; i < count; i++)
    if (answerOf(taskAt(i)) == OPEN) scale<C>(sumAt(i), ZS + NUMBER * open++);
}

/** Where the multiples of each key without a table are to stand. */
const NEW_KEYS: usize = memory.data(4 * 128, 16);
