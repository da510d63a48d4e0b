// Which transactions are records: patterns that may stand in a pack, and what they find in a transaction.
import { describe, expect, it } from 'vitest';
import { readTextRule, textRecordIn } from '../../../src/chain/record-rule.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { parseJson } from '../../../src/codec/json.ts';
import { Reader } from '../../../src/codec/schema.ts';
import { refusal } from '../../support/mutate.ts';

const rule = (pattern: string, kind = 'transaction-text') =>
  readTextRule(Reader.of(parseJson(JSON.stringify({ kind, pattern }))));
const DIGEST = 'ab'.repeat(32);
const find = (pattern: string, text: string) => {
  const found = textRecordIn(rule(pattern), toUtf8(text));
  return found && [found.id, toHex(found.digest)];
};

describe('a pattern', () => {
  it.each(['{sha256}', 'record/{id}={sha256}', '{id}{sha256}', '{sha256};{id}', '记录/{id}={sha256}'])(
    'may be %s',
    (pattern) => {
      expect(refusal(() => rule(pattern))).toBe('accepted');
    },
  );

  it.each(['', 'record', '{id}', '{sha256}{sha256}', '{id}{id}{sha256}', '{sha256}{md5}', '{}{sha256}', '{Sha256}'])(
    'may not be %j',
    (pattern) => {
      expect(refusal(() => rule(pattern))).toBe('trust/record-rule');
    },
  );

  it('is of a known kind, and has no other members', () => {
    expect(refusal(() => rule('{sha256}', 'log'))).toBe('trust/record-rule');
    expect(
      refusal(() => readTextRule(Reader.of(parseJson('{"kind":"transaction-text","pattern":"{sha256}","flags":"i"}')))),
    ).toBe('json/unknown-member');
  });
});

describe('a record', () => {
  it('is found with its name and digest', () => {
    expect(find('record/{id}={sha256}', `record/2026-001=${DIGEST}`)).toEqual(['2026-001', DIGEST]);
    expect(find('record/{id}={sha256}', `record/发票/7=${DIGEST.toUpperCase()}`)).toEqual(['发票/7', DIGEST]);
    expect(find('{sha256}', DIGEST)).toEqual(['', DIGEST]);
  });

  it.each([
    ['something before it', `xrecord/1=${DIGEST}`],
    ['something after it', `record/1=${DIGEST}x`],
    ['a line end after it', `record/1=${DIGEST}\n`],
    ['a second record after it', `record/1=${DIGEST}\nrecord/2=${DIGEST}`],
    ['a byte order mark', `\ufeffrecord/1=${DIGEST}`],
    ['a short digest', `record/1=${DIGEST.slice(1)}`],
    ['a long digest', `record/1=${DIGEST}a`],
    ['no name', `record/=${DIGEST}`],
    ['a space in the name', `record/a b=${DIGEST}`],
    ['NUL in the name', `record/a\0b=${DIGEST}`],
    ['= in the name', `record/a=b=${DIGEST}`],
    ['a name of 201 characters', `record/${'a'.repeat(201)}=${DIGEST}`],
    ['other letter case around it', `Record/1=${DIGEST}`],
    ['digits of another script', `record/1=${'１'.repeat(64)}`],
    ['nothing', ''],
  ])('is not what has %s', (_, text) => {
    expect(find('record/{id}={sha256}', text)).toBeUndefined();
  });

  it('is not what is no text at all', () => {
    expect(textRecordIn(rule('{sha256}'), Uint8Array.of(0xff, 0xfe))).toBeUndefined();
  });

  it('is found by signs that mean something in patterns only as themselves', () => {
    const pattern = 'a.b*c+d?(e)[f]^g$h|i\\j/k-{sha256}';
    expect(find(pattern, `a.b*c+d?(e)[f]^g$h|i\\j/k-${DIGEST}`)).toEqual(['', DIGEST]);
    expect(find(pattern, `aXbbc+d?(e)[f]^g$h|i\\j/k-${DIGEST}`)).toBeUndefined();
    expect(find('.{sha256}', `x${DIGEST}`)).toBeUndefined();
  });

  it('takes no long time to be missed', () => {
    const start = performance.now();
    expect(find('{id}{sha256}', 'a'.repeat(100_000))).toBeUndefined();
    expect(performance.now() - start).toBeLessThan(1000);
  });
});
