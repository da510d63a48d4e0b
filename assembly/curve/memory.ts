// Where TypeScript puts what is to be checked, and finds the answers. Keys and tables lie from ARENA upward, at addresses that
// TypeScript hands out (it grows the memory before it calls; nothing in here does).
import { NUMBER, WORDS } from './limbs';

/** Claims in one call, at most. */
export const MAX_TASKS: i32 = 128;

/** A task: r, s and e (or h), 32 bytes each; the address of the key's point and of its table, 0 for none; a recovery id; the answer. */
export const TASK: i32 = 128;
export const TASKS: usize = memory.data(MAX_TASKS * TASK, 16);
const S: usize = 32;
const E: usize = 64;
const KEY: usize = 96;
const TABLE: usize = 100;
const RECOVERY: usize = 104;
const ANSWER: usize = 108;

/** No; yes; and a sum that met an exception, or infinity: to be checked in another way. 3 is in here only: not decided yet. */
export const NO: u32 = 0;
export const YES: u32 = 1;
export const ASK: u32 = 2;
export const OPEN: u32 = 3;

@inline export function taskAt(i: i32): usize { return TASKS + <usize>(TASK * i); }
@inline export function rOf(task: usize): usize { return task; }
@inline export function sOf(task: usize): usize { return task + S; }
@inline export function eOf(task: usize): usize { return task + E; }
@inline export function keyOf(task: usize): usize { return load<u32>(task + KEY); }
@inline export function tableOf(task: usize): usize { return load<u32>(task + TABLE); }
@inline export function setKey(task: usize, key: usize): void { store<u32>(task + KEY, key); }
@inline export function recoveryOf(task: usize): u32 { return load<u32>(task + RECOVERY); }
@inline export function answerOf(task: usize): u32 { return load<u32>(task + ANSWER); }
@inline export function setAnswer(task: usize, answer: u32): void { store<u32>(task + ANSWER, answer); }

/**
 * What is calculated for a task: two scalars as words, two numbers, a point of four coordinates, ten affine multiples of the
 * key, a point that takes the place of the key.
 */
export const WORK_SIZE: i32 = 2 * 40 + 2 * 36 + 4 * 36 + 10 * 72 + 72;
const WORK: usize = memory.data(MAX_TASKS * WORK_SIZE, 16);
@inline function workAt(i: i32): usize { return WORK + <usize>(WORK_SIZE * i); }
/** The scalar of the base point. */
@inline export function baseWords(i: i32): usize { return workAt(i); }
/** The scalar of the key. */
@inline export function keyWords(i: i32): usize { return workAt(i) + WORDS; }
@inline export function rNumber(i: i32): usize { return workAt(i) + 2 * WORDS; }
@inline export function sNumber(i: i32): usize { return workAt(i) + 2 * WORDS + NUMBER; }
@inline export function sumAt(i: i32): usize { return workAt(i) + 2 * WORDS + 2 * NUMBER; }
@inline export function multiplesAt(i: i32): usize { return workAt(i) + 2 * WORDS + 6 * NUMBER; }
@inline export function liftedAt(i: i32): usize { return multiplesAt(i) + 20 * NUMBER; }

/** Products of inversions over a batch: 8 multiples a task. */
export const PRODUCTS: usize = memory.data(MAX_TASKS * 8 * 36, 16);
/** The Z of 8 multiples a task, one task's after another's. */
export const ZS: usize = memory.data(MAX_TASKS * 8 * 36, 16);

/** A key's bytes (33: 02 or 03 || x; 64: x || y; 32 for Ed25519), and messages for SHA-512. */
export const INPUT_SIZE: i32 = 65536;
export const INPUT: usize = memory.data(INPUT_SIZE + 256, 16);

/** Free space from here on. */
export const ARENA: usize = (__heap_base + 127) & ~63;
