// Every line of the policy table, held by signatures made for it: what a rule accepts, and what only another rule does.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/codec/bytes.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import type { SignatureScheme } from '../../../src/crypto/claim.ts';
import { hasRightLengths, SIGNATURE_POLICY } from '../../../src/crypto/policy.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import {
  challenge,
  littleEndian,
  ORDER,
  ORDER_8,
  Point,
  SMALL_ORDER,
  scalarBytes,
  scalarOf,
  signature,
} from '../../support/make-chain-curve.ts';
import { makeKey } from '../../support/make-chain-keys.ts';
import { flipped } from '../../support/mutate.ts';

const MESSAGE = toUtf8('what was signed');
const ED25519 = ['ed25519-zip215', 'ed25519-go', 'ed25519-strict'] as const;

async function answer(scheme: SignatureScheme, publicKey: Uint8Array, sig: Uint8Array, message = MESSAGE) {
  const [result] = await localVerifier.verify([{ scheme, publicKey, message, signature: sig }]);
  return result;
}

/** What zip215, go and strict say, in this order. */
const answers = (publicKey: Uint8Array, sig: Uint8Array, message = MESSAGE) =>
  Promise.all(ED25519.map((scheme) => answer(scheme, publicKey, sig, message)));

const KEY = makeKey('policy', 0);
const SIGNATURE = KEY.sign(MESSAGE);

describe('the table', () => {
  it('has a line for each scheme, with the lengths that are held', () => {
    expect(Object.keys(SIGNATURE_POLICY).sort()).toEqual([...ED25519, 'secp256k1-sha256'].sort());
    for (const [scheme, { keyBytes, signatureBytes, rule, usedBy }] of Object.entries(SIGNATURE_POLICY)) {
      const has = (key: number, sig: number) =>
        hasRightLengths(scheme as SignatureScheme, new Uint8Array(key), new Uint8Array(sig));
      expect(has(keyBytes, signatureBytes)).toBe(true);
      for (const wrong of [-1, 1])
        expect([has(keyBytes + wrong, 64), has(keyBytes, 64 + wrong)]).toEqual([false, false]);
      expect([rule.length > 0, usedBy.length > 0, signatureBytes]).toEqual([true, true, 64]);
    }
  });
});

describe('Ed25519, all rules', () => {
  it('accept an honest signature and none with one bit changed', async () => {
    expect(await answers(KEY.publicKey, SIGNATURE)).toEqual([true, true, true]);
    for (let at = 0; at < 64; at += 7)
      expect(await answers(KEY.publicKey, flipped(SIGNATURE, at))).toEqual([false, false, false]);
    expect(await answers(KEY.publicKey, SIGNATURE, toUtf8('something else'))).toEqual([false, false, false]);
    expect(await answers(makeKey('policy', 1).publicKey, SIGNATURE)).toEqual([false, false, false]);
  });

  it('demand S < L', async () => {
    const s = littleEndian(SIGNATURE.subarray(32));
    for (const larger of [s + ORDER, s + 2n * ORDER, s + 8n * ORDER])
      expect(await answers(KEY.publicKey, signature(SIGNATURE.subarray(0, 32), larger))).toEqual([false, false, false]);
  });

  it('answer no to lengths that are wrong and to keys that are no points', async () => {
    for (const length of [0, 31, 33, 64])
      expect(await answers(new Uint8Array(length), SIGNATURE)).toEqual([false, false, false]);
    for (const length of [0, 63, 65, 128])
      expect(await answers(KEY.publicKey, new Uint8Array(length))).toEqual([false, false, false]);
    const noPoint = scalarBytes(2n); // y = 2 is on no point of the curve
    expect(() => Point.fromBytes(noPoint, true)).toThrow();
    expect(await answers(noPoint, SIGNATURE)).toEqual([false, false, false]);
  });

  it('answer no to zeros and to ones', async () => {
    expect(await answers(KEY.publicKey, new Uint8Array(64))).toEqual([false, false, false]);
    expect(await answers(KEY.publicKey, new Uint8Array(64).fill(255))).toEqual([false, false, false]);
  });
});

describe('keys of small order', () => {
  it.each(SMALL_ORDER.canonical.map((key, i) => [i, key] as const))(
    'canonical number %i: strict alone refuses',
    async (_, key) => {
      const { sig } = signedFor(key);
      expect(await answers(key, sig)).toEqual([true, true, false]);
    },
  );

  it.each(SMALL_ORDER.other.map((key, i) => [i, key] as const))(
    'not canonical number %i: accepted by ZIP-215 and Go, k over the raw bytes',
    async (_, key) => {
      const { sig } = signedFor(key);
      expect(await answers(key, sig)).toEqual([true, true, false]);
    },
  );

  /** R = [s]B with a nonce for which [k]A is the identity: then every rule's equation holds. k is over the raw key. */
  function signedFor(key: Uint8Array) {
    for (let i = 0; ; i++) {
      const s = scalarOf(`small ${i}`);
      const r = Point.BASE.multiply(s).toBytes();
      if (challenge(r, key, MESSAGE) % 8n === 0n) return { sig: signature(r, s) };
    }
  }
});

