// Cases for the curve core over y^2 = x^3 + ax + b: honest signatures, what becomes of them when something is changed, and
// signatures whose scalars are chosen. A case has no expected answer (`curve-oracle.ts`). The same seed gives the same cases.
import { createHash } from 'node:crypto';
import { concatBytes, toHex } from '../../src/codec/bytes.ts';
import { sm2Identity } from '../../src/crypto/sm2-identity.ts';
import { Random } from './core.ts';
import {
  type Affine,
  bytesOf,
  compressedOf,
  DOMAINS,
  type Domain,
  modulo,
  nodeMultiple,
  nodePlainOf,
  plainOf,
} from './curve-domain.ts';
import { anyValue, bigintOf, edgeValues } from './curve-values.ts';
import { flipped } from './mutate.ts';

export type WeierstrassRule = 'sm2' | 'ecdsa-secp256k1' | 'ecdsa-p256' | 'recoverable';

export interface CurveCase {
  readonly kind: string;
  /** 33 or 64 bytes. */
  readonly publicKey: Uint8Array;
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  readonly e: Uint8Array;
  readonly recovery: number;
  /** What e is the digest of, if it is one: only then can OpenSSL be asked for the whole check. */
  readonly message?: Uint8Array;
  /** The private key, where it is known. */
  readonly secret?: bigint;
}

export const domainOf = (rule: WeierstrassRule): Domain =>
  DOMAINS[rule === 'sm2' ? 'sm2' : rule === 'ecdsa-p256' ? 'p256' : 'secp256k1'];

interface Key {
  readonly plain: Uint8Array;
  readonly secret?: bigint;
}

/** k and k * G. */
interface Nonce {
  readonly k: bigint;
  readonly point: Affine;
}

/** A signature with all that a change may want to look at. */
interface Signed {
  readonly rule: WeierstrassRule;
  readonly key: Key;
  readonly other: Key;
  readonly nonce: Nonce;
  readonly edges: readonly bigint[];
  readonly message?: Uint8Array;
  readonly e: bigint;
  readonly r: bigint;
  readonly s: bigint;
  readonly recovery: number;
}

/** What is changed. An `e` has no message any more, and a key without a secret none. */
interface Draft {
  readonly publicKey?: Uint8Array;
  readonly secret?: bigint;
  readonly message?: Uint8Array;
  readonly e?: bigint;
  readonly r?: bigint;
  readonly s?: bigint;
  readonly recovery?: number;
}

type Change = (signed: Signed, random: Random) => Draft;

const anyBit = (bytes: Uint8Array, random: Random): Uint8Array =>
  flipped(bytes, random.integer(0, bytes.length - 1), 1 << random.integer(0, 7));
const flipScalar = (value: bigint, random: Random): bigint => value ^ (1n << BigInt(random.integer(0, 255)));
const nOf = ({ rule }: Signed): bigint => domainOf(rule).n;
const pOf = ({ rule }: Signed): bigint => domainOf(rule).p;

/** In [1, n - 1]. */
function anyScalar(signed: Signed, random: Random): bigint {
  return modulo(anyValue(random, signed.edges), nOf(signed)) || 1n;
}

/** r, s and recovery id for a digest, with a nonce whose point is known. */
function signWith(rule: WeierstrassRule, d: bigint, { k, point }: Nonce, e: bigint) {
  const { n, Point } = domainOf(rule);
  const recovery = (point.x >= n ? 2 : 0) + Number(point.y & 1n);
  if (rule === 'sm2') {
    const r = modulo(e + point.x, n);
    return { r, s: modulo((k - r * d) * Point.Fn.inv(modulo(1n + d, n)), n), recovery };
  }
  const r = modulo(point.x, n);
  return { r, s: modulo((e + r * d) * Point.Fn.inv(k), n), recovery };
}

/** Signed anew over a digest of one's choice. */
function signedOver(signed: Signed, e: bigint): Draft {
  return { e, ...signWith(signed.rule, signed.key.secret!, signed.nonce, e) };
}

/** The signature of which the sum is u * G + v * Q: right if the sum is a point, but for `off` added to r. */
export function draftOfScalars(rule: WeierstrassRule, d: bigint, u: bigint, v: bigint, off = 0n): Draft {
  const domain = domainOf(rule);
  const { n, Point } = domain;
  const k = modulo(u + v * d, n);
  const point = k === 0n ? { x: 1n, y: 0n } : nodeMultiple(domain, k);
  const recovery = (point.x >= n ? 2 : 0) + Number(point.y & 1n);
  if (rule === 'sm2') {
    const r = modulo(v - u, n);
    return { r, s: u, e: modulo(r - point.x + off, n), recovery };
  }
  const r = modulo(point.x + off, n);
  const s = modulo(r * Point.Fn.inv(v), n);
  return { r, s, e: modulo(u * s, n), recovery };
}

