// The demo data is made by a script: the same recordings give the same bytes as those that are committed.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { expect, test } from 'vitest';

const NETWORKS = '../shared/networks';
const COMMITTED = 'public/demo';

function filesBelow(folder: string, root = folder): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path, root) : [relative(root, path)];
  });
}

test.skipIf(!existsSync(NETWORKS))(
  'npm run demo gives the committed bytes again',
  () => {
    const out = join(mkdtempSync(join(tmpdir(), 'mz-demo-')), 'demo');
    execFileSync('node', ['scripts/run-node.mjs', 'demo', NETWORKS, out], { stdio: 'ignore' });
    expect(filesBelow(out).sort()).toEqual(filesBelow(COMMITTED).sort());
    for (const file of filesBelow(out))
      expect(readFileSync(join(out, file)).equals(readFileSync(join(COMMITTED, file))), file).toBe(true);
    rmSync(out, { recursive: true });
  },
  180_000,
);
