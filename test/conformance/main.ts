// Entry for Node: runs a folder of test data through the shipped code, here or in Chromium, and prints what came of it.
import { writeFileSync } from 'node:fs';
import { loadCore } from '../../src/core/load-node.ts';
import { type Options, parseArgs } from './args.ts';
import { nodeTree } from './node-tree.ts';
import { type ReportJson, reportJson, reportLines } from './print.ts';
import { runConformance } from './run.ts';

async function runInNode(options: Options): Promise<ReportJson> {
  const core = await loadCore(options.core);
  if (options.core !== undefined && core.build !== options.core)
    throw new Error(`the ${options.core} core does not start here; ${core.build} would`);
  console.error(`core: ${core.build}, Node ${process.versions.node}`);
  const networks = options.networks === undefined ? undefined : nodeTree(options.networks);
  const progress = (text: string) => console.error(text);
  return reportJson(await runConformance(nodeTree(options.folder), { networks, progress }));
}

async function runInChromium(options: Options): Promise<ReportJson> {
  const { runChromium } = await import('./chromium.ts');
  return runChromium(options);
}

async function main(): Promise<number> {
  const options = parseArgs(process.argv.slice(2));
  const report = await (options.env === 'chromium' ? runInChromium(options) : runInNode(options));
  if (options.json !== undefined) writeFileSync(options.json, `${JSON.stringify(report, null, 2)}\n`);
  process.stdout.write(`${reportLines(report).join('\n')}\n`);
  return report.failed > 0 ? 1 : 0;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
