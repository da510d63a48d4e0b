// The geometry of the strip that shows what is verified, on demo-a as it stands while history is filled in.
import { describe, expect, it } from 'vitest';
import { spansText } from '../../../src/app/pictures/ranges.ts';
import {
  barsOf,
  fillingEdge,
  gapsIn,
  labelsOf,
  positionOf,
  rowsOf,
  stopsOf,
} from '../../../src/app/pictures/ranges-shape.ts';
import { demoA } from '../../support/fake-chains.ts';

const { ranges } = demoA();
const extent = { from: 1n, to: 1201n };

describe('ranges picture', () => {
  it('places a block by its height', () => {
    expect(positionOf(1n, extent, 1201)).toBe(0);
    expect(positionOf(1202n, extent, 1201)).toBe(1201);
  });

  it('stays exact beyond what a double holds', () => {
    const far = { from: 2n ** 62n, to: 2n ** 62n + 99n };
    expect(positionOf(far.from + 50n, far, 100)).toBe(50);
  });

  it('finds what no range covers', () => {
    expect(gapsIn(ranges, extent)).toEqual([{ from: 64n, to: 411n }]);
    expect(gapsIn([], extent)).toEqual([extent]);
    expect(
      gapsIn(
        [
          { from: 1n, to: 900n, how: 'signed' },
          { from: 100n, to: 200n, how: 'ancestor' },
        ],
        extent,
      ),
    ).toEqual([{ from: 901n, to: 1201n }]);
  });

  it('draws stretches that only a stop divides as one bar', () => {
    const bars = barsOf(ranges, extent, 760);
    expect(bars.map((bar) => bar.how)).toEqual(['signed', 'ancestor']);
    expect(bars[1]!.x).toBeCloseTo(260.1, 1);
  });

  it('never loses a short stretch among a million blocks', () => {
    const bars = barsOf([{ from: 500_000n, to: 500_001n, how: 'signed' }], { from: 1n, to: 1_000_000n }, 340);
    expect(bars[0]!.width).toBeGreaterThanOrEqual(2);
  });

  it('keeps stops inside the strip', () => {
    const xs = stopsOf(ranges, extent, 340).map((stop) => stop.x);
    expect(Math.min(...xs)).toBeGreaterThanOrEqual(3);
    expect(Math.max(...xs)).toBeLessThanOrEqual(337);
  });

  it('labels the ends and where the verified part begins, and leaves out what would touch', () => {
    const texts = labelsOf(ranges, extent, 760).map((label) => label.text);
    expect(texts.slice(0, 4)).toEqual(['1', '1,201', '412', '63']);
    expect(texts).toContain('676');
    expect(labelsOf(ranges, extent, 120).length).toBeLessThan(texts.length);
  });

  it('finds the block from which history is being filled backwards', () => {
    expect(fillingEdge(ranges, 1201n)).toBe(412n);
    expect(fillingEdge([], 1201n)).toBeUndefined();
  });

  it('says the strip in rows whose counts add up', () => {
    const rows = rowsOf(ranges, extent);
    expect(rows.map((row) => row.kind)).toEqual(['checkpoint', 'signed', 'skipped-to', 'ancestor', 'none']);
    expect(rows.reduce((sum, row) => sum + row.count, 0n)).toBe(1201n);
  });

  it('writes single blocks and stretches', () => {
    expect(spansText([{ from: 64n, to: 1411n }])).toBe('64–1,411');
    expect(spansText([{ from: 676n, to: 676n }])).toBe('676');
  });
});
