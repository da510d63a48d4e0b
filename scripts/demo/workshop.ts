// What all parts of the demo's making share: the recordings, the clock, and the files made so far.
import { join } from 'node:path';
import type { LightBlock } from '../../src/chain/chain.ts';
import { cometbft } from '../../src/chain/cometbft/family.ts';
import type { ChainContext } from '../../src/client/context.ts';
import { BlocksSource } from '../../src/client/sources/blocks.ts';
import { toUtf8 } from '../../src/codec/bytes.ts';
import { parseTime } from '../../src/codec/time.ts';
import { localVerifier } from '../../src/crypto/verify.ts';
import type { PackChain } from '../../src/trust/pack.ts';
import { type Recording, readRecording } from './recording.ts';

export const NOW = parseTime('2026-11-24T20:00:00Z');
export const NO_SIGNAL = new AbortController().signal;

export class Workshop {
  readonly files = new Map<string, Uint8Array>();
  readonly #recordings = new Map<string, Recording>();

  constructor(readonly networks: string) {}

  put(path: string, content: Uint8Array | string): void {
    this.files.set(path, typeof content === 'string' ? toUtf8(content) : content);
  }

  recording(name: string): Recording {
    const known = this.#recordings.get(name) ?? readRecording(join(this.networks, name));
    this.#recordings.set(name, known);
    return known;
  }

  blockAt(name: string, height: bigint): LightBlock {
    return this.recording(name).blocks.find((block) => block.height === height)!;
  }

  source(name: string): BlocksSource {
    return new BlocksSource(name, name, cometbft, this.recording(name).blocks);
  }
}

export function contextOf(chain: PackChain): ChainContext {
  const profile = cometbft.readProfile(chain.id, chain.version, chain.profile);
  return { family: cometbft, profile, verifier: localVerifier, clock: { now: () => NOW } };
}