describe('the cofactor', () => {
  it('is in ZIP-215 and not in the rule of Go, for a key with a part of order 8', async () => {
    const a = scalarOf('mixed');
    for (const part of ORDER_8) {
      const key = Point.BASE.multiply(a).add(part).toBytes();
      const wanted = new Set([true, false]);
      for (let i = 0; wanted.size > 0; i++) {
        const nonce = scalarOf(`nonce ${i}`);
        const r = Point.BASE.multiply(nonce).toBytes();
        const k = challenge(r, key, MESSAGE);
        const isWhole = k % 8n === 0n;
        if (!wanted.delete(isWhole)) continue;
        const [zip215, go] = await answers(key, signature(r, (nonce + k * a) % ORDER));
        expect([zip215, go]).toEqual([true, isWhole]);
      }
    }
  });

  it('lets R have a part of order 8 under ZIP-215, and not under the rule of Go', async () => {
    const a = scalarOf('plain');
    const key = Point.BASE.multiply(a).toBytes();
    const nonce = scalarOf('nonce of r');
    for (const part of ORDER_8) {
      const r = Point.BASE.multiply(nonce).add(part).toBytes();
      const sig = signature(r, (nonce + challenge(r, key, MESSAGE) * a) % ORDER);
      expect((await answers(key, sig)).slice(0, 2)).toEqual([true, false]);
    }
  });
});

describe('R that is not canonical', () => {
  it.each(SMALL_ORDER.other.map((r, i) => [i, r] as const))(
    'number %i: ZIP-215 alone accepts, k over the raw bytes',
    async (_, r) => {
      const a = scalarOf('plain');
      const key = Point.BASE.multiply(a).toBytes();
      const sig = signature(r, (challenge(r, key, MESSAGE) * a) % ORDER);
      expect(await answers(key, sig)).toEqual([true, false, false]);
    },
  );
});

describe('secp256k1', () => {
  const key = makeKey('policy', 0, 'secp256k1');
  const sig = key.sign(MESSAGE);
  const n = secp256k1.Point.Fn.ORDER;
  const big = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
  const [r, s] = [big(sig.subarray(0, 32)), big(sig.subarray(32))];
  const ask = (x: bigint, y: bigint, publicKey = key.publicKey) =>
    answer('secp256k1-sha256', publicKey, Uint8Array.from([...bytes(x), ...bytes(y)]));

  it('accepts an honest signature over SHA-256, and none with one bit changed', async () => {
    expect(await answer('secp256k1-sha256', key.publicKey, sig)).toBe(true);
    expect(await answer('secp256k1-sha256', key.publicKey, sig, sha256(MESSAGE))).toBe(false);
    for (let at = 0; at < 64; at += 5)
      expect(await answer('secp256k1-sha256', key.publicKey, flipped(sig, at))).toBe(false);
  });

  it('refuses the high S twin of every signature', async () => {
    for (let i = 0; i < 20; i++) {
      const other = makeKey('policy', i, 'secp256k1');
      const made = other.sign(MESSAGE);
      const twin = [big(made.subarray(0, 32)), n - big(made.subarray(32))] as const;
      expect(big(made.subarray(32)) <= n / 2n).toBe(true);
      expect(
        secp256k1.verify(Uint8Array.from([...bytes(twin[0]), ...bytes(twin[1])]), MESSAGE, other.publicKey, {
          lowS: false,
        }),
      ).toBe(true);
      expect(await ask(twin[0], twin[1], other.publicKey)).toBe(false);
    }
  });

  it('refuses r and s outside 1 to n - 1', async () => {
    expect(await ask(r, s)).toBe(true);
    const largest = 2n ** 256n - 1n;
    for (const wrong of [0n, n, n + 1n, largest])
      expect([await ask(wrong, s), await ask(r, wrong)]).toEqual([false, false]);
    if (r + n <= largest) expect(await ask(r + n, s)).toBe(false);
  });

  it('takes compressed keys with prefix 02 or 03 alone', async () => {
    for (let prefix = 0; prefix < 256; prefix++) {
      const other = Uint8Array.from([prefix, ...key.publicKey.subarray(1)]);
      expect(await answer('secp256k1-sha256', other, sig)).toBe(prefix === key.publicKey[0]);
    }
    expect(await answer('secp256k1-sha256', secp256k1.Point.fromBytes(key.publicKey).toBytes(false), sig)).toBe(false);
    expect(await answer('secp256k1-sha256', new Uint8Array(33).fill(255, 1).fill(2, 0, 1), sig)).toBe(false);
  });

  it('does not check an Ed25519 claim, nor Ed25519 one of its own', async () => {
    expect(await answer('secp256k1-sha256', KEY.publicKey, SIGNATURE)).toBe(false);
    expect(await answers(key.publicKey, sig)).toEqual([false, false, false]);
  });
});
