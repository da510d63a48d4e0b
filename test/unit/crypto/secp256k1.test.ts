// Recovery of keys on secp256k1: that what is recovered is what signed, for each v, and what has no key at all.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { recoverPublicKey, verifyRecoverable } from '../../../src/crypto/secp256k1.ts';
import { Random } from '../../support/core.ts';
import { flipped } from '../../support/mutate.ts';

const { Point } = secp256k1;
const { Fn, Fp } = Point;
const N = Fn.ORDER;
type CurvePoint = InstanceType<typeof Point>;

const DIGEST = sha256(toUtf8('what was signed'));
const signature = (r: bigint, s: bigint, v: number) =>
  concatBytes(numberToBytesBE(r, 32), numberToBytesBE(s, 32), Uint8Array.of(v));
const keyBytes = (point: CurvePoint) => point.toBytes(false).slice(1);

/** The point with this x and a y of this parity, if there is one. */
function lift(x: bigint, odd: boolean): CurvePoint | undefined {
  try {
    return Point.fromBytes(concatBytes(Uint8Array.of(odd ? 3 : 2), numberToBytesBE(x, 32)));
  } catch {
    return undefined;
  }
}

/** The key under which (r, s) with this R signs the digest: (s R - h G) / r. */
function keyFor(point: CurvePoint, r: bigint, s: bigint, digest = DIGEST): CurvePoint {
  const h = Fn.create(bytesToNumberBE(digest));
  const sum = point.multiplyUnsafe(s).add(Point.BASE.multiplyUnsafe(Fn.neg(h)));
  return sum.multiplyUnsafe(Fn.inv(r));
}

describe('recoverPublicKey', () => {
  it('gives the key that signed, and with it the same signature verifies', () => {
    const random = new Random(31);
    const seen = new Set<number>();
    for (let i = 0; i < 40; i++) {
      const [secret, digest] = [random.bytes(32), random.bytes(32)];
      const made = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered', lowS: i % 2 === 0 });
      const sig = concatBytes(made.subarray(1), made.subarray(0, 1));
      const publicKey = secp256k1.getPublicKey(secret, false).slice(1);
      seen.add(sig[64]!);
      expect(recoverPublicKey(digest, sig)).toEqual(publicKey);
      expect(verifyRecoverable(publicKey, digest, sig)).toBe(true);
      expect(verifyRecoverable(publicKey, digest, flipped(sig, 64))).toBe(false);
    }
    expect([...seen].sort()).toEqual([0, 1]);
  });

  it('agrees with the example of go-ethereum', () => {
    // go-ethereum, crypto/signature_test.go: testmsg, testsig, testpubkey.
    const digest = fromHex('ce0677bb30baa8cf067c88db9811f4333d131bf8bcf12fe7065d211dce971008');
    const sig = fromHex(
      '90f27b8b488db00b00606796d2987f6a5f59ae62ea05effe84fef5b8b0e549984a691139ad57a3f0b906637673aa2f63d1f55cb1a69199d4009eea23ceaddc9301',
    );
    const key =
      'e32df42865e97135acfb65f3bae71bdc86f4d49150ad6a440b6f15878109880a0a2b2667f7e725ceea70c673093bf67663e0312623c8e091b13cf2c0f11ef652';
    expect(toHex(recoverPublicKey(digest, sig)!)).toBe(key);
  });

  it('takes bit 1 of v for R.x = r + n', () => {
    let found = 0;
    for (let j = 1n; found < 3; j++) {
      for (const odd of [false, true]) {
        const point = lift(N + j, odd);
        if (!point) continue;
        found++;
        const [r, s] = [j, 1_000_000_007n];
        const key = keyBytes(keyFor(point, r, s));
        const low = lift(r, odd);
        for (let v = 0; v < 4; v++) {
          const recovered = recoverPublicKey(DIGEST, signature(r, s, v));
          expect(recovered !== undefined).toBe(v > 1 || low !== undefined);
          expect(verifyRecoverable(key, DIGEST, signature(r, s, v))).toBe(v === (odd ? 3 : 2));
        }
      }
    }
  });

  it('has no key where r + n is not below p, or no point has the x', () => {
    const r = Fp.ORDER - N; // the least for which r + n = p
    for (const v of [2, 3]) expect(recoverPublicKey(DIGEST, signature(r, 5n, v))).toBeUndefined();
    expect(recoverPublicKey(DIGEST, signature(N - 1n, 5n, 2))).toBeUndefined();
    let noPoint = 1n;
    while (lift(noPoint, false)) noPoint++;
    for (const v of [0, 1]) expect(recoverPublicKey(DIGEST, signature(noPoint, 5n, v))).toBeUndefined();
  });

  it('has no key where that would be infinity', () => {
    const k = 12345n;
    const point = Point.BASE.multiplyUnsafe(k);
    const s = Fn.mul(Fn.create(bytesToNumberBE(DIGEST)), Fn.inv(k)); // s R = h G
    const v = Number(point.y & 1n);
    expect(recoverPublicKey(DIGEST, signature(point.x, s, v))).toBeUndefined();
    expect(recoverPublicKey(DIGEST, signature(point.x, s, v ^ 1))).toBeDefined();
  });

  it('takes digests of 0, and of n and more, modulo n', () => {
    const point = Point.BASE.multiplyUnsafe(777n);
    const sig = signature(point.x, 888n, Number(point.y & 1n));
    for (const value of [0n, 1n, N - 1n, N, N + 1n, 2n ** 256n - 1n]) {
      const digest = numberToBytesBE(value, 32);
      expect(recoverPublicKey(digest, sig)).toEqual(keyBytes(keyFor(point, point.x, 888n, digest)));
    }
    expect(recoverPublicKey(numberToBytesBE(N + 1n, 32), sig)).toEqual(recoverPublicKey(numberToBytesBE(1n, 32), sig));
  });

  it('answers nothing for malformed arguments, and throws for none', () => {
    const point = Point.BASE.multiplyUnsafe(777n);
    const good = signature(point.x, 888n, Number(point.y & 1n));
    for (const length of [0, 1, 64, 66, 130])
      expect(recoverPublicKey(DIGEST, concatBytes(good, good).subarray(0, length))).toBeUndefined();
    for (const length of [0, 31, 33, 64]) expect(recoverPublicKey(new Uint8Array(length), good)).toBeUndefined();
    for (let v = 4; v < 256; v++) expect(recoverPublicKey(DIGEST, good.with(64, v))).toBeUndefined(); // 27 and 28 too
    for (const wrong of [0n, N, N + 1n, 2n ** 256n - 1n])
      for (let v = 0; v < 4; v++) {
        expect(recoverPublicKey(DIGEST, signature(wrong, 888n, v))).toBeUndefined();
        expect(recoverPublicKey(DIGEST, signature(point.x, wrong, v))).toBeUndefined();
      }
  });
});

describe('verifyRecoverable', () => {
  it('compares all of the key, in its plain form', () => {
    const point = Point.BASE.multiplyUnsafe(777n);
    const sig = signature(point.x, 888n, Number(point.y & 1n));
    const key = recoverPublicKey(DIGEST, sig)!;
    expect(verifyRecoverable(key, DIGEST, sig)).toBe(true);
    for (const other of [flipped(key, 0), flipped(key, 63), key.subarray(1), concatBytes(Uint8Array.of(4), key)])
      expect(verifyRecoverable(other, DIGEST, sig)).toBe(false);
    expect(verifyRecoverable(new Uint8Array(0), DIGEST, new Uint8Array(65))).toBe(false);
  });
});
