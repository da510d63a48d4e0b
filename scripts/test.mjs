// npm test: finds a Chromium (on Debian as root installs it), builds, and runs all tests; the last line sums them up.
import { spawnSync } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';

const run = (command, args, env = {}) =>
  spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
const npx = (...args) => run('npx', args);
const report = (file) => {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
};

rmSync('.reports', { recursive: true, force: true });
const failedStep =
  run('node', ['scripts/chromium.mjs', '--install']) ||
  run('npm', ['run', '-s', 'build']) ||
  run('node', ['scripts/build-core.mjs', '--probe']) ||
  npx(
    'vitest',
    'run',
    '--config',
    'test/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    '--outputFile.json=.reports/vitest.json',
  ) ||
  run('npx', ['playwright', 'test', '--config', 'test/playwright.config.ts', '--reporter=list,json'], {
    PLAYWRIGHT_JSON_OUTPUT_FILE: '.reports/e2e.json',
  });

const unit = report('.reports/vitest.json');
const e2e = report('.reports/e2e.json')?.stats;
const passed = (unit?.numPassedTests ?? 0) + (e2e ? e2e.expected + e2e.flaky : 0);
const failed = (unit?.numFailedTests ?? 0) + (e2e?.unexpected ?? 0);
const skipped = (unit?.numPendingTests ?? 0) + (unit?.numTodoTests ?? 0) + (e2e?.skipped ?? 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failedStep || (passed === 0 ? 1 : 0));
