// Receipts of FISCO BCOS: as nodes print them, which forms are refused since the hash would not fix the fields (sheet 3.2),
// and what a receipt says about success.
import { bytesEqual, fromHex, toHex } from '../../codec/bytes.ts';
import { readBytes, readBytesArray, readFixed, readQuantity } from '../../codec/prefixed-hex.ts';
import type { Reader } from '../../codec/schema.ts';
import { ensure } from '../../core/error.ts';
import { receiptHash } from './hash.ts';
import type { FiscoReceipt, Log, ReceiptV2, ReceiptV3 } from './model.ts';
import { type FiscoProfile, hashesRemainGas } from './profile.ts';
import { isDecimal } from './validate.ts';

const MAX_OUTPUT = 4 << 20;
const MAX_LOGS = 10_000;
const MAX_TOPICS = 4;
const MAX_UINT256 = 2n ** 256n - 1n;
const BLOOM = 256;

/** One receipt as a node prints it. Errors: `fisco/receipt-...`, `json/...`, `codec/...`. */
export function readReceipt(profile: FiscoProfile, reader: Reader): FiscoReceipt {
  const receipt = profile.generation === 3 ? readV3(reader) : readV2(profile, reader);
  checkReceipt(receipt);
  const claimed = profile.generation === 3 ? readBytes(reader, 'hash', 32) : new Uint8Array(0);
  const found = receiptHash(profile, receipt);
  ensure(claimed.length === 0 || bytesEqual(claimed, found), 'fisco/receipt-hash', {
    found: toHex(found),
    claimed: toHex(claimed),
  });
  return receipt;
}

const MAX_INT32 = 2n ** 31n - 1n;

/** In 3.x an int32, printed as a number. */
function readStatusV3(reader: Reader): bigint {
  const isText = typeof reader.object.get('status') === 'string';
  return isText ? readQuantity(reader, 'status', MAX_INT32) : reader.integer('status', -(2n ** 31n), MAX_INT32);
}

function readV3(reader: Reader): ReceiptV3 {
  const address = reader.has('contractAddress') ? reader.string('contractAddress', 100) : '';
  return {
    generation: 3,
    version: readQuantity(reader, 'version', 2n, 0n),
    gasUsed: reader.string('gasUsed', 100),
    contractAddress: address.replace(/^0x/, ''),
    status: readStatusV3(reader),
    output: readBytes(reader, 'output', MAX_OUTPUT),
    effectiveGasPrice: reader.has('effectiveGasPrice') ? reader.string('effectiveGasPrice', 100) : '',
    logs: reader.readers('logEntries', MAX_LOGS, true).map(readLog),
    blockNumber: reader.integer('blockNumber', 0n, 2n ** 63n - 1n),
  };
}

function readLog(reader: Reader): Log {
  const topics = readBytesArray(reader, reader.has('topics') ? 'topics' : 'topic', MAX_TOPICS, 32);
  return { address: readFixed(reader, 'address', 20), topics, data: readBytes(reader, 'data', MAX_OUTPUT) };
}

function readV2(profile: FiscoProfile, reader: Reader): ReceiptV2 {
  return {
    generation: 2,
    root: readFixed(reader, 'root', 32),
    gasUsed: readQuantity(reader, 'gasUsed', MAX_UINT256),
    contractAddress: readFixed(reader, 'contractAddress', 20),
    logsBloom: readFixed(reader, 'logsBloom', BLOOM),
    status: readQuantity(reader, 'status', MAX_INT32),
    output: readBytes(reader, 'output', MAX_OUTPUT),
    ...(hashesRemainGas(profile) && { remainGas: readQuantity(reader, 'remainGas', MAX_UINT256) }),
    logs: reader.readers('logs', MAX_LOGS, true).map(readLog),
  };
}

/** Errors: `fisco/receipt-gas`, `fisco/receipt-address`, `fisco/receipt-topics`, `fisco/receipt-version`. */
export function checkReceipt(receipt: FiscoReceipt): void {
  for (const { topics } of receipt.logs)
    ensure(topics.length <= MAX_TOPICS && topics.every(({ length }) => length === 32), 'fisco/receipt-topics', {
      count: topics.length,
    });
  if (receipt.generation === 2) return;
  const { version, gasUsed, contractAddress, effectiveGasPrice } = receipt;
  ensure(version <= 2n, 'fisco/receipt-version', { version });
  ensure(isDecimal(gasUsed), 'fisco/receipt-gas', { text: gasUsed.slice(0, 40) });
  ensure(/^([0-9a-f]{40})?$/.test(contractAddress), 'fisco/receipt-address', { text: contractAddress.slice(0, 60) });
  ensure(/^(0x[0-9a-f]+|[0-9]*)$/.test(effectiveGasPrice), 'fisco/receipt-gas', {
    text: effectiveGasPrice.slice(0, 40),
  });
}

/** Whether the receipt made a contract: then it is no call of an existing one. */
export function isOfDeployment(receipt: FiscoReceipt): boolean {
  if (receipt.generation === 3) return receipt.contractAddress !== '';
  return receipt.contractAddress.some((byte) => byte !== 0);
}

const hex = (bytes: Uint8Array) => `0x${toHex(bytes)}`;
const number = (value: bigint) => `0x${value.toString(16)}`;

/** As a node prints it, without its hash; `readReceipt` gives it back. */
export function receiptToJson(receipt: FiscoReceipt): object {
  return receipt.generation === 3 ? jsonOfV3(receipt) : jsonOfV2(receipt);
}

function logToJson({ address, topics, data }: Log): object {
  return { address: toHex(address), topics: topics.map(hex), data: hex(data) };
}

function jsonOfV3(receipt: ReceiptV3): object {
  const { version, gasUsed, contractAddress, status, output, effectiveGasPrice, logs, blockNumber } = receipt;
  return {
    version: Number(version),
    blockNumber: `${blockNumber}`,
    status: Number(status),
    gasUsed,
    contractAddress: contractAddress === '' ? '' : hex(fromHex(contractAddress)),
    output: hex(output),
    ...(version >= 1n && { effectiveGasPrice }),
    logEntries: logs.map(logToJson),
  };
}

function jsonOfV2(receipt: ReceiptV2): object {
  const { root, gasUsed, contractAddress, logsBloom, status, output, remainGas, logs } = receipt;
  return {
    root: hex(root),
    status: number(status),
    gasUsed: number(gasUsed),
    contractAddress: hex(contractAddress),
    logsBloom: hex(logsBloom),
    output: hex(output),
    ...(remainGas !== undefined && { remainGas: number(remainGas) }),
    logs: logs.map(logToJson),
  };
}
