// A signature claim is what a chain family asks to have checked: this key signed these bytes under this rule.
// Families make claims; they never verify. Which code checks a claim is decided in `verify.ts`.

/**
 * The acceptance rule, not only the algorithm: two rules for one curve can answer differently on crafted input, and then a
 * client would see another tally than the chain's own nodes. The table in `policy.ts` says what each rule means.
 */
export type SignatureScheme =
  | 'ed25519-zip215'
  | 'ed25519-go'
  | 'ed25519-strict'
  | 'secp256k1-sha256'
  | 'secp256k1-recoverable'
  | 'sm2-compressed'
  | 'sm2-plain'
  | 'sm2-der';

export interface SignatureClaim {
  readonly scheme: SignatureScheme;
  readonly publicKey: Uint8Array;
  readonly message: Uint8Array;
  readonly signature: Uint8Array;
}

/**
 * What the answers are needed for: each for itself, or only to know whether all are right. Then the rest may be answered with
 * false, unchecked, once one is wrong, so that a heap of wrong signatures costs no more than a few.
 */
export type Need = 'each' | 'all-or-nothing';

/** Answers claims in order. It must answer false, not throw, for anything malformed. */
export interface SignatureVerifier {
  verify(claims: readonly SignatureClaim[], need?: Need): Promise<readonly boolean[]>;
}
