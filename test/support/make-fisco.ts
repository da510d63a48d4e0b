// Makes valid FISCO BCOS chains of both generations with throwaway keys, block by block: headers, signatures, transactions,
// receipts and proven changes of the sealers that all rules accept, and the means to sign a changed header again, as an
// attacker with the keys could. Everything follows from the options and what is added.
//
//   const chain = makeFisco({ cryptography: 'national', sealers: 7 });
//   chain.add({ calls: [recordCall(chain.profile, 'id', digest)] });
//   chain.add({ changes: [{ method: 'setWeight', node: 2, weight: 5n }] }); // the block after it has the new list
//   chain.addEmpty(3);

import type { Checkpoint } from '../../src/chain/chain.ts';
import { receiptHash, transactionHash } from '../../src/chain/fisco-bcos/hash.ts';
import { makeLightBlock } from '../../src/chain/fisco-bcos/json.ts';
import { makePath, rootOf } from '../../src/chain/fisco-bcos/merkle.ts';
import type {
  FiscoHeader,
  FiscoLightBlock,
  FiscoReceipt,
  FiscoTransaction,
  HeaderV2,
  HeaderV3,
  ProvenCall,
  Sealer,
  SealerSignature,
} from '../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashOf } from '../../src/chain/fisco-bcos/profile.ts';
import { inOrder, sameSealers } from '../../src/chain/fisco-bcos/sealers.ts';
import { saysSuccess } from '../../src/chain/fisco-bcos/set-change.ts';
import { targetOf } from '../../src/chain/fisco-bcos/transaction.ts';
import { bytesEqual, toHex, toUtf8 } from '../../src/codec/bytes.ts';
import { fromNanos, type Time } from '../../src/codec/time.ts';
import { hash } from '../../src/core/hashing.ts';
import { type Call, CONSENSUS_ADDRESS, makeReceipt, makeTransaction } from './make-fisco-calls.ts';
import { type FiscoKey, fiscoKey, withKey } from './make-fisco-keys.ts';
import {
  type FiscoOptions,
  type FiscoSigning,
  fiscoProfile,
  genesisHeader,
  versionNumber,
} from './make-fisco-profile.ts';

import { callOf, changedBy, type SealerChange, signersOf } from './make-fisco-sealers.ts';

export {
  type FiscoOptions,
  type FiscoSigning,
  fiscoProfile,
  fiscoProfileJson,
  versionNumber,
} from './make-fisco-profile.ts';
export type { ChangeMethod, SealerChange } from './make-fisco-sealers.ts';

export interface NewBlock {
  readonly calls?: readonly Call[];
  /** Calls of the consensus precompile, behind the other calls; in force in the next block. */
  readonly changes?: readonly SealerChange[];
  /** Who signs from the next block on, as a committee decides it: nothing in this block proves it. */
  readonly becomes?: readonly Sealer[];
  /** Milliseconds since 1970. */
  readonly timestamp?: bigint;
  readonly sign?: FiscoSigning;
  /** Fields that are not as they should be, signed nevertheless. */
  readonly header?: Partial<HeaderV3> | Partial<HeaderV2>;
}

export interface FiscoBlockData {
  readonly transactions: readonly FiscoTransaction[];
  readonly receipts: readonly FiscoReceipt[];
}

const EMPTY = new Uint8Array(0);
const START_MS = 1_767_225_600_123n; // 2026-01-01T00:00:00.123Z

export interface BlockHashes {
  readonly transactions: readonly Uint8Array[];
  readonly receipts: readonly Uint8Array[];
}

export class FiscoChain {
  readonly profile: FiscoProfile;
  /** From the genesis on in 3.x, from block 1 on in 2.x. */
  readonly blocks: FiscoLightBlock[] = [];
  readonly data = new Map<bigint, FiscoBlockData>();
  readonly #hashes = new WeakMap<FiscoBlockData, BlockHashes>();
  readonly #keysByName = new Map<string, FiscoKey>();
  readonly #keysByNodeId = new Map<string, FiscoKey>();
  /** Who signs the next block. */
  #sealers: readonly Sealer[];

