// SM2 with the default id, and with others, against the openssl command.
import { describe, expect, it } from 'vitest';
import { toUtf8 } from '../../../src/codec/bytes.ts';
import { verifySm2 } from '../../../src/crypto/sm2.ts';
import { describeCase, Tally } from '../../differential/compare.ts';
import { commandHasSm2, verifyAll } from '../../differential/openssl-command.ts';
import { sm2Cases } from '../../differential/sm2-cases.ts';

const RUNS = [
  { id: '1234567812345678', count: 1000 },
  { id: 'ALICE123@YAHOO.COM', count: 60 },
  { id: 'x', count: 60 },
] as const;
const SLOW_MACHINE_MS = 180_000;

describe.skipIf(!(await commandHasSm2()))('the openssl command', () => {
  it.each(RUNS)('agrees about $count cases with the id $id', { timeout: SLOW_MACHINE_MS }, async ({ id, count }) => {
    const userId = toUtf8(id);
    const cases = [...sm2Cases(count + id.length, count, userId)];
    const theirs = await verifyAll(cases, id);
    const tally = new Tally();
    cases.forEach((each, i) => {
      const { kind, publicKey, message, signature } = each;
      const ours = verifySm2(publicKey, message, signature, { userId, signatureForm: 'der' });
      tally.add(kind, theirs[i]!, ours, () => describeCase(each));
    });
    expect(tally.differences).toEqual([]);
    expect(tally.accepted.valid).toBeGreaterThanOrEqual(count / 5);
    expect(tally.refused.valid).toBeUndefined();
  });
});
