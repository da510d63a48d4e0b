// Archives in memory: what was written reads back, the same input gives the same bytes, and damage of every kind has a name.
import { describe, expect, it } from 'vitest';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { decodeBlocks, decodeFrames, decodeSets, decodeTransactions } from '../../../src/client/archive/format.ts';
import { readManifest } from '../../../src/client/archive/manifest.ts';
import { ArchiveSource, type FetchFile, MANIFEST_PATH } from '../../../src/client/archive/source.ts';
import { type ArchiveInput, writeArchive } from '../../../src/client/archive/writer.ts';
import { ByteWriter } from '../../../src/codec/binary.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { codeOf as codeOfError, MingzhengError } from '../../../src/core/error.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { makeChain } from '../../support/make-chain.ts';
import { codeOf, NO_SIGNAL, Probe, rigFor } from './rig.ts';

const chain = makeChain({ length: 70, validators: 4, changeEvery: 9 });
const KEY = sha256(toUtf8('key'));

const input: ArchiveInput = {
  family: cometbft,
  chainId: chain.profile.chainId,
  blocks: chain.blocks,
  waypoints: [1n, 35n, 70n],
  data: new Map([
    [3n, { transactions: [toUtf8('a'), toUtf8('b')], results: [] }],
    [9n, { transactions: [toUtf8('c')], results: [] }],
  ]),
  index: [
    { key: KEY, height: 9n, index: 0 },
    { key: KEY, height: 3n, index: 1 },
  ],
};

type Files = Map<string, Uint8Array>;

function open(files: Files, profile = chain.profile) {
  const log: string[] = [];
  const fetchFile: FetchFile = async (path, maxBytes) => {
    log.push(path);
    const bytes = files.get(path);
    if (!bytes) throw new MingzhengError('source/not-found', { path });
    if (bytes.length > maxBytes) throw new MingzhengError('source/reply-too-large', { limit: maxBytes });
    return bytes;
  };
  return { log, source: new ArchiveSource('archive', 'cdn', cometbft, profile, fetchFile) };
}

/** The archive with one file replaced, its new size and hash in the manifest, as a liar would serve it. */
function withFile(prefix: string, change: (bytes: Uint8Array) => Uint8Array, honestly = true): Files {
  const files = writeArchive(input);
  const path = [...files.keys()].find((name) => name.startsWith(prefix))!;
  const bytes = change(files.get(path)!);
  files.set(path, bytes);
  return honestly ? withManifest(files, (manifest) => stamp(manifest, path, bytes)) : files;
}

type ManifestJson = Record<string, unknown>;
interface FileJson {
  path: string;
  size: number;
  sha256: string;
}

function withManifest(files: Files, change: (manifest: ManifestJson) => unknown): Files {
  const manifest = JSON.parse(new TextDecoder().decode(files.get(MANIFEST_PATH)!)) as ManifestJson;
  change(manifest);
  return new Map(files).set(MANIFEST_PATH, toUtf8(JSON.stringify(manifest)));
}

function stamp(manifest: ManifestJson, path: string, bytes: Uint8Array): void {
  const all = Object.values(manifest).flat() as FileJson[];
  const file = all.find((item) => item?.path === path)!;
  Object.assign(file, { size: bytes.length, sha256: toHex(sha256(bytes)) });
}

