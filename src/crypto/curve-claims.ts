// Claims as tasks of the curve core. Lengths have been checked by then (`hasRightLengths`); what is left of each rule that is no
// arithmetic is here: forms of keys and signatures, low S, recovery ids, and what is hashed.
import { bytesEqual, compareBytes, concatBytes, fromHex, toUtf8 } from '../codec/bytes.ts';
import { signatureFromDer } from '../codec/der.ts';
import type { HashAlgorithm } from '../core/core.ts';
import {
  type Curve,
  type CurveCore,
  type CurveKey,
  type CurveRule,
  type CurveTask,
  curveCore,
} from '../core/curve-core.ts';
import { hashAll } from '../core/hashing.ts';
import type { SignatureClaim, SignatureScheme } from './claim.ts';
import { placesByKey } from './claim-order.ts';
import { SIGNATURE_POLICY } from './policy.ts';
import { sm2Identity } from './sm2-identity.ts';

interface Way {
  readonly curve: Curve;
  readonly rule: CurveRule;
  /** Of what is signed; none where the message is the digest, or the core hashes. */
  readonly algorithm?: HashAlgorithm;
}

const SM2: Way = { curve: 'sm2', rule: 'sm2', algorithm: 'sm3' };

/** The schemes that the core checks. `ed25519-strict` is asked once for a trust pack, and stays with the reference. */
const CORE_WAYS: Readonly<Partial<Record<SignatureScheme, Way>>> = {
  'sm2-compressed': SM2,
  'sm2-plain': SM2,
  'sm2-der': SM2,
  'secp256k1-sha256': { curve: 'secp256k1', rule: 'ecdsa-secp256k1', algorithm: 'sha256' },
  'secp256k1-recoverable': { curve: 'secp256k1', rule: 'recoverable' },
  'ed25519-go': { curve: 'ed25519', rule: 'ed25519-go' },
  'ed25519-zip215': { curve: 'ed25519', rule: 'ed25519-zip215' },
};

/** (n - 1) / 2 of secp256k1: the highest low S. */
const HALF_ORDER = fromHex('7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0');

/** Whether the core is to check a claim, or leaves it to others. */
export type IsWanted = (claim: SignatureClaim, key: CurveKey) => boolean;

interface Batch {
  readonly claims: readonly SignatureClaim[];
  readonly answers: (boolean | undefined)[];
  readonly isWanted: IsWanted;
}

/**
 * Fills in the answers of those open claims that the core checks, scheme by scheme: all of a batch share its inversions. Claims
 * that must be checked in another way, or that `isWanted` leaves out, stay undefined.
 */
export async function answerByCore(
  claims: readonly SignatureClaim[],
  answers: (boolean | undefined)[],
  isWanted: IsWanted,
): Promise<void> {
  const core = await curveCore();
  try {
    if (core) answerWith(core, claims, answers, isWanted);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error; // no memory: what is open is left to others
  }
}

/** The same with a core of one's own choice. */
export function answerWith(
  core: CurveCore,
  claims: readonly SignatureClaim[],
  answers: (boolean | undefined)[],
  isWanted: IsWanted,
): void {
  const places = new Map<Way, number[]>();
  for (const i of placesByKey(claims)) {
    const claim = claims[i]!;
    const way = CORE_WAYS[claim.scheme];
    if (!way || answers[i] !== undefined || !isShort(core, claim)) continue;
    places.set(way, places.get(way) ?? []);
    places.get(way)!.push(i);
  }
  for (const [way, own] of places)
    for (let first = 0; first < own.length; first += core.maxTasks)
      answerSome(core, way, own.slice(first, first + core.maxTasks), { claims, answers, isWanted });
}

/** Whether R || A || M of Ed25519 fits. */
function isShort(core: CurveCore, { scheme, message }: SignatureClaim): boolean {
  return CORE_WAYS[scheme]?.curve !== 'ed25519' || message.length + 64 <= core.maxMessage;
}

/** The claims at these places, which are of one way and as many as one call takes. */
function answerSome(core: CurveCore, way: Way, places: readonly number[], batch: Batch): void {
  const placed = placedOf(core, way, places, batch);
  const found = core.verify(way.rule, tasksOf(core, way, placed));
  for (const [i, { place }] of placed.entries()) batch.answers[place] = BOOLEAN[found[i]!];
}

