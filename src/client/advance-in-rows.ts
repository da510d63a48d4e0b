// Blocks in a row, each by its own signatures, with all signatures of a row checked at once: the verifier then has enough claims
// to share work among them and to spread them over workers.
import type { LightBlock, Rule, Step, Verified } from '../chain/chain.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
import { untilAborted } from './abortable.ts';
import { advance, type ChainContext, throwIfCancelled } from './context.ts';

/**
 * A row of blocks after a trusted one. First every rule runs as if all signatures were right; then they are checked, and if all of
 * them are, what the rules said stands, since a rule sees nothing of a signature but this answer. If one is wrong, or a rule
 * refuses, nothing of that counts, and the blocks are advanced over one by one.
 *
 * Only blocks of one signing set, that of the trusted block, are taken together: a block that is not verified may announce
 * members by the thousand, who have signed all that follows.
 */
export class Row {
  /**
   * The last block as it will be if all signatures are right. A further row may begin on it while this one is checked, and counts
   * only if this very block is handed out by `verify` (`on`).
   */
  readonly end: Verified<LightBlock> | undefined;
  readonly #together: number;
  readonly #right: Promise<readonly Verified<LightBlock>[] | undefined>;

  /** Begins to check the signatures. Without `start` nothing begins before `on`. */
  constructor(
    private readonly context: ChainContext,
    private readonly start: Verified<LightBlock> | undefined,
    readonly blocks: readonly LightBlock[],
    private readonly signal: AbortSignal,
  ) {
    this.#together = start ? countOfSameSet(context, start, blocks) : 0;
    const assumed = this.#together > 1 ? assumeRight(context, start!, blocks.slice(0, this.#together)) : undefined;
    this.end = this.#together === blocks.length ? assumed?.blocks.at(-1) : undefined;
    this.#right = started(blocksIfRight(context, assumed));
  }

  /** This row if it began on that block, else one that does. */
  on(trusted: Verified<LightBlock>): Row {
    return trusted === this.start ? this : new Row(this.context, trusted, this.blocks, this.signal);
  }

  /**
   * Hands out each block only once it is verified, provided the one that the row began on is.
   * Errors: those of the rules, `client/cancelled`.
   */
  async *verify(): AsyncGenerator<Verified<LightBlock>> {
    const right = await untilAborted(this.#right, this.signal);
    let last = this.start!;
    let done = 0;
    for await (const block of right ?? this.#oneByOne()) {
      last = block;
      done++;
      yield block;
    }
    if (done < this.blocks.length) yield* new Row(this.context, last, this.blocks.slice(done), this.signal).verify();
  }

  /** Those that should have been right together, or the first, if it is of another set. */
  async *#oneByOne(): AsyncGenerator<Verified<LightBlock>> {
    let last = this.start!;
    for (const block of this.blocks.slice(0, Math.max(this.#together, 1))) {
      throwIfCancelled(this.signal);
      const step = await untilAborted(advance(this.context, last, block), this.signal);
      if (step.kind !== 'accepted') throw step.error;
      last = step.block;
      yield last;
    }
  }
}

/**
 * Advances over the rows that `fetchAfter` gives after a block; it gives none after the last one, and no empty one. While the
 * signatures of a row are checked, the next one is fetched and its rules are run, so that the verifier always has work.
 * Errors: those of the rules and of `fetchAfter`, `client/cancelled`.
 */
export async function* advanceInRows(
  context: ChainContext,
  trusted: Verified<LightBlock>,
  fetchAfter: (last: LightBlock) => Promise<readonly LightBlock[]> | undefined,
  signal: AbortSignal,
): AsyncGenerator<Verified<LightBlock>> {
  let last = trusted;
  const rowAfter = (block: LightBlock, start: Verified<LightBlock> | undefined) =>
    fetchAfter(block)?.then((blocks) => new Row(context, start, blocks, signal));
  for (let begun = rowAfter(trusted, trusted); begun; ) {
    const row = (await untilAborted(begun, signal)).on(last);
    begun = rowAfter(row.blocks.at(-1)!, row.end);
    if (begun) started(begun);
    for await (const block of row.verify()) {
      last = block;
      yield block;
    }
  }
}

/** How many of the first blocks are signed by the set that has signed a verified one. */
function countOfSameSet({ family }: ChainContext, verified: LightBlock, blocks: readonly LightBlock[]): number {
  const set = family.setHashOf(verified);
  const other = blocks.findIndex((block) => family.setHashOf(block) !== set);
  return other === -1 ? blocks.length : other;
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
  const answers = await verifier.verify(assumed.claims, 'all-or-nothing');
  return assumed.claims.every((_, i) => answers[i] === true) ? assumed.blocks : undefined;
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
