// Several blocks in a row, each by its own signatures, with all their signatures checked at once: the verifier then has enough
// claims to share work among them and to spread them over workers.
import type { LightBlock, Rule, Step, Verified } from '../chain/chain.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
import { advance, type ChainContext } from './context.ts';

/**
 * Advances over `blocks` in order. First every rule runs as if all signatures were right; then they are checked, and if all of
 * them are, what the rules said stands, since a rule sees nothing of a signature but this answer. If one is wrong, or a rule
 * refuses, nothing of that counts, and the blocks are advanced over one by one. Hands out each block only once it is verified.
 * Errors: those of the rules.
 */
export async function* advanceTogether(
  context: ChainContext,
  trusted: Verified<LightBlock>,
  blocks: readonly LightBlock[],
): AsyncGenerator<Verified<LightBlock>> {
  const assumed = blocks.length > 1 ? assumeRight(context, trusted, blocks) : undefined;
  if (assumed) {
    const answers = await context.verifier.verify(assumed.claims);
    const areRight = answers.length === assumed.claims.length && answers.every(Boolean);
    if (areRight) return yield* assumed.blocks;
  }
  let last = trusted;
  for (const block of blocks) {
    const step = await advance(context, last, block);
    if (step.kind !== 'accepted') throw step.error;
    last = step.block;
    yield last;
  }
}

interface Assumed {
  readonly claims: readonly SignatureClaim[];
  readonly blocks: readonly Verified<LightBlock>[];
}

/** What the rules say if all these claims are right; nothing where one of them refuses. */
function assumeRight(
  { family, profile, clock }: ChainContext,
  trusted: Verified<LightBlock>,
  blocks: readonly LightBlock[],
): Assumed | undefined {
  const claims: SignatureClaim[] = [];
  const steps: Verified<LightBlock>[] = [];
  let last = trusted;
  try {
    for (const block of blocks) {
      const step = resultOf(family.advance(profile, last, block, clock.now()), claims);
      if (step.kind !== 'accepted') return undefined;
      last = step.block;
      steps.push(last);
    }
  } catch {
    return undefined; // said again, by itself, when the blocks are taken one by one
  }
  return { claims, blocks: steps };
}

/** Runs a rule to its end with a yes to everything it asks, and adds that to `claims`. */
function resultOf(rule: Rule<Step<LightBlock>>, claims: SignatureClaim[]): Step<LightBlock> {
  let next = rule.next([]);
  while (!next.done) {
    claims.push(...next.value);
    next = rule.next(next.value.map(() => true));
  }
  return next.value;
}
