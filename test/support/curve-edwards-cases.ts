// Cases for Ed25519 in the curve core: honest signatures and changed ones, keys and R of small or mixed order, encodings that are
// not canonical, S at its limits. A case has no expected answer (`curve-oracle.ts`). The same seed gives the same cases.
import { concatBytes } from '../../src/codec/bytes.ts';
import { Random } from './core.ts';
import { anyValue } from './curve-values.ts';
import {
  challenge,
  type EdwardsPoint,
  littleEndian,
  ORDER,
  ORDER_8,
  Point,
  SMALL_ORDER,
  scalarBytes,
  signature as signatureOf,
} from './make-chain-curve.ts';
import { flipped } from './mutate.ts';

export type EdwardsRule = 'ed25519-go' | 'ed25519-zip215';

export interface EdwardsCase {
  readonly kind: string;
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

const P = 2n ** 255n - 19n;
const FULL = (1n << 256n) - 1n;
const powers = [1n << 252n, (1n << 252n) - 1n, 1n << 255n, (1n << 255n) - 1n, 1n << 128n];
const EDGES = [
  0n,
  1n,
  2n,
  8n,
  ...[ORDER, P, 2n * ORDER, 8n * ORDER].flatMap((v) => [v - 1n, v, v + 1n]),
  ...powers,
  FULL,
];
const EDGE_VALUES = EDGES.map((value) => value & FULL);

/** y from 0 to 18 has a second encoding, y + p; either sign. Not all are points. */
const NOT_CANONICAL = Array.from({ length: 38 }, (_, i) => scalarBytes((P + BigInt(i >> 1)) | (BigInt(i & 1) << 255n)));
const SMALL = [...SMALL_ORDER.canonical, ...SMALL_ORDER.other];
/** The eight points of small order: multiples of one of order 8. */
const TORSION = Array.from({ length: 8 }, (_, i) => (i === 0 ? Point.ZERO : ORDER_8[0]!.multiplyUnsafe(BigInt(i))));

/** A key and its secret; mixed ones have a part of small order besides. */
interface Key {
  readonly secret: bigint;
  readonly bytes: Uint8Array;
}

/** r, and r * B or r * B + T. */
interface Nonce {
  readonly r: bigint;
  readonly bytes: Uint8Array;
  readonly mixed: Uint8Array;
}

interface Signed {
  readonly key: Key;
  readonly mixed: Key;
  readonly other: Key;
  readonly nonce: Nonce;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

type Draft = Partial<Omit<EdwardsCase, 'kind'>>;
type Change = (signed: Signed, random: Random) => Draft;

const anyBit = (bytes: Uint8Array, random: Random): Uint8Array =>
  bytes.length === 0 ? bytes : flipped(bytes, random.integer(0, bytes.length - 1), 1 << random.integer(0, 7));
const pick = <T>(values: readonly T[], random: Random): T => values[random.integer(0, values.length - 1)]!;
const mod = (value: bigint): bigint => ((value % ORDER) + ORDER) % ORDER;

/** S = r + k a for these bytes of R and of the key. */
function sign(secret: bigint, publicKey: Uint8Array, r: bigint, R: Uint8Array, message: Uint8Array): Uint8Array {
  return signatureOf(R, mod(r + challenge(R, publicKey, message) * secret));
}

/** A message for which k is a multiple of 8, so that a part of small order in the key vanishes. */
function messageThatClears(R: Uint8Array, publicKey: Uint8Array, random: Random): Uint8Array {
  for (;;) {
    const message = random.bytes(8);
    if (challenge(R, publicKey, message) % 8n === 0n) return message;
  }
}

const withR =
  (make: (signed: Signed, random: Random) => Uint8Array): Change =>
  (signed, random) => ({
    signature: concatBytes(make(signed, random), signed.signature.subarray(32)),
  });
const withS =
  (make: (signed: Signed, random: Random) => bigint): Change =>
  (signed, random) => ({
    signature: signatureOf(signed.signature.subarray(0, 32), make(signed, random) & FULL),
  });
const sOf = ({ signature }: Signed): bigint => littleEndian(signature.subarray(32));

const CHANGES: Readonly<Record<string, Change>> = {
  valid: () => ({}),
  'bit of R': withR(({ signature }, random) => anyBit(signature.subarray(0, 32), random)),
  'bit of S': withS((signed, random) => sOf(signed) ^ (1n << BigInt(random.integer(0, 255)))),
  'bit of message': ({ message }, random) => ({ message: anyBit(message, random) }),
  'message and more': ({ message }, random) => ({ message: concatBytes(message, random.bytes(1)) }),
  'bit of key': ({ key }, random) => ({ publicKey: anyBit(key.bytes, random) }),
  'sign of key': ({ key }) => ({ publicKey: flipped(key.bytes, 31, 0x80) }),
  'sign of R': withR(({ signature }) => flipped(signature.subarray(0, 32), 31, 0x80)),
  'S + L': withS((signed) => sOf(signed) + ORDER),
  'S + 8 L': withS((signed) => sOf(signed) + 8n * ORDER),
  'L - S': withS((signed) => ORDER - sOf(signed)),
  'S of note': withS((_, random) => anyValue(random, EDGE_VALUES)),
  'R of note': withR((_, random) => scalarBytes(anyValue(random, EDGE_VALUES))),
  'key of note': (_, random) => ({ publicKey: scalarBytes(anyValue(random, EDGE_VALUES)) }),
  'another key': ({ other }) => ({ publicKey: other.bytes }),
  'key not canonical': (_, random) => ({ publicKey: pick(NOT_CANONICAL, random) }),
  'R not canonical': withR((_, random) => pick(NOT_CANONICAL, random)),
  'random R and S': (_, random) => ({
    signature: signatureOf(random.bytes(32), littleEndian(random.bytes(32)) % ORDER),
  }),
  'nonce of note': ({ key, message }, random) => {
    const r = mod(anyValue(random, EDGE_VALUES));
    const R = (r === 0n ? Point.ZERO : Point.BASE.multiply(r)).toBytes();
    return { signature: sign(key.secret, key.bytes, r, R, message) };
  },
  'key of small order': ({ nonce }, random) => ({
    publicKey: pick(SMALL, random),
    signature: signatureOf(nonce.bytes, nonce.r),
  }),
  'key of small order that clears': ({ nonce }, random) => {
    const publicKey = pick(SMALL, random);
    const message = messageThatClears(nonce.bytes, publicKey, random);
    return { publicKey, message, signature: signatureOf(nonce.bytes, nonce.r) };
  },
  'key and R of small order': (_, random) => ({
    publicKey: pick(SMALL, random),
    signature: signatureOf(pick(SMALL, random), 0n),
  }),
  'key of mixed order': ({ mixed, nonce, message }) => ({
    publicKey: mixed.bytes,
    signature: sign(mixed.secret, mixed.bytes, nonce.r, nonce.bytes, message),
  }),
  'key of mixed order that clears': ({ mixed, nonce }, random) => {
    const message = messageThatClears(nonce.bytes, mixed.bytes, random);
    const signature = sign(mixed.secret, mixed.bytes, nonce.r, nonce.bytes, message);
    return { publicKey: mixed.bytes, message, signature };
  },
  'R of mixed order': ({ key, nonce, message }) => ({
    signature: sign(key.secret, key.bytes, nonce.r, nonce.mixed, message),
  }),
  'key and R of mixed order': ({ mixed, nonce, message }) => ({
    publicKey: mixed.bytes,
    signature: sign(mixed.secret, mixed.bytes, nonce.r, nonce.mixed, message),
  }),
};
const KINDS = Object.keys(CHANGES);

const multiple = (scalar: bigint): EdwardsPoint => (scalar === 0n ? Point.ZERO : Point.BASE.multiply(scalar));

function makeKeys(random: Random, count: number): Key[] {
  const secrets = [1n, 2n, ORDER - 1n, ...Array.from({ length: count }, () => mod(littleEndian(random.bytes(32))))];
  return secrets.map((secret) => ({ secret, bytes: multiple(secret).toBytes() }));
}

/** Lengths around the ends of SHA-512's blocks, R and A before them, and now and then long ones. */
const MESSAGE_LENGTHS = [0, 1, 32, 46, 47, 48, 63, 64, 65, 120, 174, 175, 176, 192];

function anyMessage(random: Random): Uint8Array {
  const kind = random.integer(0, 99);
  if (kind === 0) return random.bytes(random.integer(1000, 3000));
  return random.bytes(kind < 30 ? pick(MESSAGE_LENGTHS, random) : random.integer(0, 200));
}

const CASES_OF_ONE_SIGNATURE = 4;
const NONCES = 48;

/** `count` cases: a quarter of them valid, all kinds of changes in turn. */
export function* edwardsCases(seed: number, count: number, keyCount = 12): Generator<EdwardsCase> {
  const random = new Random(seed);
  const keys = makeKeys(random, keyCount);
  const mixed = keys.map(({ secret }, i) => ({
    secret,
    bytes: multiple(secret)
      .add(TORSION[1 + (i % 7)]!)
      .toBytes(),
  }));
  const nonces = Array.from({ length: NONCES }, (_, i): Nonce => {
    const r = i < 4 ? BigInt(i) : mod(littleEndian(random.bytes(32)));
    return {
      r,
      bytes: multiple(r).toBytes(),
      mixed: multiple(r)
        .add(TORSION[1 + (i % 7)]!)
        .toBytes(),
    };
  });
  let signed: Signed | undefined;
  for (let made = 0, next = 1; made < count; made++) {
    const isFresh = !signed || made % CASES_OF_ONE_SIGNATURE === 0;
    if (isFresh) {
      const [key, nonce, message] = [pick(keys, random), pick(nonces, random), anyMessage(random)];
      const signature = sign(key.secret, key.bytes, nonce.r, nonce.bytes, message);
      signed = { key, nonce, message, signature, mixed: pick(mixed, random), other: pick(keys, random) };
    }
    const kind = isFresh ? 'valid' : KINDS[next++ % KINDS.length]!;
    const { key, message, signature } = signed!;
    yield { kind, publicKey: key.bytes, message, signature, ...CHANGES[kind]!(signed!, random) };
  }
}
