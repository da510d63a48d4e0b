// Sealers of made FISCO BCOS chains: changes of the list and the calls that make them, and who signs a block.
import type { Sealer } from '../../src/chain/fisco-bcos/model.ts';
import type { FiscoProfile } from '../../src/chain/fisco-bcos/profile.ts';
import { inOrder, quorumOf, totalWeight } from '../../src/chain/fisco-bcos/sealers.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import { type Call, consensusCall } from './make-fisco-calls.ts';
import type { FiscoSigning } from './make-fisco-profile.ts';

export type ChangeMethod = 'addSealer' | 'addObserver' | 'remove' | 'setWeight' | 'setTermWeight';

export interface SealerChange {
  readonly method: ChangeMethod;
  /** Number of the key, also of one who is no sealer yet. */
  readonly node: number;
  /** 1 where it is missing. */
  readonly weight?: bigint;
}

/** The list after a change; `nodeId` is that of the change's node. */
export function changedBy(
  sealers: readonly Sealer[],
  { method, weight = 1n }: SealerChange,
  nodeId: Uint8Array,
): readonly Sealer[] {
  const others = sealers.filter((sealer) => !bytesEqual(sealer.nodeId, nodeId));
  if (method === 'setTermWeight') return sealers;
  return method === 'addObserver' || method === 'remove' ? others : inOrder([...others, { nodeId, weight }]);
}

const SIGNATURES: Readonly<Record<2 | 3, Partial<Record<ChangeMethod, string>>>> = {
  2: { addSealer: 'addSealer(string)', addObserver: 'addObserver(string)', remove: 'remove(string)' },
  3: {
    addSealer: 'addSealer(string,uint256)',
    addObserver: 'addObserver(string)',
    remove: 'remove(string)',
    setWeight: 'setWeight(string,uint256)',
    setTermWeight: 'setTermWeight(string,uint256)',
  },
};

/** The call of the consensus precompile that makes a change. Throws for one that the generation does not know. */
export function callOf(profile: FiscoProfile, { method, weight = 1n }: SealerChange, nodeId: Uint8Array): Call {
  const abi = SIGNATURES[profile.generation][method];
  if (abi === undefined) throw new Error(`2.x has no ${method}`);
  return consensusCall(profile, abi, nodeId, ...(abi.includes('uint256') ? [weight] : []));
}

/** Which places of a block's list sign it. */
export function signersOf(sealers: readonly Sealer[], number: bigint, sign: FiscoSigning): (index: number) => boolean {
  if (sign === 'all') return () => true;
  if (typeof sign === 'function') return (index) => sign(number, index);
  const needed = quorumOf(totalWeight(sealers));
  const chosen = new Set<number>();
  let weight = 0n;
  for (let i = 0; weight < needed; i++) {
    const index = (Number(number) + i) % sealers.length;
    chosen.add(index);
    weight += sealers[index]!.weight;
  }
  return (index) => chosen.has(index);
}
