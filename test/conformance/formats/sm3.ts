// `sm3.json`: digests of GB/T 32905, of a library's own tests, at the edges of padding, and HMACs. Every message is hashed
// whole, in pieces, and in one call with all the others.
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { hmac } from '../../../src/core/hmac.ts';
import { bytesOf, rowsOf, textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import { checkDigests } from '../sm3.ts';

export const sm3: Format = {
  matches: (file) => file.plainName === 'sm3.json',
  async run(file, cases) {
    const data = await file.reader();
    const lists = [...data.object.keys()].filter((key) => Array.isArray(data.object.get(key)));
    for (const list of lists) {
      const rows = rowsOf(data, list);
      const digests = rows.flatMap((row, i) => (row.has('hmac') ? [] : [digestOf(row, `${list}/${i}`)]));
      checkDigests(digests, cases);
      for (const [i, row] of rows.entries())
        if (row.has('hmac'))
          await cases.run(`${list}/${i}`, toHex(bytesOf(row, 'hmac')), () =>
            toHex(hmac('sm3', bytesOf(row, 'keyHex'), bytesOf(row, 'msgHex'))),
          );
    }
  },
};

function digestOf(row: Reader, id: string) {
  return { id, message: messageOf(row), digest: bytesOf(row, 'digest') };
}

/** `ascii`, `inputHex`, `{byte, length}`, or a unit that is repeated. */
function messageOf(row: Reader): Uint8Array {
  if (row.has('ascii')) return toUtf8(textOf(row, 'ascii'));
  if (row.has('repeat')) {
    const repeat = row.reader('repeat');
    return toUtf8(textOf(repeat, 'unit').repeat(repeat.uint32('times')));
  }
  if (row.has('length')) return new Uint8Array(row.uint32('length')).fill(bytesOf(row, 'byte')[0]!);
  return bytesOf(row, 'inputHex');
}
