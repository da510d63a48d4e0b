// headers-by-links: history below a verified head by hash links, out of an archive that lies in memory, stored on the way.
import { markVerified } from '../../src/chain/chain.ts';
import { readManifest } from '../../src/client/archive/manifest.ts';
import { MANIFEST_PATH } from '../../src/client/archive/source.ts';
import type { ChainContext } from '../../src/client/context.ts';
import { fillGap, type GapFill } from '../../src/client/history.ts';
import type { ChainStore } from '../../src/client/ports.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import { installCore } from '../../src/core/hashing.ts';
import { jsCore } from '../../src/core/js-core.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { BenchChain } from '../support/bench-chain-files.ts';
import type { ChainName } from './catalog.ts';
import { type BenchHost, contextOf, measureRow, NO_SIGNAL, sourceOf } from './host.ts';
import { type Contender, mustHold, type Row, type Run, sizes } from './rounds.ts';

export const JSON_PEER = "the headers in the chain's own JSON, without spaces";

async function gapBelowHead(chain: BenchChain, context: ChainContext): Promise<GapFill> {
  const head = markVerified(await sourceOf(chain).lightBlock(chain.head, NO_SIGNAL), 'signed');
  mustHold(bytesEqual(head.hash, chain.headHash), 'the links begin at the right head');
  const gap = { from: 1n, to: chain.head - 1n, above: chain.head };
  return { gap, anchor: chain.head, target: context.family.parentOf(head) };
}

/** Fills the store and gives the milliseconds that it took. */
export async function fillStore(chain: BenchChain, store: ChainStore): Promise<number> {
  const context = contextOf(chain, localVerifier);
  const fill = await gapBelowHead(chain, context);
  const source = sourceOf(chain);
  let headers = 0n;
  const started = performance.now();
  await fillGap(context, fill, source, store, NO_SIGNAL, (count) => {
    headers += count;
  });
  const ms = performance.now() - started;
  mustHold(headers === chain.head - 1n, 'every header is linked');
  return ms;
}

async function checkStore(chain: BenchChain, store: ChainStore): Promise<void> {
  const { frames } = await store.index();
  mustHold(frames[0]?.from === 1n && frames.at(-1)?.to === chain.head - 1n, 'the store reaches from end to end');
  mustHold(
    frames.every(({ from }, i) => i === 0 || frames[i - 1]!.to + 1n === from),
    'there is no gap in the store',
  );
}

async function run(host: BenchHost, chain: BenchChain): Promise<Run> {
  const { store, remove } = await host.freshStore();
  const ms = await fillStore(chain, store);
  await checkStore(chain, store);
  await remove();
  return { units: Number(chain.head - 1n), ms };
}

/** If links were not checked, everything below would be for nothing. */
async function checkRefusal(host: BenchHost, chain: BenchChain): Promise<void> {
  const context = contextOf(chain, localVerifier);
  const fill = await gapBelowHead(chain, context);
  const wrong = { ...fill, target: { ...fill.target, hash: chain.checkpoint.hash } };
  const { store, remove } = await host.freshStore();
  const filled = await fillGap(context, wrong, sourceOf(chain), store, NO_SIGNAL, () => undefined).then(
    () => true,
    () => false,
  );
  await remove();
  mustHold(!filled, 'a header that the head does not name is refused');
}

/** Everything is the same but the core: the one in TypeScript, one header at a time. */
export async function headersByLinks(host: BenchHost, work: string, name: ChainName): Promise<Row[]> {
  const chain = await host.chain(name);
  const core = await host.loadCore();
  await checkRefusal(host, chain);
  const withCore = (installed: typeof core): Contender => {
    return async () => {
      installCore(installed);
      return run(host, chain);
    };
  };
  const peerName = 'header hashing in TypeScript (js core), same linking and storing';
  const row = await measureRow(host, { work, unit: 'headers/s', peerName }, withCore(core), withCore(jsCore));
  installCore(core);
  return [row];
}

/** Bytes of the archive's header files for each header. */
export async function headerBytesArchive(host: BenchHost, work: string, name: ChainName): Promise<Row[]> {
  const chain = await host.chain(name);
  const { headers } = readManifest(chain.files.get(MANIFEST_PATH)!);
  const bytes = headers.reduce((sum, { size }) => sum + size, 0);
  const count = Number(chain.head);
  return [sizes(work, host.environment, bytes / count, chain.jsonBytes / count, JSON_PEER)];
}
