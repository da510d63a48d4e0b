// End-to-end tests: a real Chromium on the built app, served with its real headers.
import { defineConfig } from '@playwright/test';
import { findChromium, launchArgs } from '../scripts/chromium.mjs';

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../.reports/e2e',
  workers: 1,
  // A loaded machine may miss a time-out once; a test that fails twice has failed. Flaky ones are named in the report.
  retries: 1,
  reporter: 'list',
  timeout: 60_000,
  forbidOnly: process.env.CI !== undefined,
  use: {
    browserName: 'chromium',
    locale: 'zh-CN',
    launchOptions: { executablePath: findChromium(), args: launchArgs },
  },
});
