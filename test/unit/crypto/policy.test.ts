// Every line of the policy table, held by signatures made for it: what a rule accepts, and what only another rule does.
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import { describe, expect, it } from 'vitest';
import { concatBytes, toUtf8 } from '../../../src/codec/bytes.ts';
import { hash, sha256 } from '../../../src/core/hashing.ts';
import type { SignatureScheme } from '../../../src/crypto/claim.ts';
import { hasRightLengths, SIGNATURE_POLICY } from '../../../src/crypto/policy.ts';
import { Sm2Point } from '../../../src/crypto/sm2.ts';
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
import {
  sm2Compressed,
  sm2Digest,
  sm2PrivateKey,
  sm2PublicKey,
  sm2Sign,
  sm2Signature,
  sm2SignatureToDer,
  sm2SignWithNonce,
  sm2Uncompressed,
} from '../../support/sm2-sign.ts';

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

const SM2 = ['sm2-compressed', 'sm2-plain', 'sm2-der'] as const;

describe('the table', () => {
  it('has a line for each scheme, with the lengths that are held', () => {
    expect(Object.keys(SIGNATURE_POLICY).sort()).toEqual(
      [...ED25519, ...SM2, 'secp256k1-recoverable', 'secp256k1-sha256'].sort(),
    );
    for (const [name, { keyBytes, signatureBytes, messageBytes, rule, usedBy }] of Object.entries(SIGNATURE_POLICY)) {
      const scheme = name as SignatureScheme;
      const has = (key: number, sig: number, message = messageBytes ?? 0) => {
        const [publicKey, signature] = [new Uint8Array(key), new Uint8Array(sig)];
        return hasRightLengths({ scheme, publicKey, signature, message: new Uint8Array(message) });
      };
      const [least, most] = signatureBytes;
      for (const right of [least, most]) expect(has(keyBytes, right)).toBe(true);
      for (const wrong of [least - 1, most + 1]) expect(has(keyBytes, wrong)).toBe(false);
      for (const wrong of [keyBytes - 1, keyBytes + 1]) expect(has(wrong, least)).toBe(false);
      for (const length of [31, 33, 1000]) expect(has(keyBytes, least, length)).toBe(messageBytes === undefined);
      expect([rule.length > 0, usedBy.length > 0]).toEqual([true, true]);
    }
  });

  it('has these lengths', () => {
    const lengths = Object.entries(SIGNATURE_POLICY).map(([scheme, line]) => [
      scheme,
      line.keyBytes,
      ...line.signatureBytes,
      line.messageBytes,
    ]);
    expect(lengths).toEqual([
      ['ed25519-zip215', 32, 64, 64, undefined],
      ['ed25519-go', 32, 64, 64, undefined],
      ['ed25519-strict', 32, 64, 64, undefined],
      ['secp256k1-sha256', 33, 64, 64, undefined],
      ['secp256k1-recoverable', 64, 65, 65, 32],
      ['sm2-compressed', 33, 64, 64, undefined],
      ['sm2-plain', 64, 64, 64, undefined],
      ['sm2-der', 65, 8, 72, undefined],
    ]);
  });

  it('says of the SM2 rules alone which id, which forms, and what becomes of infinity', () => {
    const said = Object.entries(SIGNATURE_POLICY).map(([scheme, { sm2 }]) => [scheme, sm2] as const);
    const common = { userId: '1234567812345678', infinity: 'refused' };
    expect(said.filter(([, sm2]) => sm2)).toEqual([
      ['sm2-compressed', { ...common, keyForm: 'compressed', signatureForm: 'rs' }],
      ['sm2-plain', { ...common, keyForm: 'plain', signatureForm: 'rs' }],
      ['sm2-der', { ...common, keyForm: 'uncompressed', signatureForm: 'der' }],
    ]);
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

describe.each(SM2)('%s', (scheme) => {
  const line = SIGNATURE_POLICY[scheme].sm2!;
  const secret = sm2PrivateKey('policy');
  const plain = sm2PublicKey(secret);
  const formOf = { compressed: sm2Compressed, plain: (key: Uint8Array) => key, uncompressed: sm2Uncompressed };
  const keyIn = (form: keyof typeof formOf, publicKey = plain) => formOf[form](publicKey);
  const inForm = (rs: Uint8Array, form = line.signatureForm) => (form === 'der' ? sm2SignatureToDer(rs) : rs);
  const rs = sm2Sign(secret, MESSAGE);
  const ask = (sig: Uint8Array, message = MESSAGE, publicKey: Uint8Array = keyIn(line.keyForm)) =>
    answer(scheme, publicKey, inForm(sig), message);
  const [r, s] = [rs.subarray(0, 32), rs.subarray(32)].map(bytesToNumberBE) as [bigint, bigint];
  const n = Sm2Point.Fn.ORDER;

  it('accepts an honest signature, and none with one bit changed', async () => {
    expect(await ask(rs)).toBe(true);
    for (let at = 0; at < 64; at += 5) expect(await ask(flipped(rs, at))).toBe(false);
    expect(await ask(rs, toUtf8('something else'))).toBe(false);
    expect(await ask(rs, MESSAGE, keyIn(line.keyForm, sm2PublicKey(sm2PrivateKey('policy', 1))))).toBe(false);
  });

  it('user id: the one of its line, neither the empty one nor another', async () => {
    expect(await ask(sm2Sign(secret, MESSAGE, toUtf8(line.userId)))).toBe(true);
    for (const id of ['', 'ALICE123@YAHOO.COM', '8765432187654321'])
      expect(await ask(sm2Sign(secret, MESSAGE, toUtf8(id)))).toBe(false);
  });

  it('key form: the one of its line alone, never hybrid', async () => {
    for (const form of ['compressed', 'plain', 'uncompressed'] as const)
      expect(await ask(rs, MESSAGE, keyIn(form))).toBe(form === line.keyForm);
    const hybrid = concatBytes(Uint8Array.of(6 + (plain[63]! & 1)), plain);
    expect(await ask(rs, MESSAGE, hybrid)).toBe(false);
  });

  it('signature form: the one of its line alone', async () => {
    for (const form of ['rs', 'der'] as const)
      expect(await answer(scheme, keyIn(line.keyForm), inForm(rs, form))).toBe(form === line.signatureForm);
    expect(await answer(scheme, keyIn(line.keyForm), concatBytes(inForm(rs), Uint8Array.of(0)))).toBe(false);
  });

  it('range: r and s from 1 to n - 1, s high or low, t not 0', async () => {
    const halves = Array.from({ length: 20 }, (_, i) => sm2Sign(secret, Uint8Array.of(i)));
    expect(new Set(halves.map((each) => bytesToNumberBE(each.subarray(32)) > n / 2n)).size).toBe(2);
    expect(await Promise.all(halves.map((each, i) => ask(each, Uint8Array.of(i))))).toEqual(halves.map(() => true));
    for (const [x, y] of [
      [0n, s],
      [r, 0n],
      [n, s],
      [r, n],
      [r, n - s],
      [r, n - r],
      [s, r],
    ] as const)
      expect(await ask(sm2Signature(x, y))).toBe(false);
  });

  it('R at infinity: refused, though the owner of the key can have r = e', async () => {
    expect(line.infinity).toBe('refused');
    const { Fn } = Sm2Point;
    const d = bytesToNumberBE(secret);
    const e = Fn.create(sm2Digest(plain, MESSAGE));
    const s = Fn.mul(Fn.neg(Fn.mul(e, d)), Fn.inv(Fn.add(d, 1n)));
    expect(await ask(sm2Signature(e, s))).toBe(false);
  });

  it('message: a digest is a message like any other, and never e', async () => {
    const digest = hash('sm3', MESSAGE);
    expect(await ask(sm2Sign(secret, digest), digest)).toBe(true);
    const overE = sm2SignWithNonce(secret, bytesToNumberBE(digest), 12345n)!;
    expect([await ask(overE), await ask(overE, digest)]).toEqual([false, false]);
  });
});

describe('secp256k1-recoverable', () => {
  const secret = sha256(toUtf8('policy recoverable'));
  const publicKey = secp256k1.getPublicKey(secret, false).slice(1);
  const digest = sha256(MESSAGE);
  const made = secp256k1.sign(digest, secret, { prehash: false, format: 'recovered', lowS: true });
  const sig = concatBytes(made.subarray(1), made.subarray(0, 1));
  const ask = (signature: Uint8Array, message = digest, key: Uint8Array = publicKey) =>
    answer('secp256k1-recoverable', key, signature, message);
  const n = secp256k1.Point.Fn.ORDER;

  it('accepts an honest signature of the digest itself, and none with one bit changed', async () => {
    expect(await ask(sig)).toBe(true);
    for (let at = 0; at < 65; at += 4) expect(await ask(flipped(sig, at))).toBe(false);
    expect(await ask(sig, sha256(digest))).toBe(false);
    expect(await ask(sig, digest, flipped(publicKey))).toBe(false);
  });

  it('takes digests of 32 bytes only, and hashes nothing', async () => {
    expect(await ask(sig, MESSAGE)).toBe(false);
    for (const length of [0, 31, 33, 64]) expect(await ask(sig, new Uint8Array(length))).toBe(false);
  });

  it('takes the high s twin, with the other v', async () => {
    const twin = concatBytes(sig.subarray(0, 32), numberToBytesBE(n - bytesToNumberBE(sig.subarray(32, 64)), 32));
    const withV = (v: number) => concatBytes(twin, Uint8Array.of(v));
    expect([await ask(withV(sig[64]! ^ 1)), await ask(withV(sig[64]!))]).toEqual([true, false]);
  });

  it('takes v from 0 to 3, and of these the right one', async () => {
    for (let v = 0; v < 256; v++) expect(await ask(sig.with(64, v))).toBe(v === sig[64]);
  });

  it('refuses r and s outside 1 to n - 1', async () => {
    for (const wrong of [0n, n, n + 1n, 2n ** 256n - 1n])
      for (const at of [0, 32]) {
        const changed = sig.slice();
        changed.set(numberToBytesBE(wrong, 32), at);
        expect(await ask(changed)).toBe(false);
      }
  });
});
