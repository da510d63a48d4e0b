// FISCO BCOS 3.x chains for benchmarks, made in linear time. Same options, same bytes.
import { packHeaders } from '../../src/chain/fisco-bcos/compact.ts';
import { fiscoBcos } from '../../src/chain/fisco-bcos/family.ts';
import { headerToJson } from '../../src/chain/fisco-bcos/json.ts';
import type { HeaderV3 } from '../../src/chain/fisco-bcos/model.ts';
import { hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { toUtf8 } from '../../src/codec/bytes.ts';
import { hash } from '../../src/core/hashing.ts';
import { type BenchChain, type BenchRules, benchChainOf } from './bench-chain-files.ts';
import { type FiscoOptions, type FiscoSigning, fiscoProfile, makeFisco } from './make-fisco.ts';
import type { Cryptography } from './make-fisco-keys.ts';

export interface FiscoBenchOptions {
  readonly family: 'fisco-bcos';
  readonly chainId: string;
  /** Of the chain without its genesis. */
  readonly length: number;
  readonly sealers: number;
  readonly cryptography: Cryptography;
  /** Without it only the first and the last block have signatures, and only headers are in the archive. */
  readonly everyBlockSigned: boolean;
}

/** The rules under which these chains are checked. */
export function fiscoBenchRules(options: FiscoBenchOptions): BenchRules {
  return { family: fiscoBcos, profile: fiscoProfile(optionsOf(options)) };
}

/** A little more than a second, so that no two times end in the same digits. */
const BLOCK_MS = 1013n;

function optionsOf({ chainId, cryptography, sealers, length, everyBlockSigned }: FiscoBenchOptions): FiscoOptions {
  const isEnd = (number: bigint) => number === 1n || number === BigInt(length);
  const sign: FiscoSigning = (number) => everyBlockSigned || isEnd(number);
  return { generation: 3, chainId, cryptography, sealers, sign, blockMs: BLOCK_MS };
}

/** Fields that transactions fill: a block without any would have the same roots as the block before. */
function filledFields({ cryptography }: FiscoBenchOptions, number: number): Partial<HeaderV3> {
  const digestFor = (what: string) => hash(hashOf({ cryptography }), toUtf8(`${what}/${number}`));
  return {
    transactionsRoot: digestFor('transactions'),
    receiptsRoot: digestFor('receipts'),
    gasUsed: `${20_000 + (number % 10_000)}`,
  };
}

/** The chain begins at block 1, whose parent is a genesis that nobody is shown. */
export function makeFiscoBenchChain(options: FiscoBenchOptions): BenchChain {
  const chain = makeFisco(optionsOf(options));
  for (let number = 1; number <= options.length; number++) chain.add({ header: filledFields(options, number) });
  const all = chain.blocks.slice(1);
  const headers = all.map(({ header }) => header);
  return benchChainOf(fiscoBenchRules(options), {
    blocks: all.filter(({ signatures }) => signatures.length > 0),
    frames: packHeaders(headers),
    jsonBytes: headers.reduce((sum, header) => sum + JSON.stringify(headerToJson(header)).length, 0),
  });
}
