// The one place that knows families by name. Each is loaded when a chain of it is looked at.
import { MingzhengError } from '../core/error.ts';
import type { ChainFamily } from './chain.ts';

const families: Readonly<Record<string, () => Promise<ChainFamily>>> = {
  cometbft: async () => (await import('./cometbft/family.ts')).cometbft,
  'fisco-bcos': async () => (await import('./fisco-bcos/family.ts')).fiscoBcos,
};

/** Errors: `chain/unknown-family`. */
export async function loadFamily(id: string): Promise<ChainFamily> {
  const load = Object.hasOwn(families, id) ? families[id] : undefined;
  if (load === undefined) throw new MingzhengError('chain/unknown-family', { family: id.slice(0, 40) });
  return load();
}
