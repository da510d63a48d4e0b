// Two signed blocks at one height. Nodes of FISCO BCOS take no evidence; what is kept is for people: both headers with their
// signatures, and who signed both.
import { toHex } from '../../codec/bytes.ts';
import type { Conflict } from '../chain.ts';
import { lightBlockToJson } from './json.ts';
import type { FiscoLightBlock } from './model.ts';
import { totalWeight } from './sealers.ts';

function signers(block: FiscoLightBlock): Uint8Array[] {
  return block.signatures.flatMap(({ index }) => block.sealers[index]?.nodeId ?? []);
}

export function makeConflict(
  common: FiscoLightBlock,
  trusted: FiscoLightBlock,
  conflicting: FiscoLightBlock,
): Conflict {
  const own = new Set(signers(trusted).map(toHex));
  const byzantine = signers(conflicting).filter((nodeId) => own.has(toHex(nodeId)));
  const headers = { trusted: lightBlockToJson(trusted), conflicting: lightBlockToJson(conflicting) };
  return {
    kind: 'equivocation',
    commonHeight: common.height,
    totalPower: totalWeight(common.sealers),
    time: common.time,
    evidence: JSON.stringify({ ...headers, signedBoth: byzantine.map(toHex) }, null, 2),
    byzantine,
  };
}

/** The block with these entries taken out; its hash covers none of them. */
export function withoutVotes(block: FiscoLightBlock, sealers: readonly number[]): FiscoLightBlock {
  return { ...block, signatures: block.signatures.filter(({ index }) => !sealers.includes(index)) };
}
