// Light blocks out of dropped files, of the family of the chain that they are dropped on, in every shape in which people save
// what a node said.
import { describe, expect, it } from 'vitest';
import type { ChainFamily, LightBlock, Profile } from '../../../src/chain/chain.ts';
import { cometbft } from '../../../src/chain/cometbft/family.ts';
import { fiscoBcos } from '../../../src/chain/fisco-bcos/family.ts';
import { MAX_FILE_BYTES, readLightBlocks } from '../../../src/client/sources/files.ts';
import { toHex, toUtf8 } from '../../../src/codec/bytes.ts';
import { makeChain } from '../../support/make-chain.ts';
import { exampleFisco } from '../../support/make-fisco-example.ts';
import { refusal } from '../../support/mutate.ts';

const made = makeChain({ length: 3, validators: 4 });
const sealers = exampleFisco();

interface Kind {
  readonly family: ChainFamily;
  readonly profile: Profile;
  readonly blocks: readonly LightBlock[];
}

const COMETBFT: Kind = { family: cometbft, profile: made.profile, blocks: made.blocks };
const FISCO: Kind = { family: fiscoBcos, profile: sealers.profile, blocks: sealers.blocks.slice(3, 7) };
const KINDS = [
  ['cometbft', COMETBFT],
  ['fisco-bcos', FISCO],
] as const;

const read = ({ family, profile }: Kind, text: string) => readLightBlocks(family, profile, toUtf8(text));
const hashesOf = (blocks: readonly LightBlock[]) => blocks.map(({ hash }) => toHex(hash));
const jsonOf = ({ family, blocks }: Kind) => blocks.map((block) => family.lightBlockToJson(block));

describe.each(KINDS)('dropped files of a %s chain', (_, kind) => {
  const all = jsonOf(kind);

  it.each([
    ['one object', JSON.stringify(all[0]), 1],
    ['one object over many lines', JSON.stringify(all[0], null, 2), 1],
    ['an array', JSON.stringify(all), all.length],
    ['an array over many lines', JSON.stringify(all, null, 2), all.length],
    ['one a line', all.map((item) => JSON.stringify(item)).join('\n'), all.length],
    ['one a line, with blank lines', `\n${all.map((item) => JSON.stringify(item)).join('\r\n\r\n')}\n`, all.length],
  ])('are read as %s', (_, text, count) => {
    expect(hashesOf(read(kind, text))).toEqual(hashesOf(kind.blocks.slice(0, count)));
  });

  it.each([
    ['an empty array', '[]', 'source/no-light-blocks'],
    ['an object of another kind', '{"a":1}', 'source/no-light-blocks'],
    ['an object of another kind among blocks', JSON.stringify([...all, {}]), 'source/no-light-blocks'],
    ['a text', '"block"', 'json/expected-object'],
    ['nothing', '', 'json/syntax'],
    ['half a block', JSON.stringify(all[0]).slice(0, -9), 'json/syntax'],
  ])('are refused: %s', (_, text, expected) => {
    expect(refusal(() => read(kind, text))).toBe(expected);
  });

  it('are refused by their size, before anything is read', () => {
    const { family, profile } = kind;
    const large = new Uint8Array(MAX_FILE_BYTES + 1);
    expect(refusal(() => readLightBlocks(family, profile, large))).toBe('source/file-too-large');
  });
});

describe('blocks of another family', () => {
  it('are no blocks of this one', () => {
    expect(refusal(() => read(FISCO, JSON.stringify(jsonOf(COMETBFT))))).toBe('source/no-light-blocks');
    expect(refusal(() => read(COMETBFT, JSON.stringify(jsonOf(FISCO))))).toBe('source/no-light-blocks');
    const mixed = JSON.stringify([...jsonOf(FISCO), ...jsonOf(COMETBFT)]);
    expect(refusal(() => read(FISCO, mixed))).toBe('source/no-light-blocks');
  });
});

describe('whole replies of a node of sealers', () => {
  it('are read like what stands in them', () => {
    const replies = jsonOf(FISCO).map((result, id) => JSON.stringify({ jsonrpc: '2.0', id, result }));
    expect(hashesOf(read(FISCO, replies.join('\n')))).toEqual(hashesOf(FISCO.blocks));
  });

  it('that are refusals are no blocks', () => {
    const reply = { jsonrpc: '2.0', id: 1, error: { code: -32603, message: 'no such block' } };
    expect(refusal(() => read(FISCO, JSON.stringify(reply)))).toBe('source/no-light-blocks');
  });
});
