// The digest of the document and the digest in the record, one under the other, group by group.
import { html, type TemplateResult } from 'lit';
import type { DigestPicture } from '../../worker/api.ts';
import { differingGroups } from '../format.ts';
import { t } from '../i18n.ts';
import { hash } from '../parts/hash.ts';
import { picture } from './picture.ts';

export function digestsPicture({ algorithm, document, record }: DigestPicture): TemplateResult {
  const differs = differingGroups(document, record);
  const count = differs.filter(Boolean).length;
  const total = differs.length;
  return picture({
    title: count === 0 ? t('digests/equal', { total }) : t('digests/differ', { count, total }),
    says: count === 0 ? t('digests/says', { algorithm }) : t('digests/says-differ', { algorithm }),
    full: true,
    body: html`<dl class="pair">
      <dt>${t('card/file')}</dt><dd>${hash(document, record)}</dd>
      <dt>${t('fact/record-digest')}</dt><dd>${hash(record, document)}</dd>
    </dl>`,
  });
}
