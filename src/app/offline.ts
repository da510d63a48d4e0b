// The service worker as the page sees it: registered in production, "ready" once it is active and in control of this page,
// and a new version that waits until the person agrees to it.
import { scriptUrl } from '../worker/trusted-types.ts';

export interface OfflineState {
  /** Active and controlling: the app opens without a network from now on. */
  readonly ready: boolean;
  /** A new version waits, or has already taken over from another tab. */
  readonly update: 'none' | 'waiting' | 'taken-over';
  readonly supported: boolean;
}

type Listener = () => void;

let state: OfflineState = { ready: false, update: 'none', supported: false };
let registration: ServiceWorkerRegistration | undefined;
let agreed = false;
const listeners = new Set<Listener>();

export function offlineState(): OfflineState {
  return state;
}

export function onOfflineChange(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function change(next: Partial<OfflineState>): void {
  state = { ...state, ...next };
  for (const listener of [...listeners]) listener();
}

/** Asked for by the person: lets the waiting version take over, then loads the page anew. */
export function useNewVersion(): void {
  agreed = true;
  if (registration?.waiting) registration.waiting.postMessage('SKIP_WAITING');
  else location.reload();
}

export async function startOffline(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  change({ supported: true });
  const hadController = navigator.serviceWorker.controller !== null;
  navigator.serviceWorker.addEventListener('controllerchange', () => onNewController(hadController));
  try {
    registration = await navigator.serviceWorker.register(scriptUrl('/sw.js'), { updateViaCache: 'none' });
    watch(registration);
  } catch {
    // Forbidden (private window) or failed to install: the app works, only not offline, and never says that it does.
    change({ supported: false });
  }
}

/** The first controller makes the app ready; a later one is another version than this page was loaded with. */
function onNewController(hadController: boolean): void {
  if (agreed) location.reload();
  else if (hadController) change({ update: 'taken-over' });
  else void checkReady();
}

function watch(watched: ServiceWorkerRegistration): void {
  void checkReady();
  noteWaiting(watched);
  watched.addEventListener('updatefound', () => {
    watched.installing?.addEventListener('statechange', () => noteWaiting(watched));
  });
}

/** A waiting worker is an update only where an older one is in control. */
function noteWaiting(watched: ServiceWorkerRegistration): void {
  if (watched.waiting && navigator.serviceWorker.controller) change({ update: 'waiting' });
}

async function checkReady(): Promise<void> {
  const { active } = await navigator.serviceWorker.ready;
  const controls = navigator.serviceWorker.controller !== null;
  change({ ready: controls && active?.state === 'activated' });
  if (controls && active?.state === 'activating') active.addEventListener('statechange', () => void checkReady());
}
