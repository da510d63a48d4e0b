// Runs a tool of the project in Node: `node scripts/run-node.mjs NAME ARGS...`. Builds the core and the bundle first where
// their sources are newer, then runs build/node/NAME.js with the arguments and its exit code.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const out = join(root, 'build/node');
/** Everything that a bundle may be made of. */
const SOURCES = ['src', 'test', 'scripts', 'vite.config.ts', 'tsconfig.json', 'package-lock.json'];
const LOCK_WAIT_MS = 200;
const LOCK_MAX_MS = 120_000;

function newestBelow(path) {
  const stat = statSync(path);
  if (!stat.isDirectory()) return stat.mtimeMs;
  return Math.max(stat.mtimeMs, ...readdirSync(path).map((name) => newestBelow(join(path, name))));
}

function run(command, args, options = {}) {
  const { status, signal, error } = spawnSync(command, args, { stdio: 'inherit', ...options });
  if (error) throw error;
  return signal ? 1 : (status ?? 1);
}

function node(args) {
  return run(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
}

function isFresh(bundle) {
  const newest = Math.max(...SOURCES.map((name) => newestBelow(join(root, name))));
  return existsSync(bundle) && statSync(bundle).mtimeMs > newest;
}

/** Only one of several at a time builds; the others wait and then find the bundle fresh. */
function withLock(work) {
  const lock = join(root, 'build/node.lock');
  mkdirSync(join(root, 'build'), { recursive: true });
  const until = Date.now() + LOCK_MAX_MS;
  while (!tryMake(lock) && Date.now() < until)
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, LOCK_WAIT_MS);
  try {
    return work();
  } finally {
    rmSync(lock, { recursive: true, force: true });
  }
}

function tryMake(folder) {
  try {
    mkdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

/** Into a folder of its own first, so that a tool that is running keeps its files until the last moment. */
function buildBundle() {
  const made = `${out}.${process.pid}`;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  const status = node([vite, 'build', '--mode', 'node', '--logLevel', 'warn', '--outDir', made]);
  if (status !== 0) return status;
  rmSync(out, { recursive: true, force: true });
  renameSync(made, out);
  return 0;
}

function prepare(bundle) {
  const core = node([join(root, 'scripts/build-core.mjs')]);
  if (core !== 0) return core;
  if (isFresh(bundle)) return 0;
  return withLock(() => (isFresh(bundle) ? 0 : buildBundle()));
}

const [name, ...args] = process.argv.slice(2);
if (name === undefined || !/^[a-z-]+$/.test(name)) {
  console.error('usage: node scripts/run-node.mjs NAME ARGS...');
  process.exit(2);
}
const bundle = join(out, `${name}.js`);
const failed = prepare(bundle);
if (failed === 0 && !existsSync(bundle)) console.error(`there is no tool of this name: ${name}`);
process.exit(failed === 0 ? run(process.execPath, [bundle, ...args]) : failed);
