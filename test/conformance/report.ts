// What a run counts: passed, failed and skipped cases by folder, with the names and answers of what failed.
import { codeOf } from '../../src/core/error.ts';
import type { DataFile } from './file-tree.ts';

export interface Failure {
  readonly file: string;
  readonly id: string;
  readonly expected: string;
  readonly got: string;
}

export interface Skip {
  readonly file: string;
  readonly id: string;
  readonly reason: string;
}

export interface FolderCount {
  readonly folder: string;
  run: number;
  passed: number;
  failed: number;
  skipped: number;
}

export class Report {
  readonly failures: Failure[] = [];
  readonly skips: Skip[] = [];
  readonly #folders = new Map<string, FolderCount>();

  cases(file: DataFile): Cases {
    return new Cases(this, file, this.#folder(file.folderLabel));
  }

  #folder(name: string): FolderCount {
    const found = this.#folders.get(name) ?? { folder: name, run: 0, passed: 0, failed: 0, skipped: 0 };
    this.#folders.set(name, found);
    return found;
  }

  get folders(): readonly FolderCount[] {
    return [...this.#folders.values()];
  }

  count(member: 'run' | 'passed' | 'failed' | 'skipped'): number {
    return this.folders.reduce((sum, folder) => sum + folder[member], 0);
  }
}

/** The cases of one file. An answer is a text; what is thrown is the code of the error. */
export class Cases {
  #count = 0;
  constructor(
    private readonly report: Report,
    private readonly file: DataFile,
    private readonly folder: FolderCount,
  ) {}

  /** Cases and skips so far: a file without any is itself a skip. */
  get count(): number {
    return this.#count;
  }

  /** The answer must be one of those expected. */
  expect(id: string, expected: string | readonly string[], got: string): void {
    const right = typeof expected === 'string' ? [expected] : expected;
    this.#count++;
    this.folder.run++;
    if (right.includes(got)) {
      this.folder.passed++;
      return;
    }
    this.folder.failed++;
    this.report.failures.push({ file: this.file.label, id, expected: right.join(' or '), got });
  }

  /** Runs a check and compares its answer; an error's answer is its code. */
  async run(id: string, expected: string | readonly string[], check: () => string | Promise<string>): Promise<void> {
    this.expect(id, expected, await answerOf(check));
  }

  /** A row that cannot be read as it should be is one failure, and the rows after it are still asked. */
  async row(id: string, check: () => void | Promise<void>): Promise<void> {
    const answer = await answerOf(async () => {
      await check();
      return 'read';
    });
    if (answer !== 'read') this.expect(id, 'read', answer);
  }

  skip(id: string, reason: string): void {
    this.#count++;
    this.folder.skipped++;
    this.report.skips.push({ file: this.file.label, id, reason });
  }
}

export async function answerOf(check: () => string | Promise<string>): Promise<string> {
  try {
    return await check();
  } catch (error) {
    const code = codeOf(error);
    return code === 'internal/unexpected' ? `${code}: ${error instanceof Error ? error.message : error}` : code;
  }
}

/** An answer with the code behind it, where it is not the one expected: for whoever reads failures. */
export function explained(answer: string, code: string): string {
  return code === '' ? answer : `${answer} (${code})`;
}

/** `ok`, or the names of the claims that do not hold. */
export function allHold(claims: Readonly<Record<string, boolean>>): string {
  const wrong = Object.entries(claims).flatMap(([name, holds]) => (holds ? [] : [name]));
  return wrong.length === 0 ? 'ok' : `differs: ${wrong.join(', ')}`;
}

/** `refused` for any error, so that a case may ask for a refusal whatever its code. */
export async function refusedOr(check: () => string | Promise<string>): Promise<string> {
  try {
    return await check();
  } catch (error) {
    return codeOf(error) === 'internal/unexpected' ? answerOf(() => Promise.reject(error)) : 'refused';
  }
}
