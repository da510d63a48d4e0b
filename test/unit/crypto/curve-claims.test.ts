// Claims by the curve core and without it: whatever a claim looks like, well formed or not, both say the same.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { concatBytes, fromHex, toHex } from '../../../src/codec/bytes.ts';
import { CURVE_LIMITS, curveCore } from '../../../src/core/curve-core.ts';
import { curveModule, installCurveModule } from '../../../src/core/curve-module.ts';
import { hash } from '../../../src/core/hashing.ts';
import { loadCore } from '../../../src/core/load-node.ts';
import type { SignatureClaim, SignatureScheme } from '../../../src/crypto/claim.ts';
import { answerByCore } from '../../../src/crypto/curve-claims.ts';
import { hasRightLengths, SIGNATURE_POLICY } from '../../../src/crypto/policy.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { nodeHasSm2 } from '../../differential/node-crypto.ts';
import { Random } from '../../support/core.ts';
import { type CurveCase, curveCases, type WeierstrassRule } from '../../support/curve-cases.ts';
import { bytesOf, compressedOf, DOMAINS, modulo, nodeMultiple, plainOf } from '../../support/curve-domain.ts';
import { edwardsCases } from '../../support/curve-edwards-cases.ts';
import { bigintOf } from '../../support/curve-values.ts';
import { signature as edwardsSignature, ORDER, SMALL_ORDER, scalarBytes } from '../../support/make-chain-curve.ts';
import { makeKey } from '../../support/make-chain-keys.ts';
import { flipped } from '../../support/mutate.ts';
import { sm2Digest, sm2PrivateKey, sm2PublicKey, sm2Sign, sm2SignatureToDer } from '../../support/sm2-sign.ts';

const SEED = 20_261_125;
const random = new Random(SEED);
const MESSAGE = random.bytes(50);
const LONG = random.bytes(70_000);
const EMPTY = new Uint8Array(0);

/** A claim with what it shows. */
type Named = readonly [name: string, claim: SignatureClaim];
type Parts = Partial<Omit<SignatureClaim, 'scheme'>>;

let compile: ReturnType<typeof curveModule>;
beforeAll(async () => {
  await loadCore();
  compile = curveModule();
});

/** What the verifier says with the core switched off. */
async function withoutCore(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
  installCurveModule(undefined);
  try {
    return await localVerifier.verify(claims);
  } finally {
    installCurveModule(compile);
  }
}

describe('a core without memory', () => {
  it('leaves its claims to others', async () => {
    installCurveModule(() => compile!()); // a new core, whose base points have no tables yet
    const grow = vi.spyOn(WebAssembly.Memory.prototype, 'grow');
    const core = await curveCore();
    grow.mockImplementation(() => {
      throw new RangeError('Maximum memory size exceeded');
    });
    try {
      const secret = sm2PrivateKey('no memory');
      const claim: SignatureClaim = {
        scheme: 'sm2-plain',
        publicKey: sm2PublicKey(secret),
        message: MESSAGE,
        signature: sm2Sign(secret, MESSAGE),
      };
      const claims = [claim, claim, claim];
      expect(await byCore(claims)).toEqual([undefined, undefined, undefined]);
      expect(await localVerifier.verify(claims)).toEqual([true, true, true]);
    } finally {
      grow.mockRestore();
      installCurveModule(compile);
    }
    expect(core).toBeDefined();
  });
});

/** What the core says of those with the right lengths; undefined where it leaves the claim to others. */
async function byCore(claims: readonly SignatureClaim[]): Promise<(boolean | undefined)[]> {
  const answers = claims.map((claim) => (hasRightLengths(claim) ? undefined : false));
  await answerByCore(claims, answers, () => true);
  return answers;
}

/** By name: what is said without the core, with it in the verifier, and by it alone where it does not leave the claim open. */
async function threeAnswers(named: readonly Named[]) {
  const claims = named.map(([, claim]) => claim);
  const [others, own] = [await withoutCore(claims), await byCore(claims)];
  const together = await localVerifier.verify(claims);
  return named.map(([name], i) => ({ name, others: others[i]!, together: together[i]!, own: own[i] }));
}

