// The pages by address: `#/chains/demo-a/935`. The part after `#` never leaves the device.

export type Route =
  | { readonly page: 'verify' }
  | { readonly page: 'verdict'; readonly id: string }
  | { readonly page: 'chains'; readonly chainId: string }
  | { readonly page: 'header'; readonly chainId: string; readonly height: string }
  | { readonly page: 'settings' | 'measure' };

/** Reads an address; anything unknown is the first page. */
export function parseRoute(hash: string): Route {
  const [page, first = '', second = ''] = hash.replace(/^#\/?/, '').split('/').map(decode);
  if (page === 'verdict' && first !== '') return { page, id: first };
  if (page === 'chains' && /^\d+$/.test(second)) return { page: 'header', chainId: first, height: second };
  if (page === 'chains') return { page, chainId: first };
  return page === 'settings' || page === 'measure' ? { page } : { page: 'verify' };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

export function verdictAddress(id: string): string {
  return `#/verdict/${encodeURIComponent(id)}`;
}

export function chainAddress(chainId: string): string {
  return `#/chains/${encodeURIComponent(chainId)}`;
}

export function headerAddress(chainId: string, height: bigint): string {
  return `${chainAddress(chainId)}/${height}`;
}
