// FISCO BCOS 2.x: `headers.json`, `txs.json`, `tx-merkle-proof-16.json`, `receipt-single.json` (vectors/fisco-bcos/README.md):
// what nodes and SDK tests printed, with hashes and signatures to be found again.
import {
  addressOf,
  headerHash,
  receiptHash,
  signingHash,
  transactionHash,
} from '../../../src/chain/fisco-bcos/hash.ts';
import { checkReceiptProof } from '../../../src/chain/fisco-bcos/inclusion.ts';
import { readHeader, readLevels, readLightBlock } from '../../../src/chain/fisco-bcos/json.ts';
import { makePath, rootOf, walkPath } from '../../../src/chain/fisco-bcos/merkle.ts';
import type { SixteenLevel, TransactionV2 } from '../../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashOf } from '../../../src/chain/fisco-bcos/profile.ts';
import { readReceipt } from '../../../src/chain/fisco-bcos/receipt.ts';
import { readTransaction } from '../../../src/chain/fisco-bcos/transaction.ts';
import { bytesEqual, toHex } from '../../../src/codec/bytes.ts';
import { readQuantity } from '../../../src/codec/prefixed-hex.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { bytesOf, rowsOf, textOf } from '../fields.ts';
import { cryptographyIn, fiscoProfile, provenAlone, sealedAnswer, senderIn } from '../fisco.ts';
import type { Format } from '../format.ts';
import { allHold, type Cases, refusedOr } from '../report.ts';

export const fisco2Headers: Format = {
  matches: (file) => file.plainName === 'headers.json',
  async run(file, cases) {
    for (const [i, item] of rowsOf(await file.reader(), 'headers').entries())
      await cases.row(`${i}`, () => checkHeader(item, `${i}`, cases));
  },
};

async function checkHeader(item: Reader, id: string, cases: Cases): Promise<void> {
  const profile = fiscoProfile(2, cryptographyIn(textOf(item, 'crypto')));
  const header = item.reader('header');
  await cases.run(`${id}/hash`, toHex(bytesOf(header, 'hash')), () =>
    toHex(headerHash(profile, readHeader(profile, header))),
  );
  await cases.run(`${id}/sealed`, 'ok', () => sealedAnswer(profile, readLightBlock(profile, header)));
  const transactions = rowsOf(item, 'transactions');
  if (transactions.length === 0) return;
  await cases.run(`${id}/transactionsRoot`, toHex(bytesOf(header, 'transactionsRoot')), () => {
    const hashes = transactions.map((tx) => transactionHash(profile, readTransaction(profileOf(tx), tx)));
    return toHex(rootOf(hashOf(profile), 2, hashes));
  });
}

/** The chain that a transaction names; where the key stands in place of v, cryptography is national. */
function profileOf(tx: Reader): FiscoProfile {
  const v = bytesOf(tx.reader('signature'), 'signature').length;
  const number = (key: string) => `${readQuantity(tx, key, 2n ** 64n)}`;
  return fiscoProfile(2, v === 128 ? 'national' : 'international', {
    nativeChainId: number('chainId'),
    groupId: number('groupId'),
  });
}

export const fisco2Transactions: Format = {
  matches: (file) => file.plainName === 'txs.json',
  async run(file, cases) {
    for (const [i, item] of rowsOf(await file.reader(), 'txs').entries())
      await cases.run(`${i}`, 'ok', () => transactionAnswer(item.reader('tx')));
  },
};

async function transactionAnswer(tx: Reader): Promise<string> {
  const profile = profileOf(tx);
  const transaction = readTransaction(profile, tx) as TransactionV2;
  const proven = await provenAlone(profile, transaction);
  const { cryptography } = profile;
  return allHold({
    hash: bytesEqual(transactionHash(profile, transaction), bytesOf(tx, 'hash')),
    sender: senderIn(proven) === toHex(bytesOf(tx, 'from')),
    'own key': cryptography !== 'national' || senderIn(proven) === toHex(addressOf(profile, transaction.v)),
    'signed over the fields': !bytesEqual(signingHash(profile, transaction), transactionHash(profile, transaction)),
  });
}

export const fisco2Proof: Format = {
  matches: (file) => /^tx-merkle-proof-16.*\.json$/.test(file.plainName),
  async run(file, cases) {
    const data = await file.reader();
    const proof = data.reader('proof');
    const tx = proof.reader('transaction');
    const root = bytesOf(data.reader('expect'), 'root');
    const index = readQuantity(tx, 'transactionIndex', 100_000n);
    const leaf = bytesOf(tx, 'hash');
    const levels = readLevels(proof, 'txProof');
    const check = (at: bigint, path: readonly SixteenLevel[]) => () => proofAnswer(leaf, at, path, root);
    await cases.run('proof', 'ok', check(index, levels));
    await cases.run('proof at the place before', 'refused', () => refusedOr(check(index - 1n, levels)));
    await cases.run('proof without its last hash', 'refused', () => refusedOr(check(index, levels.slice(0, -1))));
    const swapped = levels.map(({ left, right }) => ({ left: [...left].reverse(), right }));
    await cases.run('siblings in another order', 'refused', () => refusedOr(check(index, swapped)));
    // Nodes of that time did not print the signature, without which the hash cannot be found from the fields.
    await cases.run('transaction without its signature', 'refused', () =>
      refusedOr(() => `${readTransaction(fiscoProfile(2, 'international'), tx).generation}`),
    );
  },
};

function proofAnswer(leaf: Uint8Array, index: bigint, levels: readonly SixteenLevel[], root: Uint8Array): string {
  const found = walkPath('keccak256', 2, leaf, { kind: 'sixteen', index, levels }).root;
  return bytesEqual(found, root) ? 'ok' : 'refused';
}

export const fisco2Receipt: Format = {
  matches: (file) => /^receipt-single.*\.json$/.test(file.plainName),
  async run(file, cases) {
    const data = await file.reader();
    const profile = fiscoProfile(2, 'international');
    const printed = data.reader('header');
    await cases.run('header hash', toHex(bytesOf(printed, 'hash')), () =>
      toHex(headerHash(profile, readHeader(profile, printed))),
    );
    await cases.run('transactionsRoot', toHex(bytesOf(printed, 'transactionsRoot')), () => {
      const hashes = rowsOf(printed, 'transactions').map((tx) => bytesOf(tx, 'hash'));
      return toHex(rootOf(hashOf(profile), 2, hashes));
    });
    await cases.run('receipt', 'ok', () => receiptAnswer(profile, data));
    await cases.run('receipt by the rule of 2.9, which wants remainGas', 'refused', () =>
      refusedOr(() => receiptAnswer({ ...profile, version: '2.9.0' }, data)),
    );
  },
};

function receiptAnswer(profile: FiscoProfile, data: Reader): string {
  const header = readHeader(profile, data.reader('header'));
  const receipt = readReceipt(profile, data.reader('receipt'));
  const path = makePath(hashOf(profile), 2, [receiptHash(profile, receipt)], 0);
  checkReceiptProof(profile, header, { receipt, path });
  return 'ok';
}
