// DER: each type in its one spelling, and every other spelling refused with the offset at which it was seen.
import { describe, expect, it } from 'vitest';
import { concatBytes, fromHex, toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { contextTag, DER_TAG, DerReader, signatureFromDer } from '../../../src/codec/der.ts';
import { formatTime } from '../../../src/codec/time.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { Random } from '../../support/core.ts';
import { refusal } from '../../support/mutate.ts';

/** What a reader makes of the whole input, or `codec/der`. */
function read<T>(hex: string, how: (reader: DerReader) => T): T | string {
  let result: T | undefined;
  const code = refusal(() => {
    const reader = DerReader.of(fromHex(hex));
    result = how(reader);
    reader.end();
  });
  return code === 'accepted' ? result! : code;
}

function offsetOf(call: () => unknown): unknown {
  try {
    call();
    return undefined;
  } catch (error) {
    return error instanceof MingzhengError && error.code === 'codec/der' ? error.values.offset : error;
  }
}

const REFUSED = 'codec/der';
const contentHex = (hex: string, tag: number = DER_TAG.octetString) =>
  read(hex, (reader) => toHex(reader.element(tag).content));

describe('tag and length', () => {
  it.each([0, 1, 2, 127, 128, 255, 256, 65_535, 60_000])(
    'take a content of %i bytes in the shortest form',
    (length) => {
      const body = new Uint8Array(length).fill(7);
      const digits = length.toString(16);
      const bytes = digits.padStart(digits.length + (digits.length % 2), '0');
      const header = length < 128 ? bytes : (0x80 + bytes.length / 2).toString(16) + bytes;
      const limits = { maxBytes: 1 << 20, maxDepth: 1 };
      const { content, bytes: whole } = DerReader.of(fromHex(`04${header}${toHex(body)}`), limits).element(4);
      expect([content.length, whole.length]).toEqual([length, length + 1 + header.length / 2]);
    },
  );

  it.each([
    ['8101ff', 'one byte for what needs none'],
    [`817f${'00'.repeat(127)}`, 'one byte for 127'],
    ['820001ff', 'two bytes, the first zero'],
    [`8200ff${'00'.repeat(255)}`, 'two bytes for 255'],
    [`830000ff${'00'.repeat(255)}`, 'three bytes for 255'],
    ['8400000001ff', 'four bytes'],
    ['80ff0000', 'indefinite'],
    ['ff', 'reserved'],
  ])('refuse the length %s: %s', (rest) => {
    expect(contentHex(`04${rest}`)).toBe(REFUSED);
  });

  it('refuse what ends too early', () => {
    for (const hex of ['', '04', '0401', '0403ffff', '0481', '048180', '0482', '048201', '04820100'])
      expect(contentHex(hex)).toBe(REFUSED);
  });

  it('refuse what is left over, and a tag that is another', () => {
    expect(contentHex('0401aa')).toBe('aa');
    expect(contentHex('0401aa00')).toBe(REFUSED);
    expect(contentHex('0301aa')).toBe(REFUSED);
    expect(contentHex('2401aa')).toBe(REFUSED); // the same type, constructed
    for (const hex of ['1f1f01aa', '1f01aa']) expect(contentHex(hex, 0x1f)).toBe(REFUSED); // a tag of more bytes
  });

  it('keep the offset in the whole source, and the limits', () => {
    expect(offsetOf(() => DerReader.of(fromHex('0401aa0500')).end())).toBe(0);
    const inner = DerReader.of(fromHex('3003020100')).sequence();
    inner.unsigned(1);
    expect(offsetOf(() => inner.null())).toBe(5);
    expect(offsetOf(() => DerReader.of(new Uint8Array(11), { maxBytes: 10, maxDepth: 1 }))).toBe(10);
    expect(offsetOf(() => DerReader.of(new Uint8Array(10), { maxBytes: 10, maxDepth: 1 }))).toBeUndefined();
  });
});

describe('structure', () => {
  it('is read level by level, each with its own end', () => {
    const reader = DerReader.of(fromHex('300a3003020105a003020106'));
    const outer = reader.sequence();
    const first = outer.sequence();
    expect([toHex(first.unsigned(1)), first.left]).toEqual(['05', 0]);
    expect(outer.has(contextTag(0, true))).toBe(true);
    const second = outer.inside(contextTag(0, true));
    expect(toHex(second.unsigned(1))).toBe('06');
    for (const each of [second, first, outer, reader]) each.end();
    expect(outer.has(contextTag(0, true))).toBe(false);
  });

  it('does not let an inner value reach beyond its outer one', () => {
    const overlong = (reader: DerReader) => reader.sequence().octetString();
    expect(read('30030402aabb', overlong)).toBe(REFUSED);
    expect(read('30020402', overlong)).toBe(REFUSED);
    expect(read('3003040200aa', overlong)).toBe(REFUSED);
  });

  it('ends at a depth, and never enters what is primitive', () => {
    const nested = (depth: number): string =>
      depth === 0 ? '' : `30${(2 * depth - 2).toString(16).padStart(2, '0')}${nested(depth - 1)}`;
    const descend = (depth: number) => (reader: DerReader) => {
      let inner = reader;
      for (let i = 0; i < depth; i++) inner = inner.sequence();
      return inner.left;
    };
    expect(read(nested(16), descend(16))).toBe(0);
    expect(read(nested(17), descend(17))).toBe(REFUSED);
    expect(read('040130', (reader) => reader.inside(DER_TAG.octetString))).toBe(REFUSED);
  });
});

describe('values', () => {
  const unsigned = (hex: string, max = 4) => read(hex, (reader) => toHex(reader.unsigned(max)));

  it('INTEGER: not negative, shortest, within the limit', () => {
    for (const [hex, value] of [
      ['020100', '00'],
      ['02017f', '7f'],
      ['02020080', '80'],
      ['0202007f', REFUSED],
      ['02020000', REFUSED],
      ['020180', REFUSED],
      ['0201ff', REFUSED],
      ['0202ff00', REFUSED],
      ['0200', REFUSED],
      ['020500ffffffff', 'ffffffff'],
      ['02050100000000', REFUSED],
      ['020400ffffff', 'ffffff'],
    ])
      expect(unsigned(hex!), hex).toBe(value);
  });

  it('BOOLEAN: 00 or FF', () => {
    const boolean = (hex: string) => read(hex, (reader) => reader.boolean());
    expect([boolean('010100'), boolean('0101ff')]).toEqual([false, true]);
    for (const hex of ['010101', '0100', '0102ffff', '0102ff00']) expect(boolean(hex)).toBe(REFUSED);
  });

  it('NULL: empty', () => {
    const isNull = (hex: string) => read(hex, (reader) => reader.null() ?? 'null');
    expect([isNull('0500'), isNull('050100')]).toEqual(['null', REFUSED]);
  });

  it('OBJECT IDENTIFIER: each number in its shortest form', () => {
    for (const [hex, id] of [
      ['06082a811ccf5501822d', '1.2.156.10197.1.301'],
      ['06082a811ccf55018375', '1.2.156.10197.1.501'],
      ['06072a8648ce3d0201', '1.2.840.10045.2.1'],
      ['0603551d13', '2.5.29.19'],
      ['060100', '0.0'],
      ['060127', '0.39'],
      ['060128', '1.0'],
      ['06014f', '1.39'],
      ['060150', '2.0'],
      ['06028837', '2.999'],
      ['060b69ffffffffffffffffff7f', '2.25.1180591620717411303423'],
      ['0600', REFUSED],
      ['06022a80', REFUSED],
      ['06032a8001', REFUSED],
      ['0602802a', REFUSED],
      ['060181', REFUSED],
      [`0640${'2a'.repeat(64)}`, `1.2${'.42'.repeat(63)}`],
      [`0641${'2a'.repeat(65)}`, REFUSED],
    ])
      expect(
        read(hex!, (reader) => reader.objectId()),
        hex,
      ).toBe(id);
  });

  it('BIT STRING: whole bytes, or bits of which those that are not used are zero', () => {
    const whole = (hex: string) => read(hex, (reader) => toHex(reader.bitString()));
    const bits = (hex: string) => read(hex, (reader) => reader.bits().unused);
    expect([whole('030200aa'), whole('030100'), whole('030201aa')]).toEqual(['aa', '', REFUSED]);
    expect([bits('030201aa'), bits('03020780'), bits('030205a0'), bits('03020780')]).toEqual([1, 7, 5, 7]);
    for (const hex of ['0300', '030101', '030107', '030208aa', '0302ffaa', '030201ab', '030207c0'])
      expect(bits(hex), hex).toBe(REFUSED);
  });

  it('times: to the second, in UTC, on days that exist', () => {
    const time = (tag: string, text: string) =>
      read(`${tag}${(text.length + 0x100).toString(16).slice(1)}${toHex(toUtf8(text))}`, (reader) =>
        formatTime(reader.time()),
      );
    expect(time('17', '210506072530Z')).toBe('2021-05-06T07:25:30Z');
    expect(time('17', '491231235959Z')).toBe('2049-12-31T23:59:59Z');
    expect(time('17', '500101000000Z')).toBe('1950-01-01T00:00:00Z');
    expect(time('18', '20500101000000Z')).toBe('2050-01-01T00:00:00Z');
    expect(time('18', '99991231235959Z')).toBe('9999-12-31T23:59:59Z');
    for (const text of [
      '2105060725Z',
      '210506072530+0000',
      '210506072530',
      '210230072530Z',
      '210506242530Z',
      '21050607253Z',
    ])
      expect(time('17', text), text).toBe(REFUSED);
    for (const text of [
      '20210506072530.5Z',
      '210506072530Z',
      '2021-05-06T07:25:30Z',
      '00000101000000Z',
      '20210506072560Z',
    ])
      expect(time('18', text), text).toBe(REFUSED);
    expect(time('16', '210506072530Z')).toBe(REFUSED);
    expect(read('170d3231303530363037323533ff5a', (reader) => reader.time())).toBe(REFUSED);
  });
});

describe('ECDSA-Sig-Value', () => {
  const short = '3006020101020102';
  const parse = (hex: string) => {
    let parsed = '';
    const code = refusal(() => {
      parsed = toHex(signatureFromDer(fromHex(hex)));
    });
    return code === 'accepted' ? parsed : code;
  };
  const padded = (hex: string) => hex.padStart(64, '0');

  it('becomes r || s of 32 bytes each', () => {
    expect(parse(short)).toBe(padded('01') + padded('02'));
    expect(parse('3006020100020100')).toBe('0'.repeat(128));
    const [high, low] = ['ff'.repeat(32), `7f${'00'.repeat(31)}`];
    expect(parse(`30460221${'00'}${high}022100${high}`)).toBe(high + high);
    expect(parse(`30440220${low}0220${low}`)).toBe(low + low);
    expect(parse(`304502200001${'00'.repeat(30)}022100${high}`)).toBe(REFUSED);
  });

  it.each([
    ['', 'nothing'],
    ['3000', 'no number'],
    ['3003020101', 'one number'],
    ['3009020101020102020103', 'three numbers'],
    [`${short}00`, 'bytes behind'],
    ['3008020101020102 0500'.replace(' ', ''), 'a value more inside'],
    ['308106020101020102', 'a long length'],
    ['30800201010201020000', 'an indefinite length'],
    ['3106020101020102', 'a set'],
    ['3006030101020102', 'another type'],
    ['300702020001020102', 'a needless zero'],
    ['3006020181020102', 'a negative number'],
    [`3047022201${'00'.repeat(33)}0221${'00'.repeat(33)}`.slice(0, 146), 'more than 72 bytes'],
    [`3027022101${'00'.repeat(32)}020101`, 'a number of 33 bytes'],
  ])('refuses %s: %s', (hex) => {
    expect(parse(hex)).toBe(REFUSED);
  });

  it('has one spelling: 2000 random changes are refused, or are the spelling of what they give', () => {
    const random = new Random(12);
    const honest = fromHex(`3045022100${'f5'.repeat(32)}0220${'31'.repeat(32)}`);
    for (let i = 0; i < 2000; i++) {
      const changed = honest.slice();
      const at = random.integer(0, 8);
      changed[at < 6 ? at : random.integer(0, honest.length - 1)] = random.integer(0, 255);
      const cut = changed.subarray(0, honest.length - random.integer(0, 1));
      const parsed = parse(toHex(cut));
      if (parsed !== REFUSED) expect(toHex(encode(fromHex(parsed)))).toBe(toHex(cut));
    }
  });

  function encode(signature: Uint8Array): Uint8Array {
    const integer = (bytes: Uint8Array) => {
      const first = bytes.findIndex((byte) => byte > 0);
      const shortest = first < 0 ? Uint8Array.of(0) : bytes.subarray(first);
      const content = shortest[0]! > 127 ? concatBytes(Uint8Array.of(0), shortest) : shortest;
      return concatBytes(Uint8Array.of(2, content.length), content);
    };
    const pair = concatBytes(integer(signature.subarray(0, 32)), integer(signature.subarray(32)));
    return concatBytes(Uint8Array.of(0x30, pair.length), pair);
  }
});
