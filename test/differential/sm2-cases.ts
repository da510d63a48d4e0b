// Makes SM2 cases to put before two verifiers: honest signatures, and what becomes of them when something is changed. A case
// has no expected answer; the verifiers have to agree. The same seed gives the same cases.
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { concatBytes } from '../../src/codec/bytes.ts';
import { Sm2Point } from '../../src/crypto/sm2.ts';
import { Random } from '../support/core.ts';
import { flipped } from '../support/mutate.ts';
import {
  sm2Compressed,
  sm2Digest,
  sm2PrivateKey,
  sm2PublicKey,
  sm2Signature,
  sm2SignatureToDer,
  sm2SignWithNonce,
  sm2Uncompressed,
} from '../support/sm2-sign.ts';

export interface Sm2Case {
  /** What was done to it, for counting and for messages. */
  readonly kind: string;
  /** SEC 1: 33 or 65 bytes. */
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  /** DER, or what a change made of it. */
  readonly signature: Uint8Array;
}

interface Key {
  readonly privateKey: Uint8Array;
  /** x || y. */
  readonly publicKey: Uint8Array;
}

/** An honest signature with all that a change may want to look at. */
interface Signed {
  readonly key: Key;
  readonly other: Key;
  readonly userId: Uint8Array;
  readonly message: Uint8Array;
  readonly r: bigint;
  readonly s: bigint;
}

const { Fn } = Sm2Point;
const N = Fn.ORDER;
const ZERO_KEY = new Uint8Array(32);
/** P = G, P = 2G, and P = -2G, the largest private key that can sign. */
const SPECIAL_KEYS = [1n, 2n, N - 2n].map((d) => Fn.toBytes(d));

type Change = (signed: Signed, random: Random) => Partial<Omit<Sm2Case, 'kind'>>;

const withScalars =
  (change: (signed: Signed, random: Random) => readonly [bigint, bigint]): Change =>
  (signed, random) => ({ signature: derOf(...change(signed, random)) });

const withDer =
  (change: (der: Uint8Array, random: Random) => Uint8Array): Change =>
  (signed, random) => ({ signature: change(derOf(signed.r, signed.s), random) });

const withMessage =
  (change: (message: Uint8Array, random: Random) => Uint8Array): Change =>
  ({ message }, random) => ({ message: change(message, random) });

function derOf(r: bigint, s: bigint): Uint8Array {
  return sm2SignatureToDer(sm2Signature(r, s));
}

function anyBit(bytes: Uint8Array, random: Random): Uint8Array {
  return flipped(bytes, random.integer(0, bytes.length - 1), 1 << random.integer(0, 7));
}

function flipScalar(value: bigint, random: Random): bigint {
  return value ^ (1n << BigInt(random.integer(0, 255)));
}

/** The owner's r and s with [s]G + [r + s]P = O and r = e: s = -r d / (1 + d). */
function atInfinity({ key, message, userId }: Signed): readonly [bigint, bigint] {
  const d = bytesToNumberBE(key.privateKey);
  const r = Fn.create(sm2Digest(key.publicKey, message, userId));
  return [r, Fn.mul(Fn.neg(Fn.mul(r, d)), Fn.inv(Fn.add(d, 1n)))];
}

