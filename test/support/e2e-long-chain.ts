// A long demo chain for the end-to-end tests: one signed block at each end and thousands of linked headers between them, in
// an archive of many small files, put in the place of the app's own first chain.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { makeLightBlock } from '../../src/chain/cometbft/json.ts';
import type { CometLightBlock } from '../../src/chain/cometbft/model.ts';
import { encodeBlocks, encodeFrames, encodeSets } from '../../src/client/archive/format.ts';
import { type ArchiveFile, printManifest } from '../../src/client/archive/manifest.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { demoChain, packFile } from './e2e-pack.ts';
import { makeChain, plus } from './make-chain.ts';

/** About what the client writes in one transaction. */
const FRAMES_PER_FILE = 4;

/** Links `length` blocks; only the first and the last one are signed. */
function linkBlocks(id: string, length: number): { blocks: CometLightBlock[]; members: readonly string[] } {
  const start = makeChain({ chainId: id, length: 2, validators: 4, transactions: () => [] });
  const blocks = [start.block(1), start.block(2)];
  while (blocks.length < length) {
    const { header, hash, commit, validators, nextValidators } = blocks.at(-1)!;
    const height = header.height + 1n;
    const lastBlockId = { ...header.lastBlockId, hash };
    const next = { ...header, height, time: plus(header.time, 1_000_000_000n), lastBlockId };
    blocks.push(makeLightBlock(next, commit, validators, nextValidators));
  }
  blocks[blocks.length - 1] = start.resign(blocks.at(-1)!);
  return { blocks, members: start.block(1).validators.validators.map(({ address }) => toHex(address)) };
}

function archiveOf(id: string, blocks: readonly CometLightBlock[]): Map<string, Uint8Array> {
  const files = new Map<string, Uint8Array>();
  const add = (path: string, bytes: Uint8Array): ArchiveFile => {
    files.set(path, bytes);
    return { path, size: bytes.length, sha256: sha256(bytes) };
  };
  const [first, last] = [blocks[0]!, blocks.at(-1)!];
  const frames = cometbft.packHistory(blocks);
  const headers = [];
  for (let i = 0; i < frames.length; i += FRAMES_PER_FILE) {
    const some = frames.slice(i, i + FRAMES_PER_FILE);
    const [from, to] = [some[0]!.from, some.at(-1)!.to];
    headers.push({ from, to, ...add(`headers-${from}-${to}.bin`, encodeFrames(some)) });
  }
  const ends = new Map([first, last].map((block) => [block.height, cometbft.encodeLightBlock(block)]));
  const sets = new Map([first, last].flatMap((block) => [...cometbft.encodedSets(block)]));
  const manifest = {
    chainId: id,
    family: 'cometbft',
    from: first.height,
    to: last.height,
    headers,
    blocks: [],
    sets: add('sets.bin', encodeSets(sets)),
    waypoints: add('waypoints.bin', encodeBlocks({ blocks: ends, sets })),
    transactions: [],
  };
  files.set('manifest.json', printManifest(manifest));
  return files;
}

/** Replaces the chain of this id in a copy of the build; returns the number of header files. */
export async function installLongChain(folder: string, id: string, length: number): Promise<number> {
  await loadCore();
  const { blocks, members } = linkBlocks(id, length);
  const files = archiveOf(id, blocks);
  const address = '/demo/archives/long/';
  mkdirSync(join(folder, address), { recursive: true });
  for (const [path, bytes] of files) writeFileSync(join(folder, address, path), bytes);
  const chain = {
    ...demoChain(id),
    profile: { ...(demoChain(id).profile as object), trustingPeriodSeconds: '3153600000' },
    checkpoints: [{ height: '1', hash: toHex(blocks[0]!.hash) }],
    validators: members.map((member, n) => ({ address: member, name: `node${n}` })),
    sources: [{ kind: 'archive', address, operator: 'test' }],
  };
  const pack = packFile({ name: 'long', demo: true, chains: [chain, demoChain('v037-test'), demoChain('fork-038')] });
  writeFileSync(join(folder, 'demo/pack.json'), pack.buffer);
  return [...files.keys()].filter((path) => path.startsWith('headers-')).length;
}
