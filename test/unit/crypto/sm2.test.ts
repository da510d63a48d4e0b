// SM2 verification clause by clause: the sample of the standard, every form of key and signature, both ends of each range, and
// signatures that only a missing check would accept. Some need an e of one's choice; there SM3 is replaced for the moment.
import { bytesToNumberBE, numberToBytesBE } from '@noble/curves/utils.js';
import { afterEach, describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { hash, installCore } from '../../../src/core/hashing.ts';
import { jsCore } from '../../../src/core/js-core.ts';
import * as sm2 from '../../../src/crypto/sm2.ts';
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

const { isRightR, Sm2Point, verifySm2 } = sm2;
const { Fn, Fp } = Sm2Point;
const N = Fn.ORDER;
const P = Fp.ORDER;
const G = Sm2Point.BASE;
const LARGEST = 2n ** 256n - 1n;
type Point = InstanceType<typeof Sm2Point>;

const MESSAGE = toUtf8('message digest');
const EMPTY = new Uint8Array(0);
/** GB/T 32918.5-2017, A.2. */
const SAMPLE = {
  privateKey: fromHex('3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8'),
  publicKey: fromHex(
    '09f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13',
  ),
  e: 0xf0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640n,
  k: 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n,
  r: 0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3n,
  s: 0xb1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aan,
};
const KEY = SAMPLE.publicKey;
const SIGNATURE = sm2Signature(SAMPLE.r, SAMPLE.s);
const ask = (r: bigint, s: bigint) => verifySm2(KEY, MESSAGE, sm2Signature(r, s));

describe('the sample of the standard', () => {
  it('is reproduced by the signer of the tests, with the e of the standard', () => {
    expect(sm2PublicKey(SAMPLE.privateKey)).toEqual(KEY);
    expect(sm2Digest(KEY, MESSAGE)).toBe(SAMPLE.e);
    expect(sm2SignWithNonce(SAMPLE.privateKey, SAMPLE.e, SAMPLE.k)).toEqual(SIGNATURE);
  });

  it('is accepted in every form of key and signature', () => {
    for (const key of [KEY, sm2Uncompressed(KEY), sm2Compressed(KEY)]) {
      expect(verifySm2(key, MESSAGE, SIGNATURE)).toBe(true);
      expect(verifySm2(key, MESSAGE, SIGNATURE, { signatureForm: 'rs', userId: sm2.DEFAULT_USER_ID })).toBe(true);
      expect(verifySm2(key, MESSAGE, sm2SignatureToDer(SIGNATURE), { signatureForm: 'der' })).toBe(true);
    }
  });

  it('is refused with any bit of signature, message or key changed', () => {
    for (let at = 0; at < 64; at++) expect(verifySm2(KEY, MESSAGE, flipped(SIGNATURE, at, 1 << (at % 8)))).toBe(false);
    for (let at = 0; at < MESSAGE.length; at++) expect(verifySm2(KEY, flipped(MESSAGE, at), SIGNATURE)).toBe(false);
    for (let at = 0; at < 64; at++) expect(verifySm2(flipped(KEY, at, 1 << (at % 8)), MESSAGE, SIGNATURE)).toBe(false);
  });
});

describe('the message', () => {
  const privateKey = sm2PrivateKey('messages');
  const publicKey = sm2PublicKey(privateKey);

  it.each([0, 1, 31, 32, 33, 55, 56, 64, 1000, 1 << 20])('may have %i bytes', (length) => {
    const message = new Uint8Array(length).fill(0x5a);
    const signature = sm2Sign(privateKey, message);
    expect(verifySm2(publicKey, message, signature)).toBe(true);
    expect(verifySm2(publicKey, concatBytes(message, Uint8Array.of(0)), signature)).toBe(false);
  });

  it('may be a view into something larger, as may key and signature', () => {
    const whole = concatBytes(Uint8Array.of(9, 9, 9), KEY, MESSAGE, SIGNATURE);
    const view = (from: number, length: number) => whole.subarray(from, from + length);
    expect(verifySm2(view(3, 64), view(67, MESSAGE.length), view(67 + MESSAGE.length, 64))).toBe(true);
  });

  it('is never taken for e, nor hashed without id and key', () => {
    const e = hash('sm3', MESSAGE);
    const withoutIdentity = sm2SignWithNonce(SAMPLE.privateKey, bytesToNumberBE(e), SAMPLE.k)!;
    for (const message of [MESSAGE, e]) expect(verifySm2(KEY, message, withoutIdentity)).toBe(false);
    expect(verifySm2(KEY, numberToBytesBE(SAMPLE.e, 32), SIGNATURE)).toBe(false);
  });

  it('has no way around it: the module exports nothing else that checks a signature', () => {
    expect(Object.keys(sm2).sort()).toEqual(['DEFAULT_USER_ID', 'Sm2Point', 'isRightR', 'verifySm2']);
  });
});

describe('the id', () => {
  const privateKey = sm2PrivateKey('ids');
  const publicKey = sm2PublicKey(privateKey);
  const idOf = (length: number) => new Uint8Array(length).fill(0x69);

  it.each([0, 1, 15, 16, 17, 8190, 8191])('may have %i bytes', (length) => {
    const userId = idOf(length);
    const signature = sm2Sign(privateKey, MESSAGE, userId);
    expect(verifySm2(publicKey, MESSAGE, signature, { userId })).toBe(true);
    expect(verifySm2(publicKey, MESSAGE, signature)).toBe(false);
    expect(verifySm2(publicKey, MESSAGE, signature, { userId: idOf(length + 1) })).toBe(false);
  });

  it('is refused from 8192 bytes on, where ENTL has no bits left', () => {
    for (const length of [8192, 8200, 70_000]) {
      const userId = idOf(length); // the signer writes what remains of ENTL in 16 bits
      expect(verifySm2(publicKey, MESSAGE, sm2Sign(privateKey, MESSAGE, userId), { userId })).toBe(false);
    }
  });

  it('is 1234567812345678 where none is named', () => {
    const signature = sm2Sign(privateKey, MESSAGE, toUtf8('1234567812345678'));
    expect(verifySm2(publicKey, MESSAGE, signature)).toBe(true);
    expect(verifySm2(publicKey, MESSAGE, sm2Sign(privateKey, MESSAGE, EMPTY))).toBe(false);
  });

  it('may change from call to call, and by the hand of the caller', () => {
    const userId = toUtf8('first');
    const [first, second] = ['first', 'fifth'].map((id) => sm2Sign(privateKey, MESSAGE, toUtf8(id)));
    for (let i = 0; i < 3; i++) {
      expect(verifySm2(publicKey, MESSAGE, first!, { userId: toUtf8('first') })).toBe(true);
      expect(verifySm2(publicKey, MESSAGE, second!, { userId: toUtf8('fifth') })).toBe(true);
      expect(verifySm2(publicKey, MESSAGE, second!, { userId: toUtf8('first') })).toBe(false);
    }
    expect(verifySm2(publicKey, MESSAGE, second!, { userId: toUtf8('fifth') })).toBe(true); // so that the next is new
    expect(verifySm2(publicKey, MESSAGE, first!, { userId })).toBe(true);
    userId.set(toUtf8('fifth'));
    expect(verifySm2(publicKey, MESSAGE, first!, { userId })).toBe(false);
    expect(verifySm2(publicKey, MESSAGE, second!, { userId })).toBe(true);
  });
});

describe('the key', () => {
  const [x, y] = [KEY.subarray(0, 32), KEY.subarray(32)];
  const prefixed = (prefix: number, ...parts: Uint8Array[]) => concatBytes(Uint8Array.of(prefix), ...parts);
  const accepts = (key: Uint8Array) => verifySm2(key, MESSAGE, SIGNATURE);

  it('takes 04 || x || y, and 02 or 03 || x by the parity of y, and no other prefix', () => {
    for (let prefix = 0; prefix < 256; prefix++) {
      expect(accepts(prefixed(prefix, x, y)), `${prefix} and 64 bytes`).toBe(prefix === 4); // 06 and 07: hybrid
      expect(accepts(prefixed(prefix, x)), `${prefix} and 32 bytes`).toBe(prefix === 2 + (KEY[63]! & 1));
    }
  });

  it('has 33, 64 or 65 bytes', () => {
    for (let length = 0; length <= 130; length++)
      for (const prefix of [[], [2], [3], [4]]) {
        const key = concatBytes(Uint8Array.from(prefix), KEY, KEY).subarray(0, length);
        const isRight = (length === 64 && !prefix.length) || (length === 65 && prefix[0] === 4);
        expect(accepts(key)).toBe(isRight || (length === 33 && prefix[0] === 3));
      }
  });

  it('lies on the curve', () => {
    const other = numberToBytesBE(bytesToNumberBE(y) + 1n, 32);
    expect([accepts(concatBytes(x, other)), accepts(prefixed(4, x, other))]).toEqual([false, false]);
    const noPoint = [1n, 2n, 3n, 4n, 5n, 6n].find((value) => !lift(value))!;
    expect(accepts(prefixed(2, numberToBytesBE(noPoint, 32)))).toBe(false);
    expect(accepts(concatBytes(x, numberToBytesBE(P - bytesToNumberBE(y), 32)))).toBe(false); // -P, a key but not this
  });

  it('is not infinity', () => {
    for (const key of ['00', '04', '02', `04${'00'.repeat(64)}`, '00'.repeat(64), `02${'00'.repeat(32)}`])
      expect(accepts(fromHex(key))).toBe(false);
  });

  it('may have leading zeros in x and in y', () => {
    for (const at of [0, 32]) {
      const privateKey = search(
        (i) => sm2PrivateKey('zeros', i),
        (secret) => sm2PublicKey(secret)[at] === 0,
      );
      const key = sm2PublicKey(privateKey);
      const signature = sm2Sign(privateKey, MESSAGE);
      for (const form of [key, sm2Compressed(key), sm2Uncompressed(key)])
        expect(verifySm2(form, MESSAGE, signature)).toBe(true);
      expect(verifySm2(key.subarray(1), MESSAGE, signature)).toBe(false);
    }
  });

  it('may be G, 2G and -2G', () => {
    for (const d of [1n, 2n, N - 2n]) {
      const privateKey = Fn.toBytes(d);
      const signature = sm2Sign(privateKey, MESSAGE);
      expect(verifySm2(sm2PublicKey(privateKey), MESSAGE, signature)).toBe(true);
      expect(verifySm2(sm2PublicKey(privateKey), MESSAGE, flipped(signature, 40))).toBe(false);
    }
  });
});

describe('the signature', () => {
  it('has exactly 64 bytes', () => {
    for (const length of [0, 1, 63, 65, 128])
      expect(verifySm2(KEY, MESSAGE, concatBytes(SIGNATURE, KEY).subarray(0, length))).toBe(false);
    expect(verifySm2(KEY, MESSAGE, concatBytes(SIGNATURE, KEY))).toBe(false); // as FISCO BCOS 2 sends it
    const wide = concatBytes(SIGNATURE.subarray(0, 32), Uint8Array.of(0), SIGNATURE.subarray(32));
    expect(verifySm2(KEY, MESSAGE, wide)).toBe(false);
  });

  it('has r and s in 1 to n - 1', () => {
    const { r, s } = SAMPLE;
    expect(ask(r, s)).toBe(true);
    for (const wrong of [0n, N, N + 1n, LARGEST])
      expect([ask(wrong, s), ask(r, wrong), ask(wrong, wrong)]).toEqual([false, false, false]);
  });

  it('is not taken modulo n, where DER has room for it', () => {
    const { r, s } = SAMPLE;
    const accepts = (a: bigint, b: bigint) => verifySm2(KEY, MESSAGE, derOf(a, b), { signatureForm: 'der' });
    expect([accepts(r, s), accepts(r + N, s), accepts(r, s + N)]).toEqual([true, false, false]);
  });

  it('is not that of ECDSA: no low s, and neither n - s nor s || r', () => {
    const { r, s } = SAMPLE;
    expect(s > N / 2n).toBe(true);
    expect([ask(r, N - s), ask(N - r, s), ask(s, r)]).toEqual([false, false, false]);
  });

  it('may have leading zeros in r, in s, and in t', () => {
    const privateKey = sm2PrivateKey('leading');
    const key = sm2PublicKey(privateKey);
    const tOf = (bytes: Uint8Array) =>
      Fn.add(bytesToNumberBE(bytes.subarray(0, 32)), bytesToNumberBE(bytes.subarray(32)));
    const wanted = [
      (bytes: Uint8Array) => bytes[0] === 0,
      (bytes: Uint8Array) => bytes[32] === 0,
      (bytes: Uint8Array) => tOf(bytes) >> 248n === 0n,
    ];
    for (const isWanted of wanted) {
      const messageOf = (i: number) => Uint8Array.of(i >> 8, i);
      const message = search(messageOf, (candidate) => isWanted(sm2Sign(privateKey, candidate)));
      const signature = sm2Sign(privateKey, message);
      expect(verifySm2(key, message, signature)).toBe(true);
      expect(verifySm2(key, message, sm2SignatureToDer(signature), { signatureForm: 'der' })).toBe(true);
    }
  });

  it('does not lead to infinity, where the owner of the key can have r = e', () => {
    const privateKey = sm2PrivateKey('infinity');
    const key = sm2PublicKey(privateKey);
    const d = bytesToNumberBE(privateKey);
    for (const text of ['a', 'b', 'c']) {
      const r = Fn.create(sm2Digest(key, toUtf8(text)));
      const s = Fn.mul(Fn.neg(Fn.mul(r, d)), Fn.inv(Fn.add(d, 1n))); // s = -t d with t = r + s
      const sum = G.multiplyUnsafe(s).add(Sm2Point.fromBytes(sm2Uncompressed(key)).multiplyUnsafe(Fn.add(r, s)));
      expect([sum.is0(), Fn.isValidNot0(r), Fn.isValidNot0(s)]).toEqual([true, true, true]);
      expect(verifySm2(key, toUtf8(text), sm2Signature(r, s))).toBe(false);
    }
  });
});

describe('the DER form', () => {
  const der = sm2SignatureToDer(SIGNATURE);
  const accepts = (signature: Uint8Array) => verifySm2(KEY, MESSAGE, signature, { signatureForm: 'der' });

  it('is taken where it is asked for, and only there', () => {
    expect([accepts(der), accepts(SIGNATURE)]).toEqual([true, false]);
    expect([verifySm2(KEY, MESSAGE, der), verifySm2(KEY, MESSAGE, SIGNATURE)]).toEqual([false, true]);
  });

  it('has one spelling: no byte can be added, left out or changed', () => {
    for (let at = 0; at < der.length; at++) {
      expect(accepts(concatBytes(der.subarray(0, at), der.subarray(at + 1)))).toBe(false);
      for (const byte of [0, 1, 0x80, 0xff])
        expect(accepts(concatBytes(der.subarray(0, at), Uint8Array.of(byte), der.subarray(at)))).toBe(false);
      for (let bit = 1; bit < 256; bit <<= 1) expect(accepts(flipped(der, at, bit))).toBe(false);
    }
    for (let length = 0; length < der.length; length++) expect(accepts(der.subarray(0, length))).toBe(false);
    expect(accepts(concatBytes(der, Uint8Array.of(0)))).toBe(false);
  });

  it.each([
    ['a length in the long form', `3081${toHex(der.subarray(1))}`],
    ['an indefinite length', `3080${toHex(der.subarray(2))}0000`],
    ['a needless zero', `30${toHex(Uint8Array.of(der[1]! + 1))}0222${'00'}${toHex(der.subarray(4))}`],
    ['r without its sign byte', `3045${'0220'}${toHex(der.subarray(5, 37))}${toHex(der.subarray(37))}`],
    ['a third number', `30${toHex(Uint8Array.of(der[1]! + 3))}${toHex(der.subarray(2))}020101`],
    ['a set', `31${toHex(der.subarray(1))}`],
  ])('is refused with %s', (_, hex) => {
    expect(accepts(fromHex(hex))).toBe(false);
  });

  it('has r and s in 1 to n - 1', () => {
    const { r, s } = SAMPLE;
    for (const wrong of [0n, N, N + r]) {
      expect(accepts(derOf(wrong, s))).toBe(false);
      expect(accepts(derOf(r, wrong))).toBe(false);
    }
  });
});

describe("with an e of one's choice", () => {
  afterEach(() => installCore(jsCore));
  const R = G.multiplyUnsafe(0xabcdefn);

  /** While SM3 gives this number for everything, whether r and s are accepted. Keys must be fresh, for Z_A is remembered. */
  function accepts(key: Point, r: bigint, s: bigint, e: bigint): boolean {
    installCore({ ...jsCore, hash: () => numberToBytesBE(e, 32) });
    return verifySm2(key.toBytes(false), MESSAGE, sm2Signature(r, s));
  }

  /** The key, which nobody owns, for which s leads to a point: r = e + x1, t = r + s, P = (R - [s]G) / t. */
  function madeFor(point: Point, s: bigint, e: bigint): { key: Point; r: bigint; s: bigint; t: bigint } {
    const r = Fn.create(e + point.x);
    const t = Fn.add(r, s);
    return { key: point.subtract(G.multiplyUnsafe(s)).multiplyUnsafe(Fn.inv(t)), r, s, t };
  }

  it.each([1n, 2n, N - 2n, N - 1n])('s may be %s', (s) => {
    const { key, r } = madeFor(R, s, 77n);
    expect(accepts(key, r, s, 77n)).toBe(true);
    expect(accepts(key, r, s, 78n)).toBe(false);
  });

  it.each([1n, 2n, 3n, 7n, N - 1n])('t may be %s', (t) => {
    const { key, r, s, ...made } = madeFor(R, Fn.sub(t, Fn.create(78n + R.x)), 78n);
    expect(made.t).toBe(t);
    expect(accepts(key, r, s, 78n)).toBe(true);
    expect(accepts(key, r, s, 79n)).toBe(false);
  });

  it.each([1n, N - 1n])('r may be %s', (wanted) => {
    const e = Fn.sub(wanted, Fn.create(R.x));
    const { key, r, s } = madeFor(R, 5n, e);
    expect([r, accepts(key, r, s, e)]).toEqual([wanted, true]);
  });

  it('r = 0 and s = 0 are refused, where all the rest holds', () => {
    const withR = madeFor(R, 31n, Fn.neg(Fn.create(R.x)));
    expect([withR.r, accepts(withR.key, 0n, 31n, Fn.neg(Fn.create(R.x)))]).toEqual([0n, false]);
    const withS = madeFor(R, 0n, 80n);
    expect(accepts(withS.key, withS.r, 0n, 80n)).toBe(false);
  });

  it('t = 0 is refused, where R does not depend on the key', () => {
    for (const s of [1n, 12345n, N - 1n]) {
      const r = Fn.neg(s);
      const e = Fn.sub(r, Fn.create(G.multiplyUnsafe(s).x));
      expect(isRightR(e, G.multiplyUnsafe(s).x, r)).toBe(true); // all the rest would hold
      expect(accepts(G.multiplyUnsafe(Fn.add(99n, s)), r, s, e)).toBe(false);
    }
  });

  it('e may be n or more', () => {
    for (const e of [0n, 1n, 5n, LARGEST - N]) {
      const { key, r, s } = madeFor(R, 1000n + e, e);
      expect(accepts(key, r, s, e)).toBe(true);
      expect(accepts(key, r, s, e + N)).toBe(true);
      expect(accepts(key, r, s, e + 1n)).toBe(false);
    }
  });

  it('x1 may be n or more', () => {
    const x = search(
      (i) => N + BigInt(i),
      (candidate) => lift(candidate) !== undefined,
    );
    const { key, r, s } = madeFor(lift(x)!, 2000n, 9n);
    expect(r).toBe(x - N + 9n);
    expect(accepts(key, r, s, 9n)).toBe(true);
    expect(accepts(key, r, s, 10n)).toBe(false);
  });

  it('the key may be G, -G, and 2G with [s]G = [t]P', () => {
    for (const [key, s, t] of [
      [G, 6n, 8n],
      [G.negate(), 6n, 8n],
      [G.negate(), 8n, 6n],
      [G.double(), 16n, 8n],
      [G.negate().double(), 16n, 9n],
    ] as const) {
      const r = Fn.sub(t, s);
      const e = Fn.sub(r, Fn.create(G.multiplyUnsafe(s).add(key.multiplyUnsafe(t)).x));
      const mine = Sm2Point.fromAffine(key.toAffine());
      expect([accepts(mine, r, s, e), accepts(mine, r, s, Fn.add(e, 1n))]).toEqual([true, false]);
    }
  });

  it('a coordinate of the key is below p, in every form', () => {
    const x = search(
      (i) => BigInt(i + 1),
      (candidate) => lift(candidate) !== undefined,
    );
    const key = lift(x)!;
    const [s, t] = [3000n, 4000n];
    const r = Fn.sub(t, s);
    const e = Fn.sub(r, Fn.create(G.multiplyUnsafe(s).add(key.multiplyUnsafe(t)).x));
    expect(accepts(key, r, s, e)).toBe(true);
    const [low, high, y] = [x, x + P, key.y].map((value) => numberToBytesBE(value, 32));
    const parity = Uint8Array.of(key.y % 2n === 1n ? 3 : 2);
    const forms = (first: Uint8Array) => [
      concatBytes(first, y!),
      concatBytes(Uint8Array.of(4), first, y!),
      concatBytes(parity, first),
    ];
    const signature = sm2Signature(r, s);
    expect(forms(low!).map((form) => verifySm2(form, MESSAGE, signature))).toEqual([true, true, true]);
    expect(forms(high!).map((form) => verifySm2(form, MESSAGE, signature))).toEqual([false, false, false]);
    expect(verifySm2(concatBytes(low!, numberToBytesBE(LARGEST, 32)), MESSAGE, signature)).toBe(false);
  });
});

describe('isRightR', () => {
  it('reduces e, x1 and their sum', () => {
    expect(isRightR(3n, 4n, 7n)).toBe(true);
    expect(isRightR(3n, 4n, 8n)).toBe(false);
    expect(isRightR(N - 1n, 2n, 1n)).toBe(true);
    expect(isRightR(N + 3n, 4n, 7n)).toBe(true);
    expect(isRightR(3n, N + 4n, 7n)).toBe(true);
    expect(isRightR(LARGEST, P - 1n, (LARGEST + P - 1n) % N)).toBe(true);
    expect(isRightR(3n, 4n, N + 7n)).toBe(false);
  });
});

describe('the memory of keys', () => {
  it('changes no answer for a key that comes back again and again', () => {
    const privateKey = sm2PrivateKey('often');
    const key = sm2PublicKey(privateKey);
    for (let i = 0; i < 20; i++) {
      const message = Uint8Array.of(i);
      const signature = sm2Sign(privateKey, message);
      expect(verifySm2(key, message, signature)).toBe(true);
      expect(verifySm2(key, message, flipped(signature, i))).toBe(false);
    }
  });

  it('changes no answer when more keys come than it holds, often or once', () => {
    // r = s = 1 makes the multiplications short; what is asked is only that nothing is mixed up or lost.
    const cheap = sm2Signature(1n, 1n);
    let point = G.multiplyUnsafe(1_000_003n);
    for (let i = 0; i < 2100; i++) {
      point = point.add(G);
      expect(verifySm2(Sm2Point.fromAffine(point.toAffine()).toBytes(false), MESSAGE, cheap)).toBe(false);
    }
    for (let i = 0; i < 140; i++) {
      const key = sm2PublicKey(Fn.toBytes(BigInt(i + 3)));
      for (let use = 0; use < 7; use++) expect(verifySm2(key, MESSAGE, cheap)).toBe(false);
      if (i % 20 === 0) expect(verifySm2(key, MESSAGE, sm2Sign(Fn.toBytes(BigInt(i + 3)), MESSAGE))).toBe(true);
    }
    expect(verifySm2(KEY, MESSAGE, SIGNATURE)).toBe(true);
  });

  it('does not follow what the caller does to the key afterwards', () => {
    const key = KEY.slice();
    expect(verifySm2(key, MESSAGE, SIGNATURE)).toBe(true);
    key[0]! ^= 1;
    expect(verifySm2(key, MESSAGE, SIGNATURE)).toBe(false);
  });
});

/** The point with this x and an even y, if there is one. */
function lift(x: bigint): Point | undefined {
  try {
    return Sm2Point.fromBytes(concatBytes(Uint8Array.of(2), numberToBytesBE(x, 32)));
  } catch {
    return undefined;
  }
}

function search<T>(make: (i: number) => T, isFound: (candidate: T) => boolean): T {
  for (let i = 0; ; i++) {
    const candidate = make(i);
    if (isFound(candidate)) return candidate;
  }
}

/** SEQUENCE of two INTEGERs of any size up to 33 bytes. */
function derOf(r: bigint, s: bigint): Uint8Array {
  const integer = (value: bigint) => {
    const hex = value.toString(16);
    const even = hex.padStart(hex.length + (hex.length % 2), '0');
    const bytes = fromHex(/^[89a-f]/.test(even) ? `00${even}` : even);
    return concatBytes(Uint8Array.of(2, bytes.length), bytes);
  };
  const content = concatBytes(integer(r), integer(s));
  return concatBytes(Uint8Array.of(0x30, content.length), content);
}
