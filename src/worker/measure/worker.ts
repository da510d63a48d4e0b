// The worker that measures: started for one measurement and ended after it, so that nothing is warm that was not when a person
// opened the page, and so that it can be stopped in the middle of a long round.
import * as Comlink from 'comlink';
import { curveModule } from '../../core/curve-module.ts';
import { ensure } from '../../core/error.ts';
import { loadCore } from '../../core/load-browser.ts';
import { webCryptoSupport } from '../../crypto/webcrypto.ts';
import { installTransferHandlers } from '../transfer.ts';
import type { MeasureProgress, MeasureWorker } from './figures.ts';
import { measure } from './measure.ts';
import { readSigned, type SignedSets } from './signed.ts';

declare const __APP_VERSION__: string;

const SIGNED_ADDRESS = '/measure/signed.bin';

async function fetchSigned(): Promise<SignedSets> {
  const response = await fetch(SIGNED_ADDRESS).catch(() => undefined);
  ensure(response?.ok === true, 'worker/measure-data', { found: 0, expected: 0 });
  return readSigned(new Uint8Array(await response!.arrayBuffer()));
}

async function compiledCurve(): Promise<WebAssembly.Module | undefined> {
  try {
    return await curveModule()?.();
  } catch {
    return undefined; // blocked or missing: then the reference code checks, as in the app
  }
}

const worker: MeasureWorker = {
  async measure(onProgress: (progress: MeasureProgress) => void) {
    const core = await loadCore();
    const [signed, curve, { ed25519 }] = await Promise.all([fetchSigned(), compiledCurve(), webCryptoSupport()]);
    const clock = () => performance.now();
    const version = __APP_VERSION__;
    return measure({ core, ...(curve ? { curve } : {}), signed, hasWebCrypto: ed25519, version, clock, onProgress });
  },
};

installTransferHandlers();
Comlink.expose(worker);
