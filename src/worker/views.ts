// From the client's state to what pages show: plain data, bytes as hex.
import type { ChainFamily, LightBlock, Verified, VerifiedHeader } from '../chain/chain.ts';
import type { QuorumView } from '../chain/view.ts';
import type { LightClient } from '../client/light-client.ts';
import type { FrozenFork, StoreIndex } from '../client/ports.ts';
import type { SourceState } from '../client/source-pool.ts';
import { toHex } from '../codec/bytes.ts';
import type { MingzhengError } from '../core/error.ts';
import { signersOf } from '../record/signers.ts';
import type { PackChain, TrustPack } from '../trust/pack.ts';
import type { ChainView, ErrorView, FieldView, ForkView, HeaderView, HeadView, RangeView, SourceView } from './api.ts';

export interface SourceRow {
  readonly id: string;
  readonly kind: SourceView['kind'];
  readonly address: string;
  readonly operator: string;
  readonly bundled: boolean;
}

export function errorView(error: MingzhengError | undefined): ErrorView | undefined {
  return error && { code: error.code, values: error.values };
}

export function headView(
  { time }: ChainFamily,
  head: Verified<LightBlock> | undefined,
  witnessed: boolean,
): HeadView | undefined {
  const claimed = time === 'claimed' && { timeClaimed: true as const };
  return head && { height: head.height, hash: toHex(head.hash), ...head.time, ...claimed, how: head.how, witnessed };
}

/** Points and ranges, ascending. */
export function rangeViews(index: StoreIndex): RangeView[] {
  const points = index.blocks.map(({ height, how }): RangeView => ({ from: height, to: height, how }));
  const ranges = index.frames.map(({ from, to }): RangeView => ({ from, to, how: 'ancestor' }));
  const all = [...points, ...ranges].sort((a, b) => (a.from < b.from ? -1 : 1));
  return all.reduce<RangeView[]>((merged, next) => {
    const last = merged.at(-1);
    const continues = last && last.how === next.how && last.to + 1n === next.from && next.how !== 'skipped-to';
    if (continues) merged[merged.length - 1] = { ...last, to: next.to };
    else merged.push(next);
    return merged;
  }, []);
}

export function forkView(fork: FrozenFork | undefined): ForkView | undefined {
  return (
    fork && {
      height: fork.height,
      lastCommonHeight: fork.lastCommonHeight,
      kind: fork.kind,
      sides: fork.sides.map(({ source, hash, time, signed, members, head }) => ({
        source,
        hash: toHex(hash),
        ...time,
        signed,
        members,
        head,
      })),
    }
  );
}

/** The first source leads; all others of other operators are witnesses. */
export function sourceView(row: SourceRow, state: SourceState | undefined, isFirst: boolean): SourceView {
  return {
    ...row,
    role: isFirst ? 'primary' : 'witness',
    health: state?.health ?? 'unknown',
    latencyMs: state?.latencyMs,
    head: state?.head,
    retryAt: state?.retryAt || undefined,
    error: errorView(state?.error),
  };
}

export function headerView(
  family: ChainFamily,
  chainId: string,
  found: { readonly header: VerifiedHeader; readonly anchor?: bigint },
  quorum: { readonly view: QuorumView; readonly all: boolean } | undefined,
  names: ReadonlyMap<string, string>,
): HeaderView {
  const { header, anchor } = found;
  const fields: FieldView[] = family.describeHeader(header.header).map(({ name, value, attestedBy }) => ({
    name,
    value,
    proof: attestedBy === 'proposer' ? 'proposer-only' : 'header-hash',
  }));
  return {
    chainId,
    height: header.height,
    hash: toHex(header.hash),
    how: header.how,
    anchor,
    fields: [{ name: 'hash', value: { kind: 'bytes', hex: toHex(header.hash) }, proof: 'derived' }, ...fields],
    quorum: quorum && {
      signers: signersOf(quorum.view, names),
      signedPower: quorum.view.signedPower,
      totalPower: quorum.view.totalPower,
      needed: quorum.view.needed,
      all: quorum.all,
    },
  };
}

/** A chain that was not opened yet: what the pack says, and nothing verified. */
export function closedView(pack: TrustPack, chain: PackChain): ChainView {
  const { name, fingerprint, version, demo } = pack;
  const first = chain.checkpoints[0];
  return {
    id: chain.id,
    family: chain.family,
    version: chain.version,
    operator: chain.operator,
    pack: { name, fingerprint, version, kind: demo ? 'demo' : 'imported' },
    state: 'idle',
    checkpoint: { height: first?.height ?? 0n, hash: first ? toHex(first.hash) : '' },
    ranges: [],
    verifiedCount: 0n,
    sources: chain.sources.map((source, i) =>
      sourceView({ id: source.address, ...source, bundled: true }, undefined, i === 0),
    ),
    offlineReady: false,
  };
}

/** Everything about a client's state that a chain's view needs. */
export function stateView(family: ChainFamily, client: LightClient) {
  const { phase, head, witnessed, claimedHead, progress, error, fork } = client.state;
  return {
    state: phase,
    head: headView(family, head, witnessed),
    claimedHead,
    ranges: rangeViews(client.index),
    verifiedCount: client.verifiedCount,
    progress,
    error: errorView(error),
    fork: forkView(fork),
  };
}