describe('an archive', () => {
  it('is the same bytes every time', () => {
    const [one, two] = [writeArchive(input), writeArchive(input)];
    expect([...one.keys()]).toEqual([...two.keys()]);
    for (const [path, bytes] of one) expect(toHex(two.get(path)!), path).toBe(toHex(bytes));
    expect([...one.keys()].at(-1)).toBe(MANIFEST_PATH);
  });

  it('gives back every light block with its sets', async () => {
    const { source } = open(writeArchive(input));
    for (const height of [1n, 2n, 9n, 34n, 35n, 69n, 70n])
      expect(await source.lightBlock(height, NO_SIGNAL), `height ${height}`).toEqual(chain.block(height));
    expect((await source.head(NO_SIGNAL)).height).toBe(70n);
    expect(await codeOf(source.lightBlock(71n, NO_SIGNAL))).toBe('source/height-too-high');
  });

  it('fetches each file once, and for a waypoint no more than two', async () => {
    const { source, log } = open(writeArchive(input));
    await source.lightBlock(35n, NO_SIGNAL);
    await source.lightBlock(70n, NO_SIGNAL);
    expect(log).toEqual([MANIFEST_PATH, 'waypoints.bin']);
    await source.lightBlock(20n, NO_SIGNAL);
    await source.lightBlock(21n, NO_SIGNAL);
    expect(new Set(log).size).toBe(log.length);
  });

  it.each([
    [1n, 69n],
    [5n, 5n],
    [20n, 41n],
  ])('gives history from %d to %d, cut exactly, from the top', async (from, to) => {
    const { source } = open(writeArchive(input));
    const heights: bigint[] = [];
    for await (const frames of source.history(from, to, NO_SIGNAL))
      for (const frame of frames) for (let h = frame.to; h >= frame.from; h--) heights.push(h);
    expect(heights).toEqual(Array.from({ length: Number(to - from) + 1 }, (_, i) => to - BigInt(i)));
  });

  it('finds places by key, in order, and block data by height', async () => {
    const { source } = open(writeArchive(input));
    expect(await source.find(KEY, NO_SIGNAL)).toEqual([
      { height: 3n, index: 1 },
      { height: 9n, index: 0 },
    ]);
    expect(await source.find(new Uint8Array(32), NO_SIGNAL)).toEqual([]);
    expect((await source.blockData(3n, NO_SIGNAL)).transactions).toEqual([toUtf8('a'), toUtf8('b')]);
    expect((await source.blockData(4n, NO_SIGNAL)).transactions).toEqual([]);
  });

  it('without an index says so', async () => {
    const { source } = open(writeArchive({ ...input, index: [] }));
    expect(await codeOf(source.find(KEY, NO_SIGNAL))).toBe('source/no-index');
  });

  it('a file that could not be fetched is asked for again', async () => {
    const files = writeArchive(input);
    const waypoints = files.get('waypoints.bin')!;
    files.delete('waypoints.bin');
    const { source } = open(files);
    expect(await codeOf(source.lightBlock(1n, NO_SIGNAL))).toBe('source/not-found');
    files.set('waypoints.bin', waypoints);
    expect((await source.lightBlock(1n, NO_SIGNAL)).height).toBe(1n);
  });

  it('a caller who cancels does not cancel another one who waits for the same file', async () => {
    const files = writeArchive(input);
    const fetchFile: FetchFile = (path, _, signal) =>
      new Promise((resolve, reject) => {
        signal.addEventListener('abort', () => reject(new MingzhengError('client/cancelled')));
        setTimeout(() => resolve(files.get(path)!), 20);
      });
    const source = new ArchiveSource('archive', 'cdn', cometbft, chain.profile, fetchFile);
    const stop = new AbortController();
    const first = source.lightBlock(35n, stop.signal).catch(() => undefined);
    const second = source.lightBlock(35n, NO_SIGNAL);
    stop.abort();
    await first;
    expect((await second).height).toBe(35n);
  });
});

describe('damage', () => {
  const flip = (bytes: Uint8Array) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));
  const light = (files: Files, height = 20n) => open(files).source.lightBlock(height, NO_SIGNAL);
  const history = async (files: Files) => {
    for await (const _ of open(files).source.history(1n, 69n, NO_SIGNAL));
  };

  it.each([
    ['a bit flipped', flip],
    ['the end cut off', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['emptied', () => new Uint8Array(0)],
  ])('%s on the way: the file is named', async (_, change) => {
    expect(await codeOf(light(withFile('blocks-1-', change, false)))).toBe('archive/damaged');
    expect(await codeOf(history(withFile('headers-', change, false)))).toBe('archive/damaged');
    expect(await codeOf(light(withFile('waypoints', change, false), 35n))).toBe('archive/damaged');
    expect(await codeOf(light(withFile('sets', change, false)))).toBe('archive/damaged');
  });

  it.each([
    ['the end cut off', (bytes: Uint8Array) => bytes.slice(0, -1)],
    ['more behind the end', (bytes: Uint8Array) => Uint8Array.of(...bytes, 0)],
    ['emptied', () => new Uint8Array(0)],
    ['another kind of file', (bytes: Uint8Array) => Uint8Array.of(...toUtf8('MZX1'), ...bytes.subarray(4))],
    ['a later version', (bytes: Uint8Array) => Uint8Array.of(...toUtf8('MZB2'), ...bytes.subarray(4))],
  ])('%s by the server itself, with the right hash: refused with a code', async (_, change) => {
    for (const [prefix, read] of [
      ['blocks-1-', light],
      ['sets', light],
      ['headers-', history],
    ] as const)
      expect(await codeOf(read(withFile(prefix, change))), prefix).toMatch(/^(archive|codec)\//);
  });

  it('a wrong file is named as such', async () => {
    const files = writeArchive(input);
    const swapped = withFile('waypoints', () => files.get('sets.bin')!);
    expect(await codeOf(light(swapped, 35n))).toBe('archive/wrong-file');
  });

  it('a block that stands under another height is noticed', async () => {
    const files = writeArchive({ ...input, waypoints: [] });
    const path = [...files.keys()].find((name) => name.startsWith('blocks-1-'))!;
    const at = (height: bigint) => ({ [`${height}`]: cometbft.encodeLightBlock(chain.block(height)) });
    const lying = new ByteWriter().raw(toUtf8('MZB1')).varint(0).varint(1).varint(20n).bytes(at(21n)['21']!).finish();
    files.set(path, lying);
    expect(await codeOf(light(withManifest(files, (manifest) => stamp(manifest, path, lying))))).toBe(
      'source/other-height',
    );
  });

  it('counts that promise more than there is are refused at once', () => {
    const read = [
      ['MZH1', decodeFrames],
      ['MZB1', decodeBlocks],
      ['MZS1', decodeSets],
      ['MZT1', decodeTransactions],
    ] as const;
    for (const [magic, decode] of read)
      for (const count of [1, 999_999, 1_000_001, 2n ** 60n]) {
        const bytes = new ByteWriter().raw(toUtf8(magic)).varint(count).finish();
        const started = performance.now();
        expect(() => decode(bytes), `${magic} ${count}`).toThrow(MingzhengError);
        expect(performance.now() - started).toBeLessThan(200);
      }
  });

  it('a client takes the rest from elsewhere, and the damaged archive is put aside', async () => {
    const { source } = open(withFile('headers-', flip, false));
    const rig = await rigFor(chain, [source, new Probe('good', chain.blocks)]);
    await rig.sync();
    expect(rig.client.state).toMatchObject({ phase: 'complete', head: { height: 70n } });
    expect(rig.health('archive')).toBe('lying');
  });

  it('headers of another chain, well packed, are not believed', async () => {
    const other = makeChain({ length: 70, validators: 4, changeEvery: 9, seed: 'other' });
    const foreign = writeArchive({ ...input, blocks: other.blocks });
    const path = [...foreign.keys()].find((name) => name.startsWith('headers-'))!;
    const { source } = open(withFile('headers-', () => foreign.get(path)!));
    const rig = await rigFor(chain, [source]);
    expect(await codeOf(rig.sync())).toBe('cometbft/link-hash');
    expect(rig.client.index.frames).toEqual([]);
  });
});

