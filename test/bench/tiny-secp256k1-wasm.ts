// Lets a page load tiny-secp256k1. Its loader for browsers imports the .wasm file as a module, which no bundler of ours and not
// every browser does; this one fetches the same file and gives it the same imports. All else is the library as it is.
import type { Plugin } from 'vite';

const LOADER = /tiny-secp256k1\/lib\/wasm_loader(\.browser)?\.js$/;
const OURS = `
import * as rand from './rand.browser.js';
import * as errors from './validate_error.js';
import address from './secp256k1.wasm?url';
const bytes = await (await fetch(address)).arrayBuffer();
const imports = { './rand.js': rand, './validate_error.js': errors };
const { instance } = await WebAssembly.instantiate(bytes, imports);
export default instance.exports;
`;

export function tinySecp256k1Wasm(): Plugin {
  return {
    name: 'tiny-secp256k1-wasm',
    enforce: 'pre',
    load: (id) => (LOADER.test(id) ? OURS : undefined),
  };
}
