// The sources of one chain: which one leads, which are independent witnesses, and how each behaves. Benign failures make a
// source wait longer each time; a lie puts it aside for good.
import { codeOf, MingzhengError } from '../core/error.ts';
import type { WitnessAnswer } from './detector.ts';
import { isBenign } from './fault.ts';
import type { Source } from './ports.ts';

export type Health = 'unknown' | 'ok' | 'slow' | 'unreachable' | 'refused' | 'pruned' | 'lying' | 'wrong-chain';

export interface SourceState {
  readonly source: Source;
  health: Health;
  failures: number;
  /** ms since 1970; not asked before. */
  retryAt: number;
  latencyMs?: number;
  head?: bigint;
  error?: MingzhengError;
}

const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 120_000;
const SLOW_MS = 3_000;

export class SourcePool {
  readonly #states = new Map<string, SourceState>();

  constructor(
    private readonly nowMs: () => number,
    private readonly random: () => number,
  ) {}

  add(source: Source): void {
    this.#states.set(source.id, { source, health: 'unknown', failures: 0, retryAt: 0 });
  }

  remove(id: string): void {
    this.#states.delete(id);
  }

  states(): readonly SourceState[] {
    return [...this.#states.values()];
  }

  /** Sources that may be asked now, those that answered well first; a source that lied is never asked again. */
  usable(): Source[] {
    const now = this.nowMs();
    const candidates = this.states().filter((state) => !isExcluded(state) && state.retryAt <= now);
    return candidates.sort((a, b) => a.failures - b.failures).map((state) => state.source);
  }

  /** Sources independent of the primary and of each other: one per operator. */
  witnesses(primary: Source): Source[] {
    const seen = new Set([primary.operator]);
    return this.usable().filter((source) => {
      if (source.canWitness === false || seen.has(source.operator)) return false;
      seen.add(source.operator);
      return true;
    });
  }

  isIncluded(id: string): boolean {
    const state = this.#states.get(id);
    return state !== undefined && !isExcluded(state);
  }

  succeeded(id: string, latencyMs: number, head?: bigint): void {
    const state = this.#states.get(id);
    if (!state) return;
    Object.assign(state, { health: latencyMs > SLOW_MS ? 'slow' : 'ok', failures: 0, retryAt: 0, latencyMs });
    state.error = undefined;
    if (head !== undefined) state.head = head;
  }

  failed(id: string, error: unknown): void {
    const state = this.#states.get(id);
    if (!state) return;
    state.error = error instanceof MingzhengError ? error : new MingzhengError(codeOf(error), {}, error);
    state.failures++;
    state.health = healthOf(state.error);
    state.retryAt = this.nowMs() + this.#delay(state);
  }

  answered(id: string, answer: WitnessAnswer): void {
    if (answer.kind === 'silent' || answer.kind === 'faulty') this.failed(id, answer.error);
    else this.succeeded(id, 0);
  }

  /** Doubles with each failure, with jitter; what the server asked for (`retryAfterMs`) is honoured within the limit. */
  #delay(state: SourceState): number {
    const asked = Number(state.error?.values.retryAfterMs ?? 0);
    const doubled = FIRST_DELAY_MS * 2 ** Math.min(state.failures - 1, 12);
    const wanted = Math.max(doubled * (0.5 + this.random()), asked);
    return Math.min(wanted, LONGEST_DELAY_MS);
  }
}

function isExcluded(state: SourceState): boolean {
  return state.health === 'lying' || state.health === 'wrong-chain';
}

function healthOf(error: MingzhengError): Health {
  if (error.code === 'source/wrong-chain') return 'wrong-chain';
  if (error.code === 'source/pruned') return 'pruned';
  if (!isBenign(error)) return 'lying';
  return error.code === 'source/refused' || error.code === 'source/too-many-requests' ? 'refused' : 'unreachable';
}
