// Which document belongs to which proof: by digest, then by name, and a lone pair in any case.
import { describe, expect, it } from 'vitest';
import { type DocumentItem, type ProofItem, pairUp } from '../../../src/record/pairing.ts';

const proof = (name: string) => ({ kind: 'proof', file: { name, size: 1 } }) as unknown as ProofItem;
const document = (name: string, digest: string, sm3?: string) =>
  ({ kind: 'document', file: { name, size: 1, digest, ...(sm3 && { sm3 }) } }) as DocumentItem;
const pasted = (digest: string) => ({ kind: 'digest', file: { name: '', size: 64, digest } }) as DocumentItem;

/** Pairs as text; `digests` says what each proof speaks of. */
function pairs(
  proofs: readonly ProofItem[],
  documents: readonly DocumentItem[],
  digests: Readonly<Record<string, string>> = {},
): string[] {
  const found = pairUp(proofs, documents, (item) => digests[item.file.name]);
  return found.map((pair) => `${pair.proof?.file.name ?? '-'} ${pair.document?.file.name ?? '-'}`);
}

describe('pairing', () => {
  it('goes by digest, whatever the names', () => {
    const found = pairs(
      [proof('a.proof.json'), proof('b.proof.json')],
      [document('a.pdf', 'd2'), document('b.pdf', 'd1')],
      { 'a.proof.json': 'd1', 'b.proof.json': 'd2' },
    );
    expect(found).toEqual(['a.proof.json b.pdf', 'b.proof.json a.pdf']);
  });

  it('goes by either digest of a document', () => {
    const documents = [
      document('x.pdf', 'sha-x', 'sm3-x'),
      document('y.pdf', 'sha-y', 'sm3-y'),
      document('z.pdf', 's', 't'),
    ];
    const found = pairs([proof('a.proof.json'), proof('b.proof.json')], documents, {
      'a.proof.json': 'sm3-y',
      'b.proof.json': 'sha-x',
    });
    expect(found).toEqual(['a.proof.json y.pdf', 'b.proof.json x.pdf', '- z.pdf']);
  });

  it('goes by a pasted digest, whatever made it', () => {
    const digests = { 'a.proof.json': 'sm3-y', 'b.proof.json': 'sha-x' };
    const proofs = [proof('a.proof.json'), proof('b.proof.json')];
    expect(pairs(proofs, [pasted('sha-x'), document('y.pdf', 'sha-y', 'sm3-y')], digests)).toEqual([
      'a.proof.json y.pdf',
      'b.proof.json ',
    ]);
    expect(pairs(proofs, [pasted('sm3-y'), pasted('none')], digests)).toEqual([
      'a.proof.json ',
      'b.proof.json -',
      '- ',
    ]);
  });

  it('does not take a proof without a record for one of a document without an SM3 digest', () => {
    const documents = [document('y.pdf', 'sha-y'), pasted('sha-z')];
    expect(pairs([proof('a.proof.json')], documents)).toEqual(['a.proof.json -', '- y.pdf', '- ']);
  });

  it('goes by name where digests say nothing', () => {
    const found = pairs(
      [proof('a.proof.json'), proof('b.pdf.proof.json'), proof('c (2).proof.json')],
      [document('b.pdf', 'x'), document('c.pdf', 'y'), document('a.pdf', 'z')],
    );
    expect(found).toEqual(['a.proof.json a.pdf', 'b.pdf.proof.json b.pdf', 'c (2).proof.json c.pdf']);
  });

  it('lets a digest win over a name, for every proof first', () => {
    const found = pairs([proof('a.proof.json'), proof('b.proof.json')], [document('a.pdf', 'd2')], {
      'a.proof.json': 'd1',
      'b.proof.json': 'd2',
    });
    expect(found).toEqual(['a.proof.json -', 'b.proof.json a.pdf']);
  });

  it('joins a lone pair though nothing matches: that is the question', () => {
    expect(pairs([proof('a.proof.json')], [document('z.pdf', 'x')], { 'a.proof.json': 'd1' })).toEqual([
      'a.proof.json z.pdf',
    ]);
    expect(pairs([proof('a.proof.json')], [document('', 'x')])).toEqual(['a.proof.json ']);
  });

  it('joins nothing that does not match where there are more', () => {
    expect(pairs([proof('a.proof.json')], [document('y.pdf', 'x'), document('z.pdf', 'x')])).toEqual([
      'a.proof.json -',
      '- y.pdf',
      '- z.pdf',
    ]);
    expect(pairs([proof('a.proof.json'), proof('b.proof.json')], [document('z.pdf', 'x')])).toEqual([
      'a.proof.json -',
      'b.proof.json -',
      '- z.pdf',
    ]);
  });

  it('gives one document to every proof that speaks of its digest', () => {
    const both = { 'a.proof.json': 'd', 'b.proof.json': 'd' };
    const proofs = [proof('a.proof.json'), proof('b.proof.json')];
    expect(pairs(proofs, [document('x.pdf', 'd')], both)).toEqual(['a.proof.json x.pdf', 'b.proof.json x.pdf']);
    const copies = pairs(proofs, [document('x.pdf', 'd'), document('y.pdf', 'd')], both);
    expect(copies.slice(0, 2).every((pair) => /^[ab]\.proof\.json [xy]\.pdf$/.test(pair))).toBe(true);
    for (const name of ['x.pdf', 'y.pdf']) expect(copies.some((pair) => pair.endsWith(name))).toBe(true);
  });

  it('gives no document to two proofs by its name', () => {
    const found = pairs([proof('a.proof.json'), proof('a (2).proof.json')], [document('a.pdf', 'x')]);
    expect(found).toEqual(['a.proof.json a.pdf', 'a (2).proof.json -']);
  });

  it('leaves alone what has no counterpart', () => {
    expect(pairs([], [])).toEqual([]);
    expect(pairs([proof('a.proof.json')], [])).toEqual(['a.proof.json -']);
    expect(pairs([], [document('a.pdf', 'd')])).toEqual(['- a.pdf']);
  });

  it('does not take a document without a name by its name', () => {
    expect(pairs([proof('.proof.json'), proof('b.proof.json')], [document('', 'x'), document('b.pdf', 'y')])).toEqual([
      '.proof.json -',
      'b.proof.json b.pdf',
      '- ',
    ]);
  });
});
