// Makes public/demo out of the recorded networks: archives, the demo trust pack, samples. Run: npm run demo -- NETWORKS
// where NETWORKS is the folder of the recordings (demo-a, v034, ...). The same recordings give the same bytes.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { openPack, type PackChain } from '../../src/trust/pack.ts';
import { addSamples } from './add-samples.ts';
import { addArchive } from './archives.ts';
import { type DemoChain, printDemoPack } from './pack.ts';
import { Workshop } from './workshop.ts';

const ONE_THIRD = { numerator: 1, denominator: 3 };
/** demo-a skips by two thirds, so that its way from the checkpoint to the head has stops that can be shown. */
const TWO_THIRDS = { numerator: 2, denominator: 3 };
/** A second checkpoint of demo-a whose validity has ended on purpose: for the sample with an expired checkpoint. */
const ENDED = {
  height: 600n,
  validUntil: '2026-11-24T19:00:00Z',
  note: 'ended on purpose, for the sample with an expired checkpoint',
};

interface Network {
  readonly id: string;
  readonly version: string;
  readonly title: string;
  /** Recordings, each by another operator. */
  readonly recordings: readonly string[];
}

const NETWORKS: readonly Network[] = [
  { id: 'demo-a', version: '0.38', title: '演示链 A', recordings: ['demo-a'] },
  { id: 'v034-test', version: '0.34', title: 'CometBFT 0.34', recordings: ['v034'] },
  { id: 'v037-test', version: '0.37', title: 'CometBFT 0.37', recordings: ['v037'] },
  { id: 'rotate-038', version: '0.38', title: '换届演示', recordings: ['rotate-038'] },
  { id: 'fork-038', version: '0.38', title: '分叉演示', recordings: ['fork-038/a', 'fork-038/b'] },
  { id: 'big-100', version: '0.38', title: '百名验证人', recordings: ['big-100'] },
];

const [networks = '../shared/networks/cometbft', out = 'public/demo'] = process.argv.slice(2);
const shop = new Workshop(networks);
const folders = new Map<string, string>();

/** Names node0, node1, ... in the order in which members first appear. */
function namesOf(name: string): { address: string; name: string }[] {
  const { blocks } = shop.recording(name);
  const addresses = new Set(blocks.flatMap((block) => cometbft.membersOf(block).map(({ address }) => address)));
  return [...addresses].map((address, i) => ({ address, name: `node${i}` }));
}

function demoChain({ id, version, title, recordings }: Network): DemoChain {
  const name = recordings[0]!;
  const isMain = id === 'demo-a';
  const first = { block: shop.blockAt(name, 1n) };
  return {
    id,
    title,
    version,
    ed25519: version === '0.38' ? 'zip215' : 'go',
    trustLevel: isMain ? TWO_THIRDS : ONE_THIRD,
    archives: recordings.map((folder) => ({ folder: folders.get(folder) ?? folder, operator: `recording ${folder}` })),
    checkpoints: isMain ? [first, { ...ENDED, block: shop.blockAt(name, ENDED.height) }] : [first],
    validators: recordings.length > 1 || id === 'big-100' ? [] : namesOf(name),
  };
}

const printPack = (): Uint8Array => printDemoPack(NETWORKS.map(demoChain));

async function chainsOf(pack: Uint8Array): Promise<Map<string, PackChain>> {
  return new Map((await openPack(pack, localVerifier)).chains.map((item) => [item.id, item]));
}

function writeFiles(): void {
  rmSync(out, { recursive: true, force: true });
  for (const [path, bytes] of shop.files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), bytes);
  }
}

async function main(): Promise<void> {
  await loadCore();
  const unaddressed = await chainsOf(printPack());
  for (const { id, recordings } of NETWORKS)
    for (const name of recordings) folders.set(name, await addArchive(shop, unaddressed.get(id)!, name));
  const pack = printPack(); // again, now that the archives' addresses are known
  shop.put('pack.json', pack);
  await addSamples(shop, await chainsOf(pack));
  writeFiles();
  const size = [...shop.files.values()].reduce((sum, bytes) => sum + bytes.length, 0);
  console.log(`${shop.files.size} files, ${size} bytes, pack ${toHex(sha256(pack)).slice(0, 16)}`);
}

await main();
