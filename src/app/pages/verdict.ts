// One verdict: its card, its checks, its pictures; on paper, a report with every check unfolded.
import { html, nothing, type TemplateResult } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { Verdict } from '../../worker/api.ts';
import { announce } from '../announce.ts';
import { api } from '../connection.ts';
import { download } from '../download.ts';
import { errorSentence } from '../errors.ts';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { verdictCard } from '../parts/card.ts';
import { checkList } from '../parts/checks.ts';
import { icon } from '../parts/icons.ts';
import { reportBasis, reportHead } from '../parts/report.ts';
import { digestsPicture } from '../pictures/digests.ts';
import { merklePicture } from '../pictures/merkle.ts';
import { quorumPicture } from '../pictures/quorum.ts';
import { trustPicture } from '../pictures/trust.ts';
import { onSession, session } from '../session.ts';

@customElement('mz-verdict')
export class MzVerdict extends LocalizedElement {
  @property({ attribute: 'verdict-id' }) verdictId = '';
  @state() private saving = false;

  /** What was folded before printing, to be folded again after. */
  #unfolded: HTMLDetailsElement[] = [];
  #stop?: () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    this.#stop = onSession(() => this.requestUpdate());
    window.addEventListener('beforeprint', this.#unfold);
    window.addEventListener('afterprint', this.#fold);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#stop?.();
    window.removeEventListener('beforeprint', this.#unfold);
    window.removeEventListener('afterprint', this.#fold);
  }

  override render() {
    const verdict = session.verdict(this.verdictId);
    return html`<a class="back" href="#/verify">${icon('back')}${t('action/again')}</a>${verdict ? this.#verdict(verdict) : gone()}`;
  }

  #verdict(verdict: Verdict): TemplateResult {
    const actions = {
      print: () => window.print(),
      saveProof: () => void this.#saveProof(verdict),
      saving: this.saving,
    };
    return html`<article>
      ${reportHead()} ${verdictCard(verdict, actions)} ${checkList(verdict.checks)} ${slower()} ${pictures(verdict)} ${reportBasis(verdict)}
    </article>`;
  }

  async #saveProof(verdict: Verdict): Promise<void> {
    this.saving = true;
    try {
      const file = await api().saveProof(verdict.id);
      download(file);
      announce(t('action/proof-done', { name: file.name }));
    } catch (thrown) {
      announce(errorSentence(thrown));
    } finally {
      this.saving = false;
    }
  }

  readonly #unfold = (): void => {
    this.#unfolded = [...this.querySelectorAll<HTMLDetailsElement>('.checks details:not([open])')];
    for (const details of this.#unfolded) details.open = true;
  };

  readonly #fold = (): void => {
    for (const details of this.#unfolded) details.open = false;
  };
}

/** Why this took long, where it did; how long, the page that measures tells. */
function slower() {
  if (typeof WebAssembly === 'object') return nothing;
  return html`<p class="small">${t('measure/verdict-slower')} <a href="#/measure">${t('measure/title')}</a></p>`;
}

function pictures(verdict: Verdict) {
  const { merkle, quorum, trust, digests } = verdict;
  if (!merkle && !quorum && !trust && !digests) return nothing;
  return html`<div class="section-head"><h2>${t('pictures/title')}</h2></div>
    <div class="pictures">
      ${merkle ? merklePicture(verdict, merkle) : nothing} ${quorum ? quorumPicture(quorum) : nothing}
      ${trust ? trustPicture(trust, quorum) : nothing} ${digests ? digestsPicture(digests) : nothing}
    </div>`;
}

function gone(): TemplateResult {
  return html`<section class="sheet pad">
    <h1 class="page-title" tabindex="-1">${t('verdict/title')}</h1>
    <p>${t('verdict/gone')}</p>
  </section>`;
}
