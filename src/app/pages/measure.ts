// The page "Measure this device": how fast this browser hashes and checks signatures, measured in a worker when asked, kept
// nowhere. What every figure is a multiple of is the code that runs without WebAssembly.
import { html, type TemplateResult } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import type { AboutView, ErrorView } from '../../worker/api.ts';
import { type Measurement, type MeasureProgress, SUBJECT_COUNT } from '../../worker/measure/figures.ts';
import { api } from '../connection.ts';
import { errorView, splitSentence, wasCancelled } from '../errors.ts';
import { formatNumber, t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { copy } from '../parts/hash.ts';
import { icon } from '../parts/icons.ts';
import { glyph } from '../parts/marks.ts';
import { HEADER_KINDS, type HeaderKind, headersFrom } from './measure-figures.ts';
import { hashTable, type Shown, signatureTable, subjectName } from './measure-tables.ts';
import { measurementText } from './measure-text.ts';
import '../styles/measure.css';

const NOTHING: MeasureProgress = { rows: [] };

@customElement('mz-measure')
export class MzMeasure extends LocalizedElement {
  @state() private progress: MeasureProgress = NOTHING;
  @state() private result?: Measurement;
  @state() private stage: 'idle' | 'measuring' | 'done' | 'cancelled' = 'idle';
  @state() private error?: ErrorView;
  @state() private about?: AboutView;
  #running?: AbortController;

  override connectedCallback(): void {
    super.connectedCallback();
    // Only for what is said beforehand: where the worker cannot answer, the measurement will tell.
    api()
      .about()
      .then(this.#know, () => {});
  }

  /** Who leaves the page wants no figures, and gets the processor back. */
  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#running?.abort();
  }

  readonly #know = (about: AboutView): void => {
    this.about = about;
  };

  async #measure(): Promise<void> {
    const running = new AbortController();
    this.#running = running;
    Object.assign(this, { stage: 'measuring', progress: NOTHING, result: undefined, error: undefined });
    const tell = (progress: MeasureProgress) => {
      if (!running.signal.aborted) this.progress = progress;
    };
    try {
      this.result = await api().measure(tell, running.signal);
      this.progress = { rows: this.result.rows };
      this.stage = 'done';
    } catch (thrown) {
      this.#fail(thrown);
    }
  }

  /** No figure stands beside an error, nor after a cancel: what was measured was not measured to the end. */
  #fail(thrown: unknown): void {
    this.progress = NOTHING;
    const isCancelled = wasCancelled(thrown);
    this.stage = isCancelled ? 'cancelled' : 'idle';
    this.error = isCancelled ? undefined : errorView(thrown);
  }

  override render() {
    return html`<a class="back" href="#/settings">${icon('back')}${t('nav/settings')}</a>
      <h1 class="page-title" tabindex="-1">${t('measure/title')}</h1>
      <div class="sheet">
        ${this.#head()} ${this.result ? meaning(this.result) : ''} ${this.#tables()} ${this.result ? device(this.result) : ''}
      </div>`;
  }

  #head(): TemplateResult {
    return html`<section class="pad">
      <p class="measure-says">${t('measure/says')}</p>
      ${slower(this.about)} ${this.error ? failure(this.error) : ''}
      ${this.stage === 'measuring' ? this.#bar() : ''}
      <p class="small" role="status">${this.#spoken()}</p>
      <div class="btns">${this.#button()} ${this.result ? this.#copyButton(this.result) : ''}</div>
    </section>`;
  }

  #bar(): TemplateResult {
    const done = this.progress.rows.length;
    return html`<progress max=${SUBJECT_COUNT} value=${done} aria-label=${t('measure/progress')}></progress>`;
  }

  #spoken(): string {
    const { at, rows } = this.progress;
    if (this.stage === 'done') return t('measure/done');
    if (this.stage === 'cancelled') return t('measure/cancelled');
    if (this.stage === 'idle') return '';
    if (!at) return t('measure/loading');
    return t('measure/at', { subject: subjectName(at), number: rows.length + 1, total: SUBJECT_COUNT });
  }

  /** One button for start and cancel, so that the focus stays where it is. */
  #button(): TemplateResult {
    const isMeasuring = this.stage === 'measuring';
    const click = () => (isMeasuring ? this.#running?.abort() : void this.#measure());
    return html`<button class="btn ${isMeasuring ? '' : 'btn-main'} measure-go" type="button" @click=${click}>${t(this.#buttonWord())}</button>`;
  }

  #buttonWord() {
    if (this.stage === 'measuring') return 'measure/cancel';
    return this.stage === 'idle' && !this.error ? 'measure/start' : 'measure/again';
  }

  #copyButton(result: Measurement): TemplateResult {
    const text = () => measurementText(result, navigator.userAgent, navigator.hardwareConcurrency);
    return html`<button class="btn" type="button" @click=${() => copy(text())}>${t('measure/copy')}</button>`;
  }

  #tables(): TemplateResult {
    const lacksHashing = this.result ? this.result.build === 'js' : this.about?.core === 'js';
    const lacksCurve = this.result ? !this.result.hasCurveCore : this.about?.curveCore === false;
    const shown = (lacksCore: boolean): Shown => ({ ...this.progress, lacksCore });
    return html`<section class="block">
        <h2>${t('measure/signatures')}</h2>
        <p class="small">${t('measure/signatures-says')}</p>
        ${signatureTable(shown(lacksCurve))}
      </section>
      <section class="block">
        <h2>${t('measure/hashing')}</h2>
        <p class="small">${t('measure/hashing-says')}</p>
        ${hashTable(shown(lacksHashing))}
        <p class="small measure-note">${t('measure/reference-says')}</p>
      </section>`;
  }
}