/** All agree, with new keys and, after so many uses, with keys that have tables. Gives the answers. */
async function expectAgreement(named: readonly Named[]) {
  const found = await threeAnswers(named);
  const due = found.map(({ name, others, own }) => ({
    name,
    others,
    together: others,
    own: own === undefined ? own : others,
  }));
  expect(found).toEqual(due);
  const claims = named.map(([, claim]) => claim);
  for (let use = 0; use < CURVE_LIMITS.usesBeforeTable; use++)
    expect(await byCore(claims)).toEqual(found.map(({ own }) => own));
  return found;
}

const namesOf = (found: readonly { readonly name: string }[]): string[] => found.map(({ name }) => name);

/** A right signature under a scheme, and what becomes of it when its parts are replaced. */
const tableOf =
  (scheme: SignatureScheme, right: Omit<SignatureClaim, 'scheme'>) =>
  (changes: Readonly<Record<string, Parts>>): Named[] =>
    Object.entries(changes).map(([name, parts]) => [name, { scheme, ...right, ...parts }]);

const without = (bytes: Uint8Array): Uint8Array => bytes.subarray(0, -1);
const withOneMore = (bytes: Uint8Array): Uint8Array => concatBytes(bytes, Uint8Array.of(0));

/** What can be wrong with the length of each part. */
function lengths({ publicKey, message, signature }: Omit<SignatureClaim, 'scheme'>): Record<string, Parts> {
  return {
    'no key': { publicKey: EMPTY },
    'key too short': { publicKey: without(publicKey) },
    'key too long': { publicKey: withOneMore(publicKey) },
    'no signature': { signature: EMPTY },
    'signature too short': { signature: without(signature) },
    'signature too long': { signature: withOneMore(signature) },
    'signature of 1000 bytes': { signature: new Uint8Array(1000) },
    'message too long': { message: withOneMore(message) },
    'all empty': { publicKey: EMPTY, message: EMPTY, signature: EMPTY },
  };
}

/** What can be wrong with r and s, for r || s and what stands behind them. */
function scalars(signature: Uint8Array, n: bigint): Record<string, Uint8Array> {
  const [r, s, rest] = [signature.subarray(0, 32), signature.subarray(32, 64), signature.subarray(64)];
  const of = (first: Uint8Array, second: Uint8Array): Uint8Array => concatBytes(first, second, rest);
  return {
    'r = 0': of(new Uint8Array(32), s),
    's = 0': of(r, new Uint8Array(32)),
    'r = n': of(bytesOf(n), s),
    's = n': of(r, bytesOf(n)),
    'r and s full': of(new Uint8Array(32).fill(255), new Uint8Array(32).fill(255)),
    'r + s = n': of(r, bytesOf(n - bigintOf(r))),
    's mirrored': of(r, bytesOf(n - bigintOf(s))),
    swapped: of(s, r),
    'bit of r': of(flipped(r, 31), s),
    'bit of s': of(r, flipped(s, 31)),
  };
}

const asSignatures = (made: Readonly<Record<string, Uint8Array>>): Record<string, Parts> =>
  Object.fromEntries(Object.entries(made).map(([name, signature]) => [name, { signature }]));

const PREFIXES = [0, 1, 2, 3, 4, 5, 6, 7, 255];
const withPrefixes = (x: Uint8Array): Record<string, Parts> =>
  Object.fromEntries(PREFIXES.map((prefix) => [`prefix ${prefix}`, { publicKey: Uint8Array.of(prefix, ...x) }]));