const CHANGES: Readonly<Record<string, Change>> = {
  valid: () => ({}),
  'valid, compressed key': ({ key }) => ({ publicKey: sm2Compressed(key.publicKey) }),
  'bit of r': withScalars(({ r, s }, random) => [flipScalar(r, random), s]),
  'bit of s': withScalars(({ r, s }, random) => [r, flipScalar(s, random)]),
  swapped: withScalars(({ r, s }) => [s, r]),
  'n - s': withScalars(({ r, s }) => [r, N - s]),
  'n - r': withScalars(({ r, s }) => [N - r, s]),
  't = 0': withScalars(({ r }) => [r, N - r]),
  'r = 0': withScalars(({ s }) => [0n, s]),
  's = 0': withScalars(({ r }) => [r, 0n]),
  'r = n': withScalars(({ s }) => [N, s]),
  's = n': withScalars(({ r }) => [r, N]),
  's = n - 1': withScalars(({ r }) => [r, N - 1n]),
  's = 1': withScalars(({ r }) => [r, 1n]),
  'R at infinity': withScalars(atInfinity),
  'random r and s': withScalars((_, random) => [bytesToNumberBE(random.bytes(32)), bytesToNumberBE(random.bytes(32))]),
  'bit of DER': withDer(anyBit),
  'DER cut': withDer((der, random) => der.subarray(0, random.integer(0, der.length - 1))),
  'DER and more': withDer((der, random) => concatBytes(der, random.bytes(random.integer(1, 4)))),
  'DER with a needless zero': withDer((der) =>
    concatBytes(Uint8Array.of(0x30, der[1]! + 1, 2, der[3]! + 1, 0), der.subarray(4)),
  ),
  'bit of message': withMessage((message, random) => (message.length > 0 ? anyBit(message, random) : Uint8Array.of(0))),
  'message and more': withMessage((message, random) => concatBytes(message, random.bytes(1))),
  'message cut': withMessage((message) => (message.length > 0 ? message.subarray(1) : Uint8Array.of(1))),
  'bit of key': ({ key }, random) => ({ publicKey: sm2Uncompressed(anyBit(key.publicKey, random)) }),
  'bit of compressed x': ({ key }, random) => ({
    publicKey: sm2Compressed(concatBytes(anyBit(key.publicKey.subarray(0, 32), random), key.publicKey.subarray(32))),
  }),
  'key mirrored': ({ key }) => ({ publicKey: flipped(sm2Compressed(key.publicKey)) }),
  'key of zeros': () => ({ publicKey: sm2Uncompressed(concatBytes(ZERO_KEY, ZERO_KEY)) }),
  'another key': ({ other }) => ({ publicKey: sm2Uncompressed(other.publicKey) }),
  'another id': (signed, random) => {
    const userId = random.bytes(signed.userId.length === 16 ? 17 : 16);
    const [r, s] = sign(signed.key, signed.message, userId, random);
    return { signature: derOf(r, s) };
  },
};
const KINDS = Object.keys(CHANGES);

function sign({ privateKey, publicKey }: Key, message: Uint8Array, userId: Uint8Array, random: Random) {
  const k = Fn.create(bytesToNumberBE(random.bytes(32)));
  const signature = sm2SignWithNonce(privateKey, sm2Digest(publicKey, message, userId), k)!;
  return [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))] as const;
}

/** Mostly short, now and then some kilobytes, now and then nothing. */
function anyMessage(random: Random): Uint8Array {
  const size = random.integer(0, 49);
  return random.bytes(size === 0 ? random.integer(1000, 5000) : size === 1 ? 0 : random.integer(1, 200));
}

const CASES_OF_ONE_SIGNATURE = 5;

/** `count` cases for one id: a fifth of them valid, the others with one change each, all kinds in turn. */
export function* sm2Cases(seed: number, count: number, userId: Uint8Array, keyCount = 16): Generator<Sm2Case> {
  const random = new Random(seed);
  const secrets = [...SPECIAL_KEYS, ...Array.from({ length: keyCount }, (_, i) => sm2PrivateKey(`${seed}`, i))];
  const keys = secrets.map((privateKey): Key => ({ privateKey, publicKey: sm2PublicKey(privateKey) }));
  let signed: Signed | undefined;
  for (let made = 0, next = 1; made < count; made++) {
    const isFresh = made % CASES_OF_ONE_SIGNATURE === 0;
    if (!signed || isFresh) signed = anySigned(keys, userId, random);
    const kind = isFresh ? 'valid' : KINDS[next++ % KINDS.length]!;
    yield applied(kind, signed, random);
  }
}

function anySigned(keys: readonly Key[], userId: Uint8Array, random: Random): Signed {
  const which = random.integer(0, keys.length - 1);
  const [key, other] = [keys[which]!, keys[(which + 1) % keys.length]!];
  const message = anyMessage(random);
  const [r, s] = sign(key, message, userId, random);
  return { key, other, userId, message, r, s };
}

function applied(kind: string, signed: Signed, random: Random): Sm2Case {
  const honest = {
    kind,
    publicKey: sm2Uncompressed(signed.key.publicKey),
    message: signed.message,
    signature: derOf(signed.r, signed.s),
  };
  return { ...honest, ...CHANGES[kind]!(signed, random) };
}