describe('a manifest', () => {
  const manifestCode = (change: (manifest: ManifestJson) => unknown): string => {
    const bytes = withManifest(writeArchive(input), change).get(MANIFEST_PATH)!;
    try {
      readManifest(bytes);
      return 'no error';
    } catch (error) {
      return codeOfError(error);
    }
  };
  const first = (manifest: ManifestJson, key = 'headers') => (manifest[key] as FileJson[])[0]!;

  it('of another chain is refused before any file is fetched', async () => {
    const { source, log } = open(writeArchive(input), { ...chain.profile, chainId: 'another' });
    expect(await codeOf(source.head(NO_SIGNAL))).toBe('source/wrong-chain');
    expect(log).toEqual([MANIFEST_PATH]);
  });

  it.each([
    '../secret.bin',
    '/etc/passwd.bin',
    'https://evil.example/x.bin',
    '//evil.example/x.bin',
    'a/b.bin',
    'x.js',
    '.bin',
    'A.bin',
    'a%2fb.bin',
    'x.bin?y',
    'x.bin\n',
  ])('with the path %j points nowhere', (path) => {
    expect(manifestCode((manifest) => Object.assign(first(manifest), { path }))).toBe('archive/bad-path');
    expect(manifestCode((manifest) => Object.assign(manifest.sets as FileJson, { path }))).toBe('archive/bad-path');
  });

  const BAD: readonly (readonly [string, (m: ManifestJson) => unknown, RegExp])[] = [
    ['a file of more than 64 MB', (m) => Object.assign(first(m), { size: (64 << 20) + 1 }), /^json\/integer-range$/],
    ['a negative size', (m) => Object.assign(first(m), { size: -1 }), /^json\//],
    ['a height beyond all chains', (m) => Object.assign(m, { to: `${2n ** 60n}` }), /^json\/integer-range$/],
    ['a height below 0', (m) => Object.assign(m, { from: '-1' }), /^json\/integer-range$/],
    ['a chunk from below 0', (m) => Object.assign(first(m), { from: '-1' }), /^json\/integer-range$/],
    ['a short hash', (m) => Object.assign(first(m), { sha256: 'ab' }), /^archive\/bad-path$/],
    ['another type', (m) => Object.assign(m, { mediaType: 'text/plain' }), /^archive\/not-a-manifest$/],
    ['no type', (m) => Object.assign(m, { mediaType: undefined }), /^archive\/not-a-manifest$/],
    ['no headers', (m) => Object.assign(m, { headers: undefined }), /^json\/expected-array$/],
    ['too many files', (m) => Object.assign(m, { headers: Array(20_001).fill(first(m)) }), /^json\/too-many/],
  ];

  it.each(BAD)('with %s is refused', (_, change, expected) => {
    expect(manifestCode(change)).toMatch(expected);
  });

  it('may begin with a genesis, at height 0', () => {
    const withGenesis = (manifest: ManifestJson) => {
      Object.assign(manifest, { from: '0' });
      Object.assign(first(manifest), { from: '0' });
    };
    const read = readManifest(withManifest(writeArchive(input), withGenesis).get(MANIFEST_PATH)!);
    expect([read.from, read.headers[0]!.from]).toEqual([0n, 0n]);
  });

  it('that is no JSON is refused', () => {
    for (const text of ['', '<html>', '[]', '{"mediaType":'])
      expect(() => readManifest(toUtf8(text)), text).toThrow(MingzhengError);
  });

  it('that leaves a hole gives what there is, and says what is missing', async () => {
    const files = withManifest(writeArchive({ ...input, waypoints: [] }), (manifest) => {
      manifest.blocks = (manifest.blocks as FileJson[]).slice(1);
    });
    expect(await codeOf(open(files).source.lightBlock(20n, NO_SIGNAL))).toBe('source/pruned');
  });
});