describe('SM2', () => {
  const secret = sm2PrivateKey('curve-claims');
  const plain = sm2PublicKey(secret);
  const signature = sm2Sign(secret, MESSAGE);
  const { n, p } = DOMAINS.sm2;
  const long = sm2Sign(secret, LONG);
  const empty = sm2Sign(secret, EMPTY);

  /** The sum of the rule is infinity, and r is e: some libraries take it. */
  const infinite = (): Uint8Array => {
    const r = modulo(sm2Digest(plain, MESSAGE), n);
    const d = bigintOf(secret);
    return concatBytes(bytesOf(r), bytesOf(modulo(-r * d * DOMAINS.sm2.Point.Fn.inv(1n + d), n)));
  };

  const common = (form: (signature: Uint8Array) => Uint8Array): Record<string, Parts> => ({
    right: {},
    'right, no message': { message: EMPTY, signature: form(empty) },
    'right, long message': { message: LONG, signature: form(long) },
    'no message': { message: EMPTY },
    'bit of message': { message: flipped(MESSAGE, 7) },
    infinity: { signature: form(infinite()) },
    ...asSignatures(
      Object.fromEntries(Object.entries(scalars(signature, n)).map(([name, each]) => [name, form(each)])),
    ),
  });
  const RIGHT = ['right', 'right, no message', 'right, long message'];

  it('with r || s and a compressed key', async () => {
    const compressed = compressedOf(plain);
    const right = { publicKey: compressed, message: MESSAGE, signature };
    const found = await expectAgreement(
      tableOf(
        'sm2-compressed',
        right,
      )({
        ...common((each) => each),
        ...lengths(right),
        ...withPrefixes(plain.subarray(0, 32)),
        'x = p': { publicKey: Uint8Array.of(2, ...bytesOf(p)) },
        'x full': { publicKey: Uint8Array.of(3, ...new Uint8Array(32).fill(255)) },
      }),
    );
    expect(namesOf(found.filter(({ others }) => others))).toEqual([...RIGHT, `prefix ${compressed[0]}`]);
    expect(namesOf(found.filter(({ own }) => own === undefined))).toEqual(['infinity']);
  });

  it('with r || s and a plain key', async () => {
    const right = { publicKey: plain, message: MESSAGE, signature };
    const found = await expectAgreement(
      tableOf(
        'sm2-plain',
        right,
      )({
        ...common((each) => each),
        ...lengths(right),
        'y mirrored': { publicKey: concatBytes(plain.subarray(0, 32), bytesOf(p - bigintOf(plain.subarray(32)))) },
        'bit of x': { publicKey: flipped(plain, 0) },
        'bit of y': { publicKey: flipped(plain, 63) },
        'zeros as key': { publicKey: new Uint8Array(64) },
        'full key': { publicKey: new Uint8Array(64).fill(255) },
      }),
    );
    expect(namesOf(found.filter(({ others }) => others))).toEqual(RIGHT);
  });

  it('with DER and a key of 65 bytes', async () => {
    const right = { publicKey: Uint8Array.of(4, ...plain), message: MESSAGE, signature: sm2SignatureToDer(signature) };
    const found = await expectAgreement(
      tableOf(
        'sm2-der',
        right,
      )({
        ...common(sm2SignatureToDer),
        ...lengths(right),
        ...withPrefixes(plain),
        ...asSignatures(derForms(signature)),
      }),
    );
    expect(namesOf(found.filter(({ others }) => others))).toEqual([...RIGHT, 'prefix 4', 'DER as it should be']);
  });
});

