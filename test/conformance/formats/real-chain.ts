// Headers of real chains: `mocha-4/<height>/*.json`, Celestia's extended headers, and decoded TIBC headers.
import { commitHash, headerHash, makeValidatorSet } from '../../../src/chain/cometbft/hash.ts';
import {
  makeLightBlock,
  readCommit,
  readHeader,
  readValidator,
  readValidatorSet,
} from '../../../src/chain/cometbft/json.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import type { CometProfile } from '../../../src/chain/cometbft/profile.ts';
import { bytesEqual, toHex } from '../../../src/codec/bytes.ts';
import type { Json } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { consecutiveRuns, followsFrom, linkedFrames, quorumAnswer, roundTripAnswer } from '../blocks.ts';
import { DataFile } from '../file-tree.ts';
import type { Format } from '../format.ts';
import { testProfile } from '../profiles.ts';
import { allHold, type Cases } from '../report.ts';

/** These chains ran on Tendermint 0.34; Celestia's data_hash is not the root of its transactions. */
function profileOf(block: CometLightBlock): CometProfile {
  return testProfile(block.header.chainId, { version: '0.34', ed25519: 'go', dataHash: 'other' });
}

function readSigned(reader: Reader): CometLightBlock {
  const header = readHeader(reader.reader('header'));
  return makeLightBlock(header, readCommit(reader.reader('commit')), readValidatorSet(reader.reader('validator_set')));
}

async function checkAlone(block: CometLightBlock, cases: Cases): Promise<void> {
  await cases.run(`${block.height}`, 'ok', () => quorumAnswer(profileOf(block), block, true));
  await cases.run(`${block.height}/round-trip`, 'ok', () => roundTripAnswer(profileOf(block), block));
}

/** Which height a folder of the chain is. */
const heightOf = (file: DataFile) => file.folders.at(-1) ?? '';

export const signedBlock: Format = {
  matches: (file) => file.name === 'signed_block.json',
  async run(file, cases) {
    const block = await blockOf(file);
    await checkAlone(block, cases);
    for (const lower of await lowerBlocks(file, block))
      await cases.run(`${lower.height}-${block.height}/step`, 'ok', () => followsFrom(profileOf(block), lower, block));
  },
};

async function blockOf(file: DataFile): Promise<CometLightBlock> {
  return readSigned((await file.reader()).reader('result'));
}

/** The same chain's blocks in the folders beside this one. */
async function lowerBlocks(file: DataFile, block: CometLightBlock): Promise<CometLightBlock[]> {
  const above = file.folder.split('/').slice(0, -1).join('/');
  if (file.folder === '') return [];
  const files = (await file.tree.list())
    .map((path) => new DataFile(file.tree, path))
    .filter((other) => other.name === file.name && other.folder.split('/').slice(0, -1).join('/') === above);
  const blocks = await Promise.all(files.map(blockOf));
  const lower = blocks.filter((other) => other.height < block.height && other.header.chainId === block.header.chainId);
  return lower.sort((a, b) => (a.height < b.height ? -1 : 1));
}

/** `header.json`, `commit.json`, `validators_<page>.json` beside a signed block: replies that must agree with it. */
export const besideSignedBlock: Format = {
  matches: (file) => /^(header|commit|validators_\d+)\.json$/.test(file.name) && /^\d+$/.test(heightOf(file)),
  async run(file, cases) {
    const result = (await file.reader()).reader('result');
    const signed = await file.sibling('signed_block.json');
    const block = signed && (await blockOf(signed));
    if (result.has('validators')) return checkMembers(file, result, block, cases);
    const header = readHeader((result.optionalReader('signed_header') ?? result).reader('header'));
    const own = block === undefined || bytesEqual(headerHash(header), block.hash);
    const commit = result.has('signed_header')
      ? readCommit(result.reader('signed_header').reader('commit'))
      : undefined;
    const named = commit === undefined || bytesEqual(commit.blockId.hash, headerHash(header));
    const height = `${header.height}` === heightOf(file);
    cases.expect('', 'ok', allHold({ 'signed block': own, 'block_id.hash': named, height }));
  },
};

function checkMembers(file: DataFile, result: Reader, block: CometLightBlock | undefined, cases: Cases): void {
  const members = result.readers('validators', 100, true).map(readValidator);
  const page = Number(/\d+/.exec(file.name)?.[0] ?? '1');
  const isWhole = BigInt(members.length) === result.int64('total');
  const set = new Set(block?.validators.validators.map(({ address, power }) => `${toHex(address)}/${power}`));
  const claims = {
    height: result.string('block_height') === heightOf(file),
    page: page >= 1,
    members: block === undefined || members.every(({ address, power }) => set.has(`${toHex(address)}/${power}`)),
    set: block === undefined || !isWhole || bytesEqual(makeValidatorSet(members).hash, block.header.validatorsHash),
  };
  cases.expect('', 'ok', allHold(claims));
}

export const extendedHeaders: Format = {
  matches: (file) => /^extended_header_.*\.json$/.test(file.name),
  async run(file, cases) {
    const blocks = await extendedBlocks(file);
    for (const block of blocks) await checkAlone(block, cases);
    for (const run of consecutiveRuns(blocks)) await checkRun(run, cases);
    const lower = (await Promise.all((await otherHeaders(file)).map(extendedBlocks))).flat();
    const [first] = blocks;
    for (const block of lower.filter((other) => first && other.height < first.height))
      await cases.run(`${block.height}-${first!.height}/step`, 'ok', () =>
        followsFrom(profileOf(block), block, first!),
      );
  },
};

const otherHeaders = async (file: DataFile) =>
  (await file.siblings()).filter((other) => extendedHeaders.matches(other));

async function extendedBlocks(file: DataFile): Promise<CometLightBlock[]> {
  const json = await file.json();
  const items = Array.isArray(json) ? (json as readonly Json[]) : [json];
  return items.map((item) => readSigned(Reader.of(item)));
}

async function checkRun(run: readonly CometLightBlock[], cases: Cases): Promise<void> {
  for (const [i, upper] of run.entries()) {
    const lower = run[i - 1];
    if (lower === undefined) continue;
    const id = `${lower.height}-${upper.height}`;
    await cases.run(`${id}/adjacent`, 'ok', () => followsFrom(profileOf(lower), lower, upper));
    const isHash = bytesEqual(commitHash(lower.commit), upper.header.lastCommitHash);
    cases.expect(`${id}/commit-hash`, 'ok', allHold({ last_commit_hash: isHash }));
  }
  const [first] = run;
  if (first) for (const { id, check } of linkedFrames(profileOf(first), run)) await cases.run(id, 'ok', check);
}

export const tibcHeaders: Format = {
  matches: (file) => file.name === 'headers.json' && file.folders.includes('iris_tibc'),
  async run(file, cases) {
    for (const [i, item] of (await file.reader()).readers('items', 10_000).entries()) {
      const signed = item.reader('signed_header');
      const members = makeValidatorSet(item.readers('validators', 10_000).map(readValidator));
      const header = readHeader(signed.reader('header'));
      const block = makeLightBlock(header, readCommit(signed.reader('commit')), members);
      await cases.run(`${i}/${block.height}`, 'ok', () => quorumAnswer(profileOf(block), block, true));
      await cases.run(`${i}/${block.height}/round-trip`, 'ok', () => roundTripAnswer(profileOf(block), block));
    }
  },
};
