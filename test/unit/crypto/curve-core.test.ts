// The curve core against OpenSSL in Node and against noble, case by case: with new keys and with keys that have a table.
// `npm run differential` runs as many cases as one likes.
import { beforeAll, describe, expect, it } from 'vitest';
import { COMPARED_RULES, compareCurve } from '../../differential/compare-curve.ts';
import { nodeHasSm2 } from '../../differential/node-crypto.ts';
import { type Cores, startCores } from '../../support/curve-rig.ts';

const COUNT = 10_000;
const NOBLE_EVERY = 25;
const SLOW_MACHINE_MS = 300_000;

let cores: Cores;
beforeAll(async () => {
  cores = await startCores();
});

describe.skipIf(!nodeHasSm2())('the core', () => {
  it.each(COMPARED_RULES)(
    `agrees with OpenSSL about ${COUNT} cases of %s, and with noble about some`,
    { timeout: SLOW_MACHINE_MS },
    (rule) => {
      const tally = compareCurve(cores, rule, { seed: 20_261_125, count: COUNT, nobleEvery: NOBLE_EVERY });
      expect(tally.cases).toBe(COUNT);
      for (const counts of [tally.accepted, tally.refused]) expect(Object.keys(counts).length).toBeGreaterThan(5);
      const asked = Object.values(tally.asked).reduce((sum, count) => sum + count, 0);
      expect(asked).toBeLessThan(COUNT / 40); // sums that are infinity, or of small order
      expect(tally.differences.slice(0, 5)).toEqual([]);
    },
  );
});
