// Line icons, always decoration beside a word.
import { html, type TemplateResult } from 'lit';

const paths = {
  verify: 'M3.5 3.5h17v17h-17z M8 12.2l3 3 5.2-6',
  chains: 'M3 8h6v8H3z M15 8h6v8h-6z M9 12h6',
  settings: 'M4 7h9 M19 7h1 M4 17h1 M11 17h9 M13 4.5h3.5v5H13z M5.5 14.5H9v5H5.5z',
  offline: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0 M7.5 12h9',
  online: 'M3 12a9 9 0 1 0 18 0a9 9 0 1 0-18 0 M12 7.5v9 M7.5 12h9',
  lock: 'M5 10.5h14v11H5z M8 10.5V7a4 4 0 0 1 8 0v3.5',
  tick: 'M4.5 12.5l5 5 10-11',
  file: 'M6 2.8h8l5 5v13.4H6z M14 2.8v5h5',
  paste: 'M8 4.5H5v17h14v-17h-3 M8.5 2.5h7v4h-7z',
  print: 'M7 8V2.8h10V8 M7 17H3V8h18v9h-4 M7 14h10v7.2H7z',
  save: 'M4 3.5h13l3.5 3.5v13.5H4z M8 3.5v5h7v-5 M8 20.5v-7h8v7',
  back: 'M20 12H4.5 M10.5 6l-6 6 6 6',
  again: 'M4 12a8 8 0 1 0 2.5-5.8 M4 3.5V9h5.5',
  link: 'M12 2.5v7 M12 14.5v7 M8 6.5v11 M16 6.5v11',
} as const;
export type IconName = keyof typeof paths;

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true"><path d=${paths[name]} fill="none" stroke="currentColor" stroke-width="1.7"/></svg>`;
}

/** Points on into something that can be opened. */
export function chevron(): TemplateResult {
  return html`<svg class="chev" viewBox="0 0 16 16" aria-hidden="true"><path d="M5.5 2.5 11 8l-5.5 5.5" fill="none" stroke="currentColor" stroke-width="1.8"/></svg>`;
}

/** The large sheet in the drop zone. */
export function sheetIcon(): TemplateResult {
  return html`<svg class="sheet-icon" viewBox="0 0 64 64" aria-hidden="true"><path d="M16 6h22l12 12v40H16z M38 6v12h12 M24 30h18 M24 38h18 M24 46h11" fill="none" stroke="currentColor" stroke-width="2.5"/></svg>`;
}
