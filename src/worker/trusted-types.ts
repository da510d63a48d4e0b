// The one Trusted Types policy of this program: addresses of scripts (service worker, workers), of its own origin only.
// Used by the page and by workers, each of which has its own global and makes its own policy object.

interface Policy {
  createScriptURL(url: string): unknown;
}
interface PolicyFactory {
  createPolicy(name: string, rules: Policy): Policy;
}

const rules: Policy = {
  createScriptURL(url: string): string {
    const resolved = new URL(url, globalThis.location.href);
    if (resolved.origin !== globalThis.location.origin) throw new TypeError(`script of another origin: ${resolved}`);
    return resolved.href;
  },
};

const factory = (globalThis as { trustedTypes?: PolicyFactory }).trustedTypes;
const policy: Policy = factory?.createPolicy('app', rules) ?? rules;

/** A script address as the browser wants it: a TrustedScriptURL where that exists, typed as the string it stands for. */
export function scriptUrl(url: string): string {
  return policy.createScriptURL(url) as string;
}
