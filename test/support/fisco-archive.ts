// A made FISCO BCOS chain as an archive and as a trust pack names it: what a session needs of a chain of the second family.
import { fiscoBcos } from '../../src/chain/fisco-bcos/family.ts';
import { encodeBlockData } from '../../src/chain/fisco-bcos/records.ts';
import { ArchiveSource } from '../../src/client/archive/source.ts';
import { writeArchive } from '../../src/client/archive/writer.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { MingzhengError } from '../../src/core/error.ts';
import type { JsonMembers } from './make-chain-pack.ts';
import { type FiscoChain, fiscoProfileJson } from './make-fisco.ts';
import { recordRuleJson } from './make-fisco-calls.ts';
import { DOCUMENT, digestFor, FAILED_RECORD, INPUT_RECORD, RECORD } from './make-fisco-example.ts';

/** The rule by which the calls of an example chain are records. */
export const fiscoRule = ({ profile }: FiscoChain) =>
  recordRuleJson(profile.cryptography === 'national' ? 'sm3' : 'sha256');

/** The archive of an example chain, with every transaction and its document's digest in the index. */
export function fiscoArchive(chain: FiscoChain): Map<string, Uint8Array> {
  const all = [...chain.data];
  const hashes = all.flatMap(([height, data]) =>
    chain.hashes(data).transactions.map((key, index) => ({ key, height, index })),
  );
  const digest = digestFor(chain, DOCUMENT);
  const records = [RECORD, INPUT_RECORD, FAILED_RECORD].map(({ number, index }) => ({
    key: digest,
    height: number,
    index,
  }));
  return writeArchive({
    family: fiscoBcos,
    chainId: chain.profile.chainId,
    blocks: chain.blocks,
    waypoints: [chain.blocks[0]!.height, chain.head.height],
    data: new Map(all.map(([height, { transactions, receipts }]) => [height, encodeBlockData(transactions, receipts)])),
    index: [...records, ...hashes],
  });
}

export function fiscoSource(chain: FiscoChain): ArchiveSource {
  const files = fiscoArchive(chain);
  return new ArchiveSource('archive', 'cdn', fiscoBcos, chain.profile, async (path) => {
    const bytes = files.get(path);
    if (!bytes) throw new MingzhengError('source/not-found', { path });
    return bytes;
  });
}

/** The chain's entry in a pack; its checkpoint is the first block. */
export function fiscoEntry(chain: FiscoChain, changes: JsonMembers = {}): JsonMembers {
  const { profile } = chain;
  const { height, hash } = chain.checkpoint(chain.blocks[0]!.height);
  return {
    id: profile.chainId,
    family: 'fisco-bcos',
    title: 'Made chain of sealers',
    operator: 'Sealers',
    version: profile.version,
    profile: fiscoProfileJson(profile),
    records: fiscoRule(chain),
    checkpoints: [{ height: `${height}`, hash: toHex(hash) }],
    validators: [],
    sources: [],
    ...changes,
  };
}
