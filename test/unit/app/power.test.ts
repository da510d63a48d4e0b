// The geometry and the arithmetic of the picture of power, on the 24 validator sets of demo-a.
import { describe, expect, it } from 'vitest';
import {
  changesAt,
  neededOf,
  seriesOf,
  shortNumber,
  spread,
  stepLine,
  tickStep,
  ticksBetween,
  totalsOf,
} from '../../../src/app/pictures/power-shape.ts';
import { quorumOf } from '../../../src/chain/fisco-bcos/sealers.ts';
import { demoPowers } from '../../support/fake-chains.ts';

const steps = demoPowers();

describe('power picture', () => {
  it('stacks the largest of today lowest and those that left on top', () => {
    const names = seriesOf(steps, 'others').map((series) => series.name);
    expect(names).toEqual(['node0', 'node2', 'node5', 'node1', 'node6', 'node3', 'node4']);
    expect(seriesOf(steps.slice(0, 19), 'others').at(-1)!.name).toBe('node2');
  });

  it('joins the rest of a large set, and loses no power by it', () => {
    const members = Array.from({ length: 100 }, (_, n) => ({ name: `v${n}`, address: `${n}`, power: BigInt(n + 1) }));
    const series = seriesOf([{ height: 1n, members }], 'others');
    expect(series).toHaveLength(7);
    expect(series.at(-1)!.name).toBe('others');
    expect(series.reduce((sum, each) => sum + each.powers[0]!, 0n)).toBe(5050n);
  });

  it('names members without a name by the start of their address', () => {
    const set = (height: bigint, ...ids: string[]) => ({
      height,
      members: ids.map((id) => ({ name: '', address: id.repeat(64), power: 1n })),
    });
    const unnamed = [set(1n, 'ab'), set(2n, 'ab', 'cd')];
    expect(seriesOf(unnamed, 'others').map((series) => series.name)).toEqual(['abababab…', 'cdcdcdcd…']);
    expect(changesAt(unnamed, 1).map(({ name }) => name)).toEqual(['cdcdcdcd…']);
  });

  it('needs the same number as FISCO BCOS, which says it as what must be reached', () => {
    for (let total = 1n; total <= 300n; total++) expect(neededOf(total) + 1n).toBe(quorumOf(total));
  });

  it('adds up each set', () => {
    expect(totalsOf(steps).at(0)).toBe(40n);
    expect(totalsOf(steps).at(-1)).toBe(83n);
  });

  it('rounds two thirds down, as the rule compares with "more than"', () => {
    expect(neededOf(83n)).toBe(55n);
    expect(neededOf(3n)).toBe(2n);
    expect(neededOf(2n ** 62n)).toBe(2n ** 63n / 3n);
  });

  it('chooses round ticks', () => {
    expect([tickStep(92), tickStep(1000), tickStep(7)]).toEqual([20, 200, 2]);
    expect(ticksBetween(1, 1201, 4)).toEqual([500, 1000]);
    expect(ticksBetween(0, 0, 4)).toEqual([0]);
  });

  it('writes large powers so that they fit the margin', () => {
    expect([83, 9999, 1_250_000, 5e18].map(shortNumber)).toEqual(['83', '9,999', '1.3M', '5.0e+18']);
  });

  it('moves labels of thin bands apart, in order', () => {
    const placed = spread([280, 200, 195, 193], 19, 276);
    expect(placed).toEqual([276, 200, 181, 162]);
  });

  it('draws a step where the set changes', () => {
    const scale = { x: (height: number) => height, y: (power: number) => 100 - power, starts: [1, 50], last: 90 };
    expect(stepLine([10, 40], scale)).toBe('M1 90H50V60H90');
  });

  it('says what each step changed', () => {
    expect(changesAt(steps, 0)).toEqual([]);
    expect(changesAt(steps, 1)).toEqual([{ kind: 'joined', name: 'node4', before: 0n, after: 5n }]);
    expect(changesAt(steps, 5)).toEqual([{ kind: 'left', name: 'node1', before: 10n, after: 0n }]);
    expect(changesAt(steps, 6).map(({ name, after }) => [name, after])).toEqual([
      ['node2', 31n],
      ['node5', 4n],
    ]);
  });
});