  constructor(private readonly options: FiscoOptions) {
    const profile = fiscoProfile(options);
    const weightOf = (number: number) => BigInt((profile.generation === 3 && options.weights?.[number]) || 1);
    const numbers = Array.from({ length: options.sealers ?? 4 }, (_, number) => number);
    this.#sealers = inOrder(numbers.map((number) => ({ nodeId: this.nodeId(number), weight: weightOf(number) })));
    if (profile.generation === 3) this.#addGenesis(makeLightBlock(profile, genesisHeader(profile, this.#sealers), []));
    const genesisHash = this.blocks[0]?.hash ?? hash(hashOf(profile), toUtf8(`genesis of ${profile.chainId}`));
    this.profile = { genesisHash, ...profile };
  }

  #addGenesis(block: FiscoLightBlock): void {
    this.blocks.push(block);
    this.data.set(0n, { transactions: [], receipts: [] });
  }

  /** The list of the next block. */
  get sealers(): readonly Sealer[] {
    return this.#sealers;
  }

  get head(): FiscoLightBlock {
    return this.blocks.at(-1)!;
  }

  /** One second after the last block. */
  get now(): Time {
    return fromNanos(1_000_000n * this.head.header.timestamp + 1_000_000_000n);
  }

  /** The node id of a sealer's number. */
  nodeId(number: number): Uint8Array {
    const key = this.#keyOf(`sealer/${number}`);
    this.#keysByNodeId.set(toHex(key.publicKey), key);
    return key.publicKey;
  }

  /** Of a sealer by name, of a sender by number. */
  #keyOf(name: string): FiscoKey {
    const { cryptography = 'international', seed = 'fisco' } = this.options;
    const known = this.#keysByName.get(name) ?? fiscoKey(cryptography, `${seed}/${name}`, 0);
    this.#keysByName.set(name, known);
    return known;
  }

  block(number: bigint | number): FiscoLightBlock {
    const found = this.blocks.find(({ height }) => height === BigInt(number));
    if (!found) throw new Error(`no block ${number}`);
    return found;
  }

  checkpoint(number: bigint | number): Checkpoint {
    return { height: BigInt(number), hash: this.block(number).hash };
  }

  /** Adds a block and gives it back. */
  add(next: NewBlock = {}): FiscoLightBlock {
    const number = this.blocks.length === 0 ? 1n : this.head.height + 1n;
    const { changes = [], calls = [] } = next;
    const data = this.#makeData(number, [...calls, ...changes.map((change) => this.#callOf(change))]);
    const header = { ...this.#header(number, data, next), ...next.header } as FiscoHeader;
    const setChange = this.#setChange();
    const block = this.#signed(header, next.sign ?? this.options.sign ?? 'all', setChange);
    this.blocks.push(block);
    this.data.set(number, data);
    this.#sealers = next.becomes ?? this.#after(changes);
    return block;
  }

  addEmpty(count: number): void {
    for (let i = 0; i < count; i++) this.add();
  }

  #after(changes: readonly SealerChange[]): readonly Sealer[] {
    return changes.reduce((sealers, change) => changedBy(sealers, change, this.nodeId(change.node)), this.#sealers);
  }

  #callOf(change: SealerChange): Call {
    return callOf(this.profile, change, this.nodeId(change.node));
  }

  #makeData(number: bigint, calls: readonly Call[]): FiscoBlockData {
    const places = calls.map((call, index) => ({
      profile: this.profile,
      number,
      index,
      key: this.#keyOf(`sender/${call.sender ?? 0}`),
    }));
    return {
      transactions: calls.map((call, i) => makeTransaction(places[i]!, call)),
      receipts: calls.map((call, i) => makeReceipt(places[i]!, call)),
    };
  }

  /** The hashes of a block's transactions and receipts. */
  hashes(data: FiscoBlockData): BlockHashes {
    const hashes = this.#hashes.get(data) ?? {
      transactions: data.transactions.map((item) => transactionHash(this.profile, item)),
      receipts: data.receipts.map((item) => receiptHash(this.profile, item)),
    };
    this.#hashes.set(data, hashes);
    return hashes;
  }

  #header(number: bigint, data: FiscoBlockData, { timestamp }: NewBlock): FiscoHeader {
    const { profile, options } = this;
    const { transactions, receipts } = this.hashes(data);
    const root = (items: readonly Uint8Array[]) => rootOf(hashOf(profile), profile.generation, items);
    const common = {
      transactionsRoot: root(transactions),
      receiptsRoot: root(receipts),
      stateRoot: hash(hashOf(profile), toUtf8(`state/${number}`)),
      number,
      timestamp: timestamp ?? (options.startMs ?? START_MS) + (options.blockMs ?? 1000n) * (number - 1n),
      sealer: number % BigInt(this.#sealers.length),
      sealerList: this.#sealers.map(({ nodeId }) => nodeId),
    };
    return profile.generation === 3 ? this.#headerV3(common, data) : this.#headerV2(common);
  }

  #headerV3(common: Pick<HeaderV3, CommonField>, { receipts }: FiscoBlockData): HeaderV3 {
    const parent = this.head;
    return {
      ...common,
      generation: 3,
      version: versionNumber(this.profile.version),
      parents: [{ number: parent.height, hash: parent.hash }],
      gasUsed: `${receipts.reduce((sum, { gasUsed }) => sum + BigInt(gasUsed), 0n)}`,
      extraData: EMPTY,
      weights: this.#sealers.map(({ weight }) => weight),
    };
  }

  #headerV2(common: Pick<HeaderV2, CommonField>): HeaderV2 {
    return {
      ...common,
      generation: 2,
      parentHash: this.blocks.at(-1)?.hash ?? this.profile.genesisHash!,
      dbHash: common.stateRoot, // the default storage has no other state root
      logsBloom: new Uint8Array(256),
      gasLimit: 0n,
      gasUsed: 0n,
      extraData: [],
    };
  }

  /** All calls of the last block that changed the list, with proofs, as a node is asked for them; none where it stayed. */
  #setChange(): readonly ProvenCall[] | undefined {
    const last = this.blocks.at(-1);
    if (!last || last.header.generation === 2 || sameSealers(last.sealers, this.#sealers)) return undefined;
    return this.provenCalls(last.height);
  }

  /** All direct calls of the consensus precompile in a block that say they worked. */
  provenCalls(number: bigint): ProvenCall[] {
    const data = this.data.get(number)!;
    const hashes = this.hashes(data);
    const path = (items: readonly Uint8Array[], i: number) => makePath(hashOf(this.profile), 3, items, i);
    return data.transactions.flatMap((transaction, i) => {
      const receipt = data.receipts[i]!;
      if (!bytesEqual(targetOf(transaction), CONSENSUS_ADDRESS) || !saysSuccess({ receipt })) return [];
      const result = { receipt, path: path(hashes.receipts, i) };
      return [{ transaction, path: path(hashes.transactions, i), result }];
    });
  }

  /** The block with other header fields, hashed and signed again by those of its list whose keys this chain has. */
  resign(
    { header, setChange }: FiscoLightBlock,
    changes: Partial<HeaderV3> | Partial<HeaderV2> = {},
    sign: FiscoSigning = this.options.sign ?? 'all',
  ): FiscoLightBlock {
    return this.#signed({ ...header, ...changes } as FiscoHeader, sign, setChange);
  }

  #signed(header: FiscoHeader, sign: FiscoSigning, setChange: readonly ProvenCall[] | undefined): FiscoLightBlock {
    const bare = makeLightBlock(this.profile, header, [], setChange && { setChange });
    return { ...bare, signatures: this.sign(bare, sign) };
  }

  /** Signatures of a block's own list, by index. */
  sign({ header, hash: digest, sealers }: FiscoLightBlock, sign: FiscoSigning = 'all'): SealerSignature[] {
    const signs = signersOf(sealers, header.number, sign);
    return sealers.flatMap(({ nodeId }, index) => {
      const key = this.#keysByNodeId.get(toHex(nodeId));
      if (!key || !signs(index)) return [];
      return [{ index, signature: this.signature(key, digest) }];
    });
  }

  /** As a header of this generation carries it. */
  signature(key: FiscoKey, digest: Uint8Array): Uint8Array {
    const { generation, cryptography } = this.profile;
    return generation === 3 ? key.sign(digest) : withKey(cryptography, key, digest);
  }

  /** The key behind a node id; throws for a foreign one. */
  key(nodeId: Uint8Array): FiscoKey {
    const key = this.#keysByNodeId.get(toHex(nodeId));
    if (!key) throw new Error(`no key for ${toHex(nodeId)}`);
    return key;
  }
}

type CommonField = 'transactionsRoot' | 'receiptsRoot' | 'stateRoot' | 'number' | 'timestamp' | 'sealer' | 'sealerList';

/** Makes a chain: in 3.x with its genesis, in 2.x empty. */
export function makeFisco(options: FiscoOptions = {}): FiscoChain {
  return new FiscoChain(options);
}
