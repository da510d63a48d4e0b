// The picture of whose signatures count how much: each validator's power stacked over the heights, a step wherever the set
// changes, and the line that signatures must pass (two thirds). The numbers are said again in the tables below it.
import { html, type SVGTemplateResult, svg, type TemplateResult } from 'lit';
import { formatNumber, t } from '../i18n.ts';
import {
  axisTop,
  band,
  type Frame,
  type PowerModel,
  type Scale,
  type Series,
  scaleOf,
  seriesOf,
  shortNumber,
  spread,
  stepLine,
  ticksBetween,
  totalsOf,
} from './power-shape.ts';
import { powerTables } from './power-tables.ts';

const WIDE: Frame = { left: 44, right: 620, top: 16, bottom: 284 };
const TALL: Frame = { left: 44, right: 336, top: 16, bottom: 264 };

export function powerPicture(model: PowerModel): TemplateResult {
  const series = seriesOf(model.steps, t('chains/others'));
  return html`${drawing(model, series, WIDE, 'wide-pic')}${drawing(model, series, TALL, 'tall')}${key(series)}${powerTables(model)}`;
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
