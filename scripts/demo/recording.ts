// Reads a recorded network (JSON lines of RPC replies) into light blocks and block data.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LightBlock } from '../../src/chain/chain.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { readResult } from '../../src/chain/cometbft/inclusion.ts';
import { encodeResultBytes } from '../../src/chain/cometbft/records.ts';
import type { BlockData } from '../../src/client/archive/format.ts';
import { parseJson } from '../../src/codec/json.ts';
import { Reader } from '../../src/codec/schema.ts';

export interface Recording {
  readonly blocks: readonly LightBlock[];
  readonly data: ReadonlyMap<bigint, BlockData>;
}

function rows(folder: string, name: string): Reader[] {
  const file = join(folder, `${name}.jsonl.gz`);
  if (!existsSync(file)) return [];
  const lines = gunzipSync(readFileSync(file)).toString('utf8').split('\n').filter(Boolean);
  return lines.map((line) => Reader.of(parseJson(line)));
}

/** The result of a recorded call, where the node gave one. */
function resultOf(row: Reader): Reader | undefined {
  return row.reader('reply').optionalReader('result');
}

export function readRecording(folder: string): Recording {
  const blocks = rows(folder, 'lightblocks').map((row) => cometbft.readLightBlock(row));
  return { blocks, data: readBlockData(folder) };
}

/** Transactions by height, with results where they were recorded. */
function readBlockData(folder: string): Map<bigint, BlockData> {
  const transactions = new Map<bigint, Uint8Array[]>();
  for (const row of rows(folder, 'block')) {
    const block = resultOf(row)?.optionalReader('block');
    const found = block?.reader('data').base64Array('txs', 100_000, 4 << 20, true) ?? [];
    if (block && found.length > 0) transactions.set(block.reader('header').int64('height'), found);
  }
  const results = new Map<bigint, Uint8Array[]>();
  for (const row of rows(folder, 'block_results')) {
    const reply = resultOf(row);
    if (reply) results.set(reply.int64('height'), reply.readers('txs_results', 100_000, true).map(resultBytes));
  }
  const heights = [...transactions.keys()].sort((a, b) => Number(a - b));
  return new Map(
    heights.map((height) => [height, { transactions: transactions.get(height)!, results: results.get(height) ?? [] }]),
  );
}

function resultBytes(reader: Reader): Uint8Array {
  return encodeResultBytes(readResult(reader));
}
