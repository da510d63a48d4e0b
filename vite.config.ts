// Three builds from one file: the app (default), the command line and tools for Node (`--mode node`), and the service
// worker, which the app's build makes last, because its list of files carries their hashes.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';

/** Content security policy of every response; `connect-src` is widened to what a person may add as an endpoint. */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "worker-src 'self'",
  "connect-src 'self' https: wss: http://localhost:* ws://localhost:* http://127.0.0.1:* ws://127.0.0.1:*",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "manifest-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types app lit-html',
].join('; ');

export const SECURITY_HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
};

function filesBelow(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesBelow(path) : [path];
  });
}

const sha256Hex = (data: Buffer | string) => createHash('sha256').update(data).digest('hex');

/** Of the demo, the pack and one good and one bad pair are kept at once; the rest once it has been used. */
const KEPT_SAMPLES = /^\/demo\/(pack\.json|samples\.json|samples\/(good|edited)\/)/;

/** Builds `sw.js` with the list of files to keep, each with its SHA-256. */
function serviceWorker(entry: string): Plugin {
  let out = 'dist';
  let root = '.';
  return {
    name: 'service-worker',
    apply: 'build',
    configResolved(config) {
      root = config.root;
      out = join(root, config.build.outDir);
    },
    async closeBundle() {
      const files = filesBelow(out)
        .map((file) => `/${relative(out, file).replaceAll('\\', '/')}`)
        .filter(
          (url) =>
            !/sw\.js$|\.map$|^\/headers\.json$/.test(url) && (!url.startsWith('/demo/') || KEPT_SAMPLES.test(url)),
        )
        .sort()
        .map((url): [string, string] => [url, sha256Hex(readFileSync(join(out, url)))]);
      const define = {
        __PRECACHE__: JSON.stringify(files),
        __BUILD__: JSON.stringify(sha256Hex(JSON.stringify(files)).slice(0, 16)),
      };
      await build({
        configFile: false,
        root,
        logLevel: 'warn',
        publicDir: false,
        define,
        build: {
          outDir: out,
          emptyOutDir: false,
          target: 'es2022',
          modulePreload: false,
          rolldownOptions: { input: join(root, entry), output: { format: 'iife', entryFileNames: 'sw.js' } },
        },
      });
    },
  };
}

/** Writes the headers beside the app, for `npm start` and for whoever serves it elsewhere. */
function securityHeaders(): Plugin {
  return {
    name: 'security-headers',
    apply: 'build',
    // For hosts that send no headers of ours; it covers the page, not workers, and cannot forbid framing.
    transformIndexHtml: () => [
      {
        tag: 'meta',
        injectTo: 'head-prepend',
        attrs: {
          'http-equiv': 'Content-Security-Policy',
          content: CONTENT_SECURITY_POLICY.replace(/frame-ancestors [^;]*; /, ''),
        },
      },
    ],
    generateBundle() {
      this.emitFile({
        type: 'asset',
        fileName: 'headers.json',
        source: `${JSON.stringify(SECURITY_HEADERS, null, 2)}\n`,
      });
    },
  };
}

/** The clock of a browser is never earlier than this. From the commit, so that two builds of it are equal. */
function buildTime(): string {
  const git = spawnSync('git', ['log', '-1', '--format=%ct'], { encoding: 'utf8' });
  const seconds = Number(process.env.SOURCE_DATE_EPOCH ?? git.stdout);
  return new Date(seconds > 0 ? seconds * 1000 : Date.now()).toISOString();
}

const app: UserConfig = {
  plugins: [securityHeaders(), serviceWorker('src/app/service-worker.ts')],
  define: {
    __APP_VERSION__: JSON.stringify(process.env.npm_package_version ?? '0.1.0'),
    __BUILD_TIME__: JSON.stringify(buildTime()),
  },
  worker: { format: 'es' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    assetsInlineLimit: (file) => (/\.(wasm|svg)$/.test(file) ? false : undefined),
  },
  server: { headers: { ...SECURITY_HEADERS, 'Content-Security-Policy': '' } },
  preview: { headers: SECURITY_HEADERS },
};

const NODE_TOOLS = {
  prove: 'src/cli/prove.ts',
  verify: 'src/cli/verify.ts',
  demo: 'scripts/demo/build-demo.ts',
  'measure-data': 'scripts/demo/measure-data.ts',
  conformance: 'test/conformance/main.ts',
  bench: 'test/bench/main.ts',
};

const node: UserConfig = {
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'build/node',
    emptyOutDir: true,
    target: 'node20',
    minify: false,
    rolldownOptions: {
      input: Object.fromEntries(Object.entries(NODE_TOOLS).filter(([, file]) => existsSync(file))),
      output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
    },
  },
};

export default defineConfig(({ mode }) => (mode === 'node' ? node : app));
