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
  const byProof = new Map<ProofItem, readonly (DocumentItem | undefined)[]>();
  for (const proof of proofs) {
    const digest = digestIn(proof);
    // One document may be what several proofs speak of, and one proof may come with several copies.
    const meant = documents.filter(
      (document) => digest !== undefined && [document.file.digest, document.file.sm3].includes(digest),
    );
    for (const document of meant) left.delete(document);
    if (meant.length > 0) byProof.set(proof, meant);
  }
  for (const proof of proofs.filter((item) => !byProof.has(item))) {
    const isOnlyPair = proofs.length === 1 && documents.length === 1;
    const document = [...left].find(({ file }) => isOnlyPair || isNamedAfter(proof.file.name, file.name));
    if (document) left.delete(document);
    byProof.set(proof, [document]);
  }
  const pairs = proofs.flatMap((proof) => byProof.get(proof)!.map((document) => ({ proof, document })));
  return [...pairs, ...[...left].map((document) => ({ document }))];
}

/** `a.csv.proof.json` and `a.proof.json` are named after `a.csv`. */
function isNamedAfter(proof: string, document: string): boolean {
  if (document === '') return false;
  const stem = proof.replace(/(\s*\(\d+\))?\.proof\.json$/i, '');
  return stem === document || stem === document.replace(/\.[^.]*$/, '');
}
