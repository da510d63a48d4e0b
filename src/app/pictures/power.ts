// The picture of whose signatures count how much: each validator's power stacked over the heights, a step wherever the set
// changes, and the line that signatures must pass (two thirds). The numbers are said again in the tables below it.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import type { PowerStep } from '../../worker/api.ts';
import { formatNumber, t } from '../i18n.ts';

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
  for (const step of steps) for (const { address, name } of step.members) names.set(address, name);
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

/** Power that must be exceeded: two thirds, rounded down (CometBFT `VerifyCommitLight`: `tallied > total * 2 / 3`). */
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

interface Scale {
  readonly x: (height: number) => number;
  readonly y: (power: number) => number;
  readonly starts: readonly number[];
  readonly last: number;
}

function scaleOf(model: PowerModel, frame: Frame): Scale {
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

function axisTop(model: PowerModel): number {
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

export interface PowerModel {
  readonly steps: readonly PowerStep[];
  readonly head: bigint;
}

const WIDE: Frame = { left: 44, right: 620, top: 16, bottom: 284 };
const TALL: Frame = { left: 44, right: 336, top: 16, bottom: 264 };

export function powerPicture(model: PowerModel): TemplateResult {
  const series = seriesOf(model.steps, t('chains/others'));
  return html`${drawing(model, series, WIDE, 'wide-pic')}${drawing(model, series, TALL, 'tall')}${key(series)}${twin(model)}`;
}

function drawing(model: PowerModel, series: readonly Series[], frame: Frame, variant: string): TemplateResult {
  const scale = scaleOf(model, frame);
  const wide = frame === WIDE;
  return html`<svg class="draw ${variant}" viewBox="0 0 ${wide ? 760 : 340} ${frame.bottom + 36}" role="img" aria-label=${summary(model)}>
    ${axisY(model, scale, frame)} ${bands(series, scale)} ${thresholdLine(model, scale)} ${axisX(model, scale, frame)}
    ${wide ? endLabels(series, scale, frame) : ''}
  </svg>`;
}

function bands(series: readonly Series[], scale: Scale): SVGTemplateResult[] {
  let lower = scale.starts.map(() => 0);
  return series.map((each, n) => {
    const upper = lower.map((value, step) => value + Number(each.powers[step]!));
    const path = svg`<path class="area r${n + 1}" d=${band(lower, upper, scale)}><title>${each.name}</title></path>`;
    lower = upper;
    return path;
  });
}

function thresholdLine(model: PowerModel, scale: Scale): SVGTemplateResult {
  const d = stepLine(
    totalsOf(model.steps).map((total) => (Number(total) * 2) / 3),
    scale,
  );
  return svg`<path class="halo" d=${d} /><path class="ink-l" d=${d} />`;
}

function axisY(model: PowerModel, scale: Scale, frame: Frame): SVGTemplateResult[] {
  return ticksBetween(0, axisTop(model), 4).map(
    (tick) => svg`<path class="thin" d="M${frame.left} ${scale.y(tick)}H${frame.right}" />
      <text class="a-e t-dim" x=${frame.left - 8} y=${scale.y(tick) + 5}>${shortNumber(tick)}</text>`,
  );
}

/** The first and the newest block, and round heights that stand clear of both. */
function axisX(model: PowerModel, scale: Scale, frame: Frame): SVGTemplateResult[] {
  const y = frame.bottom + 26;
  const room = `${formatNumber(scale.last)}`.length * 9 + 24;
  const inner = ticksBetween(scale.starts[0]!, scale.last, frame === WIDE ? 4 : 2)
    .filter((tick) => scale.x(tick) > frame.left + room && scale.x(tick) < frame.right - room)
    .map((tick) => svg`<text class="a-m t-dim" x=${scale.x(tick)} y=${y}>${formatNumber(tick)}</text>`);
  return [
    svg`<text class="t-dim" x=${frame.left} y=${y}>${formatNumber(scale.starts[0]!)}</text>`,
    ...inner,
    svg`<text class="a-e t-dim" x=${frame.right} y=${y}>${formatNumber(model.head)}</text>`,
  ];
}

/** Name and power of each member of today's set, at the height of its band, moved apart where bands are thin. */
function endLabels(series: readonly Series[], scale: Scale, frame: Frame): SVGTemplateResult[] {
  const members = series
    .map((each, n) => ({ ...each, n, now: Number(each.powers.at(-1)!) }))
    .filter(({ now }) => now > 0);
  let sum = 0;
  const middles = members.map(({ now }) => {
    sum += now;
    return scale.y(sum - now / 2);
  });
  const places = spread(middles, 19, frame.bottom - 4);
  return members.map(
    (
      { name, powers },
      n,
    ) => svg`<path class="edge-l" d="M${frame.right + 2} ${middles[n]!}L${frame.right + 14} ${places[n]!}h6" />
      <text x=${frame.right + 26} y=${places[n]! + 5}>${clip(name)}</text>
      <text class="a-e t-b" x="758" y=${places[n]! + 5}>${shortNumber(Number(powers.at(-1)!))}</text>`,
  );
}

const compact = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/** A number for a narrow margin: powers may have 19 digits. The table below has all of them. */
export function shortNumber(value: number): string {
  if (value < 10_000) return formatNumber(value);
  return value < 1e15 ? compact.format(value) : value.toExponential(1);
}

/** The drawing has room for nine letters; the table below has the whole name. */
const clip = (name: string): string => (name.length > 9 ? `${name.slice(0, 8)}…` : name);

/** The key stands in for the labels where the drawing is narrow. */
function key(series: readonly Series[]): TemplateResult {
  return html`<ul class="legend tall-legend">
    ${series.map(({ name, powers }, n) =>
      powers.at(-1)! > 0n
        ? html`<li>
            <svg viewBox="0 0 26 16" class="draw" aria-hidden="true"><rect class="r${n + 1}" width="26" height="16" /></svg>
            ${name} <strong class="num">${formatNumber(powers.at(-1)!)}</strong>
          </li>`
        : '',
    )}
  </ul>`;
}

function summary({ steps, head }: PowerModel): string {
  return t('chains/power-summary', {
    members: steps.at(-1)!.members.length,
    from: steps[0]!.height,
    to: head,
    changes: steps.length - 1,
  });
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
    .map(([address, { name }]) => change(name, before.get(address)?.power ?? 0n, after.get(address)?.power ?? 0n))
    .filter((each) => each.before !== each.after);
}

function change(name: string, before: bigint, after: bigint): PowerChange {
  return { kind: before === 0n ? 'joined' : after === 0n ? 'left' : 'changed', name, before, after };
}

function twin(model: PowerModel): TemplateResult {
  return html`<details class="twin">
    <summary>${t('twin')}</summary>
    ${membersTable(model)} ${stepsTable(model)}
  </details>`;
}

function membersTable({ steps }: PowerModel): TemplateResult {
  const members = [...steps.at(-1)!.members].sort((a, b) => (a.power === b.power ? 0 : a.power > b.power ? -1 : 1));
  const total = totalsOf(steps).at(-1)!;
  return html`<table class="table stack">
    <caption>${t('chains/members-caption', { total, needed: neededOf(total) })}</caption>
    <thead>
      <tr>
        <th scope="col">${t('chains/col-validator')}</th>
        <th scope="col">${t('chains/col-address')}</th>
        <th scope="col" class="end">${t('chains/col-power')}</th>
      </tr>
    </thead>
    <tbody>
      ${members.map(
        ({ name, address, power }) => html`<tr>
          <th scope="row">${name}</th>
          <td class="mono">${address}</td>
          <td class="num end">${formatNumber(power)}</td>
        </tr>`,
      )}
    </tbody>
  </table>`;
}

function stepsTable({ steps }: PowerModel): TemplateResult {
  const totals = totalsOf(steps);
  return html`<table class="table stack steps-table">
    <caption>${t('chains/steps-caption')}</caption>
    <thead>
      <tr>
        <th scope="col">${t('chains/col-from-height')}</th>
        <th scope="col" class="end">${t('chains/col-total-power')}</th>
        <th scope="col">${t('chains/col-change')}</th>
      </tr>
    </thead>
    <tbody>${steps.map((step, n) => stepRow(step, totals[n]!, changesAt(steps, n)))}</tbody>
  </table>`;
}

function stepRow({ height, members }: PowerStep, total: bigint, changes: readonly PowerChange[]): TemplateResult {
  const first = t('chains/first-set', { members: members.length });
  const said = changes.map(({ kind, name, before, after }) => t(`chains/power-${kind}`, { name, before, after }));
  return html`<tr>
    <th scope="row" class="num">${formatNumber(height)}</th>
    <td class="num end"><span class="stack-label">${t('chains/col-total-power')}</span> ${formatNumber(total)}</td>
    <td>${said.length === 0 ? first : said.join(t('chains/semicolon'))}</td>
  </tr>`;
}
