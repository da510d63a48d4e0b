// JSON-RPC messages: what a reply must be before anything in it is looked at.
import { describe, expect, it } from 'vitest';
import { classifyRefusal } from '../../../src/chain/cometbft/rpc.ts';
import { idOf, parseMessage, printCall, resultOf } from '../../../src/client/sources/rpc-message.ts';
import type { Reader } from '../../../src/codec/schema.ts';
import { codeOf, type MingzhengError } from '../../../src/core/error.ts';

function codeIn(read: () => unknown): string {
  try {
    return `no error: ${String(read())}`;
  } catch (error) {
    return codeOf(error);
  }
}

function pathIn(read: () => unknown): unknown {
  try {
    read();
    return 'no error';
  } catch (error) {
    return (error as MingzhengError).values.path;
  }
}

const result = (text: string) => resultOf(parseMessage(text), classifyRefusal);

describe('a call', () => {
  it('is one JSON object with our own id', () => {
    const text = printCall(7, { method: 'commit', params: { height: '3' } });
    expect(JSON.parse(text)).toEqual({ jsonrpc: '2.0', id: 7, method: 'commit', params: { height: '3' } });
  });

  it.each([
    ['some', ['group0', '', 7, true]],
    ['none', []],
  ])('carries %s parameters by position as an array', (_, params) => {
    expect(JSON.parse(printCall(1, { method: 'getBlockByNumber', params }))).toEqual({
      jsonrpc: '2.0',
      id: 1,
      method: 'getBlockByNumber',
      params,
    });
  });
});

describe('a message', () => {
  it.each([
    ['a page of a portal', '<!doctype html><html></html>'],
    ['half an answer', '{"jsonrpc":"2.0","id":1,"res'],
    ['a list', '[{"id":1,"result":{}}]'],
    ['nothing', ''],
    ['a key twice', '{"id":1,"id":2,"result":{}}'],
    ['too deep', `${'{"a":'.repeat(30)}1${'}'.repeat(30)}`],
    ['bytes that are no text', Uint8Array.of(0x7b, 0xff, 0x7d)],
    ['above the limit', new Uint8Array((32 << 20) + 1)],
  ])('%s is not one', (_, text) => {
    expect(codeIn(() => parseMessage(text))).toBe('source/not-json');
  });

  it.each([
    ['{"id":7}', 7],
    ['{"id":-1}', -1],
    ['{"id":null}', -1],
    ['{}', -1],
    ['{"id":"7"}', 7],
  ])('%s has the id %d', (text, id) => {
    expect(idOf(parseMessage(text))).toBe(id);
  });

  it.each(['{"id":"other-7"}', '{"id":1.5}', '{"id":{}}', '{"id":99999999999999999999}', '{"id":-2}'])(
    '%s has an id that no client of ours sent: refused or told from ours, never taken for one',
    (text) => {
      const found = codeIn(() => idOf(parseMessage(text)));
      expect(found).toMatch(/^(json\/|source\/|no error: -1$)/);
    },
  );
});

describe('a result', () => {
  it('is given out as it is', () => {
    expect(result('{"id":1,"result":{"a":"b"}}').string('a')).toBe('b');
  });

  it.each([
    ['a number', '12', (reader: Reader) => reader.integer('value', 0n, 99n), 12n],
    ['a text', '"0x0c"', (reader: Reader) => reader.string('value'), '0x0c'],
    ['a truth value', 'false', (reader: Reader) => reader.boolean('value'), false],
    ['a list', '["a","b"]', (reader: Reader) => reader.array('value', 9), ['a', 'b']],
    ['a list of objects', '[{"a":"b"}]', (reader: Reader) => reader.readers('value', 9)[0]!.string('a'), 'b'],
    ['an empty list', '[]', (reader: Reader) => reader.array('value', 9), []],
  ])('that is %s stands in a member of its own', (_, text, read, expected) => {
    const found = result(`{"id":1,"result":${text}}`);
    expect([...found.object.keys()]).toEqual(['value']);
    expect(read(found)).toEqual(expected);
  });

  it('that is an object with a member of that name is given out as it is', () => {
    const found = result('{"id":1,"result":{"value":"b","more":1}}');
    expect([...found.object.keys()]).toEqual(['value', 'more']);
  });

  it('names its place in what it refuses, wrapped or not', () => {
    for (const text of ['{"id":1,"result":{"value":[]}}', '{"id":1,"result":[]}'])
      expect(pathIn(() => result(text).string('value'))).toBe('$.result.value');
  });

  it.each([
    ['both', '{"id":1,"result":{},"error":{"code":1}}'],
    ['neither', '{"id":1}'],
  ])('with %s contradicts itself', (_, text) => {
    expect(codeIn(() => result(text))).toBe('source/contradiction');
  });

  it('that is null says that there is no such thing', () => {
    expect(codeIn(() => result('{"id":1,"result":null,"error":null}'))).toBe('source/not-found');
    expect(codeIn(() => result('{"id":1,"result":null}'))).toBe('source/not-found');
  });

  it('may carry an empty error beside it, as some servers print it', () => {
    expect(codeIn(() => result('{"id":1,"result":{},"error":null}'))).toMatch(/^no error/);
  });

  it.each([
    ['height 9 must be less than or equal to the current blockchain height 5', 'source/height-too-high'],
    ['height 1 is not available, lowest height is 3', 'source/pruned'],
    ['could not find results for height #3', 'source/pruned'],
    ['tx (AB) not found', 'source/not-found'],
    ['transaction indexing is disabled', 'source/no-index'],
    ["min height 5 can't be greater than max height 4", 'source/refused'],
    ['anything else', 'source/refused'],
  ])('a refusal, "%s", is %s', (data, code) => {
    const text = JSON.stringify({ id: 1, error: { code: -32603, message: 'Internal error', data } });
    expect(codeIn(() => result(text))).toBe(code);
  });

  it('a refusal that says little is a refusal all the same', () => {
    expect(codeIn(() => result('{"id":1,"error":{}}'))).toBe('source/refused');
  });

  it('a refusal of great length is cut short', () => {
    const text = JSON.stringify({ id: 1, error: { code: 1, message: 'x'.repeat(90_000) } });
    try {
      result(text);
      expect.unreachable();
    } catch (error) {
      expect(String(error).length).toBeLessThan(400);
    }
  });
});
