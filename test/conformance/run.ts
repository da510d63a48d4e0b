// The conformance runner: walks the files of a tree, gives each to the first format that knows it, and counts.

import { DataFile, type FileTree } from './file-tree.ts';
import type { Format, World } from './format.ts';
import { formats } from './formats/index.ts';
import { Networks } from './networks.ts';
import { answerOf, Report } from './report.ts';

export interface RunOptions {
  /** Where networks are sought that the tree itself does not hold. */
  readonly networks?: FileTree;
  readonly progress?: (text: string) => void;
}

export async function runConformance(tree: FileTree, options: RunOptions = {}): Promise<Report> {
  const report = new Report();
  const { networks, progress = () => {} } = options;
  const world: World = { networks: new Networks(networks ? [tree, networks] : [tree]), progress };
  for (const path of await tree.list()) await runFile(new DataFile(tree, path), report, world);
  return report;
}

async function runFile(file: DataFile, report: Report, world: World): Promise<void> {
  const format = formats.find((candidate) => candidate.matches(file));
  const cases = report.cases(file);
  if (format === undefined) {
    cases.skip('', 'no rule for a file of this name');
    return;
  }
  world.progress(file.label);
  await runFormat(format, file, cases, world);
  if (cases.count === 0) cases.skip('', 'the file holds no case');
}

/** A file that cannot be read as its name promises is a failure, never a silence. */
async function runFormat(format: Format, file: DataFile, cases: ReturnType<Report['cases']>, world: World) {
  const answer = await answerOf(async () => {
    await format.run(file, cases, world);
    return 'read';
  });
  if (answer !== 'read') cases.expect('(whole file)', 'read', answer);
}
