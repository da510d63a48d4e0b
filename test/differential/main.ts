// npm run differential -- [--seed N] [--count N]: random and changed SM2 cases and random SM3 messages, `count` of each, put
// before our code and before OpenSSL in Node. Exit code 0 where they agree in all, 1 where they differ, 3 for a wrong use.
import { type Comparison, compareSm2, compareSm3 } from './compare.ts';
import { nodeHasSm2 } from './node-crypto.ts';

const USAGE = 'usage: npm run differential -- [--seed N] [--count N]';
/** Differences that are printed in full. */
const SHOWN = 20;

function readOptions(args: readonly string[]): { seed: number; count: number } {
  const options = { seed: 1, count: 100_000 };
  for (let i = 0; i < args.length; i += 2) {
    const name = /^--(seed|count)$/.exec(args[i]!)?.[1] as 'seed' | 'count' | undefined;
    if (!name || !/^\d{1,9}$/.test(args[i + 1] ?? '')) throw new Error(USAGE);
    options[name] = Number(args[i + 1]);
  }
  return options;
}

function total(counts: Readonly<Record<string, number>>): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** Runs one comparison, prints its figures, and gives the number of differences. */
function report(name: string, compare: () => Comparison): number {
  const start = performance.now();
  const { cases, accepted, refused, differences } = compare();
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const counts = `${cases} cases, ${total(accepted)} accepted and ${total(refused)} refused by OpenSSL`;
  console.log(`${name}: ${counts}, ${differences.length} differences, ${seconds} s`);
  for (const line of differences.slice(0, SHOWN)) console.log(`  ${line}`);
  return differences.length;
}

async function main(): Promise<number> {
  const { seed, count } = readOptions(process.argv.slice(2));
  if (!nodeHasSm2()) throw new Error('this Node has no SM2: its OpenSSL was built without');
  const { loadCore } = await import('../../src/core/load-node.ts');
  const { build } = await loadCore();
  console.log(`seed ${seed}, core ${build}, OpenSSL ${process.versions.openssl}`);
  const differences =
    report('SM2, empty id', () => compareSm2(seed, count)) + report('SM3', () => compareSm3(seed, count));
  return differences === 0 ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 3;
}
