// What SM2 signs: the digest of a message together with the signer's id, key and curve (GB/T 32918.2-2016, 5.5 and 6.1).
import { concatBytes, fromHex } from '../codec/bytes.ts';
import { hash } from '../core/hashing.ts';

/** ENTL counts bits in 16 bits. */
export const MAX_USER_ID_BYTES = 8191;

/** a, b, and the base point of GB/T 32918.5-2017. */
const CURVE_BYTES = fromHex(
  'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc' +
    '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93' +
    '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7' +
    'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0',
);

/** Z_A = SM3(ENTL || ID || a || b || xG || yG || xA || yA), 32 bytes; `plainKey` is x || y. */
export function sm2Identity(plainKey: Uint8Array, userId: Uint8Array): Uint8Array {
  const bits = 8 * userId.length;
  return hash('sm3', concatBytes(Uint8Array.of(bits >> 8, bits & 255), userId, CURVE_BYTES, plainKey));
}
