// A chain's node over JSON-RPC: runs the family's conversations on a transport. Every reply is untrusted.
import type { ChainFamily, Frame, LightBlock, Profile } from '../../chain/chain.ts';
import type { Conversation, RpcCall } from '../../chain/conversation.ts';
import type { Reader } from '../../codec/schema.ts';
import { NOBODY, untilAborted } from '../abortable.ts';
import type { Source } from '../ports.ts';

/** Sends one call and gives its result. Errors: `source/...`; a node's refusal is classified by the family. */
export interface RpcTransport {
  call(call: RpcCall, signal: AbortSignal): Promise<Reader>;
  /** Calls back for every event of a subscription, where the transport can; returns how to stop. */
  subscribe?(call: RpcCall, onEvent: (result: Reader) => void): Promise<() => void>;
  close(): void;
}

export class JsonRpcSource implements Source {
  #checked?: Promise<void>;

  constructor(
    readonly id: string,
    readonly operator: string,
    private readonly family: ChainFamily,
    private readonly profile: Profile,
    private readonly transport: RpcTransport,
  ) {}

  async head(signal: AbortSignal): Promise<LightBlock> {
    return this.#converse(this.family.node.fetchLightBlock(this.profile), signal);
  }

  async lightBlock(height: bigint, signal: AbortSignal): Promise<LightBlock> {
    return this.#converse(this.family.node.fetchLightBlock(this.profile, height), signal);
  }

  async *history(from: bigint, to: bigint, signal: AbortSignal): AsyncIterable<readonly Frame[]> {
    let upper = to;
    while (upper >= from) {
      const frames = await this.#converse(this.family.node.fetchHistory(this.profile, from, upper), signal);
      upper = frames[0]!.from - 1n;
      yield [...frames].reverse();
    }
  }

  /** Runs any conversation of the family, for transactions and results. */
  converse<Result>(conversation: Conversation<Result>, signal: AbortSignal): Promise<Result> {
    return this.#converse(conversation, signal);
  }

  /** Calls back whenever the node says that there is a new block. A hint only. */
  async onNewBlock(callback: () => void): Promise<(() => void) | undefined> {
    const { newBlock, isNewBlockEvent } = this.family.node;
    if (!newBlock) return undefined;
    return this.transport.subscribe?.(newBlock, (result) => {
      if (isNewBlockEvent?.(result)) callback();
    });
  }

  close(): void {
    this.transport.close();
  }

  async #converse<Result>(conversation: Conversation<Result>, signal: AbortSignal): Promise<Result> {
    await this.#checkOnce(signal);
    return this.#run(conversation, signal);
  }

  /** The node is asked once which chain it serves; a failure is forgotten, so that it is asked again. */
  async #checkOnce(signal: AbortSignal): Promise<void> {
    this.#checked ??= this.#run(this.family.node.checkNode(this.profile), NOBODY).catch((error) => {
      this.#checked = undefined;
      throw error;
    });
    await untilAborted(this.#checked, signal);
  }

  async #run<Result>(conversation: Conversation<Result>, signal: AbortSignal): Promise<Result> {
    let next = conversation.next();
    while (!next.done) next = conversation.next(await this.transport.call(next.value, signal));
    return next.value;
  }
}
