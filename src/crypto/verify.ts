// Checks signature claims on this thread: WebCrypto where its "yes" is final, else the reference code, which is loaded
// only when it is needed.
import { toUtf8 } from '../codec/bytes.ts';
import type { SignatureClaim, SignatureVerifier } from './claim.ts';
import { hasRightLengths, SIGNATURE_POLICY, type Sm2Policy } from './policy.ts';
import { isOrdinaryKey, webCryptoSaysYes, webCryptoSupport } from './webcrypto.ts';

/** Verifies claims one after another; used as it is in Node and inside each worker of the pool. */
export const localVerifier: SignatureVerifier = {
  async verify(claims) {
    const answers: boolean[] = [];
    for (let i = 0; i < claims.length; i += IN_FLIGHT)
      answers.push(...(await Promise.all(claims.slice(i, i + IN_FLIGHT).map(verifyClaim))));
    return answers;
  },
};

/** WebCrypto calls in the air at once: enough to hide its latency, few enough to keep memory flat. */
const IN_FLIGHT = 64;

async function verifyClaim(claim: SignatureClaim): Promise<boolean> {
  if (!hasRightLengths(claim)) return false;
  const { sm2 } = SIGNATURE_POLICY[claim.scheme];
  if (sm2) return verifySm2ByRule(claim, sm2);
  if (claim.scheme.startsWith('secp256k1-')) return verifySecp256k1ByRule(claim);
  return (await isFastYes(claim)) || verifyEd25519ByRule(claim);
}

async function verifySm2ByRule({ publicKey, message, signature }: SignatureClaim, policy: Sm2Policy): Promise<boolean> {
  const { verifySm2 } = await import('./sm2.ts');
  const { signatureForm } = policy;
  return verifySm2(publicKey, message, signature, { userId: toUtf8(policy.userId), signatureForm });
}

async function verifySecp256k1ByRule({ scheme, publicKey, message, signature }: SignatureClaim): Promise<boolean> {
  const { verifyRecoverable, verifySecp256k1 } = await import('./secp256k1.ts');
  const verify = scheme === 'secp256k1-recoverable' ? verifyRecoverable : verifySecp256k1;
  return verify(publicKey, message, signature);
}

async function isFastYes(claim: SignatureClaim): Promise<boolean> {
  const support = await webCryptoSupport();
  if (!support.ed25519 || !isOrdinaryKey(claim.publicKey)) return false;
  // Without cofactor R is compared byte for byte, so for an ordinary key such a "yes" holds under every rule.
  if (claim.scheme !== 'ed25519-zip215' && !support.cofactorless) return false;
  return webCryptoSaysYes(claim.publicKey, claim.message, claim.signature);
}

async function verifyEd25519ByRule({ scheme, publicKey, message, signature }: SignatureClaim): Promise<boolean> {
  const { verifyGo, verifyStrict, verifyZip215 } = await import('./ed25519.ts');
  const rules = { 'ed25519-go': verifyGo, 'ed25519-strict': verifyStrict, 'ed25519-zip215': verifyZip215 } as const;
  return rules[scheme as keyof typeof rules](publicKey, message, signature);
}
