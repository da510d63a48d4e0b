// Checks signature claims on several workers. Small batches are checked here, since a trip to a worker costs more than a few
// signatures; a worker that dies is replaced and its batch is checked here.
import * as Comlink from 'comlink';
import type { Need, SignatureClaim, SignatureVerifier } from '../crypto/claim.ts';
import { placesByKey } from '../crypto/claim-order.ts';
import { localVerifier } from '../crypto/verify.ts';
import { packClaims } from './packed-claims.ts';
import type { SignatureWorker } from './signature-worker.ts';

const SMALL_BATCH = 24;
const TIMEOUT_MS = 60_000;

interface Member {
  /** Aborted when the worker is given up: whoever still waits for it must not. */
  readonly gone: AbortController;
  readonly worker: Worker;
  readonly remote: Comlink.Remote<SignatureWorker>;
}

export class SignaturePool implements SignatureVerifier {
  #members: Member[] = [];

  constructor(
    readonly size: number,
    private readonly start: () => Worker,
  ) {}

  async verify(claims: readonly SignatureClaim[], need: Need = 'each'): Promise<readonly boolean[]> {
    const members = claims.length < SMALL_BATCH ? [] : this.#all();
    if (members.length === 0) return localVerifier.verify(claims, need);
    const share = Math.ceil(claims.length / members.length);
    const places = placesByKey(claims);
    const answers = claims.map(() => false);
    const asked = members.map(async (member, i) => {
      const own = places.slice(i * share, (i + 1) * share);
      const ownClaims = own.map((place) => claims[place]!);
      for (const [j, answer] of (await this.#ask(member, ownClaims, need)).entries())
        answers[own[j]!] = answer === true;
    });
    await Promise.all(asked);
    return answers;
  }

  /** Workers are started when they are first needed: as many as can be. */
  #all(): readonly Member[] {
    try {
      while (this.#members.length < this.size) {
        const worker = this.start();
        this.#members.push({ gone: new AbortController(), worker, remote: Comlink.wrap<SignatureWorker>(worker) });
      }
    } catch {
      // forbidden, or no memory: those that are there do the work, and without any it is done here
    }
    return this.#members;
  }

  async #ask(member: Member, claims: readonly SignatureClaim[], need: Need): Promise<readonly boolean[]> {
    if (claims.length === 0) return [];
    try {
      const packed = packClaims(claims);
      const asked = member.remote.verify(Comlink.transfer(packed, [packed.buffer]), need);
      const answers = await withTimeout(member, asked);
      if (Array.isArray(answers) && answers.length === claims.length) return answers;
    } catch {
      // checked below, by ourselves
    }
    this.#drop(member);
    return localVerifier.verify(claims, need);
  }

  #drop(member: Member): void {
    member.worker.terminate();
    member.gone.abort();
    this.#members = this.#members.filter((other) => other !== member);
  }
}

/** Rejects when the worker fails as a whole or says nothing for too long. Nothing of it is left afterwards. */
async function withTimeout<T>({ worker, gone }: Member, answer: Promise<T>): Promise<T> {
  const over = new AbortController();
  const { signal } = over;
  const failure = new Promise<never>((_, reject) => {
    const timer = setTimeout(reject, TIMEOUT_MS);
    worker.addEventListener('error', reject, { signal });
    gone.signal.addEventListener('abort', reject, { signal });
    signal.addEventListener('abort', () => clearTimeout(timer));
  });
  try {
    return await Promise.race([answer, failure]);
  } finally {
    over.abort();
  }
}
