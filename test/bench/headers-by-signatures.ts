// headers-by-signatures: headers verified one after another, each by the signatures of its own commit, and stored.
import type { LightBlock } from '../../src/chain/chain.ts';
import { type HeadResult, syncHead } from '../../src/client/head.ts';
import type { Source } from '../../src/client/ports.ts';
import { bytesEqual } from '../../src/codec/bytes.ts';
import type { SignatureClaim, SignatureVerifier } from '../../src/crypto/claim.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { BenchChain } from '../support/bench-chain-files.ts';
import type { ChainName } from './catalog.ts';
import { checkVerifier, claimsOf } from './claims.ts';
import { type BenchHost, contextOf, measureRow, NO_SIGNAL, sourceOf } from './host.ts';
import { nobleVerifier } from './peers.ts';
import { type Contender, mustHold, type Row, type Run } from './rounds.ts';

/** The archive as it was when the block at `head` was the newest. */
function upTo(chain: BenchChain, head: bigint): Source {
  const source = sourceOf(chain);
  return {
    id: source.id,
    operator: source.operator,
    head: (signal): Promise<LightBlock> => source.lightBlock(head, signal),
    lightBlock: (height, signal) => source.lightBlock(height, signal),
    history: (from, to, signal) => source.history(from, to, signal),
  };
}

interface Piece {
  readonly host: BenchHost;
  readonly chain: BenchChain;
  readonly head: bigint;
  readonly verifier: SignatureVerifier;
}

/** Proves the newest head of the piece from its checkpoint, every header on the way, with an empty store. */
async function run({ host, chain, head, verifier }: Piece): Promise<Run> {
  const { store, remove } = await host.freshStore();
  const sync = {
    context: contextOf(chain, verifier),
    checkpoints: [chain.checkpoint],
    store,
    index: await store.index(),
    patience: { wait: async () => undefined },
    onProgress: () => undefined,
  };
  const source = upTo(chain, head);
  const started = performance.now();
  const result = await syncHead(sync, 'sequential', source, [], NO_SIGNAL);
  const ms = performance.now() - started;
  check(chain, head, result, await store.index());
  await remove();
  return { units: Number(head), ms };
}

type Index = Awaited<ReturnType<Awaited<ReturnType<BenchHost['freshStore']>>['store']['index']>>;

function check(chain: BenchChain, head: bigint, result: HeadResult, index: Index): void {
  mustHold(result.head.height === head && index.head?.height === head, 'the head is reached');
  mustHold(head !== chain.head || bytesEqual(result.head.hash, chain.headHash), 'the head is the right one');
  mustHold(index.blocks.length === Number(head), 'every header is stored');
  mustHold(
    index.blocks.every(({ how, height }) => how === (height === 1n ? 'checkpoint' : 'signed')),
    'every header is verified by signatures',
  );
}

/** The first step with a verifier that says no must fail, or nothing is verified at all. */
async function checkRefusal(piece: Piece): Promise<void> {
  const refuse: SignatureVerifier = { verify: async (claims) => claims.map(() => false) };
  const accepted = await run({ ...piece, head: 2n, verifier: refuse }).then(
    () => true,
    () => false,
  );
  mustHold(!accepted, 'wrong signatures are refused');
}

async function checkVerifiers({ chain, verifier }: Piece): Promise<void> {
  const { family, profile } = chain;
  const head = await sourceOf(chain).lightBlock(chain.head, NO_SIGNAL);
  const claims = await claimsOf(family.quorum(profile, head, true));
  mustHold(claims.length === family.membersOf(head).length, 'everybody has signed');
  for (const each of [verifier, nobleVerifier]) await checkVerifier(each, claims);
}

/** Adds up the time that a verifier takes. */
class TimedVerifier implements SignatureVerifier {
  ms = 0;

  constructor(private readonly verifier: SignatureVerifier) {}

  async verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
    const started = performance.now();
    const answers = await this.verifier.verify(claims);
    this.ms += performance.now() - started;
    return answers;
  }
}

/** The slow peer gets a shorter piece of the same chain, and its rate counts. */
export async function headersBySignatures(
  host: BenchHost,
  work: string,
  name: ChainName,
  peerHeaders: bigint,
): Promise<Row[]> {
  const chain = await host.chain(name);
  const verifier = new TimedVerifier(localVerifier);
  const piece: Piece = { host, chain, head: chain.head, verifier };
  await checkRefusal(piece);
  await checkVerifiers(piece);
  verifier.ms = 0;
  let ms = 0;
  const ours: Contender = async () => {
    const ran = await run(piece);
    ms += ran.ms;
    return ran;
  };
  const peer: Contender = () => run({ ...piece, head: peerHeaders, verifier: nobleVerifier });
  const peerName = `the same with a loop over @noble/curves, ${peerHeaders} headers scaled`;
  const row = await measureRow(host, { work, unit: 'headers/s', peerName }, ours, peer);
  return [{ ...row, signatureShare: verifier.ms / ms }];
}
