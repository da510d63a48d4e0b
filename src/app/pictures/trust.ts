// The chain of trust from the checkpoint to the record's block: wide for desks and paper, tall for phones, and in words.
import { html, nothing, type TemplateResult } from 'lit';
import type { QuorumPicture, TrustPicture, TrustStop } from '../../worker/api.ts';
import { t } from '../i18n.ts';
import { picture, twin } from './picture.ts';
import { type TrustMarks, trustMarks } from './trust-marks.ts';
import { trustTall } from './trust-tall.ts';
import { trustWide } from './trust-wide.ts';

export function trustPicture(trust: TrustPicture, quorum: QuorumPicture | undefined): TemplateResult {
  const marks = trustMarks(trust);
  const label = labelOf(marks, trust);
  const wide = trustWide(marks, quorum, label);
  return picture({
    title: marks.isReached ? t('trust/title') : t('trust/title-broken'),
    says: t('trust/says'),
    full: true,
    body: html`${wide.drawing}${trustTall(marks, quorum, label)}
      ${wide.adjusted ? html`<p class="label">${t('trust/not-scale')}</p>` : nothing}
      ${words(trust, marks)}`,
  });
}

function labelOf(marks: TrustMarks, trust: TrustPicture): string {
  const first = marks.signed[0]?.height ?? trust.recordHeight;
  if (!marks.isReached)
    return t('trust/label-broken', { first: marks.signed.at(-2)?.height ?? first, last: trust.recordHeight });
  return t('trust/label', { count: trust.stops.length, first, last: trust.stops.at(-1)?.height ?? first });
}

function words(trust: TrustPicture, marks: TrustMarks): TemplateResult {
  return twin(html`<ol class="words-list">
    ${trust.stops.map((stop) => html`<li>${stopWords(stop)}</li>`)}
    ${marks.linked ? html`<li>${linkWords(marks.linked)}</li>` : nothing}
    ${marks.isReached ? nothing : html`<li>${t('block', { height: trust.recordHeight })}${t('list/colon')}${t('trust/title-broken')}</li>`}
  </ol>`);
}

function stopWords(stop: TrustStop): string {
  const block = `${t('block', { height: stop.height })}${t('list/colon')}${t(`how/${stop.how}`)}`;
  if (stop.signed === undefined || stop.members === undefined) return block;
  const votes = {
    signed: stop.signed,
    members: stop.members,
    power: stop.signedPower ?? 0n,
    total: stop.totalPower ?? 0n,
  };
  return `${block}${t('list/comma')}${t('trust/signed', votes)}`;
}

function linkWords({ height, links, anchor }: NonNullable<TrustMarks['linked']>): string {
  return `${t('trust/record-block', { height })}${t('list/comma')}${t('trust/links-from', { from: anchor.height, links })}`;
}
