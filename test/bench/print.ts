// Rows and the machine, for people.
import { cpus } from 'node:os';
import type { Row } from './rounds.ts';

const COLUMNS = ['work', 'in', 'ours', 'peer', 'unit', 'ratio', 'spread', 'signatures', 'peer is'];

/** Four digits that count, without an exponent. */
export function figure(value: number): string {
  const digits = Math.max(0, 3 - Math.floor(Math.log10(Math.abs(value) || 1)));
  return value.toFixed(Math.min(digits, 6)).replace(/\B(?=(\d{3})+(?!\d)(?<!\.\d*))/g, ',');
}

export const percent = (part: number): string => `${Math.round(100 * part)} %`;

function cells(row: Row): string[] {
  const { work, environment, ours, peer, unit, ratio, spread, signatureShare, peerName, isNativeLimit } = row;
  const signatures = signatureShare === undefined ? '' : percent(signatureShare);
  const name = isNativeLimit ? `native limit: ${peerName}` : peerName;
  return [work, environment, figure(ours), figure(peer), unit, ratio.toFixed(2), percent(spread), signatures, name];
}

export function table(rows: readonly Row[]): string {
  const lines = [COLUMNS, ...rows.map(cells)];
  const widths = COLUMNS.map((_, i) => Math.max(...lines.map((line) => line[i]!.length)));
  const isNumber = (i: number) => [2, 3, 5, 6, 7].includes(i);
  const pad = (cell: string, i: number) => (isNumber(i) ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!));
  return lines.map((line) => line.map(pad).join('  ').trimEnd()).join('\n');
}

export function machine(chromium: string | undefined): string {
  const [first] = cpus();
  const browser = chromium === undefined ? '' : `, Chromium ${chromium}`;
  const model = first?.model.trim() || 'unknown CPU';
  return `machine: ${cpus().length} cores, ${model}, ${process.platform}, Node ${process.versions.node}${browser}`;
}
