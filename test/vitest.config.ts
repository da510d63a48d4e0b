// Unit and vector tests in Node, and those that need a browser's own parts in Chromium.
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { findChromium, launchArgs } from '../scripts/chromium.mjs';

const root = new URL('..', import.meta.url).pathname;
const define = { __APP_VERSION__: '"test"', __BUILD_TIME__: '"2026-01-01T00:00:00Z"' };

export default defineConfig({
  root,
  define,
  test: {
    projects: [
      {
        define,
        test: {
          name: 'node',
          environment: 'node',
          include: ['test/{unit,vectors,fault}/**/*.test.ts'],
          testTimeout: 60_000,
        },
      },
      {
        define,
        optimizeDeps: {
          include: [
            'comlink',
            'idb',
            'lit',
            'lit/decorators.js',
            '@noble/hashes/sha2.js',
            '@noble/hashes/sha3.js',
            '@noble/hashes/hmac.js',
            '@noble/hashes/utils.js',
            '@noble/hashes/legacy.js',
            '@noble/curves/ed25519.js',
            '@noble/curves/secp256k1.js',
            '@noble/curves/abstract/weierstrass.js',
            '@noble/curves/utils.js',
          ],
        },
        test: {
          name: 'chromium',
          include: ['test/browser/**/*.test.ts', 'test/unit/core/**/*.test.ts'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({ launchOptions: { executablePath: findChromium(), args: launchArgs } }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
