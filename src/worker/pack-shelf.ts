// The trust packs in use: the bundled one, and those that the person imported after having seen their fingerprint.
import { loadFamily } from '../chain/registry.ts';
import { checkTransport, kindOfAddress } from '../client/open-source.ts';
import { formatTime, type Time } from '../codec/time.ts';
import { MingzhengError } from '../core/error.ts';
import type { SignatureVerifier } from '../crypto/claim.ts';
import type { SecurityVault } from '../store/vault.ts';
import { openPack, type PackChain, type TrustPack } from '../trust/pack.ts';
import type { PackPreview, PackRef } from './api.ts';

/** How far ahead of this device's clock a pack may be dated: it raises the floor of the clock. Seconds. */
const ONE_DAY = 86_400n;

export class PackShelf {
  #packs: TrustPack[] = [];
  readonly #previews = new Map<string, { readonly pack: TrustPack; readonly bytes: Uint8Array }>();

  constructor(
    private readonly bundled: Uint8Array,
    private readonly vault: SecurityVault,
    private readonly verifier: SignatureVerifier,
  ) {}

  /** Reads all packs anew; an imported one that cannot be read any more is left out. Errors: `trust/...`, `store/...`. */
  async open(): Promise<void> {
    const bundled = await openPack(this.bundled, this.verifier);
    const stored = [...(await this.vault.packs())].sort((a, b) => a.addedAt - b.addedAt);
    const imported = await Promise.allSettled(stored.map(({ bytes }) => openPack(bytes, this.verifier)));
    this.#packs = [bundled, ...imported.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))];
  }

  issueTimes(): readonly Time[] {
    return this.#packs.map(({ issued }) => issued);
  }

  /** Imported packs come before the bundled one; the first that names a chain decides. */
  trusted(): { readonly pack: TrustPack; readonly chain: PackChain }[] {
    const [bundled, ...imported] = this.#packs;
    const seen = new Set<string>();
    const all = [...imported.reverse(), bundled!].flatMap((pack) => pack.chains.map((chain) => ({ pack, chain })));
    return all.filter(({ chain }) => !seen.has(chain.id) && seen.add(chain.id));
  }

  /** Reads a pack and all its profiles, and shows it; nothing is trusted yet. Errors: `trust/...`, `chain/...`, `json/...`. */
  async inspect(bytes: Uint8Array): Promise<PackPreview> {
    const pack = await openPack(bytes, this.verifier);
    if (this.#packs.some(({ fingerprint }) => fingerprint === pack.fingerprint))
      throw new MingzhengError('trust/already-there', { name: pack.name });
    for (const chain of pack.chains) {
      const family = await loadFamily(chain.family);
      family.readProfile(chain.id, chain.version, chain.profile);
      if (chain.records) family.records.readRule(chain.records);
      for (const { address } of chain.sources) checkTransport(family, kindOfAddress(address), address);
    }
    const isEarly = pack.issued.seconds > BigInt(Math.floor(Date.now() / 1000)) + ONE_DAY;
    if (isEarly) throw new MingzhengError('trust/issued-in-future', { issued: formatTime(pack.issued) });
    const token = crypto.randomUUID();
    this.#previews.set(token, { pack, bytes });
    const replaced = this.#packs.find((other) => shelfName(other) === shelfName(pack));
    return {
      token,
      pack: packRef(pack),
      issued: formatTime(pack.issued),
      expires: formatTime(pack.expires),
      signers: pack.signers,
      chains: pack.chains.map(({ id, family, operator, checkpoints }) => ({
        id,
        family,
        operator,
        checkpointHeight: checkpoints[0]?.height ?? 0n,
      })),
      replaces: replaced && packRef(replaced),
    };
  }

  /** Errors: `trust/preview-gone`, `trust/version-reused`, `store/pack-rollback`. */
  async accept(token: string): Promise<void> {
    const preview = this.#previews.get(token);
    if (!preview) throw new MingzhengError('trust/preview-gone');
    const { name, version, fingerprint } = preview.pack;
    const isReused = this.#packs.some(
      (pack) =>
        shelfName(pack) === shelfName(preview.pack) && pack.version === version && pack.fingerprint !== fingerprint,
    );
    if (isReused) throw new MingzhengError('trust/version-reused', { name, version });
    await this.vault.savePack({ name: shelfName(preview.pack), version, bytes: preview.bytes, addedAt: Date.now() });
    this.#previews.delete(token);
  }

  /** Errors: `trust/not-removable` for the bundled pack and for one that is not there. */
  async remove(fingerprint: string): Promise<void> {
    const pack = this.#packs.slice(1).find((item) => item.fingerprint === fingerprint);
    if (!pack) throw new MingzhengError('trust/not-removable');
    await this.vault.removePack(shelfName(pack));
  }
}

/** A name alone is anybody's: versions count up for a name and the keys that sign it. */
function shelfName({ name, signers }: TrustPack): string {
  return [name, ...[...signers].sort()].join(' ');
}

function packRef({ name, fingerprint, version, demo }: TrustPack): PackRef {
  return { name, fingerprint, version, kind: demo ? 'demo' : 'imported' };
}
