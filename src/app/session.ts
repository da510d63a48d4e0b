// What this page is doing and has found: the running check and the verdicts, in memory only, gone when the page closes.
// It outlives the elements that show it, so that a person may leave a page while a check runs.
import type { ErrorView, ItemToVerify, Verdict, VerifyProgress } from '../worker/api.ts';
import { announce, whisper } from './announce.ts';
import { api } from './connection.ts';
import { errorView } from './errors.ts';
import { t } from './i18n.ts';
import { verdictAddress } from './router.ts';

export type Work =
  | { readonly kind: 'idle' }
  | { readonly kind: 'working'; readonly item: string; readonly progress?: VerifyProgress; readonly cancel: () => void }
  /** Something that the person should read: an error, or why nothing was checked. */
  | { readonly kind: 'said'; readonly said: ErrorView };

type Listener = () => void;

let verdicts: readonly Verdict[] = [];
let work: Work = { kind: 'idle' };
/** How many files are being dragged over the page; 0 when none, since a browser may not tell. */
let dragged: number | undefined;
const listeners = new Set<Listener>();

export const session = {
  get verdicts(): readonly Verdict[] {
    return verdicts;
  },
  get work(): Work {
    return work;
  },
  get dragged(): number | undefined {
    return dragged;
  },
  verdict(id: string): Verdict | undefined {
    return verdicts.find((verdict) => verdict.id === id);
  },
};

export function onSession(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(): void {
  for (const listener of [...listeners]) listener();
}

function setWork(next: Work): void {
  work = next;
  changed();
}

export function setDragged(count: number | undefined): void {
  if (count === dragged) return;
  dragged = count;
  changed();
}

/** Shows one sentence in the place where results would be. */
export function say(said: ErrorView): void {
  setWork({ kind: 'said', said });
}

export function dismiss(): void {
  if (work.kind === 'said') setWork({ kind: 'idle' });
}

/** Adds verdicts, newest first, and opens the card where there is only one. */
export function show(found: readonly Verdict[]): void {
  const ids = new Set(found.map((verdict) => verdict.id));
  verdicts = [...found, ...verdicts.filter((verdict) => !ids.has(verdict.id))];
  changed();
  const [only] = found;
  if (found.length !== 1 || !only) whisper(t('verify/done-many', { count: found.length }));
  else {
    whisper(t('verify/done', { outcome: t(`outcome/${only.outcome}`) }));
    location.hash = verdictAddress(only.id);
  }
}

/** Verifies what the person gave. One check at a time; a second one is refused in words. */
export async function verifyItems(items: readonly ItemToVerify[]): Promise<void> {
  if (work.kind === 'working') return announce(t('verify/busy'));
  if (items.length === 0) return say({ code: 'verify/nothing', values: {} });
  const stop = new AbortController();
  const start = { kind: 'working', item: nameOf(items), cancel: () => stop.abort() } as const;
  setWork(start);
  try {
    const onProgress = (progress: VerifyProgress) => {
      if (!stop.signal.aborted && work.kind === 'working') setWork({ ...start, progress });
    };
    finish(await api().verify(items, onProgress, stop.signal));
  } catch (thrown) {
    say(stop.signal.aborted ? { code: 'verify/cancelled', values: {} } : errorView(thrown));
  }
}

function finish(found: readonly Verdict[]): void {
  work = { kind: 'idle' };
  if (found.length === 0) say({ code: 'verify/none-found', values: {} });
  else show(found);
}

function nameOf(items: readonly ItemToVerify[]): string {
  const [first] = items;
  if (items.length > 1 || !first) return t('verify/files', { count: items.length });
  return first.kind === 'file' ? first.name : t('verify/text-item');
}
