// npm run verify -- FILE... --pack P [--now T] [--json]: the same library as the app, in Node. Exit code 0 consistent,
// 1 inconsistent, 2 cannot tell, 3 used wrongly. Of several verdicts the worst counts.
import { parseArgs } from 'node:util';
import { printJson } from '../codec/json.ts';
import { codeOf, MingzhengError } from '../core/error.ts';
import { loadCore } from '../core/load-node.ts';
import { localVerifier } from '../crypto/verify.ts';
import { verifyItems } from '../record/batch.ts';
import type { Outcome, Verdict } from '../record/verdict.ts';
import { fileItem } from './files.ts';
import { clockOf, readPack, trustIn } from './trust.ts';

const USAGE = 'usage: npm run verify -- FILE... --pack PACK [--now RFC3339] [--json]';
const EXIT: Readonly<Record<Outcome, number>> = { consistent: 0, inconsistent: 1, 'cannot-tell': 2 };

interface Options {
  readonly files: readonly string[];
  readonly pack: string;
  readonly now?: string;
  readonly json: boolean;
}

function readOptions(args: readonly string[]): Options | undefined {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { pack: { type: 'string' }, now: { type: 'string' }, json: { type: 'boolean', default: false } },
    });
    if (positionals.length === 0 || values.pack === undefined) return undefined;
    return { files: positionals, pack: values.pack, now: values.now, json: values.json };
  } catch {
    return undefined;
  }
}

async function verify(options: Options): Promise<Verdict[]> {
  const pack = await readPack(options.pack);
  const now = clockOf(options.now);
  let count = 0;
  const ports = {
    trust: (chainId: string) => trustIn(pack, chainId),
    known: async () => undefined,
    find: async () => {
      throw new MingzhengError('record/no-proof-given');
    },
    verifier: localVerifier,
    now,
    nextId: () => `${++count}`,
    keep: () => undefined,
  };
  return verifyItems(options.files.map(fileItem), ports, () => undefined, new AbortController().signal);
}

/** File names come from outside: nothing in them may move the cursor. */
function plain(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}]/gu, '?');
}

function printVerdict(verdict: Verdict): string {
  const lines = [`${verdict.outcome}  ${verdict.code}  ${plain(verdict.document?.name ?? verdict.proof?.name ?? '')}`];
  if (verdict.recordBlock)
    lines.push(`  ${verdict.chain?.id} block ${verdict.recordBlock.height} ${verdict.recordBlock.hash}`);
  if (verdict.pack) lines.push(`  pack ${plain(verdict.pack.name)} (${verdict.pack.kind}) ${verdict.pack.fingerprint}`);
  for (const check of verdict.checks) lines.push(`  ${check.state.padEnd(14)} ${check.id}: ${check.code}`);
  return lines.join('\n');
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!options) {
    console.error(USAGE);
    return 3;
  }
  await loadCore();
  try {
    const verdicts = await verify(options);
    console.log(options.json ? printJson(verdicts, '  ') : verdicts.map(printVerdict).join('\n\n'));
    return Math.max(...verdicts.map((verdict) => EXIT[verdict.outcome]));
  } catch (error) {
    console.error(`${codeOf(error)}: ${error instanceof Error ? error.message : ''}`);
    return 3;
  }
}

process.exitCode = await main();
