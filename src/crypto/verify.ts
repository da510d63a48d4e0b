// Checks signature claims on this thread: by the curve core, WebCrypto where its "yes" is final, else the reference code, which
// is loaded only when it is needed.
import { toUtf8 } from '../codec/bytes.ts';
import { curveModule } from '../core/curve-module.ts';
import type { Need, SignatureClaim, SignatureScheme, SignatureVerifier } from './claim.ts';
import type { IsWanted } from './curve-claims.ts';
import { hasRightLengths, SIGNATURE_POLICY, type Sm2Policy } from './policy.ts';
import { isOrdinaryKey, webCryptoSaysYes, webCryptoSupport } from './webcrypto.ts';

/** Verifies claims on this thread; used as it is in Node and inside each worker of the pool. */
export const localVerifier: SignatureVerifier = {
  async verify(claims, need = 'each') {
    const answers: (boolean | undefined)[] = claims.map((claim) => (hasRightLengths(claim) ? undefined : false));
    await askCore(claims, answers);
    await askEach(claims, answers, need);
    return answers.map((answer) => answer === true);
  },
};

/**
 * The core is faster at everything but Ed25519 keys that it has not seen often, where WebCrypto is at hand: then it is not even
 * loaded before a few hundred of their signatures have come (docs/benchmarks.md).
 */
const EDWARDS_BEFORE_CORE = 400;
let edwards = 0;

/** Fills in what the core answers. What it leaves open, or is slower at, stays undefined. */
async function askCore(claims: readonly SignatureClaim[], answers: (boolean | undefined)[]): Promise<void> {
  if (!curveModule()) return;
  const { ed25519: hasWebCrypto } = await webCryptoSupport();
  const count = claims.filter(({ scheme }) => isEdwards(scheme)).length;
  edwards += count;
  const skipsEdwards = hasWebCrypto && edwards < EDWARDS_BEFORE_CORE;
  if (count === claims.length && skipsEdwards) return;
  const { answerByCore } = await import('./curve-claims.ts');
  const isWanted: IsWanted = ({ scheme }, { table }) =>
    !isEdwards(scheme) || !hasWebCrypto || (!skipsEdwards && table !== 0);
  await answerByCore(claims, answers, isWanted);
}

const isEdwards = (scheme: SignatureScheme): boolean => scheme.startsWith('ed25519');

/** Answers one by one what is still open. */
async function askEach(claims: readonly SignatureClaim[], answers: (boolean | undefined)[], need: Need): Promise<void> {
  const open = claims.flatMap((_, i) => (answers[i] === undefined ? [i] : []));
  for (let first = 0; first < open.length; first += IN_FLIGHT) {
    if (need === 'all-or-nothing' && answers.includes(false)) return;
    await Promise.all(
      open.slice(first, first + IN_FLIGHT).map(async (i) => {
        answers[i] = await verifyClaim(claims[i]!);
      }),
    );
  }
}

/** WebCrypto calls in the air at once: enough to hide its latency, few enough to keep memory flat. */
const IN_FLIGHT = 64;

/** One claim whose lengths are right, without the core. */
async function verifyClaim(claim: SignatureClaim): Promise<boolean> {
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
