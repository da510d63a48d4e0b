// The hashes of FISCO BCOS, from fields to 32 bytes. 3.x hashes fields one after another without lengths or separators
// (sheet 2.2, 3.1, 3.2), so the same bytes can be cut into fields in several ways: what may stand in a field is fixed in
// `validate.ts`, `transaction.ts` and `receipt.ts`, and a hash proves fields only together with those rules. 2.x hashes RLP.
import { concatBytes, toHex, toUtf8 } from '../../codec/bytes.ts';
import { encodeRlp, type RlpItem, rlpInteger, rlpListHead } from '../../codec/rlp.ts';
import { hash } from '../../core/hashing.ts';
import { int32, int64 } from './bytes.ts';
import type {
  FiscoHeader,
  FiscoReceipt,
  FiscoTransaction,
  HeaderV2,
  HeaderV3,
  Log,
  ReceiptV2,
  ReceiptV3,
  TransactionV2,
  TransactionV3,
} from './model.ts';
import { type FiscoProfile, hashesRemainGas, hashOf } from './profile.ts';

type Suite = Pick<FiscoProfile, 'cryptography'>;

/** How many pieces a header is hashed as, in each generation. */
export const HEADER_PIECES = { 2: 14, 3: 9 } as const;

const NOTHING = new Uint8Array(0);

/**
 * The pieces whose concatenation is hashed. Cut so that what stays the same from block to block is a piece of its own. In a
 * genesis of 3.x the fields that the node never set are empty, though they are printed as zeros.
 */
export function headerPieces(header: FiscoHeader): readonly Uint8Array[] {
  if (latest?.header !== header)
    latest = { header, pieces: header.generation === 3 ? piecesV3(header) : piecesV2(header) };
  return latest.pieces;
}

/** Whoever reads a header wants its pieces thrice: to see that it is written so, to hash it, and to store it. */
let latest: { readonly header: FiscoHeader; readonly pieces: readonly Uint8Array[] } | undefined;

function piecesV3(header: HeaderV3): Uint8Array[] {
  const isGenesis = header.number === 0n;
  const roots = [header.transactionsRoot, header.receiptsRoot, header.stateRoot];
  return [
    int32(header.version),
    concatBytes(...header.parents.map((parent) => concatBytes(int64(parent.number), parent.hash))),
    isGenesis ? NOTHING : concatBytes(...roots),
    concatBytes(int64(header.number), isGenesis ? NOTHING : toUtf8(header.gasUsed)),
    int64(header.timestamp),
    int64(header.sealer),
    concatBytes(...header.sealerList),
    header.extraData,
    concatBytes(...header.weights.map(int64)),
  ];
}

function piecesV2(header: HeaderV2): Uint8Array[] {
  const items: RlpItem[] = [
    header.parentHash,
    header.stateRoot,
    header.transactionsRoot,
    header.receiptsRoot,
    header.dbHash,
    header.logsBloom,
    rlpInteger(header.number),
    rlpInteger(header.gasLimit),
    rlpInteger(header.gasUsed),
    rlpInteger(header.timestamp),
    header.extraData,
    rlpInteger(header.sealer),
    header.sealerList,
  ];
  const encoded = items.map(encodeRlp);
  return [rlpListHead(encoded.reduce((sum, item) => sum + item.length, 0)), ...encoded];
}

export function headerHash(suite: Suite, header: FiscoHeader): Uint8Array {
  return hash(hashOf(suite), concatBytes(...headerPieces(header)));
}

/** What a transaction is called: in 3.x over its data, in 2.x over data and signature. */
export function transactionHash(suite: Suite, transaction: FiscoTransaction): Uint8Array {
  const message =
    transaction.generation === 3
      ? dataOfTransaction(transaction)
      : encodeRlp([...itemsOf(transaction), ...signatureItems(suite, transaction)]);
  return hash(hashOf(suite), message);
}

/** What the sender signed: in 3.x the transaction's own hash. */
export function signingHash(suite: Suite, transaction: FiscoTransaction): Uint8Array {
  if (transaction.generation === 3) return transactionHash(suite, transaction);
  return hash(hashOf(suite), encodeRlp(itemsOf(transaction)));
}

