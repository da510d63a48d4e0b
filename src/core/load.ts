// Which build of the core to take, and what to do when it cannot be had. Knows neither browser nor Node: how to get a
// compiled module is the argument.
import type { Core, CoreBuild } from './core.ts';
import { installCore } from './hashing.ts';
import { jsCore } from './js-core.ts';
import { createWasmCore } from './wasm-core.ts';

/** The builds that are WebAssembly. */
export type WasmBuild = Exclude<CoreBuild, 'js'>;

/** From the fastest to the one that always works. */
const BUILDS: readonly CoreBuild[] = ['simd', 'scalar', 'js'];

/** A module with one function: () => v128 { i32.const 0; i8x16.splat }. Valid only where there is SIMD. */
const SIMD_PROBE = Uint8Array.of(
  ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
  ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
  ...[0x03, 0x02, 0x01, 0x00],
  ...[0x0a, 0x08, 0x01, 0x06, 0x00, 0x41, 0x00, 0xfd, 0x0f, 0x0b],
);

export function simdSupported(): boolean {
  return typeof WebAssembly === 'object' && WebAssembly.validate(SIMD_PROBE);
}

/** The fastest build that can run here. */
export function chooseBuild(): CoreBuild {
  if (typeof WebAssembly !== 'object') return 'js';
  return simdSupported() ? 'simd' : 'scalar';
}

/**
 * Starts and installs the build, or the next one that works if its module cannot be had or compiled (blocked by policy,
 * missing on the server). `Core.build` tells which it became.
 */
export async function loadWith(
  compile: (build: WasmBuild) => Promise<WebAssembly.Module>,
  build: CoreBuild,
): Promise<Core> {
  const core = await startBuild(compile, build).catch(() => undefined);
  if (!core) return loadWith(compile, BUILDS[BUILDS.indexOf(build) + 1] ?? 'js');
  installCore(core);
  return core;
}

async function startBuild(compile: (build: WasmBuild) => Promise<WebAssembly.Module>, build: CoreBuild): Promise<Core> {
  return build === 'js' ? jsCore : createWasmCore(await compile(build), build);
}
