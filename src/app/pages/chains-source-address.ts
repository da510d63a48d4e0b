// Which addresses a person may add as a source. The page's content security policy refuses the same ones; here they are
// refused with a reason, before anything is tried.
import type { WordKey } from '../i18n.ts';

/** Names of this very machine for which the policy allows plain ws: and http:. */
const THIS_MACHINE: readonly string[] = ['localhost', '127.0.0.1'];

/** The words for why an address cannot be added, or undefined where it can. */
export function addressProblem(address: string, known: readonly string[] = []): WordKey | undefined {
  if (address.trim() === '') return 'chains/address-empty';
  const url = parse(address);
  if (!url) return 'chains/address-unreadable';
  if (!isAllowedScheme(url)) return isPlainScheme(url) ? 'chains/address-plain' : 'chains/address-scheme';
  if (url.username !== '' || url.password !== '') return 'chains/address-password';
  return known.includes(normalAddress(address)) ? 'chains/address-known' : undefined;
}

/** The address as the browser would send it, without what never leaves the browser. */
export function normalAddress(address: string): string {
  const url = parse(address);
  if (!url) return address.trim();
  url.hash = '';
  // A final slash says that a folder is meant, an archive; only the bare host has it by itself.
  return url.pathname === '/' ? url.href.replace(/\/$/, '') : url.href;
}

function parse(address: string): URL | undefined {
  try {
    return new URL(address.trim());
  } catch {
    return undefined;
  }
}

const isPlainScheme = ({ protocol }: URL): boolean => protocol === 'ws:' || protocol === 'http:';

function isAllowedScheme(url: URL): boolean {
  const isSafe = url.protocol === 'wss:' || url.protocol === 'https:';
  return isSafe || (isPlainScheme(url) && THIS_MACHINE.includes(url.hostname));
}

/** Browsers read a node's answers over https only where the node allows it (CORS); WebSocket needs no such leave. */
export function isWebSocket(address: string): boolean {
  return /^wss?:/i.test(address.trim());
}
