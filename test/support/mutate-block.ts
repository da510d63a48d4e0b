// What tests of the CometBFT rules share: a step and the code it ends with, a fast verifier, and ways to change a block so
// that only one rule is broken.
import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { secp256k1 } from '@noble/curves/secp256k1.js';
import { type How, markVerified, type Rule, type Step } from '../../src/chain/chain.ts';
import { makeLightBlock } from '../../src/chain/cometbft/json.ts';
import type { CometLightBlock, Commit, CommitSig, Header, ValidatorSet } from '../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../src/chain/cometbft/profile.ts';
import { advance } from '../../src/chain/cometbft/rules.ts';
import { runRule } from '../../src/chain/run-rule.ts';
import { toHex } from '../../src/codec/bytes.ts';
import type { Time } from '../../src/codec/time.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { spkiOf } from './spki.ts';

/**
 * Checks honest keys' signatures through node:crypto, the same claim only once: for tests that ask very often. Crafted keys
 * are for `localVerifier`, whose rules have tests of their own.
 */
export class FastVerifier implements SignatureVerifier {
  readonly #answers = new Map<string, boolean>();
  /** Claims asked for, those answered from memory too. */
  asked = 0;

  async verify(claims: readonly SignatureClaim[]): Promise<boolean[]> {
    this.asked += claims.length;
    return claims.map((claim) => this.#answer(claim));
  }

  #answer(claim: SignatureClaim): boolean {
    const id = [claim.scheme, ...[claim.publicKey, claim.message, claim.signature].map(toHex)].join('/');
    const known = this.#answers.get(id) ?? check(claim);
    this.#answers.set(id, known);
    return known;
  }
}

function check({ scheme, publicKey, message, signature }: SignatureClaim): boolean {
  if (signature.length !== 64) return false;
  try {
    if (scheme === 'secp256k1-sha256') return secp256k1.verify(signature, message, publicKey);
    const der = Buffer.from(spkiOf('ed25519', publicKey));
    return nodeVerify(null, message, createPublicKey({ key: der, format: 'der', type: 'spki' }), signature);
  } catch {
    return false;
  }
}

export const fastVerifier = new FastVerifier();

/** Runs a rule; `accepted`, or the code of the refusal. */
export async function codeOfStep(rule: Rule<Step<CometLightBlock>>, verifier: SignatureVerifier = fastVerifier) {
  const step = await runRule(rule, verifier);
  return step.kind === 'accepted' ? 'accepted' : step.error.code;
}

export function trust(block: CometLightBlock, how: How = 'signed') {
  return markVerified(block, how);
}

/** One step from a trusted block; `accepted`, or the code of the refusal. */
export function stepCode(
  profile: CometProfile,
  trusted: CometLightBlock,
  target: CometLightBlock,
  now: Time,
  verifier: SignatureVerifier = fastVerifier,
): Promise<string> {
  return codeOfStep(advance(profile, trust(trusted), target, now), verifier);
}

export interface BlockParts {
  readonly header?: Partial<Header>;
  readonly commit?: Partial<Commit>;
  readonly validators?: ValidatorSet;
  readonly nextValidators?: ValidatorSet;
}

/** The block with other parts; its hash is computed anew, its commit is not. */
export function withParts(block: CometLightBlock, parts: BlockParts): CometLightBlock {
  const next = 'nextValidators' in parts ? parts.nextValidators : block.nextValidators;
  const header = { ...block.header, ...parts.header };
  return makeLightBlock(header, { ...block.commit, ...parts.commit }, parts.validators ?? block.validators, next);
}

/** The block whose commit names its hash: signatures are as they were. */
export function rehashed(block: CometLightBlock): CometLightBlock {
  return withParts(block, { commit: { blockId: { ...block.commit.blockId, hash: block.hash } } });
}

/** The block with another set, which its header names as well. */
export function withSet(block: CometLightBlock, validators: ValidatorSet): CometLightBlock {
  return withParts(block, { validators, header: { validatorsHash: validators.hash } });
}

/** The block with one entry of its commit changed. */
export function withEntry(block: CometLightBlock, index: number, change: Partial<CommitSig>): CometLightBlock {
  const signatures = block.commit.signatures.map((sig, i) => (i === index ? { ...sig, ...change } : sig));
  return withParts(block, { commit: { signatures } });
}
