// How this thread gets the curve module: told once when the core is loaded, used when the first signature needs it.

type Compile = () => Promise<WebAssembly.Module>;

let compile: Compile | undefined;

/** Undefined where WebAssembly is not used. */
export function installCurveModule(next: Compile | undefined): void {
  compile = next;
}

export function curveModule(): Compile | undefined {
  return compile;
}
