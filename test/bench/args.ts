// The command line: `npm run bench -- [--only NAME] [--env node|chromium] [--rounds N] [--json FILE]
// [--report FILE]`.
import { join } from 'node:path';
import { WORKS } from './catalog.ts';
import { ROOT } from './node-host.ts';
import type { Environment } from './rounds.ts';

export interface Options {
  /** Ids of works; all where none is named. */
  readonly only: readonly string[];
  readonly environments: readonly Environment[];
  readonly rounds: number;
  readonly json?: string;
  /** Where the report goes; if all is measured and nothing is said, to docs/benchmarks.md. */
  readonly report?: string;
}

export const USAGE =
  'usage: npm run bench -- [--only NAME[,NAME]] [--env node|chromium] [--rounds N] [--json FILE] [--report FILE]';
const NAMES = ['only', 'env', 'rounds', 'json', 'report'];
const REPORT = join(ROOT, 'docs/benchmarks.md');
const ENVIRONMENTS: readonly Environment[] = ['node', 'chromium'];
const LEAST_ROUNDS = 7;

/** Throws a sentence for the person who typed it. */
export function parseArgs(args: readonly string[]): Options {
  const values = readValues(args);
  const env = values.get('env');
  if (env !== undefined && !ENVIRONMENTS.some((each) => each === env)) throw new Error(USAGE);
  return {
    only: readWorks(values.get('only')),
    environments: env === undefined ? ENVIRONMENTS : [env as Environment],
    rounds: readRounds(values.get('rounds')),
    json: values.get('json'),
    report: values.get('report') ?? (values.has('only') || env !== undefined ? undefined : REPORT),
  };
}

function readValues(args: readonly string[]): Map<string, string> {
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i++) {
    const match = /^--([a-z]+)(?:=(.*))?$/.exec(args[i]!);
    const value = match?.[2] ?? args[++i];
    if (!match || !NAMES.includes(match[1]!) || value === undefined) throw new Error(USAGE);
    values.set(match[1]!, value);
  }
  return values;
}

function readWorks(text: string | undefined): string[] {
  const only = text?.split(',') ?? [];
  const unknown = only.find((id) => !WORKS.some((work) => work.id === id));
  const known = WORKS.map(({ id }) => id).join(', ');
  if (unknown !== undefined) throw new Error(`there is no work ${unknown}; there are: ${known}`);
  return only;
}

function readRounds(text: string | undefined): number {
  const rounds = text === undefined ? LEAST_ROUNDS : Number(text);
  if (!Number.isInteger(rounds) || rounds < LEAST_ROUNDS) throw new Error(`--rounds is ${LEAST_ROUNDS} or more`);
  return rounds;
}
