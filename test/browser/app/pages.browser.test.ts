// The pages in a real browser, with a worker that is made up: no fault that axe can find, in three languages, light and
// dark; and the ways of a person through them: a sample, a paste, a drop, an error, a cancel.
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import '../../../src/app/app.ts';
import { connect } from '../../../src/app/connection.ts';
import { LOCALES, type Locale, setLocale, t } from '../../../src/app/i18n.ts';
import { setTheme } from '../../../src/app/preferences.ts';
import { show } from '../../../src/app/session.ts';
import { FakeApi } from '../../support/fake-api.ts';
import { FISCO_TREES, fiscoOptions, fiscoVerdict } from '../../support/fake-fisco.ts';
import { cannotTell, consistent, inconsistent } from '../../support/fake-verdicts.ts';
import '../../../src/app/styles/index.css';

let fake: FakeApi;

async function open(hash: string, locale: Locale = 'en'): Promise<HTMLElement> {
  location.hash = hash;
  await setLocale(locale);
  document.body.innerHTML = '<mz-app></mz-app>';
  await vi.waitFor(() => expect(document.querySelector('main h1')).not.toBeNull(), 5000);
  return document.querySelector<HTMLElement>('main')!;
}

async function faults(): Promise<string[]> {
  for (const details of document.querySelectorAll('details')) details.open = true;
  const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
  return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 120)}`);
}

function transfer(...files: File[]): DataTransfer {
  const data = new DataTransfer();
  for (const file of files) data.items.add(file);
  return data;
}

function drop(...names: string[]): void {
  const dataTransfer = transfer(...names.map((name) => new File(['x'], name)));
  document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
}

const text = (selector: string) => document.querySelector(selector)?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

beforeEach(() => {
  document.documentElement.title = '';
  fake = new FakeApi();
  connect(fake);
});
afterEach(() => {
  document.body.innerHTML = '';
  setTheme('auto');
});

describe('axe finds nothing', () => {
  for (const locale of LOCALES) {
    for (const theme of ['light', 'dark'] as const) {
      it(`on the first page, ${locale}, ${theme}`, async () => {
        setTheme(theme);
        await open('#/verify', locale);
        expect(await faults()).toEqual([]);
      });
      it(`on the three verdicts, ${locale}, ${theme}`, async () => {
        setTheme(theme);
        show([consistent(), inconsistent(), cannotTell()]);
        for (const id of ['yes', 'no', 'open']) {
          await open(`#/verdict/${id}`, locale);
          expect(await faults(), id).toEqual([]);
        }
      });
    }
  }
});

