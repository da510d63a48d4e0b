// Blocks in a row, each by its own signatures, with all signatures of a row checked at once: the verifier then has enough claims
// to share work among them and to spread them over workers.
import type { LightBlock, Rule, Step, Verified } from '../chain/chain.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
import { advance, type ChainContext } from './context.ts';

/**
 * A row of blocks after a trusted one. First every rule runs as if all signatures were right; then they are checked, and if all of
 * them are, what the rules said stands, since a rule sees nothing of a signature but this answer. If one is wrong, or a rule
 * refuses, nothing of that counts, and the blocks are advanced over one by one.
 */
export class Row {
  /**
   * The last block as it will be if all signatures are right. A further row may begin on it while this one is checked, and counts
   * only if this very block is handed out by `verify` (`on`).
   */
  readonly end: Verified<LightBlock> | undefined;
  readonly #right: Promise<readonly Verified<LightBlock>[] | undefined>;

  /** Begins to check the signatures. Without `start` nothing begins before `on`. */
  constructor(
    private readonly context: ChainContext,
    private readonly start: Verified<LightBlock> | undefined,
    readonly blocks: readonly LightBlock[],
  ) {
    const assumed = start && blocks.length > 1 ? assumeRight(context, start, blocks) : undefined;
    this.end = assumed?.blocks.at(-1);
    this.#right = started(blocksIfRight(context, assumed));
  }

  /** This row if it began on that block, else one that does. */
  on(trusted: Verified<LightBlock>): Row {
    return trusted === this.start ? this : new Row(this.context, trusted, this.blocks);
  }

  /** Hands out each block only once it is verified, provided the one that the row began on is. Errors: those of the rules. */
  async *verify(): AsyncGenerator<Verified<LightBlock>> {
    const right = await this.#right;
    if (right) return yield* right;
    let last = this.start;
    for (const block of this.blocks) {
      const step = await advance(this.context, last!, block);
      if (step.kind !== 'accepted') throw step.error;
      last = step.block;
      yield last;
    }
  }
}

/**
 * Advances over the rows that `fetchAfter` gives after a block; it gives none after the last one, and no empty one. While the signatures of a row
 * are checked, the next one is fetched and its rules are run, so that the verifier always has work.
 * Errors: those of the rules and of `fetchAfter`.
 */
export async function* advanceInRows(
  context: ChainContext,
  trusted: Verified<LightBlock>,
  fetchAfter: (last: LightBlock) => Promise<readonly LightBlock[]> | undefined,
): AsyncGenerator<Verified<LightBlock>> {
  let last = trusted;
  const rowAfter = (block: LightBlock, start: Verified<LightBlock> | undefined) =>
    fetchAfter(block)?.then((blocks) => new Row(context, start, blocks));
  for (let begun = rowAfter(trusted, trusted); begun; ) {
    const row = (await begun).on(last);
    begun = rowAfter(row.blocks.at(-1)!, row.end);
    if (begun) started(begun);
    for await (const block of row.verify()) {
      last = block;
      yield block;
    }
  }
}

/** Whoever waits for it later is told of a failure; until then it is nobody's. */
function started<T>(work: Promise<T>): Promise<T> {
  work.catch(() => undefined);
  return work;
}

interface Assumed {
  readonly claims: readonly SignatureClaim[];
  readonly blocks: readonly Verified<LightBlock>[];
}

/** The blocks if what was assumed holds: each claim is answered, and with yes. */
async function blocksIfRight(
  { verifier }: ChainContext,
  assumed: Assumed | undefined,
): Promise<Assumed['blocks'] | undefined> {
  if (!assumed) return undefined;
  const answers = await verifier.verify(assumed.claims);
  return answers.length === assumed.claims.length && answers.every(Boolean) ? assumed.blocks : undefined;
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