/** r || s as DER in ways of which one is right. */
function derForms(signature: Uint8Array): Record<string, Uint8Array> {
  const strict = (bytes: Uint8Array): Uint8Array => (bytes[0]! >= 0x80 ? Uint8Array.of(0, ...bytes) : bytes);
  const [r, s] = [strict(signature.subarray(0, 32)), strict(signature.subarray(32))];
  const integer = (bytes: Uint8Array, tag = 2): Uint8Array => Uint8Array.of(tag, bytes.length, ...bytes);
  const pair = (...parts: Uint8Array[]): Uint8Array => {
    const content = concatBytes(...parts);
    return Uint8Array.of(0x30, content.length, ...content);
  };
  const right = pair(integer(r), integer(s));
  const content = right.subarray(2);
  return {
    'DER as it should be': right,
    'r || s': signature,
    'r with a zero before it': pair(integer(Uint8Array.of(0, ...r)), integer(s)),
    's with a zero before it': pair(integer(r), integer(Uint8Array.of(0, ...s))),
    'r below zero': pair(integer(Uint8Array.of(0x80 | r.at(-1)!, ...r.subarray(-31))), integer(s)),
    'length in long form': Uint8Array.of(0x30, 0x81, content.length, ...content),
    'length of r in long form': pair(Uint8Array.of(2, 0x81, r.length, ...r), integer(s)),
    'indefinite length': Uint8Array.of(0x30, 0x80, ...content, 0, 0),
    'a set': Uint8Array.of(0x31, ...right.subarray(1)),
    'r as bytes': pair(integer(r, 4), integer(s)),
    'only r': pair(integer(r)),
    'three numbers': pair(integer(r.subarray(0, 8)), integer(r.subarray(0, 8)), integer(s.subarray(0, 8))),
    'no digits': pair(integer(EMPTY), integer(s)),
    'r = s = 0 in eight bytes': pair(integer(new Uint8Array(1)), integer(new Uint8Array(1))),
    'r = s = 1 in eight bytes': pair(integer(Uint8Array.of(1)), integer(Uint8Array.of(1))),
    'length one too small': Uint8Array.of(0x30, content.length - 1, ...content),
    'length one too large': Uint8Array.of(0x30, content.length + 1, ...content),
    'a byte behind it': withOneMore(right),
    'zeros for 72 bytes': new Uint8Array(72),
  };
}

describe('secp256k1', () => {
  const { n, p, Point } = DOMAINS.secp256k1;
  const HALF = (n - 1n) / 2n;

  /** A key of which r || s, with this s, signs a digest: d = (s k - e) / r for R = k * G. */
  function signedWith(s: bigint, e: bigint) {
    const k = 1234567n;
    const R = nodeMultiple(DOMAINS.secp256k1, k);
    const r = modulo(R.x, n);
    const plain = plainOf(nodeMultiple(DOMAINS.secp256k1, modulo((s * k - e) * Point.Fn.inv(r), n)));
    return { plain, signature: concatBytes(bytesOf(r), bytesOf(s)), recovery: Number(R.y & 1n) };
  }

  it('with SHA-256, and s up to (n - 1) / 2', async () => {
    const e = bigintOf(hash('sha256', MESSAGE));
    const low = (s: bigint): Parts => {
      const { plain, signature } = signedWith(s, e);
      return { publicKey: compressedOf(plain), signature };
    };
    const right = { ...low(HALF), message: MESSAGE } as Omit<SignatureClaim, 'scheme'>;
    const key = makeKey('curve-claims', 0, 'secp256k1');
    const found = await expectAgreement(
      tableOf(
        'secp256k1-sha256',
        right,
      )({
        right: {},
        's = 1': low(1n),
        'right, no message': { publicKey: key.publicKey, message: EMPTY, signature: key.sign(EMPTY) },
        'right, long message': { publicKey: key.publicKey, message: LONG, signature: key.sign(LONG) },
        's = (n - 1) / 2 + 1': low(HALF + 1n),
        's = n - 1': low(n - 1n),
        ...asSignatures(scalars(right.signature, n)),
        ...lengths(right),
        ...withPrefixes(right.publicKey.subarray(1)),
        'x = p': { publicKey: Uint8Array.of(2, ...bytesOf(p)) },
        'no point': { publicKey: Uint8Array.of(2, ...bytesOf(5n)) },
      }),
    );
    const isRight = ['right', 's = 1', 'right, no message', 'right, long message', `prefix ${right.publicKey[0]}`];
    expect(namesOf(found.filter(({ others }) => others))).toEqual(isRight);
    expect(found.every(({ own }) => own !== undefined)).toBe(true);
  });

  it('with a recovery id, and any s', async () => {
    const digest = hash('sha256', MESSAGE);
    const of = (s: bigint, id?: number): Omit<SignatureClaim, 'scheme'> => {
      const { plain, signature, recovery } = signedWith(s, bigintOf(digest));
      return { publicKey: plain, message: digest, signature: Uint8Array.of(...signature, id ?? recovery) };
    };
    const right = of(HALF);
    const own = right.signature[64]!;
    const ids = [0, 1, 2, 3, 4, 27, 28, 255].map((id) => [`id ${id}`, of(HALF, id)] as const);
    const { publicKey } = right;
    const found = await expectAgreement(
      tableOf(
        'secp256k1-recoverable',
        right,
      )({
        right: {},
        'high s': of(HALF + 1n),
        's = n - 1': of(n - 1n),
        ...Object.fromEntries(ids),
        ...asSignatures(scalars(right.signature, n)),
        ...lengths(right),
        'message too short': { message: without(digest) },
        'bit of digest': { message: flipped(digest, 3) },
        'zeros as digest': { message: new Uint8Array(32) },
        'bit of x': { publicKey: flipped(publicKey, 0) },
        'y mirrored': {
          publicKey: concatBytes(publicKey.subarray(0, 32), bytesOf(p - bigintOf(publicKey.subarray(32)))),
        },
        'zeros as key': { publicKey: new Uint8Array(64) },
      }),
    );
    expect(namesOf(found.filter(({ others }) => others))).toEqual(['right', 'high s', 's = n - 1', `id ${own}`]);
  });
});

