// commit-100: one commit of 100 validators, all of whom signed, by our rules: an adjacent step from the block below it.
import { type LightBlock, markVerified, type Verified } from '../../src/chain/chain.ts';
import { advance, type ChainContext } from '../../src/client/context.ts';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { BenchChain } from '../support/bench-chain-files.ts';
import { checkVerifier, claimsOf } from './claims.ts';
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

function claimsIn({ family, profile, clock }: ChainContext, { trusted, target }: Step, all: boolean) {
  return claimsOf(all ? family.quorum(profile, target, true) : family.advance(profile, trusted, target, clock.now()));
}

async function measureCommit(host: BenchHost, work: string, verifier: SignatureVerifier): Promise<Row[]> {
  const step = await readStep(host);
  const context = contextOf(step.chain, verifier);
  const accept = async () => (await advance(context, step.trusted, step.target)).kind === 'accepted';
  mustHold(await accept(), 'the commit is accepted');
  const ours = counting(1, accept);
  const rows: Row[] = [];
  for (const count of [NEEDED, ALL]) {
    const claims = await claimsIn(context, step, count === ALL);
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
