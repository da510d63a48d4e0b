// Reads the recorded network of IRITA into light blocks and block data. A third of its blocks was held back by those who
// recorded it: such a block's transactions are not known, though its header stands in the archive.
import { join } from 'node:path';
import type { Reader } from '../../src/codec/schema.ts';
import { blockDataOf, type Recording, readLightBlocks, rowsOf } from './recording.ts';

/** Rows are `{request, response}`; the request is the path with its query, the response a whole reply. */
function repliesTo(rows: readonly Reader[], method: string): Reader[] {
  const own = rows.filter((row) => row.string('request', 1000).split('?')[0] === method);
  return own.flatMap((row) => row.reader('response').optionalReader('result') ?? []);
}

export function readIrita(folder: string): Recording {
  const rows = rowsOf(join(folder, 'rpc.jsonl.gz'));
  return {
    blocks: readLightBlocks(folder),
    data: blockDataOf(repliesTo(rows, 'block'), repliesTo(rows, 'block_results')),
  };
}
