// Blocks whose signatures are checked all at once: the same blocks, in the same order, and the same refusal as one by one.
import { describe, expect, it } from 'vitest';
import { type LightBlock, markVerified, type Verified } from '../../../src/chain/chain.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import type { FiscoLightBlock } from '../../../src/chain/fisco-bcos/model.ts';
import { NOBODY } from '../../../src/client/abortable.ts';
import { advanceInRows } from '../../../src/client/advance-in-rows.ts';
import type { ChainContext } from '../../../src/client/context.ts';
import type { Source } from '../../../src/client/ports.ts';
import { BlocksSource } from '../../../src/client/sources/blocks.ts';
import { walkSequential } from '../../../src/client/walk-sequential.ts';
import type { SignatureClaim, SignatureVerifier } from '../../../src/crypto/claim.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { makeChain } from '../../support/make-chain.ts';
import { makeFisco } from '../../support/make-fisco.ts';
import { flipped } from '../../support/mutate.ts';
import { withEntry } from '../../support/mutate-block.ts';
import { trust } from '../../support/mutate-fisco.ts';
import { codeOf } from './rig.ts';

const chain = makeFisco({ seed: 'together' });
chain.addEmpty(8);
const FROM = 2;
const blocks = [3, 4, 5, 6, 7].map((number) => chain.block(number));

/** Verifies as the program does and keeps the size of each batch. */
class BatchLog implements SignatureVerifier {
  readonly sizes: number[] = [];
  constructor(private readonly answer: (claims: readonly SignatureClaim[]) => Promise<readonly boolean[]>) {}
  verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
    this.sizes.push(claims.length);
    return this.answer(claims);
  }
}

interface Walked {
  readonly heights: bigint[];
  readonly code: string;
  readonly batches: number;
}

const contextOf = (verifier: SignatureVerifier): ChainContext => ({
  family: fiscoBcos,
  profile: chain.profile,
  verifier,
  clock: { now: () => chain.head.time },
});

type Answer = SignatureVerifier['verify'];
const answerRightly: Answer = (claims) => localVerifier.verify(claims);

const walk = (some: readonly LightBlock[], answer?: Answer): Promise<Walked> =>
  walkRows(some.length > 0 ? [some] : [], answer);

async function walkRows(rows: readonly (readonly LightBlock[])[], answer = answerRightly): Promise<Walked> {
  const verifier = new BatchLog(answer);
  const context = contextOf(verifier);
  const verified: Verified<LightBlock>[] = [];
  const left = [...rows];
  const fetchAfter = () => (left.length > 0 ? Promise.resolve(left.shift()!) : undefined);
  const run = async () => {
    for await (const block of advanceInRows(context, trust(chain.block(FROM)), fetchAfter, NOBODY))
      verified.push(block);
  };
  const code = await codeOf(run()).catch(() => 'accepted');
  for (const block of verified) expect(block.how).toBe('signed');
  return { heights: verified.map(({ height }) => height), code, batches: verifier.sizes.length };
}

/** A block with a bit of one signature turned over, and so few others that the right ones are no quorum. */
function withTooFew(number: number): LightBlock {
  const block = chain.block(number) as FiscoLightBlock;
  const [first, ...others] = block.signatures.slice(0, 5);
  const signatures = [{ ...first!, signature: flipped(first!.signature, 5) }, ...others];
  return { ...block, signatures } as FiscoLightBlock;
}

const withBlock = (number: number, block: LightBlock) => blocks.map((old, i) => (i + 3 === number ? block : old));

