import { describe, expect, it } from 'vitest';
import { errorSentence, errorView, splitSentence, wasCancelled } from '../../../src/app/errors.ts';
import { fill, formatNumber, onLocaleChange, preferredLocale, t, tCode, tMaybe } from '../../../src/app/i18n.ts';
import { MingzhengError } from '../../../src/core/error.ts';
import { speak } from './language.ts';

describe('fill', () => {
  it('writes numbers with commas and text as it is', () => {
    expect(fill('{a} of {b}', { a: 1201n, b: 'x' })).toBe('1,201 of x');
  });
  it('chooses between one and many', () => {
    const template = '{n} {n?step:steps}';
    expect(fill(template, { n: 1 })).toBe('1 step');
    expect(fill(template, { n: 3n })).toBe('3 steps');
    expect(fill(template, { n: 0 })).toBe('0 steps');
  });
  it('leaves a dash for a value that is missing', () => {
    expect(fill('at {height}: {n} {n?a:b}', {})).toBe('at –: – b');
  });
  it('does not read values as templates', () => {
    expect(fill('{a}', { a: '{b}', b: 'no' })).toBe('{b}');
  });
  it('does not look up the prototype', () => {
    expect(fill('{constructor}', {})).toBe('–');
  });
});

describe('languages', () => {
  it('prefers the saved one, then the browser, then Chinese', () => {
    expect(preferredLocale('th', ['en-GB'])).toBe('th');
    expect(preferredLocale(null, ['de', 'en-GB', 'zh'])).toBe('en');
    expect(preferredLocale(null, ['zh-TW'])).toBe('zh-CN');
    expect(preferredLocale('xx', ['fr'])).toBe('zh-CN');
  });
  it('tells listeners of a change until they stop', async () => {
    let count = 0;
    await speak('th');
    const stop = onLocaleChange(() => count++);
    await speak('en');
    stop();
    await speak('zh-CN');
    expect(count).toBe(1);
  });
  it('shows an unknown code as itself', async () => {
    await speak('en');
    expect(tCode('no/such-code')).toBe('no/such-code');
    expect(tMaybe('no/such-code')).toBeUndefined();
    expect(tCode('toString')).toBe('toString');
    expect(t('block', { height: 935n })).toBe('Block 935');
  });
  it('keeps the digits of huge numbers', () => {
    expect(formatNumber(2n ** 63n)).toBe('9,223,372,036,854,775,808');
  });
});

describe('errors', () => {
  it('keeps code and values, also of what crossed from a worker', () => {
    const view = { code: 'json/syntax', values: { offset: 17 } };
    expect(errorView(new MingzhengError('json/syntax', { offset: 17 }))).toEqual(view);
    expect(errorView({ name: 'Error', message: 'x', ...view })).toEqual(view);
  });
  it('says unexpected of everything else', () => {
    expect(errorView(new TypeError('x is undefined')).code).toBe('internal/unexpected');
    expect(errorView(undefined).code).toBe('internal/unexpected');
    expect(errorView({ code: 'json/syntax' })).toEqual({ code: 'json/syntax', values: {} });
  });
  it('knows a cancelled request', () => {
    expect(wasCancelled(new DOMException('', 'AbortError'))).toBe(true);
    expect(wasCancelled(new Error('x'))).toBe(false);
  });
  it('separates what it is from what to do', async () => {
    await speak('en');
    const [what, todo] = splitSentence({ code: 'json/syntax', values: { offset: 17 } });
    expect(what).toBe('The file is not valid JSON (at character 17).');
    expect(todo).toBe('Ask whoever issued the file for a new copy.');
    expect(errorSentence(new MingzhengError('client/cancelled'))).toBe('Cancelled. No result was reached.');
  });
});
