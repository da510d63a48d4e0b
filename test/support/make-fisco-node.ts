// What a node of a made FISCO BCOS chain answers over JSON-RPC, as nodes print it (sheet 1 and 5.1). Its proofs are built here
// from all hashes of a block, not with the code that is tested.

import { lightBlockToJson } from '../../src/chain/fisco-bcos/json.ts';
import type { FiscoLightBlock, FiscoReceipt, FiscoTransaction } from '../../src/chain/fisco-bcos/model.ts';
import { hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { receiptToJson } from '../../src/chain/fisco-bcos/receipt.ts';
import { transactionToJson } from '../../src/chain/fisco-bcos/transaction.ts';
import { concatBytes, toHex } from '../../src/codec/bytes.ts';
import { encodeRlp, rlpInteger } from '../../src/codec/rlp.ts';
import { hash } from '../../src/core/hashing.ts';
import type { BlockHashes, FiscoChain } from './make-fisco.ts';
import { versionNumber } from './make-fisco-profile.ts';

export type NodeReply =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string } };

class Refusal extends Error {
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message);
  }
}

type Method = (node: Node, params: readonly unknown[]) => unknown;

const NO_SUCH_BLOCK = 'block number is larger than the current block number';
const NO_SUCH_TRANSACTION = 'transaction does not exist';

/** The part of a reply that is the node's own: `result` or `error`. Parameters go by position. */
export function nodeReply(chain: FiscoChain, method: string, params: readonly unknown[] = []): NodeReply {
  const methods = chain.profile.generation === 3 ? METHODS_3 : METHODS_2;
  try {
    const call = Object.hasOwn(methods, method) ? methods[method]! : undefined;
    if (call === undefined) throw new Refusal(-32601, `The method ${method} does not exist/is not available.`);
    const node = new Node(chain);
    node.checkGroup(params[0]);
    return { result: call(node, params.slice(chain.profile.generation === 3 ? 2 : 1)) };
  } catch (error) {
    if (error instanceof Refusal) return { error: { code: error.code, message: error.message } };
    throw error;
  }
}

/** 3.x puts group and node in front: what is left is counted from there. */
const METHODS_3: Readonly<Record<string, Method>> = {
  getBlockNumber: (node) => Number(node.chain.head.height),
  getBlockHashByNumber: (node, [number]) => node.hashAt(number),
  getBlockByNumber(node, [number, onlyHeader = true, onlyHash = true]) {
    const block = node.blockAt(number);
    return onlyHeader ? node.header(block) : { ...node.header(block), transactions: node.printAll(block, onlyHash) };
  },
  getTransaction(node, [id, requireProof = false]) {
    const found = node.find(id);
    const proof = { txProof: pairProof(hashOf(node.chain.profile), found.hashes.transactions, found.index) };
    return { ...node.transaction(found), transactionProof: [], ...(requireProof ? node.gives(proof) : {}) };
  },
  getTransactionReceipt(node, [id, requireProof = false]) {
    const found = node.find(id);
    const proof = { txReceiptProof: pairProof(hashOf(node.chain.profile), found.hashes.receipts, found.index) };
    return { ...node.receipt(found), receiptProof: [], ...(requireProof ? node.gives(proof) : {}) };
  },
};

const METHODS_2: Readonly<Record<string, Method>> = {
  getBlockNumber: (node) => hexNumber(node.chain.head.height),
  getBlockHashByNumber: (node, [number]) => node.hashAt(number),
  getBlockHeaderByNumber(node, [number, withSignatures = true]) {
    const { signatureList, ...header } = node.header(node.blockAt(number));
    return withSignatures ? { ...header, signatureList } : header;
  },
  getBlockByNumber(node, [number, whole = true]) {
    const block = node.blockAt(number);
    const { signatureList, ...header } = node.header(block);
    const transactions = node.printAll(block, !whole);
    return whole ? { ...header, signatureList, transactions } : { ...header, transactions };
  },
  getTransactionReceipt: (node, [id]) => node.receipt(node.find(id)),
  getTransactionByHashWithProof(node, [id]) {
    const found = node.find(id);
    const txProof = sixteenProof(hashOf(node.chain.profile), found.hashes.transactions, found.index);
    return { transaction: node.transaction(found), txProof };
  },
  getTransactionReceiptByHashWithProof(node, [id]) {
    const found = node.find(id);
    const receiptProof = sixteenProof(hashOf(node.chain.profile), found.hashes.receipts, found.index);
    return { transactionReceipt: node.receipt(found), receiptProof };
  },
};

interface Found {
  readonly block: FiscoLightBlock;
  readonly index: number;
  readonly transaction: FiscoTransaction;
  readonly receipt: FiscoReceipt;
  readonly hashes: BlockHashes;
}

const hex = (bytes: Uint8Array) => `0x${toHex(bytes)}`;
const hexNumber = (value: bigint | number) => `0x${value.toString(16)}`;

class Node {
  constructor(readonly chain: FiscoChain) {}

  checkGroup(group: unknown): void {
    const isOwn = `${group}` === this.chain.profile.groupId;
    const code = this.chain.profile.generation === 3 ? -32005 : -40009;
    if (!isOwn) throw new Refusal(code, `The group ${group} does not exist`);
  }

