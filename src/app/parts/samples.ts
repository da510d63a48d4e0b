// `<mz-samples>`: for someone who has nothing to check yet. One matching and one altered sample, then the others.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { ItemToVerify } from '../../worker/api.ts';
import { type Locale, locale, t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { say, verifyItems } from '../session.ts';
import { chevron, icon } from './icons.ts';

const LIST = '/demo/samples.json';

interface Sample {
  readonly id: string;
  readonly good: boolean;
  readonly kind: string;
  readonly title: Readonly<Record<Locale, string>>;
  readonly files: readonly string[];
}

@customElement('mz-samples')
export class MzSamples extends LocalizedElement {
  @state() private samples?: readonly Sample[];

  override connectedCallback(): void {
    super.connectedCallback();
    void this.#load();
  }

  async #load(): Promise<void> {
    try {
      const { samples } = (await (await fetch(LIST)).json()) as { samples: readonly Sample[] };
      this.samples = samples;
    } catch {
      this.samples = [];
    }
  }

  override render() {
    return html`<h2>${t('samples/title')}</h2>${this.samples ? list(this.samples) : nothing}`;
  }
}

function list(samples: readonly Sample[]): TemplateResult {
  const good = samples.find((sample) => sample.good);
  const bad = samples.find((sample) => !sample.good);
  if (!good && !bad) return html`<p class="small">${t('samples/none')}</p>`;
  const others = samples.filter((sample) => sample !== good && sample !== bad);
  return html`<div class="rows samples">
      ${good ? row(good, t('samples/good')) : nothing} ${bad ? row(bad, t('samples/bad')) : nothing}
    </div>
    ${others.length > 0 ? more(others) : nothing}`;
}

function more(samples: readonly Sample[]): TemplateResult {
  return html`<details class="more">
    <summary>${t('samples/more', { count: samples.length })}</summary>
    <div class="rows">${samples.map((sample) => row(sample, sample.title[locale()], sample.files.map(fileName).join(' + ')))}</div>
  </details>`;
}

function row(sample: Sample, title: string, sub: string = sample.title[locale()]): TemplateResult {
  return html`<button class="row" type="button" @click=${() => check(sample)}>
    ${icon('file')}
    <span><span class="row-title">${title}</span><span class="row-sub">${sub}</span></span>
    ${chevron()}
  </button>`;
}

function fileName(url: string): string {
  return decodeURIComponent(url.slice(url.lastIndexOf('/') + 1));
}

/** A sample takes the same way as a person's own files: fetched, handed over as files, verified. */
async function check(sample: Sample): Promise<void> {
  try {
    await verifyItems(await Promise.all(sample.files.map(fetchItem)));
  } catch {
    say({ code: 'samples/failed', values: {} });
  }
}

async function fetchItem(url: string): Promise<ItemToVerify> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  return { kind: 'file', name: fileName(url), blob: await response.blob() };
}