describe('blocks that are advanced over together', () => {
  it('have their signatures checked in one batch', async () => {
    expect(await walk(blocks)).toEqual({ heights: [3n, 4n, 5n, 6n, 7n], code: 'accepted', batches: 1 });
  });

  it('up to one with too few right signatures are verified, that one is refused by its own code', async () => {
    const { heights, code } = await walk(withBlock(5, withTooFew(5)));
    expect([heights, code]).toEqual([[3n, 4n], 'fisco/wrong-signature']);
  });

  it('up to one that a rule refuses are verified, and no signature of it is asked for', async () => {
    const other = chain.block(4);
    const { heights, code } = await walk(withBlock(6, other));
    expect([heights, code]).toEqual([[3n, 4n, 5n], 'fisco/height-not-later']);
  });

  it.each([
    ['none', (claims: readonly SignatureClaim[]) => claims.map(() => false)],
    ['one answer less than asked', (claims: readonly SignatureClaim[]) => claims.slice(1).map(() => true)],
    ['holes', (claims: readonly SignatureClaim[]) => new Array<boolean>(claims.length)],
    ['something that is not no', (claims: readonly SignatureClaim[]) => claims.map(() => 1 as unknown as boolean)],
  ])('are not believed from a verifier that gives %s', async (_, answer) => {
    const first = { asked: 0 };
    const { heights } = await walk(blocks, async (claims) =>
      first.asked++ === 0 ? answer(claims) : claims.map(() => false),
    );
    expect(heights).toEqual([]);
  });

  it('are none where there are none, and one alone is asked for as ever', async () => {
    expect(await walk([])).toEqual({ heights: [], code: 'accepted', batches: 0 });
    expect(await walk(blocks.slice(0, 1))).toEqual({ heights: [3n], code: 'accepted', batches: 1 });
  });
});

describe('rows of blocks', () => {
  const rows = [blocks.slice(0, 2), blocks.slice(2, 4), blocks.slice(4)];
  const never = () => new Promise<never>(() => undefined);

  it('are verified in order, the last one alone', async () => {
    expect(await walkRows(rows)).toEqual({ heights: [3n, 4n, 5n, 6n, 7n], code: 'accepted', batches: 3 });
  });

  it('are asked for while the one before is checked', async () => {
    let asked = 0;
    const bothAsked = new Promise<void>((resolve) => {
      void walkRows(rows.slice(0, 2), () => {
        if (++asked === 2) resolve();
        return never();
      });
    });
    await bothAsked;
  });

  it('count for nothing, though all right themselves, behind one that is not', async () => {
    const { heights, code } = await walkRows([[blocks[0]!, withTooFew(4)], rows[1]!]);
    expect([heights, code]).toEqual([[3n], 'fisco/wrong-signature']);
  });

  it('begin anew where the one before had to be taken block by block', async () => {
    let asked = 0;
    const { heights, code } = await walkRows(rows, (claims) =>
      ++asked === 1 ? Promise.resolve(claims.map(() => false)) : answerRightly(claims),
    );
    expect([heights, code]).toEqual([[3n, 4n, 5n, 6n, 7n], 'accepted']);
    // The first row, then the second begun on it; the first by its two blocks; the second anew; the third alone.
    expect(asked).toBe(6);
  });

  it('are not fetched further than one ahead', async () => {
    const fetched: number[] = [];
    const context = contextOf({ verify: never });
    const walked = advanceInRows(
      context,
      trust(chain.block(FROM)),
      () => {
        const row = rows[fetched.length];
        fetched.push(fetched.length);
        return row && Promise.resolve(row);
      },
      NOBODY,
    );
    void walked.next();
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(fetched).toEqual([0, 1]);
  });

  it('that cannot be fetched are no loss to those before', async () => {
    const verified: bigint[] = [];
    const context = contextOf({ verify: answerRightly });
    const answers = [Promise.resolve(rows[0]!), Promise.reject(new Error('gone'))];
    answers[1]!.catch(() => undefined);
    const run = async () => {
      const fetchAfter = () => answers.shift();
      for await (const { height } of advanceInRows(context, trust(chain.block(FROM)), fetchAfter, NOBODY))
        verified.push(height);
    };
    await expect(run()).rejects.toThrow('gone');
    expect(verified).toEqual([3n, 4n]);
  });
});

