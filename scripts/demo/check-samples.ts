// Gives every sample to the real verifier before it is written: the verdict must have the code that the list promises.
import { loadFamily } from '../../src/chain/registry.ts';
import { byDigest, type FoundRecord, findInArchive } from '../../src/client/find-record.ts';
import { fromHex } from '../../src/codec/bytes.ts';
import { codeOf, MingzhengError } from '../../src/core/error.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { type BatchPorts, verifyItems } from '../../src/record/batch.ts';
import type { Item } from '../../src/record/intake.ts';
import type { ChainTrust } from '../../src/record/verify.ts';
import { chainTrust } from '../../src/trust/chain-trust.ts';
import type { TrustPack } from '../../src/trust/pack.ts';
import type { Sample } from './samples.ts';
import { contextOf, NO_SIGNAL, NOW, type Workshop } from './workshop.ts';

/** Throws for a sample whose verdict is another one. */
export async function checkSamples(shop: Workshop, pack: TrustPack, samples: readonly Sample[]): Promise<void> {
  const ports = portsOf(shop, pack);
  for (const { id, files, expected } of samples) {
    const items = files.map((file) => itemOf(shop, file.replace(/^\/demo\//, '')));
    const codes = (await verifyItems(items, ports, () => undefined, NO_SIGNAL)).map(({ code }) => code);
    const isRight = codes.length > 0 && codes.every((code) => code === expected);
    if (!isRight) throw new Error(`sample ${id}: ${codes.join(', ')} instead of ${expected}`);
  }
}

function itemOf({ files }: Workshop, path: string): Item {
  const bytes = files.get(path)!;
  const name = path.slice(path.lastIndexOf('/') + 1);
  return { name, size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}

function portsOf(shop: Workshop, pack: TrustPack): BatchPorts {
  let count = 0;
  return {
    trust: (id) => trustIn(pack, id),
    known: async () => undefined,
    find: (digests) => findIn(shop, pack, digests.map(fromHex)),
    verifier: localVerifier,
    now: () => NOW,
    nextId: () => `${++count}`,
    keep: () => undefined,
  };
}

async function trustIn(pack: TrustPack, id: string): Promise<ChainTrust | undefined> {
  const chain = pack.chains.find((item) => item.id === id);
  return chain && chainTrust(pack, chain, await loadFamily(chain.family));
}

/** In the first chain that has it, as the app looks. */
async function findIn(shop: Workshop, pack: TrustPack, keys: readonly Uint8Array[]): Promise<readonly FoundRecord[]> {
  for (const chain of pack.chains) {
    const context = await contextOf(chain);
    const rule = chain.records && context.family.records.readRule(chain.records);
    const archive = shop.archive(context, chain.sources[0]!.address);
    try {
      return await findInArchive(context, chain.checkpoints, archive, byDigest(context, rule, keys), NO_SIGNAL);
    } catch (error) {
      if (codeOf(error) !== 'record/not-found') throw error;
    }
  }
  throw new MingzhengError('record/not-found', { chains: pack.chains.length });
}
