// One worker of the signature pool: checks a batch of claims and answers.
import * as Comlink from 'comlink';
import { loadCore } from '../core/load-browser.ts';
import type { SignatureClaim } from '../crypto/claim.ts';
import { localVerifier } from '../crypto/verify.ts';

export interface SignatureWorker {
  verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]>;
}

const started = loadCore();
const worker: SignatureWorker = {
  async verify(claims) {
    await started;
    return localVerifier.verify(claims);
  },
};
Comlink.expose(worker);
