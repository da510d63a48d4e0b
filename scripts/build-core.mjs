// Compiles assembly/ to build/core.{simd,scalar}.wasm and build/curve.wasm, with `--probe` also what only tests need,
// build/curve-probe.wasm; does nothing when they are newer than everything they come from.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const asc = join(root, 'node_modules/assemblyscript/bin/asc.js');
const config = join(root, 'asconfig.json');
const { targets } = JSON.parse(readFileSync(config, 'utf8'));

/** What a target is compiled from. */
const ENTRIES = { curve: 'assembly/curve/index.ts', 'curve-probe': 'assembly/curve/probe.ts' };

const changedAt = (path) => (existsSync(path) ? statSync(path).mtimeMs : 0);

function newestInput() {
  const names = readdirSync(join(root, 'assembly'), { recursive: true });
  const sources = names.map((name) => join(root, 'assembly', name));
  return Math.max(...[...sources, config, asc, fileURLToPath(import.meta.url)].map(changedAt));
}

/** The file appears whole or not at all, since tests may be reading the old one. */
function compile(target, outFile) {
  const made = `${outFile}.${process.pid}.wasm`;
  const options = ['--config', config, '--target', target, '--outFile', made];
  execFileSync(process.execPath, [asc, ENTRIES[target] ?? 'assembly/index.ts', ...options], {
    cwd: root,
    stdio: 'inherit',
  });
  renameSync(join(root, made), join(root, outFile));
}

const newest = newestInput();
mkdirSync(join(root, 'build'), { recursive: true });
for (const [target, { outFile }] of Object.entries(targets)) {
  if (target === 'curve-probe' && !process.argv.includes('--probe')) continue;
  if (changedAt(join(root, outFile)) <= newest) compile(target, outFile);
}
