// Prints a report: folders, reasons for skips, failures by name, and the sum in the last line.
import type { Report, Skip } from './report.ts';

const MAX_VALUE = 300;
const MAX_NAMES = 5;

export interface ReportJson {
  readonly folders: Report['folders'];
  readonly failures: Report['failures'];
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
  readonly skips: Report['skips'];
}

export function reportJson(report: Report): ReportJson {
  return {
    folders: report.folders,
    failures: report.failures,
    passed: report.count('passed'),
    failed: report.count('failed'),
    skipped: report.count('skipped'),
    skips: report.skips,
  };
}

function skipLines(skips: readonly Skip[]): string[] {
  const byReason = new Map<string, string[]>();
  for (const { file, id, reason } of skips) {
    const names = byReason.get(reason) ?? [];
    names.push(id === '' ? file : `${file} ${id}`);
    byReason.set(reason, names);
  }
  return [...byReason].map(([reason, names]) => {
    const more = names.length > MAX_NAMES ? `, and ${names.length - MAX_NAMES} more` : '';
    return `skipped ${names.length}: ${reason}: ${names.slice(0, MAX_NAMES).join(', ')}${more}`;
  });
}

export function reportLines(report: ReportJson): string[] {
  return [
    ...report.folders.map(
      ({ folder, run, passed, failed, skipped }) =>
        `${folder}: ${run} run, ${passed} passed, ${failed} failed, ${skipped} skipped`,
    ),
    ...skipLines(report.skips),
    ...report.failures.map(
      ({ file, id, expected, got }) =>
        `FAILED ${file} ${id}: expected ${expected.slice(0, MAX_VALUE)}, got ${got.slice(0, MAX_VALUE)}`,
    ),
    `${report.passed} passed, ${report.failed} failed, ${report.skipped} skipped`,
  ];
}
