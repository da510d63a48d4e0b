// What the curve core exports: keys, tables, and batches of signatures, each for a curve by number.
import { ED25519_WEIERSTRASS } from './constants';
import { Ed25519, P256, Secp256k1, Sm2 } from './curves';
import { decodeNegative, digestInto, verifyEd25519 } from './ed25519';
import { toWeierstrass } from './edwards-map';
import { recover, verifyEcdsa, verifyRecoverable, verifySm2 } from './signatures';
import { writeElement } from './field';
import { NUMBER } from './limbs';
import { ASK, INPUT, NO } from './memory';
import { AFFINE, BASE_BITS, buildTable, KEY_BITS, tableBytes } from './weierstrass';
import { decodeCompressed, decodePlain } from './weierstrass-key';

export { ARENA, INPUT, INPUT_SIZE, MAX_TASKS, TASK, TASKS } from './memory';

/** Bytes of a key's point, and of the tables of a key that comes back and of a base point. */
export const POINT_BYTES: usize = AFFINE;
export const KEY_TABLE_BYTES: usize = tableBytes(KEY_BITS);
export const BASE_TABLE_BYTES: usize = tableBytes(BASE_BITS);

/** The curves by number. */
const SM2: i32 = 0;
const SECP256K1: i32 = 1;
const NIST_P256: i32 = 2;

/** The key in INPUT as a point, 33 bytes (02 or 03 || x) or 64 (x || y), of Ed25519 32 bytes; false where it is none. */
export function decodeKey(curve: i32, length: i32, point: usize): bool {
  if (curve == SM2) return decode<Sm2>(length, point);
  if (curve == SECP256K1) return decode<Secp256k1>(length, point);
  if (curve == NIST_P256) return decode<P256>(length, point);
  return decodeNegative(point, INPUT);
}

/** x || y of an SM2 key's point, to INPUT. */
export function tellSm2Key(point: usize): void {
  writeElement<Sm2>(INPUT, point, true);
  writeElement<Sm2>(INPUT + 32, point + NUMBER, true);
}

function decode<C>(length: i32, point: usize): bool {
  if (length == 64) return decodePlain<C>(point, INPUT);
  const prefix = load<u8>(INPUT);
  return (prefix == 2 || prefix == 3) && decodeCompressed<C>(point, INPUT + 1, prefix == 3);
}

/** The table of a key at `point`; `scratch` has room for as many bytes. False where the key can have none: it is of small order. */
export function buildKeyTable(curve: i32, table: usize, point: usize, scratch: usize): bool {
  if (curve == SM2) return buildTable<Sm2>(table, point, KEY_BITS, scratch);
  if (curve == SECP256K1) return buildTable<Secp256k1>(table, point, KEY_BITS, scratch);
  if (curve == NIST_P256) return buildTable<P256>(table, point, KEY_BITS, scratch);
  toWeierstrass(POINT, point);
  return buildTable<Ed25519>(table, POINT, KEY_BITS, scratch);
}

/** The table of the base point. */
export function buildBaseTable(curve: i32, table: usize, scratch: usize): void {
  if (curve == SM2) buildTable<Sm2>(table, changetype<Sm2>(0).curve() + NUMBER, BASE_BITS, scratch);
  else if (curve == SECP256K1)
    buildTable<Secp256k1>(table, changetype<Secp256k1>(0).curve() + NUMBER, BASE_BITS, scratch);
  else if (curve == NIST_P256) buildTable<P256>(table, changetype<P256>(0).curve() + NUMBER, BASE_BITS, scratch);
  else buildTable<Ed25519>(table, ED25519_WEIERSTRASS + 3 * NUMBER, BASE_BITS, scratch);
}

/** Answers `count` tasks; `base` is the table of the curve's base point. */
export function verifySm2Tasks(count: i32, base: usize): void {
  verifySm2<Sm2>(count, base);
}

export function verifyEcdsaTasks(curve: i32, count: i32, base: usize): void {
  if (curve == SECP256K1) verifyEcdsa<Secp256k1>(count, base);
  else verifyEcdsa<P256>(count, base);
}

export function verifyRecoverableTasks(count: i32, base: usize): void {
  verifyRecoverable<Secp256k1>(count, base);
}

export function recoverTasks(count: i32, base: usize): void {
  recover<Secp256k1>(count, base);
}

/** h of a task out of R || A || M in INPUT. */
export function digestEd25519(task: i32, length: i32): void {
  digestInto(task, INPUT, length);
}

export function verifyEd25519Tasks(count: i32, base: usize, isZip215: bool): void {
  verifyEd25519(count, base, isZip215 ? ASK : NO);
}

const POINT: usize = memory.data(80, 16);
