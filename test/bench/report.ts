// docs/benchmarks.md: every figure beside its peers, and what must hold. The layout follows from the rows alone.
import { figure, percent } from './print.ts';
import type { Environment, Row } from './rounds.ts';
import { TARGETS, type Target } from './targets.ts';

const HOW_TO_READ = `A figure says how many times as fast ours is as a peer that did the same in the same rounds of the same run: whatever
else the machine did then slowed both, so a ratio can be compared with another run's, and a rate alone cannot. It is the median over the
rounds. "Middle half" is where the middle half of the rounds lies: where it is wide the machine was busy, and two figures whose halves
overlap are not different. "Spread" is the largest ratio less the smallest, in parts of the median; one disturbed round makes it large.`;

const TITLE: Readonly<Record<Environment, string>> = { chromium: 'Chromium', node: 'Node' };

function tableOf(columns: readonly string[], lines: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[]) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  return [row(columns), `|${'---|'.repeat(columns.length)}`, ...lines.map(row)].join('\n');
}

const ratioOf = (row: Row): string => row.ratio.toFixed(2);
const middleOf = ({ middle: [least, most] }: Row): string => `${least.toFixed(2)} to ${most.toFixed(2)}`;

function met({ floor, goal, goalRate = 0 }: Target, { ratio, ours }: Row): string {
  if (ratio >= goal && ours >= goalRate) return 'goal met';
  return ratio >= floor ? 'floor met' : '**not met**';
}

function targetCells(target: Target, rows: readonly Row[]): string[] {
  const { work, peer, what, floor, goal, goalRate } = target;
  const goalText = goalRate === undefined ? `${goal}` : `${goal}, ${figure(goalRate)} headers/s`;
  const found = rows.find(
    (row) => row.work === work && row.environment === 'chromium' && !row.isNativeLimit && row.peerName.startsWith(peer),
  );
  const wanted = [`${floor}`, goalText];
  if (!found) return [what, peer, ...wanted, 'not measured', '', '', ''];
  return [what, found.peerName, ...wanted, ratioOf(found), middleOf(found), percent(found.spread), met(target, found)];
}

function targets(rows: readonly Row[]): string {
  const columns = ['what', 'against', 'floor', 'goal', 'ratio', 'middle half', 'spread', ''];
  const lines = TARGETS.map((target) => targetCells(target, rows));
  return `## What must hold\n\nIn Chromium. \`src/\` is held to the floors.\n\n${tableOf(columns, lines)}`;
}

const COLUMNS = ['work', 'ours', 'peer', 'unit', 'ratio', 'middle half', 'spread', 'time in signatures', 'peer is'];

function cells(row: Row): string[] {
  const { work, ours, peer, unit, spread, signatureShare, peerName } = row;
  const share = signatureShare === undefined ? '' : percent(signatureShare);
  return [
    `\`${work}\``,
    figure(ours),
    figure(peer),
    unit,
    ratioOf(row),
    middleOf(row),
    percent(spread),
    share,
    peerName,
  ];
}

function figures(environment: Environment, rows: readonly Row[]): string[] {
  const own = rows.filter((row) => row.environment === environment && !row.isNativeLimit);
  return own.length === 0 ? [] : [`## ${TITLE[environment]}\n\n${tableOf(COLUMNS, own.map(cells))}`];
}

function nativeLimits(rows: readonly Row[]): string[] {
  const own = rows.filter((row) => row.isNativeLimit);
  if (own.length === 0) return [];
  const why =
    'What native code does with the same in Node. No page can have it: it is the limit of the machine, not a peer.';
  return [`## Native limits\n\n${why}\n\n${tableOf(COLUMNS, own.map(cells))}`];
}

export function report(rows: readonly Row[], machine: string): string {
  const intro = `# Benchmarks\n\nWritten by \`npm run bench\`; do not edit.\n\n${HOW_TO_READ}\n\n${machine}`;
  const parts = [targets(rows), ...figures('chromium', rows), ...figures('node', rows), ...nativeLimits(rows)];
  return `${[intro, ...parts].join('\n\n')}\n`;
}
