// SM2 signatures (GB/T 32918.2-2016, recommended curve of GB/T 32918.5-2017), checked over @noble/curves' point arithmetic.
// Messages only: the digest e always binds the signer's id and key. With an e of one's choice signatures can be made up
// without a private key, so nothing here takes one.
import { weierstrass } from '@noble/curves/abstract/weierstrass.js';
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { bytesEqual, concatBytes, toHex, toUtf8 } from '../codec/bytes.ts';
import { signatureFromDer } from '../codec/der.ts';
import { hash } from '../core/hashing.ts';
import { MAX_USER_ID_BYTES, sm2Identity } from './sm2-identity.ts';

/** The curve of GB/T 32918.5-2017. */
const CURVE = {
  p: 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn,
  a: 0xfffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffcn,
  b: 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n,
  n: 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n,
  h: 1n,
  Gx: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  Gy: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

/** The points of the curve. Every one but infinity has the order n, since the cofactor is 1. */
export const Sm2Point = weierstrass(CURVE);
type CurvePoint = InstanceType<typeof Sm2Point>;

/** The id of GM/T 0009, which every chain uses: 16 bytes of ASCII. */
export const DEFAULT_USER_ID: Uint8Array = toUtf8('1234567812345678');

export interface Sm2Options {
  /** 0 to 8191 bytes; `DEFAULT_USER_ID` where it is missing. */
  readonly userId?: Uint8Array;
  /** `rs`: r || s, 64 bytes, the default. `der`: SEQUENCE of two INTEGERs, strict. */
  readonly signatureForm?: 'rs' | 'der';
}

/**
 * GB/T 32918.2-2016, section 7.1, strict: one encoding for each form, and no R at infinity.
 *
 * `publicKey` is 33 bytes (02 or 03 || x), 64 (x || y) or 65 (04 || x || y): the form follows from the length. `message` is
 * what was signed, of any length; it is hashed here, together with the id and the key. Answers false for every malformed
 * argument and throws for none.
 */
export function verifySm2(
  publicKey: Uint8Array,
  message: Uint8Array,
  signature: Uint8Array,
  { userId = DEFAULT_USER_ID, signatureForm = 'rs' }: Sm2Options = {},
): boolean {
  const scalars = readScalars(signature, signatureForm);
  if (!scalars || userId.length > MAX_USER_ID_BYTES) return false;
  const signer = signerOf(publicKey);
  if (!signer) return false;
  const { r, s, t } = scalars;
  // Step B6. The multiples of G stand in a table that noble keeps, so two walks cost less than a joint one.
  const point = Sm2Point.BASE.multiplyUnsafe(s).add(signer.point.multiplyUnsafe(t));
  // x1 is not defined for infinity. Some libraries take 0, and then the key's owner can sign anything with r = e.
  if (point.is0()) return false;
  const e = hash('sm3', concatBytes(identityOf(signer, userId), message));
  return isRightR(bytesToNumberBE(e), point.toAffine().x, r);
}

/** Step B7: R = (e + x1) mod n must be r. e may be n or more, and so may x1. */
export function isRightR(e: bigint, x1: bigint, r: bigint): boolean {
  return (e + x1) % CURVE.n === r;
}

interface Scalars {
  readonly r: bigint;
  readonly s: bigint;
  readonly t: bigint;
}

/** Steps B1, B2 and B5: r and s in 1 to n - 1, t = (r + s) mod n not zero; undefined where one fails. */
function readScalars(signature: Uint8Array, form: 'rs' | 'der'): Scalars | undefined {
  const bytes = form === 'der' ? tryOrUndefined(() => signatureFromDer(signature)) : signature;
  if (bytes?.length !== 64) return undefined;
  const r = bytesToNumberBE(bytes.subarray(0, 32));
  const s = bytesToNumberBE(bytes.subarray(32));
  const t = (r + s) % CURVE.n;
  return isScalar(r) && isScalar(s) && t !== 0n ? { r, s, t } : undefined;
}

function isScalar(value: bigint): boolean {
  return value >= 1n && value < CURVE.n;
}

/** A key that has been decoded, with the digest Z_A for the id with which it signed last: a chain uses one id. */
interface Signer {
  readonly point: CurvePoint;
  uses: number;
  userId?: Uint8Array;
  za?: Uint8Array;
}

const signers = new Map<string, Signer>();
const MAX_SIGNERS = 2048;
/** A table of multiples costs as much as it saves in six checks (10 ms against 1.8 ms each). */
const USES_BEFORE_TABLE = 6;
const TABLE_WINDOW_BITS = 5;
/** A table holds 848 points, some 130 KB. */
const MAX_TABLES = 128;
let tables = 0;

/** The decoded key, from memory where it was seen before; undefined where it is no key. */
function signerOf(publicKey: Uint8Array): Signer | undefined {
  if (publicKey.length > 65) return undefined;
  const id = toHex(publicKey);
  const signer = signers.get(id) ?? remember(id, decodeKey(publicKey));
  if (signer && ++signer.uses === USES_BEFORE_TABLE) addTable(signer);
  return signer;
}

function remember(id: string, point: CurvePoint | undefined): Signer | undefined {
  if (!point) return undefined; // a key that is none costs little, and would push out those that are
  if (signers.size >= MAX_SIGNERS) forgetAll();
  const signer = { point, uses: 0 };
  signers.set(id, signer);
  return signer;
}

/** From now on the key's multiples are looked up: a third of the time for each check. */
function addTable(signer: Signer): void {
  if (tables >= MAX_TABLES) forgetAll();
  tables++;
  signer.point.precompute(TABLE_WINDOW_BITS);
}

function forgetAll(): void {
  signers.clear();
  tables = 0;
}

/** Length and prefix decide; x, y < p and on the curve. Infinity has no encoding, and 06 and 07 are refused by noble. */
function decodeKey(publicKey: Uint8Array): CurvePoint | undefined {
  const sec1 = publicKey.length === 64 ? concatBytes(Uint8Array.of(4), publicKey) : publicKey;
  return tryOrUndefined(() => Sm2Point.fromBytes(sec1));
}

/** Z_A, from memory where the id is that of the check before. */
function identityOf(signer: Signer, userId: Uint8Array): Uint8Array {
  if (signer.za && bytesEqual(signer.userId!, userId)) return signer.za;
  signer.userId = userId.slice();
  signer.za = sm2Identity(signer.point.toBytes(false).subarray(1), userId);
  return signer.za;
}

function tryOrUndefined<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
