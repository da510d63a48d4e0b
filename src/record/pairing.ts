// Which document belongs to which proof file, when several were dropped at once: by digest first, then by name, and a lone
// pair belongs together even if it does not match, since that is what the person asks about.
import type { Sorted } from './intake.ts';

export type ProofItem = Extract<Sorted, { kind: 'proof' }>;
export type DocumentItem = Extract<Sorted, { kind: 'document' | 'digest' }>;

export interface Pair {
  readonly proof?: ProofItem;
  readonly document?: DocumentItem;
}

/** `digestIn` reads the digest that a proof speaks of, where it can be read without verifying anything. */
export function pairUp(
  proofs: readonly ProofItem[],
  documents: readonly DocumentItem[],
  digestIn: (proof: ProofItem) => string | undefined,
): Pair[] {
  const left = new Set(documents);
  const take = (matches: (document: DocumentItem) => boolean): DocumentItem | undefined => {
    const found = [...left].find(matches);
    if (found) left.delete(found);
    return found;
  };
  const byProof = new Map<ProofItem, DocumentItem>();
  const assign = (choose: (proof: ProofItem) => DocumentItem | undefined) => {
    for (const proof of proofs) {
      const found = byProof.has(proof) ? undefined : choose(proof);
      if (found) byProof.set(proof, found);
    }
  };
  // One document may be what several proofs speak of.
  const digests = new Map(proofs.map((proof) => [proof, digestIn(proof)]));
  const meant = new Map(documents.map((document) => [document.file.digest, document]));
  assign((proof) => meant.get(digests.get(proof) ?? ''));
  for (const document of byProof.values()) left.delete(document);
  assign((proof) => take((document) => document.file.name !== '' && isNamedAfter(proof.file.name, document.file.name)));
  if (proofs.length === 1 && documents.length === 1) assign(() => take(() => true));
  return [
    ...proofs.map((proof) => ({ proof, document: byProof.get(proof) })),
    ...[...left].map((document) => ({ document })),
  ];
}

/** `a.csv.proof.json` and `a.proof.json` are named after `a.csv`. */
function isNamedAfter(proof: string, document: string): boolean {
  const stem = proof.replace(/(\s*\(\d+\))?\.proof\.json$/i, '');
  return stem === document || stem === document.replace(/\.[^.]*$/, '');
}
