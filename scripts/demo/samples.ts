// Good and bad samples for a first visit: documents with their proof files, and the same with one thing wrong in each.

export interface Titles {
  readonly 'zh-CN': string;
  readonly en: string;
  readonly th: string;
}

export interface Sample {
  readonly id: string;
  readonly good: boolean;
  readonly kind: string;
  readonly title: Titles;
  /** Addresses on the app's own origin. */
  readonly files: readonly string[];
  /** The verdict's code, held by a test. */
  readonly expected: string;
}

/** One byte of a document changed, a digit where there is one, as a forger would. */
export function editDocument(bytes: Uint8Array): Uint8Array {
  const edited = bytes.slice();
  const at = edited.findLastIndex((byte) => byte >= 0x30 && byte <= 0x38);
  edited[at]! += 1;
  return edited;
}

/** The first sibling of the Merkle path with one bit changed. */
export function breakPath(json: string): string {
  const document = JSON.parse(json);
  const [first] = document.record.path.aunts as string[];
  const bytes = Buffer.from(first!, 'base64');
  bytes[0]! ^= 1;
  document.record.path.aunts[0] = bytes.toString('base64');
  return print(document);
}

/** The last light block with another app hash, and a commit that claims the new header's hash: its signatures are not for it. */
export function forgeCommit(json: string, rehash: (block: object) => string): string {
  const document = JSON.parse(json);
  const block = document.lightBlocks.at(-1);
  block.signed_header.header.app_hash = 'FFFFFFFFFFFFFFFF';
  block.signed_header.commit.block_id.hash = rehash(block);
  return print(document);
}

/** The same proof, said to be of another chain. */
export function renameChain(json: string, chain: string): string {
  return print({ ...JSON.parse(json), chain });
}

function print(document: object): string {
  return `${JSON.stringify(document, null, 2)}\n`;
}
