// The chains that works need, by name: how each is made, and the rules by which it is checked.
import { benchRules, makeBenchChain } from '../support/bench-chain.ts';
import type { BenchChain, BenchRules } from '../support/bench-chain-files.ts';
import { fiscoBenchRules, makeFiscoBenchChain } from '../support/bench-fisco.ts';
import { CHAINS, type ChainName } from './catalog.ts';

export function rulesOf(name: ChainName): BenchRules {
  const options = CHAINS[name];
  return options.family === 'cometbft' ? benchRules(options) : fiscoBenchRules(options);
}

export function makeChainOf(name: ChainName): BenchChain {
  const options = CHAINS[name];
  return options.family === 'cometbft' ? makeBenchChain(options) : makeFiscoBenchChain(options);
}