const VALUES: Readonly<Record<string, Change>> = {
  valid: () => ({}),
  'bit of r': ({ r }, random) => ({ r: flipScalar(r, random) }),
  'bit of s': ({ s }, random) => ({ s: flipScalar(s, random) }),
  swapped: ({ r, s }) => ({ r: s, s: r }),
  'n - s': (signed) => ({ s: nOf(signed) - signed.s }),
  'n - s and the other parity': (signed) => ({ s: nOf(signed) - signed.s, recovery: signed.recovery ^ 1 }),
  'n - r': (signed) => ({ r: nOf(signed) - signed.r }),
  'r of note': ({ edges }, random) => ({ r: anyValue(random, edges) }),
  's of note': ({ edges }, random) => ({ s: anyValue(random, edges) }),
  'r and s of note': ({ edges }, random) => ({ r: anyValue(random, edges), s: anyValue(random, edges) }),
  'r = 0': () => ({ r: 0n }),
  's = 0': () => ({ s: 0n }),
  'r = n': (signed) => ({ r: nOf(signed) }),
  's = n': (signed) => ({ s: nOf(signed) }),
  't = 0': (signed) => ({ s: nOf(signed) - signed.r }),
  'random r and s': (_, random) => ({ r: bigintOf(random.bytes(32)), s: bigintOf(random.bytes(32)) }),
  'e of note': ({ edges }, random) => ({ e: anyValue(random, edges) }),
  'bit of e': ({ e }, random) => ({ e: flipScalar(e, random) }),
  'valid, e of note': (signed, random) => signedOver(signed, anyValue(random, signed.edges)),
  'valid, e = 0': (signed) => signedOver(signed, 0n),
  'valid, e = n': (signed) => signedOver(signed, nOf(signed)),
  'valid, e = 2^256 - 1': (signed) => signedOver(signed, (1n << 256n) - 1n),
  'wrong recovery id': ({ recovery }, random) => ({ recovery: recovery ^ random.integer(1, 3) }),
  'bit of message': ({ message }, random) => ({ message: message ? anyBit(message, random) : Uint8Array.of(1) }),
};

const SCALARS: Readonly<Record<string, Change>> = {
  'valid, scalars of note': (signed, random) =>
    draftOfScalars(signed.rule, signed.key.secret!, anyScalar(signed, random), anyScalar(signed, random)),
  'scalars of note, r off by one': (signed, random) =>
    draftOfScalars(signed.rule, signed.key.secret!, anyScalar(signed, random), anyScalar(signed, random), 1n),
  'R at infinity': (signed, random) => {
    const v = anyScalar(signed, random);
    return draftOfScalars(signed.rule, signed.key.secret!, modulo(-v * signed.key.secret!, nOf(signed)), v);
  },
};

/** x + p in 33 or 64 bytes, for a point whose x is small enough: the number is right, and how it is written is not. */
function notBelowP({ rule }: Signed, random: Random): Draft {
  const domain = domainOf(rule);
  const small = smallPoints(domain);
  const { x, y } = small[random.integer(0, small.length - 1)]!;
  const written = concatBytes(bytesOf(x + domain.p), bytesOf(y));
  return { publicKey: random.integer(0, 1) === 0 ? written : compressedOf(written) };
}

const smallOf = new Map<Domain, Affine[]>();

/** Points of which x is below 2^256 - p. */
export function smallPoints(domain: Domain): Affine[] {
  const known = smallOf.get(domain) ?? [];
  for (let x = 0n; known.length < 8; x++) {
    const plain = nodePlainOf(domain, concatBytes(Uint8Array.of(2), bytesOf(x)));
    if (plain) known.push({ x, y: bigintOf(plain.subarray(32)) });
  }
  smallOf.set(domain, known);
  return known;
}

const withKey =
  (change: (plain: Uint8Array, random: Random, signed: Signed) => Uint8Array): Change =>
  (signed, random) => ({ publicKey: change(signed.key.plain, random, signed) });

