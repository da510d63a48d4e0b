// The geometry and the arithmetic of the picture of power: who is stacked in which order, where a step stands, round ticks.
import type { PowerStep } from '../../worker/api.ts';
import { formatNumber } from '../i18n.ts';
import { memberName } from '../parts/member.ts';

export interface PowerModel {
  readonly steps: readonly PowerStep[];
  readonly head: bigint;
}

/** One validator, or the rest of a large set together. */
export interface Series {
  readonly address: string;
  readonly name: string;
  /** Power at each step; 0 where it is no member. */
  readonly powers: readonly bigint[];
}

/** A ramp of seven tones: beyond that, neighbours would look alike. */
const MOST_SERIES = 7;

/** Largest at the newest step first (drawn lowest); those that left come last; a large set ends in "others". */
export function seriesOf(steps: readonly PowerStep[], othersName: string): Series[] {
  const all = collect(steps).sort(byNewestPower);
  if (all.length <= MOST_SERIES) return all;
  const rest = all.slice(MOST_SERIES - 1);
  const powers = steps.map((_, n) => rest.reduce((sum, series) => sum + series.powers[n]!, 0n));
  return [...all.slice(0, MOST_SERIES - 1), { address: '', name: othersName, powers }];
}

function collect(steps: readonly PowerStep[]): Series[] {
  const names = new Map<string, string>();
  for (const step of steps) for (const member of step.members) names.set(member.address, memberName(member));
  const byAddress = steps.map((step) => new Map(step.members.map(({ address, power }) => [address, power])));
  return [...names].map(([address, name]) => ({
    address,
    name,
    powers: byAddress.map((powers) => powers.get(address) ?? 0n),
  }));
}

function byNewestPower(a: Series, b: Series): number {
  const [left, right] = [a.powers.at(-1)!, b.powers.at(-1)!];
  return left === right ? a.name.localeCompare(b.name) : left > right ? -1 : 1;
}

export function totalsOf(steps: readonly PowerStep[]): bigint[] {
  return steps.map((step) => step.members.reduce((sum, member) => sum + member.power, 0n));
}

/**
 * Power that must be exceeded: two thirds, rounded down (CometBFT `VerifyCommitLight`: `tallied > total * 2 / 3`). It is the
 * same number where FISCO BCOS says that `total - floor((total - 1) / 3)` must be reached.
 */
export const neededOf = (total: bigint): bigint => (total * 2n) / 3n;

/** A rounded step that gives at most five intervals up to `top`. Powers and heights are whole, so it is at least one. */
export function tickStep(top: number, most = 5): number {
  const rough = Math.max(top / most, 1);
  const scale = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((n) => n * scale).find((step) => step >= rough)!;
}

export function ticksBetween(from: number, to: number, most: number): number[] {
  const step = tickStep(to - from, most);
  const ticks: number[] = [];
  for (let tick = Math.ceil(from / step) * step; tick <= to; tick += step) ticks.push(tick);
  return ticks;
}

/** Moves labels apart to `gap`, keeping their order and staying above `bottom`. Positions run downwards, largest first. */
export function spread(wanted: readonly number[], gap: number, bottom: number): number[] {
  const placed: number[] = [];
  for (const y of wanted) {
    const ceiling = placed.length === 0 ? bottom : placed.at(-1)! - gap;
    placed.push(Math.min(y, ceiling));
  }
  return placed;
}

export interface Frame {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Scale {
  readonly x: (height: number) => number;
  readonly y: (power: number) => number;
  readonly starts: readonly number[];
  readonly last: number;
}

export function scaleOf(model: PowerModel, frame: Frame): Scale {
  const from = Number(model.steps[0]!.height);
  const last = Math.max(Number(model.head), from + 1);
  const top = axisTop(model);
  return {
    x: (height) => round(frame.left + ((height - from) / (last - from)) * (frame.right - frame.left)),
    y: (power) => round(frame.bottom - (power / top) * (frame.bottom - frame.top)),
    starts: model.steps.map((step) => Number(step.height)),
    last,
  };
}

const round = (value: number): number => Math.round(value * 10) / 10;

export function axisTop(model: PowerModel): number {
  const most = Math.max(...totalsOf(model.steps).map(Number), 1);
  return Math.ceil(most / tickStep(most)) * tickStep(most);
}

/** A step line: `M x0 y0 H x1 V y1 H ...`, up to the newest block. */
export function stepLine(values: readonly number[], scale: Pick<Scale, 'x' | 'y' | 'starts' | 'last'>): string {
  const corners = values.map(
    (value, n) => `${n === 0 ? 'M' : 'H'}${scale.x(scale.starts[n]!)}${joint(n, scale.y(value))}`,
  );
  return `${corners.join('')}H${scale.x(scale.last)}`;
}

const joint = (n: number, y: number): string => (n === 0 ? ` ${y}` : `V${y}`);

/** The band between two step lines: the upper one forwards, the lower one back. */
export function band(lower: readonly number[], upper: readonly number[], scale: Scale): string {
  const back = lower
    .map((value, n) => `V${scale.y(value)}H${scale.x(scale.starts[n]!)}`)
    .reverse()
    .join('');
  return `${stepLine(upper, scale)}${back}Z`;
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** A number for a narrow margin: powers may have 19 digits. The table below has all of them. */
export function shortNumber(value: number): string {
  if (value < 10_000) return formatNumber(value);
  return value < 1e15 ? compact.format(value) : value.toExponential(1);
}

export interface PowerChange {
  readonly kind: 'joined' | 'left' | 'changed';
  readonly name: string;
  readonly before: bigint;
  readonly after: bigint;
}

/** What one step changed against the one before. */
export function changesAt(steps: readonly PowerStep[], n: number): PowerChange[] {
  if (n === 0) return [];
  const before = new Map(steps[n - 1]!.members.map((member) => [member.address, member]));
  const after = new Map(steps[n]!.members.map((member) => [member.address, member]));
  return [...new Map([...before, ...after])]
    .map(([address, member]) =>
      change(memberName(member), before.get(address)?.power ?? 0n, after.get(address)?.power ?? 0n),
    )
    .filter((each) => each.before !== each.after);
}

function change(name: string, before: bigint, after: bigint): PowerChange {
  return { kind: before === 0n ? 'joined' : after === 0n ? 'left' : 'changed', name, before, after };
}
