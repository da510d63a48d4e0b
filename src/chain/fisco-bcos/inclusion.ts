// A transaction and its receipt under the roots of one header. The two are linked by their place: both trees have one order.
import { bytesEqual, toHex, toUtf8 } from '../../codec/bytes.ts';
import { ensure } from '../../core/error.ts';
import { receiptHash, transactionHash } from './hash.ts';
import { type WalkedPath, walkPath } from './merkle.ts';
import type { FiscoHeader, ReceiptProof, TransactionProof } from './model.ts';
import { type FiscoProfile, hashOf } from './profile.ts';
import { checkReceipt } from './receipt.ts';
import { checkTransaction } from './transaction.ts';

/** Errors: `fisco/proof-...`, `fisco/transaction-...`. */
export function checkTransactionProof(
  profile: FiscoProfile,
  header: FiscoHeader,
  { transaction, path }: TransactionProof,
): WalkedPath {
  checkTransaction(profile, transaction);
  const leaf = transactionHash(profile, transaction);
  const walked = walkPath(hashOf(profile), header.generation, leaf, path);
  ensure(bytesEqual(walked.root, header.transactionsRoot), 'fisco/transaction-not-in-block', {
    height: header.number,
    found: toHex(walked.root),
    expected: toHex(header.transactionsRoot),
  });
  ensure(!hasTransactionAsNode(profile, walked), 'fisco/proof-not-in-group', { level: 0, node: toHex(leaf) });
  return walked;
}

/** 64 bytes that are hashed may be a deployment, whose second half somebody chose: a node never begins as a transaction does. */
function hasTransactionAsNode(
  { generation, nativeChainId, groupId }: FiscoProfile,
  { leaf, steps }: WalkedPath,
): boolean {
  const start = toUtf8(nativeChainId + groupId).subarray(0, 28);
  return (
    generation === 3 &&
    steps.some(({ left }, level) => {
      const first = left[0] ?? steps[level - 1]?.node ?? leaf;
      return bytesEqual(first.subarray(4, 4 + start.length), start);
    })
  );
}

/** Errors: `fisco/proof-...`, `fisco/receipt-...`. */
export function checkReceiptProof(
  profile: FiscoProfile,
  header: FiscoHeader,
  { receipt, path }: ReceiptProof,
): WalkedPath {
  checkReceipt(receipt);
  if (receipt.generation === 3)
    ensure(receipt.blockNumber === header.number, 'fisco/receipt-of-other-block', {
      found: receipt.blockNumber,
      expected: header.number,
    });
  const walked = walkPath(hashOf(profile), header.generation, receiptHash(profile, receipt), path);
  ensure(bytesEqual(walked.root, header.receiptsRoot), 'fisco/receipt-not-in-block', {
    height: header.number,
    found: toHex(walked.root),
    expected: toHex(header.receiptsRoot),
  });
  return walked;
}

type Place = Pick<WalkedPath, 'index' | 'either' | 'steps'>;

/** The receipt of the same transaction: at the same place, or at one of its places, as many levels below the root. */
export function checkSamePlace(transaction: Place, receipt: Place): void {
  const either = (transaction.either ?? 0n) | (receipt.either ?? 0n);
  const isSame = (transaction.index | either) === (receipt.index | either);
  ensure(isSame && transaction.steps.length === receipt.steps.length, 'fisco/receipt-of-other-transaction', {
    found: receipt.index,
    expected: transaction.index,
  });
}
