// What is being done with a chain, and the buttons for it: start, stop, and the choice of how to verify.
import { html, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView, ErrorView, ProgressView } from '../../worker/api.ts';
import { api } from '../connection.ts';
import { errorView, wasCancelled } from '../errors.ts';
import { t, tCode } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { glyph } from '../parts/marks.ts';
import { stateOf } from './chains-list.ts';

export type SyncMode = 'head-first' | 'sequential';
const MODES: readonly SyncMode[] = ['head-first', 'sequential'];

@customElement('mz-chain-progress')
export class MzChainProgress extends LocalizedElement {
  @property({ attribute: false }) chain!: ChainView;
  @state() private mode: SyncMode = 'head-first';
  @state() private error?: ErrorView;

  override render() {
    const { chain } = this;
    if (chain.state === 'frozen') return frozen();
    const running = isRunning(chain);
    return html`<section class="block work">
      <h3>${t(`chains/state-${stateOf(chain)}`)}</h3>
      ${saysItself(chain) ? '' : html`<p class="small">${t(`chains/state-${stateOf(chain)}-says`)}</p>`}
      ${this.#failure()} ${running ? this.#running(chain) : this.#waiting(chain)}
      <p class="sr" role="status">${running ? spokenProgress(chain) : t(`chains/state-${stateOf(chain)}`)}</p>
    </section>`;
  }

  #failure(): TemplateResult {
    const error = this.chain.error ?? this.error;
    return error
      ? html`<p class="failure">${glyph('unknown')}<span>${tCode(error.code, error.values)}</span></p>`
      : html``;
  }

  #running(chain: ChainView): TemplateResult {
    return html`${chain.progress ? progressBar(chain.progress) : html`<progress aria-label=${t('chains/progress')}></progress>`}
      <div class="btns"><button class="btn" type="button" @click=${this.#halt}>${t('chains/stop')}</button></div>`;
  }

  #waiting(chain: ChainView): TemplateResult {
    return html`<div class="start">
        <div class="seg" role="group" aria-label=${t('chains/mode')}>${MODES.map((mode) => this.#choice(mode))}</div>
        <button class="btn btn-main" type="button" @click=${this.#start}>${t(startWord(chain))}</button>
      </div>
      <p class="small mode-says">${t(`chains/mode-${this.mode}-says`)}</p>`;
  }

  #choice(mode: SyncMode): TemplateResult {
    const choose = () => {
      this.mode = mode;
    };
    return html`<button type="button" aria-pressed=${mode === this.mode} @click=${choose}>${t(`chains/mode-${mode}`)}</button>`;
  }

  async #start(): Promise<void> {
    await this.#doing(() => api().sync(this.chain.id, this.mode));
  }

  async #halt(): Promise<void> {
    await this.#doing(() => api().stop(this.chain.id));
  }

  async #doing(work: () => Promise<void>): Promise<void> {
    this.error = undefined;
    try {
      await work();
    } catch (thrown) {
      if (!wasCancelled(thrown)) this.error = errorView(thrown);
    }
  }
}

/** Trust ends in several ways; the error says which, and what to do. */
function saysItself({ state, error }: ChainView): boolean {
  return state === 'expired' && error !== undefined;
}

function isRunning({ state }: ChainView): boolean {
  return state === 'verifying-head' || state === 'filling-history';
}

function startWord({ state, head }: ChainView) {
  if (state === 'complete') return 'chains/check-now';
  if (state === 'failed' || state === 'expired') return 'chains/try-again';
  return head ? 'chains/resume' : 'chains/start';
}

function frozen(): TemplateResult {
  return html`<section class="block work">
    <h3 class="is-no frozen">${glyph('fail')}${t('chains/state-frozen')}</h3>
    <p class="small">${t('chains/state-frozen-says')}</p>
  </section>`;
}

/** Whole percents, rounded down: 100 only when all is done. */
export function percentOf({ done, total }: Pick<ProgressView, 'done' | 'total'>): number {
  return total <= 0n ? 0 : Math.min(100, Number((done * 100n) / total));
}

/** Seconds to go at the present speed, or undefined where that would be a guess. */
export function secondsLeft({ done, total, headersPerSecond }: ProgressView): number | undefined {
  return headersPerSecond > 0 ? Math.ceil(Number(total - done) / headersPerSecond) : undefined;
}

function progressBar(progress: ProgressView): TemplateResult {
  const percent = percentOf(progress);
  return html`<progress max="100" value=${percent} aria-label=${t('chains/progress')}></progress>
    <dl class="meter">
      <div><dt>${t('chains/done')}</dt><dd class="num">${t('chains/done-of', { done: progress.done, total: progress.total, percent })}</dd></div>
      <div><dt>${t('chains/speed')}</dt><dd class="num">${t('chains/headers-a-second', { count: Math.round(progress.headersPerSecond) })}</dd></div>
      <div><dt>${t('chains/left')}</dt><dd class="num">${leftText(secondsLeft(progress))}</dd></div>
    </dl>`;
}

function leftText(seconds: number | undefined): string {
  if (seconds === undefined) return '—';
  return seconds < 60
    ? t('chains/left-seconds', { seconds })
    : t('chains/left-minutes', { minutes: Math.ceil(seconds / 60) });
}

/** Said aloud at every tenth only: a voice that counts every header is no help. */
function spokenProgress(chain: ChainView): string {
  const percent = chain.progress ? Math.floor(percentOf(chain.progress) / 10) * 10 : 0;
  return `${t(`chains/state-${chain.state}`)} ${percent}%`;
}
