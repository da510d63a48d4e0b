// Reads a recorded network of CometBFT (JSON lines of RPC replies) into light blocks and block data.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { BlockData, LightBlock } from '../../src/chain/chain.ts';
import { readResult } from '../../src/chain/cometbft/inclusion.ts';
import { readLightBlock } from '../../src/chain/cometbft/json.ts';
import { encodeResultBytes } from '../../src/chain/cometbft/records.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';

export interface Recording {
  readonly blocks: readonly LightBlock[];
  readonly data: ReadonlyMap<bigint, BlockData>;
}

/** The lines of a file; none where there is no such file. */
export function rowsOf(file: string): Reader[] {
  if (!existsSync(file)) return [];
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => Reader.of(parseJson(line)));
}

/** The results of recorded calls, where the node gave one. */
function resultsIn(file: string): Reader[] {
  return rowsOf(file).flatMap((row) => row.reader('reply').optionalReader('result') ?? []);
}

export function readLightBlocks(folder: string): LightBlock[] {
  return rowsOf(join(folder, 'lightblocks.jsonl.gz')).map(readLightBlock);
}

export function readRecording(folder: string): Recording {
  const replies = (method: string) => resultsIn(join(folder, `${method}.jsonl.gz`));
  return { blocks: readLightBlocks(folder), data: blockDataOf(replies('block'), replies('block_results')) };
}

/** Transactions by height, with results where they were recorded. */
export function blockDataOf(blocks: readonly Reader[], blockResults: readonly Reader[]): Map<bigint, BlockData> {
  const transactions = new Map<bigint, Uint8Array[]>();
  for (const reply of blocks) {
    const block = reply.optionalReader('block');
    const found = block?.reader('data').base64Array('txs', 100_000, 4 << 20, true) ?? [];
    if (block && found.length > 0) transactions.set(block.reader('header').int64('height'), found);
  }
  const results = new Map<bigint, Uint8Array[]>();
  for (const reply of blockResults)
    results.set(reply.int64('height'), reply.readers('txs_results', 100_000, true).map(resultBytes));
  const heights = [...transactions.keys()].sort((a, b) => Number(a - b));
  return new Map(
    heights.map((height) => [height, { transactions: transactions.get(height)!, results: results.get(height) ?? [] }]),
  );
}

function resultBytes(reader: Reader): Uint8Array {
  return encodeResultBytes(readResult(reader));
}
