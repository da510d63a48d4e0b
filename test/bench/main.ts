// npm run bench: measures each work beside another way of doing the same, prints a table and writes docs/benchmarks.md. Nothing
// here fails for being slow; it fails where a result is wrong.
import { writeFileSync } from 'node:fs';
import { type Options, parseArgs } from './args.ts';
import { WORKS, type WorkEntry } from './catalog.ts';
import { Chains, nodeHost } from './node-host.ts';
import { machine, table } from './print.ts';
import { report } from './report.ts';
import type { Effort, Environment, Row } from './rounds.ts';
import { runWork } from './run-work.ts';

const MIN_MS = 300;

function worksIn(environment: Environment, { only, environments }: Options): WorkEntry[] {
  if (!environments.includes(environment)) return [];
  return WORKS.filter(
    (work) => work.environments.includes(environment) && (only.length === 0 || only.includes(work.id)),
  );
}

async function measureAll(options: Options): Promise<{ rows: Row[]; chromium?: string }> {
  const effort: Effort = { rounds: options.rounds, minMs: MIN_MS };
  const inChromium = worksIn('chromium', options);
  // Loaded before anything is measured, since another build may replace the bundle in the meantime.
  const browser = inChromium.length > 0 ? await import('./chromium.ts') : undefined;
  const chains = new Chains();
  const rows: Row[] = [];
  const onRows = (found: readonly Row[]) => {
    rows.push(...found);
    for (const { work, environment, ratio } of found) console.error(`${work} in ${environment}: ${ratio.toFixed(2)}`);
  };
  const host = nodeHost(chains, effort);
  await host.loadCore(); // chains are made with it
  for (const { id } of worksIn('node', options)) onRows(await runWork(host, id));
  const ran = await browser?.runInChromium(inChromium, chains, effort, onRows);
  return { rows, chromium: ran?.version };
}

try {
  const options = parseArgs(process.argv.slice(2));
  const { rows, chromium } = await measureAll(options);
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(rows, null, 2)}\n`);
  if (options.report !== undefined) writeFileSync(options.report, report(rows, machine(chromium)));
  console.log(table(rows));
  console.log(machine(chromium));
} catch (error) {
  console.error(error);
  process.exitCode = 1;
}