describe.each(['ed25519-go', 'ed25519-zip215'] as const)('%s', (scheme) => {
  const key = makeKey('curve-claims', 1);
  const right = { publicKey: key.publicKey, message: MESSAGE, signature: key.sign(MESSAGE) };
  const R = right.signature.subarray(0, 32);
  const s = bigintOf(right.signature.slice(32).reverse());

  it('with messages that fit and messages that do not', async () => {
    const { maxMessage } = (await curveCore())!;
    const of = (length: number): Parts => {
      const message = LONG.subarray(0, length);
      return { message, signature: key.sign(message) };
    };
    const most = maxMessage - 64;
    const found = await expectAgreement(
      tableOf(
        scheme,
        right,
      )({
        right: {},
        'right, no message': of(0),
        'right, longest that fits': of(most),
        'right, one byte more': of(most + 1),
        'right, 70,000 bytes': of(70_000),
        '70,000 other bytes': { ...of(70_000), message: flipped(LONG, 69_999) },
        'no message': { message: EMPTY },
      }),
    );
    const isRight = found.filter(({ others }) => others).map(({ name }) => name);
    expect(isRight).toEqual(namesOf(found).filter((name) => name.startsWith('right')));
    expect(found.slice(0, 5).map(({ own }) => own)).toEqual([true, true, true, undefined, undefined]);
  });

  it('with malformed parts', async () => {
    const found = await expectAgreement(
      tableOf(
        scheme,
        right,
      )({
        ...lengths(right),
        'S + L': { signature: edwardsSignature(R, s + ORDER) },
        'S full': { signature: concatBytes(R, new Uint8Array(32).fill(255)) },
        'S = L': { signature: edwardsSignature(R, ORDER) },
        'S = 0': { signature: edwardsSignature(R, 0n) },
        'zeros as signature': { signature: new Uint8Array(64) },
        'bit of R': { signature: flipped(right.signature, 0) },
        'R that is no point': { signature: edwardsSignature(scalarBytes(2n), s) },
        'no point as key': { publicKey: scalarBytes(2n) },
        'sign of key': { publicKey: flipped(right.publicKey, 31, 0x80) },
      }),
    );
    expect(found.filter(({ others }) => others)).toEqual([]);
  });

  it('with keys and R of small order, canonical or not', async () => {
    const small = [...SMALL_ORDER.canonical, ...SMALL_ORDER.other];
    const claims = small.flatMap((publicKey) =>
      small.map((each): Named => {
        const signature = edwardsSignature(each, 0n);
        return [`${toHex(publicKey)} ${toHex(each)}`, { scheme, publicKey, message: MESSAGE, signature }];
      }),
    );
    const found = await expectAgreement(claims);
    const accepted = found.filter(({ others }) => others).length;
    // With the cofactor all are taken; without it those where R is what comes out, in its only form.
    if (scheme === 'ed25519-zip215') expect(accepted).toBe(small.length ** 2);
    else expect(accepted > 5 && accepted < small.length ** 2 / 2, `${accepted}`).toBe(true);
  });

  it('with cases of every kind', async () => {
    const cases = [...edwardsCases(SEED, 250)].map(({ kind, ...parts }): Named => [kind, { scheme, ...parts }]);
    const found = await expectAgreement(cases);
    expect(found.filter(({ others }) => others).length).toBeGreaterThan(60);
  });
});