const BOOLEAN = { yes: true, no: false, ask: undefined } as const;

interface Placed extends Signature {
  readonly place: number;
  readonly claim: SignatureClaim;
  readonly key: CurveKey;
}

/** Those claims that are well formed and wanted. What is malformed is answered at once. */
function placedOf(core: CurveCore, way: Way, places: readonly number[], batch: Batch): Placed[] {
  const { claims, answers, isWanted } = batch;
  const placed: Placed[] = [];
  const keyFor = keysOf(core, way.curve);
  for (const place of places) {
    const claim = claims[place]!;
    const signature = signatureOf(claim);
    const key = signature && keyFor(claim);
    if (!key) answers[place] = false;
    else if (isWanted(claim, key))
      placed.push({ place, claim, key, r: signature.r, s: signature.s, recovery: signature.recovery });
  }
  return placed;
}

function tasksOf(core: CurveCore, { algorithm, curve }: Way, placed: readonly Placed[]): CurveTask[] {
  const signed = ({ key, claim }: Placed) => signedBytes(core, key, claim);
  const digests = algorithm && hashAll(algorithm, placed.map(signed));
  return placed.map(({ claim, key, r, s, recovery }, i) => {
    if (curve === 'ed25519') return { key, r, s, message: [r, claim.publicKey, claim.message] };
    return { key, r, s, recovery, e: digests?.subarray(32 * i, 32 * i + 32) ?? claim.message };
  });
}

interface Signature {
  readonly r: Uint8Array;
  readonly s: Uint8Array;
  readonly recovery: number;
}

/** r and s; undefined where the signature has not its rule's form. */
function signatureOf({ scheme, signature }: SignatureClaim): Signature | undefined {
  const bytes = SIGNATURE_POLICY[scheme].sm2?.signatureForm === 'der' ? fromDer(signature) : signature;
  if (!bytes) return undefined;
  const [r, s, recovery = 0] = [bytes.subarray(0, 32), bytes.subarray(32, 64), bytes[64]];
  const isRight = (scheme !== 'secp256k1-sha256' || compareBytes(s, HALF_ORDER) <= 0) && recovery <= 3;
  return isRight ? { r, s, recovery } : undefined;
}

function fromDer(signature: Uint8Array): Uint8Array | undefined {
  try {
    return signatureFromDer(signature);
  } catch {
    return undefined;
  }
}

/** The keys of claims, of which those of one key stand side by side. */
function keysOf(core: CurveCore, curve: Curve): (claim: SignatureClaim) => CurveKey | undefined {
  let latest: { readonly bytes: Uint8Array; readonly key: CurveKey } | undefined;
  return (claim) => {
    if (latest && bytesEqual(latest.bytes, claim.publicKey) && core.again(latest.key)) return latest.key;
    const key = keyOf(core, curve, claim);
    latest = key && { bytes: claim.publicKey, key };
    return key;
  };
}

function keyOf(core: CurveCore, curve: Curve, { publicKey }: SignatureClaim): CurveKey | undefined {
  if (publicKey.length !== 65) return core.key(curve, publicKey);
  return publicKey[0] === 4 ? core.key(curve, publicKey.subarray(1)) : undefined;
}

const USER_ID = new Map<SignatureScheme, Uint8Array>();
const identities = new WeakMap<CurveKey, { readonly userId: Uint8Array; readonly za: Uint8Array }>();

/** What the digest is of: for SM2 the message behind Z_A. */
function signedBytes(core: CurveCore, key: CurveKey, { scheme, message }: SignatureClaim): Uint8Array {
  const { sm2 } = SIGNATURE_POLICY[scheme];
  if (!sm2) return message;
  const userId = USER_ID.get(scheme) ?? toUtf8(sm2.userId);
  USER_ID.set(scheme, userId);
  const known = identities.get(key);
  if (known && bytesEqual(known.userId, userId)) return concatBytes(known.za, message);
  const za = sm2Identity(core.plainSm2(key), userId);
  identities.set(key, { userId, za });
  return concatBytes(za, message);
}
