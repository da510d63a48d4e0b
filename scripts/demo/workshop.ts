// What all parts of the demo's making share: the networks with their recordings, the clock, and the files made so far.
import type { LightBlock } from '../../src/chain/chain.ts';
import { loadFamily } from '../../src/chain/registry.ts';
import { ArchiveSource, type FetchFile } from '../../src/client/archive/source.ts';
import type { ChainContext } from '../../src/client/context.ts';
import { BlocksSource } from '../../src/client/sources/blocks.ts';
import { toUtf8 } from '../../src/codec/bytes.ts';
import { parseTime } from '../../src/codec/time.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import type { Network, Side } from './networks.ts';
import type { Recording } from './recording.ts';

export const NOW = parseTime('2026-11-24T20:00:00Z');
export const NO_SIGNAL = new AbortController().signal;

export class Workshop {
  readonly files = new Map<string, Uint8Array>();
  readonly #recordings = new Map<string, Recording>();
  readonly #sides: ReadonlyMap<string, Side>;

  constructor(readonly networks: readonly Network[]) {
    this.#sides = new Map(networks.flatMap(({ sides }) => sides.map((side) => [side.name, side])));
  }

  put(path: string, content: Uint8Array | string): void {
    this.files.set(path, typeof content === 'string' ? toUtf8(content) : content);
  }

  recording(name: string): Recording {
    const known = this.#recordings.get(name) ?? this.#sides.get(name)!.read();
    this.#recordings.set(name, known);
    return known;
  }

  blockAt(name: string, height: bigint): LightBlock {
    return this.recording(name).blocks.find((block) => block.height === height)!;
  }

  source({ family }: ChainContext, name: string): BlocksSource {
    return new BlocksSource(name, name, family, this.recording(name).blocks);
  }

  /** An archive on the bench, by the address that the pack gives. */
  archive({ family, profile }: ChainContext, address: string): ArchiveSource {
    const fetchFile: FetchFile = async (path) => this.files.get(`${address.replace(/^\/demo\//, '')}${path}`)!;
    return new ArchiveSource(address, address, family, profile, fetchFile);
  }
}

export async function contextOf(chain: PackChain): Promise<ChainContext> {
  const family = await loadFamily(chain.family);
  const profile = family.readProfile(chain.id, chain.version, chain.profile);
  return { family, profile, verifier: localVerifier, clock: { now: () => NOW } };
}
