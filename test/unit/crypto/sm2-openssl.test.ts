// SM2 and SM3 against OpenSSL inside Node: honest cases and changed ones, made anew from a seed. Node can check the empty id
// only; `sm2-openssl-command.test.ts` has the default one. `npm run differential` runs as many as one likes.
import { describe, expect, it } from 'vitest';
import { compareSm2, compareSm3 } from '../../differential/compare.ts';
import { nodeHasSm2 } from '../../differential/node-crypto.ts';
import { loadBuild } from '../../support/core.ts';

const COUNT = 10_000;
const SLOW_MACHINE_MS = 180_000;

describe.skipIf(!nodeHasSm2())('OpenSSL in Node', () => {
  it(`agrees about ${COUNT} SM2 cases with the empty id`, { timeout: SLOW_MACHINE_MS }, () => {
    const { cases, accepted, refused, differences } = compareSm2(20_260_101, COUNT);
    expect(differences).toEqual([]);
    expect(cases).toBe(COUNT);
    // Neither side says yes, or no, to everything.
    expect(accepted.valid).toBeGreaterThan(COUNT / 5);
    expect(refused.valid).toBeUndefined();
    expect(accepted['valid, compressed key']).toBeGreaterThan(100);
    expect(Object.keys(accepted).sort()).toEqual(['valid', 'valid, compressed key']);
    expect(Object.keys(refused).length).toBeGreaterThan(25);
  });

  it.each(['simd', 'js'] as const)(
    `agrees about ${COUNT} SM3 digests, core %s`,
    { timeout: SLOW_MACHINE_MS },
    async (build) => {
      await loadBuild(build);
      const { cases, differences } = compareSm3(20_260_102, COUNT);
      expect([cases, differences]).toEqual([COUNT, []]);
    },
  );
});
