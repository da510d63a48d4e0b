// Makes public/demo out of the recorded networks and the generated chains: archives, the demo trust pack, samples. Run:
// npm run demo -- NETWORKS [OUT], where NETWORKS is the folder of the recordings (`cometbft/demo-a`, ..., `sm/irita`). The same
// recordings give the same bytes, and every sample is verified before anything is written.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { loadFamily } from '../../src/chain/registry.ts';
import { toHex } from '../../src/codec/bytes.ts';
import { sha256 } from '../../src/core/hashing.ts';
import { loadCore } from '../../src/core/load-node.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { openPack, type PackChain, type TrustPack } from '../../src/trust/pack.ts';
import { addSamples } from './add-samples.ts';
import { addArchive } from './archives.ts';
import { checkSamples } from './check-samples.ts';
import { demoNetworks, type Network } from './networks.ts';
import { type DemoChain, printDemoPack } from './pack.ts';
import { Workshop } from './workshop.ts';

/** Names of members, as the pack gives them. */
async function namesOf(shop: Workshop, network: Network): Promise<{ address: string; name: string }[]> {
  const { names, sides } = network;
  if (names === 'none') return [];
  if (names !== 'numbered') return [...names].map(([address, name]) => ({ address, name }));
  const { membersOf } = await loadFamily(network.family);
  const { blocks } = shop.recording(sides[0]!.name);
  const addresses = new Set(blocks.flatMap((block) => membersOf(block).map(({ address }) => address)));
  return [...addresses].map((address, i) => ({ address, name: `node${i}` }));
}

/** `folders` gives the archive of each recording, as far as it was made. */
async function demoChain(shop: Workshop, network: Network, folders: ReadonlyMap<string, string>): Promise<DemoChain> {
  const { sides, checkpoints } = network;
  return {
    network,
    archives: sides.map(({ name, operator }) => ({ folder: folders.get(name) ?? name, operator })),
    blocks: checkpoints.map(({ height }) => shop.blockAt(sides[0]!.name, height)),
    validators: await namesOf(shop, network),
  };
}

async function printPack(shop: Workshop, folders: ReadonlyMap<string, string>): Promise<Uint8Array> {
  const chains = shop.networks.map((network) => demoChain(shop, network, folders));
  return printDemoPack(await Promise.all(chains));
}

function chainsOf({ chains }: TrustPack): Map<string, PackChain> {
  return new Map(chains.map((chain) => [chain.id, chain]));
}

/** The archives need the checkpoints of a pack, and the pack the archives' addresses: so it is printed twice. */
async function addArchives(shop: Workshop): Promise<Map<string, string>> {
  const chains = chainsOf(await openPack(await printPack(shop, new Map()), localVerifier));
  const folders = new Map<string, string>();
  for (const { id, sides } of shop.networks)
    for (const { name } of sides) folders.set(name, await addArchive(shop, chains.get(id)!, name));
  return folders;
}

function writeFiles({ files }: Workshop, out: string): void {
  rmSync(out, { recursive: true, force: true });
  for (const [path, bytes] of files) {
    mkdirSync(dirname(join(out, path)), { recursive: true });
    writeFileSync(join(out, path), bytes);
  }
}

async function main(networks = '../shared/networks', out = 'public/demo'): Promise<void> {
  await loadCore();
  const shop = new Workshop(demoNetworks(networks));
  const bytes = await printPack(shop, await addArchives(shop));
  shop.put('pack.json', bytes);
  const pack = await openPack(bytes, localVerifier);
  const samples = await addSamples(shop, networks, chainsOf(pack));
  await checkSamples(shop, pack, samples);
  writeFiles(shop, out);
  const size = [...shop.files.values()].reduce((sum, file) => sum + file.length, 0);
  console.log(`${shop.files.size} files, ${size} bytes, pack ${toHex(sha256(bytes)).slice(0, 16)}`);
}

await main(...process.argv.slice(2));
