// `sm2-cross.jsonl(.gz)` and `sm3-cross.jsonl(.gz)`: signatures and digests on which up to nine libraries were asked. What
// counts is `expected`, the strict rule; that some of them answer otherwise is what the rows are there for.
import type { Reader } from '../../../src/codec/schema.ts';
import { bytesOf, messageOf, textOf } from '../fields.ts';
import type { Format } from '../format.ts';
import type { Cases } from '../report.ts';
import { askSec1, askSm2, type Sm2Question, withPrefix } from '../sm2.ts';
import { checkDigests } from '../sm3.ts';

const ROWS_BETWEEN_WORDS = 500;

export const sm2Cross: Format = {
  matches: (file) => file.plainName === 'sm2-cross.jsonl',
  async run(file, cases, world) {
    const rows = await file.rows();
    for (const [i, row] of rows.entries()) {
      await cases.row(`row ${i + 1}`, () => checkRow(row, cases));
      if (i % ROWS_BETWEEN_WORDS === 0) world.progress(`${file.label}: ${i} of ${rows.length}`);
    }
  },
};

async function checkRow(row: Reader, cases: Cases): Promise<void> {
  const id = `${textOf(row, 'id')}/${textOf(row, 'what')}`;
  const form = textOf(row, 'format');
  if (form !== 'rs' && form !== 'der') return cases.skip(id, `a form of signature that is not known: ${form}`);
  const question: Sm2Question = {
    publicKey: bytesOf(row, 'pub'),
    message: messageOf(row, 'msg'),
    signature: bytesOf(row, 'sig'),
    userId: bytesOf(row, 'uid'),
    form,
  };
  const expected = textOf(row, 'expected');
  if (question.publicKey.length === 64) return checkPlainKey(id, question, expected, cases);
  await cases.run(id, expected, () => askSm2(question));
}

/** The rows judge keys by SEC 1. Where we take 64 bytes, as FISCO BCOS writes them, they must mean what 04 before them means. */
async function checkPlainKey(id: string, question: Sm2Question, expected: string, cases: Cases): Promise<void> {
  await cases.run(id, expected, () => askSec1(question));
  const withFirstByte = await askSm2({ ...question, publicKey: withPrefix(question.publicKey) });
  await cases.run(`${id}/as a key of FISCO BCOS`, withFirstByte, () => askSm2(question));
}

export const sm3Cross: Format = {
  matches: (file) => file.plainName === 'sm3-cross.jsonl',
  async run(file, cases) {
    const rows = (await file.rows()).map((row) => ({
      id: textOf(row, 'id'),
      message: messageOf(row, 'message'),
      digest: bytesOf(row, 'sm3'),
      length: row.uint32('length'),
    }));
    checkDigests(rows, cases);
    const wrong = rows.filter(({ message, length }) => message.length !== length);
    for (const { id, message, length } of wrong) cases.expect(`${id}/length`, `${length}`, `${message.length}`);
  },
};
