// JSON-RPC messages: what a reply must be before anything in it is looked at.
import { describe, expect, it } from 'vitest';
import { classifyRefusal } from '../../../src/chain/cometbft/rpc.ts';
import { idOf, parseMessage, printCall, resultOf } from '../../../src/client/sources/rpc-message.ts';
import { codeOf } from '../../../src/core/error.ts';

function codeIn(read: () => unknown): string {
  try {
    return `no error: ${String(read())}`;
  } catch (error) {
    return codeOf(error);
  }
}

const result = (text: string) => resultOf(parseMessage(text), classifyRefusal);

describe('a call', () => {
  it('is one JSON object with our own id', () => {
    const text = printCall(7, { method: 'commit', params: { height: '3' } });
    expect(JSON.parse(text)).toEqual({ jsonrpc: '2.0', id: 7, method: 'commit', params: { height: '3' } });
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
    ['both', '{"id":1,"result":{},"error":{"code":1}}'],
    ['neither', '{"id":1}'],
    ['neither but null', '{"id":1,"result":null,"error":null}'],
  ])('with %s contradicts itself', (_, text) => {
    expect(codeIn(() => result(text))).toBe('source/contradiction');
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
