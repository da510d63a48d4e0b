// What the Chains page decides by itself: which addresses may be added, what a height is, how far the work has come.
import { describe, expect, it } from 'vitest';
import { LOCALES } from '../../../src/app/i18n.ts';
import { withChain } from '../../../src/app/pages/chains-data.ts';
import { extentOf } from '../../../src/app/pages/chains-detail.ts';
import { lowestOf, parseHeight } from '../../../src/app/pages/chains-goto.ts';
import { fieldWords } from '../../../src/app/pages/chains-header-fields.ts';
import { isEveryChecked } from '../../../src/app/pages/chains-header-signers.ts';
import { familyName } from '../../../src/app/pages/chains-list.ts';
import { percentOf, secondsLeft } from '../../../src/app/pages/chains-progress.ts';
import { addressProblem, isWebSocket, normalAddress } from '../../../src/app/pages/chains-source-address.ts';
import { memberName } from '../../../src/app/parts/member.ts';
import { describeHeader } from '../../../src/chain/fisco-bcos/describe.ts';
import type { SignatureState, Signer } from '../../../src/worker/api.ts';
import { demoA, forked, unwitnessed } from '../../support/fake-chains.ts';
import { fiscoChain, fiscoClosed, headerV2, headerV3 } from '../../support/fake-fisco.ts';
import { speak } from './language.ts';

describe('address of a source', () => {
  it.each([
    'wss://node.example.cn/websocket',
    'https://cdn.example.cn/archive/',
    'ws://localhost:26657/websocket',
    'http://127.0.0.1:8080',
  ])('takes %s', (address) => expect(addressProblem(address)).toBeUndefined());

  it.each([
    ['', 'chains/address-empty'],
    ['   ', 'chains/address-empty'],
    ['node.example.cn', 'chains/address-unreadable'],
    ['ws://node.example.cn', 'chains/address-plain'],
    ['http://localhost.example.cn', 'chains/address-plain'],
    ['http://192.168.1.4:26657', 'chains/address-plain'],
    ['javascript:alert(1)', 'chains/address-scheme'],
    ['file:///etc/passwd', 'chains/address-scheme'],
    ['wss://user:secret@node.example.cn', 'chains/address-password'],
  ])('refuses %s', (address, problem) => expect(addressProblem(address)).toBe(problem));

  it('refuses one that is there already, however it is written', () => {
    const known = [normalAddress('wss://Node.example.cn:443/')];
    expect(addressProblem('wss://node.example.cn', known)).toBe('chains/address-known');
  });

  it('knows which need no leave from the node', () => {
    expect(isWebSocket(' WSS://node.example.cn')).toBe(true);
    expect(isWebSocket('https://node.example.cn')).toBe(false);
  });
});

describe('height as typed', () => {
  it.each([
    ['935', 935n],
    ['1,201', 1201n],
    [' 1 204 800 ', 1_204_800n],
    ['9223372036854775807', 2n ** 63n - 1n],
  ] as const)('reads %s', (text, height) => expect(parseHeight(text)).toBe(height));

  it.each(['', '0', '-1', '1.5', '0x10', 'abc', '99999999999999999999'])('refuses "%s"', (text) =>
    expect(parseHeight(text)).toBeUndefined(),
  );

  it('takes 0 of a chain that begins there, and of no other', () => {
    expect(parseHeight('0', lowestOf(fiscoChain()))).toBe(0n);
    expect(parseHeight('0', lowestOf(demoA()))).toBeUndefined();
    expect(lowestOf(undefined)).toBe(1n);
  });
});

describe('fields of a header', () => {
  it.each(LOCALES)('have words for every name that FISCO BCOS gives, in %s', async (locale) => {
    await speak(locale);
    const names = [...describeHeader(headerV3()), ...describeHeader(headerV2())].map(({ name }) => name);
    expect(names.filter((name) => fieldWords(name) === undefined)).toEqual([]);
  });

  it('number the items of a list by one word', async () => {
    await speak('en');
    expect(fieldWords('sealerList[3]')).toBe('Node id of sealer 3');
    expect(fieldWords('consensusWeights[12]')).toBe('Weight of sealer 12');
    expect(fieldWords('extraData')).toBe('Extra data');
    expect(fieldWords('extraData[0]')).toBe('Extra data, item 0');
    expect(fieldWords('nobodyKnows[0]')).toBeUndefined();
  });
});

describe('who signed', () => {
  const signers = (...states: SignatureState[]) => states.map((state) => ({ state }) as Signer);

  it('need not be asked again where every signature was checked', () => {
    expect(isEveryChecked({ all: false, signers: signers('signed', 'absent', 'wrong') })).toBe(true);
    expect(isEveryChecked({ all: false, signers: signers('signed', 'not-checked') })).toBe(false);
    expect(isEveryChecked({ all: false, signers: signers('signed', 'nil') })).toBe(false);
    expect(isEveryChecked({ all: true, signers: signers('signed', 'nil') })).toBe(true);
  });

  it('is named by the start of the address where there is no name', () => {
    expect(memberName({ name: 'node0', address: 'ab'.repeat(64) })).toBe('node0');
    expect(memberName({ name: '', address: 'ab'.repeat(64) })).toBe('abababab…');
  });
});

describe('progress', () => {
  it('says 100 only when all is done', () => {
    expect(percentOf({ done: 1137n, total: 1138n })).toBe(99);
    expect(percentOf({ done: 1138n, total: 1138n })).toBe(100);
    expect(percentOf({ done: 0n, total: 0n })).toBe(0);
  });

  it('guesses no time without a speed', () => {
    expect(secondsLeft({ phase: 'history', done: 0n, total: 100n, headersPerSecond: 0 })).toBeUndefined();
    expect(secondsLeft({ phase: 'history', done: 0n, total: 100n, headersPerSecond: 30 })).toBe(4);
  });
});

describe('chains on the page', () => {
  it('shows up to what anybody claims', () => {
    expect(extentOf(forked())).toEqual({ from: 1n, to: 121n });
    expect(extentOf({ ...demoA(), head: undefined, claimedHead: undefined, ranges: [] })).toEqual({ from: 1n, to: 1n });
  });

  it('begins at the checkpoint of a chain that nobody has opened', () => {
    expect(extentOf(fiscoClosed())).toEqual({ from: 0n, to: 0n });
  });

  it('replaces the chain that changed and keeps the order', () => {
    const next = { ...demoA(), state: 'complete' as const };
    const list = withChain([demoA(), forked()], next);
    expect(list.map(({ id, state }) => [id, state])).toEqual([
      ['demo-a', 'complete'],
      ['fork-038', 'frozen'],
    ]);
    expect(withChain([demoA()], unwitnessed())).toHaveLength(2);
  });

  it('names families that it does not know by their own name', () => {
    expect(familyName(demoA())).toBe('CometBFT 0.38');
    expect(familyName({ family: 'new', version: '' })).toBe('new');
  });
});
