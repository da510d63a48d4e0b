// Loads the core in a page or a worker, from files beside the script.
import type { Core, CoreBuild } from './core.ts';
import { installCurveModule } from './curve-module.ts';
import { chooseBuild, loadWith, type WasmBuild } from './load.ts';

// Written out, since the bundler finds assets only by whole literals.
const ADDRESS: Record<WasmBuild, () => URL> = {
  simd: () => new URL('../../build/core.simd.wasm', import.meta.url),
  scalar: () => new URL('../../build/core.scalar.wasm', import.meta.url),
};
const CURVE_ADDRESS = () => new URL('../../build/curve.wasm', import.meta.url);

async function compile(address: URL): Promise<WebAssembly.Module> {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`HTTP ${response.status} for ${address.pathname}`);
  // A plain file server may not know the type of .wasm files; streaming insists on it.
  const typed = response.headers.get('content-type')?.startsWith('application/wasm');
  return typed ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer());
}

/** Starts and installs the fastest core, or the build asked for; a simpler one where that fails. */
export function loadCore(build: CoreBuild = chooseBuild()): Promise<Core> {
  installCurveModule(build === 'js' ? undefined : () => compile(CURVE_ADDRESS()));
  return loadWith((each) => compile(ADDRESS[each]()), build);
}
