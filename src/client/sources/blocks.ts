// A source over light blocks that are already at hand: dropped JSON files, and recordings in tests and conformance runs.
import type { ChainFamily, Frame, LightBlock } from '../../chain/chain.ts';
import { MingzhengError } from '../../core/error.ts';
import type { Source } from '../ports.ts';

const BLOCKS_PER_BATCH = 256n;

export class BlocksSource implements Source {
  readonly isStatic = true;
  readonly #blocks = new Map<bigint, LightBlock>();
  #top: LightBlock;

  /** Errors: `source/empty`. A later block at the same height replaces an earlier one. */
  constructor(
    readonly id: string,
    readonly operator: string,
    private readonly family: ChainFamily,
    blocks: Iterable<LightBlock>,
    readonly canWitness = true,
  ) {
    let top: LightBlock | undefined;
    for (const block of blocks) {
      this.#blocks.set(block.height, block);
      if (top === undefined || block.height > top.height) top = block;
    }
    if (top === undefined) throw new MingzhengError('source/empty', { id });
    this.#top = top;
  }

  async head(): Promise<LightBlock> {
    return this.#top;
  }

  async lightBlock(height: bigint): Promise<LightBlock> {
    const block = this.#blocks.get(height);
    if (block) return block;
    const code = height > this.#top.height ? 'source/height-too-high' : 'source/not-found';
    throw new MingzhengError(code, { height, head: this.#top.height });
  }

  async *history(from: bigint, to: bigint): AsyncIterable<readonly Frame[]> {
    for (let upper = to; upper >= from; upper -= BLOCKS_PER_BATCH) {
      const lower = upper - BLOCKS_PER_BATCH + 1n > from ? upper - BLOCKS_PER_BATCH + 1n : from;
      const blocks: LightBlock[] = [];
      for (let height = lower; height <= upper; height++) blocks.push(await this.lightBlock(height));
      yield this.family.packHistory(blocks).reverse();
    }
  }
}
