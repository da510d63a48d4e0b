// What others say of cases for the curve core: OpenSSL in Node, and noble through the reference code of `src/crypto`.
import { verify } from 'node:crypto';
import { p256 } from '@noble/curves/nist.js';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { concatBytes } from '../../src/codec/bytes.ts';
import { verifyGo, verifyZip215 } from '../../src/crypto/ed25519.ts';
import { verifyRecoverable } from '../../src/crypto/secp256k1.ts';
import { isRightR, Sm2Point } from '../../src/crypto/sm2.ts';
import { type CurveCase, domainOf, type WeierstrassRule } from './curve-cases.ts';
import { type Domain, modulo, nodeMultiple, nodePlainOf, sec1Of } from './curve-domain.ts';
import type { EdwardsCase, EdwardsRule } from './curve-edwards-cases.ts';
import { bigintOf } from './curve-values.ts';
import { nodeKey } from './node-key.ts';
import { sm2SignatureToDer } from './sm2-sign.ts';
import { spkiOf } from './spki.ts';

/** OpenSSL's check of the whole signature, over the message. */
function nodeVerifies({ curve, nodeHash }: Domain, { publicKey, r, s, message }: CurveCase): boolean {
  const sec1 = sec1Of(publicKey);
  if (![2, 3, 4].includes(sec1[0]!)) return false; // OpenSSL takes hybrid keys too
  const key = nodeKey(spkiOf(curve, sec1));
  try {
    return !!key && verify(nodeHash, message!, key, sm2SignatureToDer(concatBytes(r, s)));
  } catch {
    return false;
  }
}

const isIn = (value: bigint, n: bigint): boolean => value > 0n && value < n;

/** The equation of the rule for a key whose logarithm is known: the sum is one multiple of G, which OpenSSL makes. */
function holdsByLogarithm(rule: WeierstrassRule, { r, s, e, recovery, secret }: CurveCase): boolean {
  const domain = domainOf(rule);
  const { n, Point } = domain;
  const [rr, ss, ee] = [r, s, e].map(bigintOf) as [bigint, bigint, bigint];
  if (!isIn(rr, n) || !isIn(ss, n)) return false;
  const isSm2 = rule === 'sm2';
  const t = modulo(rr + ss, n);
  if (isSm2 && t === 0n) return false;
  const k = isSm2 ? modulo(ss + t * secret!, n) : modulo((ee + rr * secret!) * Point.Fn.inv(ss), n);
  if (k === 0n) return false;
  const { x, y } = nodeMultiple(domain, k);
  if (isSm2) return modulo(ee + x, n) === rr;
  if (rule !== 'recoverable') return modulo(x, n) === rr;
  return x === rr + BigInt(recovery >> 1) * n && Number(y & 1n) === (recovery & 1);
}

/** What OpenSSL says, or tells us to say; undefined where it cannot be asked. */
export function nodeAnswer(rule: WeierstrassRule, each: CurveCase): boolean | undefined {
  const domain = domainOf(rule);
  if (each.secret !== undefined) {
    if (rule === 'recoverable' || !each.message) return holdsByLogarithm(rule, each);
    return nodeVerifies(domain, each);
  }
  if (!nodePlainOf(domain, each.publicKey)) return false;
  return each.message && rule !== 'recoverable' ? nodeVerifies(domain, each) : undefined;
}

function verifySm2Digest({ publicKey, r, s, e }: CurveCase): boolean {
  try {
    const P = Sm2Point.fromBytes(sec1Of(publicKey));
    const { n } = Sm2Point.CURVE();
    const [rr, ss] = [bigintOf(r), bigintOf(s)];
    const t = (rr + ss) % n;
    if (!isIn(rr, n) || !isIn(ss, n) || t === 0n) return false;
    const R = Sm2Point.BASE.multiplyUnsafe(ss).add(P.multiplyUnsafe(t));
    return !R.is0() && isRightR(bigintOf(e), R.toAffine().x, rr);
  } catch {
    return false;
  }
}

function verifyEcdsaDigest(rule: WeierstrassRule, { publicKey, r, s, e }: CurveCase): boolean {
  const ecdsa = rule === 'ecdsa-p256' ? p256 : secp256k1;
  try {
    const options = { prehash: false, lowS: false, format: 'compact' } as const;
    return ecdsa.verify(concatBytes(r, s), e, sec1Of(publicKey), options);
  } catch {
    return false;
  }
}

/** What noble says, from the digest on. */
export function nobleAnswer(rule: WeierstrassRule, each: CurveCase): boolean {
  if (rule === 'sm2') return verifySm2Digest(each);
  if (rule !== 'recoverable') return verifyEcdsaDigest(rule, each);
  const plain = nodePlainOf(domainOf(rule), each.publicKey);
  const { r, s, e, recovery } = each;
  return !!plain && verifyRecoverable(plain, e, concatBytes(r, s, Uint8Array.of(recovery)));
}

/** OpenSSL's Ed25519 follows Go's rule: no cofactor, R's bytes compared, keys that are not canonical taken. */
export function nodeEdwardsAnswer({ publicKey, signature, message }: EdwardsCase): boolean {
  const key = nodeKey(spkiOf('ed25519', publicKey));
  try {
    return !!key && verify(null, message, key, signature);
  } catch {
    return false;
  }
}

export function nobleEdwardsAnswer(rule: EdwardsRule, { publicKey, message, signature }: EdwardsCase): boolean {
  return (rule === 'ed25519-go' ? verifyGo : verifyZip215)(publicKey, message, signature);
}
