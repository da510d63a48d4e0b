// What the page that measures makes of figures: rounding, ratios, what follows for headers, and the text that is copied.
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { HEADER_KINDS, headersFrom, rateInUse, rounded, timesOf } from '../../../src/app/pages/measure-figures.ts';
import { measurementText } from '../../../src/app/pages/measure-text.ts';
import { MEASUREMENT } from '../../support/fake-chains.ts';
import { speak } from './language.ts';

const rowOf = (subject: string) => MEASUREMENT.rows.find((row) => row.subject === subject)!;

describe('figures', () => {
  it('have three digits, ratios two', () => {
    expect([12_345, 987.6, 0.12345].map(rounded)).toEqual([12_300, 988, 0.123]);
    expect(timesOf(12_345, rowOf('sm2-returning'))).toBe(13);
    expect(timesOf(6_123, { subject: 'sm2-new', reference: 1_000 })).toBe(6.1);
  });

  it('of headers follow from those of signatures that come back, by what is needed', () => {
    const [sm2, ed25519] = HEADER_KINDS.map((kind) => headersFrom(MEASUREMENT, kind));
    expect(sm2).toEqual({ signaturesPerSecond: 12_300, perSecond: 2_470, secondsFor10000: 4.1 });
    expect(ed25519).toEqual({ signaturesPerSecond: 15_400, perSecond: 230, secondsFor10000: 43 });
    expect(headersFrom({ ...MEASUREMENT, rows: [] }, HEADER_KINDS[0]!)).toBeUndefined();
  });

  it('in use are those of the core, else of the browser, else of the reference', () => {
    const { core: _, ...withoutCore } = rowOf('ed25519-returning');
    const { webCrypto: __, ...plain } = withoutCore;
    expect([rowOf('ed25519-returning'), withoutCore, plain].map(rateInUse)).toEqual([15_432, 9_876, 567]);
  });
});

describe('the text that is copied', () => {
  beforeAll(() => vi.stubGlobal('document', { documentElement: {} }));

  for (const [locale, times] of [
    ['zh-CN', '13 倍'],
    ['en', '13 times'],
    ['th', '13 เท่า'],
  ] as const)
    it(`has every figure, the browser and the version, ${locale}`, async () => {
      await speak(locale);
      const text = measurementText(MEASUREMENT, 'Firefox/150', 8);
      for (const part of ['0.1.0', 'Firefox/150', '8', '12,300', times, '2,470', '8,770', '2,540,000'])
        expect(text).toContain(part);
      expect(text.split('\n')).toHaveLength(5 + MEASUREMENT.rows.length + HEADER_KINDS.length);
    });
});