describe('a chain of the second family', () => {
  const trees = Object.keys(FISCO_TREES) as (keyof typeof FISCO_TREES)[];

  /** Whether the page is wider than the window, as it is where something long does not wrap. */
  const isTooWide = () => document.documentElement.scrollWidth > document.documentElement.clientWidth;

  async function openOnPhone(hash: string, locale: Locale): Promise<void> {
    connect(new FakeApi(fiscoOptions()));
    await page.viewport(320, 700);
    await open(hash, locale);
    const last = hash.includes('verdict') ? '.pictures' : /\d$/.test(hash) ? '.signers' : '.sources';
    await vi.waitFor(() => expect(document.querySelector(last)).not.toBeNull(), 5000);
  }

  afterEach(() => page.viewport(1024, 768));

  for (const locale of LOCALES) {
    it(`fits a narrow phone and axe finds nothing, ${locale}`, async () => {
      for (const path of ['fisco-sm', 'fisco-ecdsa', 'fisco-stopped', 'fisco-sm/40', 'fisco-sm/39']) {
        await openOnPhone(`#/chains/${path}`, locale);
        expect(await faults(), path).toEqual([]);
        expect(isTooWide(), path).toBe(false);
      }
    });
    it(`shows every kind of tree on a narrow phone, ${locale}`, async () => {
      show(trees.map(fiscoVerdict));
      for (const id of trees) {
        await openOnPhone(`#/verdict/${id}`, locale);
        expect(await faults(), id).toEqual([]);
        expect(isTooWide(), id).toBe(false);
      }
    });
  }

  it('says in the error’s own words why it stopped, and nothing else', async () => {
    await openOnPhone('#/chains/fisco-stopped', 'en');
    expect(text('mz-chain-progress .failure')).toContain('Block 41 names other sealers');
    expect(text('mz-chain-progress .failure')).toContain('Ask the operator of the chain for a newer trust pack');
    expect(text('mz-chain-progress')).not.toContain(t('chains/state-expired-says'));
  });

  it('marks what only the leader says, and the time on the card as claimed', async () => {
    await openOnPhone('#/chains/fisco-sm/40', 'en');
    const rowOf = (name: string) =>
      [...document.querySelectorAll('.fields tbody tr')].find((row) => row.textContent?.includes(name))?.textContent;
    expect(rowOf('timestamp')).toContain('Leader’s word');
    expect(rowOf('sealerList[3]')).toContain('Leader’s word');
    expect(rowOf('txsRoot')).toContain('Header hash');
    expect(document.querySelector('.signers')).not.toBeNull();
    expect(text('main')).not.toContain(t('chains/check-all'));
    show([fiscoVerdict()]);
    await openOnPhone('#/verdict/pairs-path', 'en');
    expect(text('.facts')).toContain('claimed by the block’s leader');
    expect(text('.facts')).toContain('SM3');
    expect(text('.facts')).not.toContain('SHA-256');
  });
});

describe('a person', () => {
  it('drops a file anywhere and is taken to its verdict, the focus on the outcome', async () => {
    await open('#/settings');
    drop('green.csv');
    await vi.waitFor(() => expect(document.activeElement?.id).toBe('outcome'));
    expect(text('.outcome')).toBe('Consistent');
  });
  it('drops several and gets a list', async () => {
    await open('#/verify');
    drop('bad.md', 'open.json');
    await vi.waitFor(() => expect(document.querySelectorAll('.found-list .row').length).toBeGreaterThan(1));
    expect(text('.found-list')).toContain('Inconsistent');
    expect(text('.found-list')).toContain('Cannot tell');
  });
  it('pastes a text outside any field', async () => {
    await open('#/verify');
    const clipboardData = new DataTransfer();
    clipboardData.setData('text/plain', 'bad digest');
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
    await vi.waitFor(() => expect(text('.outcome')).toBe('Inconsistent'));
  });
  it('reads why nothing came of it, what to do, and the code', async () => {
    await open('#/verify');
    drop('error.json');
    await vi.waitFor(() => expect(text('.failed')).toContain('not valid JSON'));
    expect(text('.failed')).toContain('Ask whoever issued the file');
    expect(text('.failed')).toContain('json/syntax');
  });
  it('cancels', async () => {
    fake.stageMs = 200;
    await open('#/verify');
    drop('green.csv');
    await vi.waitFor(() => expect(document.querySelector('.stop .btn')).not.toBeNull());
    document.querySelector<HTMLElement>('.stop .btn')!.click();
    await vi.waitFor(() => expect(text('.failed')).toContain('Cancelled'));
  });
  it('sees the height move as the worker verifies', async () => {
    await open('#/verify');
    await vi.waitFor(() => expect(text('mz-verify')).toContain('Verified to block 1,201'));
    const head = fake.view.find((chain) => chain.id === 'demo-a')!.head!;
    fake.change('demo-a', { head: { ...head, height: 1202n } });
    await vi.waitFor(() => expect(text('mz-verify')).toContain('Verified to block 1,202'));
  });
  it('prints a report with every check unfolded, and finds them folded again', async () => {
    show([consistent()]);
    const main = await open('#/verdict/yes');
    const unfolded = () => main.querySelectorAll('.checks details[open]').length;
    window.dispatchEvent(new Event('beforeprint'));
    expect(unfolded()).toBe(main.querySelectorAll('.checks details').length);
    window.dispatchEvent(new Event('afterprint'));
    expect(unfolded()).toBe(0);
  });
});
