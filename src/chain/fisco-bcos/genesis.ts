// The text in the genesis of a 3.x chain (sheet 2.5, last item): it names the first sealers and the chain's own facts, and the
// genesis hash binds all of it.
import { fromHex, fromUtf8 } from '../../codec/bytes.ts';
import { ensure } from '../../core/error.ts';
import type { HeaderV3, Sealer } from './model.ts';
import type { FiscoProfile } from './profile.ts';
import { MAX_SEALERS } from './sealers.ts';

/** From 3.1 on a line for each; in 3.0 items one after another. */
const NODE_LINE = /^node\.\d{1,4}:([0-9a-fA-F]{128}),(\d{1,10})\r?$/gm;
const NODE_ITEM = /([0-9a-fA-F]{128}),(\d{1,10});/g;

/** Errors: `fisco/genesis-text`. */
export function genesisSealers(header: HeaderV3): Sealer[] {
  const text = textOf(header);
  const lines = [...text.matchAll(NODE_LINE)];
  const found = lines.length > 0 ? lines : [...text.matchAll(NODE_ITEM)];
  ensure(found.length > 0 && found.length <= MAX_SEALERS, 'fisco/genesis-text');
  return found.map(([, id, weight]) => ({ nodeId: fromHex(id!), weight: BigInt(weight!) }));
}

function textOf(header: HeaderV3): string {
  try {
    return fromUtf8(header.extraData);
  } catch {
    ensure(false, 'fisco/genesis-text');
  }
}

/** Chain, group and cryptography as the text says them, where it does, are those of the pack. Errors: `fisco/genesis-facts`. */
export function checkGenesisFacts(profile: FiscoProfile, header: HeaderV3): void {
  const text = textOf(header);
  const said = (key: string) => new RegExp(`^${key}: ?(.*?)\\r?$`, 'm').exec(text)?.[1];
  const facts: readonly (readonly [string, string])[] = [
    ['sm_crypto', profile.cryptography === 'national' ? '1' : '0'],
    ['chainID', profile.nativeChainId],
    ['grouID', profile.groupId], // spelt so by the nodes
    ['consensus_type', 'pbft'],
  ];
  for (const [key, expected] of facts) {
    const found = said(key);
    ensure(found === undefined || found === expected, 'fisco/genesis-facts', { key, found: found ?? '', expected });
  }
}
