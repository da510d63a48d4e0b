// How a family talks to a node without doing any I/O: it yields calls and is resumed with the replies.
import type { Reader } from '../codec/schema.ts';

export interface RpcCall {
  readonly method: string;
  /** By name or by position, as the family's nodes take them. */
  readonly params: Readonly<Record<string, unknown>> | readonly unknown[];
}

/** Yields calls, takes each call's result, returns what was asked for. Throws coded errors on bad replies. */
export type Conversation<Result> = Generator<RpcCall, Result, Reader>;

/** What a node said when it refused a call. */
export interface RpcRefusal {
  readonly code: bigint;
  readonly message: string;
  readonly data: string;
}
