// Checks signature claims on several workers. Small batches are checked here, since a trip to a worker costs more than a few
// signatures; a worker that dies is replaced and its batch is checked here.
import * as Comlink from 'comlink';
import type { SignatureClaim, SignatureVerifier } from '../crypto/claim.ts';
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

  async verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
    if (claims.length < SMALL_BATCH || this.size === 0) return localVerifier.verify(claims);
    const members = this.#all();
    const share = Math.ceil(claims.length / members.length);
    const parts = members.map((member, i) => this.#ask(member, claims.slice(i * share, (i + 1) * share)));
    return (await Promise.all(parts)).flat();
  }

  /** Workers are started when they are first needed. */
  #all(): Member[] {
    while (this.#members.length < this.size) {
      const worker = this.start();
      this.#members.push({ gone: new AbortController(), worker, remote: Comlink.wrap<SignatureWorker>(worker) });
    }
    return this.#members;
  }

  async #ask(member: Member, claims: readonly SignatureClaim[]): Promise<readonly boolean[]> {
    if (claims.length === 0) return [];
    try {
      const packed = packClaims(claims);
      const asked = member.remote.verify(Comlink.transfer(packed, [packed.buffer]));
      const answers = await withTimeout(member, asked);
      if (answers.length === claims.length) return answers;
    } catch {
      // checked below, by ourselves
    }
    this.#drop(member);
    return localVerifier.verify(claims);
  }

  #drop(member: Member): void {
    member.worker.terminate();
    member.gone.abort();
    this.#members = this.#members.filter((other) => other !== member);
  }
}

/** Rejects when the worker fails as a whole or says nothing for too long. */
function withTimeout<T>({ worker, gone }: Member, answer: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(reject, TIMEOUT_MS);
    worker.addEventListener('error', reject, { once: true });
    gone.signal.addEventListener('abort', reject, { once: true });
    answer.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
