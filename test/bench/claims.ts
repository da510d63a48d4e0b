// The signature claims that a rule makes, and whether a verifier tells right ones from wrong ones.
import type { Rule } from '../../src/chain/chain.ts';
import { runRule } from '../../src/chain/run-rule.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { mustHold } from './rounds.ts';

/** What a rule asks for, by answering yes to all of it. */
export async function claimsOf(rule: Rule<unknown>): Promise<SignatureClaim[]> {
  const claims: SignatureClaim[] = [];
  const verifier: SignatureVerifier = {
    verify: async (asked) => {
      claims.push(...asked);
      return asked.map(() => true);
    },
  };
  await runRule(rule, verifier);
  return claims;
}

/** In its second half, which is s under every rule that is measured here. */
function spoilt(claim: SignatureClaim): SignatureClaim {
  const signature = claim.signature.slice();
  signature[40]! ^= 1;
  return { ...claim, signature };
}

/** It must say yes to all, and no to a signature with one bit changed. */
export async function checkVerifier(verifier: SignatureVerifier, claims: readonly SignatureClaim[]): Promise<void> {
  const answers = await verifier.verify([...claims, spoilt(claims[0]!)]);
  const isRight = answers.length === claims.length + 1 && answers.every((yes, i) => yes === i < claims.length);
  mustHold(isRight, 'the verifier tells right signatures from wrong ones');
}