const USER_ID = new TextEncoder().encode('1234567812345678');

/** A case as a claim of a scheme; none where what e is the digest of is not known. */
function claimOf(
  scheme: SignatureScheme,
  { publicKey, r, s, e, recovery, message }: CurveCase,
): SignatureClaim | undefined {
  const rs = concatBytes(r, s);
  if (scheme === 'secp256k1-recoverable')
    return { scheme, publicKey, message: e, signature: Uint8Array.of(...rs, recovery) };
  if (!message) return undefined;
  if (scheme !== 'sm2-der') return { scheme, publicKey, message, signature: rs };
  return { scheme, publicKey: Uint8Array.of(4, ...publicKey), message, signature: sm2SignatureToDer(rs) };
}

const SWEPT: readonly (readonly [SignatureScheme, WeierstrassRule, 'compressed' | 'plain'])[] = [
  ['sm2-compressed', 'sm2', 'compressed'],
  ['sm2-plain', 'sm2', 'plain'],
  ['sm2-der', 'sm2', 'plain'],
  ['secp256k1-sha256', 'ecdsa-secp256k1', 'compressed'],
  ['secp256k1-recoverable', 'recoverable', 'plain'],
];

it.each(SWEPT.filter(([, rule]) => rule !== 'sm2' || nodeHasSm2()))(
  '%s with cases of every kind',
  async (scheme, rule, form) => {
    const cases = [...curveCases(rule, SEED, 250, { keys: 4, userId: USER_ID, form })];
    const named = cases.flatMap((each): Named[] => {
      const claim = claimOf(scheme, each);
      return claim ? [[each.kind, claim]] : [];
    });
    const found = await expectAgreement(named);
    expect(found.filter(({ others }) => others).length).toBeGreaterThan(25);
  },
);

it('knows of all schemes that the core checks', async () => {
  const key = makeKey('curve-claims', 2);
  const message = hash('sha256', MESSAGE);
  const schemes = Object.keys(SIGNATURE_POLICY) as SignatureScheme[];
  const answers: (boolean | undefined)[] = schemes.map(() => undefined);
  const parts = { publicKey: key.publicKey, message, signature: key.sign(message) };
  await answerByCore(
    schemes.map((scheme) => ({ scheme, ...parts })),
    answers,
    () => true,
  );
  const checked = [...SWEPT.map(([scheme]) => scheme), 'ed25519-go', 'ed25519-zip215'];
  expect(schemes.filter((_, i) => answers[i] !== undefined).sort()).toEqual(checked.sort());
});

it('mixes schemes in one call, more of each than one call of the core takes, in order', async () => {
  const { maxTasks } = (await curveCore())!;
  const keys = [makeKey('curve-claims', 3), makeKey('curve-claims', 4, 'secp256k1')] as const;
  const signatures = keys.map((key) => key.sign(MESSAGE));
  const schemes = ['ed25519-go', 'secp256k1-sha256'] as const;
  const claims = Array.from({ length: 4 * maxTasks + 2 }, (_, i): SignatureClaim => {
    const signature = i % 7 === 0 ? flipped(signatures[i % 2]!, 33) : signatures[i % 2]!;
    return { scheme: schemes[i % 2]!, publicKey: keys[i % 2]!.publicKey, message: MESSAGE, signature };
  });
  expect(await byCore(claims)).toEqual(claims.map((_, i) => i % 7 !== 0));
});

it('leaves claims alone that are answered or not wanted', async () => {
  const key = makeKey('curve-claims', 4, 'secp256k1');
  const claim: SignatureClaim = {
    scheme: 'secp256k1-sha256',
    publicKey: key.publicKey,
    message: MESSAGE,
    signature: key.sign(MESSAGE),
  };
  const answers = [false, undefined, undefined];
  const other = { ...claim, message: fromHex('00') };
  await answerByCore([claim, claim, other], answers, ({ message }) => message === MESSAGE);
  expect(answers).toEqual([false, true, undefined]);
});
