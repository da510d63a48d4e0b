// Transactions and receipts of FISCO BCOS 3.x out of the TARS that SDKs and nodes exchange (bcos-tars-protocol).

import type { Log, ReceiptV3, TransactionV3 } from '../../src/chain/fisco-bcos/model.ts';
import { fromHex, toHex } from '../../src/codec/bytes.ts';
import { comparable } from './json-model.ts';
import {
  decodeTars,
  type TarsStruct,
  type TarsValue,
  tarsBytes,
  tarsList,
  tarsNumber,
  tarsStruct,
  tarsText,
} from './tars.ts';

export interface SentTransaction {
  readonly transaction: TransactionV3;
  /** What the sender says that the hash of the data is. */
  readonly dataHash: Uint8Array;
  /** Neither is signed. */
  readonly attribute: bigint;
  readonly extraData: string;
}

/** Transaction: data 1, dataHash 2, signature 3, attribute 5, extraData 8. */
export function readTransactionTars(bytes: Uint8Array): SentTransaction {
  const outer = decodeTars(bytes);
  const data = tarsStruct(outer.get(1));
  return {
    transaction: transactionOf(data, tarsBytes(outer, 3)),
    dataHash: tarsBytes(outer, 2),
    attribute: tarsNumber(outer, 5),
    extraData: tarsText(outer, 8),
  };
}

function transactionOf(data: TarsStruct, signature: Uint8Array): TransactionV3 {
  return {
    generation: 3,
    version: tarsNumber(data, 1),
    chainId: tarsText(data, 2),
    groupId: tarsText(data, 3),
    blockLimit: tarsNumber(data, 4),
    nonce: tarsBytes(data, 5),
    to: tarsText(data, 6),
    input: tarsBytes(data, 7),
    abi: tarsText(data, 8),
    value: tarsText(data, 9),
    gasPrice: tarsText(data, 10),
    gasLimit: tarsNumber(data, 11),
    maxFeePerGas: tarsText(data, 12),
    maxPriorityFeePerGas: tarsText(data, 13),
    extension: tarsBytes(data, 14),
    signature,
  };
}

/** TransactionReceiptData. */
export function readReceiptTars(bytes: Uint8Array): ReceiptV3 {
  const data = decodeTars(bytes);
  return {
    generation: 3,
    version: tarsNumber(data, 1),
    gasUsed: tarsText(data, 2),
    contractAddress: tarsText(data, 3),
    status: tarsNumber(data, 4),
    output: tarsBytes(data, 5),
    logs: tarsList(data, 6).map(logOf),
    blockNumber: tarsNumber(data, 7),
    effectiveGasPrice: tarsText(data, 8),
  };
}

/** The address is text without 0x, the topics are bytes. */
function logOf(value: TarsValue): Log {
  const log = tarsStruct(value);
  const topics = tarsList(log, 2).map((topic) => tarsBytes(new Map([[0, topic]]), 0));
  return { address: fromHex(tarsText(log, 1)), topics, data: tarsBytes(log, 3) };
}

/** All fields in one order, so that two transactions or receipts can be compared; bytes as hex. */
export function printed(value: TransactionV3 | ReceiptV3): string {
  const text = JSON.stringify(value, (_, item: unknown) =>
    item instanceof Uint8Array ? toHex(item) : typeof item === 'bigint' ? `${item}` : item,
  );
  return JSON.stringify(comparable(JSON.parse(text), []));
}