const KEYS: Readonly<Record<string, Change>> = {
  'bit of key': withKey(anyBit),
  'bit of compressed x': withKey((plain, random) =>
    concatBytes(compressedOf(plain).subarray(0, 1), anyBit(plain.subarray(0, 32), random)),
  ),
  'key mirrored': withKey((plain) => flipped(compressedOf(plain))),
  'y mirrored': withKey((plain, _, signed) =>
    concatBytes(plain.subarray(0, 32), bytesOf(pOf(signed) - bigintOf(plain.subarray(32)))),
  ),
  'another prefix': withKey((plain, random) =>
    concatBytes(Uint8Array.of([0, 1, 4, 5, 6, 7, 255][random.integer(0, 6)]!), plain.subarray(0, 32)),
  ),
  'key of zeros': withKey(() => new Uint8Array(64)),
  'x of note': withKey((plain, random, { edges }) => concatBytes(bytesOf(anyValue(random, edges)), plain.subarray(32))),
  'y of note': withKey((plain, random, { edges }) =>
    concatBytes(plain.subarray(0, 32), bytesOf(anyValue(random, edges))),
  ),
  'compressed x of note': withKey((_, random, { edges }) =>
    concatBytes(Uint8Array.of(random.integer(2, 3)), bytesOf(anyValue(random, edges))),
  ),
  'x not below p': notBelowP,
  'another key': ({ other }) => ({ publicKey: other.plain, secret: other.secret }),
};

const CHANGES: Readonly<Record<string, Change>> = { ...VALUES, ...SCALARS, ...KEYS };
const KINDS = Object.keys(CHANGES);

/** What a signature over y^2 = x^3 + ax + b signs: the digest, with Z_A for SM2. */
function digestOf(rule: WeierstrassRule, publicKey: Uint8Array, message: Uint8Array, userId: Uint8Array): bigint {
  const domain = domainOf(rule);
  const sha = createHash(domain.nodeHash);
  // A key that is none has no Z_A, and is refused before that.
  if (rule === 'sm2') sha.update(identityOf(domain, publicKey, userId) ?? '');
  return bigintOf(sha.update(message).digest());
}

const identities = new Map<string, Uint8Array | undefined>();

function identityOf(domain: Domain, publicKey: Uint8Array, userId: Uint8Array): Uint8Array | undefined {
  const id = `${toHex(publicKey)}/${toHex(userId)}`;
  if (!identities.has(id)) {
    if (identities.size > 1000) identities.clear();
    const plain = nodePlainOf(domain, publicKey);
    identities.set(id, plain && sm2Identity(plain, userId));
  }
  return identities.get(id);
}

export interface CaseOptions {
  readonly keys?: number;
  readonly userId?: Uint8Array;
  /** How keys are written; by chance where it is missing. */
  readonly form?: 'compressed' | 'plain';
}

/** The case that a draft makes of a signature. */
export function caseOf(
  kind: string,
  signed: Signed,
  draft: Draft,
  { userId = new Uint8Array(0) }: CaseOptions,
  compressed: boolean,
): CurveCase {
  const { plain } = signed.key;
  const own = compressed ? compressedOf(plain) : plain;
  const changed = draft.publicKey?.length === 64 && compressed ? compressedOf(draft.publicKey) : draft.publicKey;
  const publicKey = changed ?? own;
  const message = draft.e === undefined ? (draft.message ?? signed.message) : undefined;
  const e = message ? digestOf(signed.rule, publicKey, message, userId) : (draft.e ?? signed.e);
  const { r, s, recovery } = { ...signed, ...draft };
  const secret = draft.publicKey ? draft.secret : signed.key.secret;
  return { kind, publicKey, r: bytesOf(r), s: bytesOf(s), e: bytesOf(e), recovery, message, secret };
}

const SPECIAL_SECRETS = [1n, 2n, 3n, 5n, -2n, -3n];
const SPECIAL_NONCES = [1n, 2n, 3n, 15n, 16n, 17n, 255n, -1n, -2n];

class Maker {
  readonly rule: WeierstrassRule;
  readonly random: Random;
  readonly #keys: Key[];
  readonly #nonces: Nonce[];
  readonly #edges: readonly bigint[];

