// commit-100: one commit of 100 validators, all of whom signed, by our rules: an adjacent step from the block below it.
import { type LightBlock, markVerified, type Verified } from '../../src/chain/chain.ts';
import { runRule } from '../../src/chain/run-rule.ts';
import { advance, type ChainContext } from '../../src/client/context.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { BenchChain } from '../support/bench-chain.ts';
import { type BenchHost, contextOf, measureRow, NO_SIGNAL, sourceOf } from './host.ts';
import { nobleVerifier } from './peers.ts';
import { counting, mustHold, type Row } from './rounds.ts';

const NEEDED = 67;
const ALL = 100;

interface Step {
  readonly chain: BenchChain;
  readonly trusted: Verified<LightBlock>;
  readonly target: LightBlock;
}

async function readStep(host: BenchHost): Promise<Step> {
  const chain = await host.chain('commit-100');
  const source = sourceOf(chain);
  const trusted = markVerified(await source.lightBlock(1n, NO_SIGNAL), 'checkpoint');
  return { chain, trusted, target: await source.lightBlock(2n, NO_SIGNAL) };
}

/** The claims that a rule asks for, by answering yes to all of them. */
async function claimsOf(step: Step, context: ChainContext, all: boolean): Promise<SignatureClaim[]> {
  const claims: SignatureClaim[] = [];
  const verifier: SignatureVerifier = {
    verify: async (asked) => {
      claims.push(...asked);
      return asked.map(() => true);
    },
  };
  if (all) await runRule(context.family.quorum(context.profile, step.target, true), verifier);
  else await advance({ ...context, verifier }, step.trusted, step.target);
  return claims;
}

function spoilt(claim: SignatureClaim): SignatureClaim {
  const signature = claim.signature.slice();
  signature[40]! ^= 1;
  return { ...claim, signature };
}

/** Both verifiers say yes to all, and no to a signature with one bit changed. */
export async function checkVerifier(verifier: SignatureVerifier, claims: readonly SignatureClaim[]): Promise<void> {
  const answers = await verifier.verify([...claims, spoilt(claims[0]!)]);
  const isRight = answers.length === claims.length + 1 && answers.every((yes, i) => yes === i < claims.length);
  mustHold(isRight, 'the verifier tells right signatures from wrong ones');
}

async function measureCommit(host: BenchHost, work: string, verifier: SignatureVerifier): Promise<Row[]> {
  const step = await readStep(host);
  const context = contextOf(step.chain, verifier);
  const accept = async () => (await advance(context, step.trusted, step.target)).kind === 'accepted';
  mustHold(await accept(), 'the commit is accepted');
  const ours = counting(1, accept);
  const rows: Row[] = [];
  for (const count of [NEEDED, ALL]) {
    const claims = await claimsOf(step, context, count === ALL);
    mustHold(claims.length === count, `${count} signatures are asked for, not ${claims.length}`);
    for (const each of [verifier, nobleVerifier]) await checkVerifier(each, claims);
    const which = count === ALL ? 'all 100 signatures' : 'the same 67 signatures';
    const peerName = `@noble/curves ed25519.verify zip215, ${which}`;
    const peer = counting(1, () => nobleVerifier.verify(claims));
    rows.push(await measureRow(host, { work, unit: 'commits/s', peerName }, ours, peer));
  }
  return rows;
}

export function commit(host: BenchHost, work: string): Promise<Row[]> {
  return measureCommit(host, work, localVerifier);
}

/** The same through the signature workers that the app has here. */
export function commitByPool(host: BenchHost, work: string): Promise<Row[]> {
  if (!host.signaturePool) throw new Error('there are no signature workers here');
  return measureCommit(host, work, host.signaturePool());
}
