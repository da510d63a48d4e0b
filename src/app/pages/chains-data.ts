// The chains on this device, kept up to date for whichever element shows them.
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import type { ChainView, ErrorView, WorkerEvent } from '../../worker/api.ts';
import { api } from '../connection.ts';
import { errorView } from '../errors.ts';
import { onWorkerEvent } from './chains-events.ts';

export class ChainsData implements ReactiveController {
  /** Undefined until the worker has answered once. */
  chains?: readonly ChainView[];
  error?: ErrorView;
  #stop?: () => void;

  constructor(private readonly host: ReactiveControllerHost) {
    host.addController(this);
  }

  hostConnected(): void {
    this.#stop = onWorkerEvent((event) => this.#take(event));
    void this.load();
  }

  hostDisconnected(): void {
    this.#stop?.();
  }

  byId(id: string): ChainView | undefined {
    return this.chains?.find((chain) => chain.id === id);
  }

  async load(): Promise<void> {
    try {
      this.chains = await api().chains();
      this.error = undefined;
    } catch (thrown) {
      this.error = errorView(thrown);
    }
    this.host.requestUpdate();
  }

  #take(event: WorkerEvent): void {
    if (event.kind === 'chains') void this.load();
    if (event.kind === 'chain' && this.chains) {
      this.chains = withChain(this.chains, event.chain);
      this.host.requestUpdate();
    }
  }
}

/** The same list with one chain replaced, or added where it is new. */
export function withChain(chains: readonly ChainView[], next: ChainView): ChainView[] {
  const known = chains.some((chain) => chain.id === next.id);
  return known ? chains.map((chain) => (chain.id === next.id ? next : chain)) : [...chains, next];
}
