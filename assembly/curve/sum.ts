// The sum that every signature over y^2 = x^3 + ax + b comes down to: u * G + v * Q, for all tasks of a batch.
import { invertAll, isZeroElement } from './field';
import { NUMBER } from './limbs';
import {
  answerOf, ASK, baseWords, keyOf, keyWords, multiplesAt, OPEN, PRODUCTS, setAnswer, sumAt, tableOf, taskAt, ZS,
} from './memory';
import { multiplyNew, multiplyNewSplit, ODD_MULTIPLES, oddMultiples } from './new-key';
import { addByTable, AFFINE, BASE_BITS, KEY_BITS, scale } from './weierstrass';

/** The sums of all open tasks, in `sumAt`. Those that end in Z = 0 are answered with ASK. `base` is the table of G. */
export function addUp<C>(count: i32, base: usize): void {
  prepareNewKeys<C>(count);
  for (let i = 0; i < count; i++) {
    const task = taskAt(i);
    if (answerOf(task) != OPEN) continue;
    const q = sumAt(i), table = tableOf(task);
    let isEmpty = table
      ? addByTable<C>(q, table, keyWords(i), KEY_BITS, true)
      : multiplyKey<C>(q, multiplesAt(i), keyWords(i));
    isEmpty = addByTable<C>(q, base, baseWords(i), BASE_BITS, isEmpty);
    if (isEmpty || isZeroElement<C>(q + 2 * NUMBER)) setAnswer(task, ASK);
  }
}

@inline function multiplyKey<C>(q: usize, multiples: usize, words: usize): bool {
  return changetype<C>(0).isSplit() ? multiplyNewSplit(q, multiples, words) : multiplyNew<C>(q, multiples, words);
}

@inline function isNew(task: usize): bool {
  return answerOf(task) == OPEN && tableOf(task) == 0;
}

/** The odd multiples of all keys without a table, by one inversion. */
function prepareNewKeys<C>(count: i32): void {
  const zs = NUMBER * ODD_MULTIPLES;
  let keys = 0;
  for (let i = 0; i < count; i++)
    if (isNew(taskAt(i))) oddMultiples<C>(multiplesAt(i), ZS + zs * keys++, keyOf(taskAt(i)));
  invertAll<C>(ZS, NUMBER, <i32>ODD_MULTIPLES * keys, PRODUCTS);
  keys = 0;
  for (let i = 0; i < count; i++) {
    if (!isNew(taskAt(i))) continue;
    for (let j: usize = 0; j < ODD_MULTIPLES; j++) scale<C>(multiplesAt(i) + AFFINE * j, ZS + zs * keys + NUMBER * j);
    keys++;
  }
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
