// `verification.json`: what CometBFT's own light client found on a network; its bisection traces are asked again.
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import type { CometLightBlock } from '../../../src/chain/cometbft/model.ts';
import { BlocksSource } from '../../../src/client/sources/blocks.ts';
import { walkSkipping } from '../../../src/client/walk.ts';
import { bytesEqual } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import type { Format } from '../format.ts';
import type { Network } from '../networks.ts';
import { believed, justAfter, readLevel } from '../profiles.ts';
import type { Cases } from '../report.ts';

const TRACE = /^bisection_trace_trust_(\d+)_(\d+)$/;

export const verification: Format = {
  matches: (file) => file.name === 'verification.json',
  async run(file, cases, world) {
    const network = await world.networks.ofFolder(file);
    const notes = await file.reader();
    const traces = [...notes.object.keys()].filter((key) => TRACE.test(key));
    if (network === undefined || network.tip === 0n) return cases.skip('', 'no light blocks beside it');
    for (const key of traces) await checkTrace(notes, key, network, cases);
  },
};

async function checkTrace(notes: Reader, key: string, network: Network, cases: Cases): Promise<void> {
  const theirs = notes.array(key, 10_000).map((height) => BigInt((height as { text: string }).text));
  const [, numerator, denominator] = TRACE.exec(key)!;
  const blocks = network.blocks().filter(({ height }) => height >= theirs[0]! && height <= theirs.at(-1)!);
  if (blocks[0]?.height !== theirs[0] || blocks.at(-1)?.height !== theirs.at(-1))
    return cases.skip(key, 'the blocks at its ends are not at hand');
  const ours = await walk(network, `${numerator}/${denominator}`, blocks);
  const isOther = ours !== theirs.join() && theirs.some((height) => setChangesAt(network, height));
  if (isOther) cases.skip(key, `CometBFT counts the trusted height's own set, we count the next: ours is ${ours}`);
  else cases.expect(key, theirs.join(), ours);
}

function setChangesAt(network: Network, height: bigint): boolean {
  const header = network.header(height);
  return header !== undefined && !bytesEqual(header.validatorsHash, header.nextValidatorsHash);
}

async function walk(network: Network, level: string, blocks: readonly CometLightBlock[]): Promise<string> {
  const now = justAfter(blocks.at(-1)!);
  const profile = { ...network.profile, trustLevel: readLevel(level) };
  const context = { family: cometbft, profile, verifier: localVerifier, clock: { now: () => now } };
  const source = new BlocksSource('recorded', 'recorded', cometbft, blocks);
  const { signal } = new AbortController();
  const trace = await walkSkipping(context, source, believed(blocks[0]!), blocks.at(-1)!, signal);
  return trace.map((block) => block.height).join();
}
