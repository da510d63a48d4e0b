// proof-to-verdict: from the bytes of a proof file and its document to the verdict.
import { loadFamily } from '../../src/chain/registry.ts';
import { fromUtf8 } from '../../src/codec/bytes.ts';
import { parseTime } from '../../src/codec/time.ts';
import type { Core } from '../../src/core/core.ts';
import { MingzhengError } from '../../src/core/error.ts';
import { installCore } from '../../src/core/hashing.ts';
import { jsCore } from '../../src/core/js-core.ts';
import type { SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import { type BatchPorts, verifyItems } from '../../src/record/batch.ts';
import type { Item } from '../../src/record/intake.ts';
import { chainTrust } from '../../src/trust/chain-trust.ts';
import { openPack, type TrustPack } from '../../src/trust/pack.ts';
import { type BenchHost, measureRow, NO_SIGNAL } from './host.ts';
import { nobleVerifier } from './peers.ts';
import { type Contender, counting, mustHold, type Row } from './rounds.ts';

const NOW = parseTime('2026-11-24T20:00:00Z');

function item(name: string, bytes: Uint8Array): Item {
  return { name, size: bytes.length, slice: async (start, end) => bytes.subarray(start, end) };
}

/** As samples.json lists it. */
interface Sample {
  readonly id: string;
  /** Addresses on the app's own origin, below /demo/. */
  readonly files: readonly string[];
}

async function pairOf(host: BenchHost, id: string): Promise<Item[]> {
  const list = JSON.parse(fromUtf8(await host.demoFile('samples.json'))) as { readonly samples: readonly Sample[] };
  const sample = list.samples.find((each) => each.id === id);
  mustHold(sample?.files.length === 2, `there is a pair of the name ${id}`);
  const paths = sample!.files.map((address) => address.replace(/^\/demo\//, ''));
  return Promise.all(paths.map(async (path) => item(path.split('/').at(-1)!, await host.demoFile(path))));
}

function portsOf(pack: TrustPack, verifier: SignatureVerifier): BatchPorts {
  let count = 0;
  return {
    trust: async (id) => {
      const chain = pack.chains.find((each) => each.id === id);
      return chain && chainTrust(pack, chain, await loadFamily(chain.family));
    },
    known: async () => undefined,
    find: async () => {
      throw new MingzhengError('record/no-proof-given');
    },
    verifier,
    now: () => NOW,
    nextId: () => `${++count}`,
    keep: () => undefined,
  };
}

async function verdictCode(items: readonly Item[], ports: BatchPorts): Promise<string> {
  const verdicts = await verifyItems(items, ports, () => undefined, NO_SIGNAL);
  return verdicts.map(({ code }) => code).join(' ');
}

interface Way {
  readonly core: Core;
  readonly ports: BatchPorts;
}

async function check({ core, ports }: Way, good: readonly Item[], edited: readonly Item[]): Promise<void> {
  installCore(core);
  mustHold((await verdictCode(good, ports)) === 'verdict/document-consistent', 'the good pair is consistent');
  mustHold((await verdictCode(edited, ports)) === 'verdict/digest-differs', 'the edited document is found out');
}

export async function proofToVerdict(host: BenchHost, work: string): Promise<Row[]> {
  const core = await host.loadCore();
  const pack = await openPack(await host.demoFile('pack.json'), localVerifier);
  const [good, edited] = await Promise.all([pairOf(host, 'good'), pairOf(host, 'edited')]);
  const ours: Way = { core, ports: portsOf(pack, localVerifier) };
  const peer: Way = { core: jsCore, ports: portsOf(pack, nobleVerifier) };
  for (const way of [ours, peer]) await check(way, good, edited);
  const contender = (way: Way): Contender => {
    const measured = counting(1, () => verdictCode(good, way.ports));
    return () => {
      installCore(way.core);
      return measured();
    };
  };
  const peerName = 'the same over @noble/curves and @noble/hashes alone';
  const row = await measureRow(host, { work, unit: 'verdicts/s', peerName }, contender(ours), contender(peer));
  installCore(core);
  return [row];
}
