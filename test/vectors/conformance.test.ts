// All shared test data and recorded networks through the conformance runner, on the plain and the fastest core.
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CoreBuild } from '../../src/core/core.ts';
import { installCore } from '../../src/core/hashing.ts';
import { jsCore } from '../../src/core/js-core.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { nodeTree } from '../conformance/node-tree.ts';
import { runConformance } from '../conformance/run.ts';

const SHARED = ['../shared/vectors', '../shared/networks'].filter((folder) => existsSync(folder));
const OWN = ['test/fixtures'];
const TEN_MINUTES = 600_000;

beforeAll(() => {
  execFileSync(process.execPath, ['scripts/build-core.mjs']);
}, TEN_MINUTES);

afterAll(() => installCore(jsCore));

async function runAll(folder: string, core: CoreBuild): Promise<void> {
  expect((await loadCore(core)).build).toBe(core);
  const networks = existsSync('../shared/networks') ? nodeTree('../shared/networks') : undefined;
  const report = await runConformance(nodeTree(folder), { networks });
  console.log(`${folder}, ${core} core: ${report.count('run')} cases, ${report.count('skipped')} skipped`);
  expect(report.failures).toEqual([]);
  expect(report.count('passed')).toBeGreaterThan(0);
}

describe.each(['js', 'simd'] as const)('conformance on the %s core', (core) => {
  it.each([...OWN, ...SHARED])('%s', (folder) => runAll(folder, core), TEN_MINUTES);

  it.skipIf(SHARED.length > 0)('shared data', () => console.log('0 cases: no shared vectors here'));
});
