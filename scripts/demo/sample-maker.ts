// Makes samples one after another, out of the archives on the bench, and notes them for the page's list.
import type { Checkpoint } from '../../src/chain/chain.ts';
import type { ChainContext } from '../../src/client/context.ts';
import { byDigest, byRecordHash, findInArchive, type Sought } from '../../src/client/find-record.ts';
import { printProofFile } from '../../src/record/proof-file.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { SAMPLE_TITLES, type Sample, type Titles } from './samples.ts';
import { contextOf, NO_SIGNAL, type Workshop } from './workshop.ts';

/** A transaction by its hash, or a record by its digest. */
export type Wanted = { readonly transaction: Uint8Array } | { readonly digest: Uint8Array };

export class SampleMaker {
  readonly samples: Sample[] = [];

  constructor(
    private readonly shop: Workshop,
    private readonly chains: ReadonlyMap<string, PackChain>,
  ) {}

  chain(id: string): PackChain {
    return this.chains.get(id)!;
  }

  add(id: string, expected: string, parts: Record<string, Uint8Array | string>): void {
    const names = Object.keys(parts);
    for (const name of names) this.shop.put(`samples/${id}/${name}`, parts[name]!);
    const files = names.map((name) => `/demo/samples/${id}/${name}`);
    this.samples.push({ id, good: id.startsWith('good'), kind: 'pair', title: SAMPLE_TITLES[id]!, files, expected });
  }

  /** A document with a proof file named after it. */
  addPair(id: string, expected: string, file: string, proof: string, document: Uint8Array): void {
    this.add(id, expected, { [file]: document, [`${file}.proof.json`]: proof });
  }

  /** A document that is looked up by its digest. */
  addDocument(id: string, title: Titles, file: string, bytes: Uint8Array): void {
    this.shop.put(`documents/${file}`, bytes);
    const files = [`/demo/documents/${file}`];
    this.samples.push({ id, good: true, kind: 'document', title, files, expected: 'verdict/document-consistent' });
  }

  /** A proof file, from the pack's first checkpoint or another one, out of one of the chain's archives. */
  async proofOf(
    id: string,
    wanted: Wanted,
    { side = 0, from }: { readonly side?: number; readonly from?: Checkpoint } = {},
  ): Promise<string> {
    const chain = this.chain(id);
    const context = await contextOf(chain);
    const archive = this.shop.archive(context, chain.sources[side]!.address);
    const start = [from ?? chain.checkpoints[0]!];
    const [found] = await findInArchive(context, start, archive, soughtIn(context, chain, wanted), NO_SIGNAL);
    return new TextDecoder().decode(printProofFile(context.family, found!));
  }
}

function soughtIn(context: ChainContext, chain: PackChain, wanted: Wanted): Sought {
  if ('transaction' in wanted) return byRecordHash(context, wanted.transaction);
  return byDigest(context, chain.records && context.family.records.readRule(chain.records), [wanted.digest]);
}
