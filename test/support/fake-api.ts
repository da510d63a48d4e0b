// A whole worker made up of real data, so that every page can be looked at and tested without one: chains and settings
// from `fake-chains.ts`, verdicts from `fake-verdicts.ts`. Which verdict comes back depends on the name of what is given.
import { MingzhengError } from '../../src/core/error.ts';
import type { ItemToVerify, NamedFile, Verdict, VerifyProgress, VerifyStage, WorkerApi } from '../../src/worker/api.ts';
import { type FakeOptions, FakeWorker } from './fake-chains.ts';
import { cannotTell, consistent, inconsistent } from './fake-verdicts.ts';

const STAGES: readonly VerifyStage[] = ['reading', 'hashing', 'finding', 'checking'];

/** The fake of the Chains page without the three methods that it refuses. */
const Rest = FakeWorker as unknown as new (options?: FakeOptions) => Omit<FakeWorker, 'verify' | 'find' | 'saveProof'>;

export class FakeApi extends Rest implements WorkerApi {
  /** Milliseconds for each stage of a check. */
  stageMs = 0;
  #count = 0;

  async verify(
    items: readonly ItemToVerify[],
    onProgress: (progress: VerifyProgress) => void,
    signal?: AbortSignal,
  ): Promise<readonly Verdict[]> {
    for (const [place, stage] of STAGES.entries()) {
      onProgress({ stage, fraction: (place + 0.38) / STAGES.length, item: nameOf(items[0]) });
      await pause(this.stageMs, signal);
    }
    return items.flatMap((item) => this.#verdictsFor(nameOf(item)));
  }

  async find(_chainId: string, query: string, signal?: AbortSignal): Promise<readonly Verdict[]> {
    await pause(this.stageMs, signal);
    return /^\d+$/.test(query) ? this.#verdictsFor('good') : [];
  }

  async saveProof(verdictId: string): Promise<NamedFile> {
    const file: NamedFile = {
      name: `${verdictId}.proof.json`,
      mediaType: 'application/json',
      bytes: new TextEncoder().encode('{}'),
    };
    return file;
  }

  #verdictsFor(name: string): Verdict[] {
    if (name.includes('error')) throw new MingzhengError('json/syntax', { offset: 17 });
    if (name.includes('none')) return [];
    const verdict =
      name.includes('bad') || name.includes('lading')
        ? inconsistent()
        : name.includes('open') || name.includes('evidence')
          ? cannotTell()
          : consistent();
    return [{ ...verdict, id: `${verdict.id}-${++this.#count}` }];
  }
}

function nameOf(item: ItemToVerify | undefined): string {
  return item?.kind === 'file' ? item.name : (item?.text ?? '');
}

async function pause(ms: number, signal?: AbortSignal): Promise<void> {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  if (signal?.aborted) throw new MingzhengError('client/cancelled');
}
