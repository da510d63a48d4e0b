// One worker of the signature pool: checks a batch of claims and answers.
import * as Comlink from 'comlink';
import { loadCore } from '../core/load-browser.ts';
import type { Need } from '../crypto/claim.ts';
import { localVerifier } from '../crypto/verify.ts';
import { unpackClaims } from './packed-claims.ts';

export interface SignatureWorker {
  /** Answers packed claims in order. */
  verify(packed: Uint8Array, need: Need): Promise<readonly boolean[]>;
}

const started = loadCore();
const worker: SignatureWorker = {
  async verify(packed, need) {
    await started;
    return localVerifier.verify(unpackClaims(packed), need);
  },
};
Comlink.expose(worker);
