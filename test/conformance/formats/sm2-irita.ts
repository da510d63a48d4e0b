// `sm2_vectors.json`: SM2 as IRITA uses it: signatures, published keys with their addresses, and a validator set with its
// bytes (vectors/cometbft/README.md section 8).
import { addressOf, encodeValidator } from '../../../src/chain/cometbft/hash.ts';
import { readValidatorSet } from '../../../src/chain/cometbft/json.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { hash } from '../../../src/core/hashing.ts';
import { DEFAULT_USER_ID } from '../../../src/crypto/sm2.ts';
import { localVerifier } from '../../../src/crypto/verify.ts';
import { bytesOf, rowsOf, textOf, textsOf } from '../fields.ts';
import type { Format } from '../format.ts';
import type { Cases } from '../report.ts';
import { wordOf } from '../sm2.ts';

export const sm2Irita: Format = {
  matches: (file) => file.plainName === 'sm2_vectors.json',
  async run(file, cases) {
    const data = await file.reader();
    cases.expect('uid_hex', toHex(bytesOf(data, 'uid_hex')), toHex(DEFAULT_USER_ID));
    cases.expect('sm3_abc', toHex(bytesOf(data, 'sm3_abc')), toHex(hash('sm3', toUtf8('abc'))));
    for (const [i, row] of rowsOf(data, 'verify').entries())
      await cases.row(`verify/${i}`, () => checkSignature(row, cases));
    for (const [i, row] of rowsOf(data, 'address_observed').entries())
      await cases.row(`address/${i}`, () => checkAddress(row, `address/${i}`, cases));
    if (data.has('validator_set')) checkSet(data.reader('validator_set'), cases);
  },
};

async function checkSignature(row: Reader, cases: Cases): Promise<void> {
  const claim = {
    scheme: 'sm2-compressed' as const,
    publicKey: bytesOf(row, 'pub_key'),
    message: bytesOf(row, 'msg'),
    signature: bytesOf(row, 'sig'),
  };
  const [answer] = await localVerifier.verify([claim]);
  cases.expect(`verify/${textOf(row, 'name')}`, textOf(row, 'expect').toLowerCase(), wordOf(answer === true));
}

/** The family's addresses are SHA-256 of the key as it is written, whatever its first byte; another hash is another chain. */
function checkAddress(row: Reader, id: string, cases: Cases): void {
  const rule = textOf(row, 'hash');
  const found = toHex(addressOf('sm2', row.base64('pub_key', 64)));
  if (rule === 'sha256') cases.expect(id, toHex(bytesOf(row, 'address')), found);
  else cases.skip(id, `addresses by ${rule} are those of another vendor's chain`);
}

function checkSet(data: Reader, cases: Cases): void {
  const set = readValidatorSet(data);
  cases.expect('validator_set/hash', toHex(bytesOf(data, 'validators_hash')), toHex(set.hash));
  const encoded = set.validators.map((validator) => toHex(encodeValidator(validator)));
  cases.expect('validator_set/bytes', textsOf(data, 'simple_validator_bytes_hex').join(), encoded.join());
  for (const [i, { address, claimedAddress }] of set.validators.entries())
    cases.expect(`validator_set/address ${i}`, toHex(claimedAddress ?? new Uint8Array(0)), toHex(address));
}
