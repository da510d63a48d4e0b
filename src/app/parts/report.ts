// What only paper shows: the head of the report, what the result rests on, and lines to sign.
import { html, type TemplateResult } from 'lit';
import type { Verdict } from '../../worker/api.ts';
import { beijingTime, hexGroups, utcTime } from '../format.ts';
import { t } from '../i18n.ts';

/** Written in by the build; a test runs without one. */
declare const __APP_VERSION__: string | undefined;

export function reportHead(): TemplateResult {
  return html`<div class="paper-only report-head"><p class="report-title">${t('report/title')}</p><span>${t('report/made')}</span></div>`;
}

export function reportBasis(verdict: Verdict): TemplateResult {
  const { chain, pack, digests, asOf } = verdict;
  return html`<section class="paper-only">
    <div class="section-head"><h2>${t('report/basis')}</h2></div>
    <table class="table basis"><tbody>
      ${row(t('report/operator'), chain?.operator ?? '–')}
      ${row(t('report/pack'), pack ? html`${t('report/pack-version', { name: pack.name, version: pack.version })} <span class="mono">${hexGroups(pack.fingerprint).join(' ')}</span>` : '–')}
      ${row(t('report/algorithm'), digests?.algorithm ?? '–')}
      ${row(t('report/time-source'), t(asOf?.timeClaimed ? 'report/time-source-claimed' : 'report/time-source-is'))}
      ${row(t('report/checked-at'), `${beijingTime(verdict.checkedAt)} (${t('time/beijing-short')}) · ${utcTime(verdict.checkedAt)} · ${t('report/clock')}`)}
      ${row(t('report/tool'), t('report/tool-is', { version: typeof __APP_VERSION__ === 'string' ? __APP_VERSION__ : '–' }))}
    </tbody></table>
    <div class="sign"><div>${t('report/by')}</div><div>${t('report/date')}</div><div>${t('report/case')}</div></div>
  </section>`;
}

function row(name: string, value: TemplateResult | string): TemplateResult {
  return html`<tr><th scope="row">${name}</th><td>${value}</td></tr>`;
}
