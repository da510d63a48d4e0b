// Loads the core in Node, from the build folder two levels above this file (also when bundled to `build/node/`).
import { readFile } from 'node:fs/promises';
import type { Core, CoreBuild } from './core.ts';
import { installCurveModule } from './curve-module.ts';
import { chooseBuild, loadWith } from './load.ts';

async function compile(name: string): Promise<WebAssembly.Module> {
  const address = new URL(/* @vite-ignore */ `../../build/${name}.wasm`, import.meta.url);
  return WebAssembly.compile(await readFile(address));
}

/** Starts and installs the fastest core, or the build asked for; a simpler one where that fails. */
export function loadCore(build: CoreBuild = chooseBuild()): Promise<Core> {
  installCurveModule(build === 'js' ? undefined : () => compile('curve'));
  return loadWith((each) => compile(`core.${each}`), build);
}
