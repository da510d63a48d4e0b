// `sm2-gbt32918.json`: the curve of GB/T 32918.5-2017 and the signature of its example A.2, with every number on the way.
import { bytesToNumberBE } from '@noble/curves/utils.js';
import { concatBytes, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { hash } from '../../../src/core/hashing.ts';
import { isRightR, Sm2Point } from '../../../src/crypto/sm2.ts';
import { sm2Digest, sm2PublicKey, sm2SignWithNonce } from '../../support/sm2-sign.ts';
import { bytesOf, textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import { allHold, type Cases } from '../report.ts';
import { askSm2, withPrefix } from '../sm2.ts';

export const sm2Standard: Format = {
  matches: (file) => file.plainName === 'sm2-gbt32918.json',
  async run(file, cases) {
    const data = await file.reader();
    checkCurve(data.reader('curve'), cases);
    await checkSample(data.reader('sample'), cases);
  },
};

const hexOf = (reader: Reader, key: string) => toHex(bytesOf(reader, key));
const numberOf = (reader: Reader, key: string) => bytesToNumberBE(bytesOf(reader, key));

function checkCurve(curve: Reader, cases: Cases): void {
  const ours: Readonly<Record<string, bigint>> = { ...Sm2Point.CURVE() };
  for (const key of curve.object.keys()) cases.expect(`curve/${key}`, `${numberOf(curve, key)}`, `${ours[key]}`);
}

async function checkSample(sample: Reader, cases: Cases): Promise<void> {
  const userId = toUtf8(textOf(sample, 'id'));
  const message = toUtf8(textOf(sample, 'message'));
  const publicKey = bytesOf(sample, 'publicKey');
  const [privateKey, e, k] = [bytesOf(sample, 'd'), numberOf(sample, 'e'), numberOf(sample, 'k')];
  const signature = concatBytes(bytesOf(sample, 'r'), bytesOf(sample, 's'));
  cases.expect('public key', toHex(publicKey), toHex(withPrefix(sm2PublicKey(privateKey))));
  cases.expect('e', `${e}`, `${sm2Digest(publicKey.subarray(1), message, userId)}`);
  cases.expect('ZA and e', hexOf(sample, 'e'), digestOverZa(bytesOf(sample, 'ZA'), message));
  const x1 = Sm2Point.BASE.multiplyUnsafe(k).x;
  cases.expect('r', 'ok', allHold({ 'e + x1': isRightR(e, x1, numberOf(sample, 'r')) }));
  cases.expect('r and s', toHex(signature), toHex(sm2SignWithNonce(privateKey, e, k) ?? new Uint8Array(0)));
  await cases.run('signature', 'accept', () => askSm2({ publicKey, message, signature, form: 'rs', userId }));
}

function digestOverZa(za: Uint8Array, message: Uint8Array): string {
  return toHex(hash('sm3', concatBytes(za, message)));
}
