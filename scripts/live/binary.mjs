// Finds the CometBFT program of a version, or builds it with the Go tool chain into build/go-bin/<version>/ (git-ignored).
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MODULE = 'github.com/cometbft/cometbft';

export const BIN_DIR = join(import.meta.dirname, '../../build/go-bin');

/** Thrown where a test should be skipped: there is no program and nothing to build it with. */
export class NoGoError extends Error {}

function hasGo() {
  try {
    execFileSync('go', ['version'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

function goInstall(version, folder) {
  const env = { ...process.env, GOBIN: folder };
  execFileSync('go', ['install', '-p', '2', `${MODULE}/cmd/cometbft@v${version}`], { env, stdio: 'ignore' });
}

/**
 * `go install` refuses a module with replace directives (0.34.35 has some). Then the module's source is copied, the
 * directives are taken out, and it is built as the main module.
 */
function goBuildCopy(version, file) {
  const { Dir } = JSON.parse(execFileSync('go', ['mod', 'download', '-json', `${MODULE}@v${version}`]).toString());
  const source = mkdtempSync(join(tmpdir(), 'cometbft-source-'));
  try {
    cpSync(Dir, source, { recursive: true });
    execFileSync('chmod', ['-R', 'u+w', source]);
    const mod = join(source, 'go.mod');
    const text = readFileSync(mod, 'utf8').replace(/^replace \([\s\S]*?^\)/gm, '');
    writeFileSync(mod, text.replace(/^replace .*$/gm, ''));
    const args = ['build', '-p', '2', '-mod=mod', '-o', file, './cmd/cometbft'];
    execFileSync('go', args, { cwd: source, stdio: ['ignore', 'ignore', 'inherit'] });
  } finally {
    rmSync(source, { recursive: true, force: true });
  }
}

/** Path of the program; built when it is not there. */
export function cometbft(version, folder = BIN_DIR) {
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`not a version: ${version}`);
  const file = join(folder, version, 'cometbft');
  if (existsSync(file)) return file;
  if (!hasGo()) throw new NoGoError('no Go');
  mkdirSync(join(folder, version), { recursive: true });
  console.error(`building cometbft ${version}; the first time takes some minutes`);
  try {
    goInstall(version, join(folder, version));
  } catch {
    goBuildCopy(version, file);
  }
  return file;
}