describe('blocks of several sets', () => {
  const LENGTH = 20;
  const changing = makeChain({ length: LENGTH, validators: 4, seed: 'rows', changeEvery: 5 });
  const CLAIMS = 3; // of four members of the same power

  /** Walks rows of seven; how many heights are verified, and how many claims are asked for until then. */
  async function walkSets(
    changed: readonly LightBlock[],
  ): Promise<{ heights: number; claims: number[]; code: string }> {
    const claims: number[] = [];
    const verifier: SignatureVerifier = {
      verify: (asked, need) => {
        claims.push(asked.length);
        return localVerifier.verify(asked, need);
      },
    };
    const context: ChainContext = {
      family: cometbft,
      profile: changing.profile,
      verifier,
      clock: { now: () => changing.now },
    };
    const rows = [changed.slice(1, 8), changed.slice(8, 15), changed.slice(15)];
    let heights = 0;
    const run = async () => {
      const fetchAfter = () => (rows.length > 0 ? Promise.resolve(rows.shift()!) : undefined);
      for await (const block of advanceInRows(context, markVerified(changed[0]!, 'checkpoint'), fetchAfter, NOBODY))
        heights = Number(block.height);
    };
    const code = await codeOf(run()).catch(() => 'accepted');
    return { heights, claims, code };
  }

  it('are verified, those of one set together, the first of each alone', async () => {
    const { heights, claims, code } = await walkSets(changing.blocks);
    expect([heights, code]).toEqual([LENGTH, 'accepted']);
    expect(claims.reduce((sum, count) => sum + count, 0)).toBe(CLAIMS * (LENGTH - 1));
    expect(Math.max(...claims)).toBe(CLAIMS * 4);
  });

  it('are not asked about behind a block with wrong signatures that announces other members', async () => {
    const last = changing.blocks.findIndex((block, i) => isOtherSet(block, changing.blocks[i + 1]!));
    const wrong = changing.blocks.map((block, i) => (i === last ? withEntry(block, 0, { signature: ZEROS }) : block));
    const { heights, claims, code } = await walkSets(wrong);
    expect([heights, code]).toEqual([last, 'cometbft/wrong-signature']);
    // Those of its set together, then one by one.
    expect(claims.reduce((sum, count) => sum + count, 0)).toBe(2 * CLAIMS * last);
  });
});

const ZEROS = new Uint8Array(64);
const isOtherSet = (left: LightBlock, right: LightBlock): boolean =>
  cometbft.setHashOf(left) !== cometbft.setHashOf(right);

describe('a cancelled walk over rows', () => {
  it('ends at once, though its verifier never answers', async () => {
    const stop = new AbortController();
    const context = contextOf({ verify: () => new Promise<never>(() => undefined) });
    const fetchAfter = () => Promise.resolve(blocks);
    const next = advanceInRows(context, trust(chain.block(FROM)), fetchAfter, stop.signal).next();
    stop.abort();
    await expect(next).rejects.toMatchObject({ code: 'client/cancelled' });
  });

  it('tells no more blocks than those of the row that is in hand', async () => {
    const stop = new AbortController();
    const rows = [blocks.slice(0, 2), blocks.slice(2, 4), blocks.slice(4)];
    const told: bigint[] = [];
    const run = async () => {
      const fetchAfter = () => (rows.length > 0 ? Promise.resolve(rows.shift()!) : undefined);
      const walked = advanceInRows(
        contextOf({ verify: answerRightly }),
        trust(chain.block(FROM)),
        fetchAfter,
        stop.signal,
      );
      for await (const { height } of walked) {
        told.push(height);
        stop.abort();
      }
    };
    expect(await codeOf(run())).toBe('client/cancelled');
    expect(told).toEqual([3n, 4n]);
  });
});

describe('a source that gives another height than it was asked for', () => {
  it.each([
    [4n, 5],
    [7n, 4],
  ])('is refused at block %i', async (height, given) => {
    const source = new BlocksSource('a', 'a', fiscoBcos, blocks);
    const lightBlock = async (asked: bigint) => (asked === height ? chain.block(given) : source.lightBlock(asked));
    const lying: Source = { id: 'a', operator: 'a', head: () => source.head(), history: source.history, lightBlock };
    const context = contextOf({ verify: answerRightly });
    const walked = walkSequential(context, lying, trust(chain.block(FROM)), chain.block(8), NOBODY);
    expect(await codeOf(walked)).toBe('source/other-height');
  });
});
