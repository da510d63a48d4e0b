// End-to-end tests: a real Chromium on the built app, served with its real headers.
import { defineConfig } from '@playwright/test';
import { findChromium, launchArgs } from '../scripts/chromium.mjs';

export default defineConfig({
  testDir: 'e2e',
  outputDir: '../.reports/e2e',
  workers: 1,
  retries: 0,
  reporter: 'list',
  timeout: 60_000,
  forbidOnly: process.env.CI !== undefined,
  use: {
    browserName: 'chromium',
    locale: 'zh-CN',
    launchOptions: { executablePath: findChromium(), args: launchArgs },
  },
});
