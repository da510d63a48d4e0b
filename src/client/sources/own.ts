// What this device verified before, as a source: so that our own side of a comparison can speak when nobody else will.
import type { Frame, LightBlock } from '../../chain/chain.ts';
import { MingzhengError } from '../../core/error.ts';
import type { ChainContext } from '../context.ts';
import type { ChainStore, Source } from '../ports.ts';
import { readBlock } from '../stored.ts';

export const OWN_SOURCE = 'this-device';

/** Gives out the stored light blocks; of other heights only the headers are known here, which are not enough. */
export class OwnSource implements Source {
  readonly id = OWN_SOURCE;
  readonly operator = OWN_SOURCE;
  readonly isStatic = true;
  readonly canWitness = false;

  constructor(
    private readonly context: ChainContext,
    private readonly store: ChainStore,
    private readonly top: LightBlock,
  ) {}

  async head(): Promise<LightBlock> {
    return this.top;
  }

  async lightBlock(height: bigint): Promise<LightBlock> {
    const block = await readBlock(this.context, this.store, height);
    if (!block) throw new MingzhengError('source/not-found', { height });
    return block;
  }

  async *history(): AsyncIterable<readonly Frame[]> {}
}
