// The ways in which signatures are checked here: by the curve core, by the reference code, by the browser's own Ed25519.

import { CURVE_LIMITS, type CurveCore, createCurveCore } from '../../core/curve-core.ts';
import { ensure } from '../../core/error.ts';
import type { SignatureClaim } from '../../crypto/claim.ts';
import { answerWith } from '../../crypto/curve-claims.ts';
import { verifyZip215 } from '../../crypto/ed25519.ts';
import { verifySecp256k1 } from '../../crypto/secp256k1.ts';
import { verifySm2 } from '../../crypto/sm2.ts';
import type { KeyUse } from './figures.ts';

/** Answers claims in order; only `true` is a yes. */
export type Checker = (claims: readonly SignatureClaim[]) => Promise<readonly (boolean | undefined)[]>;

/** How many claims one call of the core gets. */
const BATCH = 32;

/**
 * To a core that remembers no more keys than a batch has, and makes no tables, each of 64 keys is new again in every round;
 * the keys of one batch are never forgotten within it.
 */
const FORGETFUL = { ...CURVE_LIMITS, keys: BATCH, tables: 0 };

export async function checkByCore(module: WebAssembly.Module, use: KeyUse): Promise<Checker> {
  const core = await createCurveCore(module, use === 'new' ? FORGETFUL : CURVE_LIMITS);
  return async (claims) => {
    const answers: (boolean | undefined)[] = [];
    for (let first = 0; first < claims.length; first += BATCH)
      answers.push(...answersOf(core, claims.slice(first, first + BATCH)));
    return answers;
  };
}

function answersOf(core: CurveCore, claims: readonly SignatureClaim[]): (boolean | undefined)[] {
  const answers = claims.map((): boolean | undefined => undefined);
  answerWith(core, claims, answers, () => true);
  return answers;
}

/** What runs where there is no WebAssembly. */
export const checkByReference: Checker = async (claims) =>
  claims.map(({ scheme, publicKey, message, signature }) => {
    if (scheme === 'sm2-plain') return verifySm2(publicKey, message, signature);
    const verify = scheme === 'secp256k1-sha256' ? verifySecp256k1 : verifyZip215;
    return verify(publicKey, message, signature);
  });

/** A new key is imported for each signature; one that comes back only once. */
export function checkByWebCrypto(use: KeyUse): Checker {
  const known = new Map<Uint8Array, Promise<CryptoKey>>();
  const keyOf = (bytes: Uint8Array): Promise<CryptoKey> => {
    const key = known.get(bytes) ?? importKey(bytes);
    if (use === 'returning') known.set(bytes, key);
    return key;
  };
  const check = async ({ publicKey, message, signature }: SignatureClaim) =>
    crypto.subtle.verify('Ed25519', await keyOf(publicKey), signature as BufferSource, message as BufferSource);
  return (claims) => Promise.all(claims.map(check));
}

function importKey(bytes: Uint8Array): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', bytes as BufferSource, 'Ed25519', false, ['verify']);
}

/** A round of measuring: all of these are right, and must be said to be. */
export async function checkedAnswers(check: Checker, claims: readonly SignatureClaim[], name: string): Promise<void> {
  const answers = await check(claims);
  const isRight = answers.length === claims.length && answers.every((answer) => answer === true);
  ensure(isRight, 'worker/measure-wrong', { subject: name });
}

/** A checker that says yes to everything would be fast: one changed signature must be refused, and the others not. */
export async function refusesChanged(check: Checker, claims: readonly SignatureClaim[], name: string): Promise<void> {
  const place = claims.length >> 1;
  const changed = claims.map((claim, i) => (i === place ? withOneBitChanged(claim) : claim));
  const answers = await check(changed);
  const isRight = answers.every((answer, i) => (answer === true) === (i !== place));
  ensure(isRight, 'worker/measure-wrong', { subject: name });
}

/** In s, so that only the equation can tell. */
function withOneBitChanged(claim: SignatureClaim): SignatureClaim {
  const signature = claim.signature.slice();
  signature[48]! ^= 1;
  return { ...claim, signature };
}
