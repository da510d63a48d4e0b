// npm run differential -- [--seed N] [--count N] [--noble N] [--only NAME[,NAME]]: random and changed cases, `count` of each
// comparison, put before our code and before others. `sm2-openssl` and `sm3` put the reference code and the hash before OpenSSL in
// Node; the rest, by rule, the curve core before OpenSSL, and every so many cases before noble. Exit code 0 where all agree in all,
// 1 where they differ, 3 for a wrong use.
import { type Cores, startCores } from '../support/curve-rig.ts';
import { type Comparison, compareSm2, compareSm3 } from './compare.ts';
import { COMPARED_RULES, type ComparedRule, compareCurve } from './compare-curve.ts';
import { nodeHasSm2 } from './node-crypto.ts';

type Name = 'sm2-openssl' | 'sm3' | ComparedRule;
const NAMES: readonly Name[] = ['sm2-openssl', 'sm3', ...COMPARED_RULES];
const USAGE = `usage: npm run differential -- [--seed N] [--count N] [--noble N] [--only NAME[,NAME]]
  --seed   of the cases; 1 where it is missing
  --count  cases of each comparison; 100000
  --noble  of so many cases one goes before noble too; 25
  --only   which comparisons: ${NAMES.join(', ')}`;
/** Differences that are printed in full. */
const SHOWN = 20;

interface Options {
  seed: number;
  count: number;
  noble: number;
  only: readonly Name[];
}

function readOptions(args: readonly string[]): Options {
  const options: Options = { seed: 1, count: 100_000, noble: 25, only: NAMES };
  for (let i = 0; i < args.length; i += 2) {
    const value = args[i + 1] ?? '';
    if (args[i] === '--only') options.only = readNames(value);
    else options[readName(args[i]!)] = readNumber(value);
  }
  if (options.noble === 0) throw new Error(USAGE);
  return options;
}

function readName(arg: string): 'seed' | 'count' | 'noble' {
  const name = /^--(seed|count|noble)$/.exec(arg)?.[1];
  if (!name) throw new Error(USAGE);
  return name as 'seed' | 'count' | 'noble';
}

function readNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new Error(USAGE);
  return Number(text);
}

/** In the order in which they always come. */
function readNames(text: string): Name[] {
  const names = text.split(',');
  if (!names.every((name) => (NAMES as readonly string[]).includes(name))) throw new Error(USAGE);
  return NAMES.filter((name) => names.includes(name));
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Runs one comparison, prints its figures, and gives the number of differences. `by` tells whose answers are counted. */
function report<T extends Comparison>(name: string, compare: () => T, by: (found: T) => string): number {
  const start = performance.now();
  const found = compare();
  const { cases, accepted, refused, differences } = found;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts = `${cases} cases, ${total(accepted)} accepted and ${total(refused)} refused by ${by(found)}`;
  console.log(`${name}: ${counts}, ${differences.length} differences, ${seconds} s`);
  for (const line of differences.slice(0, SHOWN)) console.log(`  ${line}`);
  return differences.length;
}

const byOpenSsl = (): string => 'OpenSSL';

/** What one comparison found; `asked` are the cases that the core leaves to be checked in another way. */
function reportOn(name: Name, cores: Cores, { seed, count, noble }: Options): number {
  if (name === 'sm2-openssl') return report('SM2, empty id', () => compareSm2(seed, count), byOpenSsl);
  if (name === 'sm3') return report('SM3', () => compareSm3(seed, count), byOpenSsl);
  return report(
    `core, ${name}`,
    () => compareCurve(cores, name, { seed, count, nobleEvery: noble }),
    ({ byNoble, asked }) => `OpenSSL or noble (${byNoble}), ${total(asked)} asked`,
  );
}

async function main(): Promise<number> {
  const options = readOptions(process.argv.slice(2));
  if (!nodeHasSm2()) throw new Error('this Node has no SM2: its OpenSSL was built without');
  const { loadCore } = await import('../../src/core/load-node.ts');
  const { build } = await loadCore();
  console.log(`seed ${options.seed}, core ${build}, OpenSSL ${process.versions.openssl}`);
  const cores = await startCores();
  let differences = 0;
  for (const name of options.only) differences += reportOn(name, cores, options);
  return differences === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
