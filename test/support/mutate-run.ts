// Runs many changed proof files, each with its document, through the whole way from dropped files to a verdict, and counts
// what became of them. One that is accepted and says something false is kept with its text.
import { toHex } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import type { ProofFile } from '../../src/record/proof-file.ts';
import type { MadeChain } from './make-chain.ts';
import { DOCUMENT, itemOf, makeProof, verifyAll } from './make-chain-proof.ts';
import { FastVerifier } from './mutate-block.ts';
import { Truth } from './mutate-proof.ts';

export interface Tally {
  /** By outcome and code. */
  readonly outcomes: Map<string, number>;
  readonly falseAccepts: string[];
  readonly falseAccusations: string[];
  readonly uncaught: string[];
  /** Accepted though the size of the tree or the place in it is not the true one (see mutate-proof.ts). */
  otherPosition: number;
  unexpected: number;
}

const short = (text: string): string => `${text.slice(0, 4000)}`;

/** Each text is verified with the true document. `twins` are chains of the same keys whose parts may be spliced in. */
export async function runChanged(
  chain: MadeChain,
  texts: Iterable<string | Uint8Array>,
  twins: readonly MadeChain[] = [],
): Promise<Tally> {
  const truth = new Truth(chain, makeProof(chain), toHex(sha256(DOCUMENT)), twins);
  const tally: Tally = {
    outcomes: new Map(),
    falseAccepts: [],
    falseAccusations: [],
    uncaught: [],
    otherPosition: 0,
    unexpected: 0,
  };
  let verifier = new FastVerifier();
  let count = 0;
  for (const text of texts) {
    if (++count % 5000 === 0) verifier = new FastVerifier();
    await runOne(chain, text, truth, tally, verifier);
  }
  return tally;
}

async function runOne(
  chain: MadeChain,
  text: string | Uint8Array,
  truth: Truth,
  tally: Tally,
  verifier: FastVerifier,
): Promise<void> {
  const shown = typeof text === 'string' ? text : new TextDecoder('latin1').decode(text);
  const kept = new Map<string, ProofFile>();
  try {
    const items = [itemOf(text, 'bl-7.proof.json'), itemOf(DOCUMENT, 'bl-7.txt')];
    const verdicts = await verifyAll(chain, items, { verifier, keep: (id, proof) => kept.set(id, proof) });
    for (const verdict of verdicts) {
      const key =
        verdict.outcome === 'cannot-tell' ? `cannot-tell ${verdict.code}` : `${verdict.outcome} ${verdict.code}`;
      tally.outcomes.set(key, (tally.outcomes.get(key) ?? 0) + 1);
      if (verdict.code === 'internal/unexpected') tally.unexpected++;
      if (verdict.outcome === 'inconsistent') tally.falseAccusations.push(short(shown));
      if (verdict.outcome !== 'consistent') continue;
      const lies = truth.lies(kept.get(verdict.id)!, verdict);
      if (lies.length > 0) tally.falseAccepts.push(`${lies.join(', ')}: ${short(shown)}`);
      if (verdict.merkle?.total !== 5n || verdict.merkle.index !== 1n) tally.otherPosition++;
    }
  } catch (error) {
    tally.uncaught.push(`${String(error)}: ${short(shown)}`);
  }
}

/** How many of each outcome, most frequent first; codes of "cannot tell" that came less than `least` times are summed up. */
export function printTally(name: string, { outcomes, otherPosition }: Tally, least = 50): void {
  const rows = [...outcomes].sort(([, a], [, b]) => b - a);
  const rest = rows.filter(([, count]) => count < least);
  const sum = (list: readonly (readonly [string, number])[]) => list.reduce((total, [, count]) => total + count, 0);
  const lines = rows
    .filter(([, count]) => count >= least)
    .map(([code, count]) => `${String(count).padStart(8)}  ${code}`);
  console.log(
    [
      `${name}: ${sum(rows)} verdicts`,
      ...lines,
      `${String(sum(rest)).padStart(8)}  ${rest.length} rarer codes`,
      `${String(otherPosition).padStart(8)}  accepted with another position or size of the tree`,
    ].join('\n'),
  );
}
