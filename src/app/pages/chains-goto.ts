// The box that opens any block of a chain by its height.
import { html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { ChainView } from '../../worker/api.ts';
import { t } from '../i18n.ts';
import { LocalizedElement } from '../localized-element.ts';
import { headerAddress } from '../router.ts';

/** Some chains count from block 0, and may have it as their checkpoint. */
export function lowestOf(chain: Pick<ChainView, 'checkpoint'> | undefined): bigint {
  return chain?.checkpoint.height === 0n ? 0n : 1n;
}

/** A height as people type it, with commas or blanks between thousands; undefined where it is none. */
export function parseHeight(text: string, lowest = 1n): bigint | undefined {
  const digits = text.replace(/[\s,，_]/g, '');
  if (!/^\d{1,19}$/.test(digits)) return undefined;
  const height = BigInt(digits);
  return height >= lowest ? height : undefined;
}

@customElement('mz-chain-goto')
export class MzChainGoto extends LocalizedElement {
  @property({ attribute: false }) chain!: ChainView;
  @state() private problem = '';

  override render() {
    const { problem } = this;
    if (!this.chain.head) return '';
    return html`<section class="block">
      <h3>${t('chains/goto-title')}</h3>
      <p class="small" id="goto-help">${t('chains/goto-says')}</p>
      <form class="form" novalidate @submit=${this.#submit}>
        <div class="field">
          <input class="input num" name="height" inputmode="numeric" autocomplete="off" aria-label=${t('chains/goto-label')}
            aria-invalid=${problem !== ''} aria-describedby="goto-problem goto-help" placeholder=${t('chains/goto-label')} />
          <button class="btn" type="submit">${t('chains/goto-open')}</button>
        </div>
        <p class="failure" id="goto-problem" role="alert" ?hidden=${problem === ''}>${problem}</p>
      </form>
    </section>`;
  }

  #submit(event: SubmitEvent): void {
    event.preventDefault();
    const height = parseHeight(this.querySelector('input')!.value, lowestOf(this.chain));
    this.problem = this.#problemWith(height);
    if (height !== undefined && this.problem === '') location.hash = headerAddress(this.chain.id, height);
  }

  #problemWith(height: bigint | undefined): string {
    const head = this.chain.head!.height;
    if (height === undefined) return t('chains/goto-not-a-height');
    return height > head ? t('chains/goto-too-high', { head }) : '';
  }
}
