// Blocks stored while others are still verified.
import type { ChainStore, StoredBlock } from './ports.ts';

/** Blocks written together. */
const BATCH = 64;

/** Writes blocks in batches, one after another. After a failed write nothing more is written, and the next call throws its error. */
export class BatchWriter {
  #batch: StoredBlock[] = [];
  #writing = Promise.resolve();
  #failure: { readonly error: unknown } | undefined;

  constructor(private readonly store: ChainStore) {}

  /** Errors: that of an earlier write. */
  add(block: StoredBlock): void {
    if (this.#failure) throw this.#failure.error;
    this.#batch.push(block);
    if (this.#batch.length === BATCH) this.#flush();
  }

  /** Writes what is left and waits for all. Errors: `store/...` */
  async end(): Promise<void> {
    this.#flush();
    await this.#writing;
    if (this.#failure) throw this.#failure.error;
  }

  #flush(): void {
    const blocks = this.#batch;
    this.#batch = [];
    if (blocks.length > 0) this.#writing = this.#writing.then(() => this.#write(blocks));
  }

  async #write(blocks: readonly StoredBlock[]): Promise<void> {
    if (this.#failure) return;
    try {
      await this.store.write({ blocks });
    } catch (error) {
      this.#failure = { error };
    }
  }
}