  blockAt(number: unknown): FiscoLightBlock {
    const found = this.chain.blocks.find(({ height }) => height === BigInt(number as string | number));
    if (!found) throw new Refusal(-32603, NO_SUCH_BLOCK);
    return found;
  }

  /** A genesis of 2.x is known by its hash alone. */
  hashAt(number: unknown): string {
    const { profile } = this.chain;
    const isOldGenesis = profile.generation === 2 && BigInt(number as string | number) === 0n;
    return hex(isOldGenesis ? profile.genesisHash! : this.blockAt(number).hash);
  }

  header(block: FiscoLightBlock): Record<string, unknown> {
    const { setChange: _, ...bare } = block;
    const json = lightBlockToJson(bare) as Record<string, unknown>;
    return this.chain.profile.generation === 3 ? withNumbers(json) : json;
  }

  /** The transactions of a block, or their hashes alone. */
  printAll(block: FiscoLightBlock, onlyHash: unknown): unknown[] {
    return this.#all(block).map((found) =>
      onlyHash ? hex(found.hashes.transactions[found.index]!) : this.transaction(found),
    );
  }

  #all(block: FiscoLightBlock): Found[] {
    const data = this.chain.data.get(block.height)!;
    const hashes = this.chain.hashes(data);
    return data.transactions.map((transaction, index) => {
      return { block, index, transaction, receipt: data.receipts[index]!, hashes };
    });
  }

  find(id: unknown): Found {
    for (const block of this.chain.blocks) {
      const found = this.#all(block).find(({ hashes, index }) => hex(hashes.transactions[index]!) === id);
      if (found) return found;
    }
    throw new Refusal(-32603, NO_SUCH_TRANSACTION);
  }

  transaction({ transaction, hashes, block, index }: Found): Record<string, unknown> {
    const json = { ...transactionToJson(transaction), hash: hex(hashes.transactions[index]!) };
    if (this.chain.profile.generation === 3) return withNumbers({ ...json, extraData: '', importTime: '0' });
    const place = { blockHash: hex(block.hash), blockNumber: hexNumber(block.height) };
    return { ...json, ...place, transactionIndex: hexNumber(index) };
  }

  receipt({ receipt, hashes, block, index }: Found): Record<string, unknown> {
    const transactionHash = hex(hashes.transactions[index]!);
    const json = { ...receiptToJson(receipt), transactionHash };
    if (this.chain.profile.generation === 3)
      return withNumbers({ ...json, hash: hex(hashes.receipts[index]!), message: '' });
    const place = { blockHash: hex(block.hash), blockNumber: hexNumber(block.height) };
    return { ...json, ...place, transactionIndex: hexNumber(index) };
  }

  /** Before 3.2 nodes give proofs of another tree, which nobody can use (sheet 4.4). */
  gives(proof: object): object {
    return versionNumber(this.chain.profile.version) >= versionNumber('3.2.0') ? proof : {};
  }
}

const NUMBERS = new Set(['number', 'blockNumber', 'timestamp', 'sealer', 'blockLimit', 'gasLimit', 'importTime']);

/** 3.x prints these as JSON numbers, of up to 64 bits. */
function withNumbers(json: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(json).map(([key, value]) => {
      if (NUMBERS.has(key)) return [key, Number(value)];
      if (key === 'consensusWeights') return [key, (value as string[]).map(Number)];
      return key === 'parentInfo' ? [key, (value as object[]).map(withNumbers)] : [key, value];
    }),
  );
}

type Algorithm = ReturnType<typeof hashOf>;

/** The nodes above a level, so many children each. */
function levelAbove(algorithm: Algorithm, level: readonly Uint8Array[], width: number): Uint8Array[] {
  const parents: Uint8Array[] = [];
  for (let at = 0; at < level.length; at += width)
    parents.push(hash(algorithm, concatBytes(...level.slice(at, at + width))));
  return parents;
}

/** Groups that hold the node of a place, from the bottom up. */
function groupsUp(algorithm: Algorithm, leaves: readonly Uint8Array[], index: number, width: number) {
  const groups: { items: readonly Uint8Array[]; place: number }[] = [];
  let level = leaves;
  for (let place = index; level.length > 1; place = Math.floor(place / width)) {
    const first = place - (place % width);
    groups.push({ items: level.slice(first, first + width), place: place - first });
    level = levelAbove(algorithm, level, width);
  }
  return groups;
}

/** 3.2 and later: a count and as many hashes for each level, flat; a single leaf alone. */
export function pairProof(algorithm: Algorithm, leaves: readonly Uint8Array[], index: number): string[] {
  if (leaves.length === 1) return [toHex(leaves[0]!)];
  const count = (items: readonly Uint8Array[]) => items.length.toString(16).padStart(8, '0').padEnd(64, '0');
  return groupsUp(algorithm, leaves, index, 2).flatMap(({ items }) => [count(items), ...items.map(toHex)]);
}

/** 2.2 and later: what stands left and right on each level, numbered leaves first; the last level is empty. */
export function sixteenProof(algorithm: Algorithm, hashes: readonly Uint8Array[], index: number): object[] {
  const leaves = hashes.map((item, i) => concatBytes(encodeRlp(rlpInteger(BigInt(i))), item));
  const levels = groupsUp(algorithm, leaves, index, 16).map(({ items, place }) => ({
    left: items.slice(0, place).map(toHex),
    right: items.slice(place + 1).map(toHex),
  }));
  return [...levels, { left: [], right: [] }];
}
