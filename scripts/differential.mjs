// npm run differential: bundles test/differential/main.ts to build/differential/ and runs it with the arguments.
// The bundle is not among those of run-node.mjs, since it is made in a second and nothing else uses it.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const outDir = join(root, 'build/differential');

const run = (...args) => spawnSync(process.execPath, args, { cwd: root, stdio: 'inherit' }).status ?? 1;

function bundle() {
  return build({
    configFile: false,
    root,
    logLevel: 'warn',
    publicDir: false,
    build: {
      ssr: join(root, 'test/differential/main.ts'),
      outDir,
      emptyOutDir: true,
      target: 'node20',
      minify: false,
      rolldownOptions: { output: { entryFileNames: 'main.js', chunkFileNames: '[name]-[hash].js' } },
    },
  });
}

const failed = run(join(root, 'scripts/build-core.mjs'));
if (failed === 0) await bundle();
process.exit(failed || run(join(outDir, 'main.js'), ...process.argv.slice(2)));
