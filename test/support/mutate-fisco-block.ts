// Blocks of a made FISCO BCOS chain with other contents: any transactions and receipts under roots that all sealers sign, as if
// they had executed them, with the proofs that a node would give.
import { receiptHash, transactionHash } from '../../src/chain/fisco-bcos/hash.ts';
import { makePath, rootOf } from '../../src/chain/fisco-bcos/merkle.ts';
import type {
  FiscoLightBlock,
  FiscoPath,
  FiscoReceipt,
  FiscoTransaction,
  ProvenCall,
  Sealer,
} from '../../src/chain/fisco-bcos/model.ts';
import { hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import type { EventRecord, InputRecord } from '../../src/chain/fisco-bcos/records.ts';
import type { FiscoChain, FiscoSigning } from './make-fisco.ts';
import { type Call, makeReceipt, makeTransaction } from './make-fisco-calls.ts';
import { fiscoKey } from './make-fisco-keys.ts';

/** A transaction and what became of it. */
export interface Done {
  readonly transaction: FiscoTransaction;
  readonly receipt: FiscoReceipt;
}

/** A signed block and the proofs of what it holds. */
export class Held {
  readonly block: FiscoLightBlock;
  readonly #hashes: { readonly transactions: readonly Uint8Array[]; readonly receipts: readonly Uint8Array[] };

  constructor(
    private readonly chain: FiscoChain,
    number: bigint | number,
    readonly done: readonly Done[],
  ) {
    const { profile } = chain;
    this.#hashes = {
      transactions: done.map(({ transaction }) => transactionHash(profile, transaction)),
      receipts: done.map(({ receipt }) => receiptHash(profile, receipt)),
    };
    const root = (hashes: readonly Uint8Array[]) => rootOf(hashOf(profile), profile.generation, hashes);
    const { transactions, receipts } = this.#hashes;
    this.block = chain.resign(chain.block(number), {
      transactionsRoot: root(transactions),
      receiptsRoot: root(receipts),
    });
  }

  #path(hashes: readonly Uint8Array[], index: number): FiscoPath {
    return makePath(hashOf(this.chain.profile), this.chain.profile.generation, hashes, index);
  }

  proven(index: number): ProvenCall {
    const { transaction, receipt } = this.done[index]!;
    const { transactions, receipts } = this.#hashes;
    const result = { receipt, path: this.#path(receipts, index) };
    return { transaction, path: this.#path(transactions, index), result };
  }

  /** The record in a transaction's input, as a proof file has it. */
  input(index: number): InputRecord {
    const { transaction, path } = this.proven(index);
    return { kind: 'input', height: this.block.height, transaction, path };
  }

  event(index: number, log = 0): EventRecord {
    return { kind: 'event', height: this.block.height, log, ...this.proven(index) };
  }

  /** The next block, with another list, which all of it sign. */
  next(sealers: readonly Sealer[], setChange?: readonly ProvenCall[], sign?: FiscoSigning): FiscoLightBlock {
    const { height, hash } = this.block;
    const block = this.chain.block(height + 1n);
    const list = { sealer: 0n, sealerList: sealers.map(({ nodeId }) => nodeId) };
    const weights = sealers.map(({ weight }) => weight);
    const change =
      block.header.generation === 3
        ? { ...list, weights, parents: [{ number: height, hash }] }
        : { ...list, parentHash: hash };
    const { setChange: _, ...signed } = this.chain.resign(block, change, sign);
    return { ...signed, ...(setChange && { setChange }) };
  }
}

/** A call with the receipt that a made chain gives it; parts of both may be others. */
export function doneCall(
  { profile }: FiscoChain,
  number: bigint | number,
  index: number,
  call: Call,
  changes: { readonly transaction?: object; readonly receipt?: object } = {},
): Done {
  const key = fiscoKey(profile.cryptography, 'caller', call.sender ?? 0);
  const place = { profile, number: BigInt(number), index, key };
  return {
    transaction: { ...makeTransaction(place, call), ...changes.transaction } as FiscoTransaction,
    receipt: { ...makeReceipt(place, call), ...changes.receipt } as FiscoReceipt,
  };
}
