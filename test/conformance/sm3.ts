// SM3 digests asked in every way in which the shipped code hashes: whole, in pieces of growing length, and many at once.
import { toHex } from '../../src/codec/bytes.ts';
import { hash, hashAll, hashStream } from '../../src/core/hashing.ts';
import { allHold, type Cases } from './report.ts';

export interface ExpectedDigest {
  readonly id: string;
  readonly message: Uint8Array;
  readonly digest: Uint8Array;
}

export function checkDigests(rows: readonly ExpectedDigest[], cases: Cases): void {
  const together = hashAll(
    'sm3',
    rows.map(({ message }) => message),
  );
  for (const [i, { id, message, digest }] of rows.entries()) {
    const expected = toHex(digest);
    const claims = {
      whole: toHex(hash('sm3', message)) === expected,
      'in pieces': toHex(streamed(message)) === expected,
      'with others': toHex(together.subarray(32 * i, 32 * i + 32)) === expected,
    };
    cases.expect(id, 'ok', allHold(claims));
  }
}

/** Pieces of 0, 1, 2, 3, 5, 8, ... bytes: so that they begin and end at every place of a block. */
function streamed(message: Uint8Array): Uint8Array {
  const stream = hashStream('sm3');
  let [length, next] = [0, 1];
  for (let at = 0; at < message.length; ) {
    stream.update(message.subarray(at, at + length));
    at += length;
    [length, next] = [next, length + next];
  }
  return stream.digest();
}
