// Which build is taken, and what happens when its module cannot be had.
import { describe, expect, it, vi } from 'vitest';
import { activeCore, sha256 } from '../../../src/core/hashing.ts';
import { jsCore } from '../../../src/core/js-core.ts';
import { chooseBuild, loadWith, simdSupported } from '../../../src/core/load.ts';
import { loadBuild } from '../../support/core.ts';

const noModule = (): Promise<WebAssembly.Module> => Promise.reject(new Error('blocked'));
/** The smallest module there is: it compiles, but is no core. */
const EMPTY_MODULE = Uint8Array.of(0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00);

describe('Loading the core', () => {
  it('chooses SIMD where there is SIMD', () => {
    expect(simdSupported()).toBe(true);
    expect(chooseBuild()).toBe('simd');
  });

  it('chooses the scalar build where SIMD does not validate, TypeScript where there is no WebAssembly', () => {
    vi.stubGlobal('WebAssembly', { validate: () => false });
    expect(chooseBuild()).toBe('scalar');
    vi.stubGlobal('WebAssembly', undefined);
    expect(simdSupported()).toBe(false);
    expect(chooseBuild()).toBe('js');
    vi.unstubAllGlobals();
  });

  it('installs what it loads', async () => {
    const core = await loadBuild('scalar');
    expect(activeCore()).toBe(core);
    expect(sha256(Uint8Array.of(1))).toEqual(jsCore.sha256(Uint8Array.of(1)));
  });

  it('tries the scalar build, then TypeScript, when modules cannot be had', async () => {
    const tried: string[] = [];
    const core = await loadWith((build) => {
      tried.push(build);
      return noModule();
    }, 'simd');
    expect(tried).toEqual(['simd', 'scalar']);
    expect(core).toBe(jsCore);
    expect(activeCore()).toBe(jsCore);
  });

  it('falls back when the module is not the core', async () => {
    expect(await loadWith(() => WebAssembly.compile(EMPTY_MODULE), 'simd')).toBe(jsCore);
  });
});
