// `sigs.jsonl(.gz)` and `txsigs.jsonl(.gz)` of an IRITA network: every entry of every commit with the bytes that were signed,
// and the signatures of its transactions (networks/sm/README.md section 1).
import { addressOf } from '../../../src/chain/cometbft/hash.ts';
import { type CometLightBlock, type CommitSig, FLAG } from '../../../src/chain/cometbft/model.ts';
import { signBytesOf } from '../../../src/chain/cometbft/sign-bytes.ts';
import { bytesEqual, concatBytes, fromUtf8, toHex } from '../../../src/codec/bytes.ts';
import { bytesField, messageField } from '../../../src/codec/protobuf.ts';
import { decodeFields } from '../../../src/codec/protobuf-read.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { sha256 } from '../../../src/core/hashing.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { bytesOf, textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import type { Network } from '../networks.ts';
import { allHold, type Cases } from '../report.ts';
import { wordOf } from '../sm2.ts';

export const commitSignatures: Format = {
  matches: (file) => file.plainName === 'sigs.jsonl',
  async run(file, cases, world) {
    const rows = await file.rows();
    const network = await world.networks.of(file, chainIn(rows));
    for (const [i, row] of rows.entries()) await cases.row(`row ${i + 1}`, () => checkEntry(row, network, cases));
  },
};

/** The chain id is the last field of what is signed: number 6, its length, its text. */
function chainIn(rows: readonly Reader[]): string | undefined {
  const bytes = rows.map((row) => bytesOf(row, 'sign_bytes')).find(({ length }) => length > 0) ?? new Uint8Array(0);
  const start = bytes.findLastIndex((byte, i) => byte === 0x32 && bytes[i + 1] === bytes.length - i - 2);
  return start < 0 ? undefined : fromUtf8(bytes.subarray(start + 2));
}

async function signatureAnswer(row: Reader, message: string): Promise<string> {
  const claim = {
    scheme: 'sm2-compressed' as const,
    publicKey: bytesOf(row, 'pub_key'),
    message: bytesOf(row, message),
    signature: bytesOf(row, 'signature'),
  };
  const [answer] = await localVerifier.verify([claim]);
  return wordOf(answer === true);
}

/** The entry of the light block is the one of the row, and the bytes that we say were signed are those of the row. */
async function checkEntry(row: Reader, network: Network | undefined, cases: Cases): Promise<void> {
  const id = `${row.int64('height')}/${row.int64('index')}`;
  const block = network?.block(row.int64('height'));
  if (network === undefined || block === undefined) cases.skip(`${id}/entry`, 'the light block is not at hand');
  else await cases.run(`${id}/entry`, 'ok', () => entryAnswer(row, network.chainId, block));
  if (row.int32('flag') === FLAG.absent) return;
  const isDoubted = [...(row.optionalReader('answers')?.object.values() ?? [])].includes(false);
  await cases.run(`${id}/signature`, wordOf(!isDoubted), () => signatureAnswer(row, 'sign_bytes'));
}

function entryAnswer(row: Reader, chainId: string, block: CometLightBlock): string {
  const index = Number(row.int64('index'));
  const sig = block.commit.signatures[index];
  const validator = block.validators.validators[index];
  if (sig === undefined || validator === undefined) return 'no such entry';
  return allHold({
    flag: sig.flag === row.int32('flag'),
    validator_address: bytesEqual(validator.address, bytesOf(row, 'validator_address')) || sig.flag === FLAG.absent,
    pub_key: !row.has('pub_key') || bytesEqual(validator.publicKey, bytesOf(row, 'pub_key')),
    signature: bytesEqual(sig.signature, bytesOf(row, 'signature')),
    ...(sig.flag !== FLAG.absent && signedClaims(row, sig, signBytesOf(chainId, block.commit)(sig))),
  });
}

function signedClaims(row: Reader, sig: CommitSig, signBytes: Uint8Array) {
  return {
    'own address': bytesEqual(sig.address, addressOf('sm2', bytesOf(row, 'pub_key'))),
    sign_bytes: bytesEqual(signBytes, bytesOf(row, 'sign_bytes')),
  };
}

export const transactionSignatures: Format = {
  matches: (file) => file.plainName === 'txsigs.jsonl',
  async run(file, cases) {
    const rows = await file.rows();
    for (const [i, row] of rows.entries()) await cases.row(`row ${i + 1}`, () => checkTransaction(row, cases));
  },
};

async function checkTransaction(row: Reader, cases: Cases): Promise<void> {
  const id = textOf(row, 'txhash');
  await cases.run(`${id}/sender`, 'ok', () => senderAnswer(row));
  await cases.run(`${id}/signature`, textOf(row, 'expected'), () => signatureAnswer(row, 'sign_doc'));
}

/** SignDoc: body 1, auth info 2, chain id 3, account number 4. TxRaw, whose SHA-256 is the hash: body 1, auth info 2, signature 3. */
function senderAnswer(row: Reader): string {
  const document = decodeFields(bytesOf(row, 'sign_doc'));
  const [body, authInfo] = [document.bytes(1), document.bytes(2)];
  const raw = concatBytes(bytesField(1, body), bytesField(2, authInfo), messageField(3, bytesOf(row, 'signature')));
  const isSingle = signersIn(authInfo) === 1;
  return allHold({
    address: toHex(addressOf('sm2', bytesOf(row, 'pub_key'))) === toHex(bytesOf(row, 'address')),
    chain_id: fromUtf8(document.bytes(3)) === textOf(row, 'chain_id'),
    account_number: document.varint(4) === row.int64('account_number'),
    txhash: !isSingle || bytesEqual(sha256(raw), bytesOf(row, 'txhash')),
  });
}

/** Signer infos are field 1 of AuthInfo, the fee is field 2: one signer info can be read as a flat message, several cannot. */
function signersIn(authInfo: Uint8Array): number {
  try {
    return decodeFields(authInfo).bytes(1).length > 0 ? 1 : 0;
  } catch {
    return 2;
  }
}
