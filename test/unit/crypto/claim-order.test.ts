// The order of a batch: every claim once, those of one key side by side, the same keys first in every batch.
import { describe, expect, it } from 'vitest';
import { toHex } from '../../../src/codec/bytes.ts';
import type { SignatureClaim } from '../../../src/crypto/claim.ts';
import { placesByKey } from '../../../src/crypto/claim-order.ts';
import { Random } from '../../support/core.ts';

const random = new Random(20_261_125);
const KEYS = Array.from({ length: 40 }, (_, i) => random.bytes([32, 33, 64, 65][i % 4]!));

const claimOf = (publicKey: Uint8Array): SignatureClaim => {
  return { scheme: 'ed25519-go', publicKey, message: random.bytes(5), signature: random.bytes(64) };
};
const batch = (count: number) =>
  Array.from({ length: count }, () => claimOf(KEYS[random.integer(0, KEYS.length - 1)]!));
const keysInOrder = (claims: readonly SignatureClaim[]) => {
  const keys = placesByKey(claims).map((place) => toHex(claims[place]!.publicKey));
  return keys.filter((key, i) => key !== keys[i - 1]);
};

describe('claims in the order of their keys', () => {
  it('are all there, each once, whatever their keys are', () => {
    const odd = [0, 1, 3, 4, 5].map((length) => claimOf(new Uint8Array(length)));
    for (const claims of [[], odd, batch(1), [...batch(500), ...odd, ...batch(500)]])
      expect(placesByKey(claims).sort((a, b) => a - b)).toEqual(claims.map((_, i) => i));
  });

  it('stand side by side where they are of one key, in the order in which they came', () => {
    const claims = batch(1000);
    expect(keysInOrder(claims)).toHaveLength(new Set(claims.map(({ publicKey }) => publicKey)).size);
    const places = placesByKey(claims);
    for (const [i, place] of places.entries()) {
      const next = places[i + 1];
      if (next !== undefined && claims[place]!.publicKey === claims[next]!.publicKey) expect(place).toBeLessThan(next);
    }
  });

  it('have the same keys first in every batch', () => {
    expect(keysInOrder(batch(2000))).toEqual(keysInOrder(batch(3000)));
  });
});
