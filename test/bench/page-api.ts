// What Node asks of the bench page, and the page of its worker.
import type { ChainName } from './catalog.ts';
import type { Effort, Row } from './rounds.ts';

export interface BenchPage {
  run(work: string, effort: Effort): Promise<Row[]>;
  /** Fills a store by hash links and leaves it there, so that its size on disk can be looked at. */
  fill(chain: ChainName): Promise<void>;
}

declare global {
  interface Window {
    bench?: BenchPage;
  }
}