/** What is hashed of a transaction of 3.x. */
export function dataOfTransaction(transaction: TransactionV3): Uint8Array {
  const { version } = transaction;
  return concatBytes(
    int32(version),
    toUtf8(transaction.chainId),
    toUtf8(transaction.groupId),
    int64(transaction.blockLimit),
    transaction.nonce,
    toUtf8(transaction.to),
    transaction.input,
    behindInput(transaction),
  );
}

/** What is hashed after the input of a transaction of 3.x. */
export function behindInput(transaction: TransactionV3): Uint8Array {
  const { version, abi, extension } = transaction;
  return concatBytes(toUtf8(abi), version >= 1n ? feesOf(transaction) : NOTHING, version >= 2n ? extension : NOTHING);
}

function feesOf({ value, gasPrice, gasLimit, maxFeePerGas, maxPriorityFeePerGas }: TransactionV3): Uint8Array {
  return concatBytes(
    toUtf8(value),
    toUtf8(gasPrice),
    int64(gasLimit),
    toUtf8(maxFeePerGas),
    toUtf8(maxPriorityFeePerGas),
  );
}

function itemsOf(transaction: TransactionV2): RlpItem[] {
  return [
    rlpInteger(transaction.nonce),
    rlpInteger(transaction.gasPrice),
    rlpInteger(transaction.gas),
    rlpInteger(transaction.blockLimit),
    transaction.to,
    rlpInteger(transaction.value),
    transaction.input,
    rlpInteger(transaction.chainId),
    rlpInteger(transaction.groupId),
    transaction.extraData,
  ];
}

/** `v + 27, r, s`, or with national cryptography `key, r, s`; r and s are numbers, without leading zeros. */
function signatureItems({ cryptography }: Suite, { r, s, v }: TransactionV2): RlpItem[] {
  const first = cryptography === 'national' ? v : rlpInteger(BigInt(v[0] ?? 0) + 27n);
  return [first, withoutLeadingZeros(r), withoutLeadingZeros(s)];
}

function withoutLeadingZeros(bytes: Uint8Array): Uint8Array {
  const first = bytes.findIndex((byte) => byte !== 0);
  return first < 0 ? NOTHING : bytes.subarray(first);
}

type ReceiptRules = Pick<FiscoProfile, 'cryptography' | 'version'>;

export function receiptHash(rules: ReceiptRules, receipt: FiscoReceipt): Uint8Array {
  const message = receipt.generation === 3 ? dataOfReceipt(receipt) : encodeRlp(itemsOfReceipt(rules, receipt));
  return hash(hashOf(rules), message);
}

function dataOfReceipt(receipt: ReceiptV3): Uint8Array {
  return concatBytes(
    int32(receipt.version),
    toUtf8(receipt.gasUsed),
    toUtf8(receipt.contractAddress),
    int32(receipt.status),
    receipt.output,
    receipt.version >= 1n ? toUtf8(receipt.effectiveGasPrice) : NOTHING,
    ...receipt.logs.flatMap(({ address, topics, data }) => [toUtf8(toHex(address)), ...topics, data]),
    int64(receipt.blockNumber),
  );
}

function itemsOfReceipt(rules: ReceiptRules, receipt: ReceiptV2): RlpItem[] {
  const log = ({ address, topics, data }: Log): RlpItem => [address, topics, data];
  return [
    receipt.root,
    rlpInteger(receipt.gasUsed),
    receipt.contractAddress,
    receipt.logsBloom,
    rlpInteger(receipt.status),
    receipt.output,
    ...(hashesRemainGas(rules) ? [rlpInteger(receipt.remainGas ?? 0n)] : []),
    receipt.logs.map(log),
  ];
}

/** The last 20 bytes of the hash of a key x || y. */
export function addressOf(suite: Suite, publicKey: Uint8Array): Uint8Array {
  return hash(hashOf(suite), publicKey).slice(12);
}
