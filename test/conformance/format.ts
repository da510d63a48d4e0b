// What a format is: it knows its files by their names and turns each into cases, answered by the shipped code.
import type { DataFile } from './file-tree.ts';
import type { Networks } from './networks.ts';
import type { Cases } from './report.ts';

export interface World {
  readonly networks: Networks;
  readonly progress: (text: string) => void;
}

export interface Format {
  matches(file: DataFile): boolean;
  run(file: DataFile, cases: Cases, world: World): Promise<void>;
}

/** A format whose files are not run: each counts as one skip. */
export function skipped(reason: string, matches: (file: DataFile) => boolean): Format {
  return { matches, run: async (_, cases) => cases.skip('', reason) };
}
