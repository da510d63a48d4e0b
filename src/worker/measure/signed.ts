// Signed messages to measure with, out of a file that `npm run measure-data` makes: this app holds no private key and cannot
// sign. For each scheme in the order of `SCHEMES` the file holds the keys and signatures of 64 messages under 64 keys, then
// those of 64 messages under 4 keys that take turns. Messages are made here, since they need no secret.
import { ensure } from '../../core/error.ts';
import type { SignatureClaim, SignatureScheme } from '../../crypto/claim.ts';
import { SIGNATURE_POLICY } from '../../crypto/policy.ts';
import { KEY_USES, type KeyUse, type MeasuredScheme, SCHEMES } from './figures.ts';

export const SIGNATURE_COUNT = 64;
export const KEY_COUNT: Readonly<Record<KeyUse, number>> = { new: SIGNATURE_COUNT, returning: 4 };
const SIGNATURE_BYTES = 64;

/** The rules of the chains in use: FISCO BCOS signs a hash, CometBFT the bytes of a vote. */
export const MEASURED: Readonly<Record<MeasuredScheme, { scheme: SignatureScheme; messageBytes: number }>> = {
  sm2: { scheme: 'sm2-plain', messageBytes: 32 },
  secp256k1: { scheme: 'secp256k1-sha256', messageBytes: 112 },
  ed25519: { scheme: 'ed25519-zip215', messageBytes: 112 },
};

/** Claims that are right, each list to be checked whole. */
export type SignedSets = Readonly<Record<MeasuredScheme, Readonly<Record<KeyUse, readonly SignatureClaim[]>>>>;

/** The message with a number; the same bytes in the file's maker and here. */
export function messageOf(scheme: MeasuredScheme, use: KeyUse, number: number): Uint8Array {
  const { messageBytes: length } = MEASURED[scheme];
  const first = (KEY_USES.indexOf(use) * SIGNATURE_COUNT + number) * length;
  return Uint8Array.from({ length }, (_, i) => Math.imul(first + i + 1, 2_654_435_761) >>> 24);
}

/** Reads the file; a wrong length is all that can be wrong with it before a signature is checked. */
export function readSigned(bytes: Uint8Array): SignedSets {
  let at = 0;
  const take = (count: number, length: number) => {
    const taken = Array.from({ length: count }, (_, i) => bytes.subarray(at + i * length, at + (i + 1) * length));
    at += count * length;
    return taken;
  };
  const sets = SCHEMES.map((scheme) => [
    scheme,
    Object.fromEntries(KEY_USES.map((use) => [use, readClaims(scheme, use, take)])),
  ]);
  ensure(at === bytes.length, 'worker/measure-data', { found: bytes.length, expected: at });
  return Object.fromEntries(sets) as SignedSets;
}

function readClaims(
  measured: MeasuredScheme,
  use: KeyUse,
  take: (count: number, length: number) => Uint8Array[],
): SignatureClaim[] {
  const { scheme } = MEASURED[measured];
  const keys = take(KEY_COUNT[use], SIGNATURE_POLICY[scheme].keyBytes);
  return take(SIGNATURE_COUNT, SIGNATURE_BYTES).map((signature, i) => ({
    scheme,
    publicKey: keys[i % keys.length]!,
    message: messageOf(measured, use, i),
    signature,
  }));
}
