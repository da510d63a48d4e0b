// Runs a rule to its end with a signature verifier: the one place where rules meet the outside.
import type { SignatureVerifier } from '../crypto/claim.ts';
import type { Rule } from './chain.ts';

export async function runRule<Result>(rule: Rule<Result>, verifier: SignatureVerifier): Promise<Result> {
  let next = rule.next([]);
  while (!next.done) {
    const answers = await verifier.verify(next.value);
    next = rule.next(answers);
  }
  return next.value;
}
