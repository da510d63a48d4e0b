// `fisco2-sdk.jsonl(.gz)`: transactions and signatures that the SDK of FISCO BCOS 2.x made (networks/sm/README.md section 2).
import { addressOf, signingHash, transactionHash } from '../../../src/chain/fisco-bcos/hash.ts';
import type { TransactionV2 } from '../../../src/chain/fisco-bcos/model.ts';
import { type FiscoProfile, hashOf } from '../../../src/chain/fisco-bcos/profile.ts';
import { readTransaction, transactionToJson } from '../../../src/chain/fisco-bcos/transaction.ts';
import { bytesEqual, concatBytes, fromHex, toHex } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { readQuantity } from '../../../src/codec/prefixed-hex.ts';
import { encodeRlp, type RlpItem, rlpInteger } from '../../../src/codec/rlp.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { hash } from '../../../src/core/hashing.ts';
import { bytesOf, textOf, textsOf } from '../fields.ts';
import { cryptographyIn, fiscoProfile, provenAlone, senderIn } from '../fisco.ts';
import { isSignedBy, otherMessage, publicKeyOf } from '../fisco-signature.ts';
import type { Format } from '../format.ts';
import { allHold, answerOf, type Cases } from '../report.ts';
import { decodeRlp } from '../rlp-reader.ts';

export const fisco2Sdk: Format = {
  matches: (file) => file.plainName === 'fisco2-sdk.jsonl',
  async run(file, cases) {
    for (const [i, row] of (await file.rows()).entries()) await cases.row(`row ${i + 1}`, () => checkRow(row, cases));
  },
};

async function checkRow(row: Reader, cases: Cases): Promise<void> {
  const what = textOf(row, 'what');
  const id = `${textOf(row, 'id')}/${what}`;
  const check = { transaction, signature }[what];
  if (check === undefined) return cases.skip(id, `a kind of row that is not known: ${what}`);
  await cases.run(id, 'ok', () => {
    const inputs = row.reader('inputs');
    return check(fiscoProfile(2, cryptographyIn(textOf(inputs, 'suite'))), inputs, row.reader('expected'));
  });
}

async function signature(profile: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const [message, publicKey] = [bytesOf(inputs, 'hash'), bytesOf(inputs, 'publicKey')];
  const isSigned = (over: Uint8Array) => isSignedBy(profile, publicKey, over, bytesOf(inputs, 'signature'));
  return allHold({
    signature: (await isSigned(message)) === expected.boolean('sdkVerifies'),
    'other hash': (await isSigned(otherMessage(message))) === expected.boolean('sdkVerifiesOtherHash'),
  });
}

async function transaction(suite: FiscoProfile, inputs: Reader, expected: Reader): Promise<string> {
  const profile = { ...suite, nativeChainId: textOf(inputs, 'chainId'), groupId: textOf(inputs, 'groupId') };
  const made = transactionOf(profile, inputs, textsOf(expected, 'signatureItems').map(fromHex));
  const publicKey = bytesOf(expected, 'publicKey');
  const signed =
    profile.cryptography === 'national' ? concatBytes(made.r, made.s) : concatBytes(made.r, made.s, made.v);
  const isHex = (key: string, found: Uint8Array) => bytesEqual(bytesOf(expected, key), found);
  const printed = await printedAnswer(profile, made);
  return allHold({
    txHash: isHex('txHash', transactionHash(profile, made)),
    signingHash: !expected.has('signingHash') || isHex('signingHash', signingHash(profile, made)),
    'private key': isHex('publicKey', publicKeyOf(profile.cryptography, bytesOf(inputs, 'privateKey'))),
    address: isHex('address', addressOf(profile, publicKey)),
    signature: await isSignedBy(profile, publicKey, signingHash(profile, made), signed),
    sender: isHex('address', fromHex(senderIn(await provenAlone(profile, made)))),
    [`JSON of ours ${printed}`]: printed === 'ok' || printed === refusalOf(made),
    ...sentClaims(profile, made, bytesOf(expected, 'signedTx'), bytesOf(expected, 'txHash')),
  });
}

/** As we print it, with the hash that a node says beside it, a reader takes it for the same transaction or refuses it. */
function printedAnswer(profile: FiscoProfile, made: TransactionV2): Promise<string> {
  const found = transactionHash(profile, made);
  const fields = { ...transactionToJson(made), hash: toHex(found) };
  return answerOf(() => {
    const again = readTransaction(profile, Reader.of(parseJson(JSON.stringify(fields))));
    return allHold({ hash: bytesEqual(transactionHash(profile, again), found) });
  });
}

/** Nodes of 2.x print a deployment as a call of address zero, so that a call of address zero may not be readable. */
function refusalOf({ to }: TransactionV2): string | undefined {
  return to.length > 0 && to.every((byte) => byte === 0) ? 'fisco/transaction-hash' : undefined;
}

const leftPadded = (bytes: Uint8Array) => concatBytes(new Uint8Array(32 - bytes.length), bytes);

/** Signature items are v + 27 or the key, then r and s as numbers, whose leading zeros are not written. */
function transactionOf(profile: FiscoProfile, inputs: Reader, items: readonly Uint8Array[]): TransactionV2 {
  const [first, r, s] = items as readonly [Uint8Array, Uint8Array, Uint8Array];
  const number = (key: string) => readQuantity(inputs, key, 2n ** 256n - 1n);
  return {
    generation: 2,
    nonce: number('nonce'),
    gasPrice: number('gasPrice'),
    gas: number('gas'),
    blockLimit: number('blockLimit'),
    to: bytesOf(inputs, 'to'),
    value: number('value'),
    input: bytesOf(inputs, 'input'),
    chainId: number('chainId'),
    groupId: number('groupId'),
    extraData: bytesOf(inputs, 'extraData'),
    r: leftPadded(r),
    s: leftPadded(s),
    v: profile.cryptography === 'national' ? first : Uint8Array.of(first[0]! - 27),
  };
}

/** What the SDK sent is the RLP of the fields and of the signature, byte by byte. */
function sentClaims(profile: FiscoProfile, made: TransactionV2, sent: Uint8Array, txHash: Uint8Array) {
  const items = decodeRlp(sent) as readonly RlpItem[];
  const { nonce, gasPrice, gas, blockLimit, to, value, input, chainId, groupId, extraData } = made;
  const integers = (values: readonly bigint[]) => values.map(rlpInteger);
  const fields = [...integers([nonce, gasPrice, gas, blockLimit]), to, rlpInteger(value), input];
  const expected = [...fields, ...integers([chainId, groupId]), extraData];
  return {
    'signedTx items': items.length === 13,
    'signedTx fields': items.slice(0, 10).every((item, i) => toHex(item as Uint8Array) === toHex(expected[i]!)),
    'signedTx written again': bytesEqual(encodeRlp(items), sent),
    'signedTx hash': bytesEqual(hash(hashOf(profile), sent), txHash),
  };
}