  constructor(rule: WeierstrassRule, seed: number, keys: number) {
    const domain = domainOf(rule);
    const { p, n } = domain;
    this.rule = rule;
    this.random = new Random(seed);
    this.#edges = edgeValues(p, n);
    const more = (count: number) => Array.from({ length: count }, () => bigintOf(this.random.bytes(32)));
    const scalars = (values: readonly bigint[]) => values.map((value) => modulo(value, n));
    const edges = this.#edges.filter((value) => value > 0n && value < n - 1n);
    this.#keys = scalars([...SPECIAL_SECRETS, ...more(keys)]).map((secret) => ({
      secret,
      plain: plainOf(nodeMultiple(domain, secret)),
    }));
    this.#nonces = scalars([...SPECIAL_NONCES, ...edges, ...more(48)]).map((k) => ({
      k,
      point: nodeMultiple(domain, k),
    }));
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.random.integer(0, values.length - 1)]!;
  }

  signed(options: CaseOptions, compressed: boolean): Signed {
    const [key, other, nonce] = [this.#pick(this.#keys), this.#pick(this.#keys), this.#pick(this.#nonces)];
    const message = this.random.bytes(this.random.integer(0, 100));
    const own = compressed ? compressedOf(key.plain) : key.plain;
    const e = digestOf(this.rule, own, message, options.userId ?? new Uint8Array(0));
    const { rule } = this;
    const made = { rule, key, other, nonce, edges: this.#edges, message, e };
    const signature = signWith(rule, key.secret!, nonce, e);
    return signature.r === 0n || signature.s === 0n ? this.signed(options, compressed) : { ...made, ...signature };
  }

  /** Signatures of which R has this x: nobody knows R's logarithm, so the key is made to fit. */
  withX(point: Affine, options: CaseOptions): Signed {
    const domain = domainOf(this.rule);
    const { n, Point } = domain;
    const message = this.random.bytes(20);
    const own = bigintOf(this.random.bytes(31));
    const R = Point.fromAffine(point);
    const recovery = (point.x >= n ? 2 : 0) + Number(point.y & 1n);
    const common = { ...this.signed(options, false), recovery };
    if (this.rule === 'sm2') {
      // P = (R - s G) / t, and e to fit.
      const r = bigintOf(this.random.bytes(31));
      const P = R.subtract(Point.BASE.multiplyUnsafe(own)).multiplyUnsafe(Point.Fn.inv(modulo(r + own, n)));
      const e = modulo(r - point.x, n);
      return { ...common, key: { plain: P.toBytes(false).slice(1) }, message: undefined, e, r, s: own };
    }
    // Q = (s R - e G) / r
    const r = modulo(point.x, n);
    const e = digestOf(this.rule, common.key.plain, message, new Uint8Array(0));
    const sum = R.multiplyUnsafe(own).subtract(Point.BASE.multiplyUnsafe(modulo(e, n)));
    const Q = sum.multiplyUnsafe(Point.Fn.inv(r));
    return { ...common, key: { plain: Q.toBytes(false).slice(1) }, message, e, r, s: own };
  }
}

/** Points of which x is n or little more. */
export function pointsAboveOrder(domain: Domain, count: number): Affine[] {
  const found: Affine[] = [];
  for (let x = domain.n; found.length < count; x++) {
    const plain = nodePlainOf(domain, concatBytes(Uint8Array.of(2 + (found.length & 1)), bytesOf(x)));
    if (plain && x !== domain.n) found.push({ x, y: bigintOf(plain.subarray(32)) });
  }
  return found;
}

const CASES_OF_ONE_SIGNATURE = 4;
const SPECIAL_EVERY = 50;
const SPECIAL_POINTS = 4;

const SPECIAL_CHANGES: Readonly<Record<string, Change>> = {
  '': () => ({}),
  ', bit of r': VALUES['bit of r']!,
  ', wrong recovery id': VALUES['wrong recovery id']!,
  ', x as r': ({ r }, random) => ({ r: r + BigInt(random.integer(1, 2)) }),
};

/** Signatures of which R.x is n or more, or small enough for R.x + n to be below p. */
function* specials(maker: Maker, options: CaseOptions): Generator<CurveCase> {
  const domain = domainOf(maker.rule);
  const points = [...pointsAboveOrder(domain, SPECIAL_POINTS), ...smallPoints(domain).slice(1, 1 + SPECIAL_POINTS)];
  const made = points.map(
    (point) => [point.x >= domain.n ? 'R.x >= n' : 'R.x small', maker.withX(point, options)] as const,
  );
  for (let i = 0; ; i++) {
    const [name, signed] = made[i % made.length]!;
    const changes = Object.entries(SPECIAL_CHANGES);
    const [suffix, change] = changes[Math.floor(i / made.length) % changes.length]!;
    yield caseOf(name + suffix, signed, change(signed, maker.random), options, i % 3 === 0);
  }
}

/** `count` cases by a rule: a quarter of them valid, all kinds of changes in turn, and now and then a special point R. */
export function* curveCases(
  rule: WeierstrassRule,
  seed: number,
  count: number,
  options: CaseOptions = {},
): Generator<CurveCase> {
  const maker = new Maker(rule, seed, options.keys ?? 12);
  const special = specials(maker, options);
  let signed: Signed | undefined;
  let compressed = false;
  for (let made = 0, next = 1; made < count; made++) {
    if (made % SPECIAL_EVERY === SPECIAL_EVERY - 1) {
      yield special.next().value;
      continue;
    }
    const isFresh = !signed || made % CASES_OF_ONE_SIGNATURE === 0;
    if (isFresh) {
      compressed = options.form ? options.form === 'compressed' : maker.random.integer(0, 1) === 0;
      signed = maker.signed(options, compressed);
    }
    const kind = isFresh ? 'valid' : KINDS[next++ % KINDS.length]!;
    yield caseOf(kind, signed!, CHANGES[kind]!(signed!, maker.random), options, compressed);
  }
}
