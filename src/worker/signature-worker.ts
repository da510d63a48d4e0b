// One worker of the signature pool: checks a batch of claims and answers.
import * as Comlink from 'comlink';
import type { SignatureClaim } from '../crypto/claim.ts';
import { localVerifier } from '../crypto/verify.ts';

export interface SignatureWorker {
  verify(claims: readonly SignatureClaim[]): Promise<readonly boolean[]>;
}

const worker: SignatureWorker = { verify: (claims) => localVerifier.verify(claims) };
Comlink.expose(worker);
