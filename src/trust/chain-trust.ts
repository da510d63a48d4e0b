// What a verification needs of a pack's word about one chain, with the profile read by the chain's family.
import type { ChainFamily, Checkpoint, Profile } from '../chain/chain.ts';
import type { RecordRule } from '../chain/record-rule.ts';
import type { PackChain, TrustPack } from './pack.ts';

export interface TrustedChain {
  readonly family: ChainFamily;
  readonly profile: Profile;
  readonly operator: string;
  readonly checkpoints: readonly Checkpoint[];
  readonly rule?: RecordRule;
  readonly names: ReadonlyMap<string, string>;
  readonly pack: {
    readonly name: string;
    readonly fingerprint: string;
    readonly version: number;
    readonly kind: 'demo' | 'imported';
  };
}

/** Errors: those of the family's profile reader. */
export function chainTrust(pack: TrustPack, chain: PackChain, family: ChainFamily): TrustedChain {
  const { name, fingerprint, version, demo } = pack;
  return {
    family,
    profile: family.readProfile(chain.id, chain.version, chain.profile),
    operator: chain.operator,
    checkpoints: chain.checkpoints,
    ...(chain.records && { rule: family.records.readRule(chain.records) }),
    names: chain.validators,
    pack: { name, fingerprint, version, kind: demo ? 'demo' : 'imported' },
  };
}