/** Where a core is missing everything still works, and this says at what price. */
function slower(about: AboutView | undefined): TemplateResult | '' {
  if (!about || (about.core !== 'js' && about.curveCore)) return '';
  const word = about.core === 'js' ? 'measure/no-web-assembly' : 'measure/no-curve-core';
  return html`<div class="failure">${glyph('unknown')}
    <div><p>${t(word)}</p><p class="small">${t('measure/elsewhere-says')}</p></div>
  </div>`;
}

function failure(error: ErrorView): TemplateResult {
  const [what, todo] = splitSentence(error);
  return html`<div class="failure" role="alert">${glyph('unknown')}
    <div><p>${what}</p>${todo ? html`<p class="small">${todo}</p>` : ''}
    <p class="small">${t('card/code')} <span class="mono">${error.code}</span></p></div>
  </div>`;
}

function meaning(measurement: Measurement): TemplateResult {
  return html`<section class="block measure-meaning">
    <h2>${t('measure/meaning')}</h2>
    <p class="small">${t('measure/meaning-says')}</p>
    <dl class="figures">${HEADER_KINDS.map((kind) => headers(measurement, kind))}</dl>
  </section>`;
}

function headers(measurement: Measurement, kind: HeaderKind): TemplateResult {
  const derived = headersFrom(measurement, kind);
  if (!derived) return html``;
  const { perSecond, signaturesPerSecond, secondsFor10000: seconds } = derived;
  const { members, needed, name } = kind;
  return html`<div>
    <dt>${t(`measure/headers-${name}`, { members })}</dt>
    <dd>${formatNumber(perSecond)} <small>${t('measure/a-second')}</small></dd>
    <dd class="small measure-from">${t('measure/headers-from', { needed, members, rate: signaturesPerSecond, seconds })}</dd>
  </div>`;
}

function device({ version, build }: Measurement): TemplateResult {
  return html`<section class="block">
    <h2>${t('measure/device')}</h2>
    <dl class="plain measure-device">
      <div><dt>${t('settings/version')}</dt><dd>${version}</dd></div>
      <div><dt>${t('settings/core')}</dt><dd>${t(`settings/core-${build}`)}</dd></div>
      <div><dt>${t('measure/threads')}</dt><dd>${formatNumber(navigator.hardwareConcurrency)}</dd></div>
    </dl>
    <dl class="plain"><div><dt>${t('measure/browser')}</dt><dd class="small wrap">${navigator.userAgent}</dd></div></dl>
  </section>`;
}
