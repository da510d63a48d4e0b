// One question about an SM2 signature, put to the shipped code in every form in which a chain of ours could put it.
import { bytesEqual, concatBytes } from '../../src/codec/bytes.ts';
import type { SignatureClaim, SignatureScheme } from '../../src/crypto/claim.ts';
import { SIGNATURE_POLICY } from '../../src/crypto/policy.ts';
import { DEFAULT_USER_ID, verifySm2 } from '../../src/crypto/sm2.ts';
import { localVerifier } from '../../src/crypto/verify.ts';

export interface Sm2Question {
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
  readonly form: 'rs' | 'der';
  readonly userId: Uint8Array;
}

/** The SM2 rules of the policy table. */
export const SM2_SCHEMES = (Object.keys(SIGNATURE_POLICY) as SignatureScheme[]).filter(
  (scheme) => SIGNATURE_POLICY[scheme].sm2 !== undefined,
);

export const wordOf = (isRight: boolean) => (isRight ? 'accept' : 'reject');

/** `accept` or `reject` where all forms of the question agree, else each form with its answer. */
export async function askSm2(question: Sm2Question): Promise<string> {
  const { publicKey, message, signature, form: signatureForm, userId } = question;
  const direct = verifySm2(publicKey, message, signature, { userId, signatureForm });
  const claims = claimsFor(question);
  const answers = await localVerifier.verify(claims);
  const words = [`verifySm2 ${wordOf(direct)}`, ...claims.map(({ scheme }, i) => `${scheme} ${wordOf(answers[i]!)}`)];
  return answers.every((answer) => answer === direct) ? wordOf(direct) : words.join(', ');
}

/** Claims under the rules whose form of key and signature this is; a whole key may also be given without its first byte. */
function claimsFor({ publicKey, message, signature, form, userId }: Sm2Question): SignatureClaim[] {
  if (!bytesEqual(userId, DEFAULT_USER_ID)) return [];
  const keys = publicKey.length === 65 && publicKey[0] === 4 ? [publicKey, publicKey.subarray(1)] : [publicKey];
  return keys.flatMap((key) =>
    SM2_SCHEMES.filter((scheme) => {
      const { keyBytes, sm2 } = SIGNATURE_POLICY[scheme];
      return keyBytes === key.length && sm2!.signatureForm === form;
    }).map((scheme) => ({ scheme, publicKey: key, message, signature })),
  );
}

/**
 * The same under those rules alone that take keys as SEC 1 writes them: 64 bytes without a first byte, which is how FISCO
 * BCOS writes keys, are none.
 */
export async function askSec1({ publicKey, message, signature }: Sm2Question): Promise<string> {
  const schemes = SM2_SCHEMES.filter((scheme) => SIGNATURE_POLICY[scheme].sm2!.keyForm !== 'plain');
  const claims = schemes.map((scheme) => ({ scheme, publicKey, message, signature }));
  return wordOf((await localVerifier.verify(claims)).some((answer) => answer));
}

/** 04 || x || y of x || y. */
export function withPrefix(key: Uint8Array): Uint8Array {
  return concatBytes(Uint8Array.of(4), key);
}
