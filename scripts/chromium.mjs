// Finds a Chromium to test with: env > Debian/Ubuntu/Fedora/Alpine/macOS/Windows paths > PATH > Playwright's own download.

import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'chrome',
  'microsoft-edge-stable',
];
const fixed = [
  '/usr/bin/chromium',
  '/usr/lib/chromium/chromium',
  '/usr/bin/google-chrome-stable',
  '/opt/google/chrome/chrome',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  ...[process.env.PROGRAMFILES, process.env['PROGRAMFILES(X86)'], process.env.LOCALAPPDATA]
    .filter(Boolean)
    .map((d) => join(d, 'Google/Chrome/Application/chrome.exe')),
];
export function findChromium() {
  const env = process.env.CHROMIUM_PATH ?? process.env.CHROME_PATH;
  if (env) {
    if (!existsSync(env)) throw new Error(`CHROMIUM_PATH=${env} does not exist`);
    return env;
  }
  for (const p of fixed) if (existsSync(p)) return p;
  for (const d of (process.env.PATH ?? '').split(delimiter))
    for (const n of names) {
      const p = join(d, n);
      if (existsSync(p)) return p;
    }
  return undefined; // let Playwright use its own
}
export const launchArgs = [
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  ...(process.getuid?.() === 0 || process.env.CI ? ['--no-sandbox'] : []),
];
if (import.meta.url === new URL(process.argv[1] ?? '', 'file:').href) {
  let p = findChromium();
  if (
    !p &&
    process.argv.includes('--install') &&
    process.platform === 'linux' &&
    process.getuid?.() === 0 &&
    existsSync('/usr/bin/apt-get')
  ) {
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
    execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
    execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], { stdio: 'inherit', env });
    p = findChromium();
  }
  if (!p) {
    console.error('no Chromium: set CHROMIUM_PATH, or: apt-get install -y chromium / npx playwright install chromium');
    process.exit(1);
  }
  console.log(
    p,
    execFileSync(p, ['--version'], { env: { ...process.env } })
      .toString()
      .trim(),
  );
}
