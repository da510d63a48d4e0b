// WebCrypto as the fast way: which keys it may be asked about, the probe that tells an engine's rule, and that answers are
// the same without it, or with an engine that is stricter, laxer or broken.
import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { SignatureClaim } from '../../../src/crypto/claim.ts';
import { verifyGo, verifyStrict, verifyZip215 } from '../../../src/crypto/ed25519.ts';
import { isOrdinaryKey } from '../../../src/crypto/webcrypto.ts';
import { Random } from '../../support/core.ts';
import {
  challenge,
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

const EMPTY = new Uint8Array(0);
const PROBE_TEXT = 'mingzheng/ed25519-cofactor-probe';

/** key = a*B + T8; R = r*B for the first r with k mod 8 != 0; s = r + k*a. */
function makeProbe(order8: InstanceType<typeof Point>) {
  const a = scalarOf(PROBE_TEXT);
  const publicKey = Point.BASE.multiply(a).add(order8).toBytes();
  const message = toUtf8(PROBE_TEXT);
  for (let i = 0; ; i++) {
    const nonce = scalarOf(`r${i}`);
    const r = Point.BASE.multiply(nonce).toBytes();
    const k = challenge(r, publicKey, message);
    if (k % 8n !== 0n) return { publicKey, message, signature: signature(r, (nonce + k * a) % ORDER) };
  }
}

const source = readFileSync(new URL('../../../src/crypto/webcrypto.ts', import.meta.url), 'utf8');
const [probeKey, probeSignature] = /const PROBE = \{[\s\S]*?'([0-9a-f]{64})'[\s\S]*?'([0-9a-f]{128})'/
  .exec(source)!
  .slice(1) as [string, string];

describe('the probe', () => {
  const probe = ORDER_8.map(makeProbe).find(({ publicKey }) => toHex(publicKey) === probeKey);

  it('is made from public texts as its comment says', () => {
    expect(probe).toBeDefined();
    expect(toHex(probe!.signature)).toBe(probeSignature);
  });

  it('is accepted with the cofactor and refused without', () => {
    const { publicKey, message, signature: sig } = probe!;
    expect(verifyZip215(publicKey, message, sig)).toBe(true);
    expect(verifyGo(publicKey, message, sig)).toBe(false);
    expect(isOrdinaryKey(publicKey)).toBe(true);
  });
});

describe('isOrdinaryKey', () => {
  it('refuses every encoding of a point of small order', () => {
    for (const key of [...SMALL_ORDER.canonical, ...SMALL_ORDER.other])
      expect(isOrdinaryKey(key), toHex(key)).toBe(false);
  });

  it('refuses y >= p in all its nineteen encodings, with either sign', () => {
    const p = 2n ** 255n - 19n;
    for (let y = p; y < 2n ** 255n; y++)
      for (const sign of [0n, 1n]) expect(isOrdinaryKey(scalarBytes(y + (sign << 255n)))).toBe(false);
    expect(isOrdinaryKey(scalarBytes(p - 2n))).toBe(true); // p - 1 is the point of order 2
    expect(isOrdinaryKey(scalarBytes(p - 1n))).toBe(false);
  });

  it('takes honest keys, and does not change them', () => {
    for (let i = 0; i < 50; i++) {
      const { publicKey } = makeKey('ordinary', i);
      const before = publicKey.slice();
      expect(isOrdinaryKey(publicKey)).toBe(true);
      expect(publicKey).toEqual(before);
    }
  });
});

/** Honest, wrong and crafted claims, with the answer of the reference rule. */
function makeClaims(): { claims: SignatureClaim[]; expected: boolean[] } {
  const random = new Random(8);
  const claims: SignatureClaim[] = [];
  const probe = { publicKey: fromHex(probeKey), message: toUtf8(PROBE_TEXT), signature: fromHex(probeSignature) };
  for (let i = 0; i < 150; i++) {
    const key = makeKey('claims', i % 7);
    const message = random.bytes(100);
    const signed = key.sign(message);
    const scheme = (['ed25519-zip215', 'ed25519-go', 'ed25519-strict'] as const)[i % 3]!;
    const honest = {
      scheme,
      publicKey: key.publicKey,
      message,
      signature: i % 4 === 0 ? flipped(signed, i % 64) : signed,
    };
    // The probe's signature under its own key, and under another: a key kept under too short a name would accept it.
    claims.push(
      i % 10 === 9 ? { ...probe, scheme } : i % 10 === 5 ? { ...probe, scheme, publicKey: key.publicKey } : honest,
    );
  }
  const rules = { 'ed25519-zip215': verifyZip215, 'ed25519-go': verifyGo, 'ed25519-strict': verifyStrict } as const;
  const expected = claims.map((claim) =>
    rules[claim.scheme as keyof typeof rules](claim.publicKey, claim.message, claim.signature),
  );
  return { claims, expected };
}

describe('localVerifier', () => {
  const { claims, expected } = makeClaims();
  const freshVerifier = async () => {
    vi.resetModules();
    return (await import('../../../src/crypto/verify.ts')).localVerifier;
  };
  afterEach(() => vi.unstubAllGlobals());

  it('answers 150 claims in order, as the reference does', async () => {
    expect(expected.filter(Boolean).length).toBeGreaterThan(60);
    expect(expected.filter((right) => !right).length).toBeGreaterThan(30);
    expect(await (await freshVerifier()).verify(claims)).toEqual(expected);
    expect(await (await freshVerifier()).verify([])).toEqual([]);
  });

  it('answers the same without WebCrypto', async () => {
    vi.stubGlobal('crypto', undefined);
    expect(await (await freshVerifier()).verify(claims)).toEqual(expected);
  });

  it('answers the same on an insecure page, where there is no subtle', async () => {
    vi.stubGlobal('crypto', { getRandomValues: () => undefined });
    expect(await (await freshVerifier()).verify(claims)).toEqual(expected);
  });

  it('answers the same with an engine that does not know Ed25519', async () => {
    const importKey = vi.fn(() => Promise.reject(new DOMException('no such algorithm', 'NotSupportedError')));
    const verify = vi.fn();
    vi.stubGlobal('crypto', { subtle: { importKey, verify } });
    expect(await (await freshVerifier()).verify(claims)).toEqual(expected);
    expect(verify).not.toHaveBeenCalled();
  });

  it('answers the same with an engine that always says no, or fails', async () => {
    const importKey = () => Promise.resolve({});
    for (const verify of [() => Promise.resolve(false), () => Promise.reject(new Error('broken'))]) {
      vi.stubGlobal('crypto', { subtle: { importKey, verify } });
      expect(await (await freshVerifier()).verify(claims)).toEqual(expected);
    }
  });

  it('answers the same with an engine that uses the cofactor', async () => {
    const importKey = (_: string, key: Uint8Array) => Promise.resolve(key);
    const verify = (_: string, key: Uint8Array, sig: Uint8Array, message: Uint8Array) =>
      Promise.resolve(verifyZip215(key, message, sig));
    vi.stubGlobal('crypto', { subtle: { importKey, verify } });
    expect(await (await freshVerifier()).verify(claims)).toEqual(expected);
  });

  it('does not ask WebCrypto about keys on which rules differ', async () => {
    const verify = vi.fn((_: string, __: unknown, sig: Uint8Array) => Promise.resolve(toHex(sig) !== probeSignature));
    vi.stubGlobal('crypto', { subtle: { importKey: () => Promise.resolve({}), verify } });
    const verifier = await freshVerifier();
    const odd = [...SMALL_ORDER.canonical, ...SMALL_ORDER.other].map(
      (publicKey): SignatureClaim => ({
        scheme: 'ed25519-go',
        publicKey,
        message: toUtf8('x'),
        signature: new Uint8Array(64).fill(1),
      }),
    );
    expect(await verifier.verify(odd)).toEqual(odd.map(() => false));
    expect(verify).toHaveBeenCalledTimes(1); // the probe alone
  });

  it('checks no more than a few more claims after a wrong one, where all or nothing is needed', async () => {
    const key = makeKey('heap', 0);
    const verify = vi.fn(() => Promise.resolve(true)); // but for those of the probe, as of any engine
    vi.stubGlobal('crypto', { subtle: { importKey: () => Promise.resolve({}), verify } });
    const verifier = await freshVerifier();
    const claim = (i: number): SignatureClaim => ({
      scheme: 'ed25519-zip215',
      publicKey: key.publicKey,
      message: Uint8Array.of(i >> 8, i & 255),
      signature: new Uint8Array(64),
    });
    const heap = Array.from({ length: 390 }, (_, i) => claim(i));
    expect(await verifier.verify(heap)).toEqual(heap.map(() => true));
    const asked = () => verify.mock.calls.length;
    const all = asked();
    verify.mockImplementation(() => Promise.resolve(false));
    expect(await verifier.verify(heap, 'all-or-nothing')).toEqual(heap.map(() => false));
    expect(asked() - all).toBeLessThanOrEqual(64);
    expect(await verifier.verify([{ ...claim(0), publicKey: EMPTY }, ...heap], 'all-or-nothing')).not.toContain(true);
    expect(asked() - all).toBeLessThanOrEqual(64);
  });
});
