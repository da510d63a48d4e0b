// The command line and the JSON model of the conformance runner.
import { describe, expect, it } from 'vitest';
import { Reader } from '../../../src/codec/schema.ts';
import { parseArgs } from '../../conformance/args.ts';
import { parseModel } from '../../conformance/file-tree.ts';
import { applyOperation, comparable, printModel } from '../../conformance/json-model.ts';

describe('command line', () => {
  it('takes a folder and options in any order', () => {
    expect(parseArgs(['--core', 'js', 'data', '--networks=nets', '--env', 'chromium', '--json', 'out.json'])).toEqual({
      folder: 'data',
      networks: 'nets',
      env: 'chromium',
      core: 'js',
      json: 'out.json',
    });
    expect(parseArgs(['data'])).toMatchObject({ env: 'node', core: undefined });
  });

  it.each([[[]], [['a', 'b']], [['a', '--cores', 'js']], [['a', '--core', 'fast']], [['a', '--json']]])(
    'refuses %j',
    (args) => expect(() => parseArgs(args)).toThrow(),
  );
});

describe('changes of a document', () => {
  const change = (document: string, operation: object) =>
    printModel(applyOperation(parseModel(document), Reader.of(parseModel(JSON.stringify(operation)))));

  it.each([
    ['{"a":[1,2]}', { op: 'replace', path: '/a/1', value: 3 }, '{"a":[1,3]}'],
    ['{"a":[1,2]}', { op: 'remove', path: '/a/0', value: null }, '{"a":[2]}'],
    ['{"a":[1,2]}', { op: 'add', path: '/a/-', value: '3' }, '{"a":[1,2,"3"]}'],
    ['{"a":[1,2]}', { op: 'add', path: '/a/0', value: 0 }, '{"a":[0,1,2]}'],
    ['{"a":{"b":1}}', { op: 'remove', path: '/a/b' }, '{"a":{}}'],
    ['{"a/b":{"~":1}}', { op: 'replace', path: '/a~1b/~0', value: null }, '{"a/b":{"~":null}}'],
    ['{"a":1}', { op: 'replace', path: '', value: [] }, '[]'],
  ])('%s with %j', (document, operation, expected) => expect(change(document, operation)).toBe(expected));

  it('keeps numbers as they stand and leaves the document alone', () => {
    const document = parseModel('{"big":123456789012345678901.50,"a":"é\\n"}');
    applyOperation(document, Reader.of(parseModel('{"op":"remove","path":"/a"}')));
    expect(printModel(document)).toBe('{"big":123456789012345678901.50,"a":"é\\n"}');
  });

  it('compares documents without members that do not count', () => {
    const left = comparable({ b: [{ x: 1, y: 2 }], a: 1 }, ['y']);
    expect(JSON.stringify(left)).toBe('{"a":1,"b":[{"x":1}]}');
  });
});
