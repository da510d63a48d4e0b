// One fact on the page: its name, and its value written by its kind.
import { html, nothing, type TemplateResult } from 'lit';
import type { Fact, FactValue } from '../../worker/api.ts';
import { beijingTime, fileSize, hexGroups, utcTime } from '../format.ts';
import { formatNumber, t, tCode } from '../i18n.ts';
import { hashWithCopy } from './hash.ts';

/** The facts of a check. Two byte values that differ are compared group by group. */
export function factList(facts: readonly Fact[]): TemplateResult {
  return html`<dl class="bytes">${facts.map((fact) => html`<div><dt>${tCode(fact.name)}</dt><dd>${value(fact, counterpart(fact, facts))}</dd></div>`)}</dl>`;
}

/** The other of the two values whose difference decided the check. */
function counterpart(fact: Fact, facts: readonly Fact[]): string | undefined {
  if (!fact.differs) return undefined;
  const other = facts.find((each) => each !== fact && each.differs && each.value.kind === 'bytes');
  return other?.value.kind === 'bytes' ? other.value.hex : undefined;
}

function value(fact: Fact, other: string | undefined): TemplateResult {
  if (fact.value.kind === 'bytes') return bytes(fact.value.hex, tCode(fact.name), other);
  const text = grouped(plainValue(fact.value));
  return fact.differs ? html`<span class="mono dif">${text}</span>` : html`<span class="mono">${text}</span>`;
}

/** A member without a name is named by its address: groups of four, as all hex. */
function grouped(text: string): string {
  return text.replace(/\b[0-9a-f]{40,}\b/g, (hex) => hexGroups(hex).join(' '));
}

/** Bytes that are text, as a record's often are, are shown as that too. */
function bytes(hex: string, name: string, other: string | undefined): TemplateResult {
  if (hex === '') return html`${t('chains/no-bytes')}`;
  const text = printable(hex);
  return html`${text === undefined ? nothing : html`<pre>${text}</pre>`}${hashWithCopy(hex, name, other)}`;
}

/** The text that the bytes spell, if they are longer than any hash and all of them are visible ASCII. */
export function printable(hex: string): string | undefined {
  const codes = (hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16));
  const isText = codes.length > 64 && codes.every((code) => code >= 0x20 && code < 0x7f);
  return isText ? String.fromCharCode(...codes) : undefined;
}

/** A value in one line of text; bytes as bare hex. */
export function plainValue(value: FactValue): string {
  switch (value.kind) {
    case 'text':
      return value.text;
    case 'number':
      return formatNumber(value.value);
    case 'height':
      return t('block', { height: value.value });
    case 'size':
      return fileSize(value.bytes);
    case 'time':
      return `${beijingTime(value)} (${t('time/beijing-short')}) · ${utcTime(value)}`;
    case 'bytes':
      return value.hex;
  }
}
