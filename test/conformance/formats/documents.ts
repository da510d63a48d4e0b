// `documents/`: sample documents, whose digests stand in transactions of the recorded networks. `index.json` lists them.

import { transactionHash } from '../../../src/chain/cometbft/hash.ts';
import { checkTransaction, readTransactionReply } from '../../../src/chain/cometbft/inclusion.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { Reader as JsonReader } from '../../../src/codec/schema.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { DataFile, parseModel } from '../file-tree.ts';
import type { Format, World } from '../format.ts';
import type { Cases } from '../report.ts';

const isDocument = (file: DataFile) => file.folders.at(-1) === 'documents';

export const documentFile: Format = {
  matches: (file) => isDocument(file) && file.name !== 'index.json',
  async run(file, cases) {
    const index = await file.sibling('index.json');
    const listed = index && (await index.reader()).readers('documents', 10_000);
    const entry = listed?.find((item) => item.string('file') === file.name);
    if (entry === undefined) cases.skip('', 'no index.json lists this document');
    else cases.expect('', toHex(entry.hex('sha256')), toHex(sha256(await file.bytes())));
  },
};

/** The transaction of each document is proven on the networks that hold it. */
export const documentIndex: Format = {
  matches: (file) => isDocument(file) && file.name === 'index.json',
  async run(file, cases, world) {
    const entries = (await file.reader()).readers('documents', 10_000);
    const replies = await transactionReplies(world, entries.map(hashOf));
    for (const entry of entries) await checkEntry(entry, replies.get(hashOf(entry)) ?? [], cases, world);
  },
};

const hashOf = (entry: Reader) => toHex(transactionHash(toUtf8(entry.string('tx')))).toUpperCase();

interface Recorded {
  readonly file: DataFile;
  readonly reply: Reader;
}

/** Rows of every `tx.jsonl` at hand that hold one of the hashes, found in the text before anything is parsed. */
async function transactionReplies(world: World, hashes: readonly string[]): Promise<Map<string, Recorded[]>> {
  const found = new Map<string, Recorded[]>();
  for (const recorded of await transactionFiles(world))
    for (const line of await recorded.lines()) {
      const hash = /"hash":\s*"([0-9A-F]{64})"/.exec(line)?.[1];
      if (hash === undefined || !hashes.includes(hash) || !/"prove":\s*true/.test(line)) continue;
      const reply = JsonReader.of(parseModel(line)).reader('reply').reader('result');
      found.set(hash, [...(found.get(hash) ?? []), { file: recorded, reply }]);
    }
  return found;
}

async function transactionFiles(world: World): Promise<DataFile[]> {
  const trees = world.networks.trees.map(async (tree) => (await tree.list()).map((path) => new DataFile(tree, path)));
  const files = (await Promise.all(trees)).flat().filter((file) => file.plainName === 'tx.jsonl');
  return [...new Map(files.map((file) => [file.folders.join('/'), file])).values()];
}

async function checkEntry(entry: Reader, replies: readonly Recorded[], cases: Cases, world: World): Promise<void> {
  const id = entry.string('id');
  if (replies.length === 0) cases.skip(id, 'no network at hand holds the transaction of this document');
  cases.expect(`${id}/transaction text`, `record/${id}=${entry.string('sha256')}`, entry.string('tx'));
  for (const { file, reply } of replies) {
    const network = await world.networks.ofFolder(file);
    await cases.run(`${id}/${file.folder}`, 'ok', () => {
      const { height, proof } = readTransactionReply(reply, transactionHash(toUtf8(entry.string('tx'))));
      const header = network?.header(height);
      if (network === undefined || header === undefined) return 'no header';
      checkTransaction(network.profile, header, proof);
      return 'ok';
    });
  }
}
