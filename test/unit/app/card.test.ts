// What the card of a verdict says about digests: never a digest under the name of another hash function.
import { describe, expect, it } from 'vitest';
import { digestsShown } from '../../../src/app/parts/card.ts';
import { fiscoVerdict } from '../../support/fake-fisco.ts';
import { consistent } from '../../support/fake-verdicts.ts';

describe('digests of the document on the card', () => {
  it('is the one that was compared, under its own name', () => {
    const { document, digests } = fiscoVerdict();
    expect(digestsShown(document!, digests)).toEqual([{ algorithm: 'SM3', hex: document!.sm3 }]);
    const other = consistent();
    expect(digestsShown(other.document!, other.digests)).toEqual([
      { algorithm: 'SHA-256', hex: other.document!.digest },
    ]);
  });

  it('are both where no record was there to compare with', () => {
    const file = { name: 'a', size: 1, digest: 'd2', sm3: 'd3' };
    expect(digestsShown(file, undefined)).toEqual([
      { algorithm: 'SHA-256', hex: 'd2' },
      { algorithm: 'SM3', hex: 'd3' },
    ]);
  });

  it('has no name where a digest was pasted', () => {
    expect(digestsShown({ name: '', size: 64, digest: 'd2' }, undefined)).toEqual([{ algorithm: '', hex: 'd2' }]);
    expect(digestsShown({ name: '', size: 64 }, undefined)).toEqual([]);
  });
});
